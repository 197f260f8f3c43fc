"""How it was: asked of those who were there, answered without a name, read when nobody is known by it."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from dugnad.calls import changes
from dugnad.calls.models import Evaluation, EvaluationReply, EvaluationRequest
from dugnad.calls.queries.evaluating import (
    evaluation_key,
    evaluation_of,
    request_with,
    verdict_of,
    wishes_of_evaluations,
)
from dugnad.calls.rules.evaluating import FEWEST, can_evaluate, may_show
from dugnad.events import changes as events
from dugnad.kit.models import Change, OutgoingMail
from tests.factories.events import AFTER, AT, NOBODY, STARTS, make_session
from tests.factories.members import make_guest, make_secretary
from tests.refusals import refused

LAST = date(2021, 5, 31)
LATER = STARTS + timedelta(days=1)


def test_somebody_answers_once_and_to_the_last_day():
    evaluation, one = SimpleNamespace(closes=LAST), SimpleNamespace(answered_on=None)
    assert can_evaluate(evaluation, one, on=LAST)
    assert not can_evaluate(evaluation, one, on=LAST + timedelta(days=1))
    assert not can_evaluate(evaluation, SimpleNamespace(answered_on=LAST), on=LAST)


def test_nothing_is_shown_of_so_few_that_one_could_guess():
    assert [may_show(number) for number in (0, FEWEST - 1, FEWEST)] == [False, False, True]


pytestmark = pytest.mark.usefixtures("demo_day")


def held(people=6):
    event = make_session()
    rows = [
        events.sign_up(event, name=f"Person {number}", email=f"p{number}@hamar.example", language="nb", at=AT)
        for number in range(people)
    ]
    events.note_attendance(event, {one.pk: "present" for one in rows[:-1]} | {rows[-1].pk: "absent"}, **AFTER)
    events.hold_event(event, **AFTER)
    return event


def asked(people=6, **values):
    return changes.ask_how_it_was(held(people), closes=LAST, by=None, at=LATER, **values)


def answer_all(evaluation, *given, at=LATER):
    for request, answers in zip(evaluation.requests.order_by("pk"), given, strict=False):
        changes.evaluate(request, answers, at=at)


@pytest.mark.django_db
def test_only_those_who_were_there_are_asked_each_once_by_a_link():
    evaluation = asked()
    assert evaluation.requests.count() == 5
    mails = OutgoingMail.objects.filter(key__startswith="secret:evaluation:")
    assert sorted(mail.to for mail in mails) == [f"p{number}@hamar.example" for number in range(5)]
    assert all("/innhenting/evaluering/" in mail.text for mail in mails)
    with refused("again"):
        changes.ask_how_it_was(evaluation.event, closes=LAST, by=None, at=LATER)


@pytest.mark.django_db
def test_an_evaluation_waits_for_the_session_and_for_who_was_there():
    session = make_session()
    with refused("state"):
        changes.ask_how_it_was(session, closes=LAST, by=None, at=LATER)
    events.hold_event(session, **AFTER)
    with refused("nobody"):
        changes.ask_how_it_was(session, closes=LAST, by=None, at=LATER)
    event = held()
    with refused("closes", field="closes"):
        changes.ask_how_it_was(event, closes=STARTS.date(), by=None, at=LATER)
    with refused("keys", field="keys"):
        changes.ask_how_it_was(event, closes=LAST, by=None, at=LATER, keys=[])


@pytest.mark.django_db
def test_an_answer_is_kept_without_name_and_hour():
    evaluation = asked()
    request = evaluation.requests.order_by("pk").first()
    changes.evaluate(request, {"useful": "very", "better": "Mer tid", "share": []}, at=LATER)
    reply = EvaluationReply.objects.get()
    assert reply.answers == {"useful": "very", "better": "Mer tid"}
    entry = Change.objects.get(verb="evaluate")
    assert (entry.actor_name, entry.at.astimezone(LATER.tzinfo).hour) == ("", 0)
    assert "Mer tid" not in str(Change.objects.values_list("before", "after"))
    assert [field.name for field in EvaluationReply._meta.fields] == ["id", "evaluation", "answers"]
    with refused("closed"):
        changes.evaluate(request, {"useful": "not"}, at=LATER)


@pytest.mark.django_db
def test_an_answer_is_checked_as_its_question_says():
    evaluation = asked()
    first, second = evaluation.requests.order_by("pk")[:2]
    with refused("lacks", field="useful"):
        changes.evaluate(first, {"better": "Mer tid"}, at=LATER)
    with refused("lacks", field="better"):
        changes.evaluate(first, {"useful": "very", "better": "a" * 601}, at=LATER)
    with refused("closed"):
        changes.evaluate(second, {"useful": "very"}, at=LATER + timedelta(days=30))


@pytest.mark.django_db
def test_an_answer_without_anything_is_none():
    evaluation = asked(keys=["better"])
    with refused("empty"):
        changes.evaluate(evaluation.requests.first(), {}, at=LATER)


@pytest.mark.django_db
def test_answers_are_shown_from_the_fifth_and_a_question_that_few_answered_stays_hidden():
    evaluation = asked()
    answer_all(evaluation, *[{"useful": "very", "next": "Skogbruk"}] * 4)
    few = verdict_of(evaluation)
    assert (few.asked, few.answered, few.is_shown, few.results) == (5, 4, False, ())
    assert wishes_of_evaluations() == []
    last = evaluation.requests.order_by("pk").last()
    changes.evaluate(last, {"useful": "little", "share": ["try", "contact"]}, at=LATER)
    verdict = verdict_of(evaluation_of(evaluation.event.slug))
    useful, level, share, better, wish = verdict.results
    assert useful.picture.lines[0].values == (4.0, 0.0, 1.0, 0.0)
    assert [one.is_hidden for one in (level, share, better, wish)] == [True] * 4
    assert (share.answered, wish.answered, wish.texts) == (1, 4, ())


@pytest.mark.django_db
def test_wishes_of_five_are_read_together_in_the_order_of_the_alphabet():
    evaluation = asked()
    texts = ["Transport", "Skogbruk", "Bygg", "Skogbruk", "Anskaffelser"]
    answer_all(evaluation, *[{"useful": "quite", "share": ["try"], "next": text} for text in texts])
    _useful, _level, share, _better, wish = verdict_of(evaluation).results
    assert wish.texts == tuple(sorted(texts))
    assert share.picture.lines[0].values == (5.0, 0.0, 0.0, 0.0)
    assert sorted(wishes_of_evaluations()) == ["Anskaffelser", "Bygg", "Skogbruk", "Transport"]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_the_secretariat_asks_and_who_was_there_answers_by_the_link(settings):
    settings.DEMO_TODAY = "2021-05-21"
    event = held()
    staff = signed_in(make_secretary())
    address = f"/innhenting/evaluering/{event.slug}/spor/"
    assert "5 personer" in staff.get(address).content.decode()
    typed = {"keys": ["useful", "better"], "closes": "2021-05-31"}
    assert staff.post(address, typed).status_code == 302
    assert staff.get(address).status_code == 404
    key = evaluation_key(EvaluationRequest.objects.first())
    link = f"/innhenting/evaluering/{key}/"
    page = Client().get(link).content.decode()
    assert "Hvor nyttig var det" in page
    assert "neste gang" not in page
    wrong = Client().post(link, {"better": "Mer tid"})
    assert wrong.status_code == 422
    assert "Mer tid" in wrong.content.decode()
    assert Client().post(link, {"useful": "very", "better": "Mer tid"}).status_code == 302
    assert "Du har svart" in Client().get(link).content.decode()
    assert Client().post(link, {"useful": "not"}).status_code == 409
    assert EvaluationReply.objects.count() == 1
    assert Client().get("/innhenting/evaluering/1~galt/").status_code == 404
    settings.DEMO_TODAY = "2021-06-21"
    other = evaluation_key(EvaluationRequest.objects.last())
    assert "Siste dag" in Client().get(f"/innhenting/evaluering/{other}/").content.decode()


@pytest.mark.django_db
def test_the_result_stands_on_the_page_of_the_session_for_the_secretariat_alone():
    evaluation = asked()
    answer_all(evaluation, *[{"useful": "very", "better": "Mer tid"}] * 4)
    slug = evaluation.event.slug
    staff = signed_in(make_secretary())
    few = staff.get(f"/klimaskolen/{slug}/").content.decode()
    assert "færre enn 5 svar" in few
    assert "Mer tid" not in few
    changes.evaluate(evaluation.requests.last(), {"useful": "very", "better": "Mer tid"}, at=LATER)
    page = staff.get(f"/klimaskolen/{slug}/").content.decode()
    assert "5 av 5" in page
    assert "Mer tid" in page
    for client in (Client(), signed_in(make_guest())):
        assert "Mer tid" not in client.get(f"/klimaskolen/{slug}/").content.decode()
    assert "Mer tid" in staff.get(f"/innhenting/evaluering/{slug}/svar/").content.decode()
    assert staff.get("/innhenting/evaluering/ukjent/svar/").status_code == 404
    assert staff.get("/innhenting/evaluering/ukjent/spor/").status_code == 404


@pytest.mark.django_db
def test_a_link_that_nobody_was_given_opens_nothing():
    evaluation = asked()
    one = evaluation.requests.first()
    assert request_with(evaluation_key(one)) == one
    assert request_with(evaluation_key(one)[:-1]) is None
    assert str(one).startswith(str(evaluation))
    assert str(EvaluationReply(evaluation=evaluation)) == str(evaluation)
    assert Evaluation.objects.count() == 1


@pytest.mark.django_db
def test_what_to_take_up_next_names_topics_and_wishes_with_their_reasons():
    forest = events.add_topic(title_nb="Klimavennlig skogbruk", **NOBODY)
    events.add_topic(title_nb="Bygg", **NOBODY)
    session = make_session()
    events.sign_up(
        session, name="Kari", email="k@hamar.example", language="nb", wish="Mer om skogbruk, takk", at=AT
    )
    events.sign_up(session, name="Ola", email="o@hamar.example", language="nb", wish="Sykkel", at=AT)
    evaluation = asked()
    answer_all(evaluation, *[{"useful": "very", "next": "Skogbruk"}] * 5)
    page = signed_in(make_secretary()).get("/klimaskolen/tema/neste/")
    found = page.context["found"]
    assert found.suggestions[0].row.topic == forest
    assert found.suggestions[0].wished_at_sign_up == ("Mer om skogbruk, takk",)
    assert found.suggestions[0].wished_afterwards == ("Skogbruk",)
    assert found.others == ["Sykkel"]
    assert Client().get("/klimaskolen/tema/neste/").status_code == 302
