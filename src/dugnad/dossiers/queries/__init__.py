"""Questions about what we try to influence, and what came of it."""
