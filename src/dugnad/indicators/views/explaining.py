"""What the page of an indicator says of a change: what explains it, how far it is to a target, a rank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from dugnad.engine.series import Change
from dugnad.engine.targets import PathToTarget
from dugnad.indicators import queries
from dugnad.indicators.forms import ExplanationForm, TriedTargetForm
from dugnad.indicators.kinds import Direction, decimals_for, unit_in_words
from dugnad.indicators.models import Indicator
from dugnad.indicators.queries import Asked, SeriesResult, change_pictures
from dugnad.indicators.queries.change_pictures import Frame, signed
from dugnad.indicators.queries.explaining import Target, explain, path_to_target, years_told
from dugnad.indicators.queries.findings import in_per_cent
from dugnad.indicators.rules import is_additive
from dugnad.kit.charts import Chart
from dugnad.kit.formats import change as change_in_words
from dugnad.kit.formats import number


@dataclass(frozen=True)
class Subject:
    """What is explained: an indicator in a place, its totals, and what the reader has chosen."""

    indicator: Indicator
    asked: Asked
    totals: SeriesResult
    place: str
    names: Mapping[str, str]
    words: QueryDict
    population: Indicator | None = None  # for what is told per inhabitant; None where that means nothing

    def answer(self, by: str, indicator: Indicator | None = None) -> SeriesResult:
        """A series of the same place."""
        return queries.answer(indicator or self.indicator, self.asked, by=by)

    def others(self, *own: str) -> list[tuple[str, str]]:
        """What else was chosen on the page, so that one form does not forget another's words."""
        return [(name, str(value)) for name, value in self.words.items() if name not in (*own, "page")]


def explanation(subject: Subject) -> dict[str, Any] | None:
    """The section on what explains the change; None where fewer than two years can be told."""
    years = years_told(subject.totals)
    if len(years) < 2 or not is_additive(subject.indicator.unit):
        return None
    base = subject.indicator.base_year
    form = ExplanationForm(
        subject.words, years=years, first=base if base in years else years[0], last=years[-1]
    )
    first, last = form.chosen
    parts = _parts(subject)
    found = explain(subject.totals, first, last, **parts)
    frame = Frame(subject.place, found, subject.totals, parts["people"])
    municipalities = parts["municipalities"]
    return {
        "form": form,
        "others": subject.others("from_year", "to_year"),
        "charts": list(_charts(frame, subject.names)),
        "inhabitants": found.inhabitants,
        "is_emissions": subject.population is not None,
        "can_rank": municipalities is not None,
        "ranking": _ranking(subject, municipalities, first, last) if municipalities else None,
        "decimals": frame.decimals,
        "unit": unit_in_words(found.unit),
        "first": first,
        "last": last,
    }


def _parts(subject: Subject) -> dict[str, SeriesResult | None]:
    several = len(subject.totals.trail.members) > 1
    return {
        "sectors": subject.answer("sector") if subject.totals.trail.sectors else None,
        "municipalities": subject.answer("municipality") if several else None,
        "people": subject.answer("total", subject.population) if subject.population else None,
    }


def _charts(frame: Frame, names: Mapping[str, str]) -> Iterable[Chart]:
    if frame.found.sectors:
        yield change_pictures.sector_chart(frame, frame.found.sectors)
    if frame.found.municipalities:
        yield change_pictures.municipality_chart(frame, frame.found.municipalities, names)
    if frame.found.people:
        yield change_pictures.people_chart(frame, frame.found.people.values)


def _ranking(
    subject: Subject, municipalities: SeriesResult, first: int, last: int
) -> list[dict[str, Any]] | None:
    """The municipalities by their relative change, where the reader asks for it; None where nobody does."""
    if subject.words.get("rangering") != "1":
        return None
    changes = _changes(municipalities, first, last)
    ranked = sorted(changes, key=lambda code: (changes[code].relative or 0.0, code))
    return [
        {
            "place": place,
            "code": code,
            "name": subject.names.get(code, code),
            "first": changes[code].from_value,
            "last": changes[code].to_value,
            "change": in_per_cent(changes[code]),
        }
        for place, code in enumerate(ranked, start=1)
    ]


def _changes(municipalities: SeriesResult, first: int, last: int) -> dict[str, Change]:
    told: dict[str, dict[int, float]] = {}
    for row in municipalities.rows:
        if row.value is not None:
            told.setdefault(row.municipality_code, {})[row.year] = row.value
    return {
        code: Change(first, last, years[first], years[last])
        for code, years in told.items()
        if years.get(first) and last in years
    }


# Targets ---------------------------------------------------------------------------------------------


def targets(subject: Subject, adopted: Iterable[Any]) -> dict[str, Any] | None:
    """The section on the distance to targets: those that were adopted, and the one that the reader tries.

    A cut is tried where less is better; what was adopted is shown whichever way it goes.
    """
    years, adopted = years_told(subject.totals), list(adopted)
    is_tried = subject.indicator.direction == Direction.DOWN
    if not years or not (is_tried or adopted):
        return None
    form = TriedTargetForm(subject.words, base_year=subject.indicator.base_year or years[0])
    tried = [(_("The target that you try"), form.goal)] if is_tried and form.goal else []
    found = [(target.whose, target) for target in adopted]
    distances = [_distance(subject, who, goal) for who, goal in (*tried, *found)]
    return {
        "form": form if is_tried else None,
        "others": subject.others("target", "target_year"),
        "distances": [distance for distance in distances if distance],
        "without": None in distances,
    }


def _distance(subject: Subject, who: str, goal: Target) -> dict[str, Any] | None:
    path = path_to_target(subject.totals, goal)
    if path is None:
        return None
    unit = subject.totals.rows[0].unit
    decimals = decimals_for(unit, [*subject.totals.by_year().values(), path.value])
    return {
        "path": path,
        "aim": _aim(who, goal, f"{number(path.value, decimals)} {unit_in_words(unit)}"),
        "unit": unit_in_words(unit),
        "decimals": decimals,
        "facts": _facts(path, decimals),
        "chart": _target_chart(subject, path),
    }


def _aim(who: str, goal: Target, value: str) -> str:
    if goal.change is None:
        return _("%(who)s: %(value)s in %(last)s") % {"who": who, "value": value, "last": goal.year}
    return _("%(who)s: %(change)s from %(first)s to %(last)s") % {
        "who": who,
        "change": change_in_words(100 * goal.change),
        "first": goal.base_year,
        "last": goal.year,
    }


def _target_chart(subject: Subject, path: PathToTarget) -> Chart:
    reached = path.goal.value if path.goal.change is None else -100 * path.goal.change
    key = f"target-{path.goal.base_year}-{path.goal.year}-{round(reached or 0)}"
    title = _("%(place)s: the way to the target of %(year)s")
    words = {"place": subject.place, "year": path.goal.year}
    return change_pictures.target_chart(path, subject.totals, key=key, title=title % words)


def _facts(path: PathToTarget, decimals: int) -> dict[str, str]:
    """The figures of a distance as people read them; those that cannot be told are left out."""
    told = {
        "distance": number(abs(path.distance), decimals),
        "value": number(path.value, decimals),
        "off_line": number(abs(path.off_line), decimals),
        "so_far": signed(path.yearly_so_far, decimals) if path.yearly_so_far is not None else "",
        "yearly": signed(path.yearly, decimals) if path.yearly is not None else "",
        "share": change_in_words(100 * path.yearly_share, 1) if path.yearly_share is not None else "",
    }
    return {name: words for name, words in told.items() if words}
