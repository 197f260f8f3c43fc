"""What people write about events: plain forms, clean values."""
