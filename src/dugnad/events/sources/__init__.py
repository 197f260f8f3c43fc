"""Readers of lists from the outer world."""
