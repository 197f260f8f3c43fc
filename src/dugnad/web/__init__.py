"""Pages that look into several rooms: home, search, a member's page, a point, year wheel, the thread."""
