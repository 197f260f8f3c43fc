"""What the declaration's templates write with."""
