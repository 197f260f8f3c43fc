"""Whether an answer came in time is decided when it comes, and no change of the call decides it again."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from dugnad.calls import changes, queries, rules
from dugnad.calls.models import Reply, ReplyVersion
from dugnad.kit.clock import OSLO
from dugnad.kit.models import OutgoingMail
from tests.calls.test_rules import Called, Replied
from tests.factories.calls import AFTER_DUE, AT, make_reply, save, submit
from tests.factories.members import make_editor, make_secretary

IN_GRACE = datetime(2021, 4, 30, 16, 8, tzinfo=OSLO)  # the call is due at 16:00
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
RECEIPT = "/innhenting/klimastatus-2021/hamar/kvittering/1/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def came_in_grace(reply: Reply, *, stricter: bool = True, **values: Any) -> ReplyVersion:
    """An answer within the grace of its call, which then gives none any more."""
    changes.edit_call(reply.call, by=None, at=AT, grace_minutes=20)
    version = submit(save(reply, measures="Elbåt"), at=IN_GRACE)
    if stricter:
        changes.edit_call(reply.call, by=None, at=IN_GRACE, grace_minutes=0, **values)
    reply.refresh_from_db()
    return version


def test_a_receipt_says_the_same_after_the_grace_is_taken_away() -> None:
    user = make_secretary()
    came_in_grace(make_reply(), due_day=date(2021, 4, 28))
    page = signed_in(user).get(RECEIPT).content.decode()
    assert "30. april 2021 kl. 16.00 (I tide)" in page.replace("\xa0", " ")


def test_the_mail_the_chase_list_and_the_shape_say_what_the_receipt_says() -> None:
    make_editor(make_reply().organisation, "kari@demo.example")
    reply = Reply.objects.get()
    came_in_grace(reply)
    assert "Frist: 30. april 2021" in OutgoingMail.objects.get(key__startswith="receipt:").text
    assert "(I tide)" in OutgoingMail.objects.get(key__startswith="receipt:").text
    assert [row.is_late for row in queries.chase_list(reply.call, at=IN_GRACE).rows] == [False]
    assert queries.reply_as_shape(reply, at=IN_GRACE)["late"] is False


def test_a_call_that_becomes_milder_makes_no_receipt_better() -> None:
    reply = make_reply(measures="Elbåt")
    version = submit(reply, at=IN_GRACE)
    changes.edit_call(reply.call, by=None, at=IN_GRACE, grace_minutes=60)
    reply.refresh_from_db()
    assert (version.came_in_time, rules.is_late(reply.call, reply, at=IN_GRACE)) == (False, True)


def test_a_correction_of_what_came_in_time_stays_in_time_and_a_withdrawal_begins_anew() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    changes.return_reply(reply, note="Mer?", by=None, at=IN_GRACE)
    correction = submit(save(reply, measures="Elferje"), key="two", at=IN_GRACE)
    assert correction.came_in_time is True
    withdrawal = changes.withdraw_reply(reply, reason="Feil", by=None, at=IN_GRACE)
    assert withdrawal.came_in_time is True
    reply.refresh_from_db()
    assert reply.came_in_time is None
    assert submit(reply, key="three", at=IN_GRACE).came_in_time is False


def extended(reply: Reply) -> ReplyVersion:
    """The second version of a reply that came late at first, within the time that it was given since."""
    submit(reply, at=AFTER_DUE)
    changes.return_reply(reply, note="Mer?", by=None, at=AFTER_DUE)
    changes.extend_deadline(reply, to=date(2021, 5, 10), reason="Sykdom", by=None, at=AFTER_DUE)
    return submit(reply, key="two", at=AFTER_DUE)


def test_after_an_extension_page_list_file_shape_and_mail_say_what_the_newest_receipt_says() -> None:
    user, reply = make_secretary(), make_reply(measures="Elbåt")
    make_editor(reply.organisation, "kari@demo.example")
    assert extended(reply).came_in_time is True
    client = signed_in(user)
    receipts = [
        client.get(RECEIPT.replace("/1/", f"/{number}/")).text.replace("\xa0", " ") for number in (1, 2)
    ]
    assert "30. april 2021 kl. 16.00 (For sent)" in receipts[0]
    assert "10. mai 2021 kl. 16.00 (I tide)" in receipts[1]
    assert "(I tide)" in OutgoingMail.objects.filter(key__startswith="receipt:").latest("pk").text
    place = "/innhenting/klimastatus-2021/"
    assert ["Kom for sent" in client.get(page).text for page in (f"{place}hamar/", place)] == [False, False]
    reply.refresh_from_db()
    assert queries.reply_as_shape(reply, at=AFTER_DUE)["late"] is False
    header, (cells,) = queries.chase_listing(reply.call, queries.chase_list(reply.call, at=AFTER_DUE).rows)
    told = dict(zip(header, cells, strict=True))
    assert told["For sent"] == "Nei"
    assert "10. mai 2021" in told["For sent eller ikke etter fristen"].replace("\xa0", " ")


def test_the_file_of_the_chase_list_says_by_which_deadline_each_was_judged() -> None:
    reply = make_reply()
    came_in_grace(reply, due_day=date(2021, 4, 28))
    rows = queries.chase_list(reply.call, at=IN_GRACE).rows
    assert "30. april 2021" in queries.chase_listing(reply.call, rows)[1][0][-1].replace("\xa0", " ")
    changes.withdraw_reply(reply, reason="Feil", by=None, at=IN_GRACE)
    rows = queries.chase_list(reply.call, at=IN_GRACE).rows
    assert queries.chase_listing(reply.call, rows)[1][0][-1] == ""


def test_what_was_sent_in_before_says_after_the_migration_what_its_newest_receipt_says() -> None:
    reply = make_reply(measures="Elbåt")
    extended(reply)
    Reply.objects.update(came_in_time=False)
    name = "dugnad.calls.migrations.0009_verdicts_of_the_newest_version"
    import_module(name).take_the_newest_verdict(apps, None)
    reply.refresh_from_db()
    assert reply.came_in_time is True


def test_what_came_before_verdicts_were_kept_is_judged_by_the_call_as_it_is() -> None:
    reply = make_reply()
    version = came_in_grace(reply, stricter=False)
    ReplyVersion.objects.update(came_in_time=None, due_at=None)
    Reply.objects.update(came_in_time=None)
    reply.refresh_from_db()
    version.refresh_from_db()
    assert rules.stands_in_time(reply.call, reply, version) is True
    changes.edit_call(reply.call, by=None, at=IN_GRACE, grace_minutes=0)
    assert rules.stands_in_time(reply.call, reply, version) is False
    assert rules.is_late(reply.call, reply, at=IN_GRACE) is True


def test_an_answer_that_has_not_come_did_not_come_late() -> None:
    assert rules.came_late(Called(), Replied()) is False


@pytest.mark.parametrize("kept", [True, False])
def test_a_kept_verdict_goes_before_the_deadline_of_today(kept: bool) -> None:
    moment = datetime(2021, 4, 30, tzinfo=UTC) + timedelta(days=9)
    reply = Replied("submitted", first_byte_at=moment, submitted_at=moment, came_in_time=kept)
    assert rules.is_late(Called(), reply, at=moment) is not kept


def test_the_form_of_a_call_says_what_another_deadline_does_not_change() -> None:
    client = signed_in(make_secretary())
    reply = make_reply()
    assert "står på kvitteringen" not in client.get("/innhenting/klimastatus-2021/rediger/").content.decode()
    came_in_grace(reply)
    page = client.get("/innhenting/klimastatus-2021/rediger/").content.decode()
    assert "1 svar er kommet. Om det kom i tide, ble avgjort da det kom, og står på kvitteringen" in page


@pytest.mark.parametrize("moved", [True, False])
def test_who_moves_the_deadline_is_told_that_verdicts_stay(moved: bool) -> None:
    client, reply = signed_in(make_secretary()), make_reply()
    came_in_grace(reply, stricter=False)
    place = "/innhenting/klimastatus-2021/rediger/"
    form = client.get(place).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, False, [])}
    page = client.post(place, sent | ({"due_day": "2021-05-05"} if moved else {}), follow=True).text
    assert "Innhentingen er lagret." in page
    assert ("Om det kom i tide, ble avgjort da det kom" in page) is moved
