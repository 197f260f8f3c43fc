"""Pages of calls say what they mean to the one who reads them: no jargon, no empty counts, no dead ends."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.utils import translation

from dugnad.calls import changes
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Reminder
from tests.factories.calls import AT, make_call, make_hamar, make_reply, submit
from tests.factories.documents import make_picture
from tests.factories.members import make_approver, make_editor, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
CALL = "/innhenting/klimastatus-2021/"
HAMAR = f"{CALL}hamar/"
WHO: dict[str, Any] = {"by": None, "at": AT}


def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def member() -> Client:
    client = Client()
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    return client


# A call that is being written ----------------------------------------------------------------------------


def test_a_draft_counts_no_members_and_its_page_of_opening_speaks_of_nobody_who_is_asked() -> None:
    make_hamar()
    make_call(state="draft", languages="all")
    client = staff()
    assert "0 av 0" not in client.get(CALL).text
    page = client.get(f"{CALL}apne/").text
    assert "Innhentingen kan ikke åpnes før dette er gjort" in page
    assert "blir spurt" not in page
    changes.edit_call(make_call(state="draft", slug="ready", kind="other"), languages="nb", **WHO)
    assert "1 medlem blir spurt" in client.get("/innhenting/ready/apne/").text


def labels(page: str) -> dict[str, bool]:
    """By label whether it says that the field may be left empty."""
    found = re.findall(r"<label[^>]*>([^<]+?)\s*(<span class=\"field-optional\">|</label>)", page)
    return {words.strip(): "optional" in end for words, end in found}


def test_texts_that_a_call_cannot_open_without_are_not_called_optional() -> None:
    call = make_call(state="draft", languages="all")
    client = staff()
    page = client.get(f"{CALL}rediger/").text
    said = labels(page)
    names = ("Tittel, bokmål", "Tittel, nynorsk", "Tittel, engelsk", "Innledning, nynorsk")
    assert [said[name] for name in names] == [False, False, False, False]
    assert said["Innledning, bokmål"]
    assert "Må skrives på alle språkene i innhentingen." in page
    section = client.get(f"{CALL}sporsmal/del/{call.sections.get().pk}/").text
    assert not labels(section)["Tittel, nynorsk"]
    changes.edit_call(call, languages="nb", **WHO)
    assert labels(client.get(f"{CALL}rediger/").text)["Tittel, nynorsk"]


def test_the_first_question_goes_no_further_up_and_the_last_no_further_down() -> None:
    call = make_call({"a": {}, "b": {}}, state="draft")
    section = changes.add_section(call, title_nb="Mer", **WHO)
    changes.add_question(section, key="c", kind="text", label_nb="C", **WHO)
    page = staff().get(f"{CALL}sporsmal/").text
    moves = re.findall(r'name="(up|down)" value="1">\w+<span class="ds-sr-only"> (A|B|C)<', page)
    assert moves == [("down", "A"), ("up", "B"), ("down", "B"), ("up", "C")]


def test_a_call_without_questions_has_nothing_to_move() -> None:
    make_call({}, state="draft")
    assert staff().get(f"{CALL}sporsmal/").status_code == 200


def test_the_preview_says_where_files_are_put_in() -> None:
    make_hamar()
    make_call({"plan": {"kind": QuestionKind.FILE}, "story": {"kind": QuestionKind.STORY}}, state="draft")
    page = staff().get(f"{CALL}forhandsvis/").text
    assert "Her legger medlemmet inn filer" in page
    assert "Her legger medlemmet inn bilder" in page


def test_what_a_copy_takes_along_and_what_a_file_of_a_call_is_are_explained() -> None:
    make_call()
    client = staff()
    assert "begynner som et utkast med spørsmålene" in client.get(f"{CALL}kopier/").text
    page = client.get("/innhenting/ny/skjema/").text
    assert "Filen med innhentingen" in page
    assert "Formatet heter JSON Schema" in page


# Letters -------------------------------------------------------------------------------------------------


def test_who_writes_a_reminder_is_told_what_is_filled_in_and_reads_it_as_a_real_member_would() -> None:
    reply = make_reply()
    make_editor(make_hamar(), "kari@demo.example")
    Reminder.objects.all().delete()
    reminder = changes.add_reminder(reply.call, kind="last", day=AT.date().replace(month=6), **WHO)
    client = staff()
    sent = {"reply": [str(reply.pk)], "kind": "overdue", "look": "1"}
    sent |= {"subject_nb": "Svar, {municipality}", "text_nb": "Hei {name}, se {link} før {due}."}
    looked = client.post(f"{CALL}purre/", sent).text
    pages = [client.get(f"{CALL}paminnelser/{reminder.pk}/").text]
    pages += [client.get(f"{CALL}paminnelser/egne-dager/soon/").text, looked]
    for page in pages:
        assert "<dt><code>{municipality}</code></dt>" in page
        assert "Slik leser" in page
    assert "Svar, Hamar" in looked
    assert "Svar, {municipality}" in looked  # what was typed is still there to change


def test_a_letter_that_can_go_to_nobody_has_no_preview() -> None:
    reply = make_reply()
    Reminder.objects.all().delete()
    reminder = changes.add_reminder(reply.call, kind="last", day=AT.date().replace(month=6), **WHO)
    assert "Slik leser" not in staff().get(f"{CALL}paminnelser/{reminder.pk}/").text


# A reply -------------------------------------------------------------------------------------------------


def test_the_secretariat_is_not_spoken_to_as_the_member() -> None:
    reply = make_reply()
    submit(reply)
    changes.return_reply(reply, note="Mer, takk.", **WHO)
    client = staff()
    theirs, ours = member().get(HAMAR).text, client.get(HAMAR).text
    assert "Sekretariatet ber deg endre noe" in theirs
    assert "Vi trenger mer tid" in theirs
    assert "Sekretariatet ber deg endre noe" not in ours
    assert "Svaret ble sendt tilbake med denne merknaden" in ours
    assert "Medlemmet trenger mer tid" in ours
    changes.submit_reply(reply, idempotency_key="again", by=None, at=AT, first_byte_at=AT)
    assert "medlemmet har svart siden" in client.get(HAMAR).text


def test_what_is_asked_of_pictures_alone_stands_apart_where_most_files_are_none() -> None:
    make_reply(make_call({"plan": {"kind": QuestionKind.FILE}, "story": {"kind": QuestionKind.STORY}}))
    client = member()
    page = client.get(f"{HAMAR}filer/plan/").text
    assert '<details class="fold"><summary>Hvis det er et bilde' in page
    assert "Hvis det er et bilde" not in client.get(f"{HAMAR}filer/story/").text
    wrong = client.post(f"{HAMAR}filer/plan/", {"alt_text": "En bro"}).text
    assert '<details class="fold" open><summary>Hvis det er et bilde' in wrong
    assert 'value="En bro"' in wrong
    sent = {
        "file": SimpleUploadedFile("a.png", make_picture()),
        "licence": "alliance",
        "consent": "not_needed",
    }
    assert client.post(f"{HAMAR}filer/plan/", sent).status_code == 302


def test_a_small_file_has_bytes_in_the_reader_s_language() -> None:
    with translation.override("nn"):
        assert filesizeformat(190).split() == ["190", "byte"]


def test_a_sub_region_that_was_objected_to_is_told_to_the_secretariat_in_its_own_words() -> None:
    reply = make_reply()
    make_approver(make_hamar(), "leder@demo.example")
    reply.spoken_by, reply.confirmation = reply.organisation, "objected"
    reply.save()
    assert "Hamar kom med innvending mot svaret fra Hamar" in staff().get(HAMAR).text
