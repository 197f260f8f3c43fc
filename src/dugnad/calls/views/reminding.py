"""A reminder that somebody writes by hand, and how a letter reads with its places filled in."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.calls import changes, rules
from dugnad.calls.forms import ReminderForm
from dugnad.calls.forms.calls import WORDS
from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models import Call, Reply
from dugnad.calls.queries import ChaseRow, LetterDue, Part, chase_list, reach_by_hand
from dugnad.calls.views.finding import call_or_404, viewer_on
from dugnad.kit import clock
from dugnad.kit.access import STAFF, allow
from dugnad.kit.mail import Letter
from dugnad.members.models import Person

LINK = "{link}"
Preview = tuple[LetterDue, Letter]


def preview_for(
    call: Call, kind: str, letters: Mapping[str, Letter], rows: Iterable[tuple[Reply, list[Person]]]
) -> Preview | None:
    """The letter as the first of these people reads it; None where it can go to nobody."""
    for reply, people in rows:
        reply.call = call
        for person in people:
            if person.email and person.language in letters:
                due = LetterDue(person, [Part(call, kind, [reply], None, letters[person.language])])
                return due, changes.compose(due)
    return None


def warn_of_no_link(request: HttpRequest, letters: Mapping[str, Letter]) -> None:
    """Say in which languages a letter leads nowhere: it may be meant, and is seldom."""
    without = [
        str(WORDS[code]) for code, letter in letters.items() if letter.text and LINK not in letter.text
    ]
    if without:
        message = _("The letter has no {link} in %(languages)s, so it does not say where to answer.")
        messages.warning(request, message % {"languages": ", ".join(without)})


def anybody_in(call: Call) -> list[tuple[Reply, list[Person]]]:
    """Every member of a call with those who answer for it, to read a letter as one of them."""
    return [(row.reply, row.people) for row in chase_list(call, at=clock.now()).rows]


@allow(STAFF)
def remind_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Remind those who were chosen in the chase list, with a draft that can be edited first."""
    found = call_or_404(request, slug)
    rows = [row for row in chase_list(found, at=clock.now()).rows if row.may_remind]
    chosen = [row for row in rows if str(row.reply.pk) in request.POST.getlist("reply")]
    if request.method != "POST" or not chosen:
        messages.warning(request, _("Tick those whom you want to remind. Who has answered is not reminded."))
        return redirect("call", found.slug)
    kind = _kind_of_reminder(request, found, chosen[0])
    languages = {person.language for row in chosen for person in row.people if person.email}
    drafts = {code: changes.reminder_draft(found, kind, code) for code in sorted(languages)}
    is_written = bool({"send", "look"} & request.POST.keys())
    form = ReminderForm(request.POST if is_written else None, drafts=drafts, initial={"kind": kind})
    if form.is_valid() and "send" in request.POST:
        sent = changes.remind_members(
            [row.reply for row in chosen],
            kind,
            form.letters(),
            by=viewer_on(request).person,
            at=clock.now(),
        )
        _tell_sent(request, sent)
        return redirect("call", found.slug)
    if form.is_valid():
        warn_of_no_link(request, form.letters())
    reach = reach_by_hand([row.reply for row in chosen], kind, at=clock.now())
    letters = form.letters() if form.is_valid() else drafts
    context = {
        "call": found,
        "form": form,
        "chosen": chosen,
        "reach": reach,
        "preview": preview_for(found, kind, letters, reach.members),
    }
    return render(request, "calls/remind_members.html", context, status=422 if form.errors else 200)


def _tell_sent(request: HttpRequest, sent: int) -> None:
    said = ngettext("%(sent)s reminder is on its way.", "%(sent)s reminders are on their way.", sent)
    none = _("Nobody was reminded: they have had this reminder already, or have answered.")
    messages.success(request, said % {"sent": sent} if sent else none)


def _kind_of_reminder(request: HttpRequest, found: Call, row: ChaseRow) -> str:
    asked = request.POST.get("kind", "")
    return asked if asked in ReminderKind else rules.fitting_reminder(found, row.reply, at=clock.now())
