"""Deciding in writing: the record, answers by the link in the mail, and a reminder to the silent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dugnad.events import changes
from dugnad.events.forms.writing import PositionsForm
from dugnad.events.models import Event, Participation
from dugnad.events.queries import writing
from dugnad.events.queries.taking_part import name_of, reads_closed
from dugnad.events.rules import meeting as meeting_rules
from dugnad.events.rules import writing as rules
from dugnad.events.views.finding import (
    address_of,
    crumbs_to,
    form_page,
    kept_or_404,
    meeting_or_404,
    stamp,
)
from dugnad.events.views.participating import by_link, points_of
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.forms import ConfirmForm
from dugnad.kit.pages import FormPage, answer_form, posted


@public
@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """The record of a written procedure: who said what by when, and what was decided."""
    found = meeting_or_404(request, slug)
    event = found.event
    if not meeting_rules.facts_of(event).is_written or not (found.is_inside or rules.is_over(event)):
        raise Http404
    now = clock.now()
    rows = writing.record_rows(event, on=clock.today())
    context = {
        "event": event,
        "found": found,
        "reads_closed": found.reads_closed,
        "rows": rows,
        "names": meeting_rules.sees_names(event, found.viewer, found.standing),
        "is_over": rules.is_over(event),
        "can_close": found.keeps
        and bool(rows)
        and all(rules.can_close(event, row.told, at=now) for row in rows),
        "can_remind": found.keeps and rules.can_answer(event, at=now),
        "silent": writing.silent_in(event, on=clock.today()) if found.is_inside else [],
        "reminds_at": rules.reminds_at(event),
    }
    return render(request, "events/record.html", context)


@by_link
def answer_in_writing(request: HttpRequest, one: Participation) -> HttpResponse:
    """My answer in a written procedure, opened by the link in the mail; no account is asked for."""
    if not meeting_rules.facts_of(one.event).is_written:
        raise Http404
    event = one.event
    runs = rules.can_answer(event, at=clock.now())
    can_answer = runs and rules.has_vote(one)
    page = FormPage(
        heading=str(event),
        lead=_("%(name)s, what do you think?") % {"name": name_of(one)},
        submit=_("Answer"),
        back=request.path,
        crumbs=crumbs_to(),
        template="events/answer_in_writing.html",
        more=_told(event, one, can_answer=can_answer, runs=runs),
    )
    if request.method == "POST" and runs and not can_answer:
        return render(request, page.template, {"page": page, **page.more}, status=403)
    said = {position.item_id: position for position in one.positions.all()}
    form = PositionsForm(posted(request) if can_answer else None, items=event.items.all(), said=said)

    def act(_values: dict[str, Any]) -> None:
        for item, stance, text in form.told:
            changes.take_position(item, one, stance, text=text, by=one.person, at=clock.now())

    return answer_form(request, form, page, act, _("Thank you, your answer is noted."))


def _told(event: Event, one: Participation, *, can_answer: bool, runs: bool) -> dict[str, Any]:
    return {
        **(
            points_of(one)
            if runs
            else {"rows": writing.record_rows(event, on=clock.today()), "reads_closed": reads_closed(one)}
        ),
        "one": one,
        "event": event,
        "can_answer": can_answer,
        "has_vote": rules.has_vote(one),
        "role": one.get_role_display().lower(),
        "is_over": rules.is_over(event),
    }


@allow(SIGNED_IN)
def remind_silent(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to those who have not answered."""
    event = kept_or_404(request, slug).event
    if not rules.can_answer(event, at=clock.now()):
        raise Http404
    silent = writing.silent_in(event, on=clock.today())
    back = address_of(event, "record")
    page = form_page(
        event,
        (back, _("Record")),
        heading=_("Remind those who have not answered"),
        lead=_("They get a mail with the deadline and a link: %(names)s.")
        % {"names": ", ".join(map(name_of, silent)) or _("nobody")},
        submit=_("Send the reminder"),
        back=back,
    )
    told: list[int] = []

    def act(_values: dict[str, Any]) -> None:
        told.append(changes.remind_silent(event, **stamp(request)))

    def said() -> str:
        return ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told[0]) % {"n": told[0]}

    return answer_form(request, ConfirmForm(posted(request)), page, act, said)
