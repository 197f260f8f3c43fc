"""Kinds of blocks and of pictures in an edition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    """What a block holds."""

    FOREWORD = "foreword", _("Foreword")
    REGION = "region", _("The region")
    MEMBER = "member", _("A member")
    STORIES = "stories", _("Stories")
    ALLIANCE_YEAR = "alliance_year", _("The alliance's year")
    METHOD = "method", _("Method and sources")
