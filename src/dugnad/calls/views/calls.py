"""Pages of calls: the list, one call with its chase list, creating, copying, opening, closing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from dugnad.calls import changes, rules
from dugnad.calls.forms import BeginForm, CallForm, CopyForm, FilterForm
from dugnad.calls.forms.calls import CALL_FIELDS
from dugnad.calls.kinds import CALL_FACTS, CallKind
from dugnad.calls.models import Call, Question
from dugnad.calls.queries import (
    STANDINGS,
    chase_list,
    chase_listing,
    doubts_about,
    members_to_ask,
    missing_texts,
    next_year,
    objections_to,
    possible_contacts,
    questions_of,
    revised_in,
    sections_of,
    standing_label,
    submitted_replies,
    visible_calls,
    visible_replies,
)
from dugnad.calls.states import CallState, Languages
from dugnad.calls.views.finding import call_or_404, tried, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, STAFF, allow
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.kit.spreadsheets import CSV, Sheet, as_csv_file, write_csv, write_workbook

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEADLINE = ("due_day", "due_time", "grace_minutes")
WIDTHS = (22, 20, 18, 24, 10, 10, 24, 24, 24, 8, 14, 24, 30, 30, 34, 16, 34, 40, 60, 24)

# What can be ticked at once in the chase list.
TICKS = {"late": _l("those who are late"), "all": _l("all that we wait for"), "none": _l("nobody")}


@allow(SIGNED_IN)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Every call that the viewer may know of, and what waits for them."""
    viewer, now = viewer_on(request), clock.now()
    own: dict[int, list[Any]] = {}
    for reply in visible_replies(viewer).filter(organisation__in=viewer.edits):
        own.setdefault(reply.call_id, []).append((reply, rules.standing_of(reply.call, reply, at=now)))
    rows = [(call, own.get(call.pk, [])) for call in visible_calls(viewer)]
    return render(request, "calls/calls.html", {"rows": rows, "now": now})


@allow(SIGNED_IN)
@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what is asked; for the secretariat also who has answered."""
    found, viewer, now = call_or_404(request, slug), viewer_on(request), clock.now()
    replies = visible_replies(viewer).filter(call=found, organisation__in=viewer.edits)
    replies = replies.annotate(last_received_at=Max("versions__received_at"))
    own = [(reply, rules.standing_of(found, reply, at=now)) for reply in replies]
    context: dict[str, Any] = {
        "call": found,
        "facts": CALL_FACTS[CallKind(found.kind)],
        "sections": sections_of(found),
        "own": own,
        "now": now,
    }
    if viewer.is_secretariat:
        asked = [question for section in context["sections"] for question in section.asked]
        context |= _chase(request, found, asked)
        context["has_own_figures"] = found.has_own_figures  # type: ignore[attr-defined]
        context["has_quantities"] = found.has_quantities  # type: ignore[attr-defined]
    return render(request, "calls/call.html", context)


@allow(STAFF)
@require_safe
def chase_export(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """The chase list with its filters as a spreadsheet."""
    found = call_or_404(request, slug)
    header, rows = chase_listing(found, _chase(request, found)["chase"].rows)
    if format == "csv":
        response = HttpResponse(as_csv_file(write_csv(header, rows)), content_type=CSV)
    else:
        book = write_workbook([Sheet(title=found.slug, header=header, rows=rows, widths=WIDTHS)])
        response = HttpResponse(book, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.{format}"'
    return response


@allow(STAFF)
def create_call(request: HttpRequest) -> HttpResponse:
    """Begin a call with what lies ready, with an earlier call, or with nothing."""
    initial = {"year": next_year(CallKind.KLIMASTATUS, clock.today()), "begin": request.GET.get("fra")}
    form = BeginForm(request.POST or None, initial=initial, calls=visible_calls(viewer_on(request)))
    if form.is_valid():
        try:
            created = _begun(request, form)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("The call is made as a draft. Set its days, then its questions."))
            _tell_doubts(request, created)
            return redirect("edit_call", created.slug)
    return _form_page(request, form, None, _("New call"), _("Make the call"))


def writing_language(source: Call | None) -> str:
    """The language in which somebody writes a title: their own, if the call is asked in it."""
    reads = (get_language() or "nb")[:2]
    codes = Languages(source.languages).codes if source else ("nb", "nn", "en")
    return reads if reads in codes else codes[0]


def _begun(request: HttpRequest, form: BeginForm) -> Call:
    year, title, source = form.cleaned_data["year"], form.cleaned_data["title"], form.source
    who: dict[str, Any] = {"by": viewer_on(request).person, "at": clock.now()}
    values: dict[str, Any] = {f"title_{code}": "" for code in ("nb", "nn", "en")} if title else {}
    if title:
        values[f"title_{writing_language(source)}"] = title
    if source is None:
        kind = form.cleaned_data["begin"]
        if not CALL_FACTS[CallKind(kind)].every_year:
            values |= _from_now_on(year)
        return changes.create_call_from_template(kind=kind, year=year, **values, **who)
    return changes.copy_call(source, year=year, **_days_in(source, year), **values, **who)


@allow(STAFF)
def edit_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The words, days and contact of a call."""
    found = call_or_404(request, slug)
    form = CallForm(request.POST or None, call=found, contacts=possible_contacts(on=clock.today()))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in CALL_FIELDS}
        moved = any(values[name] != getattr(found, name) for name in DEADLINE)
        try:
            changes.edit_call(found, by=viewer_on(request).person, at=clock.now(), **values)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            said = [_("The call is saved."), _stays(found) if moved else ""]
            messages.success(request, " ".join(filter(None, said)))
            return redirect("questions" if found.state == CallState.DRAFT else "call", found.slug)
    return _form_page(request, form, found, _("Words and days"), _("Save"), lead=_stays(found))


