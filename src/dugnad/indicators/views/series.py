"""Pages of what is measured: the catalogue, one indicator in one place, its figures as CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dugnad.engine.boundaries import Divisions
from dugnad.engine.series import change
from dugnad.indicators import queries
from dugnad.indicators.forms import SeriesForm
from dugnad.indicators.kinds import EMISSIONS, POPULATION, decimals_for, reason_in_words, sector_name
from dugnad.indicators.models import Indicator, Target, Vintage
from dugnad.indicators.queries import Asked, Regions, Scrutiny, SeriesResult, SeriesRow
from dugnad.indicators.queries.findings import Findings, finding_of, findings_in, in_per_cent
from dugnad.indicators.queries.pictures import series_chart, why_missing
from dugnad.indicators.sources.statistics import countries_of
from dugnad.indicators.views.answers import csv_response
from dugnad.indicators.views.explaining import Subject, explanation, targets
from dugnad.kit import clock
from dugnad.kit.access import public
from dugnad.kit.errors import Refused
from dugnad.kit.text import localised
from dugnad.members.queries import alphabetical, divisions

LATEST = 5
A_PAGE = 100


@dataclass(frozen=True)
class Question:
    """What a reader asks of an indicator, with the choices that the page shows."""

    indicator: Indicator
    vintages: Sequence[Vintage]
    divisions: Divisions
    regions: Regions
    form: SeriesForm

    @cached_property
    def population(self) -> Indicator:
        """The inhabitants, looked up once however often figures are set beside them."""
        return queries.indicator_with_key(POPULATION)

    @property
    def place(self) -> str:
        """What the place is called."""
        return self.regions.name_of(self.form.asked["region"], self.divisions)

    def put(self) -> Asked:
        """The question as the queries take it; Refused where the place is none."""
        words = self.form.asked
        return queries.ask(
            words["region"],
            today=clock.today(),
            actual_members=words["actual"],
            seen_by=words["seen_by"],
            known=self.divisions,
            whole=self.regions.whole,
        )

    def answer(self, asked: Asked, *, by: str) -> SeriesResult:
        """A series of what was asked, per inhabitant where that was asked for."""
        result = queries.answer(self.indicator, asked, by=by)
        if self.form.asked["per"] != "inhabitant":
            return result
        people_by = "municipality" if by == "municipality" else "total"
        people = queries.answer(self.population, asked, by=people_by)
        return queries.per_inhabitant(result, people)


@public
@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """What we measure, who published it, and when it was seen."""
    latest = queries.vintages().defer("coverage", "without_figure")[:LATEST]
    return render(request, "indicators/indicators.html", {"cards": queries.cards(), "latest": latest})


@public
@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """One indicator in one place: its newest figure, its history, and where every figure comes from."""
    question = _question(request, key)
    context: dict[str, Any] = {
        "indicator": question.indicator,
        "form": question.form,
        "place": question.place,
        "vintages": question.vintages[:LATEST],
        "vintage_count": len(question.vintages),
        "finds": _finds(request, question.indicator),
    }
    try:
        context |= _answered(request, question)
    except Refused as refusal:
        return render(request, "indicators/indicator.html", context | {"refusal": refusal}, status=422)
    return render(request, "indicators/indicator.html", context)


@public
@require_safe
def series_export(request: HttpRequest, key: str) -> HttpResponse:
    """The figures of the page as CSV, in the columns of the command line."""
    question = _question(request, key)
    try:
        result = question.answer(question.put(), by=question.form.asked["by"])
    except Refused as refusal:
        return HttpResponse(str(refusal.message), status=422, content_type="text/plain; charset=utf-8")
    return csv_response(queries.series_as_csv(result), f"{key}.csv")


def _question(request: HttpRequest, key: str) -> Question:
    try:
        found = queries.indicator_with_key(key)
    except Refused:
        raise Http404 from None
    known = divisions()
    countries = countries_of(found.key)
    regions = queries.regions(on=clock.today(), codes_day=known.newest_day, countries=countries)
    behind = queries.vintages_behind(found)
    vintages = list(behind.defer("coverage", "without_figure"))
    days = sorted({vintage.seen_on for vintage in vintages}, reverse=True)
    has_sectors = not found.formula and any(vintage.sectors and any(vintage.sectors) for vintage in vintages)
    form = SeriesForm(request.GET, indicator=found, regions=regions, days=days, has_sectors=has_sectors)
    return Question(found, vintages, known, regions, form)


def _finds(request: HttpRequest, found: Indicator) -> list[queries.FindRow]:
    """What the night found at the publisher, for those who may take it in."""
    viewer = request.viewer  # type: ignore[attr-defined]
    return queries.waiting_finds(found) if viewer.is_secretariat else []


def _answered(request: HttpRequest, question: Question) -> dict[str, Any]:
    asked, by = question.put(), question.form.asked["by"]
    totals = question.answer(asked, by="total")
    # A statistic without sectors has one, without a name: then the total is all that there is to show.
    shown = totals if by == "total" or not totals.trail.sectors else question.answer(asked, by=by)
    found = findings_in(totals)
    is_table = by == "municipality"
    set_out = list(queries.targets_at(question.form.asked["region"], question.indicator))
    adopted = [target for target in set_out if target.change is not None]
    return {
        **_explained(request, question, asked, set_out),
        "found": found,
        "since_base": in_per_cent(found.since_base, found.unit),
        "since_last": in_per_cent(found.since_last, found.unit),
        **_gaps(question, asked, totals),
        "told_by": shown.trail,
        "sectors": [sector_name(sector) for sector in shown.trail.sectors],
        "uneven": [sector_name(sector) for sector in totals.trail.uneven_sectors],
        "other_years": totals.trail.other_years,
        "members": [f"{name} ({code})" for code, name in _named(shown.trail.members, question.divisions)],
        "targets": [(target, queries.target_in_words(target)) for target in adopted],
        "value_targets": [
            (target, queries.target_in_words(target)) for target in set_out if target.value is not None
        ],
        "alike": _alike(question, asked, found),
        "published": _published(question, totals),
        "page": _places(request, question, question.answer(asked, by=by), found) if is_table else None,
        "chart": None if is_table else _chart(request, question, shown, found, totals),
    }


def _gaps(question: Question, asked: Asked, totals: SeriesResult) -> dict[str, Any]:
    """The years without a sum: those in which the place has no members have another reason than the rest."""
    gaps = [row for row in totals.rows if row.value is None]
    memberless = [row for row in gaps if not asked.place.members_in(row.year)]
    names = dict(_named(totals.trail.members, question.divisions))
    return {
        "lacking": [(row.year, why_missing(row, names)) for row in gaps if row not in memberless],
        "memberless": memberless,
        "members_from": queries.members_known_from(asked.place.region) if memberless else None,
    }


def _explained(
    request: HttpRequest, question: Question, asked: Asked, adopted: Sequence[Target]
) -> dict[str, Any]:
    """What explains the change and how far it is to a target: always of the whole, never per inhabitant."""
    totals = queries.answer(question.indicator, asked, by="total")
    names = dict(_named(totals.trail.members, question.divisions))
    people = question.population if question.indicator.key == EMISSIONS else None
    subject = Subject(question.indicator, asked, totals, question.place, names, request.GET, people)
    return {"explanation": explanation(subject), "aims": targets(subject, adopted)}


def _chart(
    request: HttpRequest, question: Question, shown: SeriesResult, found: Findings, totals: SeriesResult
) -> Any:
    if not any(row.value is not None for told in (shown, totals) for row in told.rows):
        return None  # a picture of nothing only looks broken
    title = finding_of(localised(question.indicator, "title"), question.place, found)
    address = reverse("series_export", args=[question.indicator.key])
    words = request.GET.urlencode()
    address = f"{address}?{words}" if words else address
    whole = totals if shown is not totals else None
    names = dict(_named(shown.trail.members, question.divisions))
    return series_chart(shown, title=title, place=question.place, address=address, totals=whole, names=names)


def _places(request: HttpRequest, question: Question, shown: SeriesResult, found: Findings) -> dict[str, Any]:
    """A page of municipalities in the order of their names: nobody is ranked."""
    names = dict(_named(shown.trail.members, question.divisions))
    series: dict[str, dict[int, SeriesRow]] = {code: {} for code in names}
    for row in shown.rows:
        series[row.municipality_code][row.year] = row
    years = sorted({row.year for row in shown.rows}) or [0]
    base, last = question.indicator.base_year or years[0], found.year or years[-1]
    page = Paginator(list(names), A_PAGE).get_page(request.GET.get("page"))
    rows = [_place(code, names[code], series[code].get(base), series[code].get(last)) for code in page]
    values = [row.value for row in shown.rows if row.year in (base, last)]
    decimals = decimals_for(found.unit, values)
    return {"pages": page, "base": base, "last": last, "rows": rows, "decimals": decimals}


def _place(code: str, name: str, first: SeriesRow | None, last: SeriesRow | None) -> dict[str, Any]:
    values = {row.year: row.value for row in (first, last) if row}
    return {
        "code": code,
        "name": name,
        "first": first.value if first else None,
        "last": last.value if last else None,
        "why_first": _why(first, name),
        "why_last": _why(last, name),
        "change": in_per_cent(
            change(values, first.year, last.year) if first and last else None, last.unit if last else ""
        ),
        "illustrative": any(row.is_illustrative for row in (first, last) if row),
    }


def _why(row: SeriesRow | None, name: str) -> str:
    """Why a place has no figure in a year; that nobody has read one in is a reason too."""
    if row is None:
        return reason_in_words("")
    return why_missing(row, {row.municipality_code: name}) if row.value is None else ""


def _published(question: Question, totals: SeriesResult) -> list[Scrutiny]:
    """What others have published of the place, beside the totals; per inhabitant is another figure."""
    if question.form.asked["per"]:
        return []
    found = queries.published_figures(question.indicator, region=question.form.asked["region"])
    return [queries.beside(figure, totals) for figure in found[:A_PAGE]]


def _named(codes: Iterable[str], known: Divisions) -> list[tuple[str, str]]:
    division = known.on(known.newest_day)
    named = [(code, division[code].name if code in division else code) for code in codes]
    return sorted(named, key=lambda place: alphabetical(place[1]))


def _alike(question: Question, asked: Asked, found: Findings) -> list[dict[str, Any]]:
    """The municipalities like the one that is shown, each with the reason why."""
    region, members = question.form.asked["region"], question.regions.municipalities
    if question.indicator.key != EMISSIONS or region not in members or found.year is None:
        return []
    alike = queries.similar_to(
        region,
        members,
        year=found.year,
        emissions=question.indicator,
        population=question.population,
        codes_day=asked.place.codes_of,
        asked=asked,
    )
    return [
        {
            "code": place.code,
            "name": members[place.code],
            "inhabitants": place.inhabitants,
            "density": place.density,
            "reason": place.reason,
            "sector": sector_name(place.shared_sector),
        }
        for place in alike
    ]
