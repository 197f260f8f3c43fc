"""Why a figure that others have published is another than ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a figure that somebody else has published is another than ours."""

    REGION = "region", _("Another region, or other members")
    VINTAGE = "vintage", _("An earlier or later edition of the statistics")
    SECTORS = "sectors", _("Other sectors are counted")
    GASES = "gases", _("Other gases, or other weights for them")
    METHOD = "method", _("Another method")
    ROUNDING = "rounding", _("Rounded")
    UNKNOWN = "unknown", _("We do not know yet")
