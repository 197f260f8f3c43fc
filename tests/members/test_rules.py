"""Yes or no about people, seats and memberships."""

from datetime import date

import pytest

from dugnad.kit.access import Role
from dugnad.members import rules
from dugnad.members.kinds import BodyKind, Mandate, OrganisationKind, SeatRole
from dugnad.members.models import Membership
from dugnad.members.rules import Viewer

MAY = Membership(valid_from=date(2021, 5, 1), valid_to=date(2021, 5, 31))
SINCE_MAY = Membership(valid_from=date(2021, 5, 1))


def test_a_dated_thing_holds_on_its_first_and_last_day() -> None:
    days = [date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 31), date(2021, 6, 1)]
    assert [rules.holds_on(MAY, day) for day in days] == [False, True, True, False]


def test_without_a_last_day_it_holds_until_further_notice() -> None:
    assert rules.holds_on(SINCE_MAY, date(2099, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        (date(2021, 4, 1), date(2021, 4, 30), False),
        (date(2021, 4, 1), date(2021, 5, 1), True),
        (date(2021, 5, 31), None, True),
        (date(2021, 6, 1), None, False),
        (date(2020, 1, 1), None, True),
    ],
)
def test_periods_overlap_when_they_share_a_day(first: date, last: date | None, answer: bool) -> None:
    assert rules.overlaps(MAY, first, last) is answer


def test_an_open_period_overlaps_everything_after_it() -> None:
    assert rules.overlaps(SINCE_MAY, date(2030, 1, 1), date(2030, 1, 2))


def test_a_period_does_not_end_before_it_begins() -> None:
    day = date(2021, 5, 3)
    assert [rules.is_period(day, last) for last in (None, day, date(2021, 5, 2))] == [True, True, False]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nedre Romerike", "nedre-romerike"),
        ("Bærum", "baerum"),
        ("Østre Toten", "ostre-toten"),
        ("Ås", "as"),
        ("Kárášjohka–Karasjok", "karasjohkakarasjok"),
    ],
)
def test_names_in_addresses_keep_their_norwegian_letters_readable(name: str, slug: str) -> None:
    assert rules.slug_of(name) == slug


def test_the_alliance_and_subregions_have_members() -> None:
    assert [kind for kind in OrganisationKind if rules.can_have_members(kind)] == ["alliance", "subregion"]


def test_there_is_one_alliance_and_municipalities_have_numbers() -> None:
    assert [kind for kind in OrganisationKind if rules.is_one_only(kind)] == ["alliance"]
    assert [kind for kind in OrganisationKind if rules.has_numbers(kind)] == ["municipality"]


def test_roles_follow_from_seats() -> None:
    seats = [(BodyKind.BOARD, SeatRole.MEMBER), (BodyKind.SECRETARIAT, SeatRole.ADMINISTRATOR)]
    assert rules.roles_of_seats(seats) == {Role.BODY_MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR}


def test_a_nomination_committee_gives_no_role() -> None:
    assert rules.roles_of_seats([(BodyKind.NOMINATION_COMMITTEE, SeatRole.CHAIR)]) == set()


def test_an_administrator_of_another_body_is_none_of_ours() -> None:
    assert rules.roles_of_seats([(BodyKind.BOARD, SeatRole.ADMINISTRATOR)]) == {Role.BODY_MEMBER}


@pytest.mark.parametrize(
    ("mandate", "roles"),
    [
        (Mandate.NONE, set()),
        (Mandate.EDITOR, {Role.MEMBER_EDITOR}),
        (Mandate.APPROVER, {Role.MEMBER_EDITOR, Role.MEMBER_APPROVER}),
    ],
)
def test_roles_follow_from_what_a_post_allows(mandate: Mandate, roles: set[Role]) -> None:
    assert rules.roles_of_mandates([mandate]) == roles


def test_a_viewer_answers_for_named_organisations_only() -> None:
    viewer = Viewer(edits=frozenset({1, 2}), approves=frozenset({2}))
    assert [rules.may_edit_for(viewer, key) for key in (1, 2, 3)] == [True, True, False]
    assert [rules.may_approve_for(viewer, key) for key in (1, 2, 3)] == [False, True, False]


def test_a_stranger_is_not_signed_in_and_nobody_special() -> None:
    stranger = Viewer()
    assert (stranger.is_signed_in, stranger.is_secretariat, stranger.is_body_member) == (False, False, False)


def test_a_secretary_and_a_body_member_are_known_by_their_roles() -> None:
    secretary, member = (
        Viewer(roles=frozenset({Role.SECRETARIAT})),
        Viewer(roles=frozenset({Role.BODY_MEMBER})),
    )
    assert (secretary.is_secretariat, member.is_body_member, member.is_signed_in) == (True, True, True)


def test_addresses_are_for_colleagues_and_staff() -> None:
    colleague = Viewer(roles=frozenset({Role.BODY_MEMBER}), bodies=frozenset({7}))
    assert [rules.may_see_addresses(colleague, body) for body in (7, 8)] == [True, False]
    assert rules.may_see_addresses(Viewer(roles=frozenset({Role.ADMINISTRATOR})), 8)


def test_politicians_are_public_and_officials_are_not() -> None:
    guest = Viewer(roles=frozenset({Role.GUEST}))
    assert rules.may_see_names(Viewer(), BodyKind.BOARD)
    assert not rules.may_see_names(Viewer(), BodyKind.EXPERT_GROUP)
    assert rules.may_see_names(guest, BodyKind.EXPERT_GROUP)
