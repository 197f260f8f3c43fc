"""Pages on which the secretariat writes a declaration: its texts, their points, and their steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.forms import (
    AboutForm,
    DeclarationForm,
    LineageForm,
    NameForm,
    NewPointForm,
    OrderForm,
    PointForm,
    PreambleForm,
    ServiceForm,
)
from dugnad.declarations.models import Point, Wording
from dugnad.declarations.views.finding import (
    address_of,
    crumbs_to,
    declaration_or_404,
    draft_or_404,
    form_page,
    point_or_404,
    stamp,
    viewer_on,
    wording_or_404,
)
from dugnad.indicators.queries import indicators
from dugnad.kit.access import STAFF, allow
from dugnad.kit.errors import Refused
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, posted


@allow(STAFF)
def create_declaration(request: HttpRequest) -> HttpResponse:
    """A new declaration."""
    form = DeclarationForm(posted(request))
    page = FormPage(
        heading=_("New declaration"),
        lead=_("What the members are to promise each other. Its words come next."),
        submit=_("Create the declaration"),
        back=reverse("declarations"),
        crumbs=[(reverse("declarations"), _("Declaration"))],
    )

    def act(values: dict[str, Any]) -> str:
        found = changes.create_declaration(**values, **stamp(request))
        return reverse("declaration", args=[found.key])

    return answer_form(request, form, page, act, _("The declaration is there. Begin its text."))


@allow(STAFF)
def edit_declaration(request: HttpRequest, key: str) -> HttpResponse:
    """What a declaration is called, and what is said of it."""
    found = declaration_or_404(key)
    form = AboutForm(posted(request), initial=AboutForm.initial_of(found))
    page = FormPage(
        heading=_("Edit the title"),
        lead=_("The title and the sentence below it are no part of what is signed."),
        submit=_("Save"),
        back=reverse("declaration", args=[key]),
        crumbs=crumbs_to(found),
    )

    def act(values: dict[str, Any]) -> None:
        changes.edit_declaration(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def draft_wording(request: HttpRequest, key: str) -> HttpResponse:
    """A text that is begun from nothing."""
    found = declaration_or_404(key)
    form = NameForm(posted(request))
    page = FormPage(
        heading=_("Begin a text"),
        lead=_("It begins empty. To revise a text that holds, begin from that one instead."),
        submit=_("Begin the text"),
        back=reverse("declaration", args=[key]),
        crumbs=crumbs_to(found),
    )

    def act(values: dict[str, Any]) -> str:
        return address_of(changes.draft_wording(found, **values, **stamp(request)), "write_wording")

    return answer_form(request, form, page, act, _("The draft is there. Write its preamble and its points."))


@allow(STAFF)
def begin_revision(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The next text, begun from one that holds."""
    before = wording_or_404(request, key, name)
    if not rules.can_revise(before):
        raise Http404
    form = NameForm(posted(request))
    page = form_page(
        before,
        heading=_("Begin a revision"),
        lead=_("The points of %(name)s are copied, and each is called kept until you say something else.")
        % {"name": before.name},
        submit=_("Begin the revision"),
    )

    def act(values: dict[str, Any]) -> str:
        return address_of(changes.begin_revision(before, **values, **stamp(request)), "write_wording")

    return answer_form(request, form, page, act, _("The draft is there. Only those who treat it can see it."))


