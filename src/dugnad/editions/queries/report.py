"""Questions that lay an edition out for readers: the page, the folder on disk and the PDF show the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.documents.kinds import EffectUnit, Theme
from dugnad.editions.kinds import Measure
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings, pictures
from dugnad.editions.queries.catalogue import block_content, contents_of_members
from dugnad.editions.queries.pictures import Frame
from dugnad.editions.rules import figure_key
from dugnad.indicators.kinds import publisher_name, source_title
from dugnad.kit import formats
from dugnad.kit.charts import Chart
from dugnad.kit.text import localised
from dugnad.programme.states import ActivityStatus

Content = Mapping[str, Any]


@dataclass(frozen=True)
class KeyFigure:
    """One figure, one sentence, one small picture, and the name by which its trail is found."""

    label: str
    value: str
    unit: str
    sentence: str
    key: str
    series: list[float | None] = field(default_factory=list)
    series_title: str = ""

    @property
    def has_trail(self) -> bool:
        """Whether there is a figure to follow: one that is missing has no page of its own."""
        return self.value != formats.MISSING


@dataclass(frozen=True)
class Report:
    """What a reader meets: sentences, key figures, charts, tables, stories, method."""

    edition: Edition
    method: dict[str, Any]
    illustrative: bool
    lead: str
    key_figures: list[KeyFigure]
    charts: dict[str, Chart]
    place: dict[str, Any]
    stories: list[tuple[str, list[dict[str, Any]]]]
    answer_charts: list[Chart] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    activities: list[dict[str, str]] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The base year."""
        return int(self.method["base_year"])

    @property
    def last(self) -> int:
        """The newest year."""
        return int(self.method["last_year"])

    @property
    def subregion_rows(self) -> list[dict[str, Any]]:
        """The sub-regions with their first and last figure, and the change between them."""
        return [
            {
                "name": subregion["name"],
                "members": len(subregion["codes"]),
                "first": subregion["total"].get(str(self.first)),
                "last": subregion["total"].get(str(self.last)),
                "change": findings.relative_change(subregion["total"], self.first, self.last),
                "illustrative": subregion["illustrative"],
            }
            for subregion in self.place["subregions"]
        ]

    @property
    def member_rows(self) -> list[dict[str, Any]]:
        """The members by name, each with its change since the base year."""
        return [
            {**member, "change": change_of(member["first"], member["last"])}
            for member in self.place["members"]
        ]

    @property
    def is_mixed(self) -> bool:
        """Whether some members have official figures and some made-up ones."""
        return 0 < int(self.method["illustrative_members"]) < int(self.method["member_count"])

    @property
    def source(self) -> str:
        """The source line of every chart."""
        return source_line(self.method["vintages"])


def region_report(edition: Edition, alliance: str, data_root: str = "") -> Report | None:
    """The report on the whole region; None while the edition has not been composed.

    `data_root` is the address below which the edition's data files are, where there is one.
    """
    content = block_content(edition, "region", "answers", "alliance_year", "stories", "method")
    if "region" not in content:
        return None
    region, method = content["region"], content["method"]
    left_out, missing = findings.left_out(method["lacking"]), findings.missing(method["lacking"])
    frame = _frame(method, method["vintages"], left_out, data_root and f"{data_root}region.csv")
    subregions = _frame(method, method["vintages"], missing, data_root and f"{data_root}delregioner.csv")
    return Report(
        edition=edition,
        method=method,
        illustrative=region["illustrative"],
        lead=findings.place_trend(alliance, region["total"], frame.first, frame.last),
        key_figures=_key_figures(region, frame, "alliance"),
        charts={
            "total": pictures.total_chart(frame, alliance, region),
            "sectors": pictures.sector_chart(frame, region),
            "changes": pictures.change_chart(frame, region),
            "subregions": pictures.subregion_chart(subregions, region["subregions"]),
        },
        place=region,
        stories=_by_theme(content["stories"]["stories"]),
        answer_charts=pictures.answer_charts(content["answers"], edition.year),
        answers=content["answers"],
        activities=_activities(content["alliance_year"]),
    )


