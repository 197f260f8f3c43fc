"""A section lent to a colleague: the link opens that section and nothing else, until the answers are due."""

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Answer, Call, Forwarding, Reply
from dugnad.kit import clock
from dugnad.kit.changes import deliver_mail
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members.models import Person
from tests.factories.calls import AT, SECOND, make_call, make_hamar, make_reply, save
from tests.factories.members import make_editor, make_municipality, make_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
HAMAR = "/innhenting/klimastatus-2021/hamar/"
DUE = AT.replace(day=30, hour=16, minute=0)
NO = {"key": "no", "nb": "Aldri fortalt"}


@pytest.fixture
def before_due(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A day before the answers are due, for the pages."""
    settings.DEMO, settings.DEMO_TODAY = True, "2021-04-20"


def make_sections() -> Call:
    """A call of two sections: Tiltak with measures and cars, Kontakt with a name."""
    call = make_call({"measures": {}, "cars": {"kind": QuestionKind.NUMBER}})
    section = changes.add_section(call, title_nb="Kontakt", by=None, at=AT)
    changes.add_question(section, key="name", kind="text", label_nb="Hemmelig navn", by=None, at=AT)
    return call


def lend(reply: Reply, by: Person | None = None, **values: Any) -> tuple[Forwarding, str]:
    """Lend the first section; the address stands in the mail and nowhere else."""
    section = reply.call.sections.first()
    who = {"name": "Kari", "email": "kari@kommune.example", "by": by, "at": AT} | values
    forwarding = changes.forward_section(reply, section, **who)
    mail = OutgoingMail.objects.get(key=f"secret:forwarding:{forwarding.pk}")
    return forwarding, re.search(r"/innhenting/del/[\w-]+/", mail.text)[0]


def stored(reply: Reply) -> dict[str, Any]:
    return {answer.question.key: answer.value for answer in reply.answers.select_related("question")}


# The verbs ------------------------------------------------------------------------------------------------


def test_forward_section_mails_a_link_that_is_kept_nowhere_else() -> None:
    reply = make_reply(make_sections())
    forwarding, address = lend(reply, make_person("Ola"), message="Kan du ta denne?")
    token = address.split("/")[3]
    mail = OutgoingMail.objects.get()
    assert (mail.to, len(token)) == ("kari@kommune.example", 32)
    assert {"Kan du ta denne?", "Ola", "Kari"} <= set(re.findall(r"Kan du ta denne\?|Ola|Kari", mail.text))
    assert queries.forwarding_with(token) == forwarding
    assert token not in str(list(Change.objects.values_list("before", "after")))
    assert "kari" not in str(list(Change.objects.values_list("before", "after"))).casefold()
    deliver_mail(at=AT)
    assert OutgoingMail.objects.get().text == ""


def test_forward_section_writes_in_the_form_of_norwegian_of_the_member() -> None:
    laerdal = make_municipality("Lærdal", "4642", language_form="nn")
    lend(make_reply(make_sections(), laerdal))
    assert OutgoingMail.objects.get().text.startswith("Hei, Kari!")
    assert "Du treng ingen konto" in OutgoingMail.objects.get().text


def test_forward_section_refuses_what_could_not_be_answered() -> None:
    reply = make_reply(make_sections())
    with refused("invalid", field="email"):
        lend(reply, email="kari")
    with refused("section"):
        other = make_call(slug="annet")
        changes.forward_section(reply, other.sections.get(), name="Kari", email="k@x.example", by=None, at=AT)
    changes.close_call(reply.call, by=None, at=AT)
    with refused("lent"):
        lend(reply)


def test_a_link_that_is_sent_after_the_deadline_is_open_for_a_week() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply, at=DUE)
    assert "fram til fredag 7. mai 2021 kl.\u00a016.00" in OutgoingMail.objects.get().text
    late = {"by": None, "forwarding": forwarding}
    end = DUE + timedelta(days=7)
    changes.save_draft(reply, {"measures": "Sent, men godt"}, 0, at=end - SECOND, **late)
    with refused("lent"):
        changes.save_draft(reply, {"measures": "For sent"}, 1, at=end, **late)
    assert stored(reply) == {"measures": "Sent, men godt"}
    # More time for the member is more time for the colleague, also when it comes afterwards.
    changes.extend_deadline(reply, to=date(2021, 5, 20), reason="Sykdom", by=None, at=DUE)
    changes.save_draft(reply, {"measures": "Enda bedre"}, 1, at=end, **late)
    assert forwarding.until.date() == date(2021, 5, 20)


def test_an_answer_by_link_carries_the_colleague_and_not_a_person() -> None:
    reply = make_reply(make_sections(), measures="Elbåt")
    forwarding, _address = lend(reply)
    changes.save_draft(reply, {"measures": "Elferje"}, 1, None, AT, forwarding=forwarding)
    answer = Answer.objects.get()
    assert (answer.by, answer.forwarding, queries.writer_of(answer)) == (None, forwarding, "Kari (via lenke)")
    save(reply, make_person("Ola"), measures="Ferje")
    earlier = list(Answer.objects.get().earlier.values_list("value", "forwarding"))
    assert earlier == [("Elbåt", None), ("Elferje", forwarding.pk)]
    assert queries.writer_of(Answer.objects.get()) == "Ola"
    forwarding.refresh_from_db()
    assert forwarding.saved_at == AT


def test_a_link_does_not_write_outside_its_section() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    with refused("invalid", field="name"):
        changes.save_draft(reply, {"name": "Per"}, 0, None, AT, forwarding=forwarding)
    assert stored(reply) == {}


def test_a_link_does_not_overwrite_a_colleague_unseen() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    save(reply, make_person("Ola"), measures="Ola sin tekst")
    with refused("revision"):
        changes.save_draft(reply, {"measures": "Min tekst"}, 0, None, AT, forwarding=forwarding)
    assert stored(reply) == {"measures": "Ola sin tekst"}


def test_a_link_ends_at_the_deadline_and_what_began_to_come_before_it_counts() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    late = {"by": None, "forwarding": forwarding}
    changes.save_draft(reply, {"measures": "I tide"}, 0, at=DUE + SECOND, first_byte_at=DUE - SECOND, **late)
    with refused("lent"):
        changes.save_draft(reply, {"measures": "For sent"}, 1, at=DUE, **late)
    assert stored(reply) == {"measures": "I tide"}


def test_end_forwarding_closes_the_link_once_and_keeps_what_was_written() -> None:
    reply = make_reply(make_sections())
    forwarding, _address = lend(reply)
    changes.save_draft(reply, {"measures": "Elbåt"}, 0, None, AT, forwarding=forwarding)
    changes.end_forwarding(forwarding, by=None, at=AT)
    assert OutgoingMail.objects.count() == 0  # it had not been sent yet
    with refused("lent"):
        changes.save_draft(reply, {"measures": "Mer"}, 1, None, AT, forwarding=forwarding)
    with refused("ended"):
        changes.end_forwarding(forwarding, by=None, at=AT)
    assert stored(reply) == {"measures": "Elbåt"}


def test_finish_forwarding_tells_the_one_who_lent_it_once() -> None:
    reply = make_reply(make_sections())
    ola = make_person("Ola", "ola@demo.example")
    forwarding, _address = lend(reply, ola)
    changes.finish_forwarding(forwarding, at=AT)
    changes.finish_forwarding(forwarding, at=AT + SECOND)
    (mail,) = OutgoingMail.objects.filter(to="ola@demo.example")
    assert mail.subject == "Kari er ferdig med «Tiltak»"
    assert Forwarding.objects.get().finished_at == AT


# The page of the link -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("before_due")
def test_a_link_opens_that_section_without_an_account() -> None:
    reply = make_reply(make_sections(), measures="Elbåt", name="Per Hemmelig")
    forwarding, address = lend(reply)
    page = Client().get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert "Elbåt" in page.text
    assert "emmelig" not in page.text
    forwarding.refresh_from_db()
    opened = forwarding.opened_at
    assert opened is not None
    before = (Change.objects.count(), Reply.objects.get().revision)
    Client().get(address)
    forwarding.refresh_from_db()
    assert forwarding.opened_at == opened
    assert (Change.objects.count(), Reply.objects.get().revision) == before


@pytest.mark.usefixtures("before_due")
def test_a_wrong_link_does_not_exist() -> None:
    make_reply(make_sections())
    for end in ("", "lagre/", "nytt/"):
        assert Client().get(f"/innhenting/del/feil/{end}").status_code == 404


@pytest.mark.usefixtures("before_due")
def test_a_colleague_saves_is_done_and_can_still_change() -> None:
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply, make_person("Ola", "ola@demo.example"))
    client = Client(enforce_csrf_checks=True)
    page = client.post(address, {"measures": "Elbåt", "measures.seen": "0", "done": "1"}, follow=True)
    assert "Takk!" in page.text
    assert stored(reply) == {"measures": "Elbåt"}
    assert OutgoingMail.objects.filter(to="ola@demo.example").count() == 1
    again = client.post(f"{address}lagre/", {"measures": "Elferje", "measures.seen": "1"})
    assert (again.status_code, again.json()["seen"]) == (200, {"measures": 2})
    news = client.get(f"{address}nytt/?since=0").json()["news"]
    assert news["measures"]["message"].startswith("Kari (via lenke) endret")


@pytest.fixture
def pace(settings: Any) -> Iterator[None]:
    """Two times a minute, so that a test need not write sixty times."""
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"answer_by_link": "2/m/key"}
    yield
    cache.clear()


@pytest.mark.usefixtures("before_due", "pace")
def test_a_link_that_writes_too_often_is_told_to_wait_and_loses_nothing(client: Client) -> None:
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply)
    for number in range(2):
        sent = {"measures": f"Utkast {number}", "measures.seen": str(number)}
        assert client.post(address, sent).status_code == 302
    page = client.post(address, {"measures": "Det tredje utkastet"})
    assert page.status_code == 429
    assert "Vent et minutt, og lagre på nytt" in page.text
    assert "Det tredje utkastet" in page.text
    saved = client.post(f"{address}lagre/", {"measures": "Det fjerde"})
    assert (saved.status_code, "Vent et minutt" in saved.json()["message"]) == (429, True)
    assert stored(reply) == {"measures": "Utkast 1"}
    assert client.get(address).status_code == 200
    _other, elsewhere = lend(reply, name="Ola", email="ola@kommune.example")
    assert client.post(elsewhere, {"cars": "3"}).status_code == 302


@pytest.mark.usefixtures("before_due")
def test_the_colleague_chooses_the_language_of_the_link(client: Client) -> None:
    _forwarding, address = lend(make_reply(make_sections()))
    page = client.get(address).text
    assert f'href="{address}?sprak=en" lang="en"' in page
    assert "data-theme-toggle" in page
    answer = client.get(f"{address}?sprak=en")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "This is one section of your municipality" in client.get(address).text
    assert client.get(f"{address}?sprak=xx").status_code == 200


@pytest.mark.usefixtures("before_due")
def test_a_clash_by_link_shows_both_texts() -> None:
    reply = make_reply(make_sections())
    _forwarding, address = lend(reply)
    save(reply, make_person("Ola"), measures="Ola sin tekst")
    page = Client().post(address, {"measures": "Min tekst", "measures.seen": "0"})
    assert page.status_code == 409
    assert "Ola sin tekst" in page.text
    assert "Min tekst" in page.text


@pytest.mark.usefixtures("before_due")
def test_what_a_link_gets_wrong_comes_back_as_typed() -> None:
    _forwarding, address = lend(make_reply(make_sections()))
    page = Client().post(address, {"cars": "mange", "cars.seen": "0"})
    assert page.status_code == 422
    assert "mange" in page.text


@pytest.mark.usefixtures("demo_day")
def test_who_is_late_can_still_send_a_section_to_a_colleague() -> None:
    reply = make_reply(make_sections())
    client = Client()
    client.force_login(make_editor(reply.organisation, "ola@demo.example"))
    form = f"{HAMAR}del/{reply.call.sections.first().pk}/videresend/"
    assert form in client.get(HAMAR).text
    assert "fram til mandag 10. mai 2021" in client.get(form).text
    assert client.post(form, {"name": "Kari", "email": "kari@hamar.example"}).status_code == 302
    mail = OutgoingMail.objects.get(key__startswith="secret:forwarding:")
    address = re.search(r"/innhenting/del/[\w-]+/", mail.text)[0]
    assert "data-autosave" in Client().get(address).text


@pytest.mark.usefixtures("demo_day")
def test_after_the_deadline_the_page_says_whom_to_ask_and_shows_what_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reply = make_reply(make_sections(), measures="Hemmelig")
    _forwarding, address = lend(reply, make_person("Ola", "ola@demo.example"))
    page = Client().get(address)
    assert page.status_code == 200
    assert "ola@demo.example" in page.text
    assert "Hemmelig" not in page.text
    with caplog.at_level(logging.WARNING):
        typed = Client().post(address, {"measures": "Lang tekst", "measures.seen": "1"})
        autosaved = Client().post(f"{address}lagre/", {"measures": "Lang tekst", "measures.seen": "1"})
        gone = Client().get(f"{address}nytt/")
    assert (typed.status_code, autosaved.status_code, gone.status_code) == (409, 422, 200)
    assert gone.json() == {"revision": 0, "news": {}}
    assert "Lang tekst" in typed.text
    assert "Lenken er ikke lenger åpen" in autosaved.json()["message"]
    assert address.split("/")[3] not in caplog.text


@pytest.mark.usefixtures("before_due")
def test_a_link_follows_the_fate_of_the_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = make_reply(make_sections())
    forwarding, address = lend(reply)
    changes.close_call(reply.call, by=None, at=AT)
    assert "data-autosave" not in Client().get(address).text
    changes.open_call(reply.call, by=None, at=AT)
    assert "data-autosave" in Client().get(address).text
    # Ended between the look and the write: what was typed comes back all the same.
    monkeypatch.setattr("dugnad.calls.views.desk.Desk.may_write", property(_once(forwarding)))
    page = Client().post(address, {"measures": "Skrev akkurat", "measures.seen": "0"})
    assert page.status_code == 409
    assert "Skrev akkurat" in page.text


def _once(forwarding: Forwarding) -> Any:
    looks = iter([True])

    def look(desk: Any) -> bool:
        first = next(looks, False)
        if first:
            changes.end_forwarding(forwarding, by=None, at=AT)
        return first

    return look


# Lending on the page --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("before_due")
def test_the_reply_shows_who_has_which_section() -> None:
    reply = make_reply(make_sections())
    client = Client()
    client.force_login(make_editor(make_hamar(), "ola@demo.example"))
    section = reply.call.sections.first()
    empty = client.post(f"{HAMAR}del/{section.pk}/videresend/", {"name": "", "email": "kari"})
    assert empty.status_code == 422
    sent = client.post(
        f"{HAMAR}del/{section.pk}/videresend/", {"name": "Kari", "email": "kari@kommune.example"}, follow=True
    )
    assert "Kari har denne delen" in sent.text
    assert "Ikke åpnet ennå" in sent.text
    forwarding = Forwarding.objects.get()
    changes.open_forwarding(forwarding, at=clock.now())
    assert "Åpnet" in client.get(HAMAR).text
    changes.save_draft(reply, {"measures": "Elbåt"}, 0, None, AT, forwarding=forwarding)
    page = client.get(HAMAR)
    assert "Skrevet av Kari (via lenke)" in page.text
    ended = client.post(f"{HAMAR}videresendt/{forwarding.pk}/avslutt/", follow=True)
    assert "lenken ble stengt" in ended.text
    assert client.get(f"{HAMAR}del/999999/videresend/").status_code == 404


@pytest.mark.usefixtures("demo_day")
def test_lending_a_reply_that_was_accepted_meanwhile_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reply = make_reply(make_sections())
    monkeypatch.setattr("dugnad.calls.changes.forwarding.is_lent", lambda *args, **kwargs: False)
    client = Client()
    client.force_login(make_editor(make_hamar(), "ola@demo.example"))
    section = reply.call.sections.first()
    page = client.post(
        f"{HAMAR}del/{section.pk}/videresend/", {"name": "Kari", "email": "kari@kommune.example"}
    )
    assert page.status_code == 422
    assert "en lenke ville ikke åpnet noe" in page.text
    assert Forwarding.objects.count() == 0


def test_another_member_lends_nothing_of_hamar() -> None:
    reply = make_reply(make_sections())
    client = Client()
    client.force_login(make_editor(make_municipality("Stange", "3413"), "stange@demo.example"))
    forwarding, _address = lend(reply)
    section = reply.call.sections.first()
    assert client.get(f"{HAMAR}del/{section.pk}/videresend/").status_code == 404
    assert client.post(f"{HAMAR}videresendt/{forwarding.pk}/avslutt/").status_code == 404
    assert client.get(f"{HAMAR}del/{section.pk}/").status_code == 404


@pytest.mark.usefixtures("before_due")
def test_the_page_of_a_link_takes_the_same_number_of_queries_for_one_question_and_three(
    django_assert_num_queries: Any,
) -> None:
    for number, keys in enumerate((("a",), ("a", "b", "c"))):
        call = make_call({key: {} for key in keys}, slug=f"kall-{number}")
        reply = make_reply(call, **dict.fromkeys(keys, "x"))
        _forwarding, address = lend(reply)
        with django_assert_num_queries(QUERIES_OF_A_LINK):
            Client().get(address)


QUERIES_OF_A_LINK = 6


# More time, and what does not apply -----------------------------------------------------------------------


@pytest.mark.usefixtures("demo_day")
def test_a_link_is_open_as_long_as_the_member_has_time_and_says_so() -> None:
    reply = make_reply(make_sections())
    later = DUE + timedelta(days=5)
    changes.extend_deadline(reply, to=later.date(), reason="Sykdom", by=None, at=AT)
    forwarding, address = lend(reply, at=DUE + timedelta(days=1))
    mail = OutgoingMail.objects.get(key=f"secret:forwarding:{forwarding.pk}")
    page = Client().get(address).text
    told = "onsdag 5. mai 2021"
    assert [told in words for words in (mail.text, page)] == [True, True]
    changes.save_draft(reply, {"measures": "Elbåt"}, 0, None, later - SECOND, forwarding=forwarding)
    with refused("lent"):
        changes.save_draft(reply, {"measures": "For sent"}, 1, None, later, forwarding=forwarding)
    assert stored(reply) == {"measures": "Elbåt"}


@pytest.mark.usefixtures("demo_day")
def test_a_member_with_more_time_lends_until_its_own_deadline() -> None:
    call = make_sections()
    client, place = Client(), f"{HAMAR}del/{call.sections.first().pk}/"
    reply = make_reply(call)
    client.force_login(make_editor(make_hamar()))
    words = "Send denne delen til en kollega"
    changes.extend_deadline(reply, to=DUE.date() + timedelta(days=5), reason="Sykdom", by=None, at=AT)
    assert [words in client.get(page).text for page in (HAMAR, place)] == [True, True]
    assert "onsdag 5. mai 2021" in client.get(f"{place}videresend/").text


@pytest.mark.usefixtures("before_due")
@pytest.mark.parametrize(("port", "words"), [("no", "Gjelder ikke, på grunn av det"), ("", "Svar bare hvis")])
def test_a_link_tells_what_does_not_apply_and_nothing_of_the_other_section(port: str, words: str) -> None:
    call = make_sections()
    section, other = call.sections.all()
    facts = {"kind": "choice", "label_nb": "Har dere havn?", "choices": [{"key": "yes", "nb": "Ja"}, NO]}
    changes.add_question(section, key="port", by=None, at=AT, **facts)
    hinge = {"only_if": call.questions.get(key="port"), "only_if_choices": ["yes"]}
    changes.add_question(other, key="power", kind="text", label_nb="Landstrøm", by=None, at=AT, **hinge)
    reply = make_reply(call, **({"port": port} if port else {}))
    who = {"name": "Kari", "email": "kari@kommune.example", "by": None, "at": AT}
    forwarding = changes.forward_section(reply, other, **who)
    mail = OutgoingMail.objects.get(key=f"secret:forwarding:{forwarding.pk}")
    page = Client().get(re.search(r"/innhenting/del/[\w-]+/", mail.text)[0]).text
    assert [words in page, "Har dere havn?" in page, "Aldri fortalt" in page] == [True, True, False]
    assert ('name="power"' in page) is not bool(port)
    assert HAMAR not in page
