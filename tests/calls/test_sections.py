"""Section by section: a long call shows one section at a time, and each button saves."""

from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.models import Call, Reply
from dugnad.calls.queries import is_long, outline_of, part_of, sheet_of
from tests.factories.calls import AT, CHOICES, make_call, make_hamar, make_reply, submit
from tests.factories.members import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"
QUERIES_OF_A_SECTION = 11


def make_long(first: int = 30, second: int = 11) -> Call:
    """A call of two sections with so many questions each."""
    call = make_call({f"a{number}": {} for number in range(first)})
    section = changes.add_section(call, title_nb="Kontakt", by=None, at=AT)
    for number in range(second):
        changes.add_question(section, key=f"b{number}", kind="text", label_nb=f"B {number}", by=None, at=AT)
    return call


def editor() -> Client:
    client = Client()
    client.force_login(make_editor(make_hamar(), "kari@demo.example"))
    return client


def stored(reply: Reply) -> dict[str, Any]:
    return {answer.question.key: answer.value for answer in reply.answers.select_related("question")}


def test_the_outline_counts_what_is_answered_in_each_section() -> None:
    reply = make_reply(make_long(2, 1), a0="x", b0="y")
    sheet = sheet_of(reply, on=AT.date())
    rows = outline_of(sheet)
    assert [(str(r.section), r.progress.answered, r.progress.asked) for r in rows] == [
        ("Tiltak", 1, 2),
        ("Kontakt", 1, 1),
    ]
    assert [item.question.key for item in part_of(sheet, rows[1].section).items] == ["b0"]
    assert part_of(sheet, None) == sheet
    assert not is_long(sheet)


def test_a_long_call_lists_its_sections_and_a_short_one_shows_them() -> None:
    make_reply(make_long())
    page = editor().get(HAMAR)
    assert "data-autosave" not in page.text
    assert f"{HAMAR}del/" in page.text
    assert "0/30" in page.text


def test_each_button_of_a_section_saves_and_goes_where_it_says() -> None:
    reply = make_reply(make_long())
    first, second = reply.call.sections.all()
    client = editor()
    page = client.get(f"{HAMAR}del/{first.pk}/")
    assert 'name="a0"' in page.text
    assert 'name="b0"' not in page.text
    onward = client.post(f"{HAMAR}del/{first.pk}/", {"a0": "x", "a0.seen": "0", "go": str(second.pk)})
    assert onward["Location"] == f"{HAMAR}del/{second.pk}/"
    here = client.post(f"{HAMAR}del/{second.pk}/", {"b0": "y", "b0.seen": "0", "save": "1"})
    assert here["Location"] == f"{HAMAR}del/{second.pk}/"
    read = client.post(f"{HAMAR}del/{second.pk}/", {"b1": "z", "b1.seen": "0", "read": "1"})
    assert read["Location"] == f"{HAMAR}les/"
    assert stored(reply) == {"a0": "x", "b0": "y", "b1": "z"}


def test_a_section_opens_the_reply_and_one_of_another_call_is_missing() -> None:
    make_hamar()
    call = make_long(1, 1)
    empty = changes.add_section(call, title_nb="Tom", by=None, at=AT)
    client = editor()
    assert client.get(f"{HAMAR}del/{call.sections.first().pk}/").status_code == 200
    assert Reply.objects.get().opened_at is not None
    assert client.get(f"{HAMAR}del/{empty.pk}/").status_code == 404
    assert client.get(f"{HAMAR}del/999999/").status_code == 404


def test_a_wrong_figure_or_a_clash_in_a_section_comes_back_with_what_was_typed() -> None:
    reply = make_reply(make_call())
    section = reply.call.sections.get()
    client = editor()
    wrong = client.post(f"{HAMAR}del/{section.pk}/", {"cars": "mange", "cars.seen": "0"})
    assert (wrong.status_code, "mange" in wrong.text) == (422, True)
    changes.save_draft(reply, {"measures": "Ola sin"}, 0, None, AT)
    clash = client.post(f"{HAMAR}del/{section.pk}/", {"measures": "Min", "measures.seen": "0"})
    assert (clash.status_code, "Ola sin" in clash.text, "Min" in clash.text) == (409, True, True)
    changes.close_call(reply.call, by=None, at=AT)
    closed = client.post(f"{HAMAR}del/{section.pk}/", {"measures": "Skrev", "measures.seen": "1"})
    assert (closed.status_code, "Skrev" in closed.text) == (409, True)


def test_a_section_takes_the_same_number_of_queries_for_one_question_and_three(
    django_assert_num_queries: Any,
) -> None:
    client = editor()
    for number, count in enumerate((1, 3)):
        call = make_call({f"q{n}": {} for n in range(count)}, slug=f"kall-{number}")
        make_reply(call, **{f"q{n}": "x" for n in range(count)})
        with django_assert_num_queries(QUERIES_OF_A_SECTION):
            client.get(f"/innhenting/kall-{number}/hamar/del/{call.sections.get().pk}/")


# What is asked of whom, and what has come back ------------------------------------------------------------


def make_conditional(**answers: Any) -> Reply:
    """Hamar's reply: whether there is a port, and in the next section what ships get there."""
    call = make_call({"port": {"kind": "choice", "choices": CHOICES}})
    section = changes.add_section(call, title_nb="Havn", by=None, at=AT)
    condition = {"only_if": call.questions.get(key="port"), "only_if_choices": ["yes"]}
    changes.add_question(section, key="power", kind="text", label_nb="Landstrøm", by=None, at=AT, **condition)
    changes.add_question(section, key="name", kind="text", label_nb="Navn", by=None, at=AT)
    return make_reply(call, **answers)


