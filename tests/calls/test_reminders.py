"""Reminders that go by themselves: on their day, one letter to a person, and nobody gets two."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls import changes, queries
from dugnad.calls.models import Call, OwnDayLetter, Reminder, Reply, SentReminder
from dugnad.calls.rules import goes_at, has_passed, own_day_reminder
from dugnad.kit.changes import deliver_mail
from dugnad.kit.clock import OSLO
from dugnad.kit.mail import Letter
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members.kinds import Mandate
from dugnad.members.models import Person
from tests.calls.test_rules import Called, Replied
from tests.factories.calls import AFTER_DUE, AT, make_call, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_municipality, make_office, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"


def morning(month: int, day: int, hour: int = 8) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=OSLO)


def reminder(kind: str, call: Call | None = None) -> Reminder:
    return Reminder.objects.get(kind=kind, call=call or Call.objects.get())


def letters() -> list[tuple[str, str]]:
    mails = OutgoingMail.objects.filter(key__startswith="reminder").order_by("id")
    return [(mail.to, mail.subject) for mail in mails]


def make_two(email: str = "kari@demo.example") -> Person:
    """One person who answers for Hamar and for Stange."""
    person = make_editor(make_hamar(), email).person
    make_office(person, make_municipality("Stange", "3413"), Mandate.EDITOR)
    return person


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


# Planning ------------------------------------------------------------------------------------------------


def test_open_call_plans_the_reminders_that_lie_ahead() -> None:
    make_call()
    assert list(Reminder.objects.order_by("day").values_list("kind", "day")) == [
        ("soon", date(2021, 4, 27)),
        ("overdue", date(2021, 5, 1)),
        ("last", date(2021, 5, 7)),
    ]
    early = make_call(slug="early", due_day=date(2021, 5, 10))
    assert str(reminder("coming", early)) == "Fristen nærmer seg, 2021-04-26"


def test_reminders_follow_a_due_day_that_is_moved() -> None:
    call = make_call()
    changes.stop_reminder(reminder("last"), by=None, at=AT)
    changes.edit_call(call, due_day=date(2021, 5, 14), by=None, at=AT)
    assert list(Reminder.objects.order_by("day").values_list("kind", "day")) == [
        ("coming", date(2021, 4, 30)),
        ("last", date(2021, 5, 7)),
        ("soon", date(2021, 5, 11)),
        ("overdue", date(2021, 5, 15)),
    ]


def test_reminders_are_planned_anew_when_the_due_day_moves_after_one_has_gone() -> None:
    call = make_call()
    changes.send_reminders(at=morning(4, 27))
    changes.edit_call(call, due_day=date(2021, 5, 14), by=None, at=morning(4, 28))
    assert list(call.reminders.filter(kind="soon").values_list("day", flat=True)) == [
        date(2021, 4, 27),
        date(2021, 5, 11),
    ]
    changes.close_call(call, by=None, at=morning(4, 28))
    changes.open_call(call, by=None, at=morning(4, 29))
    assert call.reminders.count() == 5


def test_add_reminder_takes_a_free_day_ahead_in_an_open_call() -> None:
    call = make_call()
    added = changes.add_reminder(call, kind="overdue", day=date(2021, 5, 3), by=None, at=AT)
    assert (added.kind, added.day) == ("overdue", date(2021, 5, 3))
    for day in (AT.date(), date(2021, 5, 3)):
        with refused("day", field="day"):
            changes.add_reminder(call, kind="overdue", day=day, by=None, at=AT)
    changes.close_call(call, by=None, at=AT)
    with refused("closed"):
        changes.add_reminder(call, kind="overdue", day=date(2021, 5, 4), by=None, at=AT)


def test_add_reminder_lets_one_that_was_stopped_go_after_all_in_its_own_words() -> None:
    call = make_call()
    soon = reminder("soon")
    changes.edit_reminder(soon, letters={"nb": Letter("Snart", "Hei {name}")}, by=None, at=AT)
    changes.stop_reminder(soon, by=None, at=AT)
    again = changes.add_reminder(call, kind="soon", day=soon.day, by=None, at=AT)
    assert (again, again.stopped_at) == (soon, None)
    assert again.letters["nb"]["subject"] == "Snart"
    with refused("day", field="day"):  # it waits again, so there is one already
        changes.add_reminder(call, kind="soon", day=soon.day, by=None, at=AT)


def test_edit_reminder_moves_it_and_keeps_the_words() -> None:
    make_call()
    soon = reminder("soon")
    own = {code: changes.reminder_draft(soon.call, "soon", code) for code in ("nb", "nn")}
    written = own | {"en": Letter("Soon, {name}", "Due {due}\r\n{link}"), "nn": Letter("", " ")}
    changes.edit_reminder(soon, day=date(2021, 4, 28), letters=written, by=None, at=AT)
    soon.refresh_from_db()
    assert (soon.day, soon.letters) == (
        date(2021, 4, 28),
        {"en": {"subject": "Soon, {name}", "text": "Due {due}\n{link}\n"}},
    )
    with refused("place", field="text_nb"):
        changes.edit_reminder(soon, letters={"nb": Letter("Hei", "Hei {navn}")}, by=None, at=AT)
    with refused("empty", field="subject_nb"):
        changes.edit_reminder(soon, letters={"nb": Letter("", "Hei")}, by=None, at=AT)
    with refused("day", field="day"):
        changes.edit_reminder(soon, day=AT.date(), by=None, at=AT)


def test_a_reminder_that_has_gone_or_was_stopped_cannot_be_changed() -> None:
    make_call()
    soon = reminder("soon")
    changes.stop_reminder(soon, by=None, at=AT)
    with refused("gone"):
        changes.stop_reminder(soon, by=None, at=AT)
    with refused("gone"):
        changes.edit_reminder(soon, day=date(2021, 4, 29), by=None, at=AT)
    assert changes.send_reminders(at=morning(4, 27)) == 0


# Sending -------------------------------------------------------------------------------------------------


def test_send_reminders_waits_for_the_morning_of_the_day_and_goes_once() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    make_call()
    before = goes_at(Call.objects.get(), date(2021, 4, 27)) - timedelta(seconds=1)
    assert [changes.send_reminders(at=at) for at in (before, morning(4, 27), morning(4, 27, 9))] == [0, 1, 0]
    assert letters() == [("kari@demo.example", "Klimastatus 2021: noen få dager igjen for Hamar")]
    soon = reminder("soon")
    assert (soon.sent, soon.sent_at) == (1, morning(4, 27))


def test_send_reminders_passes_over_those_who_answered_said_no_named_a_day_or_got_more_time() -> None:
    names = ("Hamar", "Stange", "Asker", "Bærum", "Gran")
    call = None
    for number, name in enumerate(names):
        member = make_municipality(name, f"34{number:02}")
        make_editor(member, f"{number}@demo.example")
    call = make_call()
    replies = {name: Reply.objects.get(organisation__name=name) for name in names}
    save(replies["Hamar"], measures="A")
    submit(replies["Hamar"])
    changes.decline_reply(replies["Stange"], reason="Nei", by=None, at=AT)
    changes.expect_reply(replies["Asker"], on=date(2021, 5, 3), by=None, at=AT)
    changes.extend_deadline(replies["Bærum"], to=date(2021, 5, 4), reason="Sykdom", by=None, at=AT)
    OutgoingMail.objects.all().delete()
    assert changes.send_reminders(at=morning(5, 1)) == 2
    # More time ends in three days: the reminder that the others had before the deadline of all.
    assert letters() == [
        ("3@demo.example", "Klimastatus 2021: noen få dager igjen for Bærum"),
        ("4@demo.example", "Klimastatus 2021: vi venter fortsatt på Gran"),
    ]
    assert changes.send_reminders(at=morning(5, 3)) == 0
    # Their own days have passed: each is reminded the morning after.
    assert [changes.send_reminders(at=morning(5, day)) for day in (4, 5, 6)] == [1, 1, 0]
    assert letters()[2:] == [
        ("2@demo.example", "Klimastatus 2021: dagen dere nevnte for Asker, er passert"),
        ("3@demo.example", "Klimastatus 2021: vi venter fortsatt på Bærum"),
    ]
    assert "tirsdag 4. mai 2021" in OutgoingMail.objects.latest("id").text
    assert queries.letters_due(at=morning(5, 6)) == []
    assert call is not None


def test_send_reminders_writes_one_letter_to_a_person_naming_each_member() -> None:
    make_two()
    make_call()
    assert changes.send_reminders(at=morning(4, 27)) == 1
    assert letters() == [("kari@demo.example", "Klimastatus 2021: noen få dager igjen for Hamar og Stange")]
    text = OutgoingMail.objects.get(key__startswith="reminders:").text
    assert "Hamar: http://127.0.0.1:8000/innhenting/klimastatus-2021/hamar/" in text
    assert "Stange: http://127.0.0.1:8000/innhenting/klimastatus-2021/stange/" in text
    assert SentReminder.objects.count() == 2
    assert str(SentReminder.objects.order_by("pk")[0]) == "Kari: Fristen er nær, 2021-04-30"


def test_send_reminders_says_each_deadline_where_members_have_different_ones() -> None:
    make_two()
    call = make_call()
    changes.extend_deadline(
        make_reply(call, make_hamar()), to=date(2021, 5, 4), reason="Sykdom", by=None, at=AT
    )
    changes.edit_reminder(reminder("overdue"), day=date(2021, 5, 6), by=None, at=AT)
    assert changes.send_reminders(at=morning(5, 6)) == 1
    text = OutgoingMail.objects.get(key__startswith="reminders:").text.replace("\xa0", " ")
    assert "tirsdag 4. mai 2021 kl. 16.00 (Hamar) og fredag 30. april 2021 kl. 16.00 (Stange)" in text


def test_send_reminders_names_both_members_whose_own_day_has_passed() -> None:
    make_two()
    call = make_call()
    for reply in call.replies.all():
        changes.expect_reply(reply, on=date(2021, 5, 3), by=None, at=AT)
    assert [changes.send_reminders(at=morning(5, day)) for day in (3, 4, 5)] == [0, 1, 0]
    assert [subject for _to, subject in letters()] == [
        "Klimastatus 2021: dagen dere nevnte for Hamar og Stange, er passert"
    ]


def test_send_reminders_lists_two_calls_in_one_mail() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    make_call()
    make_call(slug="other", title_nb="Innspill")
    assert changes.send_reminders(at=morning(4, 27)) == 1
    assert letters() == [("kari@demo.example", "Svar vi venter på: Klimastatus 2021 og Innspill")]
    assert "* * *" in OutgoingMail.objects.get().text


def test_send_reminders_stopped_half_way_sends_the_rest_and_nobody_gets_two() -> None:
    for number, name in enumerate(("Hamar", "Stange", "Asker")):
        make_editor(make_municipality(name, f"34{number:02}"), f"{number}@demo.example")
    make_call()
    first, *_rest = queries.letters_due(at=morning(4, 27))
    changes.send_letter(first, at=morning(4, 27))  # and here the machine loses power
    deliver_mail(at=morning(4, 27))
    assert reminder("soon").sent_at is None
    with refused("gone"):
        changes.edit_reminder(reminder("soon"), day=date(2021, 4, 29), by=None, at=morning(4, 27))
    assert changes.send_reminders(at=morning(4, 27, 9)) == 2
    assert changes.send_letter(first, at=morning(4, 27, 9)) is False
    assert sorted(to for to, _subject in letters()) == [f"{number}@demo.example" for number in range(3)]
    assert reminder("soon").sent == 3


def test_send_reminders_after_a_rest_sends_only_the_newest_of_a_call() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    make_call()
    assert changes.send_reminders(at=morning(4, 29)) == 1  # two days late, and before the deadline
    Reminder.objects.filter(kind="soon").update(sent_at=None)
    assert changes.send_reminders(at=morning(5, 8)) == 1
    assert letters()[-1][1] == "Klimastatus 2021: siste sjanse for Hamar"
    gone = Reminder.objects.order_by("day")
    assert [(one.kind, one.sent, bool(one.stopped_at)) for one in gone] == [
        ("soon", 1, True),
        ("overdue", 0, True),
        ("last", 1, False),
    ]


def test_a_reminder_by_hand_and_one_that_goes_by_itself_share_their_keys() -> None:
    person = make_editor(make_hamar(), "kari@demo.example").person
    reply = make_reply()
    assert changes.send_reminder(reply, person, "soon", by=None, at=AT) is True
    assert changes.send_reminders(at=morning(4, 27)) == 0
    assert changes.send_reminder(reply, person, "overdue", by=None, at=AT) is True
    assert changes.send_reminders(at=morning(5, 1)) == 0


def test_a_letter_about_two_members_is_written_anew_when_one_of_them_answers() -> None:
    make_two()
    call = make_call()
    changes.send_reminders(at=morning(4, 27))
    reply = make_reply(call, make_hamar(), measures="Elbåt")
    submit(reply, at=morning(4, 27))
    assert letters() == [("kari@demo.example", "Klimastatus 2021: noen få dager igjen for Stange")]
    assert [row.reply.organisation.name for row in SentReminder.objects.all()] == ["Stange"]
    submit(make_reply(call, Reply.objects.get(organisation__name="Stange").organisation, measures="B"), "s")
    assert (letters(), SentReminder.objects.count()) == ([], 0)


def test_the_secretariats_words_go_to_those_who_read_that_language() -> None:
    make_editor(make_hamar(), "kari@demo.example")
    make_call()
    words = {"nb": Letter("Kjære {name}", "{municipality} har frist {due}: {link}")}
    changes.edit_reminder(reminder("soon"), letters=words, by=None, at=AT)
    changes.send_reminders(at=morning(4, 27))
    mail = OutgoingMail.objects.get(key__startswith="reminder")
    assert (mail.subject, mail.text.replace("\xa0", " ")) == (
        "Kjære Kari",
        "Hamar har frist fredag 30. april 2021 kl. 16.00: "
        "http://127.0.0.1:8000/innhenting/klimastatus-2021/hamar/\n",
    )


# Pages ---------------------------------------------------------------------------------------------------


def test_reminders_page_plans_edits_previews_and_stops(settings: Any) -> None:
    settings.DEMO_TODAY = "2021-04-20"
    make_editor(make_hamar(), "kari@demo.example")
    make_call()
    client = signed_in(make_secretary())
    page = client.get(f"{CALL}paminnelser/").text
    assert "ville 1 person få den" in page
    assert "{municipality}" in page
    added = client.post(f"{CALL}paminnelser/ny/", {"kind": "last", "day": "2021-05-10"})
    assert (added.status_code, Reminder.objects.count()) == (302, 4)
    assert client.post(f"{CALL}paminnelser/ny/", {"kind": "last", "day": "2021-05-10"}).status_code == 422
    assert client.post(f"{CALL}paminnelser/ny/", {"kind": "expected", "day": ""}).status_code == 422
    soon = reminder("soon")
    place = f"{CALL}paminnelser/{soon.pk}/"
    assert "for Hamar" in client.get(place).text
    words = {"day": "2021-04-28", "subject_nb": "Hei {name}", "text_nb": "Husk {municipality}!"}
    wrong = client.post(place, words | {"text_nb": "Husk {kommune}!"})
    assert (wrong.status_code, "Husk {kommune}!" in wrong.text) == (422, True)
    saved = client.post(place, words, follow=True).text
    assert ("Hei Kari" in saved, "Husk Hamar!" in saved) == (True, True)
    assert "Brevet har ikke {link} på bokmål, så det sier ikke hvor man svarer." in saved
    linked = client.post(place, words | {"text_nb": "Husk {municipality}: {link}"}, follow=True).text
    assert "Brevet har ikke" not in linked
    assert client.post(f"{place}stans/").status_code == 302
    assert reminder("soon").stopped_at is not None
    assert client.post(place, words).status_code == 422
    assert "Stanset" in client.get(f"{CALL}paminnelser/").text
    assert client.get(f"{CALL}paminnelser/{10**18}/").status_code == 404
    assert client.get(f"{CALL}paminnelser/{10**30}/").status_code == 404
    assert signed_in(make_editor()).get(f"{CALL}paminnelser/").status_code == 404


def test_reach_says_whom_a_reminder_goes_to_and_why_not_to_the_others() -> None:
    call = make_call()
    names = ("Alvdal", "Eidskog", "Folldal", "Grue", "Hamar", "Lillehammer")
    replies = {}
    for number, name in enumerate(names):
        member = make_municipality(name, f"34{number:02}")
        if name != "Alvdal":
            make_editor(member, f"{name.lower()}@demo.example")
        replies[name] = make_reply(call, member)
    save(replies["Eidskog"], measures="A", cars=1)
    submit(replies["Eidskog"])
    changes.expect_reply(replies["Folldal"], on=date(2021, 5, 20), by=None, at=AT)
    changes.extend_deadline(replies["Grue"], to=date(2021, 5, 20), reason="Ferie", by=None, at=AT)
    changes.remind_members([replies["Hamar"]], "overdue", {}, by=None, at=AT)
    overdue, soon = call.reminders.get(kind="overdue"), call.reminders.get(kind="soon")
    with translation.override("nb"):
        reach = queries.reach_of(overdue, at=AT)
        told = {why: [reply.organisation.name for reply in left] for why, left in reach.left_out}
        late = dict(queries.reach_of(soon, at=AFTER_DUE).left_out)
        early = dict(queries.reach_of(Reminder(call=call, kind="overdue", day=AT.date()), at=AT).left_out)
    assert [reply.organisation.name for reply, _people in reach.members] == ["Lillehammer"]
    assert told == {
        "Ingen å skrive til": ["Alvdal"],
        "Har svart eller sagt nei": ["Eidskog"],
        "Har lovet svar 20. mai": ["Folldal"],
        "Har fått frist til 20. mai": ["Grue"],
        "Har fått denne påminnelsen før": ["Hamar"],
    }
    assert reach.people == 1
    assert "Fristen deres er ute da" in late
    assert "Fristen deres er ikke ute da" in early


def test_a_reminder_that_nobody_would_get_leads_to_the_reasons() -> None:
    call = make_call()
    make_reply(call)
    client = signed_in(make_secretary())
    place = f"{CALL}paminnelser/{call.reminders.get(kind='last').pk}/"
    assert f'<a href="{place}#mottakere">Se hvorfor' in client.get(f"{CALL}paminnelser/").text
    page = client.get(place).text
    assert ("Ingen å skrive til (1)" in page, "Ingen, slik det står nå" in page) == (True, True)


def test_the_page_before_reminding_counts_only_those_who_get_the_letter() -> None:
    call = make_call()
    members = [make_municipality("Grue", "3417"), make_municipality("Hamar", "3403")]
    replies = [make_reply(call, member) for member in members]
    for reply in replies:
        make_editor(reply.organisation, f"{reply.organisation.slug}@demo.example")
    changes.remind_members(replies[:1], "overdue", {}, by=None, at=AFTER_DUE)
    client = signed_in(make_secretary())
    ticked = {"reply": [str(reply.pk) for reply in replies], "kind": "overdue"}
    page = client.post(f"{CALL}purre/", ticked).text
    assert ("Purr 1 medlem" in page, "Har fått denne påminnelsen før (1)" in page) == (True, True)
    none = client.post(f"{CALL}purre/", ticked | {"reply": [str(replies[0].pk)]}).text
    assert ("Ingen av dem du krysset av" in none, 'name="send"' in none) == (True, False)


def test_reminders_page_of_a_draft_says_what_comes() -> None:
    make_call(state="draft")
    text = signed_in(make_secretary()).get(f"{CALL}paminnelser/").text
    assert "Ingen påminnelser ennå" in text


def test_monday_says_that_a_reminder_goes_tomorrow(settings: Any) -> None:
    make_two()
    make_call()
    client = signed_in(make_secretary())
    settings.DEMO_TODAY = "2021-04-26"
    assert "I morgen går en påminnelse til 1 person" in client.get("/").text
    settings.DEMO_TODAY = "2021-04-25"
    assert "I morgen går" not in client.get("/").text


@pytest.mark.parametrize("number", [1, 3])
def test_reminders_page_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for index in range(number):
        make_editor(
            make_municipality(f"Kommune {index}", f"34{index:02}", subregion=f"Region {index}"),
            f"k{index}@demo.example",
        )
    make_call()
    Reminder.objects.exclude(pk__in=Reminder.objects.values("pk")[:number]).delete()
    client = signed_in(make_secretary())
    with django_assert_num_queries(REMINDERS):
        assert client.get(f"{CALL}paminnelser/").status_code == 200


REMINDERS = 11


# By hand, in one letter to a person -----------------------------------------------------------------------


def test_remind_members_writes_one_letter_to_a_person_about_all_their_members() -> None:
    make_two()
    replies = list(make_call().replies.all())
    changes_by_hand = {"nb": Letter("Husk {municipality}", "Hei {name}. {link}")}
    assert changes.remind_members(replies, "soon", changes_by_hand, by=None, at=AT) == 1
    assert letters() == [("kari@demo.example", "Husk Hamar og Stange")]
    assert changes.remind_members(replies, "soon", changes_by_hand, by=None, at=AT) == 0
    told = [entry.after["kind"] for entry in Change.objects.filter(verb="send_reminder")]
    assert told == ["soon", "soon"]


def test_a_letter_about_a_reply_that_was_returned_says_that_it_has_come() -> None:
    make_two()
    hamar, _stange = make_call().replies.order_by("organisation__name")
    submit(save(hamar, measures="Elbåt"))
    changes.return_reply(hamar, note="Skriv mer.", by=None, at=AT)
    OutgoingMail.objects.all().delete()
    words = {"nb": Letter("Husk {municipality}", "Hei {name}. {link}")}
    changes.remind_members(list(Reply.objects.all()), "soon", words, by=None, at=AT)
    text = OutgoingMail.objects.get(key__startswith="reminder").text
    assert "Svaret fra Hamar er mottatt og sendt tilbake." in text


def test_a_letter_by_hand_keeps_its_words_when_one_of_its_members_answers() -> None:
    make_two()
    call = make_call()
    words = {"nb": Letter("Husk {municipality}", "Egne ord til {name}. {link}")}
    changes.remind_members(call.replies.all(), "soon", words, by=None, at=AT)
    stange = call.replies.get(organisation__slug="stange")
    save(stange, measures="A", cars=3)
    submit(stange)
    assert letters() == [("kari@demo.example", "Husk Hamar")]
    assert "Egne ord til Kari" in OutgoingMail.objects.get(key__startswith="reminder").text


# Members with a day of their own --------------------------------------------------------------------------


def extended(to: date, at: datetime = AT) -> Reply:
    make_editor(make_hamar(), "kari@demo.example")
    reply = make_call().replies.get()
    changes.extend_deadline(reply, to=to, reason="Sykdom", by=None, at=at)
    OutgoingMail.objects.all().delete()
    return reply


def test_who_was_given_more_time_is_reminded_before_it_ends_and_after() -> None:
    reply = extended(date(2021, 5, 12))
    sent = [changes.send_reminders(at=morning(5, day)) for day in (1, 8, 9, 10, 12, 13, 14)]
    assert sent == [0, 0, 1, 0, 0, 1, 0]
    assert list(SentReminder.objects.order_by("pk").values_list("kind", "due_day")) == [
        ("soon", date(2021, 5, 12)),
        ("overdue", date(2021, 5, 12)),
    ]
    save(reply, measures="A", cars=1)
    assert queries.own_days_of(reply.call, at=morning(5, 14)) == []


def test_who_was_given_more_time_just_now_is_not_reminded_of_it_at_once() -> None:
    extended(date(2021, 5, 4), at=morning(5, 1, hour=9))
    assert [changes.send_reminders(at=morning(5, day, hour=10)) for day in (1, 3)] == [0, 0]
    assert changes.send_reminders(at=morning(5, 5)) == 1


def test_who_names_a_day_within_the_time_that_was_given_hears_nothing_before_it() -> None:
    reply = extended(date(2021, 5, 12))
    changes.expect_reply(reply, on=date(2021, 5, 11), by=None, at=AT)
    assert [changes.send_reminders(at=morning(5, day)) for day in (9, 10, 11, 12, 13)] == [0, 0, 0, 0, 1]
    assert SentReminder.objects.get().kind == "expected"


def test_own_days_of_a_call_lie_ahead_in_order() -> None:
    call = extended(date(2021, 5, 12)).call
    make_editor(make_municipality("Stange", "3413"), "stange@demo.example")
    stange = make_reply(call, make_municipality("Asker", "3025"))
    changes.expect_reply(stange, on=date(2021, 5, 9), by=None, at=AT)
    found = [(row.reply.organisation.name, row.kind, row.day) for row in queries.own_days_of(call, at=AT)]
    assert found == [
        ("Hamar", "soon", date(2021, 5, 9)),
        ("Asker", "expected", date(2021, 5, 10)),
        ("Hamar", "overdue", date(2021, 5, 13)),
    ]
    assert len(queries.own_days_of(call, at=morning(5, 9))) == 2
    everybody = Reply.objects.select_related("call", "organisation")
    assert [row.kind for row in queries.own_days_on(date(2021, 5, 10), everybody)] == ["expected"]


def test_monday_says_that_a_member_with_its_own_day_is_reminded_tomorrow(settings: Any) -> None:
    reply = extended(date(2021, 5, 12))
    client = signed_in(make_secretary())
    said = "I morgen får 1 medlem med en egen dag en påminnelse"
    for day, is_said in (("2021-05-07", False), ("2021-05-08", True), ("2021-05-12", True)):
        settings.DEMO_TODAY = day
        assert (said in client.get("/").text) is is_said
    save(reply, measures="A", cars=1)
    submit(reply)
    assert said not in client.get("/").text


@given(st.integers(-10, 40), st.integers(-10, 40), st.integers(-30, 40), st.integers(-10, 60))
def test_nobody_is_reminded_of_a_day_that_is_promised_or_of_time_that_they_have(
    named: int, given_days: int, told: int, now: int
) -> None:
    """Whatever was agreed: no word before a named day is over, and none that time is over before it is."""
    call = Called()
    at = morning(4, 30, hour=9) + timedelta(days=now)
    reply = Replied(
        expected_on=call.due_day + timedelta(days=named),
        extended_to=call.due_day + timedelta(days=given_days),
        extended_at=morning(4, 30, hour=9) + timedelta(days=told),
    )
    kind = own_day_reminder(call, reply, at=at)
    if kind is not None:
        assert reply.expected_on is not None
        assert reply.expected_on < at.date()
        assert (kind == "soon") is not has_passed(call, at, reply)
    assert own_day_reminder(call, replace(reply, state="submitted"), at=at) is None


def test_the_letter_of_own_days_is_written_by_the_secretariat(settings: Any) -> None:
    settings.DEMO_TODAY = "2021-04-20"
    call = extended(date(2021, 5, 12)).call
    client, page = signed_in(make_secretary()), f"{CALL}paminnelser/egne-dager/soon/"
    assert "Hamar" in client.get(f"{CALL}paminnelser/").text
    assert client.get(page).status_code == 200
    wrong = client.post(page, {"subject_nb": "Hei", "text_nb": "Husk {kommune}!"})
    assert (wrong.status_code, "Husk {kommune}!" in wrong.text) == (422, True)
    for words in ("Snart, {name}", "Straks, {name}", "Straks, {name}"):
        assert client.post(page, {"subject_nb": words, "text_nb": "Frist {due}"}).status_code == 302
    assert [entry.verb for entry in Change.objects.filter(noun="calls.owndayletter")] == [
        "edit_own_day_letter",
        "edit_own_day_letter",
    ]
    assert str(OwnDayLetter.objects.get()) == "Fristen er nær"
    changes.send_reminders(at=morning(5, 9))
    assert letters() == [("kari@demo.example", "Straks, Kari")]
    assert "Frist onsdag 12. mai 2021" in OutgoingMail.objects.get().text
    assert client.get(f"{CALL}paminnelser/egne-dager/last/").status_code == 404
    assert signed_in(make_editor()).get(page).status_code == 404
    changes.close_call(call, by=None, at=AT)
    assert client.get(page).status_code == 404
    with refused("closed"):
        changes.edit_own_day_letter(call, "soon", {}, by=None, at=AT)
