"""Does the member stand behind a declaration? Stance, how, decision, reservations, and who signs."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.kinds.facts import Asked, Complaint, Given, Value, choices_of
from dugnad.calls.kinds.parts import Part
from dugnad.declarations.kinds import WAY_FACTS, EndorsementWay
from dugnad.declarations.states import EndorsementState
from dugnad.kit.formats import day
from dugnad.members.kinds import OfficeKind

ENDORSED, CONSIDERING, DECLINED = (
    EndorsementState.ENDORSED.value,
    EndorsementState.CONSIDERING.value,
    EndorsementState.DECLINED.value,
)
STANCES = {
    ENDORSED: _l("We stand behind the declaration"),
    CONSIDERING: _l("We are still treating it"),
    DECLINED: _l("We say no to the declaration"),
}
WAYS = {way.value: way.label for way in EndorsementWay}
OFFICES = {
    office.value: office.label
    for office in (OfficeKind.MAYOR, OfficeKind.DEPUTY_MAYOR, OfficeKind.CHIEF_EXECUTIVE, OfficeKind.OTHER)
}
RESERVED = Part("reserved", _l("Points with a reservation"), "choices", optional=True)
CONSENT_PARTS = (
    Part("stance", _l("Where do you stand?"), "choice", choices=STANCES),
    Part("way", _l("How have you decided?"), "choice", choices=WAYS, optional=True),
    Part("on", _l("Day of the decision or the confirmation"), "day", optional=True),
    Part("body_name", _l("Political body"), "line", _l("For example: kommunestyret."), optional=True),
    Part("case_number", _l("Case number"), "line", optional=True),
    Part(
        "expected_on",
        _l("When do you expect to have decided?"),
        "day",
        _l("If you are still treating it."),
        optional=True,
    ),
    RESERVED,
    Part("reservation", _l("What the reservation is"), "long", optional=True),
    Part("reason", _l("Why you say no"), "long", optional=True),
    Part("signatory", _l("Who signs for you"), "line", _l("The name in full."), optional=True),
    Part("office", _l("Office of the one who signs"), "choice", choices=OFFICES, optional=True),
    Part("is_deputy", _l("Signs as a deputy"), "yes", optional=True),
    Part("pronunciation", _l("How the name is said aloud"), "line", optional=True),
    Part("comes", _l("Comes to the ceremony"), "yes", optional=True),
)
# What each stance cannot do without, and what is said where it is missing.
NEEDED = {
    ENDORSED: (
        ("way", _l("Say whether a political body decided, or the mayor confirms it.")),
        ("on", _l("Write the day, for example 12.5.2022.")),
    ),
    DECLINED: (("reason", _l("Write why, in a sentence or two.")),),
    CONSIDERING: (),
}
DECISION = (
    ("body_name", _l("Write which body decided, for example kommunestyret.")),
    ("case_number", _l("Write the number of the case, so that others find the decision.")),
)


def consent_parts(asked: Asked) -> tuple[Part, ...]:
    """The choices of the question are the points of the text; without any nobody has a reservation."""
    offered = choices_of(asked)
    found = []
    for part in CONSENT_PARTS:
        if part.key == RESERVED.key:
            found += (
                [Part(part.key, part.label, part.widget, choices=offered, optional=True)] if offered else []
            )
        else:
            found.append(part)
    return tuple(found)


def consent_lacks(asked: Asked, value: Value, given: Given) -> list[Complaint]:
    """What is missing for the stance that was taken, part by part."""
    value = value or {}  # a file alone is no answer
    stance = value.get("stance")
    if not stance:
        return [("stance", _("Say where you stand."))]
    needed = list(NEEDED[stance])
    way = value.get("way")
    if stance == ENDORSED and way and WAY_FACTS[EndorsementWay(way)].needs_decision:
        needed += DECISION
    found = [(name, str(words)) for name, words in needed if not value.get(name)]
    return found + _half_reservation(value) + _half_signatory(value)


def _half_reservation(value: Value) -> list[Complaint]:
    if value.get("reserved") and not value.get("reservation"):
        return [("reservation", _("Write what the reservation is."))]
    if value.get("reservation") and not value.get("reserved"):
        return [("reserved", _("Choose the points that the reservation is about."))]
    return []


def _half_signatory(value: Value) -> list[Complaint]:
    if value.get("signatory") and not value.get("office"):
        return [("office", _("Choose the office of the one who signs."))]
    return []


def shown_consent(asked: Asked, value: Value) -> str:
    """The stance, and each part that was written, with its name."""
    lines = [str(STANCES.get(value.get("stance", ""), ""))]
    for part in consent_parts(asked)[1:]:
        if value.get(part.key) is not None:
            lines.append(f"{part.label}: {_in_words(part, value[part.key])}")
    return "\n".join(line for line in lines if line)


def _in_words(part: Part, value: Any) -> str:
    cell = part.as_cell(value)
    return day(cell) if part.widget == "day" else str(cell)
