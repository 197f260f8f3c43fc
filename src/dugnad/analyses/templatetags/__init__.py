"""What the programme's templates write with."""
