"""What may be done with dossiers and consultations, and who may see them."""

from datetime import date, datetime, timedelta

import pytest

from dugnad.dossiers import rules
from dugnad.dossiers.kinds import OPEN_WAYS
from dugnad.dossiers.models import Consultation, Dossier, Touchpoint
from dugnad.dossiers.states import MOVES, TONES, AskState, DossierState, Standing
from dugnad.dossiers.templatetags.advocacy import days_left
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.members.rules import Viewer

NOON = datetime(2021, 5, 3, 12, 0, tzinfo=OSLO)
STRANGER = Viewer()
GUEST = Viewer(roles=frozenset({Role.GUEST}))
ADVISER = Viewer(roles=frozenset({Role.MEMBER_EDITOR}))
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))


def asked(**fields: object) -> Consultation:
    return Consultation(**{"deadline": NOON + timedelta(days=9), "announced_on": date(2021, 4, 1)} | fields)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, Standing.TO_JUDGE),
        ({"verdict": "go"}, Standing.UNDER_WAY),
        ({"verdict": "no_go"}, Standing.LEFT),
        ({"verdict": "go", "deadline": NOON - timedelta(hours=1)}, Standing.LATE),
        ({"deadline": NOON - timedelta(hours=1)}, Standing.LATE),
        ({"verdict": "go", "sent_on": date(2021, 5, 1)}, Standing.SENT),
    ],
)
def test_where_a_consultation_stands_follows_from_what_was_settled_and_the_day(fields, standing):
    assert rules.standing_of(asked(**fields), at=NOON) == standing


def test_what_is_sent_or_left_waits_for_nobody():
    assert [rules.is_open(standing) for standing in Standing] == [True, True, True, False, False]


def test_days_left_are_counted_in_days_of_the_calendar():
    deadline = datetime(2021, 5, 4, 0, 30, tzinfo=OSLO)
    assert rules.days_left(asked(deadline=deadline), at=NOON) == 1


def test_no_day_is_left_and_none_is_lost_of_a_deadline_that_passed_earlier_today():
    assert rules.days_left(asked(deadline=NOON - timedelta(hours=1)), at=NOON) is None
    assert rules.days_left(asked(deadline=NOON + timedelta(hours=1)), at=NOON) == 0
    assert rules.days_left(asked(deadline=NOON - timedelta(days=1)), at=NOON) == -1


def test_whether_to_answer_is_settled_until_the_answer_has_gone():
    sent = asked(verdict="go", sent_on=date(2021, 5, 1))
    assert [rules.can_judge(one) for one in (asked(), sent)] == [True, False]
    prepared = [rules.can_prepare(one) for one in (asked(), asked(verdict="go"), sent)]
    assert prepared == [False, True, False]


def test_strangers_see_what_is_shown_to_everybody_and_guests_are_strangers():
    hidden, shown = Dossier(), Dossier(is_public=True)
    seen = [(rules.may_see(who, hidden), rules.may_see(who, shown)) for who in (STRANGER, GUEST, ADVISER)]
    assert seen == [(False, True), (False, True), (True, True)]
    assert [rules.may_write(who) for who in (STRANGER, GUEST, ADVISER, SECRETARY)] == [
        False, False, False, True,
    ]  # fmt: skip


def test_strangers_know_of_what_was_said_in_the_open():
    assert sorted(OPEN_WAYS) == ["hearing", "media", "speech"]
    told = [rules.may_see_touchpoint(STRANGER, Touchpoint(kind=kind)) for kind in ("letter", "media")]
    assert told == [False, True]
    assert rules.may_see_touchpoint(ADVISER, Touchpoint(kind="letter"))


def test_every_state_of_a_dossier_leads_on_and_none_to_itself():
    assert set(MOVES) == set(DossierState)
    assert [state for state, move in MOVES.items() if state in move.onward or not move.onward] == []
    assert not rules.can_move(Dossier(state="watching"), "closed")
    assert rules.can_move(Dossier(state="decided"), "closed")


def test_who_ends_a_matter_says_how_it_ended():
    assert [state for state in DossierState if rules.needs_reason(state)] == ["closed", "dropped"]


def test_every_state_has_a_mark_of_its_own():
    assert {*DossierState, *AskState, *Standing} <= set(TONES)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Nasjonal strategi for sirkulær økonomi", "nasjonal-strategi-for-sirkulaer-okonomi"),
        ("NTP 2022–2033", "ntp-20222033"),
        ("–", ""),
    ],
)
def test_a_name_is_an_address_of_letters_that_every_keyboard_has(words, key):
    assert rules.key_of(words) == key


def test_first_words_of_our_own_addresses_name_no_dossier():
    assert [rules.is_key(word) for word in ("klima", "ny", "", "Stor")] == [True, False, False, False]


def test_names_are_read_line_by_line():
    assert rules.lines_of(" Klima- og miljødepartementet \n\nStortinget\n") == [
        "Klima- og miljødepartementet",
        "Stortinget",
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (12, "12 dager igjen"),
        (1, "1 dag igjen"),
        (0, "i dag er siste dag"),
        (None, "gikk ut tidligere i dag"),
        (-1, "1 dag for sent"),
        (-30, "30 dager for sent"),
    ],
)
def test_days_that_are_left_are_told_in_words(days, words):
    assert days_left(days) == words