def _stays(found: Call) -> str:
    """What a change of the deadline does not change: the verdicts on what has come already."""
    came = submitted_replies(found)
    said = ngettext(
        "%(count)s reply has come. Whether it came in time was decided when it came and stands on its "
        "receipt: another day, time or grace does not change that.",
        "%(count)s replies have come. Whether each came in time was decided when it came and stands on its "
        "receipt: another day, time or grace does not change that.",
        came,
    )
    return said % {"count": came} if came else ""


@allow(STAFF)
def copy_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin next year's call with the questions of this one."""
    found = call_or_404(request, slug)
    initial = _days_in(found, found.year + 1) | {"year": found.year + 1}
    form = CopyForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            copied = changes.copy_call(
                found, by=viewer_on(request).person, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("The call is copied as a draft."))
            # The page of the questions lists what may not hold in the new year.
            has_doubts = doubts_about(copied, on=clock.today()).count
            return redirect("questions" if has_doubts else "call", copied.slug)
    lead = _(
        "The new call begins as a draft with the questions, words and settings of %(call)s, and its years "
        "are moved on. Answers, reminders and files stay where they are. You can change everything before "
        "you open it."
    )
    heading, words = _("Ask again next year"), lead % {"call": found}
    return _form_page(request, form, found, heading, _("Copy the call"), lead=words)


def _tell_doubts(request: HttpRequest, copied: Call) -> None:
    """Say at once what may not hold in the new year; the page of the questions lists it."""
    count = doubts_about(copied, on=clock.today()).count
    said = ngettext(
        "%(count)s question or text may not fit %(year)s. It is listed above the questions.",
        "%(count)s questions and texts may not fit %(year)s. They are listed above the questions.",
        count,
    )
    if count:
        messages.warning(request, said % {"count": count, "year": copied.year})


@allow(STAFF)
def open_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the members, after a look at whom and until when."""
    found = call_or_404(request, slug)
    if request.method != "POST":
        lacks: dict[str, Any] = {"missing": missing_texts(found), "lacks_questions": not questions_of(found)}
        if found.state == CallState.DRAFT:
            lacks["doubts"] = doubts_about(found, on=clock.today())
        return _sure(request, found, "calls/open_call.html", **lacks)
    opened = tried(request, lambda **who: changes.open_call(found, **who), _("The call is open."))
    # What keeps a call from being opened is written on the page of its questions, which lists all of it.
    return redirect("call" if opened else "questions", found.slug)


@allow(STAFF)
def discard_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Take away a draft that nobody has been asked to answer."""
    found = call_or_404(request, slug)
    if request.method != "POST":
        return _sure(request, found, "calls/discard_call.html")
    gone = tried(request, lambda **who: changes.discard_call(found, **who), _("The draft is gone."))
    return redirect("calls") if gone else redirect("call", slug)


