"""What is asked of whom: however a member answers, every count and every copy says the same."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.calls import changes, queries
from dugnad.calls.models import Reply
from dugnad.calls.queries.conditions import asked_of_each
from tests.factories.calls import AT, CHOICES, make_call, make_reply, submit

pytestmark = pytest.mark.django_db
CHAIN = ("port", "ships", "power", "kind")


def make_chain() -> Reply:
    """Hamar's reply to a call in which each question hangs on the one before, over two sections."""
    call = make_call({"port": {"kind": "choice", "choices": CHOICES}, "name": {}})
    section = changes.add_section(call, title_nb="Havn", by=None, at=AT)
    for before, key in pairwise(CHAIN):
        hinge = {"only_if": call.questions.get(key=before), "only_if_choices": ["yes"]}
        facts = {"kind": "choice", "choices": CHOICES, "label_nb": key.title()}
        changes.add_question(section, key=key, by=None, at=AT, **facts, **hinge)
    return make_reply(call)


GIVEN = st.fixed_dictionaries({}, optional={key: st.sampled_from(["yes", "no"]) for key in CHAIN})


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=GIVEN)
def test_however_a_chain_is_answered_all_counts_agree_and_nothing_is_lost(
    db: None, answers: dict[str, Any]
) -> None:
    reply = Reply.objects.first() or make_chain()
    changes.save_draft(reply, dict.fromkeys(CHAIN) | answers, reply.revision, None, AT)
    sheet = queries.sheet_of(reply, on=AT.date())
    asked = [item.question.key for item in sheet.items if item.is_asked]
    reached = 1 + next((n for n, key in enumerate(CHAIN) if answers.get(key) != "yes"), len(CHAIN) - 1)
    assert [key for key in CHAIN if key in asked] == list(CHAIN[:reached])
    assert (reply.answered, len(asked)) == (sheet.progress.answered, sheet.progress.asked)
    questions = queries.questions_of(reply.call)
    assert asked_of_each(questions, [reply]) == {reply.pk: len(asked)}
    rows = queries.outline_of(sheet)
    assert sum(row.progress.asked for row in rows) == len(asked)
    content = queries.read_version(submit(reply, f"key-{reply.versions.count()}"))
    assert content["answers"].keys() == answers.keys() & set(asked)
    assert set(content["not_applicable"]) == {item.question.key for item in sheet.items} - set(asked)
    kept = reply.answers.filter(value__isnull=False)
    assert {answer.question.key: answer.value for answer in kept} == answers
