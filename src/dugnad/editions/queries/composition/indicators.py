"""Figures of other indicators that the page of an edition shows: for the region, its parts, its members."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dugnad.editions.kinds import ALLIANCE
from dugnad.editions.models import Edition
from dugnad.editions.queries.composition.reasons import Gaps, as_frozen, gaps_of_rows, together
from dugnad.engine.exactness import kept
from dugnad.indicators.kinds.missing import NO_SUM
from dugnad.indicators.models import Indicator, Vintage
from dugnad.indicators.queries import Asked, SeriesResult, SeriesRow, answer, ask, parts_of
from dugnad.indicators.queries.derived import asked_of
from dugnad.indicators.rules import is_additive
from dugnad.indicators.sources.statistics import countries_of
from dugnad.kit.errors import Refused

DECIMALS = 4
Content = dict[str, Any]
Series = dict[str, float]


def indicators_shown(edition: Edition) -> list[Indicator]:
    """The indicators that the blocks on the page name, each before the parts that it is worked out from."""
    chosen = edition.page_blocks.exclude(settings__indicator="").values_list("settings__indicator", flat=True)
    found: dict[int, Indicator] = {}
    waiting = list(Indicator.objects.select_related("source").filter(key__in=filter(None, chosen)))
    while waiting:
        one = waiting.pop(0)
        if one.pk not in found and one.pk != edition.indicator_id:
            found[one.pk] = one
            waiting += parts_of(one) if one.formula else []
    return list(found.values())


def indicator_content(
    indicator: Indicator,
    subregions: Mapping[str, list[str]],
    names: Mapping[str, str],
    *,
    day: date,
    seen_by: date | None,
) -> tuple[Content, list[Vintage]]:
    """What an indicator says by year: of the region, each sub-region (codes by slug), each member (names)."""
    asked = _asked("alliance", day, seen_by)
    whole, each = (answered(indicator, asked, by=by) for by in ("total", "municipality"))
    countries = countries_of(indicator.key)[:1]
    members = {} if countries else _by_member(each)
    content = {
        "key": indicator.key,
        "titles": {code: getattr(indicator, f"title_{code}") for code in ("nb", "nn", "en")},
        "unit": indicator.unit,
        "formula": indicator.formula,
        "parts": [part.key for part in parts_of(indicator)] if indicator.formula else [],
        "additive": is_additive(indicator.unit),
        "countries": {code: _by_year(whole) for code in countries},
        "alliance": {} if countries else _by_year(whole),
        "subregions": {
            slug: _of_formula(indicator, slug, day, seen_by)
            if indicator.formula
            else _sums(indicator, [members.get(code, {}) for code in codes])
            for slug, codes in ({} if countries else subregions).items()
        },
        "members": members,
        "missing": _missing(indicator, whole, each, {} if countries else subregions, names),
        "illustrative": whole.trail.illustrative if whole else False,
    }
    return content, list(whole.trail.vintages) if whole else []


def answered(indicator: Indicator, asked: Asked, *, by: str) -> SeriesResult | None:
    """A series; None where nothing can be told, because a municipality was divided."""
    try:
        return answer(indicator, asked_of(indicator, asked), by=by)
    except Refused:
        return None


def _missing(
    indicator: Indicator,
    whole: SeriesResult | None,
    each: SeriesResult | None,
    subregions: Mapping[str, list[str]],
    names: Mapping[str, str],
) -> dict[str, Gaps]:
    """Why figures are missing: of the region or the country, of each member, and so of each sub-region."""
    countries = countries_of(indicator.key)[:1]
    places = [f"country:{code}" for code in countries] or [ALLIANCE]
    found = {place: gaps_of_rows(whole.rows if whole else [], names) for place in places}
    rows: dict[str, list[SeriesRow]] = {}
    for row in each.rows if each and not countries else []:
        rows.setdefault(row.municipality_code, []).append(row)
    found |= {code: gaps_of_rows(own, names) for code, own in sorted(rows.items())}
    has_sum = is_additive(indicator.unit) or bool(indicator.formula)
    for slug, codes in subregions.items():
        found[f"subregion:{slug}"] = _of_parts(found, codes, names) if has_sum else _without_sum(rows, codes)
    return as_frozen(found)


def _of_parts(members: Mapping[str, Gaps], codes: Sequence[str], names: Mapping[str, str]) -> Gaps:
    """What a sub-region lacks, because its members do."""
    years = sorted({year for code in codes for year in members.get(code, {})})
    return {
        year: together(
            (reason, names.get(code, code))
            for code in codes
            for reason, _names in members.get(code, {}).get(year, [])
        )
        for year in years
    }


def _without_sum(rows: Mapping[str, list[SeriesRow]], codes: Sequence[str]) -> Gaps:
    """Shares of several places have no sum, in any year that one of them has a figure for."""
    years = sorted({row.year for code in codes for row in rows.get(code, [])})
    return {str(year): [[NO_SUM, []]] for year in years}


def _of_formula(indicator: Indicator, slug: str, day: date, seen_by: date | None) -> Series:
    """What a formula gives for a sub-region: not the sum of what it gives for its members."""
    return _by_year(answered(indicator, _asked(f"subregion:{slug}", day, seen_by), by="total"))


def _sums(indicator: Indicator, series: list[Series]) -> Series:
    """The sum over members, of years that each has a figure for; shares have no sum."""
    if not is_additive(indicator.unit):
        return {}
    years = set.intersection(*(set(one) for one in series)) if series else set[str]()
    return {year: _kept(sum(one[year] for one in series)) for year in sorted(years)}


def _asked(region: str, day: date, seen_by: date | None) -> Asked:
    return ask(region, today=day, codes_day=day, members_on=day, seen_by=seen_by)


def _by_year(result: SeriesResult | None) -> Series:
    """The total of each year; a year without a figure is left out."""
    rows = result.rows if result else []
    return {str(row.year): _kept(row.value) for row in rows if row.value is not None and not row.sector}


def _by_member(result: SeriesResult | None) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for row in result.rows if result else []:
        if row.value is not None and not row.sector:
            found.setdefault(row.municipality_code, {})[str(row.year)] = _kept(row.value)
    return found


def _kept(value: float) -> float:
    """Four decimals; a small ratio keeps its digits."""
    return kept(value, DECIMALS)
