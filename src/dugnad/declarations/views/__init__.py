"""Pages of a declaration."""
