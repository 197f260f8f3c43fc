"""Questions that end on paper: an edition as a PDF that everyone can read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from dugnad.editions.kinds import PageBlockKind
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.catalogue import block_content
from dugnad.editions.queries.citing import address_of, is_draft
from dugnad.editions.queries.gaps import Footnotes, why_no_change
from dugnad.editions.queries.method import colophon
from dugnad.editions.queries.report import Report, change_of, foreword_of, member_reports, region_report
from dugnad.editions.queries.showing import Section, ShownBlock
from dugnad.editions.states import State
from dugnad.kit import clock, formats
from dugnad.kit.charts import HORIZONTAL, PANELLED, Chart, Line, draw, table_heading
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised, paragraphs
from dugnad.kit.uploads import FILE_KINDS, path_of

TEMPLATE = Path(__file__).parents[1] / "templates" / "editions" / "klimastatus.typ"
MANY, MOST_ACROSS, MOST_DOWN = 2, 12, 16  # lines that a table has down; years across; years down
SAID = PANELLED | HORIZONTAL  # charts whose figures stand in the picture itself
ABREAST = 3  # parts of a map's table beside each other
PAPER = 560  # the width at which a chart's letters are those of the page
Pictures = dict[str, bytes]
MAP_ALT = _lazy("A map of the members inside their borders. The figures stand in the table beside it.")


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
        "withdrawn": _withdrawn(edition),
        "replacement": address_of(edition.replaced_by) if edition.replaced_by else "",
        "illustrative": report.illustrative,
        "lead": _plain(report.lead),
        "cover": _heights(report.place["total"], report.first, report.last),
        "words": _words(report),
        "foreword": _paragraphs(foreword_of(edition)),
        "sections": [_section(section, report, pictures) for section in report.sections],
        "members": [_member(own) for own in member_reports(edition, report.method)],
        "method": [_plain(line) for line in end["method_lines"]],
        "vintages": end["vintage_rows"],
        "citation": end["citation"].removesuffix(end["address"]),
        "address": end["address"],
        "sha256": edition.content_sha256,
    }


def _withdrawn(edition: Edition) -> str:
    """Why an edition was withdrawn, and what took its place; nothing for one that stands."""
    if edition.state != State.WITHDRAWN:
        return ""
    if edition.replaced_by is None:
        return edition.note
    replaced = _("It has been replaced by")
    return f"{edition.note} {replaced} {localised(edition.replaced_by, 'title')}:"


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
        "members_lead": _(
            "In the order of the alphabet. Nobody is ranked: through traffic or one plant may decide."
        ),
        "subregions_lead": _("In the order of their names. Each is shown beside its own past."),
        "colophon": _("Colophon"),
        "cite": _("Cite as"),
        "source": _("Source"),
        "activity_table": [_("No."), _("Activity"), _("Status")],
        "vintage_table": [_("Publisher"), _("Seen"), _("Licence"), _("File and SHA-256")],
        "alike": _("Similar:"),
        "page": _("Page"),
        "of": _("of"),
        "effect": _("Effect"),
        "funding": _("Funding"),
        "photo": _("Picture"),
        "fingerprint": _("SHA-256 of the published content"),
    }


# Blocks ----------------------------------------------------------------------------------------------


def _section(section: Section, report: Report, pictures: Pictures) -> dict[str, Any]:
    return {
        "heading": _plain(section.heading),
        "blocks": [_block(block, report, pictures) for block in section.blocks],
    }


def _block(block: ShownBlock, report: Report, pictures: Pictures) -> dict[str, Any]:
    """A block as the template prints it: which of its parts, the words, and what they show."""
    shows = PRINTS[PageBlockKind(block.kind)](block.shows, report, pictures)
    return {"kind": block.kind, "body": _paragraphs(block.body), **shows}


Shows = Mapping[str, Any]


def _nothing_more(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    """What is printed from the report itself, or is words alone."""
    return {}


def _key_figures(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    names = ("label", "value", "unit", "sentence")
    figures = [{name: _plain(getattr(figure, name)) for name in names} for figure in shows["figures"]]
    return {"figures": figures}


def _without(shows: Shows) -> dict[str, Any]:
    """A block whose every figure is missing: its title, and why."""
    found = shows["without"]
    lines = [_("There are no figures to show here."), *map(_plain, found.lines)]
    return {"without": {"title": _plain(found.title), "lines": lines}}


def _charted(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    if "without" in shows:
        return _without(shows)
    chart = shows["chart"]
    return {
        "gaps": shows["gaps"],
        "chart": _chart(chart, pictures),
        "note": shows["note"],
        "across": _across(chart),
        "down": chart.kind not in SAID and len(chart.lines) < MANY and len(chart.rows) <= MOST_DOWN,
    }


def _table(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    if "without" in shows:
        return _without(shows)
    place = _("Sub-region") if shows["of_subregions"] else _("Place")
    names = ("first", "last", "change")
    return {
        "heading": [place, str(shows["first"]), str(shows["last"]), _("Change")],
        "rows": [[row["name"], *(row[name].in_print for name in names)] for row in shows["rows"]],
        "footnotes": _footnotes(shows["footnotes"]),
        "unit": _plain(shows["unit"]),
        "source": findings.sentence(shows["source"]),
        "illustrative": shows["illustrative"],
    }


def _footnotes(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Why figures are missing, by the letters that stand in the table."""
    return [f"({letter}) {words}" for letter, words in rows]


