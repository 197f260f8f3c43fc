"""Yes or no, about events: agendas and minutes, what came of them, signing up, deciding in writing."""
