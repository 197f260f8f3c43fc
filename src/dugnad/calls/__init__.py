"""What we ask of members: one call, one due date, one reply per member."""
