"""The register: who maps what already, and which local actors handle the materials."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.kinds import ActorCategory
from dugnad.analyses.models.studies import Study
from dugnad.kit.queries import InNorwegianOrder
from dugnad.kit.text import label_of, localised


class Project(models.Model):
    """A mapping of material flows that somebody has done or does, ours or another's."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    carried_by = models.CharField(_("carried out by"), max_length=300)
    area = models.CharField(_("area"), max_length=300)
    places = models.ManyToManyField("members.Organisation", related_name="+", blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    materials_nb = models.CharField(_("materials, bokmål"), max_length=300)
    materials_nn = models.CharField(_("materials, nynorsk"), max_length=300, blank=True)
    materials_en = models.CharField(_("materials, English"), max_length=300, blank=True)
    method_nb = models.TextField(_("method, bokmål"), blank=True)
    method_nn = models.TextField(_("method, nynorsk"), blank=True)
    method_en = models.TextField(_("method, English"), blank=True)
    money_nb = models.CharField(_("money, bokmål"), max_length=200, blank=True)
    money_nn = models.CharField(_("money, nynorsk"), max_length=200, blank=True)
    money_en = models.CharField(_("money, English"), max_length=200, blank=True)
    finding_nb = models.TextField(_("finding, bokmål"), blank=True)
    finding_nn = models.TextField(_("finding, nynorsk"), blank=True)
    finding_en = models.TextField(_("finding, English"), blank=True)
    address = models.URLField(_("where to read more"), blank=True)
    sources = models.TextField(_("sources, one address a line"), blank=True)

    class Meta:
        ordering = ["-first_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("first_year")),
                name="a_project_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def materials(self) -> str:
        """What it maps, in the reader's language."""
        return localised(self, "materials")


class Actor(models.Model):
    """A local organisation that makes, uses, moves or treats materials; nobody's own address stands here."""

    name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=20, choices=ActorCategory.choices)
    municipality = models.ForeignKey(
        "members.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    does = models.CharField(_("what it does with materials"), max_length=300, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail of the office"), blank=True)
    studies = models.ManyToManyField(Study, related_name="actors", blank=True)
    is_illustrative = models.BooleanField(_("made up for the demo"), default=False)
    get_category_display = label_of("category", ActorCategory)

    class Meta:
        ordering = ["category", InNorwegianOrder("name")]
        constraints = [
            models.UniqueConstraint(fields=["name", "municipality"], name="one_actor_per_name_and_place")
        ]

    def __str__(self) -> str:
        return self.name
