"""Pages of arranging: what stands on the page of an edition, block by block."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.editions import changes
from dugnad.editions.forms import PageBlockForm, PlaceForm, initial_of
from dugnad.editions.kinds import PAGE_BLOCKS, PageBlockKind
from dugnad.editions.models import Edition, PageBlock
from dugnad.editions.queries.arrangement import (
    editions_to_copy_from,
    kinds_to_add,
    page_of,
    shows_of,
    stamp_of,
    standard_blocks,
    titles_of_indicators,
)
from dugnad.editions.queries.catalogue import is_out_of_date, unfetched
from dugnad.editions.queries.showing import shown_blocks
from dugnad.editions.queries.showing.material import material_of
from dugnad.editions.rules import is_open
from dugnad.editions.views.finding import edition_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
@require_safe
def arrange_edition(request: HttpRequest, year: int) -> HttpResponse:
    """The blocks in their order, each with what it shows, and what can be done with it."""
    found = edition_or_404(request, year)
    blocks = page_of(found)
    context = {
        "edition": found,
        "rows": _rows(found, blocks),
        "seen": stamp_of(blocks),
        "is_open": is_open(found.state),
        "form": PlaceForm(blocks=blocks),
        "kinds": kinds_to_add(),
        "others": editions_to_copy_from(found),
        "out_of_date": found.composed_at is not None and is_out_of_date(found),
    }
    return render(request, "editions/arrange_edition.html", context)


def _rows(edition: Edition, blocks: list[PageBlock]) -> list[tuple[PageBlock, str, bool, bool, bool]]:
    """The blocks with what was chosen; whether one shows nothing, awaits figures, says why it has none."""
    material = material_of(edition, settings.ALLIANCE["name"], blocks, "", "")
    titles = titles_of_indicators()
    if material is None:
        return [(block, shows_of(block, titles), False, False, False) for block in blocks]
    waiting = unfetched(edition)
    shown = shown_blocks(material, blocks)
    return [
        (
            block,
            shows_of(block, titles),
            one is None,
            block.settings.get("indicator", "") in waiting,
            one is not None and "without" in one.shows,
        )
        for block, one in zip(blocks, shown, strict=True)
    ]


@allow(STAFF)
def add_block(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Write a new block of a kind."""
    found = edition_or_404(request, year)
    if kind not in PageBlockKind.values:
        raise Http404
    after = request.GET.get("after", "")
    form = PageBlockForm(posted(request), edition=found, kind=kind, initial=_first_choices(kind))
    page = _page(found, _("Add a block: %(kind)s") % {"kind": PageBlockKind(kind).label}, _("Add"), kind)

    def add(values: dict[str, Any]) -> str:
        block = changes.add_block(found, kind=kind, after=after, **form.values(), **_who(request))
        return at_block(found, block.key)

    return answer_form(request, form, page, add, _("The block is added."))


def _first_choices(kind: str) -> dict[str, Any]:
    """What a new block begins with: as the first standard block of its kind, else as the kind says."""
    block = next((block for block in standard_blocks() if block.kind == kind), None)
    return dict(block.settings if block else PAGE_BLOCKS[PageBlockKind(kind)].first)


@allow(STAFF)
def edit_block(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Change the words and choices of a block."""
    found = edition_or_404(request, year)
    block = _block(found, key)
    form = PageBlockForm(posted(request), edition=found, kind=block.kind, initial=initial_of(block))
    page = _page(found, str(block), _("Save"), block.kind)

    def save(values: dict[str, Any]) -> str:
        revision = values["seen"] or block.revision
        changes.edit_block(found, block.key, revision=revision, **form.values(), **_who(request))
        return at_block(found, block.key)

    return answer_form(request, form, page, save, _("Saved."))


@allow(STAFF)
@form_on("arrange_edition", "year")
@require_POST
def move_block(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A block up or down."""
    found, up = edition_or_404(request, year), "up" in request.POST
    seen = request.POST.get("seen", "")
    _tried(request, lambda who: changes.move_block(found, key, up=up, seen=seen, **who))
    return redirect(at_block(found, key))


@allow(STAFF)
@form_on("arrange_edition", "year")
@require_POST
def remove_block(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Take a block out."""
    found, seen = edition_or_404(request, year), request.POST.get("seen", "")
    said = _("The block is taken out. Its words stand in the history of the edition.")
    _tried(request, lambda who: changes.remove_block(found, key, seen=seen, **who), said)
    return redirect("arrange_edition", year)


@allow(STAFF)
@require_POST
def copy_arrangement(request: HttpRequest, year: int) -> HttpResponse:
    """Arrange the page as that of another edition."""
    found, seen = edition_or_404(request, year), request.POST.get("seen", "")
    source = editions_to_copy_from(found).filter(year=_number(request.POST.get("from", ""))).first()
    if source is None:
        messages.error(request, _("Choose an edition to copy from."))
        return redirect("arrange_edition", year)
    said = _("The page is arranged as %(edition)s.") % {"edition": source}
    _tried(request, lambda who: changes.copy_arrangement(found, source, seen=seen, **who), said)
    return redirect("arrange_edition", year)


@allow(STAFF)
@require_safe
def choose_block(request: HttpRequest, year: int) -> HttpResponse:
    """On to the form of the kind that was chosen."""
    found = edition_or_404(request, year)
    form = PlaceForm(request.GET, blocks=page_of(found))
    if not form.is_valid():
        messages.error(request, _("Choose what the block shows."))
        return redirect("arrange_edition", year)
    address = reverse("add_block", args=[year, form.cleaned_data["kind"]])
    return redirect(f"{address}?after={form.cleaned_data['after']}")


def at_block(edition: Edition, key: str) -> str:
    """Where a block stands in the list."""
    return f"{reverse('arrange_edition', args=[edition.year])}#{key}"


def _page(edition: Edition, heading: str, submit: str, kind: str) -> FormPage:
    back = reverse("arrange_edition", args=[edition.year])
    return FormPage(
        heading=heading,
        submit=submit,
        back=back,
        template="editions/page_block.html",
        lead=str(PAGE_BLOCKS[PageBlockKind(kind)].about),
        crumbs=[
            (reverse("editions"), "Klimastatus"),
            (reverse("edition", args=[edition.year]), str(edition)),
            (back, _("Arrange the page")),
        ],
    )


def _block(edition: Edition, key: str) -> PageBlock:
    block = next((block for block in page_of(edition) if block.key == key), None)
    if block is None:
        raise Http404
    return block


def _tried(request: HttpRequest, act: Any, said: str = "") -> None:
    try:
        act(_who(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        if said:
            messages.success(request, said)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("9999") else 0


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": viewer_on(request).person, "at": clock.now()}
