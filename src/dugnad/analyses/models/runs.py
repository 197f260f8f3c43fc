"""A computation: what it was computed from, frozen, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dugnad.analyses.kinds import Evidence, FlowStatus
from dugnad.analyses.models.studies import Study
from dugnad.analyses.states import RunState
from dugnad.kit.text import label_of


class Run(models.Model):
    """One computation of a study: waits, is computed, checked and accepted, or returned with a reason."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField(_("number"))
    note = models.CharField(_("what is new in it"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    queued_at = models.DateTimeField(_("ordered"))
    computed_at = models.DateTimeField(_("computed"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    # Frozen when it is ordered: the figures may go on, what was computed from them may not.
    frozen = models.JSONField(default=dict)
    # The unit and the processes of it with their groups: a picture needs no more, and figures may be many.
    system = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    progress = models.PositiveSmallIntegerField(_("computed so far, in per cent"), default=0)
    tests = models.JSONField(default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    get_state_display = label_of("state", RunState)

    # They are long, and their fingerprint stands in the trail; how far it has come is old the next second.
    untold = frozenset({"frozen", "system", "tests", "progress"})

    class Meta:
        ordering = ["study", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="one_run_per_number"),
            models.CheckConstraint(
                condition=~Q(state=RunState.RETURNED) | ~Q(reason=""), name="what_is_returned_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study} – {self.number}"


class Result(models.Model):
    """What a run says of one flow in one place and year; what nobody can know has an interval instead."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="results")
    place = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    position = models.PositiveSmallIntegerField()
    flow = models.CharField(_("flow"), max_length=120)
    source = models.CharField(_("from"), max_length=80, blank=True)
    target = models.CharField(_("to"), max_length=80, blank=True)
    layer = models.CharField(_("layer"), max_length=40, blank=True)
    observed = models.FloatField(_("as given"), null=True, blank=True)
    observed_sd = models.FloatField(null=True, blank=True)
    value = models.FloatField(_("quantity"), null=True, blank=True)
    sd = models.FloatField(_("standard deviation"), null=True, blank=True)
    lower = models.FloatField(_("at least"), null=True, blank=True)
    upper = models.FloatField(_("at most"), null=True, blank=True)
    z = models.FloatField(null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=FlowStatus.choices)
    evidence = models.CharField(_("rests on"), max_length=10, choices=Evidence.choices)
    grade = models.PositiveSmallIntegerField(_("quality, 1 to 5"), null=True, blank=True)
    sources = models.TextField(_("sources"), blank=True)
    get_status_display = label_of("status", FlowStatus)
    get_evidence_display = label_of("evidence", Evidence)

    class Meta:
        ordering = ["run", "year", "place", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "place", "year", "flow", "layer"],
                name="one_result_per_flow_place_and_year",
            ),
            models.UniqueConstraint(  # databases take two rows without a place for different ones
                fields=["run", "year", "flow", "layer"],
                condition=Q(place__isnull=True),
                name="one_result_per_flow_and_year_of_the_whole",
            ),
            models.CheckConstraint(
                condition=(Q(status=FlowStatus.UNOBSERVABLE) & Q(value__isnull=True))
                | (~Q(status=FlowStatus.UNOBSERVABLE) & Q(value__isnull=False)),
                name="what_cannot_be_known_is_never_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flow} {self.year}"
