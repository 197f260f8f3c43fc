"""Questions that end on paper: an edition as a PDF that everyone can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.queries.method import colophon
from dugnad.editions.queries.package import is_draft
from dugnad.editions.queries.report import Report, change_of, foreword_of, member_reports, region_report
from dugnad.editions.states import State
from dugnad.kit import clock, formats
from dugnad.kit.charts import Chart, Line, draw, table_heading
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised, paragraphs
from dugnad.kit.uploads import FILE_KINDS, path_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "editions" / "klimastatus.typ"
PAPER = 560  # the width at which a chart's letters are those of the page
Pictures = dict[str, bytes]


@dataclass(frozen=True)
class Picture:
    """The bytes of a story's picture, and what they are."""

    content: bytes
    content_type: str


def printed(edition: Edition, language: str = "nb") -> bytes:
    """The edition as PDF/UA-1 in one language; the same edition gives the same bytes."""
    with translation.override(language):
        report = region_report(edition, settings.ALLIANCE["name"])
        if report is None:
            raise ValueError(f"The edition of {edition.year} has not been composed.")
        pictures: Pictures = {}
        data = _data(edition, report, pictures, language)
        return compile_pdf(TEMPLATE, data, pictures, at=_moment(edition))


def story_picture(edition: Edition, sha256: str) -> Picture | None:
    """A picture that a story of the edition shows."""
    stories = block_content(edition, "stories").get("stories", {}).get("stories", [])
    for picture in (story["picture"] for story in stories if story["picture"]):
        if picture["sha256"] == sha256 and path_of(sha256).is_file():
            return Picture(path_of(sha256).read_bytes(), FILE_KINDS[picture["kind"]].content_type)
    return None


def _moment(edition: Edition) -> datetime:
    return edition.published_at or edition.composed_at or clock.now()


def _data(edition: Edition, report: Report, pictures: Pictures, language: str) -> dict[str, Any]:
    end = colophon(edition, report)
    return {
        "language": language,
        "title": localised(edition, "title"),
        "alliance": settings.ALLIANCE["name"],
        "date": formats.day(clock.local_day(_moment(edition))),
        "draft": is_draft(edition),
        "withdrawn": edition.note if edition.state == State.WITHDRAWN else "",
        "illustrative": report.illustrative,
        "lead": _plain(report.lead),
        "cover": _heights(report.place["total"], report.first, report.last),
        "words": _words(report),
        "foreword": _paragraphs(foreword_of(edition)),
        "key_figures": [_key_figure(figure) for figure in report.key_figures],
        "charts": {key: _chart(chart, pictures) for key, chart in report.charts.items()},
        "sectors": _sector_table(report),
        "answers": [_chart(chart, pictures) for chart in report.answer_charts],
        "subregions": _subregion_rows(report),
        "members": [_member(own) for own in member_reports(edition, report.method)],
        "activities": report.activities,
        "stories": [
            {"theme": theme, "stories": [_story(story, pictures) for story in stories]}
            for theme, stories in report.stories
        ],
        "method": [_plain(line) for line in end["method_lines"]],
        "vintages": end["vintage_rows"],
        "citation": end["citation"],
        "address": end["address"],
        "sha256": edition.content_sha256,
    }


def _words(report: Report) -> dict[str, Any]:
    """The words of the frame, in the language of the report."""
    return {
        "draft": _("Draft: figures and texts may change"),
        "withdrawn": _("This edition has been withdrawn"),
        "illustrative": _("Illustrative figures: made up for demonstration, not official"),
        "illustrative_short": _("Illustrative figures"),
        "made_up_answers": _("Made-up answers, for demonstration"),
        "made_up_story": _("Made-up story, for demonstration"),
        "contents": _("Contents"),
        "foreword": _("Foreword"),
        "key_figures": _("Key figures"),
        "total": _("Emissions in the region"),
        "sectors": _("By sector"),
        "subregions": _("By sub-region"),
        "subregions_lead": _("In the order of their names. Each is shown beside its own past."),
        "members": _("Municipality by municipality"),
        "members_lead": _(
            "In the order of the alphabet. Nobody is ranked: through traffic or one plant may decide."
        ),
        "answers": _("What the municipalities answered"),
        "activities": _("The alliance's year"),
        "stories": _("Good stories"),
        "method": _("Method and sources"),
        "colophon": _("Colophon"),
        "cite": _("Cite as"),
        "source": _("Source"),
        "subregion_table": [_("Sub-region"), str(report.first), str(report.last), _("Change")],
        "activity_table": [_("No."), _("Activity"), _("Status")],
        "vintage_table": [_("Publisher"), _("Seen"), _("Licence"), _("File and SHA-256")],
        "tonnes": _("Tonnes CO₂e"),
        "alike": _("Similar:"),
        "page": _("Page"),
        "of": _("of"),
        "effect": _("Effect"),
        "funding": _("Funding"),
        "photo": _("Picture"),
        "fingerprint": _("SHA-256 of the published content"),
    }


def _key_figure(figure: Any) -> dict[str, str]:
    names = ("label", "value", "unit", "sentence")
    return {name: _plain(getattr(figure, name)) for name in names}


