"""Questions about how an edition was made: the method in sentences, the vintages in rows."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.editions.models import Edition
from dugnad.editions.queries import findings
from dugnad.editions.queries.citing import address_of, citation
from dugnad.editions.queries.report import Report
from dugnad.indicators.kinds import gases_in_words, publisher_name, source_title
from dugnad.indicators.models import Vintage
from dugnad.kit import formats


def method_lines(edition: Edition, report: Report) -> list[str]:
    """Whose figures, of what, between which years; what was left out, and why a share is not shown."""
    method = report.method
    words = {
        "count": method["member_count"],
        "day": formats.day(edition.members_on),
        "first": report.first,
        "last": report.last,
    }
    lines = [
        ngettext(
            "The region is the municipality that was a member on %(day)s, through all years.",
            "The region is the %(count)s municipalities that were members on %(day)s, through all years.",
            method["member_count"],
        )
        % words,
        _(
            "The figures cover direct emissions inside municipal borders from %(first)s to %(last)s. "
            "Through traffic and single plants are part of them."
        )
        % words,
        _("A year that nobody has published figures for is a gap, never a zero."),
        _("Sectors: %(sectors)s.") % {"sectors": _listed(method["sectors"])},
    ]
    return [*lines, *_reservations(report)]


def _reservations(report: Report) -> list[str]:
    """What a careful reader must know besides."""
    method, lines = report.method, []
    if method["sectors_left_out"]:
        text = _("Left out, because only some of the sources count them: %(sectors)s.")
        lines.append(text % {"sectors": _listed(method["sectors_left_out"])})
    if method.get("other_years"):
        text = _("The newest vintage of some municipality has no figure for %(years)s; an earlier one has.")
        lines.append(text % {"years": ", ".join(map(str, method["other_years"]))})
    if method["gases"]:
        lines.append(_("Gases: %(gases)s.") % {"gases": gases_in_words(method["gases"])})
    lines += findings.left_out(method["lacking"])
    if "national" in report.place and not report.place["national"]:
        lines.append(
            _("The country's total is not among our figures yet, so the region's share of it is not shown.")
        )
    if method["illustrative"]:
        text = _("%(count)s of %(all)s municipalities have illustrative figures: made up, not official.")
        lines.append(text % {"count": method["illustrative_members"], "all": method["member_count"]})
    return lines


def _listed(sectors: list[str]) -> str:
    return ", ".join(findings.in_a_sentence(sector) for sector in sectors)


def vintage_rows(vintages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Vintages as rows of a table, with the key of their page where they are here."""
    hashes = [vintage["sha256"] for vintage in vintages]
    here = dict(Vintage.objects.filter(file__sha256__in=hashes).values_list("file__sha256", "pk"))
    return [
        {
            "pk": here.get(vintage["sha256"]),
            "name": f"{publisher_name(vintage['publisher'])}: {source_title(vintage['title'])}",
            "seen": formats.day(date.fromisoformat(vintage["seen_on"])),
            "licence": vintage["licence"],
            "file": vintage["file"],
            "sha256": vintage["sha256"],
            "official": vintage["official"],
        }
        for vintage in vintages
    ]


def colophon(edition: Edition, report: Report) -> dict[str, Any]:
    """What stands at the end of an edition: method, vintages, how to cite it, where it is read."""
    method = report.method
    return {
        "method_lines": method_lines(edition, report),
        "vintage_rows": vintage_rows([*method["vintages"], *method["population"], *method["national"]]),
        "citation": citation(edition),
        "address": address_of(edition),
    }
