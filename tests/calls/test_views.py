"""Pages of calls: who sees what, what is typed is never lost, and how many questions the database gets."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from dugnad.calls import changes, queries
from dugnad.calls.forms import FileForm, WorkbookForm
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Reply, ReplyVersion
from dugnad.documents.kinds import PICTURES
from dugnad.kit.models import OutgoingMail
from dugnad.members.models import User
from tests.factories.calls import (
    AT,
    CHOICES,
    STORY,
    make_call,
    make_figures,
    make_hamar,
    make_reply,
    question_of,
    save,
    submit,
)
from tests.factories.documents import make_picture
from tests.factories.members import (
    make_approver,
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_secretary,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
HAMAR = f"{CALL}hamar/"
EVERYTHING: dict[str, dict[str, Any]] = {
    "measures": {"required": True},
    "name": {"most": 100, "length_unit": "characters"},
    "cars": {"kind": QuestionKind.NUMBER, "unit": "biler"},
    "budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES},
    "wishes": {"kind": QuestionKind.CHOICES, "choices": CHOICES},
    "adopted": {"kind": QuestionKind.DATE},
    "plan": {"kind": QuestionKind.FILE},
    "total": {"kind": QuestionKind.FIGURE, "unit": "tonn CO2e", "indicator": "ghg-emissions"},
    "story": {"kind": QuestionKind.STORY, "least": 3, "most": 500},
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def editor() -> Client:
    known = User.objects.filter(email="kari@demo.example").first()
    return signed_in(known or make_editor(make_hamar(), "kari@demo.example"))


def approver() -> Client:
    return signed_in(make_approver(make_hamar(), "ola@demo.example"))


def without_tokens(page: HttpResponse) -> str:
    """A page without the token of its forms and our clock, which are others each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|kl\.\xa0\d\d\.\d\d \(norsk tid\)', "", page.text)


def secretary() -> Client:
    return signed_in(make_secretary())


# Who sees what -------------------------------------------------------------------------------------------


def test_a_reply_does_not_exist_for_those_who_may_not_see_it() -> None:
    version = submit(make_reply(make_call(), measures="Hemmelig"))
    others = [
        make_editor(make_municipality("Stange", "3413"), "stange@demo.example"),
        make_body_member(),
        make_guest(),
    ]
    pages = [
        "",
        "les/",
        "regneark.xlsx",
        "regneark/",
        "nytt/",
        f"kvittering/{version.number}/",
        "filer/1/",
        "filer/plan/",
    ]
    posts = [
        "", "lagre/", "send-inn/", "til-godkjenning/", "svarer-ikke/", "kommer/", "trekk-tilbake/",
        "godta/", "send-tilbake/", "filer/1/ta-ut/",
    ]  # fmt: skip
    for user in others:
        client = signed_in(user)
        assert {client.get(HAMAR + page).status_code for page in pages} == {404}
        assert {client.post(HAMAR + page).status_code for page in posts} == {404}
    assert {Client().get(HAMAR + page).status_code for page in pages} == {302}


def test_an_outsider_learns_no_number_from_the_pages_of_a_call() -> None:
    call = make_call()
    neighbour = signed_in(make_editor(make_municipality("Stange", "3413"), "stange@demo.example"))
    pages = ("/innhenting/", CALL)
    before = [without_tokens(neighbour.get(page)) for page in pages]
    submit(make_reply(call, measures="Hemmelig", cars="12"))
    assert [without_tokens(neighbour.get(page)) for page in pages] == before


def test_only_the_secretariat_finds_a_draft_and_its_pages() -> None:
    make_call(state="draft")
    pages = ["", "rediger/", "kopier/", "sporsmal/", "eksport.csv", "eksport.xlsx"]
    assert {editor().get(CALL + page).status_code for page in pages} == {404}
    staff = secretary()
    assert {staff.get(CALL + page).status_code for page in pages} == {200}
    assert "Klimastatus 2021" not in signed_in(make_guest()).get("/innhenting/").text
    assert "Klimastatus 2021" in staff.get("/innhenting/").text


