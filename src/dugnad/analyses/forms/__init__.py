"""What people write about material flows: plain forms, clean values."""
