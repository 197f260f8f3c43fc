"""The alliance that a newcomer opens: real places, invented people, answers and figures that say so."""
