"""Pages of waiting: the reminders of a call with their letters, and more time for one member."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from dugnad.calls import changes, rules
from dugnad.calls.forms import ExtendForm, LetterForm, PlanForm
from dugnad.calls.forms.calls import WORDS
from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models import Call, Reminder
from dugnad.calls.queries import Coming, coming_letters, own_days_of, reach_of, reminders_in
from dugnad.calls.views.finding import call_or_404, permitted, tried, viewer_on
from dugnad.calls.views.reminding import anybody_in, preview_for, warn_of_no_link
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow, form_on
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.kit.mail import Letter

# The reminders that follow a member's own day, in words.
OWN_DAY_KINDS = {
    ReminderKind.SOON.value: _l("The member's own deadline is near"),
    ReminderKind.OVERDUE.value: _l("The member's own deadline has passed"),
    ReminderKind.EXPECTED.value: ReminderKind.EXPECTED.label,
}


@allow(STAFF)
@require_safe
def reminders(request: HttpRequest, slug: str) -> HttpResponse:
    """The reminders of a call: which have gone, which are coming, to how many, with which words."""
    return _show_reminders(request, call_or_404(request, slug), PlanForm())


@allow(STAFF)
@require_POST
def add_reminder(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan one more reminder."""
    found, form = call_or_404(request, slug), PlanForm(request.POST)
    if form.is_valid():
        try:
            changes.add_reminder(found, by=viewer_on(request).person, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
        else:
            messages.success(request, _("The reminder is planned. Read its letter before it goes."))
            return redirect("reminders", slug)
    return _show_reminders(request, found, form)


@allow(STAFF)
def edit_reminder(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The day and the letter of a reminder, and how it reads for one who would get it."""
    found = _reminder_or_404(request, slug, pk)
    letters = {code: changes.reminder_letter(found, code) for code in WORDS}
    form = LetterForm(request.POST or None, letters=letters, initial={"day": found.day})
    if form.is_valid():
        values = {"day": form.cleaned_data["day"], "letters": form.letters()}
        try:
            changes.edit_reminder(found, by=viewer_on(request).person, at=clock.now(), **values)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("The reminder is saved. Below is how it reads for one who gets it."))
            warn_of_no_link(request, form.letters())
            return redirect("edit_reminder", slug, pk)
    (coming,) = coming_letters([found], at=clock.now())
    context = {
        "call": found.call,
        "reminder": found,
        "form": form,
        "reach": None if found.sent_at or found.stopped_at else reach_of(found, at=clock.now()),
        "preview": _preview(coming) or preview_for(found.call, found.kind, letters, anybody_in(found.call)),
        "can_edit": rules.can_plan(found.call) and not found.sent_at and not found.stopped_at,
        "changes": changes_of(found),
    }
    return render(request, "calls/edit_reminder.html", context, status=422 if form.errors else 200)


@allow(STAFF)
@form_on("reminders", "slug")
@require_POST
def stop_reminder(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a reminder not go."""
    found = _reminder_or_404(request, slug, pk)
    done = _("The reminder is stopped and does not go.")
    tried(request, lambda **who: changes.stop_reminder(found, **who), done)
    return redirect("reminders", slug)


@allow(STAFF)
def extend_deadline(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    """More time for one member, or no more time after all."""
    found = permitted(request, slug, organisation, "extend_deadline")
    takes_back = "take_back" in request.POST
    initial = {"to": found.extended_to or found.expected_on}
    form = ExtendForm(request.POST or None, takes_back=takes_back, initial=initial)
    if form.is_valid():
        to = None if takes_back else form.cleaned_data["to"]
        who: dict[str, Any] = {"by": viewer_on(request).person, "at": clock.now()}
        try:
            changes.extend_deadline(found, to=to, reason=form.cleaned_data["reason"], **who)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
            found.refresh_from_db()
        else:
            messages.success(request, _("The deadline is changed, and the member is told by mail."))
            return redirect("reply", slug, organisation)
    context = {"reply": found, "call": found.call, "form": form}
    return render(request, "calls/extend_deadline.html", context, status=422 if form.errors else 200)


@allow(STAFF)
def edit_own_day_letter(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The letter to members whose own day comes or has passed."""
    found = call_or_404(request, slug)
    if kind not in OWN_DAY_KINDS or not rules.can_plan(found):
        raise Http404
    letters = {
        code: letter for (_kind, code), letter in changes.own_day_letters(found, [kind], WORDS).items()
    }
    data = request.POST if request.method == "POST" else None
    form = LetterForm(data, letters=letters, has_day=False)
    if form.is_valid():
        who: dict[str, Any] = {"by": viewer_on(request).person, "at": clock.now()}
        try:
            changes.edit_own_day_letter(found, kind, form.letters(), **who)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("The letter is saved."))
            warn_of_no_link(request, form.letters())
            return redirect("reminders", slug)
    context = {
        "call": found,
        "form": form,
        "kind": OWN_DAY_KINDS[kind],
        "preview": preview_for(found, kind, letters, anybody_in(found)),
    }
    return render(request, "calls/edit_own_day_letter.html", context, status=422 if form.errors else 200)


def _show_reminders(request: HttpRequest, found: Call, form: PlanForm) -> HttpResponse:
    rows = coming_letters(reminders_in(found), at=clock.now())
    context = {
        "call": found,
        "rows": [(row, _letters(row.reminder)) for row in rows],
        "form": form if rules.can_plan(found) else None,
        "own_days": own_days_of(found, at=clock.now()) if rules.can_plan(found) else [],
        "own_letters": _own_letters(found) if rules.can_plan(found) else [],
        "now": clock.now(),
    }
    return render(request, "calls/reminders.html", context, status=422 if form.errors else 200)


def _letters(reminder: Reminder) -> list[tuple[str, Letter]]:
    """The drafted letter in each language, while it can still be read before it goes."""
    if reminder.sent_at or reminder.stopped_at or not rules.can_plan(reminder.call):
        return []
    return [(str(words), changes.reminder_letter(reminder, code)) for code, words in WORDS.items()]


def _own_letters(call: Call) -> list[tuple[str, Any, list[tuple[str, Letter]]]]:
    """What goes to members whose own day comes or has passed, in each language."""
    letters = changes.own_day_letters(call, OWN_DAY_KINDS, WORDS)
    return [
        (kind, words, [(str(name), letters[kind, code]) for code, name in WORDS.items()])
        for kind, words in OWN_DAY_KINDS.items()
    ]


def _preview(coming: Coming) -> tuple[Any, Letter] | None:
    """The letter as the first one of those who would get it reads it."""
    first = next(iter(coming.letters), None)
    return (first, changes.compose(first)) if first else None


def _reminder_or_404(request: HttpRequest, slug: str, pk: int) -> Reminder:
    call = call_or_404(request, slug)
    if pk >= 2**63:  # larger than any row that a database can number
        raise Http404
    return get_object_or_404(reminders_in(call), pk=pk)
