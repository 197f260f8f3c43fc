"""Dugnad: the workspace in which an alliance of municipalities runs its climate co-operation."""
