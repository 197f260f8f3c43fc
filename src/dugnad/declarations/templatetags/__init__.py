"""What the templates of declarations write with."""
