"""Questions that end on paper: agenda and papers in one file, an extract for an archive, a certificate."""

import io
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.events.models import Certificate, Event, Outcome, Paper
from dugnad.events.queries.agenda import ItemRow, agenda_of
from dugnad.events.queries.links import certificate_address
from dugnad.events.queries.minutes import case_of, hours_of
from dugnad.kit import formats
from dugnad.kit.clock import local_day
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised
from dugnad.kit.uploads import path_of

TEMPLATES = Path(__file__).parents[1] / "templates" / "events"
PDF = "application/pdf"
log = logging.getLogger(__name__)


def bundle(event: Event, *, restricted: bool, closed: bool, language: str, at: datetime) -> bytes:
    """Agenda and papers in one PDF whose bookmarks name each point and each paper.

    A paper that cannot become pages (a spreadsheet, a file that is locked or damaged) is named on the agenda
    with the reason, and fetched from the page of the meeting: one bad file keeps nobody from the others.
    """
    rows = [row for row in agenda_of(event, restricted=restricted, closed=closed) if row.number]
    with translation.override(language):
        told = _("not a PDF; it is on the page of the meeting")
        papers = [paper for row in rows for paper in row.papers]
        why_not = {paper.pk: told for paper in papers if paper.file.content_type != PDF}
        while True:
            data = _agenda(event, rows, why_not, language, closed=closed)
            first = compile_pdf(TEMPLATES / "agenda.typ", data, {}, at=at)
            if len(why_not) == len(papers):
                return first  # the agenda alone is PDF/UA; with papers of others it cannot promise that
            written, failed = _put_together(first, rows, why_not, title=localised(event, "title"))
            if not failed:
                return written
            why_not |= failed  # the agenda is made anew, and says so; most bundles never come here


def _put_together(
    first: bytes, rows: Iterable[ItemRow], why_not: Collection[int], *, title: str
) -> tuple[bytes, dict[int, str]]:
    """The agenda with the papers behind it, and which of them could not be put there after all."""
    import pypdf  # a tenth of a second to load, and few pages need it

    writer, failed = pypdf.PdfWriter(clone_from=io.BytesIO(first)), {}
    writer.add_outline_item(title=_("Agenda"), page_number=0)
    for row in rows:
        parent = None
        for paper in row.papers:
            if paper.pk not in why_not:
                page = len(writer.pages)
                if reason := _append(writer, path_of(paper.file.sha256).read_bytes()):
                    failed[paper.pk] = reason
                    continue
                point = f"{row.marker}{row.item.title}"
                parent = parent or writer.add_outline_item(title=point, page_number=page)
                writer.add_outline_item(title=paper.title, page_number=page, parent=parent)
    return (b"" if failed else _written(writer, title)), failed


def _append(writer: Any, content: bytes) -> str:
    """Why a PDF could not be put behind the others; nothing where it was."""
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return _("locked with a password; it is on the page of the meeting")
        writer.append(reader, import_outline=False)
        return "" if len(reader.pages) else _("without pages; it is on the page of the meeting")
    # What people upload is broken in more ways than the library has names for.
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        log.info("a paper could not be put into a bundle", exc_info=True)
        return _("damaged; it is on the page of the meeting")


def _written(writer: Any, title: str) -> bytes:
    """The bytes, with the language and structure of the agenda, but not its claim that all can be read."""
    writer.root_object.pop("/Metadata", None)
    writer.add_metadata({"/Title": title, "/Author": settings.ALLIANCE["name"]})
    writer.page_mode = "/UseOutlines"
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _agenda(
    event: Event, rows: Iterable[ItemRow], why_not: Mapping[int, str], language: str, *, closed: bool
) -> dict[str, Any]:
    title = localised(event, "title")
    return {
        "language": language[:2],
        "title": title,
        "alliance": settings.ALLIANCE["name"],
        "over": " · ".join([settings.ALLIANCE["name"], _("Agenda")]),
        "lead": ", ".join(
            filter(None, [formats.weekday(local_day(event.starts)), hours_of(event), event.place])
        ),
        "notice": _("Made up for the demo") + "." if event.is_illustrative else "",
        "foot": f"{title}, {formats.day(event.starts)}",
        "words": {"page": _("Page"), "proposal": _("Proposed decision")},
        "items": [
            _closed(row) if row.item.is_confidential and not closed else _item(row, why_not) for row in rows
        ],
    }