@allow(STAFF)
@require_safe
def write_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Where a draft is written: its preamble, its points, and what it still lacks."""
    found = draft_or_404(request, key, name)
    parts = queries.parts_of(found, request.viewer)  # type: ignore[attr-defined]
    changes_of_text = list(queries.trail_of(found))
    context = {
        "declaration": found.declaration,
        "wording": found,
        "parts": parts,
        "gaps": queries.gaps_of(found),
        "open_amendments": queries.open_amendments(found).count(),
        "changes": changes_of_text,
        "told": queries.told_in(changes_of_text, (row.point for part in parts for row in part.rows)),
    }
    return render(request, "declarations/write_wording.html", context)


@allow(STAFF)
def edit_wording(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The preamble of a draft."""
    found = draft_or_404(request, key, name)
    form = PreambleForm(posted(request), initial=PreambleForm.initial_of(found))
    page = _page(found, heading=_("Preamble"), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_wording(found, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The preamble is saved."))


@allow(STAFF)
def add_point(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """A new point of a draft."""
    found = draft_or_404(request, key, name)
    form = NewPointForm(posted(request), wording=found)
    page = _page(
        found,
        heading=_("Add a point"),
        lead=_("A point says one thing that can be done, and that somebody can tell whether it is done."),
        submit=_("Add the point"),
    )

    def act(values: dict[str, Any]) -> None:
        del values["seen"]
        reason = values.pop("reason_nb", "")
        changes.add_new_point(found, reason=reason, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The point is added."))


@allow(STAFF)
def edit_point(request: HttpRequest, key: str, name: str, point: str) -> HttpResponse:
    """The words of a point."""
    found = draft_or_404(request, key, name)
    this = point_or_404(found, point)
    form = PointForm(posted(request), initial=PointForm.initial_of(this))
    page = _page(found, heading=str(this), submit=_("Save"))

    def act(values: dict[str, Any]) -> None:
        changes.edit_point(this, **values, **stamp(request))

    return answer_form(request, form, page, act, _("The point is saved."))


@allow(STAFF)
@require_POST
def confirm_translation(request: HttpRequest, key: str, name: str, point: str, language: str) -> HttpResponse:
    """A translation of a point that is older than bokmål still fits."""
    found = draft_or_404(request, key, name)
    return _confirmed(request, point_or_404(found, point), found, language)


@allow(STAFF)
@require_POST
def confirm_preamble(request: HttpRequest, key: str, name: str, language: str) -> HttpResponse:
    """The same of the preamble."""
    found = draft_or_404(request, key, name)
    return _confirmed(request, found, found, language)


def _confirmed(request: HttpRequest, noun: Point | Wording, wording: Wording, language: str) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        changes.confirm_translation(noun, language, seen=seen, **stamp(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    place = f"#{noun.key}" if isinstance(noun, Point) else ""
    return redirect(address_of(wording, "write_wording") + place)


@allow(STAFF)
def remove_point(request: HttpRequest, key: str, name: str, point: str) -> HttpResponse:
    """Take a point out of a draft."""
    found = draft_or_404(request, key, name)
    this = point_or_404(found, point)
    page = _page(
        found,
        heading=_("Take out: %(point)s") % {"point": this},
        lead=_(
            "Its words go. Where it came from a point of the text before, say afterwards what became of that."
        ),
        submit=_("Take the point out"),
        is_dangerous=True,
    )

    def act(values: dict[str, Any]) -> None:
        changes.remove_point(this, **stamp(request))

    return answer_form(request, ConfirmForm(posted(request)), page, act, _("The point is taken out."))


@allow(STAFF)
def serve_point(request: HttpRequest, key: str, name: str, point: str) -> HttpResponse:
    """What speaks to a point; it is no part of the words, and may change under a text that stands."""
    found = wording_or_404(request, key, name)
    this = point_or_404(found, point)
    form = ServiceForm(
        posted(request),
        activities=queries.activities_to_choose(viewer_on(request)),
        indicators=indicators(),
        initial={
            "seen": queries.seen_in_service(this),
            "activities": this.activities.all(),
            "indicators": this.indicators.all(),
        },
    )
    page = form_page(
        found,
        heading=_("What speaks to: %(point)s") % {"point": this},
        lead=_("Choose what the point is carried out and measured by. The words of the text do not change."),
        submit=_("Save"),
        back=f"{address_of(found)}#{this.key}",
    )

    def act(values: dict[str, Any]) -> None:
        changes.serve_point(this, **values, **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


@allow(STAFF)
def arrange_points(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """The order and the numbers of the points."""
    found = draft_or_404(request, key, name)
    initial = {"seen": queries.seen_in_order(found)}
    form = OrderForm(posted(request), points=queries.points_of(found), initial=initial)
    page = _page(
        found,
        heading=_("Order and numbers"),
        lead=_("Points stand by their place, lowest first. The number is what people say: b, 4, 10."),
        submit=_("Save the order"),
        template="declarations/arrange_points.html",
    )

    def act(values: dict[str, Any]) -> None:
        changes.arrange_points(found, form.order(), seen=values["seen"], **stamp(request))

    return answer_form(request, form, page, act, _("The order is saved."))


@allow(STAFF)
def settle_lineage(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """What became of every point of the text before, on one page."""
    found = draft_or_404(request, key, name)
    if found.based_on is None:
        raise Http404
    form = LineageForm(
        posted(request),
        old=queries.points_of(found.based_on),
        new=queries.points_of(found),
        said=found.successions.all(),
        initial={"seen": queries.seen_in_lineage(found)},
    )
    page = _page(
        found,
        heading=_("What became of the points"),
        lead=_(
            "Say of each point where it comes from, and of each one that is left why. "
            "Members read the reasons."
        ),
        submit=_("Save"),
        template="declarations/settle_lineage.html",
        more={"wording": found, "gaps": queries.gaps_of(found)},
    )

    def act(values: dict[str, Any]) -> None:
        changes.settle_lineage(found, form.told, seen=values["seen"], **stamp(request))

    return answer_form(request, form, page, act, _("Saved."))


def _page(found: Wording, **words: Any) -> FormPage:
    """A form about a draft: it leads back to where the draft is written."""
    back = address_of(found, "write_wording")
    return form_page(found, (back, _("Write")), back=back, **words)
