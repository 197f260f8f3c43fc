"""Files of figures, one reader for each kind of file; every reader refuses what it cannot trust."""
