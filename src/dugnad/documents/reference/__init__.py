"""Tables that change with the world, not with use."""