def test_the_list_says_what_waits_for_the_member() -> None:
    assert "Ingen innhentinger ennå" in signed_in(make_guest()).get("/innhenting/").text
    make_reply(make_call())
    page = editor().get("/innhenting/").text
    assert "Hamar" in page
    assert "For sent" in page


# Answering -----------------------------------------------------------------------------------------------


def test_the_page_of_a_reply_asks_everything() -> None:
    make_reply(make_call(EVERYTHING))
    make_figures((2019, "road_traffic", 84606))
    page = editor().get(HAMAR)
    assert page.status_code == 200
    assert "84\xa0606" in page.text
    for name in (
        "measures",
        "cars",
        "budget",
        "wishes",
        "adopted",
        "total.right",
        "story.title",
        "cars.note",
    ):
        assert f'name="{name}"' in page.text


def test_the_first_visit_is_noted() -> None:
    client, call = editor(), make_call()
    client.get(HAMAR)
    opened = Reply.objects.get(call=call).opened_at
    client.get(HAMAR)
    assert opened is not None
    assert Reply.objects.get(call=call).opened_at == opened
    changes.close_call(call, by=None, at=opened)
    assert '<form class="reply-form"' not in client.get(HAMAR).text


def test_save_without_script_stores_every_kind_of_answer() -> None:
    reply = make_reply(make_call(EVERYTHING))
    make_figures((2019, "road_traffic", 84606))
    typed = {
        "measures": "Elbåt",
        "cars": "1 250",
        "cars.note": "Omtrent",
        "budget": "yes",
        "wishes": ["yes", "no"],
        "adopted": "2019-06-20",
        "total.right": "false",
        "total.value": "12,5",
        "total.reason": "Fabrikken er lagt ned",
        "story.title": "Elbåt",
        "story.text": "Vi kjøpte en båt",
        "story.theme": "transport",
    }
    response = editor().post(HAMAR, typed)
    assert (response.status_code, response["Location"]) == (302, HAMAR)
    assert {a.question.key: a.value for a in reply.answers.all()} == {
        "measures": "Elbåt",
        "cars": 1250,
        "budget": "yes",
        "wishes": ["yes", "no"],
        "adopted": "2019-06-20",
        "total": {"right": False, "value": 12.5, "reason": "Fabrikken er lagt ned"},
        "story": {"title": "Elbåt", "text": "Vi kjøpte en båt", "theme": "transport"},
    }
    assert reply.answers.get(question__key="cars").note == "Omtrent"


