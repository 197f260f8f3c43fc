"""What changed between two submitted versions of a reply, question by question."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Question, Reply
from tests.factories.calls import (
    AT,
    CHOICES,
    STORY,
    make_call,
    make_hamar,
    make_reply,
    question_of,
    save,
    submit,
)
from tests.factories.documents import make_picture
from tests.factories.members import make_editor, make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
HAMAR = "/innhenting/klimastatus-2021/hamar/"
WHO: dict[str, Any] = {"by": None, "at": AT}


def compared(reply: Reply) -> dict[str, queries.AnswerDifference]:
    old, new = reply.versions.order_by("number")
    with translation.override("nb"):
        return {row.question.key: row for row in queries.compare_versions(old, new)}


def pieces(row: queries.AnswerDifference) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in row.answer]


def test_compare_versions_marks_the_words_that_changed_and_leaves_out_what_did_not() -> None:
    reply = make_reply(make_call(), measures="Ny sykkelvei", cars="12")
    submit(reply)
    save(reply, measures="Ny gangvei")
    submit(reply, key="again")
    found = compared(reply)
    assert list(found) == ["measures"]
    assert pieces(found["measures"]) == [
        ("same", "Ny "), ("removed", "sykkelvei"), ("added", "gangvei"),
    ]  # fmt: skip


def test_a_text_that_was_rewritten_is_shown_whole_beside_what_it_was() -> None:
    old = "Kommunen har kjøpt to elektriske biler, og vil kjøpe fire til før sommeren er over."
    new = "I år bygger vi sykkelvei fra stasjonen til skolen, med lys og brøyting gjennom hele vinteren."
    reply = make_reply(make_call(), measures=old, cars=1)
    submit(reply)
    submit(save(reply, measures=new, cars=2), key="again")
    found = compared(reply)
    assert found["measures"].versions_of_answer == (old, new)
    assert found["cars"].versions_of_answer is None
    member = Client()
    member.force_login(make_editor(make_hamar(), "kari@demo.example"))
    page = member.get(f"{HAMAR}versjoner/1-2/").text
    assert f'<h3>Versjon 1</h3><div class="difference">{old}</div>' in page
    assert f'<h3>Versjon 2</h3><div class="difference">{new}</div>' in page
    assert "<del>1</del>" in page


def test_a_text_of_which_a_little_was_changed_has_its_new_words_marked() -> None:
    old = "Kommunen har kjøpt to elektriske biler, og vil kjøpe fire til før sommeren er over."
    reply = make_reply(make_call(), measures=old)
    submit(reply)
    submit(save(reply, measures=old.replace("fire", "fem")), key="again")
    assert compared(reply)["measures"].versions_of_answer is None


def test_compare_versions_says_when_a_question_does_not_apply_any_more() -> None:
    asked = {"budget": {"kind": QuestionKind.CHOICE, "choices": CHOICES}}
    call = make_call(asked, state="draft")
    changes.add_question(
        call.sections.get(), key="cars", kind=QuestionKind.NUMBER, label_nb="Cars",
        only_if=question_of(call, "budget"), only_if_choices=["yes"], **WHO,
    )  # fmt: skip
    changes.open_call(call, tell=False, **WHO)
    reply = make_reply(call, budget="yes", cars="12")
    submit(reply)
    save(reply, budget="no")
    submit(reply, key="again")
    assert pieces(compared(reply)["cars"]) == [("removed", "12"), ("added", "Gjelder ikke.")]


def test_compare_versions_sees_every_part_of_a_story_its_note_and_its_files() -> None:
    call = make_call(
        {
            "story": {"kind": QuestionKind.STORY, "least": 3, "most": 500},
            "cars": {"kind": QuestionKind.NUMBER},
            "plan": {"kind": QuestionKind.FILE},
        }
    )
    reply = make_reply(call, story=STORY, cars="1")
    put_in = {"licence": "alliance", "consent": "not_needed", **WHO}
    first = changes.attach_file(reply, question_of(call, "plan"), b"%PDF-1.7 a", "a.pdf", **put_in)
    submit(reply)
    changes.detach_file(first, **WHO)
    changes.attach_file(reply, question_of(call, "plan"), make_picture(), "b.png", **put_in)
    reply.refresh_from_db()
    told = STORY | {"funding": "Klimasats"}
    changes.save_draft(reply, {"story": told}, reply.revision, None, AT, notes={"cars": "Nye"})
    submit(reply, key="again")
    found = compared(reply)
    assert ("added", "\nFinansiering: Klimasats") in pieces(found["story"])
    assert [piece.text for piece in found["cars"].note] == ["Nye"]
    assert (found["plan"].added, found["plan"].removed) == (["b.png"], ["a.pdf"])


def test_compare_versions_says_when_a_question_was_asked_in_other_words() -> None:
    call = make_call()
    reply = make_reply(call, cars="1")
    submit(reply)
    old = question_of(call, "cars")
    Question.objects.filter(pk=old.pk).update(retired_at=AT)
    new = Question.objects.create(
        call=call, section=old.section, key="cars", version=2, position=2, kind=QuestionKind.NUMBER,
        label_nb="Nye biler",
    )  # fmt: skip
    reply.answers.filter(question=old).update(question=new)
    submit(reply, key="again")
    assert compared(reply)["cars"].earlier_wording == "Cars"


def test_compare_versions_of_a_figure_names_its_parts() -> None:
    call = make_call({"total": {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions"}})
    reply = make_reply(call, total={"right": False, "value": "12,5", "reason": "Måler"})
    submit(reply)
    save(reply, total={"right": False, "value": "13,5", "reason": "Måler"})
    submit(reply, key="again")
    assert ("added", "13,5") in pieces(compared(reply)["total"])


def test_a_withdrawal_takes_everything_away() -> None:
    reply = make_reply(make_call(), measures="Ny sykkelvei")
    submit(reply)
    changes.withdraw_reply(reply, reason="Feil", **WHO)
    assert pieces(compared(reply)["measures"]) == [("removed", "Ny sykkelvei")]


def test_versions_and_their_differences_are_for_the_member_and_the_secretariat() -> None:
    reply = make_reply(make_call(), measures="Ny sykkelvei")
    editor = make_editor(make_hamar(), "kari@demo.example")
    neighbour = make_editor(make_municipality("Stange", "3413"), "stange@demo.example")
    pages = ["versjoner/", "versjoner/1-2/"]
    member = Client()
    member.force_login(editor)
    assert "Ingenting er sendt inn ennå" in member.get(f"{HAMAR}versjoner/").text
    submit(reply)
    assert [member.get(HAMAR + page).status_code for page in pages] == [200, 404]
    submit(reply, key="same")
    assert "Ingenting er endret" in member.get(f"{HAMAR}versjoner/1-2/").text
    save(reply, measures="Ny gangvei")
    submit(reply, key="again", by=editor.person)
    page = member.get(f"{HAMAR}versjoner/2-3/").text
    assert "<del>sykkelvei</del>" in page
    assert "<ins>gangvei</ins>" in page
    assert "Dette er endret siden versjon 2" in member.get(f"{HAMAR}versjoner/").text
    assert "versjoner/" in member.get(HAMAR).text
    for user, status in ((make_secretary(), 200), (neighbour, 404)):
        client = Client()
        client.force_login(user)
        assert {client.get(HAMAR + page).status_code for page in pages} == {status}
