"""Nouns: what is left of a session of the school for those who were there, and for those who were not."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.events.models.events import Event
from dugnad.kit.models import StoredFile


class Material(models.Model):
    """Slides or a handout of a session: a file that is put up here, or a link to where it lies."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(_("what it is"), max_length=200)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["event", "added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & Q(file__isnull=False)) | (~Q(link="") & Q(file__isnull=True)),
                name="material_is_a_link_or_a_file",
            )
        ]

    def __str__(self) -> str:
        return self.title
