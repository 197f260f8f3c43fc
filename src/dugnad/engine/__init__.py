"""What we compute with, free of the web framework: boundaries, series, decomposition, targets and units."""
