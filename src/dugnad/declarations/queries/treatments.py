"""Questions about treatments: which body has a text before it on which day, and what it said."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from dugnad.declarations.models import Declaration, Opinion, Treatment, Wording
from dugnad.declarations.queries.wordings import fingerprint_of


@dataclass(frozen=True)
class TreatmentRow:
    """A treatment as its list shows it."""

    treatment: Treatment
    opinions: int
    has_changed_since: bool  # the text reads otherwise than what the body had before it

    @property
    def on(self) -> date:
        """The day on which it was held, or is planned."""
        return self.treatment.held_on or self.treatment.planned_on

    def is_overdue(self, today: date) -> bool:
        """Whether the planned day has passed and nobody has entered what was said."""
        return not self.treatment.held_on and self.treatment.planned_on < today


def treatments_of(wording: Wording) -> list[TreatmentRow]:
    """Who treats a text, in the order of the days; two questions."""
    now = wording.sha256 or fingerprint_of(wording)
    found = _at_hand().filter(wording=wording)
    rows = [
        TreatmentRow(each, each.opinion_count, bool(each.sha256) and each.sha256 != now)  # type: ignore[attr-defined]
        for each in found
    ]
    return sorted(rows, key=lambda row: (row.on, row.treatment.pk))


def treatment_of(wording: Wording, pk: int) -> Treatment | None:
    """One treatment of a text."""
    return _at_hand().filter(wording=wording, pk=pk).first()


def opinions_in(treatment: Treatment) -> dict[int, Opinion]:
    """What a body said of each proposal, by the proposal's number."""
    return {opinion.amendment_id: opinion for opinion in treatment.opinions.all()}


def held_treatments(wording: Wording) -> QuerySet[Treatment]:
    """What has been treated, the newest first."""
    return _at_hand().filter(wording=wording, held_on__isnull=False).order_by("-held_on", "-pk")


def timeline_of(declaration: Declaration, wordings: list[Wording]) -> list[Treatment]:
    """All treatments of these texts, in the order of the days."""
    found = _at_hand().filter(wording__in=wordings, wording__declaration=declaration)
    return sorted(found, key=lambda each: (each.held_on or each.planned_on, each.pk))


def _at_hand() -> QuerySet[Treatment]:
    found = Treatment.objects.select_related("body", "wording__declaration")
    return found.annotate(opinion_count=Count("opinions"))
