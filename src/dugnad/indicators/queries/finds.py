"""Questions about what the night found: what waits, what went wrong, and that in words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.indicators.kinds import (
    COUNTRIES,
    country_name,
    decimals_for,
    decimals_of_rows,
    sector_name,
    unit_in_words,
)
from dugnad.indicators.models import Connection, Find, Indicator, Vintage
from dugnad.indicators.sources.connectors import CONNECTORS
from dugnad.indicators.sources.statistics import AGENCY_NAMES
from dugnad.indicators.states import FindState
from dugnad.kit.formats import figure, number
from dugnad.kit.text import localised
from dugnad.members.queries import divisions


@dataclass(frozen=True)
class FindRow:
    """What was found, with the words for it."""

    find: Find
    indicator: Indicator | None

    @property
    def title(self) -> str:
        """What it is about."""
        return localised(self.indicator, "title") if self.indicator else _("Municipality numbers")

    @property
    def words(self) -> str:
        """How much is new, and at whom: New figures found at SSB: 212 figures changed, largest: …"""
        agency = AGENCY_NAMES[CONNECTORS[self.find.connection.key].agency]
        told = "; ".join(filter(None, (*self._counts(), self._largest())))
        return _("New figures found at %(agency)s: %(told)s") % {"agency": agency, "told": told}

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has still to say what becomes of it."""
        return self.find.state == FindState.WAITING

    def _counts(self) -> list[str]:
        counts = self.find.counts
        words = {
            "changed": ngettext(
                "%(count)s figure changed", "%(count)s figures changed", counts.get("changed", 0)
            ),
            "added": ngettext("%(count)s new", "%(count)s new", counts.get("added", 0)),
            "removed": ngettext("%(count)s removed", "%(count)s removed", counts.get("removed", 0)),
            "numbers": ngettext(
                "%(count)s municipality number new or changed",
                "%(count)s municipality numbers new or changed",
                counts.get("numbers", 0),
            ),
        }
        return [text % {"count": number(counts[key])} for key, text in words.items() if counts.get(key)]

    def _largest(self) -> str:
        if not self.find.largest or self.indicator is None:
            return ""
        first = self.rows[0]
        decimals = decimals_for(self.indicator.unit, [first["old"], first["new"]])
        values = {key: figure(first[key], decimals) for key in ("old", "new")}
        place = " ".join(filter(None, (first["place"], first["sector"], str(first["year"]))))
        unit = unit_in_words(self.indicator.unit)
        text = _("largest: %(place)s, from %(old)s to %(new)s %(unit)s")
        return text % {"place": place, "unit": unit, **values}

    @property
    def decimals(self) -> int:
        """How exactly the largest changes are shown."""
        values = [row[key] for row in self.find.largest for key in ("old", "new")]
        return decimals_of_rows(self.indicator.unit if self.indicator else "", values)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The largest changes, with names."""
        known = divisions()

        def named(code: str, year: int) -> str:
            return country_name(code) if code in COUNTRIES else known.row(code, known.newest_day).name

        return [
            row | {"place": named(row["code"], row["year"]), "sector": sector_name(row["sector"])}
            for row in self.find.largest
        ]


def waiting_finds(indicator: Indicator | None = None) -> list[FindRow]:
    """What waits to be taken in, the newest first; of one indicator where it is named."""
    wanted = {key for key, one in CONNECTORS.items() if indicator is None or one.indicator == indicator.key}
    found = [find for find in _waiting() if find.connection.key in wanted] if wanted else []
    if not found:
        return []
    keys = [CONNECTORS[find.connection.key].indicator for find in found]
    known = {row.key: row for row in Indicator.objects.filter(key__in=keys)}
    return [FindRow(find, known.get(CONNECTORS[find.connection.key].indicator)) for find in found]


def find_with_number(number: int) -> FindRow | None:
    """What was found under a number, in whatever state it is."""
    find = Find.objects.select_related("connection", "file", "vintage").filter(pk=number).first()
    if find is None:
        return None
    key = CONNECTORS[find.connection.key].indicator
    return FindRow(find, Indicator.objects.filter(key=key).first())


def troubled_connections() -> list[tuple[str, Connection]]:
    """The sources that did not answer as they should, with their agency."""
    found = Connection.objects.filter(is_watched=True).exclude(trouble="")
    return [(AGENCY_NAMES[CONNECTORS[one.key].agency], one) for one in found if one.key in CONNECTORS]


def _waiting() -> QuerySet[Find]:
    # Whoever has read in the same file by hand is not asked to take it in again.
    here = Vintage.objects.filter(file=OuterRef("file"))
    found = Find.objects.filter(state=FindState.WAITING).select_related("connection")
    return found.exclude(Exists(here))
