"""What the API answers, noun by noun."""