def _heights(total: Mapping[str, float], first: int, last: int) -> list[float | None]:
    """A series as parts of its largest value, year by year."""
    values = [total.get(str(year)) for year in range(first, last + 1)]
    top = max((value for value in values if value), default=1.0)
    return [None if value is None else round(max(value, 0.0) / top, 4) for value in values]


# Charts and tables -----------------------------------------------------------------------------------


def _chart(chart: Chart, pictures: Pictures) -> dict[str, Any]:
    name = f"chart-{chart.key}.svg"
    pictures[name] = draw(chart, width=PAPER).encode()
    rows = [[n, *(formats.number(v, chart.decimals) for v in values)] for n, values in chart.rows]
    return {
        "picture": name,
        "title": _plain(chart.title),
        "unit": _plain(chart.unit),
        "summary": _plain(chart.summary),
        "source": " ".join((findings.sentence(chart.source), *chart.notes)),
        "illustrative": chart.illustrative,
        "alt": _plain(_spoken(chart)),
        "heading": table_heading(chart),
        "rows": [row for row in rows if any(cell != formats.MISSING for cell in row[1:])],
    }


def _spoken(chart: Chart) -> str:
    """What the picture shows, for those who do not see it; its figures stand in a table beside it."""
    parts = [f"{chart.title}.", f"{chart.unit}.", chart.summary]
    if chart.illustrative:
        parts.append(_("Illustrative figures."))
    return " ".join(part for part in parts if part)


def _sector_table(report: Report) -> dict[str, Any]:
    """Sectors down, years across, and what has become of each since the base year."""
    chart, first, last = report.charts["sectors"], report.first, report.last
    rows = [(year, values) for year, values in chart.rows if any(value is not None for value in values)]
    return {
        "heading": [_("Tonnes CO₂e"), *(year for year, _values in rows), f"{first}–{last}"],
        "rows": [
            [
                line.name,
                *(formats.number(values[i]) for _year, values in rows),
                _change_in(chart, line, report),
            ]
            for i, line in enumerate(chart.lines)
        ],
    }


def _change_in(chart: Chart, line: Line, report: Report) -> str:
    by_year = dict(zip(chart.categories, line.values, strict=True))
    return formats.change(change_of(by_year.get(str(report.first)), by_year.get(str(report.last))))


def _subregion_rows(report: Report) -> list[list[str]]:
    return [
        [
            row["name"],
            formats.number(row["first"]),
            formats.number(row["last"]),
            formats.change(row["change"]),
        ]
        for row in report.subregion_rows
    ]


def _member(report: Report) -> dict[str, Any]:
    """A compact part of a page on one member."""
    content = report.place
    first, last = report.first, report.last
    return {
        "name": content["name"],
        "subregion": content["subregion"],
        "sentence": findings.sentence(_plain(findings.largest_sector_finding(content, last))),
        "figures": _plain(" · ".join(_in_short(report))),
        "heights": _heights(content["total"], first, last),
        "years": [str(first), str(last)],
        "alike": ", ".join(other["name"] for other in report.place["alike"]),
        "answers": report.place["answers"],
        "answers_made_up": content["answers_made_up"],
        "illustrative": content["illustrative"],
    }


def _in_short(report: Report) -> list[str]:
    """A member's figures on one line."""
    total, first, last = report.place["total"], report.first, report.last
    change = findings.relative_change(total, first, last)
    words = {
        "tonnes": formats.number(total.get(str(last))),
        "change": formats.change(change, findings.decimals_of(change)),
        "first": first,
        "last": last,
    }
    parts = [_("%(tonnes)s tonnes CO2e in %(last)s") % words, _("%(change)s since %(first)s") % words]
    people = report.place["inhabitants"].get(str(last))
    if people and str(last) in total:
        parts.append(
            _("%(tonnes)s tonnes per inhabitant") % {"tonnes": formats.number(total[str(last)] / people, 1)}
        )
    return parts


# Texts -----------------------------------------------------------------------------------------------


def _story(story: Mapping[str, Any], pictures: Pictures) -> dict[str, Any]:
    return {
        "title": story["title"],
        "owner": story["owner"],
        "language": story["language"],
        "paragraphs": _paragraphs(story["body"]),
        "effect": _plain(story["effect_text"]),
        "funding": story["funding"],
        "illustrative": story["illustrative"],
        "picture": _story_picture(story["picture"], pictures),
    }


def _story_picture(picture: Mapping[str, Any] | None, pictures: Pictures) -> dict[str, str] | None:
    """The picture's bytes under their hash; one without a description is left out of the tagged PDF."""
    if not picture or not picture["alt"] or not path_of(picture["sha256"]).is_file():
        return None
    name = f"{picture['sha256'][:16]}.{picture['kind']}"
    pictures[name] = path_of(picture["sha256"]).read_bytes()
    return {"name": name, "alt": picture["alt"], "credit": picture["credit"]}


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [
        {"kind": p.kind, "runs": [{"text": r.text, "bold": r.bold, "italic": r.italic} for r in p.runs]}
        for p in paragraphs(text)
    ]


def _plain(text: str) -> str:
    """CO₂ with its own letter, since a PDF has no markup here."""
    return text.replace("CO2", "CO₂")
