"""What we have promised, point by point."""
