"""What the templates of calls write with where a list is long."""
