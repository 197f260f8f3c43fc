"""Questions about what a file tells of, beside the vintage that it takes the place of."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.indicators.models import Vintage
from dugnad.indicators.queries.catalogue import vintages
from dugnad.indicators.queries.speaking import Told, told_by
from dugnad.kit import formats
from dugnad.members.queries import divisions

NAMED = 5


def narrower_than_before(drafted: Vintage) -> list[str]:
    """In sentences, what a vintage that is not stored yet lacks of the one that it takes the place of."""
    told = _told(drafted)
    before = vintages(drafted.indicator, seen_by=drafted.seen_on)
    for vintage in before.defer("without_figure"):
        if vintage.source.is_made_up == drafted.source.is_made_up:
            earlier = _told(vintage)
            if earlier.keys() & told.keys():
                return _lacking(told, earlier, vintage)
    return []


def _told(vintage: Vintage) -> Told:
    known = divisions()
    day = known.newest_day
    whole, part = told_by(vintage, known.on(day), known, day)
    return {place: whole.get(place, set()) | part.get(place, set()) for place in {*whole, *part}}


def _lacking(told: Told, earlier: Told, vintage: Vintage) -> list[str]:
    words = {"day": formats.day(vintage.seen_on)}
    places = sorted(earlier.keys() - told.keys())
    years = sorted({year for place in told for year in earlier.get(place, set()) - told[place]})
    sentences = []
    if years:
        text = _(
            "The vintage seen on %(day)s also has %(years)s for the same municipalities. Series take those "
            "years from it, and say so row by row."
        )
        sentences.append(text % {**words, "years": _spans(years)})
    if places:
        text = ngettext(
            "The vintage seen on %(day)s also has one municipality that is not here: %(places)s.",
            "The vintage seen on %(day)s also has %(count)s municipalities that are not here: %(places)s.",
            len(places),
        )
        named = ", ".join(places[:NAMED]) + (" …" if len(places) > NAMED else "")
        sentences.append(text % {**words, "count": len(places), "places": named})
    return sentences


def _spans(years: Iterable[int]) -> str:
    """Years as people write them: 2009, 2011–2019."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1][1:] = [year]
        else:
            spans.append([year])
    return ", ".join("–".join(map(str, span)) for span in spans)
