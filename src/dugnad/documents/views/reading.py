"""Pages that are read: the list and its export, one document, a version, a difference."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dugnad.documents import rules
from dugnad.documents.forms import FilterForm, NoteForm
from dugnad.documents.kinds import KIND_FACTS, Kind, KindFacts
from dugnad.documents.models import Version
from dugnad.documents.queries import (
    Card,
    attachments_in,
    cards,
    clearances_of,
    contribution_of,
    count_received,
    differences_between,
    filtered,
    is_intact,
    length_for,
    listing,
    owners_of,
    prizes,
    readable_versions,
    similar_to,
    uses_of,
    visible_to,
    wording_of,
    years_of,
)
from dugnad.documents.views.finding import card_or_404, in_words_of, version_or_404, viewer_on
from dugnad.kit.access import public
from dugnad.kit.history import changes_of
from dugnad.kit.spreadsheets import CSV, Sheet, as_csv_file, write_csv, write_workbook
from dugnad.kit.text import count_characters, count_words
from dugnad.members.rules import Viewer

PAGE = 24
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Stories and reports, newest first, with filters that live in the address."""
    viewer = viewer_on(request)
    form, found = _asked_for(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": cards(page.object_list, viewer),
        "count": page.paginator.count,
        "as_rows": request.GET.get("view") == "rows",
        "may_write": rules.may_write(viewer),
        "kinds": [facts for facts in KIND_FACTS.values() if facts.is_begun_here],
        "made_elsewhere": _made_elsewhere(form.cleaned_data.get("kind", "")),
        "sees_inbox": viewer.is_secretariat,
        "waiting": count_received() if viewer.is_secretariat else 0,
    }
    return render(request, "documents/documents.html", context)


@public
@require_safe
def documents_export(request: HttpRequest, format: str) -> HttpResponse:
    """The list with its filters as a spreadsheet."""
    _form, found = _asked_for(request)
    header, rows = listing(cards(found, viewer_on(request)))
    if format == "csv":
        response = HttpResponse(as_csv_file(write_csv(header, rows)), content_type=CSV)
    else:
        widths = (40, 14, 24, 8, 24, 14, 10, 60)
        book = write_workbook([Sheet(title=str(header[0]), header=header, rows=rows, widths=widths)])
        response = HttpResponse(book, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="dokumenter.{format}"'
    return response


@public
@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document as the viewer may read it, and what they may do with it."""
    return show_document(request, card_or_404(request, slug))


def show_document(
    request: HttpRequest, card: Card, *, status: int = 200, notes: dict[str, NoteForm] | None = None
) -> HttpResponse:
    """The page of a document; `notes` are forms that came back with something wrong in them."""
    viewer = viewer_on(request)
    works = rules.may_see_work(viewer, card.document)
    attachments = list(attachments_in(card.version))
    versions = _versions(card, viewer)
    tells_a_measure = KIND_FACTS[Kind(card.document.kind)].tells_a_measure
    context = {
        "card": card,
        "document": card.document,
        "version": card.version,
        **_sender(card, viewer),
        "uses": uses_of(card.document, viewer) if tells_a_measure else [],
        "may_note_use": tells_a_measure and viewer.is_secretariat,
        "similar": similar_to(card),
        "facts": KIND_FACTS[Kind(card.document.kind)],
        "pictures": [row for row in attachments if row.shown_file],
        "files": [row for row in attachments if not row.shown_file],
        "versions": versions,
        "public_number": max((v.number for v in versions if v.is_published), default=0),
        "approvals": card.version.approvals.select_related("person", "on_behalf_of"),
        "is_intact": card.version.is_frozen and is_intact(card.version),
        "works": works,
        "sees_contact": rules.may_see_contact(viewer),
        "may": {name: may(viewer, card.document) for name, may in rules.RIGHTS.items()},
        "length": _length_of(card),
        "written": {"words": count_words(card.body), "characters": count_characters(card.body)},
        "changes": changes_of(card.document) if works else (),
        "notes": notes or {},
    }
    return render(request, "documents/document.html", context, status=status)


@public
@require_safe
def document_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An earlier version, as it was."""
    card = card_or_404(request, slug)
    version = version_or_404(request, card.document, number)
    context = {
        "card": card,
        "document": card.document,
        "version": version,
        "is_intact": version.is_frozen and is_intact(version),
        "approvals": version.approvals.select_related("person", "on_behalf_of"),
    }
    return render(request, "documents/document_version.html", context)


@public
@require_safe
def document_differences(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from one version to another."""
    card = card_or_404(request, slug)
    viewer = viewer_on(request)
    versions = _versions(card, viewer)
    if len(versions) < 2:
        raise Http404
    old = version_or_404(request, card.document, request.GET.get("from", versions[1].number))
    new = version_or_404(request, card.document, request.GET.get("to", versions[0].number))
    difference = differences_between(old, new)
    context = {
        "card": card,
        "document": card.document,
        "versions": versions,
        "old": old,
        "new": new,
        "difference": difference,
        "facts": in_words_of(difference),
    }
    return render(request, "documents/document_differences.html", context)


def _asked_for(request: HttpRequest) -> tuple[FilterForm, Any]:
    viewer = viewer_on(request)
    visible = visible_to(viewer)
    form = FilterForm(
        request.GET,
        owners=owners_of(visible),
        years=years_of(visible),
        working=viewer.is_secretariat or viewer.is_body_member or bool(viewer.edits),
    )
    form.is_valid()
    return form, filtered(visible, viewer, **form.cleaned_data)


def _made_elsewhere(kind: str) -> KindFacts | None:
    """The kind that a list asks for, where nobody begins one by hand: an empty list says how one is made."""
    facts = KIND_FACTS[Kind(kind)] if kind in Kind else None
    return None if facts is None or facts.is_begun_here else facts


def _sender(card: Card, viewer: Viewer) -> dict[str, Any]:
    """Who sent the story in, and what they say to words that were changed; for those who work on it."""
    document = card.document
    if not (card.story and rules.may_see_sender(viewer, document)):
        return {}
    contribution = contribution_of(document)
    asked = clearances_of(document).first()
    wording = wording_of(card.version)
    return {
        "contribution": contribution,
        "is_received": rules.is_received(contribution),
        "asked": asked,
        "is_current": asked is not None and asked.wording == wording,
        "must_ask": contribution is not None and contribution.sha256 != wording,
        "may_ask": rules.may_ask_sender(viewer, document)
        and not (contribution and contribution.sha256 == wording),
        "prizes": prizes(),
        "answers_for_owner": rules.may_edit_for(viewer, document.owner_id),
    }


def _versions(card: Card, viewer: Viewer) -> list[Version]:
    return list(readable_versions(viewer).filter(document=card.document).order_by("-number"))


def _length_of(card: Card) -> rules.Length | None:
    rule = length_for(card.document.kind, card.document.year)
    return rules.length_of(card.body, rule) if rule else None