def test_nobody_is_asked_whether_a_figure_that_is_not_there_is_right() -> None:
    reply = make_reply(make_call({"total": {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"}}))
    client = editor()
    assert 'name="total.right"' not in client.get(HAMAR).text
    client.post(HAMAR, {"total.value": "12", "total.reason": "Vårt eget regnskap"})
    assert reply.answers.get().value == {"value": 12, "reason": "Vårt eget regnskap"}


def test_what_is_not_understood_stays_in_its_input_and_the_rest_is_stored() -> None:
    reply = make_reply()
    response = editor().post(HAMAR, {"measures": "Elbåt", "cars": "ganske mange"})
    assert response.status_code == 422
    assert 'value="ganske mange"' in response.text
    assert "Skriv et tall, for eksempel 1 250 eller 12,5." in response.text
    assert {a.question.key: a.value for a in reply.answers.all()} == {"measures": "Elbåt"}


def test_a_part_that_is_wrong_leaves_the_other_parts_of_the_answer_stored() -> None:
    reply = make_reply(
        make_call({"story": {"kind": QuestionKind.STORY}}), story={"title": "Gammel", "text": "x"}
    )
    typed = {"story.title": "Ny", "story.text": "Ord", "story.effect_value": "mye", "story.seen": "1"}
    report = editor().post(f"{HAMAR}lagre/", typed).json()
    assert report["unsaved"] == "Ikke lagret: ett svar trenger deg. Se under det."
    assert list(report["errors"]) == ["story.effect_value"]
    assert reply.answers.get().value == {"title": "Ny", "text": "Ord"}


def test_a_number_with_three_decimals_is_shown_so_that_it_reads_back() -> None:
    reply = make_reply(cars=1.125)
    client = editor()
    assert 'value="1,1250"' in client.get(HAMAR).text
    client.post(HAMAR, {"cars": "1,1250", "cars.seen": "1"}, headers={"accept-language": "en"})
    assert reply.answers.get().value == 1.125


@pytest.mark.parametrize(
    ("typed", "shown"), [("194 500,5", "194 500,5"), ("1250", "1 250"), ("-0,00001", "-0,00001")]
)
def test_a_number_comes_back_grouped_and_reads_as_the_same(client: Client, typed: str, shown: str) -> None:
    reply = make_reply(cars=typed)
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    assert f'value="{shown}"' in client.get(HAMAR).text
    stored = reply.answers.get().value
    save(reply, cars=shown)
    assert reply.answers.get().value == stored


def test_a_member_is_told_that_the_secretariat_can_read_its_draft(client: Client) -> None:
    reply = make_reply(measures="Utkast")
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    assert "Sekretariatet kan også lese utkastet" in client.get(HAMAR).text
    submit(reply)
    assert "Sekretariatet kan også lese utkastet" not in client.get(HAMAR).text
    assert "Sekretariatet kan også lese utkastet" not in secretary().get(HAMAR).text


def test_boxes_of_which_none_is_ticked_any_more_are_an_answer() -> None:
    reply = make_reply(
        make_call({"wishes": {"kind": QuestionKind.CHOICES, "choices": CHOICES}}), wishes=["yes"]
    )
    editor().post(HAMAR, {"wishes.seen": "1"})
    assert reply.answers.get().value is None


def test_two_who_save_the_same_answer_both_see_both_texts() -> None:
    reply = make_reply(measures="Elbåt")
    save(reply, seen=1, measures="Kollegaens tekst")
    client = editor()
    response = client.post(
        HAMAR, {"measures": "Min tekst", "measures.seen": "1", "cars": "12", "cars.seen": "0"}
    )
    assert response.status_code == 409
    assert "Kollegaens tekst" in response.text
    assert "Min tekst" in response.text
    assert reply.answers.get(question__key="cars").value == 12
    again = client.post(HAMAR, {"measures": "Min tekst", "measures.seen": "2"})
    assert again.status_code == 302
    assert reply.answers.get(question__key="measures").value == "Min tekst"


def test_autosave_answers_the_script_with_revisions_and_errors() -> None:
    reply = make_reply()
    client = editor()
    response = client.post(f"{HAMAR}lagre/", {"measures": "Elbåt", "measures.seen": "0", "cars": "mange"})
    report = response.json()
    assert report["saved"].startswith("Lagret ")
    assert report["unsaved"] == "Ikke lagret: ett svar trenger deg. Se under det."
    assert (report["seen"], report["conflicts"]) == ({"measures": 1}, {})
    assert report["errors"] == {"cars": "Skriv et tall, for eksempel 1 250 eller 12,5."}
    assert (report["answered"], report["asked"]) == (1, 2)
    save(reply, seen=1, measures="Kollegaens tekst")
    clash = client.post(f"{HAMAR}lagre/", {"measures": "Min tekst", "measures.seen": "1"})
    assert clash.status_code == 409
    assert clash.json()["conflicts"]["measures"]["theirs"] == "Kollegaens tekst"
    assert clash.json()["conflicts"]["measures"]["revision"] == 2
    reverted = client.post(f"{HAMAR}lagre/", {"measures": "Elbåt", "measures.seen": "1"})
    assert (reverted.status_code, reverted.json()["seen"]) == (409, {})
    assert reverted.json()["conflicts"]["measures"]["theirs"] == "Kollegaens tekst"
    assert reply.answers.get().value == "Kollegaens tekst"
    noted = {"cars": "", "cars.seen": "0", "cars.note": "Mitt"}
    assert client.post(f"{HAMAR}lagre/", noted).json()["seen"] == {"cars": 3}
    changes.save_draft(reply, {}, expected_revision=3, by=None, at=AT, notes={"cars": "Kollegaens"})
    assert client.post(f"{HAMAR}lagre/", noted | {"cars.seen": "3", "cars.note": "Nytt"}).status_code == 409


def test_a_figure_that_is_confirmed_saves_itself() -> None:
    asked = {"total": {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"}}
    reply = make_reply(make_call(asked))
    make_figures((2019, "road_traffic", 84606))
    report = editor().post(f"{HAMAR}lagre/", {"total.right": "true", "total.seen": "0"}).json()
    assert (report["seen"], report["conflicts"]) == ({"total": 1}, {})
    assert reply.answers.get().value["vintage"] == "2021-02-25"


def test_last_years_answer_is_offered_and_used() -> None:
    last = make_call(slug="klimastatus-2020", year=2020)
    submit(make_reply(last, measures="Sykkelvei"), "a")
    make_reply(make_call())
    client = editor()
    page = client.get(HAMAR).text
    assert "I fjor svarte du:" in page
    assert "Sykkelvei" in page
    client.post(HAMAR, {"reuse": "measures", "measures": "", "measures.seen": "0", "cars": ""})
    reply = Reply.objects.get(call__slug="klimastatus-2021")
    assert reply.answers.get().value == "Sykkelvei"
    assert client.post(HAMAR, {"reuse": "cars"}).status_code == 404


# Submitting ----------------------------------------------------------------------------------------------


def test_an_approver_reads_through_submits_and_gets_a_receipt() -> None:
    reply = make_reply(measures="Elbåt")
    client = approver()
    assert (
        client.post(HAMAR, {"measures": "Elbåt", "measures.seen": "1", "read": "1"})["Location"]
        == f"{HAMAR}les/"
    )
    page = client.get(f"{HAMAR}les/")
    key = page.context["key"]
    data = {"key": key, "revision": str(page.context["reply"].revision)}
    response = client.post(f"{HAMAR}send-inn/", data)
    assert response["Location"] == f"{HAMAR}kvittering/1/"
    assert client.post(f"{HAMAR}send-inn/", data)["Location"] == f"{HAMAR}kvittering/1/"
    version = ReplyVersion.objects.get()
    receipt = client.get(f"{HAMAR}kvittering/1/").text
    assert version.sha256 in receipt
    assert "For sent" in receipt
    assert "Elbåt" in receipt
    assert not version.on_behalf
    assert f"kvittering/{version.number}/" in OutgoingMail.objects.get().text
    assert "Kvittering, versjon 1" in client.get(HAMAR).text
    assert reply.versions.count() == 1


def test_what_is_lacking_stands_on_the_page_that_is_read_through() -> None:
    make_reply(make_call({"measures": {"required": True}}))
    client = approver()
    assert "Dette må besvares." in client.get(f"{HAMAR}les/").text
    response = client.post(f"{HAMAR}send-inn/", {"key": "k"}, follow=True)
    assert "Dette må besvares." in response.text
    assert ReplyVersion.objects.count() == 0


def test_an_editor_asks_for_approval_and_cannot_submit() -> None:
    make_reply(measures="Elbåt")
    client = editor()
    assert "Klart: be om godkjenning" in client.get(f"{HAMAR}les/").text
    assert client.post(f"{HAMAR}send-inn/", {"key": "k"}).status_code == 404
    assert "Ingen med e-postadresse" in client.post(f"{HAMAR}til-godkjenning/", follow=True).text
    make_approver(make_hamar(), "ola@demo.example")
    assert "får beskjed på e-post" in client.post(f"{HAMAR}til-godkjenning/", follow=True).text


def test_a_share_above_the_whole_is_asked_about_and_may_be_sent_in() -> None:
    share = {"share": {"kind": QuestionKind.NUMBER, "unit": "%"}}
    make_reply(make_call(share), make_hamar(), share=140)
    client = approver()
    for address in (HAMAR, f"{HAMAR}les/"):
        assert "140 prosent er mer enn det hele." in client.get(address).text
    page = client.get(f"{HAMAR}les/")
    data = {"key": page.context["key"], "revision": str(page.context["reply"].revision)}
    assert client.post(f"{HAMAR}send-inn/", data)["Location"] == f"{HAMAR}kvittering/1/"


def test_the_secretariat_submits_on_behalf_and_the_receipt_says_so() -> None:
    make_reply(measures="Elbåt")
    client = secretary()
    client.post(f"{HAMAR}send-inn/", {"key": "k"})
    assert ReplyVersion.objects.get().on_behalf
    assert "på vegne av medlemmet" in client.get(f"{HAMAR}kvittering/1/").text
    assert client.get(f"{HAMAR}kvittering/2/").status_code == 404


def test_a_member_says_no_names_a_day_and_withdraws() -> None:
    reply = make_reply(measures="Elbåt")
    client = approver()
    assert client.post(f"{HAMAR}svarer-ikke/", {"note": ""}).status_code == 422
    assert client.post(f"{HAMAR}svarer-ikke/", {"note": "Ingen tid"}).status_code == 302
    assert "Ingen tid" in client.get(HAMAR).text
    assert client.post(f"{HAMAR}kommer/", {"on": ""}).status_code == 422
    client.post(f"{HAMAR}kommer/", {"on": "2021-05-20", "reason": "Ferie"})
    reply.refresh_from_db()
    assert (reply.state, str(reply.expected_on)) == ("awaited", "2021-05-20")
    assert "20. mai 2021" in client.get(HAMAR).text
    client.post(f"{HAMAR}send-inn/", {"key": "k"})
    assert client.post(f"{HAMAR}trekk-tilbake/", {"note": "Feil"}).status_code == 302
    assert "har trukket svaret" in client.get(f"{HAMAR}kvittering/2/").text


# Reviewing -----------------------------------------------------------------------------------------------


def test_the_secretariat_returns_with_a_note_and_accepts() -> None:
    reply = make_reply(make_call({"story": {"kind": QuestionKind.STORY}}), story=STORY)
    submit(reply)
    client = secretary()
    assert client.post(f"{HAMAR}send-tilbake/", {"note": ""}).status_code == 422
    client.post(f"{HAMAR}send-tilbake/", {"note": "Hvor stor båt?"})
    assert "Hvor stor båt?" in editor().get(HAMAR).text
    submit(reply, "k2")
    client.post(f"{HAMAR}godta/", {"note": "Takk!"})
    page = client.get(HAMAR).text
    assert "Historien som dokument" in page
    assert "Takk!" in page


# Files and workbooks -------------------------------------------------------------------------------------


def test_a_picture_is_put_in_fetched_and_taken_out() -> None:
    make_reply(make_call(EVERYTHING))
    client, picture = editor(), make_picture()
    caption = {"alt_text": "En båt", "credit": "Kari", "licence": "alliance", "consent": "not_needed"}
    assert client.get(f"{HAMAR}filer/story/").status_code == 200
    assert client.get(f"{HAMAR}filer/measures/").status_code == 404
    wrong = SimpleUploadedFile("side.html", b"<html>")
    assert client.post(f"{HAMAR}filer/story/", {"file": wrong, **caption}).status_code == 422
    client.post(f"{HAMAR}filer/story/", {"file": SimpleUploadedFile("båt.jpg", picture), **caption})
    file = Reply.objects.get().files.get()
    fetched = client.get(f"{HAMAR}filer/{file.pk}/")
    assert b"".join(fetched.streaming_content) == picture  # type: ignore[attr-defined]
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "båt.jpg" in client.get(HAMAR).text
    client.post(f"{HAMAR}filer/{file.pk}/ta-ut/")
    assert client.get(f"{HAMAR}filer/{file.pk}/").status_code == 404


def test_the_workbook_goes_out_and_comes_in() -> None:
    reply = make_reply()
    client = editor()
    book = load_workbook(BytesIO(client.get(f"{HAMAR}regneark.xlsx").content))
    book.worksheets[1]["F2"] = "Elbåt"
    stream = BytesIO()
    book.save(stream)
    sent = {"file": SimpleUploadedFile("svar.xlsx", stream.getvalue())}
    assert client.get(f"{HAMAR}regneark/").status_code == 200
    assert client.post(f"{HAMAR}regneark/", sent)["Location"] == HAMAR
    assert reply.answers.get().value == "Elbåt"
    other = make_reply(reply.call, make_municipality("Stange", code="3413"))
    taken = SimpleUploadedFile("svar.xlsx", stream.getvalue())
    wrong = secretary().post(f"{CALL}stange/regneark/", {"file": taken})
    assert (wrong.status_code, other.answers.count()) == (422, 0)
    assert "Dette er regnearket til klimastatus-2021/hamar og ikke til Stange." in wrong.text
    book.worksheets[1]["F2"] = None
    stream = BytesIO()
    book.save(stream)
    client.post(f"{HAMAR}regneark/", {"file": SimpleUploadedFile("svar.xlsx", stream.getvalue())})
    assert reply.answers.get().value == "Elbåt"
    book.worksheets[1]["F3"] = "mange"
    stream = BytesIO()
    book.save(stream)
    refused = client.post(f"{HAMAR}regneark/", {"file": SimpleUploadedFile("svar.xlsx", stream.getvalue())})
    assert refused.status_code == 422
    assert "Skriv et tall" in refused.text
    assert client.post(f"{HAMAR}regneark/", {"file": SimpleUploadedFile("a.xlsx", b"x")}).status_code == 422


# The secretariat's pages ----------------------------------------------------------------------------------


def test_a_call_is_made_from_a_template_changed_opened_and_closed() -> None:
    make_hamar()
    client = secretary()
    assert client.get("/innhenting/ny/").status_code == 200
    response = client.post("/innhenting/ny/", {"begin": "klimastatus", "year": "2021"})
    assert response["Location"] == f"{CALL}rediger/"
    page = client.get(response["Location"])
    values = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    assert client.post(f"{CALL}rediger/", values | {"due_day": "2020-01-01"}).status_code == 422
    assert client.post(f"{CALL}rediger/", values | {"minutes": "20"})["Location"] == f"{CALL}sporsmal/"
    again = client.post("/innhenting/ny/", {"begin": "klimastatus", "year": "2021"})
    assert (again.status_code, "Det finnes en for 2021 allerede" in again.text) == (422, True)
    assert "1 medlem blir spurt." in client.get(f"{CALL}apne/").text
    assert Call.objects.get().state == "draft"
    client.post(f"{CALL}apne/")
    assert Call.objects.get().state == "open"
    assert "1 medlem har ikke svart" in client.get(f"{CALL}lukk/").text
    assert "0 av 1" in client.get(CALL).text
    client.post(f"{CALL}lukk/")
    assert "Åpne igjen" in client.get(CALL).text
    assert (
        client.post(
            f"{CALL}kopier/", {"year": "2022", "opens": "2022-03-01", "due_day": "2022-01-01"}
        ).status_code
        == 422
    )
    copied = client.post(f"{CALL}kopier/", {"year": "2022", "opens": "2022-03-01", "due_day": "2022-04-29"})
    assert copied["Location"] == "/innhenting/klimastatus-2022/sporsmal/"  # nobody has figures for 2021
    assert client.get("/innhenting/klimastatus-2022/forkast/").status_code == 200
    assert client.post("/innhenting/klimastatus-2022/forkast/")["Location"] == "/innhenting/"
    assert client.post(f"{CALL}forkast/")["Location"] == CALL
    assert [call.slug for call in Call.objects.all()] == ["klimastatus-2021"]


def test_questions_are_added_changed_moved_and_retired() -> None:
    call = make_call()
    client, section = secretary(), call.sections.get()
    new = {"label_nb": "Hvor mange sykler?", "kind": "number", "length_unit": "words"}
    assert (
        client.post(f"{CALL}sporsmal/del/{section.pk}/nytt/", {"label_nb": "", "kind": "number"}).status_code
        == 422
    )
    client.post(f"{CALL}sporsmal/del/{section.pk}/nytt/", new)
    bikes = question_of(call, "hvor-mange-sykler")
    choice = new | {"kind": "choice", "choices": "Ja | Ja | Yes\nNei, men snart"}
    one = new | {"kind": "choice", "choices": "Ja"}
    assert client.post(f"{CALL}sporsmal/{bikes.pk}/", one).status_code == 422
    client.post(f"{CALL}sporsmal/{bikes.pk}/", choice)
    bikes.refresh_from_db()
    assert bikes.choices == [
        {"key": "1", "nb": "Ja", "nn": "Ja", "en": "Yes"},
        {"key": "2", "nb": "Nei, men snart", "nn": "", "en": ""},
    ]
    assert (
        "Ja\nNei, men snart" in client.get(f"{CALL}sporsmal/{bikes.pk}/").text
    )  # the call is asked in bokmål alone
    client.post(f"{CALL}sporsmal/{bikes.pk}/flytt/", {"up": "1"})
    assert [q.key for q in queries.questions_of(call)] == ["measures", "hvor-mange-sykler", "cars"]
    client.post(f"{CALL}sporsmal/{bikes.pk}/ta-ut/")
    assert client.get(f"{CALL}sporsmal/{bikes.pk}/").status_code == 404
    client.post(f"{CALL}sporsmal/del/", {"title_nb": "Mer"})
    assert client.post(f"{CALL}sporsmal/del/", {"title_nb": ""}).status_code == 422
    more = call.sections.get(title_nb="Mer")
    client.post(f"{CALL}sporsmal/del/{more.pk}/flytt/", {"up": "1"})
    client.post(f"{CALL}sporsmal/del/{more.pk}/", {"title_nb": "Først"})
    assert "Først" in client.get(f"{CALL}sporsmal/del/{more.pk}/").text
    assert [str(s) for s in queries.sections_of(call)] == ["Først", "Tiltak"]
    assert "Hvor mange sykler?" in client.get(f"{CALL}sporsmal/").text


def test_the_chase_list_filters_by_state_and_sub_region() -> None:
    make_municipality(subregion="Hamarregionen")
    make_municipality("Stange", "3413", subregion="Hedmarken")
    call = make_call()
    submit(make_reply(call, measures="Elbåt"))
    client = secretary()
    assert "1 av 2" in client.get(CALL).text
    assert [
        row.reply.organisation.name for row in client.get(f"{CALL}?state=late").context["chase"].rows
    ] == ["Stange"]
    found = client.get(f"{CALL}?subregion=hamarregionen").context["chase"].rows
    assert [row.reply.organisation.name for row in found] == ["Hamar"]
    csv = client.get(f"{CALL}eksport.csv?state=late").text.splitlines()
    assert (len(csv), csv[1].split(",")[:3]) == (2, ["Stange", "Hedmarken", "For sent"])
    assert "Ingen passer" in client.get(f"{CALL}?state=accepted").text


def test_the_secretariat_reminds_those_it_ticks_with_an_edited_draft() -> None:
    hamar = make_hamar()
    make_editor(hamar, "kari@demo.example")
    reply = make_reply()
    client = secretary()
    assert client.post(f"{CALL}purre/").status_code == 302
    page = client.post(f"{CALL}purre/", {"reply": str(reply.pk)})
    assert "{municipality}" in page.text
    form = {
        "reply": str(reply.pk),
        "kind": "overdue",
        "send": "1",
        "subject_nb": "Hei {municipality}",
        "text_nb": "{link}",
    }
    assert client.post(f"{CALL}purre/", form | {"text_nb": ""}).status_code == 422
    response = client.post(f"{CALL}purre/", form, follow=True)
    assert "1 purring er på vei." in response.text
    assert OutgoingMail.objects.get().subject == "Hei Hamar"
    assert "Ingen ble purret" in client.post(f"{CALL}purre/", form, follow=True).text


# How many questions the database gets ----------------------------------------------------------------------


def _members(number: int) -> None:
    for index in range(number):
        member = make_municipality(f"Kommune {index}", f"34{index:02}", subregion=f"Region {index % 3}")
        make_editor(member, f"k{index}@demo.example")


def test_the_page_of_a_call_and_that_of_a_reply_name_the_same_day_of_submission() -> None:
    reply = make_reply(measures="Elbåt", cars=1)
    submit(reply)
    submit(save(reply, measures="Elbåt og sykkelvei"), "again", at=AT + timedelta(days=1))
    client = editor()
    assert "Sendt inn 21. april 2021" in client.get(CALL).text
    assert "Sendt inn 21. april 2021" in client.get(HAMAR).text


def test_a_figure_is_shown_as_it_is_stored_and_reads_back_the_same() -> None:
    """On the page, in the workbook, in mails and beside the answer: what somebody copies is what we have."""
    facts = {"indicator": "ghg-emissions", "indicator_sector": "road_traffic", "unit": "tonn CO2e"}
    call = make_call({"total": {"kind": QuestionKind.FIGURE, **facts}})
    reply = make_reply(call)
    make_figures((2019, "road_traffic", 85739.2))
    client, shown = editor(), "85\u00a0739,2"
    assert shown in client.get(HAMAR).text
    save(reply, total={"right": True})
    assert (shown in client.get(f"{HAMAR}les/").text, shown in client.get(HAMAR).text) == (True, True)
    item = queries.sheet_of(reply, on=date(2021, 5, 3)).items[0]
    assert (str(item.prefilled), item.text) == (f"{shown} tonn CO2e", f"Bekreftet: {shown} tonn CO2e")
    typed = item.question.facts.parse(item.question, {"right": False, "value": shown, "reason": "Måler"})
    assert typed["value"] == item.prefilled.value if item.prefilled else False


def test_a_file_that_must_be_there_is_asked_for_as_a_file() -> None:
    call = make_call({"plan": {"kind": "file", "required": True, "label_nb": "Klimaplanen"}})
    make_reply(call)
    client = editor()
    read = client.get(f"{HAMAR}les/").text
    assert f'<a href="{HAMAR}#q-plan">Klimaplanen</a>: Legg ved en fil.' in read


def test_a_workbook_is_uploaded_and_nothing_is_sent_in_by_it() -> None:
    make_reply()
    client = editor()
    assert "Last opp et utfylt regneark" in client.get(HAMAR).text
    page = client.get(f"{HAMAR}regneark/").text
    assert "Last opp regnearket" in page
    assert "Send inn" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("number", [1, 3])
def test_the_chase_list_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    _members(number)
    call = make_call()
    for reply in call.replies.all():
        save(reply, measures="Elbåt")
    client = secretary()
    with django_assert_num_queries(CHASE):
        assert client.get(CALL).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_reply_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    asked = {f"q{index}": {} for index in range(number)}
    last = make_call(asked, slug="klimastatus-2020", year=2020)
    submit(make_reply(last, q0="I fjor"), "a")
    reply = make_reply(make_call(asked), **dict.fromkeys(asked, "Elbåt"))
    for index in range(number):
        submit(reply, f"k{index}")
    client = editor()
    with django_assert_num_queries(REPLY):
        assert client.get(HAMAR).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_calls_asks_as_many_questions_for_one_as_for_three(
    number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for index in range(number):
        make_reply(make_call(slug=f"call-{index}"))
    client = editor()
    with django_assert_num_queries(CALLS):
        assert client.get("/innhenting/").status_code == 200


@pytest.mark.parametrize("form", [FileForm({}, {}, kinds=PICTURES), WorkbookForm({}, {})])
def test_a_file_that_is_not_chosen_is_asked_for_as_a_file(form: Any) -> None:
    assert form.errors["file"] == ["Velg en fil."]


CHASE, REPLY, CALLS = 14, 12, 5
