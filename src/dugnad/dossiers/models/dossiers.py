"""Nouns: a matter that we follow, and each time that we spoke to somebody about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.models import Point
from dugnad.dossiers.kinds import AddresseeKind, TouchpointKind
from dugnad.dossiers.rules import lines_of, needs_reason
from dugnad.dossiers.states import DossierState
from dugnad.events.models import Event
from dugnad.kit.text import label_of, localised
from dugnad.members.models import Person
from dugnad.programme.models import Activity

REASONED = [state for state in DossierState if needs_reason(state)]


class Dossier(models.Model):
    """A matter that others decide and that we follow: what we think, whom we speak to, where it stands."""

    key = models.SlugField(max_length=60, unique=True)
    title_nb = models.CharField(_("title, bokmål"), max_length=160)
    title_nn = models.CharField(_("title, nynorsk"), max_length=160, blank=True)
    title_en = models.CharField(_("title, English"), max_length=160, blank=True)
    about = models.TextField(_("what it is about"), blank=True)
    position = models.TextField(_("our position"), blank=True)
    addressee_kind = models.CharField(_("whom we speak to"), max_length=9, choices=AddresseeKind.choices)
    addressees = models.TextField(_("names, one on each line"), blank=True)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # A point as it stands in one text; it is the same one in every text that bears its short name.
    points = models.ManyToManyField(Point, related_name="+", blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=DossierState.choices, default=DossierState.WATCHING
    )
    note = models.TextField(_("how it ended"), blank=True)  # why it was closed or dropped
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    is_illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    get_state_display = label_of("state", DossierState)
    get_addressee_kind_display = label_of("addressee_kind", AddresseeKind)

    class Meta:
        ordering = ["title_nb", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=REASONED) | ~Q(note=""), name="what_was_ended_says_how"
            )
        ]

    def __str__(self) -> str:
        return localised(self, "title")

    @property
    def names(self) -> list[str]:
        """Whom we speak to, by name."""
        return lines_of(self.addressees)


class Touchpoint(models.Model):
    """Once that we spoke to somebody: the day, with which office, what was said and what was asked for."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="touchpoints")
    kind = models.CharField(_("way"), max_length=7, choices=TouchpointKind.choices)
    on = models.DateField(_("day"))
    title = models.CharField(_("what it was"), max_length=200)
    counterpart = models.CharField(_("with whom"), max_length=200)
    ours = models.CharField(_("who spoke for us"), max_length=200, blank=True)
    said = models.TextField(_("what was said"), blank=True)
    promised = models.TextField(_("what was promised"), blank=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("address"), max_length=300, blank=True)
    asks = models.ManyToManyField("dossiers.Ask", related_name="touchpoints", blank=True)
    is_illustrative = models.BooleanField(default=False)
    get_kind_display = label_of("kind", TouchpointKind)

    # The trail never forgets: it says that the names changed, and not who they were.
    untold = frozenset({"counterpart", "ours", "said", "promised"})

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.title
