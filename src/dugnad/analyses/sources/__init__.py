"""Readers of what comes from outside: the tables of a study."""