def port_page(reply: Reply) -> str:
    return f"{HAMAR}del/{reply.call.sections.last().pk}/"


def test_a_section_says_who_should_answer_while_the_other_section_is_open() -> None:
    reply = make_conditional()
    page = editor().get(port_page(reply)).text
    first = reply.call.sections.first()
    assert 'name="power"' in page
    assert "Svar bare hvis dere svarer «Ja» på" in page
    assert f'href="{HAMAR}del/{first.pk}/#q-port"' in page


def test_a_section_leaves_out_what_does_not_apply_and_keeps_what_was_written_there() -> None:
    reply = make_conditional(port="no", power="Skrevet før")
    client = editor()
    page = client.get(port_page(reply)).text
    assert 'name="power"' not in page
    assert "Gjelder ikke dere, fordi dere svarte" in page
    client.post(port_page(reply), {"name": "Kari", "name.seen": "0", "save": "1"})
    assert stored(reply) == {"port": "no", "power": "Skrevet før", "name": "Kari"}
    rows = outline_of(sheet_of(reply, on=AT.date()))
    assert [(row.progress.answered, row.progress.asked) for row in rows] == [(1, 1), (1, 1)]


def test_a_section_asks_without_a_word_when_the_condition_is_met() -> None:
    page = editor().get(port_page(make_conditional(port="yes"))).text
    assert 'name="power"' in page
    assert "Svar bare hvis" not in page


def test_the_script_of_a_section_is_told_about_the_section() -> None:
    reply = make_reply(make_long(3, 2))
    section = reply.call.sections.last()
    client = editor()
    page = client.get(f"{HAMAR}del/{section.pk}/").text
    assert f'data-autosave="{HAMAR}lagre/?section={section.pk}"' in page
    assert f'data-news="{HAMAR}nytt/?section={section.pk}"' in page
    report = client.post(f"{HAMAR}lagre/?section={section.pk}", {"b0": "y", "b0.seen": "0"}).json()
    assert (report["answered"], report["asked"]) == (1, 2)
    changes.save_draft(reply, {"a0": "x", "b1": "z"}, 1, None, AT)
    assert client.get(f"{HAMAR}nytt/?section={section.pk}&since=1").json()["news"].keys() == {"b1"}
    assert client.get(f"{HAMAR}nytt/?section=999999").status_code == 404


def test_a_section_that_was_returned_says_why_on_its_own_page() -> None:
    reply = make_reply(make_long(1, 1))
    first, second = reply.call.sections.all()
    submit(reply)
    changes.return_section(reply, second, note="Hvem er kontakten?", by=None, at=AT)
    client = editor()
    assert "Hvem er kontakten?" not in client.get(f"{HAMAR}del/{second.pk}/").text
    changes.return_reply(reply, note="", by=None, at=AT)
    told = ["Hvem er kontakten?" in client.get(f"{HAMAR}del/{pk}/").text for pk in (first.pk, second.pk)]
    assert told == [False, True]


def test_what_is_lacking_in_a_long_reply_leads_to_its_section() -> None:
    call = make_long(40, 1)
    section = call.sections.last()
    changes.add_question(section, key="must", kind="text", label_nb="Må", required=True, by=None, at=AT)
    make_reply(call)
    page = editor().get(f"{HAMAR}les/").text
    assert f'href="{HAMAR}del/{section.pk}/#q-must"' in page


def test_an_answer_to_an_earlier_wording_is_carried_over_with_note_and_files() -> None:
    reply = make_reply(make_call({"plan": {"kind": "file"}, "measures": {"kind": "number"}}))
    changes.save_draft(reply, {"measures": 12}, 0, None, AT, notes={"measures": "Fra havnen"})
    for key in ("plan", "measures"):
        old = reply.call.questions.get(key=key)
        if key == "plan":
            caption = {"licence": "alliance", "consent": "not_needed"}
            changes.attach_file(reply, old, b"%PDF-1.7 plan", "plan.pdf", by=None, at=AT, **caption)
        changes.reword_question(old, label_nb="Med nye ord", by=None, at=AT)
    client, section = editor(), reply.call.sections.get()
    page = f"{HAMAR}del/{section.pk}/"
    assert client.get(page).text.count("Dere svarte på en tidligere ordlyd") == 2
    for key in ("measures", "plan"):
        assert client.post(page, {"carry": key}, follow=True).status_code == 200
    new = {answer.question.version: answer for answer in reply.answers.select_related("question")}
    assert (new[2].value, new[2].note) == (12, "Fra havnen")
    files = reply.files.values_list("question__version", "name").order_by("question__version")
    assert list(files) == [(1, "plan.pdf"), (2, "plan.pdf")]
    assert client.post(page, {"carry": "strange"}).status_code == 404


def test_the_receipt_says_what_did_not_apply() -> None:
    version = submit(make_conditional(port="no", power="Skrevet før"))
    rows = [(question.key, text) for question, text, _note in queries.rows_in(version)]
    assert rows == [("port", "Nei"), ("power", "Gjelder ikke dere.")]
    page = editor().get(f"{HAMAR}kvittering/{version.number}/").text
    assert ("Gjelder ikke dere." in page, "Skrevet før" in page) == (True, False)
