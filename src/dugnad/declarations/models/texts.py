"""Nouns: a declaration, its wordings, their points, and what became of a point at a revision."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import PointKind, Scope, SuccessionKind
from dugnad.declarations.states import WordingState
from dugnad.indicators.models import Indicator
from dugnad.kit.text import label_of, localised
from dugnad.programme.models import Activity


class Declaration(models.Model):
    """What the members have promised together; its words stand in its wordings."""

    key = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    about_nb = models.TextField(_("what it is, bokmål"), blank=True)
    about_nn = models.TextField(_("what it is, nynorsk"), blank=True)
    about_en = models.TextField(_("what it is, English"), blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return localised(self, "title")


class Wording(models.Model):
    """The words of a declaration at one time; they stand under a fingerprint once the members see them."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="wordings")
    name = models.SlugField(_("short name, such as the year"), max_length=20)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    preamble_nb = models.TextField(_("preamble, bokmål"), blank=True)
    preamble_nn = models.TextField(_("preamble, nynorsk"), blank=True)
    preamble_en = models.TextField(_("preamble, English"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=WordingState.choices, default=WordingState.DRAFT
    )
    # Languages in which the preamble is older than in bokmål, until somebody says that it still fits.
    outdated = models.JSONField(default=list, blank=True)
    # Not the words that were signed but what is publicly known of them, told in our own; it says so.
    is_paraphrase = models.BooleanField(_("told in our own words"), default=False)
    # Invented for the demo: it says so wherever it is shown.
    is_illustrative = models.BooleanField(default=False)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    withdrawn_because = models.TextField(_("why it was laid aside"), blank=True)
    # Bokmål is what is signed: the fingerprint is of these words and no translation of them.
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    # Counts every change, so that of two people who save at once the second is told.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    get_state_display = label_of("state", WordingState)

    class Meta:
        ordering = ["declaration", "-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "name"], name="one_wording_per_name"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, sha256="") | (Q(frozen_at__isnull=False) & ~Q(sha256="")),
                name="a_frozen_wording_has_a_fingerprint",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WordingState.OFFERED, WordingState.ADOPTED])
                | Q(frozen_at__isnull=False),
                name="what_members_see_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state=WordingState.ADOPTED) | Q(adopted_on__isnull=False),
                name="an_adopted_wording_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(based_on__isnull=True) | ~Q(based_on=F("pk")),
                name="no_wording_revises_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{localised(self.declaration, 'title')} {self.name}"


class Point(models.Model):
    """One numbered point of one wording; `key` is its identity, kept as long as the point goes on."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="points")
    key = models.SlugField(_("short name in addresses"), max_length=60)
    number = models.CharField(_("number"), max_length=6)
    position = models.PositiveSmallIntegerField(_("place in the text"))
    kind = models.CharField(_("part of the text"), max_length=10, choices=PointKind.choices)
    title_nb = models.CharField(_("title, bokmål"), max_length=200)
    title_nn = models.CharField(_("title, nynorsk"), max_length=200, blank=True)
    title_en = models.CharField(_("title, English"), max_length=200, blank=True)
    text_nb = models.TextField(_("text, bokmål"), blank=True)
    text_nn = models.TextField(_("text, nynorsk"), blank=True)
    text_en = models.TextField(_("text, English"), blank=True)
    # Languages in which the words are older than those in bokmål, until somebody says that they still fit.
    outdated = models.JSONField(default=list, blank=True)
    scope = models.CharField(_("applies to"), max_length=14, choices=Scope.choices, default=Scope.ALL)
    # The words were not found in public; the point stands there so that nothing is passed over in silence.
    is_missing = models.BooleanField(_("its words are not known"), default=False)
    activities = models.ManyToManyField(Activity, related_name="+", blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="+", blank=True)
    get_kind_display = label_of("kind", PointKind)
    get_scope_display = label_of("scope", Scope)

    class Meta:
        ordering = ["wording", "position"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "key"], name="one_point_per_key_and_wording"),
            models.UniqueConstraint(fields=["wording", "number"], name="one_point_per_number_and_wording"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {localised(self, 'title')}"


class Succession(models.Model):
    """What became of a point at a revision: kept, sharpened, split, merged, new or dropped, and why."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(
        Point, on_delete=models.PROTECT, null=True, blank=True, related_name="successions"
    )
    successor = models.ForeignKey(
        Point, on_delete=models.PROTECT, null=True, blank=True, related_name="origins"
    )
    kind = models.CharField(_("what became of it"), max_length=9, choices=SuccessionKind.choices)
    reason_nb = models.TextField(_("reason, bokmål"), blank=True)
    reason_nn = models.TextField(_("reason, nynorsk"), blank=True)
    reason_en = models.TextField(_("reason, English"), blank=True)
    get_kind_display = label_of("kind", SuccessionKind)

    class Meta:
        ordering = ["wording", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_succession_per_pair_of_points"
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=False) | Q(kind=SuccessionKind.NEW),
                name="only_a_new_point_has_no_predecessor",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=False) | Q(kind=SuccessionKind.DROPPED),
                name="only_a_dropped_point_has_no_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor or '–'} → {self.successor or '–'}"
