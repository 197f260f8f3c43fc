"""Questions that lay an edition out for readers: the page, the folder on disk and the PDF show the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dugnad.documents.kinds import EffectUnit, Theme
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings, pictures
from dugnad.editions.queries.catalogue import block_content
from dugnad.kit import formats
from dugnad.kit.charts import Chart
from dugnad.kit.text import localised


@dataclass(frozen=True)
class KeyFigure:
    """One figure, one sentence, one small picture."""

    label: str
    value: str
    unit: str
    sentence: str
    series: list[float | None] = field(default_factory=list)
    series_title: str = ""
    place: str = "alliance"
    year: int = 0


@dataclass(frozen=True)
class Report:
    """What a reader meets: sentences, key figures, charts, tables, stories, method."""

    edition: Edition
    method: dict[str, Any]
    illustrative: bool
    lead: str
    key_figures: list[KeyFigure]
    charts: dict[str, Chart]
    sentences: dict[str, str]
    place: dict[str, Any]
    stories: list[tuple[str, list[dict[str, Any]]]]

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
                "first": subregion["total"].get(str(self.first)),
                "last": subregion["total"].get(str(self.last)),
                "change": findings.relative_change(subregion["total"], self.first, self.last),
            }
            for subregion in self.place["subregions"]
        ]

    @property
    def source(self) -> str:
        """The source line of every chart."""
        return source_line(self.method)


def region_report(edition: Edition, alliance: str) -> Report | None:
    """The report on the whole region; None while the edition has not been composed."""
    content = block_content(edition, "region", "stories", "method")
    if "region" not in content:
        return None
    region, method = content["region"], content["method"]
    first, last = method["base_year"], method["last_year"]
    source = source_line(method)
    charts = {
        "total": pictures.total_chart(
            "total",
            alliance,
            region,
            title=findings.trend(alliance, region["total"], first, last),
            source=source,
        ),
        "sectors": pictures.sector_chart(
            "sectors", region, title=findings.largest_sector_sentence(region, last), source=source
        ),
        "changes": pictures.change_chart(
            "changes",
            region,
            first,
            last,
            title=findings.drivers_sentence(region, first, last),
            source=source,
        ),
        "subregions": pictures.subregion_chart(
            "subregions",
            region["subregions"],
            first,
            last,
            title=_subregion_sentence(region, first, last),
            source=source,
        ),
    }
    return Report(
        edition=edition,
        method=method,
        illustrative=region["illustrative"],
        lead=findings.trend(alliance, region["total"], first, last),
        key_figures=_key_figures(region, first, last),
        charts=charts,
        sentences={
            "share": _("The national total is not among our figures yet, so the region's share is not shown.")
        },
        place=region,
        stories=_by_theme(content["stories"]["stories"]),
    )


def member_report(edition: Edition, code: str) -> Report | None:
    """The report on one member: its own history, and those that are like it; None where there is none."""
    content = block_content(edition, code, "stories", "method")
    if code not in content or "method" not in content:
        return None
    member, method = content[code], content["method"]
    first, last = method["base_year"], method["last_year"]
    source = source_line(method, member)
    charts = {
        "total": pictures.total_chart(
            "total",
            member["name"],
            member,
            title=findings.trend(member["name"], member["total"], first, last),
            source=source,
        ),
        "sectors": pictures.sector_chart(
            "sectors", member, title=findings.largest_sector_sentence(member, last), source=source
        ),
        "alike": pictures.alike_chart(
            "alike", member, title=_alike_sentence(member), source=source_line(method)
        ),
    }
    own = [story for story in content["stories"]["stories"] if story["owner_slug"] == member["slug"]]
    return Report(
        edition=edition,
        method=method,
        illustrative=member["illustrative"],
        lead=findings.trend(member["name"], member["total"], first, last),
        key_figures=_key_figures(member, first, last, code),
        charts=charts,
        sentences={"drivers": findings.drivers_sentence(member, first, last)},
        place={**member, "alike": [{**a, "why": findings.likeness(a)} for a in member["alike"]]},
        stories=_by_theme(own),
    )


def source_line(method: Mapping[str, Any], member: Mapping[str, Any] | None = None) -> str:
    """Who published the figures, and when they were seen: of one place, or of all."""
    vintages = [member["vintage"]] if member and member.get("vintage") else method["vintages"]
    seen = [_("%(publisher)s, %(title)s, seen %(day)s") % _vintage_words(v) for v in vintages]
    return "; ".join(seen)


def _vintage_words(vintage: Mapping[str, Any]) -> dict[str, str]:
    seen_on = date.fromisoformat(vintage["seen_on"])
    return {"publisher": vintage["publisher"], "title": vintage["title"], "day": formats.day(seen_on)}


def _key_figures(place: Mapping[str, Any], first: int, last: int, key: str = "alliance") -> list[KeyFigure]:
    total = place["total"]
    series = [total.get(str(year)) for year in range(first, last + 1)]  # a year without a figure is a gap
    before = max((int(year) for year in total if int(year) < last), default=first)
    since_base = findings.relative_change(total, first, last)
    since_last = findings.relative_change(total, before, last)
    figures = [
        KeyFigure(
            _("Emissions in %(year)s") % {"year": last},
            formats.number(total.get(str(last))),
            _("tonnes CO2e"),
            findings.short_trend(since_base, first, last),
            series,
            _("Emissions %(first)s–%(last)s") % {"first": first, "last": last},
            key,
            last,
        ),
        KeyFigure(
            _("Change since %(year)s") % {"year": first},
            formats.change(since_base),
            "",
            findings.drivers_sentence(place, first, last),
            place=key,
            year=last,
        ),
        KeyFigure(
            _("Last year, %(first)s–%(last)s") % {"first": before, "last": last},
            formats.change(since_last),
            "",
            findings.short_trend(since_last, before, last),
            place=key,
            year=last,
        ),
    ]
    return [*figures, *_share_figures(place, last, key)]


def _share_figures(place: Mapping[str, Any], last: int, key: str) -> list[KeyFigure]:
    """The largest sector's share, and emissions per inhabitant where we know how many live there."""
    figures = []
    largest = findings.largest_sector(place, last)
    if largest:
        sentence = findings.largest_sector_sentence(place, last)
        figures.append(
            KeyFigure(
                findings.sector_name(largest[0]),
                formats.percent(largest[1]),
                "",
                sentence,
                place=key,
                year=last,
            )
        )
    people = place["inhabitants"].get(str(last))
    if people and str(last) in place["total"]:
        words = {"people": formats.number(people), "year": last}
        figures.append(
            KeyFigure(
                _("Per inhabitant"),
                formats.number(place["total"][str(last)] / people, 1),
                _("tonnes CO2e"),
                _("%(people)s inhabitants on 1 January %(year)s.") % words,
                place=key,
                year=last,
            )
        )
    return figures


