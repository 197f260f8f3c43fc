"""Questions about members, with the day as an argument."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from dugnad.kit.access import Role
from dugnad.members import changes, queries
from dugnad.members.kinds import BodyKind, Mandate, OrganisationKind, SeatRole
from dugnad.members.models import Body, Office, Organisation, Person
from dugnad.members.queries.tiles import lines_of
from tests.factories.members import (
    AT,
    make_alliance,
    make_approver,
    make_body,
    make_code,
    make_editor,
    make_guest,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
    make_seat,
    make_secretary,
    make_subregion,
    make_user,
)

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 3)


# Viewers -----------------------------------------------------------------------------------------------


def test_viewer_of_a_stranger_has_no_role_but_that() -> None:
    assert queries.viewer_of(AnonymousUser(), on=DAY).roles == {Role.ANONYMOUS}


def test_viewer_of_a_closed_account_is_a_stranger() -> None:
    user = make_secretary()
    user.is_active = False
    assert queries.viewer_of(user, on=DAY) == queries.ANONYMOUS


def test_viewer_of_a_guest_is_signed_in_and_no_more() -> None:
    assert queries.viewer_of(make_guest(), on=DAY).roles == {Role.GUEST}


def test_viewer_of_an_approver_writes_and_submits_for_their_municipality() -> None:
    hamar = make_municipality("Hamar")
    viewer = queries.viewer_of(make_approver(hamar), on=DAY)
    assert (viewer.edits, viewer.approves) == ({hamar.pk}, {hamar.pk})
    assert viewer.roles == {Role.GUEST, Role.MEMBER_EDITOR, Role.MEMBER_APPROVER}


def test_viewer_of_an_editor_submits_for_nobody() -> None:
    hamar = make_municipality("Hamar")
    viewer = queries.viewer_of(make_editor(hamar), on=DAY)
    assert (viewer.edits, viewer.approves) == ({hamar.pk}, frozenset())


def test_viewer_of_a_subregion_that_speaks_for_its_members_answers_for_them_all() -> None:
    gran = make_municipality("Gran", "3446", subregion="Hadelandsregionen")
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    hadeland = make_subregion("Hadelandsregionen")
    hadeland.answers_for_members = True
    hadeland.save()
    viewer = queries.viewer_of(make_editor(hadeland), on=DAY)
    assert viewer.edits == {hadeland.pk, gran.pk}


def test_viewer_of_a_subregion_that_does_not_speak_answers_for_itself() -> None:
    make_municipality("Gran", "3446", subregion="Hadelandsregionen")
    hadeland = make_subregion("Hadelandsregionen")
    assert queries.viewer_of(make_editor(hadeland), on=DAY).edits == {hadeland.pk}


def test_viewer_of_yesterdays_member_has_lost_the_seat() -> None:
    user = make_user("anne@demo.example")
    seat = make_seat(make_body(BodyKind.BOARD), user.person, valid_to=date(2021, 5, 2))
    assert queries.viewer_of(user, on=DAY).roles == {Role.GUEST}
    assert queries.viewer_of(user, on=date(2021, 5, 2)).bodies == {seat.body_id}


def test_user_with_email_is_found_in_any_case() -> None:
    user = make_user("anne@demo.example")
    assert queries.user_with_email("ANNE@Demo.example") == user


# Organisations -----------------------------------------------------------------------------------------


def test_alliance_is_the_one_of_this_installation() -> None:
    assert make_alliance() == queries.alliance()


def test_members_on_a_day_leaves_out_those_who_came_later_or_had_left() -> None:
    hamar = make_municipality("Hamar", "3403", member_from=date(2020, 10, 28))
    make_municipality("Gran", "3446", member_from=date(2021, 5, 4))
    make_municipality("Flå", "3039", member_from=date(2019, 1, 1), member_to=date(2021, 5, 2))
    assert list(queries.members_on(DAY)) == [hamar]


def test_member_municipalities_leave_out_the_county_authority() -> None:
    hamar = make_municipality("Hamar")
    make_membership(make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY))
    assert list(queries.member_municipalities(DAY)) == [hamar]
    assert queries.members_on(DAY).count() == 2


def test_members_of_a_subregion_and_the_subregions_of_a_day() -> None:
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    make_subregion("Without members")
    group = make_subregion("Hamarregionen")
    assert list(queries.subregions(DAY)) == [group]
    assert list(queries.members_of(group, on=DAY)) == [hamar]
    assert queries.subregion_of_members(on=DAY) == {hamar.pk: group}


def test_organisation_named_by_code_of_any_division_or_by_slug() -> None:
    hamar = make_municipality("Hamar", "3403")
    make_code("0403", "Hamar", hamar, date(1838, 1, 1), date(2018, 12, 31))
    found = [queries.organisation_named(words) for words in ("0403", "3403", "hamar", "nobody")]
    assert found == [hamar, hamar, hamar, None]


def test_member_rows_show_number_county_and_subregion_of_the_day() -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    (row,) = queries.member_rows(on=DAY)
    assert (row.key, row.county, row.subregion.name) == ("3403", ("34", "Innlandet"), "Hamarregionen")


def test_member_rows_of_one_without_number_go_by_its_slug() -> None:
    make_membership(make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY))
    (row,) = queries.member_rows(on=DAY)
    assert (row.key, row.county, row.subregion) == ("innlandet", ("", ""), None)


def test_member_rows_are_sorted_as_norwegians_sort() -> None:
    for name, code in (("Ås", "3021"), ("Øvre Eiker", "3048"), ("Ål", "3043"), ("Asker", "3025")):
        make_municipality(name, code)
    names = [row.organisation.name for row in queries.member_rows(on=DAY)]
    assert names == ["Asker", "Øvre Eiker", "Ål", "Ås"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"subregion": "hamarregionen"}, ["Hamar"]),
        ({"county": "30"}, ["Asker"]),
        ({"kind": "county_authority"}, ["Innlandet"]),
        ({"subregion": "hamarregionen", "county": "30"}, []),
    ],
)
def test_member_rows_are_filtered(filters: dict[str, str], names: list[str]) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Asker", "3025", subregion="Asker og Bærum")
    make_membership(make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY))
    assert [row.organisation.name for row in queries.member_rows(on=DAY, **filters)] == names


@pytest.mark.parametrize("members", [1, 3])
def test_member_rows_take_the_same_queries_for_one_and_for_many(
    members: int, django_assert_num_queries: object
) -> None:
    for number in range(members):
        make_municipality(f"M{number}", f"340{number}", subregion="Hamarregionen")
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(queries.member_rows(on=DAY)) == members


def test_first_membership_day_is_none_before_anybody_joined() -> None:
    assert queries.first_membership_day() is None
    make_municipality("Hamar", member_from=date(2020, 10, 28))
    assert queries.first_membership_day() == date(2020, 10, 28)


def test_memberships_of_and_in() -> None:
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    assert [m.group.name for m in queries.memberships_of(hamar)] == ["Osloregionen", "Hamarregionen"]
    assert [m.organisation for m in queries.memberships_in(make_alliance())] == [hamar]


def test_groups_and_organisations_by_kind() -> None:
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    assert [group.name for group in queries.groups()] == ["Osloregionen", "Hamarregionen"]
    assert list(queries.organisations(kind="municipality")) == [hamar]
    assert queries.organisations().count() == 3


def test_the_map_puts_the_unknown_in_rows_below() -> None:
    make_municipality("Hamar", "3403")
    for number in range(10):
        make_municipality(f"Ny {number:02}", f"99{number:02}")
    hamar, *others = queries.member_map(queries.member_rows(on=DAY)).tiles
    assert (hamar.x, hamar.y) == (5, 0)
    places = [(tile.x, tile.y - others[0].y) for tile in (others[0], others[8], others[9])]
    assert places == [(0, 0), (8, 0), (0, 1)]


def test_the_map_gives_neighbouring_subregions_different_tones() -> None:
    for name, code, group in (("Hamar", "3403", "A"), ("Løten", "3412", "B"), ("Halden", "3001", "C")):
        make_municipality(name, code, subregion=group)
    make_municipality("Without group", "9999")
    tones = {t.row.organisation.name: t.tone for t in queries.member_map(queries.member_rows(on=DAY)).tiles}
    assert tones == {"Hamar": 1, "Løten": 2, "Halden": 1, "Without group": 1}


def test_the_map_lets_those_stand_back_who_are_not_asked_for() -> None:
    make_municipality("Gran", "3446")
    hamar = make_municipality("Hamar", "3403")
    drawn = queries.member_map(queries.member_rows(on=DAY), shown={hamar.pk})
    assert [(tile.row.organisation.name, tile.is_shown) for tile in drawn.tiles] == [
        ("Hamar", True), ("Gran", False),
    ]  # fmt: skip
    assert (drawn.tiles[0].left, drawn.tiles[0].top) == (480, 0)


def test_the_legend_numbers_the_subregions_by_their_alphabet_with_those_without_one_last() -> None:
    for name, code, group in (
        ("Hamar", "3403", "Østre"),
        ("Løten", "3412", "Indre"),
        ("Stange", "3413", "Indre"),
    ):
        make_municipality(name, code, subregion=group)
    make_municipality("Ny", "9999")
    drawn = queries.member_map(queries.member_rows(on=DAY))
    assert [(key.number, key.name, key.members) for key in drawn.keys] == [
        (1, "Indre", 2),
        (2, "Østre", 1),
        (3, "", 1),
    ]
    tones = {key.number: key.tone for key in drawn.keys}
    told = {
        tile.row.organisation.name: (tile.number, tile.tone == tones[tile.number]) for tile in drawn.tiles
    }
    assert told == {"Hamar": (2, True), "Løten": (1, True), "Stange": (1, True), "Ny": (3, True)}


def test_the_map_counts_those_who_stand_back() -> None:
    hamar = make_municipality("Hamar", "3403")
    make_municipality("Gran", "3446")
    rows = queries.member_rows(on=DAY)
    assert (queries.member_map(rows).stand_back, queries.member_map(rows, shown={hamar.pk}).stand_back) == (
        0,
        1,
    )


def test_an_empty_map_is_one_tile_large() -> None:
    assert queries.member_map([]) == queries.TileMap([], 92, 50)


@pytest.mark.parametrize(
    ("name", "lines", "squeezed"),
    [
        ("Hamar", ["Hamar"], [0]),
        ("Nordre Follo", ["Nordre Follo"], [0]),
        ("Aurskog-Høland", ["Aurskog-", "Høland"], [0, 0]),
        ("Nore og Uvdal", ["Nore og ", "Uvdal"], [0, 0]),
        ("Innlandet fylkeskommune", ["Innlandet ", "fylkeskommune"], [0, 78]),
        ("Langtnavnkommune", ["Langtnavnkommune"], [78]),
    ],
)
def test_long_names_are_broken_or_squeezed_and_never_cut(
    name: str, lines: list[str], squeezed: list[int]
) -> None:
    drawn = lines_of(name)
    assert [line.text for line in drawn] == lines
    assert [line.squeezed_to for line in drawn] == squeezed


# Bodies ------------------------------------------------------------------------------------------------


def test_bodies_on_a_day() -> None:
    board = make_body(BodyKind.BOARD)
    make_body(BodyKind.AD_HOC_GROUP, valid_to=date(2021, 5, 2))
    assert list(queries.bodies_on(DAY)) == [board]
    assert queries.body_named(board.slug) == board


def test_body_rows_count_places_and_name_the_chair() -> None:
    group, board = make_body(BodyKind.EXPERT_GROUP), make_body(BodyKind.BOARD)
    make_seat(board, make_person("Anne"), SeatRole.CHAIR)
    make_seat(board, make_person("Bjørn"))
    make_seat(board)
    first, second = queries.body_rows(on=DAY)
    assert (first.body, first.chair.person.name, first.places, first.vacant) == (board, "Anne", 3, 1)
    assert (second.body, second.chair, second.places, second.vacant) == (group, None, 0, 0)


def test_body_rows_count_as_the_page_of_the_body_does() -> None:
    body = make_body()
    member = make_seat(body, make_person("Member"))
    make_seat(body, make_person("Deputy"), SeatRole.DEPUTY, deputy_for=member)
    make_seat(body)
    (row,) = queries.body_rows(on=DAY)
    assert (row.places, row.vacant) == (len(queries.places_in(body, on=DAY)), 1) == (2, 1)


def test_places_in_a_body_stand_in_order_with_their_deputies() -> None:
    body = make_body()
    member = make_seat(body, make_person("Member"), organisation=make_organisation("Ås"))
    make_seat(body, make_person("Deputy"), SeatRole.DEPUTY, deputy_for=member)
    make_seat(body, make_person("First"), organisation=make_organisation("Gran"))
    make_seat(body, make_person("Observer"), SeatRole.OBSERVER)
    make_seat(body, make_person("Chair"), SeatRole.CHAIR)
    places = queries.places_in(body, on=DAY)
    assert [place.seat.person.name for place in places] == ["Chair", "First", "Member", "Observer"]
    assert [deputy.person.name for deputy in places[2].deputies] == ["Deputy"]


def test_a_deputy_of_a_place_that_is_gone_stands_alone() -> None:
    body = make_body()
    gone = make_seat(body, valid_to=date(2020, 1, 1))
    make_seat(body, make_person("Deputy"), SeatRole.DEPUTY, deputy_for=gone)
    assert [place.seat.person.name for place in queries.places_in(body, on=DAY)] == ["Deputy"]


def test_subregions_without_seat_count_those_whose_member_sits() -> None:
    hamar = make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Gran", "3446", subregion="Hadelandsregionen")
    make_municipality("Asker", "3025", subregion="Asker og Bærum")
    body = make_body()
    make_seat(body, organisation=hamar)
    make_seat(body, organisation=make_subregion("Hadelandsregionen"))
    places = queries.places_in(body, on=DAY)
    without = queries.subregions_without_seat(places, subregions=queries.subregion_of_members(on=DAY))
    assert [group.name for group in without] == ["Asker og Bærum"]


def test_bodies_of_an_organisation() -> None:
    hamar = make_municipality("Hamar")
    seat = make_seat(organisation=hamar)
    make_seat()
    assert list(queries.bodies_of(hamar, on=DAY)) == [seat]


# People ------------------------------------------------------------------------------------------------


def test_offices_at_and_people_who_answer() -> None:
    hamar = make_municipality("Hamar")
    contact, adviser = (
        make_person("Contact", "contact@demo.example"),
        make_person("Adviser", "a@demo.example"),
    )
    without = make_person("Without e-mail")
    make_office(contact, hamar)
    make_office(adviser, hamar, Mandate.EDITOR)
    make_office(without, hamar, Mandate.APPROVER)
    assert queries.offices_at(hamar, on=DAY).count() == 3
    assert list(queries.people_who_answer(hamar, on=DAY)) == [adviser]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("nb", ["Klimaleder", "Klimarådgiver"]),
        ("nn", ["Klimaleiar", "Klimarådgivar"]),
        ("en", ["Head of climate", "Climate adviser"]),
    ],
)
def test_posts_are_called_what_they_are_in_the_readers_language(language: str, titles: list[str]) -> None:
    hamar, kari = make_municipality("Hamar", "3403"), make_person("Kari")
    own = {"title_nb": "Klimaleder", "title_nn": "Klimaleiar", "title_en": "Head of climate"}
    offices = [make_office(kari, hamar, **own), make_office(kari, hamar)]
    with override(language):
        assert [office.title for office in offices] == titles


def test_members_without_answerer_leave_out_those_whose_subregion_speaks() -> None:
    make_municipality("Gran", "3446", subregion="Hadelandsregionen")
    hamar = make_municipality("Hamar", "3403", subregion="Hamarregionen")
    asker = make_municipality("Asker", "3025")
    hadeland = make_subregion("Hadelandsregionen")
    hadeland.answers_for_members = True
    hadeland.save()
    make_office(make_person(email="h@demo.example"), hadeland, Mandate.EDITOR)
    make_office(make_person(email="a@demo.example"), asker, Mandate.EDITOR)
    assert list(queries.members_without_answerer(on=DAY)) == [hamar]


def test_people_places_and_bodies_stand_in_norwegian_order() -> None:
    names = ["Alvdal", "Zeta", "Ærøy", "Østre Toten", "Aasen", "Åsnes"]
    for name in reversed(names):
        make_person(name)
        make_organisation(name)
        make_body(BodyKind.EXPERT_GROUP, name)
    assert [person.name for person in queries.people()] == names
    assert [o.name for o in Organisation.objects.filter(name__in=names)] == names
    assert [body.name_nb for body in Body.objects.all()] == names
    for organisation in Organisation.objects.filter(name__in=names).order_by("pk"):
        make_office(Person.objects.get(name="Zeta"), organisation)
    assert [office.organisation.name for office in Office.objects.select_related("organisation")] == names


def test_people_leave_out_the_erased() -> None:
    anne = make_person("Anne", "anne@demo.example")
    make_person("", erased_at=AT)
    assert list(queries.people()) == [anne]
    assert queries.person_with_email("ANNE@demo.example") == anne
    assert queries.person_with_email("") is None


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Anne", "Bjørn", "Camilla"]),
        ({"search": "bjø"}, ["Bjørn"]),
        ({"search": "BJØRN"}, ["Bjørn"]),
        ({"search": "jørn"}, []),
        ({"search": "camilla@"}, ["Camilla"]),
        ({"organisation": "hamar"}, ["Anne", "Bjørn"]),
        ({"body": "styret"}, ["Bjørn"]),
    ],
)
def test_person_rows_are_filtered(filters: dict[str, str], names: list[str]) -> None:
    hamar = make_municipality("Hamar")
    anne, bjorn = make_person("Anne"), make_person("Bjørn")
    make_person("Camilla", "camilla@demo.example")
    make_office(anne, hamar)
    make_seat(make_body(BodyKind.BOARD, "Styret"), bjorn, organisation=hamar)
    assert [row.person.name for row in queries.person_rows(on=DAY, **filters)] == names


@pytest.mark.parametrize("persons", [1, 3])
def test_person_rows_take_the_same_queries_for_one_and_for_many(
    persons: int, django_assert_num_queries: object
) -> None:
    hamar = make_municipality("Hamar")
    for _number in range(persons):
        user = make_user()
        make_office(user.person, hamar)
        make_seat(person=user.person)
    with django_assert_num_queries(4):  # type: ignore[operator]
        rows = queries.person_rows(on=DAY)
    assert [(len(row.offices), len(row.seats), row.has_account) for row in rows] == [(1, 1, True)] * persons


def test_politicians_are_shown_with_their_political_seats_only() -> None:
    anne = make_person("Anne", "anne@demo.example")
    seat = make_seat(make_body(BodyKind.BOARD), anne)
    make_seat(make_body(BodyKind.EXPERT_GROUP), anne)
    make_seat(make_body(BodyKind.EXPERT_GROUP), make_person("Official"))
    (row,) = queries.politicians(on=DAY)
    assert (row.person, row.seats) == (anne, [seat])


def test_holdings_of_a_person_name_the_members_left_without_answerer() -> None:
    hamar, gran = make_municipality("Hamar", "3403"), make_municipality("Gran", "3446")
    user = make_user("anne@demo.example")
    for municipality in (hamar, gran):
        make_office(user.person, municipality, Mandate.EDITOR)
    make_office(make_person(email="b@demo.example"), gran, Mandate.APPROVER)
    seat = make_seat(person=user.person)
    holdings = queries.holdings_of(user.person, on=DAY)
    assert (len(holdings.offices), holdings.seats, holdings.has_account) == (2, [seat], True)
    assert holdings.left_alone == [hamar]


def test_everything_about_a_person_tells_what_they_did() -> None:
    person = make_person("Anne")
    changes.add_person(name="Bjørn", by=person, at=AT)
    (entry,) = queries.everything_about(person)["trail"]
    assert (entry["at"][:10], entry["did"]) == ("2021-05-03", "add_person")


def test_everything_about_a_person_without_account() -> None:
    person = make_person("Anne", "anne@demo.example")
    found = queries.everything_about(person)
    assert (found["name"], found["account"], found["offices"], found["trail"]) == ("Anne", None, [], [])
    assert Person.objects.count() == 1


def test_offices_and_seats_of_a_person_newest_first() -> None:
    person, hamar = make_person(), make_municipality()
    old = make_office(person, hamar, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31))
    new = make_office(person, hamar, valid_from=date(2021, 1, 1))
    seats = [make_seat(person=person, valid_from=date(year, 1, 1)) for year in (2019, 2021)]
    assert list(queries.offices_of(person)) == [new, old]
    assert list(queries.seats_of(person)) == seats[::-1]
