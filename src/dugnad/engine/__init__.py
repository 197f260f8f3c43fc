"""What we compute with, free of the web framework: boundaries, series, targets, units and flows."""
