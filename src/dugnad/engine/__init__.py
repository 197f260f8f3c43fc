"""What we compute with, free of the web framework: boundaries, series and units."""
