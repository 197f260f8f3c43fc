"""What a map shows, and how it places the municipalities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Measured(models.TextChoices):
    """What a map shows of an indicator."""

    INHABITANT = "inhabitant", _("Per inhabitant")
    CHANGE = "change", _("Change since the base year")
    AMOUNT = "amount", _("In all")

    @property
    def is_change(self) -> bool:
        """Whether it is a change in per cent, which goes both ways from nothing."""
        return self is Measured.CHANGE

    @property
    def is_per_inhabitant(self) -> bool:
        """Whether it is divided by the inhabitants."""
        return self is Measured.INHABITANT

    @property
    def grows_with_size(self) -> bool:
        """Whether large places have more of it because they are large."""
        return self is Measured.AMOUNT


class Drawn(models.TextChoices):
    """How a map places the municipalities."""

    BORDERS = "borders", _("By their borders")
    TILES = "tiles", _("As tiles")

    @property
    def has_sizes(self) -> bool:
        """Whether places are drawn as large as they are."""
        return self is Drawn.BORDERS
