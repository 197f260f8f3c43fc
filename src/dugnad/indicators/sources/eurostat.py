"""Eurostat's statistics API: one question in the address, answered in JSON-stat."""

from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from dugnad.indicators.sources.fetching import Unreachable, Wire
from dugnad.indicators.sources.jsonstat import read_datasets
from dugnad.indicators.sources.statistics import Statistic
from dugnad.kit.errors import Refused


def fetch(statistic: Statistic, address: str, wire: Wire, table: str = "") -> bytes:
    """The figures of a table, as Eurostat answers."""
    # Patterns of this agency are lists of codes, which its address takes one by one.
    asked = [(name, code) for name, pattern in statistic.wanted.items() for code in pattern.split("|")]
    words = urlencode([("format", "JSON"), ("lang", "EN"), *asked])
    content = wire.ask(f"{address}/{quote(table or statistic.table)}?{words}")
    try:
        read_datasets(content)
    except Refused as refusal:
        # A question that is too large is answered by a page that says it will be answered later.
        message = _("Eurostat does not answer with a table: %(reason)s Nothing was changed.")
        raise Unreachable("answer", message % {"reason": refusal.message}) from None
    return content
