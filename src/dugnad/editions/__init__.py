"""What we publish, frozen: figures with their trail, charts, stories and texts."""
