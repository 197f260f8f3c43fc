"""What is sent to the pages of a declaration."""
