"""Questions about what can be fetched: each connector, its indicator, table and newest vintage."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dugnad.indicators.models import ColumnMapping, Connection, Indicator, Vintage
from dugnad.indicators.sources.connectors import CONNECTORS, Connector
from dugnad.kit.text import localised


@dataclass(frozen=True)
class ConnectorRow:
    """A connector as its page shows it."""

    connector: Connector
    indicator: Indicator | None
    table: str
    newest: Vintage | None
    connection: Connection | None = None

    @property
    def title(self) -> str:
        """What it fetches, in the reader's language."""
        return localised(self.indicator, "title") if self.indicator else _("Municipality numbers")

    @property
    def source(self) -> str:
        """Whose statistic it is."""
        if self.indicator is None:
            return "Statistisk sentralbyrå, Klass 131"
        own = self.indicator.source
        return str(own)

    @property
    def has_table(self) -> bool:
        """Whether it asks for a table that may be changed."""
        return self.indicator is not None


def connections() -> list[ConnectorRow]:
    """Every connector, in the order in which they are listed."""
    own = {connection.key: connection for connection in Connection.objects.all()}
    wanted = [one.indicator for one in CONNECTORS.values()]
    indicators = {row.key: row for row in Indicator.objects.select_related("source").filter(key__in=wanted)}
    newest = _newest(indicators.values())
    return [
        ConnectorRow(
            connector=one,
            indicator=found,
            table=(own[one.key].table if one.key in own else "") or one.table,
            newest=newest.get(found.pk) if found else None,
            connection=own.get(one.key),
        )
        for one in CONNECTORS.values()
        if (found := indicators.get(one.indicator)) or not one.indicator
    ]


def _newest(indicators: Iterable[Indicator]) -> dict[int, Vintage]:
    """The newest published vintage of each indicator."""
    own = Vintage.objects.filter(indicator__in=[row.pk for row in indicators], source__is_official=True)
    found: dict[int, Vintage] = {}
    for vintage in own.defer("coverage", "without_figure"):  # the newest first
        found.setdefault(vintage.indicator_id, vintage)
    return found


def mappings() -> list[ColumnMapping]:
    """What somebody has said of columns, by name."""
    return list(ColumnMapping.objects.select_related("indicator"))