@allow(STAFF)
def close_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more answers, after a look at who has not answered."""
    found = call_or_404(request, slug)
    if request.method != "POST":
        return _sure(request, found, "calls/close_call.html")
    tried(request, lambda **who: changes.close_call(found, **who), _("The call is closed."))
    return redirect("call", found.slug)


def _sure(request: HttpRequest, found: Call, template: str, **more: Any) -> HttpResponse:
    """A page that says what will happen before it does."""
    now = clock.now()
    chase = chase_list(found, at=now)
    unsettled = sum(rules.may_remind(row.reply) for row in chase.rows)
    context = {
        "call": found,
        "has_passed": rules.has_passed(found, now),
        "everyone": chase.everyone or len(members_to_ask(found, on=now.date())),
        "unsettled": unsettled,
        **more,
    }
    return render(request, template, context)


def _chase(request: HttpRequest, found: Call, asked: Sequence[Question] | None = None) -> dict[str, Any]:
    standing, subregion = request.GET.get("state", ""), request.GET.get("subregion", "")
    sort = request.GET.get("sort", "")
    wanted = {"standing": standing, "subregion": subregion, "sort": sort}
    chase = chase_list(found, at=clock.now(), questions=asked, **wanted)
    states = [(state, standing_label(state), chase.standings[state]) for state in STANDINGS]
    form = FilterForm(
        request.GET,
        subregions=[(group.slug, group.name) for group in chase.subregions],
    )
    revised = revised_in(found, on=clock.today(), replies=chase.replies)
    waited = [row for row in chase.rows if row.may_remind]
    return {
        "waited": waited,
        "tick": request.GET["tick"] if request.GET.get("tick") in TICKS else "late",
        "ticks": [
            ("late", TICKS["late"], sum(row.is_overdue for row in waited)),
            ("all", TICKS["all"], len(waited)),
            ("none", TICKS["none"], 0),
        ],
        "chase": chase,
        "form": form,
        "states": states,
        "columns": _columns(sort or "member"),
        "answered": chase.answered,
        "changes": changes_of(found),
        "revised": revised,
        "revised_figures": sum(row.figures for row in revised),
        "objections": objections_to(found),
    }


def _columns(sort: str) -> list[dict[str, str]]:
    """The columns by which the chase list can be sorted: which way now, and which way the next time."""
    labels = {"member": _("Municipality"), "standing": _("State"), "since": _("Since")}
    ways = {name: "ascending", f"-{name}": "descending"} if (name := sort.removeprefix("-")) in labels else {}
    return [
        {
            "name": name,
            "label": label,
            "way": ways.get(sort, "") if name == sort.removeprefix("-") else "",
            "next": f"-{name}" if sort == name else name,
        }
        for name, label in labels.items()
    ]


def _form_page(
    request: HttpRequest, form: Any, found: Call | None, heading: str, button: str, *, lead: str = ""
) -> HttpResponse:
    context = {"form": form, "call": found, "heading": heading, "button": button, "lead": lead}
    return render(request, "calls/call_form.html", context, status=422 if form.errors else 200)


def _from_now_on(year: int) -> dict[str, Any]:
    """The days of a call that comes at no certain time: open from today, due four weeks later."""
    opens = rules.same_weekday_in(clock.today(), year)
    return {"opens": opens, "due_day": opens + timedelta(weeks=4)}


def _days_in(call: Call, year: int) -> dict[str, Any]:
    """The days of a call in another year, on the same days of the week."""
    return {name: rules.same_weekday_in(getattr(call, name), year) for name in ("opens", "due_day")}
