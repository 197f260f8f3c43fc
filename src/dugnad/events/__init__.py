"""When we meet, what we decide, who does what next."""