def member_report(edition: Edition, code: str, data_root: str = "") -> Report | None:
    """The report on one member: its own history, and those that are like it; None where there is none."""
    content = block_content(edition, code, "stories", "method") if code.isdigit() else {}
    if code not in content:
        return None
    own = [s for s in content["stories"]["stories"] if s["owner_slug"] == content[code]["slug"]]
    return report_on(edition, content[code], content["method"], own, data_root)


def member_reports(edition: Edition, method: dict[str, Any], data_root: str = "") -> Iterator[Report]:
    """The reports on every member in the order of the edition, from one look at the blocks."""
    stories = block_content(edition, "stories")["stories"]["stories"]
    for content in contents_of_members(edition):
        own = [story for story in stories if story["owner_slug"] == content["slug"]]
        yield report_on(edition, content, method, own, data_root)


def report_on(
    edition: Edition, member: Content, method: dict[str, Any], stories: list[dict[str, Any]], data_root: str
) -> Report:
    """The report on one member, from content that has been read."""
    vintages = [member["vintage"]] if member["vintage"] else method["vintages"]
    years, has_data = method["years"], bool(data_root and (member["total"] or member["sectors"]))
    address = f"{data_root}{member['code']}.csv" if has_data else ""
    frame = _frame(method, vintages, findings.missing(findings.gaps([member], years)), address)
    beside = findings.missing(findings.gaps([member, *member["alike"]], years))
    around = _frame(method, method["vintages"], beside)
    alike = [{**other, "why": findings.likeness(other, member["name"])} for other in member["alike"]]
    return Report(
        edition=edition,
        method=method,
        illustrative=member["illustrative"] or any(other["illustrative"] for other in alike),
        lead=findings.place_trend(member["name"], member["total"], frame.first, frame.last),
        key_figures=_key_figures(member, frame, member["code"]),
        charts={
            "total": pictures.total_chart(frame, member["name"], member),
            "sectors": pictures.sector_chart(frame, member),
            "changes": pictures.change_chart(frame, member),
            "alike": pictures.alike_chart(around, member),
        },
        place={**member, "alike": alike, "answers": _answers(member)},
        stories=_by_theme(stories),
    )


def source_line(vintages: list[dict[str, Any]]) -> str:
    """Who published the figures, and when they were seen."""
    return "; ".join(_("%(publisher)s, %(title)s, seen %(day)s") % _vintage_words(v) for v in vintages)


def change_of(first: float | None, last: float | None) -> float | None:
    """The change between two figures in per cent; None where either is missing or the first is zero."""
    return None if not first or last is None else (last - first) / first * 100


def foreword_of(edition: Edition) -> str:
    """The foreword in the reader's language."""
    return localised(edition, "foreword")


def _frame(method: Content, vintages: list[dict[str, Any]], notes: list[str], address: str = "") -> Frame:
    return Frame(method["base_year"], method["last_year"], source_line(vintages), tuple(notes), address)


def _vintage_words(vintage: Content) -> dict[str, str]:
    seen_on = date.fromisoformat(vintage["seen_on"])
    return {
        "publisher": publisher_name(vintage["publisher"]),
        "title": source_title(vintage["title"]),
        "day": formats.day(seen_on),
    }


# Key figures -----------------------------------------------------------------------------------------


