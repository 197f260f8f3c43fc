"""Questions that lay an edition out for readers: the page, the folder on disk and the PDF show the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.editions.kinds import Measure
from dugnad.editions.models import Edition
from dugnad.editions.queries import findings, pictures
from dugnad.editions.queries.arrangement import page_of
from dugnad.editions.queries.catalogue import block_content, contents_of_members
from dugnad.editions.queries.cells import cell
from dugnad.editions.queries.gaps import Footnotes, frozen_gaps, why_no_change
from dugnad.editions.queries.key_figures import KeyFigure, key_figures
from dugnad.editions.queries.pictures import Frame
from dugnad.editions.queries.showing import Section, ShownBlock, sections_of
from dugnad.editions.queries.showing.material import material_of
from dugnad.editions.queries.sources import source_line
from dugnad.editions.queries.stories import by_theme
from dugnad.editions.queries.trails import reply_note
from dugnad.editions.rules import figure_key
from dugnad.kit import formats
from dugnad.kit.charts import Chart
from dugnad.kit.text import localised

Content = Mapping[str, Any]


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
    sections: list[Section] = field(default_factory=list)
    trail_root: str = ""

    @property
    def first(self) -> int:
        """The base year."""
        return int(self.method["base_year"])

    @property
    def last(self) -> int:
        """The newest year."""
        return int(self.method["last_year"])

    @property
    def blocks(self) -> list[ShownBlock]:
        """What stands on the page, in order."""
        return [block for section in self.sections for block in section.blocks]

    def shown(self, name: str) -> list[Any]:
        """Of every block what it shows under a name, such as its chart."""
        return [block.shows[name] for block in self.blocks if name in block.shows]

    @cached_property
    def footnotes(self) -> Footnotes:
        """Why some members have no change."""
        return Footnotes()

    @cached_property
    def member_rows(self) -> list[dict[str, Any]]:
        """The members by name, each with its change since the base year, or the mark of why it has none."""
        how = _("See how the figure was made")
        return [
            {**member, "change": change, "told": self._told(member, change, how)}
            for member in self.place["members"]
            for change in [change_of(member["first"], member["last"])]
        ]

    @property
    def member_links(self) -> list[tuple[str, str, SafeString, bool]]:
        """The members as their list is drawn: code, name, change, and whether the figures are made up."""
        marked = self.is_mixed
        return [
            (row["code"], row["name"], row["told"], marked and row["illustrative"])
            for row in self.member_rows
        ]

    def _told(self, member: Content, change: float | None, how: str) -> SafeString:
        """A member's change with its trail; where there is none, with the letter of why."""
        words = formats.change(change)
        if change is None:
            return cell(words, mark=self._mark_of(member))
        key = figure_key(member["code"], self.last, "", Measure.CHANGE_SINCE_BASE)
        address = f"{self.trail_root}{key}/" if self.trail_root else ""
        return cell(words, address, about=f"{member['name']}: {how}")

    def _mark_of(self, member: Content) -> str:
        values = {str(year): member[name] for year, name in ((self.first, "first"), (self.last, "last"))}
        gaps = frozen_gaps(self.method, member["code"])
        return self.footnotes.mark(why_no_change(gaps, self.first, self.last, values))

    @property
    def reply(self) -> str:
        """Of a member: which version of its reply its answers stand in."""
        return reply_note(self.place)

    @property
    def is_mixed(self) -> bool:
        """Whether some members have official figures and some made-up ones."""
        return 0 < int(self.method["illustrative_members"]) < int(self.method["member_count"])

    @property
    def source(self) -> str:
        """The source line of every chart."""
        return source_line(self.method["vintages"])


def region_report(
    edition: Edition, alliance: str, data_root: str = "", trail_root: str = ""
) -> Report | None:
    """The report on the whole region as it is arranged; None while the edition has not been composed.

    `data_root` and `trail_root` are the addresses below which the edition's data files and the trails of
    its figures are, where there are any.
    """
    blocks = page_of(edition)
    material = material_of(edition, alliance, blocks, data_root, trail_root)
    if material is None:
        return None
    sections = sections_of(material, blocks)
    region, method, (first, last) = material.region, dict(material.method), material.years
    report = Report(
        edition=edition,
        method=method,
        illustrative=region["illustrative"],
        lead=findings.place_trend(alliance, region["total"], first, last),
        key_figures=[],
        charts={},
        place=dict(region),
        stories=[],
        sections=sections,
        trail_root=trail_root,
    )
    return replace(
        report,
        key_figures=[figure for figures in report.shown("figures") for figure in figures],
        charts={chart.key: chart for chart in report.shown("chart")},
        stories=[group for themes in report.shown("themes") for group in themes],
    )


