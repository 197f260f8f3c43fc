"""Several people and one reply: nothing is overwritten unseen, nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.calls import changes
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Answer, Call, EarlierAnswer, Reply, ReplyVersion
from dugnad.members.models import User
from tests.factories.calls import (
    AFTER_DUE,
    AT,
    CHOICES,
    make_call,
    make_figures,
    make_hamar,
    make_reply,
    save,
    submit,
)
from tests.factories.members import make_approver, make_editor, make_person, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def editor() -> Client:
    known = User.objects.filter(email="kari@demo.example").first()
    return signed_in(known or make_editor(make_hamar(), "kari@demo.example"))


def stored(reply: Reply) -> dict[str, Any]:
    return {answer.question.key: answer.value for answer in reply.answers.select_related("question")}


# What a colleague wrote -----------------------------------------------------------------------------------


def test_a_page_does_not_take_over_a_revision_that_it_has_not_shown() -> None:
    reply = make_reply(measures="Elbåt")
    save(reply, measures="Kollegaens tekst")
    client = editor()
    undone = client.post(f"{HAMAR}lagre/", {"measures": "Elbåt", "measures.seen": "1"})
    assert (undone.status_code, undone.json()["seen"]) == (409, {})
    assert undone.json()["conflicts"]["measures"]["theirs"] == "Kollegaens tekst"
    typed = client.post(f"{HAMAR}lagre/", {"measures": "Elbåt og mer", "measures.seen": "1"})
    assert typed.status_code == 409
    assert stored(reply) == {"measures": "Kollegaens tekst"}


def test_news_say_who_changed_what_and_when() -> None:
    kari = make_person("Kari")
    reply = make_reply(measures="Elbåt", cars="1")
    client = editor()
    assert client.get(f"{HAMAR}nytt/?since=1").json() == {"revision": 1, "news": {}}
    changes.save_draft(reply, {"cars": "2"}, 1, kari, AT, notes={"cars": "Telt"})
    assert client.get(f"{HAMAR}nytt/?since=1").json() == {
        "revision": 2,
        "news": {
            "cars": {
                "message": "Kari endret dette svaret 20. april 2021 kl. 09.00.".replace("kl. ", "kl.\xa0"),
                "theirs": "2\nMerknad: Telt",
                "revision": 2,
            }
        },
    }
    assert set(client.get(f"{HAMAR}nytt/?since=nonsense").json()["news"]) == {"measures", "cars"}


def test_a_clash_of_notes_shows_the_other_note() -> None:
    reply = make_reply(cars="1")
    changes.save_draft(reply, {}, 1, make_person("Ola"), AT, notes={"cars": "Kollegaens merknad"})
    page = editor().post(HAMAR, {"cars": "1", "cars.note": "Min merknad", "cars.seen": "1"})
    assert page.status_code == 409
    assert "Kollegaens merknad" in page.text
    assert "Min merknad" in page.text
    assert "Ola endret dette svaret" in page.text


class Page:
    """The page of a reply as its script drives it: what it shows, and the revision that it has seen."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.shows, self.seen, self.known = "", 0, {""}

    def open(self, reply: Reply) -> None:
        answer = Answer.objects.filter(reply=reply).first()
        self.show(answer.value or "", answer.revision) if answer else self.show("", 0)

    def show(self, text: str, seen: int) -> None:
        self.shows, self.seen = text, seen
        self.known.add(text)

    def save(self, slug: str) -> int:
        address = f"/innhenting/{slug}/hamar/lagre/"
        response = self.client.post(address, {"measures": self.shows, "measures.seen": str(self.seen)})
        report = response.json()
        self.seen = report["seen"].get("measures", self.seen)
        if clash := report["conflicts"].get("measures"):
            # Both texts are on the page now; whoever sits there keeps their own with open eyes.
            self.known.add(clash["theirs"])
            self.seen = clash["revision"]
        return response.status_code


STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["open", "save", "", "a", "b", "c"])),
    min_size=4,
    max_size=20,
)