def _key_figures(place: Content, frame: Frame, key: str) -> list[KeyFigure]:
    """Total, change since the base year, last year, largest source, and what it is set against."""
    total, first, last = place["total"], frame.first, frame.last
    since_base = findings.relative_change(total, first, last)
    trend = findings.sentence(findings.trend(total, first, last))
    figures = [
        KeyFigure(
            label=_("Emissions in %(year)s") % {"year": last},
            value=formats.number(total.get(str(last))),
            unit=_("tonnes CO2e"),
            sentence=findings.short_trend(since_base, first, last) if total else trend,
            key=figure_key(key, last),
            series=[total.get(str(year)) for year in range(first, last + 1)],
            series_title=trend,
        ),
        KeyFigure(
            label=_("Change since %(year)s") % {"year": first},
            value=formats.change(since_base, findings.decimals_of(since_base)),
            unit="",
            sentence=findings.sentence(findings.drivers_finding(place, first, last)),
            key=figure_key(key, last, "", Measure.CHANGE_SINCE_BASE),
        ),
    ]
    parts = (_last_year(place, last, key), _largest(place, last, key), _per_inhabitant(place, last, key))
    return [*figures, *(part for part in (*parts, _national(place, last, key)) if part)]


def _last_year(place: Content, last: int, key: str) -> KeyFigure | None:
    before = max((int(year) for year in place["total"] if int(year) < last), default=None)
    if before is None:
        return None
    percent = findings.relative_change(place["total"], before, last)
    return KeyFigure(
        label=_("Last year, %(first)s–%(last)s") % {"first": before, "last": last},
        value=formats.change(percent, findings.decimals_of(percent)),
        unit="",
        sentence=findings.short_trend(percent, before, last),
        key=figure_key(key, last, "", Measure.CHANGE_LAST_YEAR),
    )


def _largest(place: Content, last: int, key: str) -> KeyFigure | None:
    found = findings.largest_sector(place, last)
    return found and KeyFigure(
        label=_("Largest source: %(sector)s") % {"sector": findings.in_a_sentence(found[0])},
        value=formats.percent(found[1]),
        unit="",
        sentence=_("of emissions in %(year)s.") % {"year": last},
        key=figure_key(key, last, found[0], Measure.SHARE_OF_TOTAL),
    )


def _per_inhabitant(place: Content, last: int, key: str) -> KeyFigure | None:
    people, total = place["inhabitants"].get(str(last)), place["total"].get(str(last))
    if not people or total is None:
        return None
    words = {"people": formats.number(people), "year": last}
    return KeyFigure(
        label=_("Per inhabitant"),
        value=formats.number(total / people, 1),
        unit=_("tonnes CO2e"),
        sentence=_("%(people)s people lived here on 1 January %(year)s.") % words,
        key=figure_key(key, last, "", Measure.PER_INHABITANT),
    )


def _national(place: Content, last: int, key: str) -> KeyFigure | None:
    country, total = place.get("national", {}).get(str(last)), place["total"].get(str(last))
    if not country or total is None:
        return None
    return KeyFigure(
        label=_("Share of the country"),
        value=formats.percent(total / country * 100),
        unit="",
        sentence=_("of the country's emissions in %(year)s.") % {"year": last},
        key=figure_key(key, last, "", Measure.SHARE_OF_NATIONAL),
    )


# Words -----------------------------------------------------------------------------------------------


def _answers(member: Content) -> list[dict[str, str]]:
    language = (get_language() or "nb")[:2]
    return [
        {"question": answer["question"][language], "said": answer["said"][language]}
        for answer in member["answers"]
    ]


def _activities(content: Content) -> list[dict[str, str]]:
    """The alliance's activities of the year, in the reader's language."""
    language = (get_language() or "nb")[:2]
    return [
        {
            **activity,
            "title": activity["titles"][language] or activity["titles"]["nb"],
            "status_text": str(ActivityStatus(activity["status"]).label),
        }
        for activity in content["activities"]
    ]


def _by_theme(stories: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Stories by theme, in the order of the themes."""
    told = [{**story, "effect_text": _effect(story)} for story in stories]
    grouped = [(str(theme.label), [s for s in told if s["theme"] == theme.value]) for theme in Theme]
    return [(theme, group) for theme, group in grouped if group]


def _effect(story: Content) -> str:
    if story["effect"] is None or not story["effect_unit"]:
        return ""
    number = formats.number(story["effect"], story["effect_decimals"])
    return f"{number} {EffectUnit(story['effect_unit']).label}"