def member_report(edition: Edition, code: str, data_root: str = "", trail_root: str = "") -> Report | None:
    """The report on one member: its own history, and those that are like it; None where there is none."""
    content = block_content(edition, code, "stories", "method") if code.isdigit() else {}
    if code not in content:
        return None
    own = [s for s in content["stories"]["stories"] if s["owner_slug"] == content[code]["slug"]]
    return report_on(
        edition, content[code], content["method"], own, data_root=data_root, trail_root=trail_root
    )


def member_reports(
    edition: Edition, method: dict[str, Any], data_root: str = "", trail_root: str = ""
) -> Iterator[Report]:
    """The reports on every member in the order of the edition, from one look at the blocks."""
    stories = block_content(edition, "stories")["stories"]["stories"]
    for content in contents_of_members(edition):
        own = [story for story in stories if story["owner_slug"] == content["slug"]]
        yield report_on(edition, content, method, own, data_root=data_root, trail_root=trail_root)


def report_on(
    edition: Edition,
    member: Content,
    method: dict[str, Any],
    stories: list[dict[str, Any]],
    *,
    data_root: str,
    trail_root: str = "",
) -> Report:
    """The report on one member, from content that has been read."""
    member = {**member, "key": member["code"], "gaps": frozen_gaps(method, member["code"])}
    vintages = [member["vintage"]] if member["vintage"] else method["vintages"]
    years, has_data = method["years"], bool(data_root and (member["total"] or member["sectors"]))
    address = f"{data_root}{member['code']}.csv" if has_data else ""
    frame = _frame(method, vintages, findings.missing(findings.gaps([member], years)), address, trail_root)
    beside = findings.missing(findings.gaps([member, *member["alike"]], years))
    around = _frame(method, method["vintages"], beside)
    alike = [
        {**other, "gaps": frozen_gaps(method, other["code"])}
        | {"why": findings.likeness(other, member["name"], frame.last)}
        for other in member["alike"]
    ]
    return Report(
        edition=edition,
        method=method,
        illustrative=member["illustrative"] or any(other["illustrative"] for other in alike),
        lead=findings.place_trend(member["name"], member["total"], frame.first, frame.last),
        key_figures=key_figures(member, frame.first, frame.last, member["code"]),
        charts={
            "total": pictures.total_chart(frame, member["name"], member),
            "sectors": pictures.sector_chart(frame, member),
            "changes": pictures.change_chart(frame, member),
            "alike": pictures.alike_chart(around, {**member, "alike": alike}),
        },
        place={**member, "alike": alike, "answers": answers_of(member)},
        stories=by_theme(stories),
    )


def change_of(first: float | None, last: float | None) -> float | None:
    """The change between two figures in per cent; None where either is missing or the first is zero."""
    return None if not first or last is None else (last - first) / first * 100


def foreword_of(edition: Edition) -> str:
    """The foreword in the reader's language."""
    return localised(edition, "foreword")


def _frame(
    method: Content,
    vintages: list[dict[str, Any]],
    notes: list[str],
    address: str = "",
    trail_root: str = "",
) -> Frame:
    source = source_line(vintages)
    return Frame(method["base_year"], method["last_year"], source, tuple(notes), address, trail_root)


# Words -----------------------------------------------------------------------------------------------


def answers_of(member: Content) -> list[dict[str, Any]]:
    language = (get_language() or "nb")[:2]
    return [
        {
            "question": answer["question"][language],
            "said": answer["said"][language],
            # What reads the same in every language is the member's own words, which are Norwegian.
            "is_own": len(set(answer["said"].values())) == 1 and any(map(str.isalpha, answer["said"]["nb"])),
        }
        for answer in member["answers"]
    ]
