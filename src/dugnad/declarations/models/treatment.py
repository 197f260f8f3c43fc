"""Nouns: a body treats a wording, proposals to change a point, and what the bodies say of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.declarations.kinds import AmendmentKind, Stance, TreatmentOutcome
from dugnad.declarations.models.texts import Point, Wording
from dugnad.declarations.states import AmendmentState
from dugnad.kit.formats import day
from dugnad.kit.text import label_of
from dugnad.members.models import Body, Organisation, Person


class Treatment(models.Model):
    """One body treats a wording on one day: planned, and then with what it said."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="treatments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField(_("planned on"))
    held_on = models.DateField(_("treated on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=11, choices=TreatmentOutcome.choices, blank=True)
    case_number = models.CharField(_("case number"), max_length=40, blank=True)
    note = models.TextField(_("what was said"), blank=True)
    # What the body had before it: a text that changed afterwards has another fingerprint.
    sha256 = models.CharField(max_length=64, blank=True)
    get_outcome_display = label_of("outcome", TreatmentOutcome)

    class Meta:
        ordering = ["wording", "planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "body", "planned_on"], name="a_body_treats_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, outcome="") | (Q(held_on__isnull=False) & ~Q(outcome="")),
                name="what_was_treated_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {day(self.held_on or self.planned_on)}"


class Amendment(models.Model):
    """A proposal to change one point of a draft, with who proposed it, why, and what became of it."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(_("what it would do"), max_length=6, choices=AmendmentKind.choices)
    # By name, not by row: the proposal stays readable when the point has been taken out.
    point = models.ForeignKey(Point, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    point_number = models.CharField(_("number of the point"), max_length=6, blank=True)
    point_title = models.CharField(_("title of the point"), max_length=200, blank=True)
    before = models.TextField(_("the words it would change"), blank=True)
    title = models.CharField(_("new title"), max_length=200, blank=True)
    text = models.TextField(_("new text"), blank=True)
    reason = models.TextField(_("reason"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        _("state"), max_length=9, choices=AmendmentState.choices, default=AmendmentState.PROPOSED
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_in = models.ForeignKey(
        Treatment, on_delete=models.PROTECT, null=True, blank=True, related_name="settled"
    )
    settled_because = models.TextField(_("why"), blank=True)
    get_kind_display = label_of("kind", AmendmentKind)
    get_state_display = label_of("state", AmendmentState)

    class Meta:
        ordering = ["wording", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AmendmentState.PROPOSED, settled_at__isnull=True)
                | (~Q(state=AmendmentState.PROPOSED) & Q(settled_at__isnull=False)),
                name="a_settled_amendment_has_its_moment",
            )
        ]

    def __str__(self) -> str:
        title = self.point_title or self.title
        return f"{self.point_number}. {title}" if self.point_number else title


class Opinion(models.Model):
    """What one body said of one amendment when it treated the wording."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="opinions")
    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="opinions")
    stance = models.CharField(_("opinion"), max_length=13, choices=Stance.choices)
    note = models.TextField(_("reason"), blank=True)
    get_stance_display = label_of("stance", Stance)

    class Meta:
        ordering = ["amendment", "treatment"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "treatment"], name="one_opinion_per_amendment_and_treatment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.treatment}: {self.get_stance_display()}"
