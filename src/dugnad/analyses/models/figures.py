"""What is known of flows: deliveries of figures, and each figure with where it comes from."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.kinds import Distribution, Method
from dugnad.analyses.models.studies import Flow, Study
from dugnad.kit.text import label_of


class Dataset(models.Model):
    """Figures that came together: a file that was read in, or one figure that was typed."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="datasets")
    name = models.CharField(_("name"), max_length=200)
    file = models.ForeignKey(
        "kit.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        "members.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["study", "-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Quantity(models.Model):
    """How much of a flow somebody says there is, in one place and year; it never changes.

    A newer or better one is a row of its own, and the rules say which of them counts.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="quantities")
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, related_name="quantities")
    place = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.FloatField(_("quantity"))
    sd = models.FloatField(_("standard deviation"))
    # The part of it that comes from the source as a whole, and is the same error in every place it tells of.
    shared_sd = models.FloatField(_("of it shared by all places of the source"), default=0)
    distribution = models.CharField(
        _("distribution"), max_length=10, choices=Distribution.choices, default=Distribution.NORMAL
    )
    source = models.CharField(_("source"), max_length=200)
    vintage = models.CharField(_("seen or published"), max_length=10)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    grade = models.PositiveSmallIntegerField(_("quality, 1 to 5"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    # What the same source said before of the same thing. Its own word is enough to take that back: neither
    # a day nor a method decides then, for who counted may have found that it was an estimate.
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    get_method_display = label_of("method", Method)

    class Meta:
        ordering = ["flow", "place", "year", "-vintage", "pk"]
        verbose_name_plural = "quantities"
        constraints = [
            models.CheckConstraint(condition=Q(grade__gte=1) & Q(grade__lte=5), name="grades_are_1_to_5"),
            models.CheckConstraint(condition=Q(sd__gte=0), name="an_uncertainty_is_not_below_zero"),
            models.CheckConstraint(
                condition=Q(shared_sd=0) | (Q(shared_sd__gt=0) & Q(shared_sd__lt=F("sd"))),
                name="a_shared_error_is_a_part_of_the_whole",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="a_quantity_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.year}: {self.value:g}"
