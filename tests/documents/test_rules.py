"""Yes or no, about documents."""

from dataclasses import dataclass

import pytest

from dugnad.documents import rules
from dugnad.documents.kinds import LengthRule, LengthUnit
from dugnad.documents.states import STEPS, State
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer

HAMAR, LILLESTROM = 1, 2
STRANGER = Viewer()
GUEST = Viewer(roles=frozenset({Role.GUEST}))
EDITOR = Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({HAMAR}))
APPROVER = Viewer(
    roles=frozenset({Role.MEMBER_EDITOR, Role.MEMBER_APPROVER}),
    edits=frozenset({HAMAR}),
    approves=frozenset({HAMAR}),
)
NEIGHBOUR = Viewer(
    roles=frozenset({Role.MEMBER_EDITOR, Role.MEMBER_APPROVER}),
    edits=frozenset({LILLESTROM}),
    approves=frozenset({LILLESTROM}),
)
BOARD = Viewer(roles=frozenset({Role.BODY_MEMBER}))
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))
VIEWERS = {
    "stranger": STRANGER,
    "guest": GUEST,
    "editor": EDITOR,
    "approver": APPROVER,
    "neighbour": NEIGHBOUR,
    "board": BOARD,
    "secretary": SECRETARY,
}


@dataclass
class Paper:
    state: str
    owner_id: int = HAMAR
    kind: str = "story"


@dataclass
class Text:
    is_published: bool


@dataclass
class Photo:
    is_picture: bool = True
    alt_text: str = "Ein stabel teglstein"
    credit: str = "Kari Nordmann"
    licence: str = "cc-by-4.0"
    consent: str = "not_needed"


def who(rule: object, state: State) -> set[str]:
    return {name for name, viewer in VIEWERS.items() if rule(viewer, Paper(state))}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("verb", "starts"),
    [
        ("submit_for_review", {"draft"}),
        ("return_with_note", {"in_review", "approved"}),
        ("approve", {"in_review"}),
        ("publish", {"approved"}),
        ("withdraw", {"draft", "in_review", "approved", "published"}),
    ],
)
def test_a_step_starts_in_its_own_states_only(verb: str, starts: set[str]) -> None:
    assert {state.value for state in State if rules.can(verb, Paper(state))} == starts


def test_every_step_has_a_test_of_its_starts() -> None:
    assert set(STEPS) == {"submit_for_review", "return_with_note", "approve", "publish", "withdraw"}


def test_only_those_who_write_for_somebody_begin_documents() -> None:
    writers = {name for name, viewer in VIEWERS.items() if rules.may_write(viewer)}
    assert writers == {"editor", "approver", "neighbour", "secretary"}


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (State.DRAFT, {"editor", "approver", "secretary"}),
        (State.IN_REVIEW, {"editor", "approver", "secretary", "board"}),
        (State.APPROVED, {"editor", "approver", "secretary", "board"}),
        (State.PUBLISHED, {"editor", "approver", "secretary"}),
        (State.WITHDRAWN, {"editor", "approver", "secretary"}),
    ],
)
def test_unpublished_work_is_read_by_its_owner_and_by_those_who_treat_it(
    state: State, readers: set[str]
) -> None:
    assert who(rules.may_see_work, state) == readers


@pytest.mark.parametrize(
    ("state", "writers"),
    [
        (State.DRAFT, {"editor", "approver", "secretary"}),
        (State.IN_REVIEW, {"secretary"}),
        (State.APPROVED, {"editor", "approver", "secretary"}),
        (State.PUBLISHED, {"editor", "approver", "secretary"}),
        (State.WITHDRAWN, set()),
    ],
)
def test_a_text_in_review_waits_for_the_secretariat(state: State, writers: set[str]) -> None:
    assert who(rules.may_edit, state) == writers


def test_a_draft_is_sent_to_review_by_those_who_write_it() -> None:
    assert who(rules.may_submit_for_review, State.DRAFT) == {"editor", "approver", "secretary"}
    assert who(rules.may_submit_for_review, State.IN_REVIEW) == set()