def _closed(row: ItemRow) -> dict[str, Any]:
    """A point that is only for those who take part: it keeps its numbers, and says nothing else."""
    heading = f"{row.marker}{_('Only for those who take part')}{case_of(row)}"
    nothing: dict[str, Any] = {"paragraphs": [], "proposal": "", "papers": []}
    return {"heading": heading, "about": _hour(row), **nothing}


def _hour(row: ItemRow) -> str:
    return formats.clock_time(row.at) if row.at and row.item.minutes else ""


def _item(row: ItemRow, why_not: Mapping[int, str]) -> dict[str, Any]:
    item = row.item
    presenter = str(item.presenter) if item.presenter else item.presenter_name
    about = [_hour(row), item.get_kind_display(), presenter]
    return {
        "heading": f"{row.marker}{item.title}{case_of(row)}",
        "about": " · ".join(filter(None, about)),
        "paragraphs": [part.strip() for part in item.text.split("\n\n") if part.strip()],
        "proposal": item.proposal,
        "papers": [_named(paper, why_not.get(paper.pk, "")) for paper in row.papers],
    }


def _named(paper: Paper, why_not: str) -> str:
    return f"{paper.title} ({why_not})" if why_not else paper.title


def extract(outcome: Outcome, *, present: Iterable[str], language: str, at: datetime) -> bytes:
    """One decision for a member's archive: body, case, day, words, who was there and what it replaces.

    `present` are the names that whoever fetches it may read; without one the extract says nothing of them.
    """
    item, event = outcome.item, outcome.item.event
    with translation.override(language):
        title = _("Extract: case %(case)s") % {"case": item.case} if item.case else _("Extract")
        # Most meetings are called as their body is; said once it is enough.
        named = [str(outcome.body) if outcome.body else "", localised(event, "title") if event else ""]
        lead = [*dict.fromkeys(filter(None, named)), formats.day(event.starts if event else outcome.on)]
        data = {
            "language": language[:2],
            "title": title,
            "alliance": settings.ALLIANCE["name"],
            "over": settings.ALLIANCE["name"],
            "lead": ", ".join(lead),
            "notice": _("Made up for the demo") + "." if outcome.is_illustrative else "",
            "foot": f"{settings.PUBLIC_URL}{reverse('decision', args=[outcome.pk])}",
            "heading": item.title,
            "paragraphs": [part.strip() for part in outcome.text.split("\n\n") if part.strip()],
            "facts": [[label, words] for label, words in _facts(outcome, list(present)) if words],
            "words": {"page": _("Page")},
        }
        return compile_pdf(TEMPLATES / "extract.typ", data, {}, at=at)


def _facts(outcome: Outcome, present: list[str]) -> Iterator[tuple[str, str]]:
    yield _("Body"), str(outcome.body or "")
    yield _("Case"), outcome.item.case
    yield _("Decided on"), formats.day(outcome.on)
    yield _("Stands until"), formats.day(outcome.valid_to) if outcome.valid_to else ""
    yield _("Replaces"), "; ".join(_other(old) for old in outcome.replaces.select_related("item"))
    yield _("Replaced by"), _other(outcome.replaced_by) if outcome.replaced_by else ""
    yield _("How it ended"), outcome.settled_note
    yield _("Present"), ", ".join(present)


def _other(outcome: Outcome) -> str:
    return ", ".join(filter(None, [outcome.item.case, outcome.item.title, formats.day(outcome.on)]))


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
            "when": f"{formats.weekday(local_day(event.starts))}, {hours_of(event)}",
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
