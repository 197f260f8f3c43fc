"""Laws of signing up: no place is given twice, the line keeps its order, and a flood is no person's."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.events.rules import signing_up as rules
from dugnad.events.states import Answer
from tests.factories.events import STARTS


@dataclass(eq=False)
class One:
    """Somebody who has signed up, as the rules see them."""

    answer: str
    attendance: str = "unknown"
    minutes_there: int | None = None
    erased_at: None = None


@dataclass(frozen=True)
class Asked:
    """What a session asks of those who sign up."""

    capacity: int | None
    closes: object = STARTS
    least_minutes: int = 30


@dataclass(frozen=True)
class Session:
    """A session of the school that has been announced."""

    kind: str = "school_session"
    state: str = "announced"
    starts: object = STARTS
    ends: object = STARTS + timedelta(hours=3)
    quorum: int | None = None


@given(st.integers(1, 5), st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=40))
def test_however_people_come_and_go_no_place_is_given_twice_and_none_stands_empty(capacity, steps):
    asked, line = Asked(capacity), []
    for step in steps:
        if step is None:
            taken = sum(one.answer == Answer.YES for one in line)
            line.append(One(rules.answer_given(asked, taken)))
        elif line:
            line[step % len(line)].answer = Answer.NO
            for one in rules.moving_up(asked, line):
                one.answer = Answer.YES
        answers = [one.answer for one in line]
        taken, waiting = answers.count(Answer.YES), answers.count(Answer.WAITING)
        assert taken <= capacity
        assert not (waiting and taken < capacity)
        places = [rules.place_in_line(one, line) for one in line]
        assert [place for place in places if place] == list(range(1, waiting + 1))


@pytest.mark.parametrize(
    ("mails", "people", "refused"), [(0, 0, False), (5, 599, False), (6, 0, True), (0, 600, True)]
)
def test_what_comes_too_often_is_no_persons(mails, people, refused):
    assert rules.comes_too_often(mails, people) is refused


def test_what_a_guest_wrote_is_kept_as_long_as_the_kind_says():
    assert rules.kept_until(Session()) == STARTS + timedelta(hours=3, days=180)
