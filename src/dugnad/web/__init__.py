"""Pages that look into several rooms: home, search, a member's page, year wheel."""
