"""Questions about deciding in writing: who has said what, and the record that is made of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dugnad.events.kinds import VOTING, Role, Stance
from dugnad.events.models import AgendaItem, Event, Participation, Position
from dugnad.events.queries.taking_part import name_of
from dugnad.events.rules.writing import Tally, Verdict, tally
from dugnad.kit import formats

VERDICTS = {
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
