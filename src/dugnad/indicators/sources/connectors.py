"""The connectors: what can be fetched, from which agency, and how that agency is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dugnad.indicators.sources import eurostat, klass
from dugnad.indicators.sources.fetching import Wire
from dugnad.indicators.sources.pxweb import PxWeb
from dugnad.indicators.sources.statistics import EUROSTAT, KLASS, STATISTICS


@dataclass(frozen=True)
class Connector:
    """Something that can be fetched: figures of an indicator, or the register of municipality numbers."""

    key: str
    agency: str
    table: str
    indicator: str = ""  # nothing for the register

    def file_name(self, table: str, seen_on: date) -> str:
        """What the file of an answer is called."""
        return f"{self.agency}-{table or self.table}-{seen_on:%Y-%m-%d}.json"


REGISTER = "klass-131"
CONNECTORS: Mapping[str, Connector] = {
    REGISTER: Connector(REGISTER, KLASS, "131"),
    **{one.key: Connector(one.key, one.agency, one.table, one.indicator) for one in STATISTICS.values()},
}


def fetch(connector: Connector, address: str, wire: Wire, table: str = "") -> bytes:
    """The answer of an agency, as it came; Refused in words where there is none."""
    address = address.rstrip("/")
    if connector.agency == KLASS:
        return klass.fetch(address, wire)
    statistic = STATISTICS[connector.key]
    if connector.agency == EUROSTAT:
        return eurostat.fetch(statistic, address, wire, table)
    return PxWeb(address, wire).fetch(statistic, table)
