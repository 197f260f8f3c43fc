"""Which municipality a row tells of: by number, by name, by the file's own name for its data set."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from dugnad.engine.boundaries import Divisions, UnknownCode, UnplacedName, split_county_suffix
from dugnad.indicators.sources.reading import UnreadableCell, clean
from dugnad.kit.spreadsheets import as_typed


@dataclass
class Placer:
    """Places rows in the division of the day on which the file was seen, and remembers what it has placed."""

    divisions: Divisions
    seen_on: date
    # The municipality that the whole file is about, where it says so.
    dataset: str = ""
    # County shared by all names that are clear, for names that several municipalities have.
    common_county: str = ""
    _known: dict[tuple[Hashable, ...], str] = field(default_factory=dict)

    def place(self, code: Hashable, name: Hashable, county: Hashable) -> str:
        """The number of the municipality that these cells name; UnreadableCell where they name none."""
        cells = (code, name, county)
        if cells not in self._known:
            self._known[cells] = self._place(*(clean(as_typed(cell)) for cell in cells))
        return self._known[cells]

    def known_number(self, cell: Hashable) -> str:
        """A municipality number of any division, with the zero that spreadsheets drop."""
        text = clean(as_typed(cell)).removesuffix(".0")
        try:
            return self.divisions.row(text.zfill(4), self.seen_on).code
        except UnknownCode:
            message = _("“%(code)s” is not a municipality number.")
            raise UnreadableCell(message % {"code": text}) from None

    def _place(self, code: str, name: str, county: str) -> str:
        if code:
            return self.known_number(code)
        name = name or self.dataset
        try:
            return self._named(name, county or split_county_suffix(name)[1])
        except UnplacedName as problem:
            raise UnreadableCell(_unplaced(problem)) from None

    def _named(self, name: str, county: str) -> str:
        try:
            return self.divisions.place(name, self.seen_on, county=county).code
        except UnplacedName as problem:
            if not county and problem.candidates and self.common_county:
                return self.divisions.place(name, self.seen_on, county=self.common_county).code
            raise


def _unplaced(problem: UnplacedName) -> str:
    if not problem.candidates:
        message = _("“%(name)s” is not a municipality in the division of %(day)s.")
        return message % {"name": problem.name, "day": problem.day}
    listed = ", ".join(f"{c.name} ({c.county_name})" for c in problem.candidates)
    message = _("“%(name)s” may be several municipalities: %(listed)s. Write the county too.")
    return message % {"name": problem.name, "listed": listed}


def divided_in_time(divisions: Divisions, places: set[tuple[str, int]], seen_on: date) -> date | None:
    """A day of the division that a file's codes are of; None where each year carries its own codes.

    Raises UnreadableCell where the codes are of several divisions in one and the same year: then figures
    of a municipality and of what became of it would stand side by side, and be counted twice.
    """
    day = divisions.division_of({code for code, _year in places}, seen_on)
    if day:
        return day
    strangers = sorted((year, code) for code, year in places if code not in divisions.on(date(year, 1, 1)))
    if not strangers:
        return None
    year, code = strangers[0]
    message = _(
        "The municipality numbers are of several divisions: no day has them all, and %(code)s was no "
        "municipality in %(year)s."
    )
    raise UnreadableCell(message % {"code": code, "year": year})