def _subregion_sentence(region: Mapping[str, Any], first: int, last: int) -> str:
    changes = [findings.relative_change(s["total"], first, last) for s in region["subregions"]]
    falling = sum(change is not None and change < 0 for change in changes)
    words = {"falling": falling, "all": len(changes), "first": first}
    return _("Emissions are lower than in %(first)s in %(falling)s of %(all)s sub-regions.") % words


def _alike_sentence(member: Mapping[str, Any]) -> str:
    names = ", ".join(other["name"] for other in member["alike"])
    words = {"name": member["name"], "others": names}
    return _("The path of %(name)s beside similar municipalities: %(others)s") % words


def _by_theme(stories: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Stories by theme, in the order of the themes."""
    told = [{**story, "effect_text": _effect(story)} for story in stories]
    grouped = [(str(theme.label), [s for s in told if s["theme"] == theme.value]) for theme in Theme]
    return [(theme, group) for theme, group in grouped if group]


def _effect(story: Mapping[str, Any]) -> str:
    if story["effect"] is None or not story["effect_unit"]:
        return ""
    return f"{formats.number(story['effect'])} {EffectUnit(story['effect_unit']).label}"


def foreword_of(edition: Edition) -> str:
    """The foreword in the reader's language."""
    return localised(edition, "foreword")
