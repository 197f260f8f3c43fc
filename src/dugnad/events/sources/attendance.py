"""The attendance report of Microsoft Teams, in the forms that it has had since 2020, and a plain list.

Teams writes UTF-16 with tabs and calls it CSV. The older form is one table; the newer one has a summary,
the participants and what each of them did, one table after the other, each below a numbered heading. The
header is in the language of whoever fetched it. Who left and came back has a row for each time in the older
form, and one with the sum in the newer.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dugnad.kit.errors import Refused

ENCODINGS = ("utf-16", "utf-8-sig", "cp1252")
NAMES = frozenset({"name", "full name", "navn", "fullt navn", "namn", "fullt namn"})
ADDRESSES = frozenset(
    {"email", "e-mail", "participant id (upn)", "e-post", "epost", "e-postadresse", "deltaker-id (upn)"}
)
DURATIONS = frozenset(
    {"duration", "in-meeting duration", "attendance duration", "varighet", "varighet i møtet", "varigheit",
     "varigheit i møtet", "minutes", "minutter", "minutt"}
)  # fmt: skip
PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zæøå]+)", re.IGNORECASE)
MINUTES = {"d": 1440, "h": 60, "t": 60, "m": 1, "s": 1 / 60}  # by the first letter, in English and Norwegian
CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")
LONGEST = 5000


@dataclass(frozen=True)
class Present:
    """Somebody on the list: name, address where it has one, and for how many minutes."""

    name: str
    email: str
    minutes: int
    row: int


def read_attendance_list(content: bytes) -> list[Present]:
    """Everybody on a list, each once with all their minutes; Refused says which row it stumbles over."""
    rows = list(_rows(_text(content)))
    header, columns = _header(rows)
    found: dict[str, Present] = {}
    for number, row in _table(rows, header):
        one = _present(row, columns, number)
        key = one.email or one.name.casefold()
        known = found.get(key)
        found[key] = one if known is None else _together(known, one)
    if not found:
        raise Refused("empty", _("There is nobody on the list."), field="file")
    return list(found.values())


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding", _("This is not a text file. Fetch the attendance report as CSV."), field="file")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if any(mark in line for mark in "\t;,")), "")
    mark = next((mark for mark in "\t;," if mark in first), ",")
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            if number > LONGEST:
                raise Refused(
                    "long", _("The list is longer than any meeting. Is it the right file?"), field="file"
                )
            yield number, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Refused("csv", _("The file is damaged: %(why)s.") % {"why": error}, field="file") from None


# What Teams writes behind the name of who is not of the house: no part of what somebody is called.
GUEST = re.compile(
    r"\s*\((?:guest|gjest|external|ekstern|unverified|uverifisert|ubekreftet)\)\s*$", re.IGNORECASE
)


def _header(rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    """The row that names the columns of the participants, and which column is which."""
    for place, (_number, row) in enumerate(rows):
        words = [cell.casefold() for cell in row]
        name, length = _column(words, NAMES), _column(words, DURATIONS)
        if name is not None and length is not None:
            address = _column(words, ADDRESSES)
            return place, {"name": name, "minutes": length} | (
                {"email": address} if address is not None else {}
            )
    raise Refused(
        "header",
        _("No row names the columns “Name” and “Duration”. Fetch the attendance report from Teams as CSV."),
        field="file",
    )


def _column(words: Sequence[str], names: frozenset[str]) -> int | None:
    return next((place for place, word in enumerate(words) if word in names), None)


def _table(rows: Sequence[tuple[int, list[str]]], header: int) -> Iterable[tuple[int, list[str]]]:
    """The rows below the header, to the empty line or the heading of the next table."""
    for number, row in rows[header + 1 :]:
        if not any(row) or (len([cell for cell in row if cell]) == 1 and re.match(r"\d+\. ", row[0])):
            return
        yield number, row


def _present(row: list[str], columns: dict[str, int], number: int) -> Present:
    def cell(name: str) -> str:
        place = columns.get(name, len(row))
        return row[place] if place < len(row) else ""

    email = cell("email").casefold()
    return Present(
        GUEST.sub("", cell("name")), email if "@" in email else "", _minutes(cell("minutes"), number), number
    )


def _minutes(words: str, number: int) -> int:
    """Minutes from "1 h 12 min 5 s", "1 t 12 m", "01:12:05" or "72"."""
    if clock := CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return round(hours * 60 + minutes + seconds / 60)
    parts = PART.findall(words)
    if parts and all(unit[0].casefold() in MINUTES for _value, unit in parts):
        told = sum(float(value.replace(",", ".")) * MINUTES[unit[0].casefold()] for value, unit in parts)
        return round(told)
    if words.isdigit():
        return int(words)
    raise Refused(
        "duration",
        _("Row %(row)s: “%(words)s” is no duration such as 1 h 12 min.") % {"row": number, "words": words},
        field="file",
    )


def _together(known: Present, one: Present) -> Present:
    return Present(known.name, known.email or one.email, known.minutes + one.minutes, known.row)
