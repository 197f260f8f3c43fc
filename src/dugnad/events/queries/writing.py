"""Questions about deciding in writing: who has said what, and the record that is made of it."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.events.kinds import VOTING, WRITTEN, Role, Stance
from dugnad.events.models import AgendaItem, Event, Outcome, Participation, Position
from dugnad.events.queries.taking_part import name_of
from dugnad.events.rules.writing import Tally, Verdict, is_over, tally, verdict
from dugnad.events.states import EventState
from dugnad.kit import formats

VERDICTS = {
    Verdict.OPEN: gettext_lazy("It still runs."),
    Verdict.ADOPTED: gettext_lazy("Adopted in writing."),
    Verdict.REJECTED: gettext_lazy("Not adopted."),
    Verdict.TO_A_MEETING: gettext_lazy("Somebody asked for a meeting, so it is put off to the next one."),
    Verdict.TOO_FEW: gettext_lazy(
        "Too few answered, so nothing is decided; it is put off to the next meeting."
    ),
}


@dataclass(frozen=True)
class Voice:
    """One who was asked, with what they said to a point; None while they are silent."""

    one: Participation
    position: Position | None


@dataclass(frozen=True)
class RecordRow:
    """A point of a written procedure: what everybody has said, what it came to, and where it went on."""

    item: AgendaItem
    voices: list[Voice]
    told: Tally
    verdict: Verdict
    decision: Outcome | None
    later: AgendaItem | None  # in the backlog, or on the agenda of the meeting that took it up

    @property
    def words(self) -> str:
        """The verdict in words."""
        return str(VERDICTS[self.verdict])

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many have said what, silence last."""
        said = [(str(stance.label), self.told.counts[stance]) for stance in Stance]
        return [*said, (str(_("No answer")), self.told.silent)]

    @property
    def wanting(self) -> list[Voice]:
        """Who wants it treated in a meeting."""
        return [one for one in self.voices if one.position and one.position.stance == Stance.WANTS_MEETING]


def record_rows(event: Event) -> list[RecordRow]:
    """The record of a written procedure point by point; five queries for any number of points."""
    asked = with_vote(event)
    items = event.items.prefetch_related("positions", "outcomes", "put_off_to__event")
    return [_record_row(event, item, asked) for item in items]


def _record_row(event: Event, item: AgendaItem, asked: list[Participation]) -> RecordRow:
    said = {position.participation_id: position for position in item.positions.all()}
    told = tally([position.stance for position in said.values()], asked=len(asked))
    return RecordRow(
        item=item,
        voices=[Voice(one, said.get(one.pk)) for one in asked],
        told=told,
        verdict=verdict(told, quorum=event.quorum, is_over=is_over(event)),
        decision=next((one for one in item.outcomes.all() if one.is_registered), None),
        later=next(iter(item.put_off_to.all()), None),
    )


def procedures_running() -> list[Event]:
    """The written procedures that were announced and have no record yet."""
    return list(Event.objects.filter(kind__in=WRITTEN, state=EventState.ANNOUNCED))


def silent_in(event: Event) -> list[Participation]:
    """Those with a vote who have not answered every point."""
    points = event.items.count()
    answered = Counter(Position.objects.filter(item__event=event).values_list("participation_id", flat=True))
    return [one for one in with_vote(event) if answered[one.pk] < points]


def voices(item: AgendaItem) -> list[Voice]:
    """Everybody with a vote, and what each has said."""
    said = {position.participation_id: position for position in item.positions.all()}
    return [Voice(one, said.get(one.pk)) for one in with_vote(item.event) if item.event]


def with_vote(event: Event | None) -> list[Participation]:
    """Who says yes or no in a written procedure."""
    if event is None:
        return []
    found = event.participations.select_related("person", "organisation")
    return [one for one in found if Role(one.role) in VOTING]


def tally_of(item: AgendaItem) -> Tally:
    """How a point stands."""
    stances = item.positions.values_list("stance", flat=True)
    return tally(stances, asked=len(with_vote(item.event)))


def record_of(item: AgendaItem, verdict: Verdict) -> str:
    """The record of a point: what was proposed, who answered what by which hour, and what came of it."""
    lines = [
        f"{label_of(voice)}: {name_of(voice.one)}"
        + (f" – {voice.position.text}" if voice.position and voice.position.text else "")
        for voice in voices(item)
    ]
    until = formats.moment(item.event.ends) if item.event else ""
    label = _("Proposed decision")
    proposed = f"{label}: {item.proposal}" if item.proposal else ""
    answered = _("Answers by %(moment)s:") % {"moment": until}
    return "\n\n".join(
        part
        for part in (proposed, answered, "\n".join(f"- {line}" for line in lines), str(VERDICTS[verdict]))
        if part
    )


def label_of(voice: Voice) -> str:
    """What somebody has said, in words; also that they were silent."""
    if voice.position is None:
        return str(_("No answer"))
    return str(Stance(voice.position.stance).label)
