"""A study of material flows, and the system that it looks at: processes, flows and what is known of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.states import StudyState
from dugnad.kit.text import label_of, localised


class Study(models.Model):
    """A question about materials in a place, and all that is done to answer it."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name_nb = models.CharField(_("name, bokmål"), max_length=200)
    name_nn = models.CharField(_("name, nynorsk"), max_length=200, blank=True)
    name_en = models.CharField(_("name, English"), max_length=200, blank=True)
    question_nb = models.TextField(_("question, bokmål"))
    question_nn = models.TextField(_("question, nynorsk"), blank=True)
    question_en = models.TextField(_("question, English"), blank=True)
    scope_nb = models.TextField(_("scope, bokmål"), blank=True)
    scope_nn = models.TextField(_("scope, nynorsk"), blank=True)
    scope_en = models.TextField(_("scope, English"), blank=True)
    limits_nb = models.TextField(_("what it does not know, bokmål"), blank=True)
    limits_nn = models.TextField(_("what it does not know, nynorsk"), blank=True)
    limits_en = models.TextField(_("what it does not know, English"), blank=True)
    materials = models.CharField(_("materials"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, default="t/a")
    first_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=StudyState.choices, default=StudyState.PLANNED
    )
    places = models.ManyToManyField("members.Organisation", related_name="+", blank=True)
    responsible_person = models.ForeignKey(
        "members.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
    )
    activity = models.ForeignKey(
        "programme.Activity",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("activity of the programme"),
    )
    is_illustrative = models.BooleanField(_("the figures are made up"), default=False)
    updated_at = models.DateTimeField(_("last updated"))
    get_state_display = label_of("state", StudyState)

    class Meta:
        ordering = ["name_nb", "pk"]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=F("first_year")),
                name="a_study_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return localised(self, "name")


class Process(models.Model):
    """Where material is used, changed or kept; a group gathers processes in the picture."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="processes")
    position = models.PositiveSmallIntegerField(_("place in the list"))
    name = models.CharField(_("process"), max_length=80)
    group = models.CharField(_("group"), max_length=80, blank=True)
    is_stock = models.BooleanField(_("material stays here"), default=False)

    class Meta:
        ordering = ["study", "position"]
        verbose_name_plural = "processes"
        constraints = [models.UniqueConstraint(fields=["study", "name"], name="one_process_per_name")]

    def __str__(self) -> str:
        return self.name


class Flow(models.Model):
    """What goes from one process to another; without an end it comes from or leaves to the surroundings."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="flows")
    position = models.PositiveSmallIntegerField(_("place in the list"))
    name = models.CharField(_("flow"), max_length=80)
    source = models.ForeignKey(
        Process, on_delete=models.PROTECT, null=True, blank=True, related_name="outputs"
    )
    target = models.ForeignKey(
        Process, on_delete=models.PROTECT, null=True, blank=True, related_name="inputs"
    )
    layer = models.CharField(_("layer"), max_length=40, blank=True)
    lower = models.FloatField(_("at least"), null=True, blank=True)
    upper = models.FloatField(_("at most"), null=True, blank=True)

    class Meta:
        ordering = ["study", "position"]
        constraints = [
            models.UniqueConstraint(fields=["study", "name"], name="one_flow_per_name"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(target__isnull=False), name="a_flow_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TransferCoefficient(models.Model):
    """The share of what goes into a process that leaves it by a flow, with its uncertainty."""

    flow = models.OneToOneField(Flow, on_delete=models.PROTECT, related_name="share")
    value = models.FloatField(_("share"))
    sd = models.FloatField(_("standard deviation"), default=0)

    class Meta:
        ordering = ["flow"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0) & Q(value__lte=1), name="a_share_is_0_to_1")
        ]

    def __str__(self) -> str:
        return f"{self.flow}: {self.value:g}"


class Relation(models.Model):
    """A sum of flows, each times a number, that is known for certain."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="relations")
    name = models.CharField(_("relation"), max_length=80)
    coefficients = models.JSONField(_("flows and their factors"))
    rhs = models.FloatField(_("other side"), default=0)

    class Meta:
        ordering = ["study", "name"]
        constraints = [models.UniqueConstraint(fields=["study", "name"], name="one_relation_per_name")]

    def __str__(self) -> str:
        return self.name
