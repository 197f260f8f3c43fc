"""Who we are: organisations, codes, memberships, bodies, seats and people."""