@given(STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_schedule_of_two_pages_overwrites_what_its_writer_has_not_seen(
    steps: list[tuple[int, str]],
) -> None:
    reply = make_reply(make_call({"measures": {}}, slug=f"call-{Call.objects.count()}"))
    pages = [Page(editor()), Page(editor())]
    for writer, step in steps:
        page, before = pages[writer], stored(reply).get("measures") or ""
        if step == "open":
            page.open(reply)
        elif step != "save":
            page.shows = step
        else:
            status, after = page.save(reply.call.slug), stored(reply).get("measures") or ""
            page.known.add(page.shows)
            assert status == 409 or after in {page.shows, before}
            assert after == before or before in page.known
            assert before in {after, ""} or EarlierAnswer.objects.filter(answer__reply=reply, value=before)


# What is typed too late -----------------------------------------------------------------------------------


def test_what_was_typed_when_the_call_was_closed_stands_on_the_page_still() -> None:
    asked: dict[str, Any] = {
        "measures": {},
        "cars": {"kind": QuestionKind.NUMBER},
        "budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES},
        "story": {"kind": QuestionKind.STORY},
    }
    reply = make_reply(make_call(asked), measures="Elbåt", budget="yes")
    changes.close_call(reply.call, by=None, at=AFTER_DUE)
    typed = {
        "measures": "Min lange tekst", "cars": "ganske mange", "cars.note": "Skal telles", "budget": "yes",
        "story.title": "Båt", "story.text": "Vi kjøpte en båt", "story.theme": "transport",
    }  # fmt: skip
    page = editor().post(HAMAR, typed | {"measures.seen": "1", "budget.seen": "1"})
    assert page.status_code == 409
    lost = [(question.key, text) for question, text in page.context["unsaved"]]
    assert lost == [
        ("measures", "Min lange tekst"),
        ("cars", "ganske mange\nSkal telles"),
        ("story", "Båt (4 ord)\n\nVi kjøpte en båt"),
    ]
    assert "Min lange tekst" in page.text
    assert stored(reply) == {"measures": "Elbåt", "budget": "yes"}


def test_autosave_says_that_nothing_more_can_be_written() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    changes.accept_reply(reply, by=None, at=AFTER_DUE)
    answer = editor().post(f"{HAMAR}lagre/", {"measures": "Nytt", "measures.seen": "1"})
    assert answer.status_code == 422
    assert "det kan ikke skrives mer" in answer.json()["message"]


# What was submitted, and what was written since -----------------------------------------------------------


def test_everybody_is_told_what_was_written_after_the_submission() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    member, staff = editor(), signed_in(make_secretary())
    assert "siden versjon 1 ble sendt inn" not in member.get(HAMAR).text
    changes.save_draft(reply, {"measures": "Elbåt og sykler"}, 1, None, AT + timedelta(minutes=1))
    assert "Du har skrevet videre siden versjon 1 ble sendt inn." in member.get(HAMAR).text
    page = staff.get(HAMAR).text
    assert "Medlemmet har skrevet videre siden versjon 1 ble sendt inn." in page
    assert f'href="{HAMAR}kvittering/1/"' in page


def test_the_secretariat_accepts_the_version_that_it_has_read() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    staff = signed_in(make_secretary())
    assert '<input type="hidden" name="version" value="1">' in staff.get(HAMAR).text
    submit(reply, "k2")
    refused = staff.post(f"{HAMAR}godta/", {"version": "1"}, follow=True)
    assert "versjon 2" in refused.text
    reply.refresh_from_db()
    assert reply.state == "submitted"
    staff.post(f"{HAMAR}godta/", {"version": "2"})
    reply.refresh_from_db()
    assert reply.state == "accepted"


def test_submitting_again_with_the_same_key_gives_the_receipt_also_when_the_call_is_closed() -> None:
    reply = make_reply(measures="Elbåt")
    client = signed_in(make_approver(make_hamar(), "ola@demo.example"))
    client.post(f"{HAMAR}send-inn/", {"key": "k"})
    changes.close_call(reply.call, by=None, at=AFTER_DUE)
    assert client.post(f"{HAMAR}send-inn/", {"key": "k"})["Location"] == f"{HAMAR}kvittering/1/"
    other = client.post(f"{HAMAR}send-inn/", {"key": "other"}, follow=True)
    assert "Innhentingen er ikke åpen" in other.text
    assert ReplyVersion.objects.count() == 1


# Figures that are revised ---------------------------------------------------------------------------------


def test_a_figure_that_was_revised_is_confirmed_anew_only_when_somebody_does_so() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 50000))
    total = {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions", "indicator_year": 2019}
    reply = make_reply(make_call({"total": total, "measures": {}}), total=True)
    client = editor()
    assert "Du har bekreftet dette tallet." in client.get(HAMAR).text
    make_figures((2019, "road_traffic", 48000), seen_on="2021-04-25")
    page = client.get(HAMAR).text
    assert "Utgiveren har rettet tallet siden du bekreftet 50\xa0000." in page
    assert "Du har bekreftet dette tallet." not in page
    client.post(HAMAR, {"total.right": "true", "total.seen": "1", "measures": "Elbåt"})
    assert stored(reply)["total"]["value"] == 50000
    client.post(HAMAR, {"total.right": "true", "total.seen": "1", "confirm": "total"})
    assert (stored(reply)["total"]["value"], stored(reply)["total"]["vintage"]) == (48000, "2021-04-25")
    assert client.post(HAMAR, {"confirm": "measures"}).status_code == 404
