"""Questions that end on paper: agenda and papers in one file, an extract for an archive, a certificate."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.events.models import Certificate, Event, Outcome, Paper
from dugnad.events.queries.agenda import ItemRow, agenda_of
from dugnad.events.queries.links import certificate_address
from dugnad.events.queries.minutes import hours_of
from dugnad.kit import formats
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised
from dugnad.kit.uploads import path_of

TEMPLATES = Path(__file__).parents[1] / "templates" / "events"
PDF = "application/pdf"


def bundle(event: Event, *, restricted: bool, language: str, at: datetime) -> bytes:
    """Agenda and papers in one PDF whose bookmarks name each point and each paper.

    A paper that is no PDF is named on the agenda and fetched from the page: nobody's spreadsheet becomes
    pages by chance.
    """
    import pypdf  # a tenth of a second to load, and few pages need it

    rows = agenda_of(event, restricted=restricted)
    with translation.override(language):
        first = compile_pdf(TEMPLATES / "agenda.typ", _agenda(event, rows, language), {}, at=at)
        writer = pypdf.PdfWriter()
        writer.append(io.BytesIO(first), outline_item=_("Agenda"), import_outline=False)
        for row in rows:
            _append(writer, row)
        writer.add_metadata({"/Title": localised(event, "title"), "/Author": settings.ALLIANCE["name"]})
        written = io.BytesIO()
        writer.write(written)
    return written.getvalue()


def _append(writer: Any, row: ItemRow) -> None:
    papers = [paper for paper in row.papers if paper.file.content_type == PDF]
    if not papers:
        return
    parent = None
    for paper in papers:
        start = len(writer.pages)
        writer.append(io.BytesIO(path_of(paper.file.sha256).read_bytes()), import_outline=False)
        if parent is None:
            parent = writer.add_outline_item(title=f"{row.number}. {row.item.title}", page_number=start)
        writer.add_outline_item(title=paper.title, page_number=start, parent=parent)


def _agenda(event: Event, rows: Iterable[ItemRow], language: str) -> dict[str, Any]:
    title = localised(event, "title")
    return {
        "language": language[:2],
        "title": title,
        "alliance": settings.ALLIANCE["name"],
        "over": " · ".join([settings.ALLIANCE["name"], _("Agenda")]),
        "lead": ", ".join(filter(None, [formats.weekday(event.starts), hours_of(event), event.place])),
        "notice": _("Made up for the demo") + "." if event.is_illustrative else "",
        "foot": f"{title}, {formats.day(event.starts)}",
        "words": {"page": _("Page"), "proposal": _("Proposed decision")},
        "items": [_item(row) for row in rows],
    }


def _item(row: ItemRow) -> dict[str, Any]:
    item = row.item
    case = _("case %(case)s") % {"case": item.case} if item.case else ""
    presenter = str(item.presenter) if item.presenter else item.presenter_name
    about = [formats.clock_time(row.at), item.get_kind_display(), presenter]
    return {
        "heading": f"{row.number}. {item.title}" + (f" ({case})" if case else ""),
        "about": " · ".join(filter(None, about)),
        "paragraphs": [part.strip() for part in item.text.split("\n\n") if part.strip()],
        "proposal": item.proposal,
        "papers": [_named(paper) for paper in row.papers],
    }


def _named(paper: Paper) -> str:
    where = _("on the page")
    return paper.title if paper.file.content_type == PDF else f"{paper.title} ({where})"


def extract(outcome: Outcome, *, language: str, at: datetime) -> bytes:
    """One decision for a member's archive: the case, the meeting, the words, and where it can be read."""
    item, event = outcome.item, outcome.item.event
    with translation.override(language):
        title = _("Extract: case %(case)s") % {"case": item.case} if item.case else _("Extract")
        meeting = (
            f"{localised(event, 'title')}, {formats.day(event.starts)}" if event else formats.day(outcome.on)
        )
        data = {
            "language": language[:2],
            "title": title,
            "alliance": settings.ALLIANCE["name"],
            "over": settings.ALLIANCE["name"],
            "lead": ", ".join(filter(None, [str(outcome.body) if outcome.body else "", meeting])),
            "notice": _("Made up for the demo") + "." if outcome.is_illustrative else "",
            "foot": f"{settings.PUBLIC_URL}/moter/vedtak/{outcome.pk}/",
            "words": {"page": _("Page"), "proposal": _("Proposed decision")},
            "items": [_decided(outcome)],
        }
        return compile_pdf(TEMPLATES / "agenda.typ", data, {}, at=at)


def _decided(outcome: Outcome) -> dict[str, Any]:
    until = _("Stands until") + f" {formats.day(outcome.valid_to)}" if outcome.valid_to else ""
    return {
        "heading": outcome.item.title,
        "about": " · ".join(filter(None, [_("Decision"), formats.day(outcome.on), until])),
        "paragraphs": [part.strip() for part in outcome.text.split("\n\n") if part.strip()],
        "proposal": "",
        "papers": [],
    }


def certificate_pdf(certificate: Certificate, *, language: str) -> bytes:
    """A certificate as PDF/UA-1; the same certificate gives the same bytes."""
    one = certificate.participation
    event = one.event
    with translation.override(language):
        address = certificate_address(certificate.code)
        data = {
            "language": language[:2],
            "title": ": ".join([_("Certificate"), certificate.name]),
            "alliance": settings.ALLIANCE["name"],
            "over": " · ".join([settings.ALLIANCE["name"], _("Klimaskolen")]),
            "name": certificate.name,
            "from": str(one.organisation) if one.organisation else one.employer,
            "event": localised(event, "title"),
            "when": f"{formats.weekday(event.starts)}–{formats.clock_time(event.ends)}",
            "about": localised(event, "about"),
            "speakers": ", ".join(_speaker(told) for told in event.sign_up.speakers),
            "notice": _("Made up for the demo") + "." if event.is_illustrative else "",
            "address": address,
            "code": certificate.code,
            "words": {
                "heading": _("Certificate"),
                "took_part": _("took part in"),
                "speakers": _("Speakers"),
                "proof": _("How to see whether this is genuine"),
                "code": _("Code"),
                "issued": _("Issued %(day)s") % {"day": formats.day(certificate.issued_at)},
            },
        }
        return compile_pdf(TEMPLATES / "certificate.typ", data, {}, at=certificate.issued_at)


def _speaker(told: Mapping[str, str]) -> str:
    return f"{told['name']} ({told['place']})" if told["place"] else told["name"]
