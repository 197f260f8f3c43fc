"""What we are for this year."""