def _map(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    drawn = shows.get("bordered") or shows["map"]
    name, footnotes = f"map-{drawn.key}.svg", Footnotes()
    is_bordered = isinstance(drawn, Chart)
    pictures[name] = (draw(drawn, width=PAPER) if is_bordered else drawn.print).encode()
    rows = [[name, footnotes.cell(words, reason)] for name, words, _address, reason in shows["rows"]]
    return {
        "picture": name,
        "title": _plain(drawn.title),
        "unit": _plain(drawn.unit),
        "alt": f"{findings.sentence(_plain(drawn.title))} {MAP_ALT if is_bordered else drawn.alt}",
        "tones": [] if is_bordered else [f"{tone.words} ({tone.count})" for tone in drawn.tones],
        "rows": _beside(rows),
        "footnotes": _footnotes(footnotes.rows),
        "heading": [_("Municipality"), _plain(drawn.unit)] * ABREAST,
        "source": " ".join((findings.sentence(shows["source"]), *(drawn.notes if is_bordered else ()))),
        "illustrative": shows["illustrative"],
    }


def _beside(rows: list[list[str]]) -> list[list[str]]:
    """A long narrow table as a short wide one: its thirds beside each other, read downwards."""
    high = -(-len(rows) // ABREAST)
    padded = rows + [["", ""]] * (high * ABREAST - len(rows))
    return [[cell for part in range(ABREAST) for cell in padded[part * high + at]] for at in range(high)]


def _stories(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    themes = [
        {"theme": theme, "stories": [_story(story, pictures) for story in stories]}
        for theme, stories in shows["themes"]
    ]
    return {"themes": themes}


def _year(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    return {"activities": [_activity(activity) for activity in shows["activities"]]}


def _activity(activity: Shows) -> dict[str, Any]:
    reached = [f"{step['title']} ({step['day']})" for step in activity["milestones"]]
    texts = [f"{text['kind_text']}: {text['title']}" for text in activity["documents"]]
    return {
        "number": activity["number"],
        "title": activity["title"],
        "note": activity["note"],
        "status": activity["status_text"],
        "reached": [*reached, *texts],
    }


def _answers(shows: Shows, report: Report, pictures: Pictures) -> dict[str, Any]:
    return {"charts": [_chart(chart, pictures) for chart in shows["charts"]]}


PRINTS: dict[PageBlockKind, Callable[[Shows, Report, Pictures], dict[str, Any]]] = {
    PageBlockKind.TEXT: _nothing_more,
    PageBlockKind.KEY_FIGURES: _key_figures,
    PageBlockKind.CHART: _charted,
    PageBlockKind.TABLE: _table,
    PageBlockKind.MAP: _map,
    PageBlockKind.STORIES: _stories,
    PageBlockKind.ALLIANCE_YEAR: _year,
    PageBlockKind.ANSWERS: _answers,
    PageBlockKind.MEMBERS: _nothing_more,
    PageBlockKind.METHOD: _nothing_more,
}


def _heights(total: Mapping[str, float], first: int, last: int) -> list[float | None]:
    """A series as parts of its largest value, year by year."""
    values = [total.get(str(year)) for year in range(first, last + 1)]
    top = max((value for value in values if value), default=1.0)
    return [None if value is None else round(max(value, 0.0) / top, 4) for value in values]


# Charts and tables -----------------------------------------------------------------------------------


def _chart(chart: Chart, pictures: Pictures) -> dict[str, Any]:
    name = f"chart-{chart.key}.svg"
    pictures[name] = draw(chart, width=PAPER).encode()
    footnotes = Footnotes()
    rows = [
        [name, *(_cell(chart, line, at, footnotes) for line in chart.lines)]
        for at, name in enumerate(chart.categories)
    ]
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
        "footnotes": _footnotes(footnotes.rows),
    }


def _cell(chart: Chart, line: Line, at: int, footnotes: Footnotes) -> str:
    """A figure of a chart's table, or a dash with the letter of its reason."""
    return footnotes.cell(formats.figure(line.values[at], chart.decimals), chart.reason_at(line, at))


def _spoken(chart: Chart) -> str:
    """What the picture shows, for those who do not see it; its figures stand in a table beside it."""
    parts = [findings.sentence(chart.title), findings.sentence(chart.unit), chart.summary]
    if chart.illustrative:
        parts.append(_("Illustrative figures."))
    return " ".join(part for part in parts if part)


def _across(chart: Chart) -> dict[str, Any]:
    """A chart's table on its side, for one with several lines, since ten would not fit beside each other.

    Lines go down and years across, with what has become of each from the first year to the last.
    """
    rows = [
        (year, at)
        for at, (year, values) in enumerate(chart.rows)
        if any(value is not None for value in values)
        or any(chart.reason_at(line, at) for line in chart.lines)
    ]
    if len(chart.lines) < MANY or len(rows) > MOST_ACROSS or chart.kind in SAID or not rows:
        return {}
    (first, start), (last, end) = rows[0], rows[-1]
    footnotes = Footnotes()
    return {
        "heading": [_plain(chart.unit), *(year for year, _at in rows), f"{first}–{last}"],
        "rows": [
            [
                line.name,
                *(_cell(chart, line, at, footnotes) for _year, at in rows),
                footnotes.cell(_change_in(chart, line, first, last), _why_no_change(chart, line, start, end)),
            ]
            for line in chart.lines
        ],
        "footnotes": _footnotes(footnotes.rows),
    }


def _change_in(chart: Chart, line: Line, first: str, last: str) -> str:
    by_year = dict(zip(chart.categories, line.values, strict=True))
    return formats.change(change_of(by_year.get(first), by_year.get(last)))


def _why_no_change(chart: Chart, line: Line, *ends: int) -> str:
    """Why a line has no change: the reasons of its ends, so that it has the letter of the figure it lacks."""
    return "; ".join(dict.fromkeys(filter(None, (chart.reason_at(line, at) for at in ends))))


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
    if change is None and (reason := why_no_change(report.place["gaps"], first, last, total)):
        parts.append(reason)
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
    """Gases with letters of their own, since a PDF has no markup here."""
    return formats.gases(text)
