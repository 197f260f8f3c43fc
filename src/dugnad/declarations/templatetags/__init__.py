"""What the templates of the declaration write with."""
