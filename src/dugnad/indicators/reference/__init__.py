"""Figures that we ship: inhabitants as published, emissions as made up for the demo."""
