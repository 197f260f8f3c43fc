"""What every room uses: history, mail, text, spreadsheets, charts, base templates."""
