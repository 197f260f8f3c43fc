"""Pages that are read: the declaration that holds, one of its texts, and two texts side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from dugnad.declarations import queries, rules
from dugnad.declarations.models import Declaration, Wording
from dugnad.declarations.queries.papers import compiled, told_unsigned
from dugnad.declarations.views.finding import declaration_or_404, readable, viewer_on, wording_or_404
from dugnad.kit import clock
from dugnad.kit.access import public

SIGNED = "nb"  # the language of what is signed
LANGUAGES = ("nb", "nn", "en")
SIDE_BY_SIDE = "tekster"


@public
@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """The declaration of the alliance; a list where there are several."""
    found = list(queries.declarations())
    if len(found) == 1:
        return _front(request, found[0])
    rows = [(each, queries.adopted_wording(each)) for each in found]
    context = {"rows": rows, "may_write": rules.may_write(viewer_on(request))}
    return render(request, "declarations/declarations.html", context)


@public
@require_safe
def declaration(request: HttpRequest, key: str) -> HttpResponse:
    """What holds, what is drafted, and the way to everything that belongs to it."""
    return _front(request, declaration_or_404(key))


@readable
@require_safe
def wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A text with its points, and what became of each since the text before."""
    found = wording_or_404(request, key, name)
    viewer = viewer_on(request)
    wordings = queries.visible_wordings(found.declaration, viewer)
    language = _language_asked(request)
    parts = queries.parts_of(found, viewer)
    changes = list(queries.trail_of(found)) if viewer.is_signed_in else []
    context = {
        "declaration": found.declaration,
        "wording": found,
        "wordings": wordings,
        "parts": parts,
        "dropped": queries.dropped_at(found) if found.based_on_id else [],
        "before": next(iter(queries.earlier_than(found, wordings)), None),
        "is_intact": found.sha256 == queries.fingerprint_of(found),
        "reading": language,
        "signed_language": SIGNED,
        "is_translation": language != SIGNED,
        "treatments": queries.treatments_of(found),
        "may_write": rules.may_write(viewer),
        "can": _steps(found),
        "may_amend": rules.may_amend(viewer, found),
        "may_serve": rules.may_write(viewer),
        "changes": changes,
        "told": queries.told_in(changes, (row.point for part in parts for row in part.rows)),
    }
    return render(request, "declarations/wording.html", context)


@readable
@require_safe
def compare_wordings(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """What one text says otherwise than an earlier one, point by point."""
    found = wording_or_404(request, key, name)
    earlier = queries.earlier_than(found, queries.visible_wordings(found.declaration, viewer_on(request)))
    asked = request.GET.get("med", "")
    old = next((each for each in earlier if asked in ("", each.name)), None)
    if old is None:
        raise Http404
    context = {
        "declaration": found.declaration,
        "wording": found,
        "old": old,
        "earlier": earlier,
        "comparison": queries.comparison_of(old, found, _language_asked(request)),
        "reading": _language_asked(request),
        "side_by_side": request.GET.get("vis") == SIDE_BY_SIDE,
    }
    return render(request, "declarations/compare_wordings.html", context)


@readable
@require_safe
def wording_paper(request: HttpRequest, key: str, name: str, language: str) -> HttpResponse:
    """The text alone as a PDF, for the case at home: in bokmål, nynorsk or English."""
    found = wording_or_404(request, key, name)
    if language not in LANGUAGES:
        raise Http404
    at = clock.now()
    content = compiled(told_unsigned(found, language=language, at=at), at=at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{key}-{name}-{language}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _front(request: HttpRequest, found: Declaration) -> HttpResponse:
    """The page that a mayor would quote from."""
    viewer = viewer_on(request)
    wordings = queries.visible_wordings(found, viewer)
    holds = queries.holding(wordings)
    under_way = [each for each in wordings if rules.can_amend(each)]
    context = {
        "declaration": found,
        "holds": holds,
        "parts": queries.parts_of(holds, viewer) if holds else [],
        "under_way": under_way,
        "past": [each for each in wordings if each not in [holds, *under_way]],
        "timeline": queries.timeline_of(found, under_way),
        "counts": _counts(under_way, wordings),
        "reading": _language_asked(request),
        "is_translation": _language_asked(request) != SIGNED,
        "works": viewer.is_secretariat or viewer.is_body_member or bool(viewer.edits),
        "may_write": rules.may_write(viewer),
        "may_revise": rules.may_write(viewer) and holds is not None and not under_way,
    }
    return render(request, "declarations/declaration.html", context)


def _counts(under_way: list[Wording], wordings: list[Wording]) -> list[Any]:
    """Of the text under way: how many points went which way since the text before."""
    for each in under_way[:1]:
        for old in queries.earlier_than(each, wordings)[:1]:
            return queries.comparison_of(old, each).counts
    return []


def _steps(found: Wording) -> dict[str, bool]:
    """Which steps of a text can be taken now."""
    return {
        "edit": rules.can_edit(found),
        "offer": rules.can_offer(found),
        "reopen": rules.can_reopen(found),
        "adopt": rules.can_adopt(found),
        "revise": rules.can_revise(found),
        "withdraw": rules.can_amend(found),
    }


def _language_asked(request: HttpRequest) -> str:
    """In which language the text is read: the reader's, or the one that the address names."""
    asked = request.GET.get("sprak", "")
    return asked if asked in LANGUAGES else (get_language() or SIGNED)[:2]
