"""What we measure: every figure with its source, vintage and unit."""
