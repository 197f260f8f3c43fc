"""What was submitted in words that stand no more: read on the page of the reply as it was asked."""

import re
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.models import Call, Question, Reply
from dugnad.members.models import User
from tests.factories.calls import AT, make_call, make_figures, make_hamar, make_reply, save, submit
from tests.factories.members import make_editor, make_secretary

PAGE = "/innhenting/klimastatus-2021/hamar/"
WHO: dict[str, Any] = {"by": None, "at": AT}
pytestmark = pytest.mark.django_db


def answers_for(user: User, page: str = PAGE) -> dict[str, str]:
    """The answers of a page as somebody reads them, by question."""
    client = Client()
    client.force_login(user)
    lists = re.findall(r'<dl class="answers">(.*?)</dl>', client.get(page).text, re.DOTALL)
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", "".join(lists), re.DOTALL)
    return {label: " ".join(re.sub(r"<[^>]+>", " ", words).split()) for label, words in rows}


def editor() -> User:
    return make_editor(make_hamar(), "kari@demo.example")


def secretary() -> User:
    return make_secretary(email="siri@demo.example")


def now(call: Call, key: str) -> Question:
    return call.questions.get(key=key, retired_at__isnull=True)


def reworded(call: Call, key: str = "measures") -> None:
    changes.reword_question(now(call, key), label_nb="Hva er gjort?", **WHO)


def submitted(**answers: Any) -> Reply:
    reply = make_reply(**{"measures": "Elbåt", "cars": 12} | answers)
    submit(reply)
    return reply


def accepted() -> Reply:
    reply = submitted()
    changes.accept_reply(reply, **WHO)
    return reply


@pytest.mark.parametrize("reader", [editor, secretary])
def test_an_accepted_answer_stands_under_the_words_in_which_it_was_given(reader: Any) -> None:
    reworded(accepted().call)
    assert answers_for(reader()) == {"Measures": "Elbåt Tidligere ordlyd", "Cars": "12"}


@pytest.mark.parametrize("reader", [editor, secretary])
def test_an_accepted_answer_to_what_is_asked_no_longer_stands_and_says_so(reader: Any) -> None:
    changes.retire_question(now(accepted().call, "cars"), **WHO)
    assert answers_for(reader()) == {"Measures": "Elbåt", "Cars": "12 Spørsmålet er tatt ut siden."}


def test_the_secretariat_reads_what_was_submitted_before_the_words_were_new() -> None:
    call = submitted().call
    reworded(call)
    changes.retire_question(now(call, "cars"), **WHO)
    stands = {"Measures": "Elbåt Tidligere ordlyd", "Cars": "12 Spørsmålet er tatt ut siden."}
    reader = secretary()
    assert answers_for(reader) == stands
    assert answers_for(reader, f"{PAGE}vurder/") == stands


def test_who_still_writes_reads_below_the_form_what_stands_in_the_version_that_was_sent() -> None:
    call = submitted().call
    changes.retire_question(now(call, "cars"), **WHO)
    assert answers_for(editor()) == {"Cars": "12 Spørsmålet er tatt ut siden."}


def test_an_answer_to_the_new_words_takes_the_place_of_the_earlier_one() -> None:
    reply = accepted()
    reworded(reply.call)
    changes.return_reply(reply, note="Se den nye ordlyden", **WHO)
    save(reply, measures="Elbåt og sykkelvei")
    submit(reply, "again")
    changes.accept_reply(reply, **WHO)
    assert answers_for(secretary()) == {"Hva er gjort?": "Elbåt og sykkelvei", "Cars": "12"}


def test_a_question_that_nobody_answered_is_not_missed_when_it_is_gone() -> None:
    reply = make_reply(measures="Elbåt")
    submit(reply)
    changes.accept_reply(reply, **WHO)
    changes.retire_question(now(reply.call, "cars"), **WHO)
    assert answers_for(secretary()) == {"Measures": "Elbåt"}


def test_a_withdrawn_reply_says_nothing_that_was_taken_back() -> None:
    reply = submitted()
    reworded(reply.call)
    changes.withdraw_reply(reply, reason="Feil", **WHO)
    assert answers_for(secretary()) == {"Hva er gjort?": "Ikke besvart", "Cars": "12"}


# The unit of a figure that we know ---------------------------------------------------------------------

FIGURE = {"kind": QuestionKind.FIGURE, "indicator": "ghg-emissions", "label_nb": "Klimagassutslipp"}


def test_a_question_about_a_figure_has_the_unit_of_its_indicator_unless_another_is_named() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    call = make_call({"total": FIGURE, "tonnes": {**FIGURE, "unit": "tonn"}, "measures": {}}, state="draft")
    assert [q.unit for q in call.questions.all()] == ["t CO2e", "tonn", ""]
    changes.edit_question(now(call, "tonnes"), unit="", **WHO)
    changes.edit_question(now(call, "measures"), **WHO, **FIGURE)
    assert [q.unit for q in call.questions.all()] == ["t CO2e"] * 3


def test_a_figure_of_an_unknown_indicator_has_no_unit() -> None:
    assert now(make_call({"total": {**FIGURE, "indicator": "nothing"}}), "total").unit == ""


def test_a_corrected_figure_is_read_with_its_unit_everywhere() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    reply = make_reply(
        make_call({"total": FIGURE}), total={"right": False, "value": 80000, "reason": "Feil areal"}
    )
    version = submit(reply)
    rows = {row["key"]: row["unit"] for row in queries.workbook_rows(reply, on=AT.date())}
    assert rows["total.value"] == "tonn CO2e"
    (row,) = queries.rows_in(version)
    assert row[1].replace("\xa0", " ") == "Stemmer ikke. 80 000 tonn CO2e. Feil areal"
    assert queries.read_version(version)["questions"]["total"]["unit"] == "t CO2e"


def test_new_words_bring_the_unit_to_a_question_that_was_asked_without_one() -> None:
    make_hamar()
    make_figures((2019, "", 143814))
    call = make_call({"total": FIGURE})
    call.questions.update(unit="")  # as it was asked before units came with the indicator
    make_reply(call, total={"right": True})
    assert changes.reword_question(now(call, "total"), label_nb="Utslipp", **WHO).unit == "t CO2e"
