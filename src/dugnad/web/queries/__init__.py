"""Questions that look into several rooms; each room says itself what the viewer may see of it."""
