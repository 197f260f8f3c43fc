"""What programs send, and what they get; openapi.json is made from these."""
