"""Verbs for municipality numbers: the divisions of the country and whose numbers they are."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.kit import history
from dugnad.kit.changes import edit
from dugnad.kit.errors import Refused
from dugnad.members.models import CodeSuccession, MunicipalityCode, Organisation, Person
from dugnad.members.rules import CodeRow, holds_on, overlaps

REFERENCE = Path(__file__).parents[1] / "reference" / "municipality_codes.csv"
FIELDS = ("name", "county_code", "county_name", "valid_to")


@dataclass(frozen=True)
class CodesReport:
    """What an import of municipality numbers did."""

    added: int
    changed: int
    unchanged: int
    successions: int


@transaction.atomic
def import_municipality_codes(rows: Iterable[CodeRow], *, by: Person | None, at: datetime) -> CodesReport:
    """Take in a register of numbers with what became of them; the same register twice changes nothing."""
    given = list(rows)
    known = _known_codes()
    new = [row for row in given if _match(row, known) is None]
    changed = _update(given, known)
    MunicipalityCode.objects.bulk_create(_as_code(row) for row in new)
    successions = _import_successions(given, _known_codes())
    report = CodesReport(len(new), changed, len(given) - len(new) - changed, successions)
    linked = _share_organisations()
    if new or changed or successions or linked:
        _enter(report, by=by, at=at)
    return report


@transaction.atomic
def load_reference_codes(*, by: Person | None, at: datetime) -> CodesReport:
    """Take in the numbers that we ship: every division since 2005, with successors."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [_from_reference(row) for row in csv.DictReader(file)]
    return import_municipality_codes(rows, by=by, at=at)


@transaction.atomic
def link_codes(organisation: Organisation, code: str, *, by: Person | None, at: datetime) -> int:
    """Say whose number this is; numbers that were only exchanged for it, before or after, follow."""
    row = MunicipalityCode.objects.filter(code=code).order_by("-valid_from").first()
    if row is None:
        message = _("The municipality number %(code)s is not known here. Import the numbers first.")
        raise Refused("code", message % {"code": code}, field="code")
    if row.organisation_id not in (None, organisation.pk):
        message = _("%(code)s is the number of %(name)s.")
        raise Refused("code", message % {"code": code, "name": row.organisation}, field="code")
    for number in _exchanged_for(row):
        edit(number, "link_codes", {"organisation_id": organisation.pk}, by=by, at=at, of=organisation.pk)
    return organisation.codes.count()


def _exchanged_for(row: MunicipalityCode) -> list[MunicipalityCode]:
    """A number with those before and after it that it was exchanged for, one for one."""
    chain, later, earlier = [row], row, row
    while (following := _only(later.successions, "successor")) and following.origins.count() == 1:
        chain.append(later := following)
    while (previous := _only(earlier.origins, "predecessor")) and previous.successions.count() == 1:
        chain.append(earlier := previous)
    return chain


def _only(links: Any, end: str) -> Any:
    """The number at the end of the only link; None where there are none or several."""
    found = list(links.select_related(end)[:2])
    return getattr(found[0], end) if len(found) == 1 else None


Known = dict[str, list[MunicipalityCode]]


def _known_codes() -> Known:
    known: Known = defaultdict(list)
    for row in MunicipalityCode.objects.order_by("valid_from"):
        known[row.code].append(row)
    return known


def _match(row: CodeRow, known: Known) -> MunicipalityCode | None:
    """The number as we have it: registers disagree about first days, so a common day is enough."""
    found = [code for code in known[row.code] if overlaps(code, row.valid_from, row.valid_to)]
    return found[0] if found else None


def _update(rows: list[CodeRow], known: Known) -> int:
    changed = []
    for row in rows:
        code = _match(row, known)
        if code and _differs(code, row):
            code.name, code.county_code, code.county_name = row.name, row.county_code, row.county_name
            code.valid_to = row.valid_to or code.valid_to
            changed.append(code)
    MunicipalityCode.objects.bulk_update(changed, FIELDS, batch_size=200)
    return len(changed)


