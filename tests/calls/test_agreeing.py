"""What becomes of an answer whose objection the publisher has met: it counts as right, and stays met."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.models import Reply
from dugnad.calls.queries import verdicts_of
from dugnad.calls.queries.agreeing import agreed_among
from dugnad.calls.queries.prefill import NOWHERE
from dugnad.calls.states import ObjectionState
from tests.calls.test_objecting import IN_MAY, LATER, WRONG, figures, objecting, row_of
from tests.factories.calls import question_of, save, submit
from tests.factories.members import make_editor
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
EVEN_LATER = LATER + timedelta(days=1)
YES = {"right": True}


def met(**answers: Any) -> Reply:
    """Hamar's reply, which came back after the publisher had come to the figure that it named."""
    reply = objecting(**({"road": WRONG} | answers))
    figures(80.0, seen_on="2021-05-20")
    changes.return_reply(reply, note="Skriv litt mer.", by=None, at=LATER)
    return reply


def test_an_answer_that_the_publisher_agrees_with_lacks_nothing() -> None:
    reply = met()
    item = next(i for i in queries.sheet_of(reply, on=IN_MAY).items if i.question.key == "road")
    assert (item.is_agreed, item.complaints) == (True, [])


def test_submitting_again_neither_refuses_nor_drops_what_the_publisher_agrees_with() -> None:
    reply = met()
    raised = row_of(reply).objection.raised_at
    submit(reply, key="two", at=EVEN_LATER)
    row = row_of(reply)
    assert (row.state, row.objection.raised_at, row.objection.published) == (
        ObjectionState.AGREED, raised, 100.0,
    )  # fmt: skip


def test_an_answer_that_is_changed_to_yes_leaves_the_agreement_as_it_is() -> None:
    reply = met()
    save(reply, road=YES)
    submit(reply, key="two", at=EVEN_LATER)
    assert row_of(reply).state == ObjectionState.AGREED


def test_the_same_figure_with_other_words_is_still_agreed() -> None:
    reply = met()
    save(reply, road=WRONG | {"reason": "Se vedlegget."})
    submit(reply, key="two", at=EVEN_LATER)
    assert (row_of(reply).state, row_of(reply).objection.reason) == (ObjectionState.AGREED, WRONG["reason"])


def test_another_figure_than_the_one_that_was_met_is_objected_to_anew() -> None:
    reply = met()
    save(reply, road=WRONG | {"value": 60})
    submit(reply, key="two", at=EVEN_LATER)
    row = row_of(reply)
    assert (row.state, row.objection.published, row.objection.proposed) == (ObjectionState.RAISED, 80, 60)


def test_who_says_no_and_gives_a_figure_that_nobody_came_to_meet_is_still_asked() -> None:
    reply = met()
    save(reply, road=WRONG | {"value": 60})
    figures(60.0, seen_on="2021-05-21")
    with refused("incomplete"):
        submit(reply, key="two", at=EVEN_LATER)


def test_a_reply_that_is_withdrawn_drops_only_what_nobody_has_met() -> None:
    reply = met(total=WRONG | {"value": 7})
    submit(reply, key="two", at=EVEN_LATER)
    changes.withdraw_reply(reply, reason="Feil", by=None, at=EVEN_LATER)
    states = [row_of(reply, key).state for key in ("road", "total")]
    assert states == [ObjectionState.AGREED, ObjectionState.DROPPED]


def test_a_section_whose_answers_did_not_change_keeps_its_verdict() -> None:
    reply = objecting(road=WRONG)
    section = question_of(reply.call, "road").section
    changes.accept_section(reply, section, version=1, by=None, at=LATER)
    figures(80.0, seen_on="2021-05-20")
    changes.return_reply(reply, note="Mer?", by=None, at=LATER)
    submit(reply, key="two", at=EVEN_LATER)
    verdict = verdicts_of(reply)[section.pk]
    assert (verdict.is_accepted, verdict.is_kept) == (True, True)


def test_agreement_is_found_also_where_the_figures_have_not_been_read() -> None:
    reply = met()
    assert [o.proposed for o in agreed_among(reply.objections.all(), NOWHERE, on=IN_MAY)] == [80]


def test_the_member_reads_that_the_publisher_has_corrected_the_figure(settings: Any) -> None:
    reply = met()
    settings.DEMO_TODAY = IN_MAY.isoformat()
    client = Client()
    client.force_login(make_editor(reply.organisation, "kari@demo.example"))
    page = client.get(f"/innhenting/{reply.call.slug}/hamar/").content.decode()
    assert "Utgiveren har rettet tallet slik dere sa. Dere trenger ikke gjøre mer." in page
    read = client.get(f"/innhenting/{reply.call.slug}/hamar/les/").content.decode()
    assert "Utgiveren har rettet tallet slik dere sa." in read
