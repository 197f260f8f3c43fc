"""Questions that set two editions beside each other: the same year in both, and why they differ."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _

from dugnad.editions.kinds import ALLIANCE, MEASURE_FACTS, Measure
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.comparing.reasons import (
    causes,
    general_reasons,
    lacking_national,
    other_base,
    other_national,
    unexplained,
)
from dugnad.editions.queries.comparing.sides import Side, Value
from dugnad.editions.queries.composition.figures import derived
from dugnad.editions.queries.trails import in_words
from dugnad.editions.rules import ROUNDING, figure_key
from dugnad.indicators.kinds import in_order
from dugnad.kit import formats
from dugnad.kit.charts import Chart, ChartKind, Line, with_gaps
from dugnad.members.queries import alphabetical

WORKED_OUT = (
    Measure.CHANGE_SINCE_BASE,
    Measure.CHANGE_LAST_YEAR,
    Measure.PER_INHABITANT,
    Measure.SHARE_OF_NATIONAL,
)


@dataclass(frozen=True)
class Row:
    """One thing in both editions: the earlier figure, the same year now, the newest, and why they differ."""

    name: str
    measure: Measure
    place: str
    sector: str
    unit: str
    decimals: int
    earlier: Value
    again: Value
    newest: Value
    reasons: list[str] = field(default_factory=list)

    @property
    def difference(self) -> float | None:
        """What the same year has become."""
        if self.earlier.value is None or self.again.value is None:
            return None
        return self.again.value - self.earlier.value

    @property
    def is_same(self) -> bool:
        """Whether the same year reads the same in both, as exactly as it is published."""
        exactness = min(ROUNDING, 0.5 / 10**self.decimals)
        return self.difference is not None and abs(self.difference) <= exactness

    @property
    def unit_words(self) -> str:
        """What it is counted in, as people read it."""
        return in_words(self.unit)

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return "; ".join(self.reasons)


@dataclass(frozen=True)
class Comparison:
    """Two editions beside each other."""

    earlier: Side
    later: Side
    alliance: str

    @property
    def year(self) -> int:
        """The year that is looked at in both: the newest of the earlier edition."""
        return self.earlier.last

    @cached_property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows under their headings; a heading without rows is left out."""
        found = (
            (_("Key figures"), [self._total(ALLIANCE, ALLIANCE, self.alliance), *self._worked_out()]),
            (_("By sector"), list(self._sectors())),
            (_("By sub-region"), list(self._subregions())),
            (_("Municipality by municipality"), list(self._members())),
        )
        return [(heading, rows) for heading, rows in found if rows]

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for _heading, rows in self.groups for row in rows]

    @property
    def general(self) -> list[str]:
        """What differs between the editions as wholes."""
        return general_reasons(self.earlier, self.later)

    @property
    def finding(self) -> str:
        """What the comparison says in one sentence."""
        row = self.rows[0]
        words = {
            "year": self.year,
            "earlier": formats.number(row.earlier.value),
            "again": formats.number(row.again.value),
            "place": self.alliance,
        }
        if row.is_same:
            return _("%(place)s: emissions in %(year)s read the same in both, %(again)s tonnes.") % words
        return _("%(place)s: emissions in %(year)s were %(earlier)s tonnes, and are now %(again)s.") % words

    def chart(self) -> Chart:
        """The region's emissions as both editions have them."""
        series = [{int(y): v for y, v in side.region["total"].items()} for side in (self.earlier, self.later)]
        shown = {year: value for one in series for year, value in one.items() if year <= self.year}
        years = with_gaps(shown)[0]
        lines = tuple(
            Line(
                str(side.edition),
                tuple(one.get(int(year)) for year in years),
                colour,
                (),
                side.region["illustrative"],
            )
            for side, one, colour in zip((self.earlier, self.later), series, ("other", "main"), strict=True)
        )
        return Chart(
            key="editions",
            kind=ChartKind.LINE,
            title=self.finding.removesuffix("."),
            unit=_("tonnes CO2e"),
            categories=years,
            lines=lines,
            category_name=_("Year"),
            illustrative=any(side.region["illustrative"] for side in (self.earlier, self.later)),
        )

    # Rows --------------------------------------------------------------------------------------------

    def _total(self, before: str, now: str, name: str, sector: str = "") -> Row:
        """A place in all, or one of its sectors, by its key in either edition."""
        earlier, later = self.earlier, self.later
        values = (
            earlier.value(before, self.year, sector),
            later.value(now, self.year, sector),
            later.value(now, later.last, sector),
        )
        return _row(
            name, Measure.EMISSIONS, (before or now, sector), values, causes(earlier, later, before, now)
        )

    def _worked_out(self) -> Iterator[Row]:
        """What is worked out of the region's emissions, in the later edition for the year of the earlier."""
        later = self.later
        again = {
            row.measure: row.value
            for row in derived(ALLIANCE, "", later.region, first=later.base, last=self.year)
            if not row.sector
        }
        for measure in WORKED_OUT:
            # Only its newest year is a figure of the later edition: others lead to what they come from.
            values = (
                self.earlier.value(ALLIANCE, self.year, "", measure),
                Value(again.get(measure), figure_key(ALLIANCE, self.year)),
                later.value(ALLIANCE, later.last, "", measure),
            )
            if any(value.value is not None for value in values):
                reasons = [*causes(self.earlier, self.later, ALLIANCE, ALLIANCE), *self._more(measure)]
                lacks = self._lacks(measure)
                yield _row(str(measure.label), measure, (ALLIANCE, ""), values, [lacks] if lacks else reasons)

    def _more(self, measure: Measure) -> list[str]:
        """Why a measure may read differently besides what holds for all that is worked out."""
        more = {
            Measure.CHANGE_SINCE_BASE: other_base(self.earlier, self.later),
            Measure.SHARE_OF_NATIONAL: other_national(self.earlier, self.later),
        }
        return more.get(measure, [])

    def _lacks(self, measure: Measure) -> str:
        """What one of the editions lacks to tell a measure: then nothing else is the reason."""
        is_share = measure == Measure.SHARE_OF_NATIONAL
        return lacking_national(self.earlier, self.later, self.year) if is_share else ""

    def _sectors(self) -> Iterator[Row]:
        for sector in in_order({*self.earlier.region["sectors"], *self.later.region["sectors"]}):
            yield self._total(ALLIANCE, ALLIANCE, findings.sector_name(sector), sector)

    def _subregions(self) -> Iterator[Row]:
        names = {**self.earlier.subregions, **self.later.subregions}
        for slug, subregion in sorted(names.items(), key=lambda pair: alphabetical(pair[1]["name"])):
            key = f"subregion:{slug}"
            before, now = (key if slug in side.subregions else "" for side in (self.earlier, self.later))
            yield self._total(before, now, subregion["name"])

    def _members(self) -> Iterator[Row]:
        known = {**self.earlier.members, **self.later.members}
        for slug, member in sorted(known.items(), key=lambda pair: alphabetical(pair[1]["name"])):
            before, now = (side.members.get(slug, {}).get("code", "") for side in (self.earlier, self.later))
            yield self._total(before, now, member["name"])


def _row(
    name: str, measure: Measure, where: tuple[str, str], values: tuple[Value, Value, Value], why: list[str]
) -> Row:
    """A row with the reasons that hold for it: none where the same year reads the same."""
    facts, (place, sector) = MEASURE_FACTS[measure], where
    row = Row(name, measure, place, sector, facts.unit, facts.decimals, *values)
    if row.is_same:
        return row
    return replace(row, reasons=list(dict.fromkeys(why)) or [unexplained(row.earlier.value, row.again.value)])


def comparison_of(earlier: Edition, later: Edition, alliance: str) -> Comparison | None:
    """Two editions beside each other; None where one of them has no figures."""
    found = Comparison(Side(earlier), Side(later), alliance)
    return found if "region" in found.earlier.content and "region" in found.later.content else None