def _differs(code: MunicipalityCode, row: CodeRow) -> bool:
    # An older register does not know that a number has ended; it must not bring it back.
    ended = row.valid_to is not None and row.valid_to != code.valid_to
    names = (row.name, row.county_code, row.county_name)
    return ended or names != (code.name, code.county_code, code.county_name)


def _as_code(row: CodeRow) -> MunicipalityCode:
    return MunicipalityCode(
        code=row.code,
        name=row.name,
        county_code=row.county_code,
        county_name=row.county_name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _import_successions(rows: list[CodeRow], known: Known) -> int:
    wanted = {}
    for row in rows:
        before = _match(row, known)
        for successor, weight in row.successors if before else ():
            pair = (before.pk, _successor(row, successor, known).pk)  # type: ignore[union-attr]
            wanted[pair] = None if weight is None else Decimal(str(round(weight, 6)))
    have = {(link.predecessor_id, link.successor_id): link for link in CodeSuccession.objects.all()}
    missing = [pair for pair in wanted if pair not in have]
    CodeSuccession.objects.bulk_create(
        CodeSuccession(predecessor_id=before, successor_id=after, weight=wanted[before, after])
        for before, after in missing
    )
    moved = [link for pair, link in have.items() if pair in wanted and link.weight != wanted[pair]]
    for link in moved:
        link.weight = wanted[link.predecessor_id, link.successor_id]
    CodeSuccession.objects.bulk_update(moved, ["weight"])
    return len(missing) + len(moved)


def _successor(row: CodeRow, code: str, known: Known) -> MunicipalityCode:
    day = row.valid_to + timedelta(days=1) if row.valid_to else row.valid_from
    found = [candidate for candidate in known[code] if holds_on(candidate, day)]
    if not found:
        message = _("%(code)s is said to become %(successor)s on %(day)s, but there is no such number then.")
        raise Refused("successor", message % {"code": row.code, "successor": code, "day": day})
    return found[0]


def _share_organisations() -> int:
    """Let exchanged numbers follow their organisation; where numbers were merged or split, they do not."""
    codes = {code.pk: code for code in MunicipalityCode.objects.all()}
    pairs = _exchanges()
    linked = []
    waiting = True
    while waiting:
        waiting = False
        for before, after in pairs:
            for known, unknown in ((codes[before], codes[after]), (codes[after], codes[before])):
                if known.organisation_id and not unknown.organisation_id:
                    unknown.organisation_id = known.organisation_id
                    linked.append(unknown)
                    waiting = True
    MunicipalityCode.objects.bulk_update(linked, ["organisation"], batch_size=200)
    return len(linked)


def _exchanges() -> list[tuple[int, int]]:
    """Predecessor and successor of the numbers that were only exchanged, one for one."""
    links = list(CodeSuccession.objects.values_list("predecessor_id", "successor_id"))
    out_of, into = Counter(before for before, _after in links), Counter(after for _before, after in links)
    return [(before, after) for before, after in links if out_of[before] == 1 and into[after] == 1]


def _enter(report: CodesReport, *, by: Person | None, at: datetime) -> None:
    noun = MunicipalityCode.objects.order_by("-pk")[0]
    after = {"added": report.added, "changed": report.changed, "successions": report.successions}
    history.record("import_municipality_codes", noun, by=by, at=at, after=after)


def _from_reference(row: dict[str, str]) -> CodeRow:
    return CodeRow(
        code=row["code"],
        name=row["name"],
        county_code=row["county_code"],
        county_name=row["county_name"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successors=tuple(_successors(row["successors"])),
    )


def _successors(cell: str) -> Iterable[tuple[str, float | None]]:
    """Numbers parted by blanks, each with its share after a colon where a number was split."""
    for word in cell.split():
        code, _colon, weight = word.partition(":")
        yield code, float(weight) if weight else None
