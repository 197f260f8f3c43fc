"""Tables that change with what is published, not with use."""
