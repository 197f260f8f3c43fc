"""Questions about events: meetings and their agendas, decisions and tasks, the school, calendars."""
