"""The chase list, drawn at once: a template takes its time for each tag, and hundreds of members have a line.

What is the same on every line, its words among them, is worked out once a list.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dugnad.calls.models import Call
from dugnad.calls.queries import ChaseRow
from dugnad.calls.states import Standing
from dugnad.kit.formats import short_day
from dugnad.kit.templatetags.kit import status_tag
from dugnad.kit.text import norwegian
from dugnad.members.models import Office, Person

register = template.Library()

NOTE, REASON = 120, 80  # characters of what was said and of a reason; the reply has all of it
NOTHING = SafeString("")
SPACE, BREAK = SafeString(" "), SafeString("<br>")
LINE = """
<tr><td class="chase-box">{box}</td>\
<th scope="row"><a href="{address}">{name}</a> {group}</th>\
<td class="chase-state">{state}</td>\
<td data-label="{since_when}">{since}</td>\
<td class="number" data-label="{how_many}">{answered}/{asked}</td>\
<td class="chase-contact">{note}<div class="chase-people">{first}<details class="contacts">\
<summary>{more}<span class="ds-sr-only">: {name}</span></summary>{people}\
<div class="contact no-print"><a href="{address}notater/" aria-label="{speak_with}">{speak}</a>{extend}</div>\
</details></div></td></tr>"""
BOX = '<input type="checkbox" name="reply" value="{}" aria-label="{}" data-tick-in="{}"{}>'
CONTACT = '<div class="contact"><span>{}</span>{}{}{}</div>'
TELEPHONE, MAIL = ' <a href="tel:{}">{}</a>', ' <a href="mailto:{}">{}</a>'
EXTEND = ' <a href="{}utsett/" aria-label="{}">{}</a>'


@register.simple_tag
def chase_lines(call: Call, rows: Iterable[ChaseRow], tick: str) -> SafeString:
    """A line for each member: where it stands and since when, how far it has come, and whom to ring."""
    language, words = get_language() or "", _words()
    return format_html_join("", LINE, (_line(call, row, tick, words, language) for row in rows))


def _words() -> dict[str, str]:
    return {
        "remind": _("Remind %(name)s"),
        "since": _("Since"),
        "answered": _("Answered"),
        "expected": _("expected %(day)s"),
        "has_until": _("has until %(day)s"),
        "saved": _("saved %(day)s"),
        "opened": _("opened %(day)s"),
        "nobody": _("Nobody to write to"),
        "more": _("More"),
        "contact": _("Contact"),
        "speak": _("Note what was said"),
        "speak_with": _("Note what %(name)s said"),
        "extend": _("More time"),
        "extend_for": _("More time for %(name)s"),
    }


def _line(call: Call, row: ChaseRow, tick: str, words: dict[str, str], language: str) -> dict[str, Any]:
    organisation = row.reply.organisation
    name = {"name": organisation.name}
    address = f"/innhenting/{call.slug}/{organisation.slug}/"
    return {
        "box": _box(row, tick, words["remind"] % name),
        "address": address,
        "name": organisation.name,
        "group": _quiet(row.subregion.name, "quiet chase-group") if row.subregion else NOTHING,
        "state": format_html_join("", "{}", ((part,) for part in _state(call, row, language))),
        "since_when": words["since"],
        "since": format_html_join(BREAK, "{}", ((part,) for part in _since(row, words))),
        "how_many": words["answered"],
        "answered": row.reply.answered,
        "asked": row.asked,
        "note": _note(row),
        "first": _first(row, words["nobody"]) if row.is_waited_for else NOTHING,
        "more": words["more" if row.is_waited_for else "contact"],
        "people": format_html_join("", "{}", ((_office(office, row),) for office in row.offices)),
        "speak": words["speak"],
        "speak_with": words["speak_with"] % name,
        "extend": _extend(row, address, words["extend_for"] % name, words["extend"]),
    }


def _box(row: ChaseRow, tick: str, label: str) -> SafeString:
    """What can be ticked where somebody can be reminded."""
    if not row.may_remind:
        return NOTHING
    is_ticked = tick == "all" or (tick == "late" and row.is_overdue)
    ticked = SafeString(" checked") if is_ticked else NOTHING
    return format_html(BOX, row.reply.pk, label, "all late" if row.is_overdue else "all", ticked)


def _state(call: Call, row: ChaseRow, language: str) -> Iterator[SafeString]:
    reply = row.reply
    yield _standing(row.standing, language)
    if reply.confirmation:
        yield BREAK + _quiet(reply.get_confirmation_display())
    if row.is_late and reply.submitted_at:
        yield SPACE + _came_late(language)
    if call.four_eyes and reply.checked_at and row.standing == Standing.SUBMITTED:
        yield SPACE + status_tag(row.standing, _("Waits for the second person"))


def _since(row: ChaseRow, words: dict[str, str]) -> Iterator[str]:
    """The day of the state, and what of agreed days and of the member's own work goes with it."""
    reply = row.reply
    yield short_day(row.since)
    if reply.expected_on:
        yield _on(words["expected"], reply.expected_on)
    if reply.has_more_time and reply.extended_to:
        yield _on(words["has_until"], reply.extended_to)
    if row.standing == Standing.LATE and (begun := reply.saved_at or reply.opened_at):
        yield _quiet(_on(words["saved" if reply.saved_at else "opened"], begun))
    if reply.reason:
        yield _quiet(norwegian(Truncator(reply.reason).chars(REASON)))


def _on(words: str, day: date) -> str:
    return words % {"day": short_day(day)}


def _note(row: ChaseRow) -> SafeString:
    """What was said last."""
    if row.note is None:
        return NOTHING
    said = short_day(row.note.day), norwegian(Truncator(row.note.text).chars(NOTE))
    return format_html('<p class="contact-note">{}: {}</p>', *said)


def _first(row: ChaseRow, nobody: str) -> SafeString:
    """Whom to ring first."""
    if not row.offices:
        return _quiet(nobody)
    person = row.offices[0].person
    return format_html(CONTACT, person.name, _telephone(person), NOTHING, NOTHING)


def _office(office: Office, row: ChaseRow) -> SafeString:
    """One who answers for the member, with the office, and whose office it is if it is not the member's."""
    person, title = office.person, office.title or office.get_kind_display()
    is_own = office.organisation_id == row.reply.organisation_id
    held = _quiet(title if is_own else f"{title}, {office.organisation.name}")
    mail = format_html(MAIL, person.email, person.email) if person.email else NOTHING
    return format_html(CONTACT, person.name, SPACE + held, _telephone(person), mail)


def _telephone(person: Person) -> SafeString:
    return format_html(TELEPHONE, person.phone.replace(" ", ""), person.phone) if person.phone else NOTHING


def _extend(row: ChaseRow, address: str, label: str, words: str) -> SafeString:
    return format_html(EXTEND, address, label, words) if row.may_extend else NOTHING


@lru_cache(maxsize=2000)
def _quiet(text: str, look: str = "quiet") -> SafeString:
    return format_html('<span class="{}">{}</span>', look, text)


@lru_cache(maxsize=50)
def _standing(value: Standing, language: str) -> SafeString:
    return status_tag(value)


@lru_cache(maxsize=10)
def _came_late(language: str) -> SafeString:
    return status_tag("late", _("Came late"))
