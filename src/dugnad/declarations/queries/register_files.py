"""The register as files: a workbook whose second sheet says what each count counts, and CSV."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.declarations.models import Signature, office_in_words
from dugnad.declarations.queries.consent import decision_words
from dugnad.declarations.queries.register import Register, RegisterRow
from dugnad.declarations.rules.consent import Decision
from dugnad.declarations.states import EndorsementState
from dugnad.kit import formats
from dugnad.kit.spreadsheets import Sheet, write_csv, write_workbook

MEMBERS, WORDS, DAY = 26, 34, 14  # widths of columns, in characters
DAYS = "dd.mm.yyyy"


def register_header() -> list[str]:
    """The heads of the register as a table."""
    return [
        _("Member"), _("Kind"), _("Sub-region"), _("State"), _("Endorsed"), _("How"), _("Political body"),
        _("Case number"), _("Signed"), _("Where"), _("Signatory"), _("Office"), _("Deputy"),
        _("Reservations"), _("Confirmed by"), _("Earlier decisions"),
    ]  # fmt: skip


def register_line(row: RegisterRow, *, on: date) -> list[Any]:
    """A row of the register as a table has it."""
    decision, signature = row.decision if row.supports else None, row.signature
    return [
        row.organisation.name,
        row.organisation.get_kind_display(),
        row.subregion.name if row.subregion else "",
        str(row.standing.label),
        decision.on if decision else None,
        decision.source.get_way_display() if decision else "",
        decision.source.body_name if decision else "",
        decision.source.case_number if decision else "",
        signature.signed_on if signature else None,
        where_signed(signature),
        signature.signatory if signature else "",
        office_of(signature),
        (_("Yes") if signature.is_deputy else _("No")) if signature else "",
        "; ".join(f"{one.point.number}: {one.text}" for one in row.reservations),
        f"{row.confirmation.name}, {row.confirmation.on}" if row.confirmation else "",
        "; ".join(decision_told(one) for one in row.decisions if one.on <= on and one != row.decision),
    ]


def decision_told(decision: Decision) -> str:
    """A decision in one line: its day, what it was, and how or why."""
    source = decision.source
    why = decision_words(source) if decision.state == EndorsementState.ENDORSED else source.reason
    words = [formats.day(decision.on), str(EndorsementState(decision.state).label), why]
    return ", ".join(filter(None, words))


def where_signed(signature: Signature | None) -> str:
    """At the ceremony or on another day, in words."""
    if signature is None:
        return ""
    return _("At the ceremony") if signature.at_ceremony else _("Another day")


def office_of(signature: Signature | None) -> str:
    """What the office of a signatory is called; its kind where it has no name of its own."""
    return office_in_words(signature) if signature else ""


def counts_told(register: Register) -> list[tuple[str, int]]:
    """Each count with the words that say what it counts."""
    both, own = register.everyone, register.municipalities
    return [
        (_("Signed, county authorities included"), both.signed),
        (_("Signed, municipalities alone"), own.signed),
        (_("Signed at the ceremony"), register.counts.on_the_day),
        (_("Signed another day"), register.counts.later),
        (_("Stand behind the words, signed or not"), register.counts.endorsed),
        (_("Of those, decided by a political body"), register.counts.council),
        (_("Of those, confirmed by the mayor"), register.counts.mayor),
        (_("With reservations"), register.counts.reserved),
        (_("Under consideration"), register.counts.considering),
        (_("Asked, no answer"), register.counts.silent),
        (_("Said no or drew back"), register.counts.refused),
        (_("Signed or endorsed other words"), register.counts.of_other_words),
    ]


def register_workbook(register: Register) -> bytes:
    """The register as a workbook: a member on each row, and a sheet that says what each count counts."""
    rows = [register_line(row, on=register.on) for row in register.rows]
    formats = {(number, column): DAYS for number in range(len(rows)) for column in (4, 8)}
    widths = (MEMBERS, 18, MEMBERS, WORDS, DAY, WORDS, MEMBERS, DAY, DAY, 18, MEMBERS, 20, 8, 60, 30, 60)
    lines = [[_("As of"), register.on], *([words, count] for words, count in counts_told(register))]
    return write_workbook(
        [
            Sheet(_("Register"), register_header(), rows, widths=widths, formats=formats),
            Sheet(
                _("Counts"),
                [_("What is counted"), _("Members")],
                lines,
                widths=(50, 14),
                formats={(0, 1): DAYS},
            ),
        ]
    )


def register_csv(register: Register) -> str:
    """The register as CSV."""
    return write_csv(register_header(), [register_line(row, on=register.on) for row in register.rows])
