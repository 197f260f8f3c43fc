"""Questions about deciding in writing: who has said what, and the record that is made of it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.events.kinds import WRITTEN, Stance
from dugnad.events.models import AgendaItem, Event, Outcome, Participation, Position
from dugnad.events.queries.places import left_ones
from dugnad.events.queries.taking_part import name_of
from dugnad.events.rules.writing import Tally, Verdict, has_vote, is_over, tally, verdict
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


def record_rows(event: Event, *, on: date) -> list[RecordRow]:
    """The record of a written procedure point by point; seven queries for any number of points."""
    asked = with_vote(event, on=on)
    items = event.items.prefetch_related("positions__given_by", "outcomes", "put_off_to__event")
    return [_record_row(event, item, asked) for item in items]


def _record_row(event: Event, item: AgendaItem, asked: list[Participation]) -> RecordRow:
    said = {position.participation_id: position for position in item.positions.all()}
    voices = [Voice(one, said.get(one.pk)) for one in asked]
    told = tally([voice.position.stance for voice in voices if voice.position], asked=len(asked))
    return RecordRow(
        item=item,
        voices=voices,
        told=told,
        verdict=verdict(told, quorum=event.quorum, is_over=is_over(event)),
        decision=next((one for one in item.outcomes.all() if one.is_registered), None),
        later=next(iter(item.put_off_to.all()), None),
    )


def procedures_running() -> list[Event]:
    """The written procedures that were announced and have no record yet."""
    return list(Event.objects.filter(kind__in=WRITTEN, state=EventState.ANNOUNCED))


def silent_in(event: Event, *, on: date) -> list[Participation]:
    """Those with a vote who have not answered every point."""
    points = event.items.count()
    answered = Counter(Position.objects.filter(item__event=event).values_list("participation_id", flat=True))
    silent = [one for one in with_vote(event, on=on) if answered[one.pk] < points]
    left = left_ones(silent, on=on)
    return [one for one in silent if one.pk not in left]


def voices(item: AgendaItem, *, on: date) -> list[Voice]:
    """Everybody with a vote, and what each has said."""
    said = {position.participation_id: position for position in item.positions.select_related("given_by")}
    return [Voice(one, said.get(one.pk)) for one in with_vote(item.event, on=on) if item.event]


def with_vote(event: Event | None, *, on: date) -> list[Participation]:
    """Who says yes or no in a written procedure.

    Of those who have left their place only who answered before: the vote is the place's, and stands until
    the one who holds it now says otherwise.
    """
    if event is None:
        return []
    found = event.participations.select_related("person", "organisation")
    voting = [one for one in found if has_vote(one)]
    if left := left_ones(voting, on=on):
        said = Position.objects.filter(participation__in=left).values_list("participation_id", flat=True)
        left -= set(said)
    return [one for one in voting if one.pk not in left]


def tally_of(item: AgendaItem, *, on: date) -> Tally:
    """How a point stands."""
    found = voices(item, on=on)
    return tally([voice.position.stance for voice in found if voice.position], asked=len(found))


def record_of(item: AgendaItem, verdict: Verdict, *, on: date) -> str:
    """The record of a point: what was proposed, who answered what by which hour, and what came of it."""
    lines = [
        f"{label_of(voice)}: {name_of(voice.one)}{given_by(voice)}"
        + (f" – {voice.position.text}" if voice.position and voice.position.text else "")
        for voice in voices(item, on=on)
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


def given_by(voice: Voice) -> str:
    """By whom the answer of a place was given, where its holder has changed since."""
    before = voice.position.given_by if voice.position else None
    return " " + _("(answered by %(name)s, who held the place before)") % {"name": before} if before else ""


def label_of(voice: Voice) -> str:
    """What somebody has said, in words; also that they were silent."""
    if voice.position is None:
        return str(_("No answer"))
    return str(Stance(voice.position.stance).label)