def test_the_secretariat_returns_texts() -> None:
    assert who(rules.may_return, State.IN_REVIEW) == {"secretary"}
    assert who(rules.may_return, State.DRAFT) == set()


def test_the_owners_approver_or_the_secretariat_approves() -> None:
    assert who(rules.may_approve, State.IN_REVIEW) == {"approver", "secretary"}
    assert who(rules.may_approve, State.DRAFT) == set()


def test_only_the_secretariat_publishes() -> None:
    assert who(rules.may_publish, State.APPROVED) == {"secretary"}
    assert who(rules.may_publish, State.IN_REVIEW) == set()


def test_an_editor_drops_a_draft_and_an_approver_withdraws_anything() -> None:
    assert who(rules.may_withdraw, State.DRAFT) == {"editor", "approver", "secretary"}
    assert who(rules.may_withdraw, State.PUBLISHED) == {"approver", "secretary"}
    assert who(rules.may_withdraw, State.WITHDRAWN) == set()


@pytest.mark.parametrize("state", list(State))
def test_what_is_made_of_what_stands_elsewhere_is_only_published_here(state: State) -> None:
    made = Paper(state, kind="minutes")
    may = {verb for verb, right in rules.RIGHTS.items() if right(SECRETARY, made)}
    assert may == ({"publish"} if state == State.APPROVED else set())


def test_strangers_do_not_see_whom_to_ring() -> None:
    assert {name for name, viewer in VIEWERS.items() if not rules.may_see_contact(viewer)} == {"stranger"}


def test_a_published_version_stays_published_while_the_next_is_drafted() -> None:
    assert rules.shown_state(Paper(State.DRAFT), Text(is_published=True)) == State.PUBLISHED
    assert rules.shown_state(Paper(State.DRAFT), Text(is_published=False)) == State.DRAFT
    assert rules.shown_state(Paper(State.WITHDRAWN), Text(is_published=True)) == State.WITHDRAWN


@pytest.mark.parametrize(
    ("photo", "lacks"),
    [
        (Photo(), []),
        (Photo(alt_text=""), ["alt_text"]),
        (Photo(credit="", consent="unsettled"), ["credit", "consent"]),
        (Photo(licence="internal"), ["licence"]),
        (Photo(is_picture=False, alt_text="", credit="", consent="unsettled"), []),
        (Photo(is_picture=False, licence="internal"), ["licence"]),
    ],
)
def test_a_picture_is_published_with_words_credit_licence_and_consent(photo: Photo, lacks: list[str]) -> None:
    assert rules.lacks_for_publication(photo) == lacks


def test_length_is_counted_in_words_or_in_characters() -> None:
    words = rules.length_of("Éin by, to elvar.", LengthRule(3, 4))
    assert (words.count, words.fits) == (4, True)
    characters = rules.length_of("Éin by, to elvar.\r\nSlutt.", LengthRule(1, 20, LengthUnit.CHARACTERS))
    assert (characters.count, characters.fits) == (24, False)


def test_a_fingerprint_does_not_depend_on_the_order_of_names() -> None:
    assert rules.fingerprint({"a": 1, "b": "æ"}) == rules.fingerprint({"b": "æ", "a": 1})
    assert rules.fingerprint({"a": 1}) != rules.fingerprint({"a": 2})
    assert rules.fingerprint({"a": "æ"}) == "74157796d58e959e305300732e78780f9643f75b8b4f0c901fba36d5cf635b8d"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Grønn kafé på Ås", "hamar-2021-gronn-kafe-pa-as"),
        ("!!!", "hamar-2021"),
        ("A" * 300, "hamar-2021-" + "a" * 80),
    ],
)
def test_addresses_are_spelled_with_letters_that_every_keyboard_has(title: str, slug: str) -> None:
    assert rules.slug_of("hamar", 2021, title) == slug
