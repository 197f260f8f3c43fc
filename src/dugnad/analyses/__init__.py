"""What we compute from members' data: material flows, from a figure with its source to a checked answer."""
