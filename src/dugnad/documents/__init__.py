"""What we write together: draft, review, approve, publish."""
