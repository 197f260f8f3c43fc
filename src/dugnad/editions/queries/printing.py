"""Questions that end on paper: an edition as a PDF that everyone can read."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.queries.package import citation, is_draft
from dugnad.editions.queries.report import Report, foreword_of, region_report
from dugnad.kit import clock, formats
from dugnad.kit.charts import Chart, draw, table_heading
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised, paragraphs
from dugnad.kit.uploads import path_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "editions" / "klimastatus.typ"


def printed(edition: Edition, language: str = "nb") -> bytes:
    """The edition as PDF/UA-1 in one language; the same edition gives the same bytes."""
    with translation.override(language):
        report = region_report(edition, settings.ALLIANCE["name"])
        if report is None:
            raise ValueError(f"The edition of {edition.year} has not been composed.")
        pictures: dict[str, bytes] = {}
        data = _data(edition, report, pictures, language)
        return compile_pdf(TEMPLATE, data, pictures, at=_moment(edition))


def _moment(edition: Edition) -> datetime:
    return edition.published_at or edition.composed_at or clock.now()


def _data(edition: Edition, report: Report, pictures: dict[str, bytes], language: str) -> dict[str, Any]:
    return {
        "language": language,
        "title": localised(edition, "title"),
        "alliance": settings.ALLIANCE["name"],
        "date": formats.day(clock.local_day(_moment(edition))),
        "draft": is_draft(edition),
        "illustrative": report.illustrative,
        "lead": _plain(report.lead),
        "words": _words(),
        "foreword": _paragraphs(foreword_of(edition)),
        "key_figures": [
            {
                "label": _plain(k.label),
                "value": k.value,
                "unit": _plain(k.unit),
                "sentence": _plain(k.sentence),
            }
            for k in report.key_figures
        ],
        "share_note": _plain(report.sentences["share"]),
        "charts": {key: _chart(chart, pictures) for key, chart in report.charts.items()},
        "first": report.first,
        "last": report.last,
        "subregions": _subregion_rows(report),
        "members": _member_pages(edition, report),
        "stories": [
            {"theme": theme, "stories": [_story(story, pictures) for story in stories]}
            for theme, stories in report.stories
        ],
        "method": _method(report),
        "citation": citation(edition),
        "sha256": edition.content_sha256,
    }


def _words() -> dict[str, str]:
    """The words of the frame, in the language of the report."""
    return {
        "draft": _("Draft: figures and texts may change"),
        "illustrative": _("Illustrative figures: made up for demonstration, not official"),
        "contents": _("Contents"),
        "foreword": _("Foreword"),
        "key_figures": _("Key figures"),
        "total": _("Emissions in the region"),
        "sectors": _("By sector"),
        "subregions": _("By sub-region"),
        "members": _("Municipality by municipality"),
        "members_lead": _(
            "In the order of the alphabet. Nobody is ranked: through traffic or one plant may decide."
        ),
        "stories": _("Good stories"),
        "method": _("Method and sources"),
        "colophon": _("Colophon"),
        "source": _("Source"),
        "table": _("The figures in the chart"),
        "municipality": _("Municipality"),
        "subregion": _("Sub-region"),
        "change": _("Change"),
        "page": _("Page"),
        "effect": _("Effect"),
        "funding": _("Funding"),
        "photo": _("Photo"),
        "made_up_story": _("Made-up story, for demonstration"),
    }


def _chart(chart: Chart, pictures: dict[str, bytes]) -> dict[str, Any]:
    name = f"chart-{chart.key}.svg"
    pictures[name] = draw(chart).encode()
    rows = [[n, *(formats.number(v, chart.decimals) for v in values)] for n, values in chart.rows]
    return {
        "picture": name,
        "title": _plain(chart.title),
        "unit": _plain(chart.unit),
        "source": chart.source,
        "illustrative": chart.illustrative,
        "heading": list(table_heading(chart)),
        "rows": [row for row in rows if any(cell != formats.MISSING for cell in row[1:])],
    }


def _subregion_rows(report: Report) -> list[list[str]]:
    first, last = report.first, report.last
    return [
        [
            subregion["name"],
            formats.number(subregion["total"].get(str(first))),
            formats.number(subregion["total"].get(str(last))),
            formats.change(findings.relative_change(subregion["total"], first, last)),
        ]
        for subregion in report.place["subregions"]
    ]


def _member_pages(edition: Edition, report: Report) -> list[dict[str, Any]]:
    """A compact paragraph and table row for each member, from one look at the blocks."""
    contents = block_content(edition, *(member["code"] for member in report.place["members"]))
    return [_member(contents[member["code"]], report) for member in report.place["members"]]


def _member(member: Mapping[str, Any], report: Report) -> dict[str, Any]:
    first, last = report.first, report.last
    return {
        "name": member["name"],
        "subregion": member["subregion"],
        "first": formats.number(member["total"].get(str(first))),
        "last": formats.number(member["total"].get(str(last))),
        "change": formats.change(findings.relative_change(member["total"], first, last)),
        "sentence": _plain(findings.largest_sector_sentence(member, last)),
        "alike": ", ".join(other["name"] for other in member["alike"]),
        "illustrative": member["illustrative"],
    }


def _story(story: Mapping[str, Any], pictures: dict[str, bytes]) -> dict[str, Any]:
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


def _story_picture(picture: Mapping[str, Any] | None, pictures: dict[str, bytes]) -> dict[str, str] | None:
    """The picture's bytes under their hash; one without a description is left out of the tagged PDF."""
    if not picture or not picture["alt"] or not path_of(picture["sha256"]).exists():
        return None
    name = f"{picture['sha256'][:16]}.{picture['kind']}"
    pictures[name] = path_of(picture["sha256"]).read_bytes()
    return {"name": name, "alt": picture["alt"], "credit": picture["credit"]}


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [
        {"kind": p.kind, "runs": [{"text": r.text, "bold": r.bold, "italic": r.italic} for r in p.runs]}
        for p in paragraphs(text)
    ]


def _method(report: Report) -> list[str]:
    method = report.method
    words = {
        "count": method["member_count"],
        "day": formats.day(report.edition.members_on),
        "first": report.first,
        "last": report.last,
    }
    lines = [
        _("The region is the %(count)s municipalities that were members on %(day)s, through all years.")
        % words,
        _("The figures cover direct emissions inside municipal borders from %(first)s to %(last)s.") % words,
        _("Sectors: %(sectors)s.")
        % {"sectors": ", ".join(findings.sector_name(s) for s in method["sectors"])},
    ]
    if method["gases"]:
        lines.append(_("Gases: %(gases)s.") % {"gases": ", ".join(method["gases"])})
    for vintage in (*method["vintages"], *method["population"]):
        lines.append(
            _("%(publisher)s: %(title)s. Seen %(day)s, %(licence)s, file %(file)s, SHA-256 %(sha256)s.")
            % {**vintage, "day": vintage["seen_on"]}
        )
    return [_plain(line) for line in lines]


def _plain(text: str) -> str:
    """CO₂ with its own letter, since a PDF has no markup here."""
    return text.replace("CO2", "CO₂")
