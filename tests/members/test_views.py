"""Pages of members, bodies and people."""

import json
from datetime import date, datetime
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation

from dugnad.kit.clock import OSLO
from dugnad.members import changes, queries
from dugnad.members.kinds import BodyKind, Mandate, OrganisationKind, SeatRole
from dugnad.members.models import Body, Membership, Office, Organisation, Person, Seat
from tests.factories.members import (
    make_alliance,
    make_body,
    make_body_member,
    make_code,
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DAY = date(2021, 5, 3)
NOBODY: dict[str, object] = {"by": None, "at": AT}


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def stranger() -> Client:
    return in_english(Client())


@pytest.fixture
def secretary() -> Client:
    client = in_english(Client())
    client.force_login(make_secretary())
    return client


def words(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined]


# Members -----------------------------------------------------------------------------------------------


def test_members_stand_on_the_map_and_in_the_table_by_subregion(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Gran", "3446")
    page = words(stranger.get("/medlemmer/"))
    assert page.count('href="/medlemmer/3403/"') == 2
    assert page.index(">Hamarregionen ") < page.index(">Without sub-region ")
    assert "2 members" in page


def test_the_map_has_a_legend_and_every_tile_its_name(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Gran", "3446")
    page = words(stranger.get("/medlemmer/"))
    assert '<span class="member-map-key" data-tone="1">1</span> Hamarregionen: 1' in page
    assert '<span class="member-map-key" data-tone="1">2</span> Without sub-region: 1' in page
    assert page.count("<title>Hamar, Hamarregionen</title>") == 1
    assert page.count("<title>Gran</title>") == 1
    assert "that do not fit the filters" not in page


def test_the_legend_says_which_tiles_do_not_fit_the_filters(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Gran", "3446")
    page = words(stranger.get("/medlemmer/?delregion=hamarregionen"))
    assert "data-off></span> 1 that does not fit the filters" in page


def test_a_tile_has_its_members_name_in_lines_that_fit_and_stands_back_when_it_is_not_asked_for(
    stranger: Client,
) -> None:
    make_municipality("Aurskog-<Høland>", "3026", subregion="Follo & mer")
    make_municipality("Grangrangrangran", "3446")
    tiles = words(stranger.get("/medlemmer/?fylke=30")).partition("<svg viewBox")[2]
    shown = 'data-tone="1"><title>Aurskog-&lt;Høland&gt;, Follo &amp; mer</title><rect x='
    assert f'href="/medlemmer/3026/" {shown}' in tiles
    assert '">Aurskog-</text><text x=' in tiles
    assert 'href="/medlemmer/3446/" data-off data-tone=' in tiles
    assert tiles.count(' textLength="78" lengthAdjust="spacingAndGlyphs">Grangrangrangran</text>') == 1
    assert tiles.count("textLength") == 1


def test_members_of_another_day_are_those_of_that_day(stranger: Client) -> None:
    make_municipality("Hamar", "3403", member_from=date(2019, 1, 1), member_to=date(2019, 12, 31))
    make_municipality("Gran", "3446")
    page = words(stranger.get("/medlemmer/?dag=2019-05-01"))
    assert ("3403" in page, "3446" in page, "1 May 2019" in page) == (True, False, True)


def test_members_before_anybody_joined_lead_to_the_first_day(stranger: Client) -> None:
    make_municipality("Hamar", member_from=date(2020, 10, 28))
    page = words(stranger.get("/medlemmer/?dag=2019-05-01"))
    assert "Nobody is entered as a member on 1 May 2019" in page
    assert 'href="?dag=2020-10-28"' in page


def test_a_day_that_does_not_exist_is_today(stranger: Client) -> None:
    make_municipality("Hamar", "3403")
    assert "3403" in words(stranger.get("/medlemmer/?dag=31.31.2021"))


@pytest.mark.parametrize(
    ("asked", "seen", "unseen"),
    [
        ("delregion=hamarregionen", "Hamar", "Asker"),
        ("fylke=30", "Asker", "Hamar"),
        ("type=agency", "KS", "Asker"),
    ],
)
def test_members_are_filtered_by_words_in_the_address(
    stranger: Client, asked: str, seen: str, unseen: str
) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Asker", "3025")
    make_membership(make_organisation("KS", kind=OrganisationKind.AGENCY))
    page = words(stranger.get(f"/medlemmer/?{asked}"))
    assert (f">{seen}</a></th>" in page, f">{unseen}</a></th>" in page) == (True, False)


def test_filters_that_no_member_fits_say_so(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Asker", "3025")
    assert "No member fits" in words(stranger.get("/medlemmer/?delregion=hamarregionen&fylke=30"))


def test_members_tell_how_many_are_not_confirmed(stranger: Client, secretary: Client) -> None:
    make_membership(make_municipality("Hamar", member_from=None), is_confirmed=False)
    assert "One of these memberships was put together" in words(stranger.get("/medlemmer/"))
    assert "Not confirmed" in words(secretary.get("/medlemmer/"))


def test_without_members_the_first_step_is_shown_to_those_who_can_take_it(
    stranger: Client, secretary: Client
) -> None:
    pages = [words(client.get("/medlemmer/")) for client in (stranger, secretary)]
    assert ["Start with the spreadsheet" in page for page in pages] == [False, True]


@pytest.mark.parametrize("members", [1, 3])
def test_members_take_the_same_queries_for_one_and_for_many(
    secretary: Client, members: int, django_assert_num_queries: object
) -> None:
    for number in range(members):
        make_municipality(f"M{number}", f"340{number}", subregion="Hamarregionen")
    with django_assert_num_queries(6):  # type: ignore[operator]
        secretary.get("/medlemmer/")


def test_members_export_is_the_filtered_list_as_csv(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_municipality("Asker", "3025")
    lines = words(stranger.get("/medlemmer/eksport/?delregion=hamarregionen")).splitlines()
    assert lines[1:] == ["3403,Hamar,municipality,34,Innlandet,Hamarregionen,2020-10-28,"]


# Organisations -----------------------------------------------------------------------------------------


def test_organisations_are_listed_by_kind(secretary: Client) -> None:
    make_municipality("Hamar")
    make_organisation("KS", kind=OrganisationKind.AGENCY)
    page = words(secretary.get("/medlemmer/organisasjoner/?type=agency"))
    assert (">KS</a>" in page, ">Hamar</a>" in page) == (True, False)
    assert ">Hamar</a>" in words(secretary.get("/medlemmer/organisasjoner/?type=village"))


def test_no_organisation_of_a_kind_shows_the_first_step(secretary: Client) -> None:
    assert "None of this kind yet" in words(secretary.get("/medlemmer/organisasjoner/?type=partner_city"))


def test_organisation_shows_what_the_secretariat_keeps(secretary: Client) -> None:
    hamar = make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_office(make_person("Kari Lunde"), hamar, Mandate.EDITOR)
    make_seat(organisation=hamar)
    page = words(secretary.get("/medlemmer/hamar/forvaltning/"))
    for text in ("Osloregionen", "Hamarregionen", "3403 Hamar", "Kari Lunde", "Expert group"):
        assert text in page


def test_organisation_that_has_members_lists_them(secretary: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    assert ">Hamar</a>" in words(secretary.get("/medlemmer/hamarregionen/forvaltning/"))


def test_an_organisation_that_is_not_there_is_missing(secretary: Client) -> None:
    assert secretary.get("/medlemmer/nowhere/forvaltning/").status_code == 404


def organisation(**typed: object) -> dict[str, object]:
    return {"kind": "municipality", "language_form": "nb", "country": "NO"} | typed


def test_add_organisation_with_its_number(secretary: Client) -> None:
    make_code("3403", "Hamar")
    response = secretary.post("/medlemmer/ny/", organisation(name="Hamar", code="3403"))
    assert response.headers["Location"] == "/medlemmer/hamar/forvaltning/"
    assert queries.organisation_named("3403").name == "Hamar"


def test_add_organisation_with_an_unknown_number_adds_nothing(secretary: Client) -> None:
    response = secretary.post("/medlemmer/ny/", organisation(name="Hamar", code="9999"))
    assert (response.status_code, "is not known here" in words(response)) == (422, True)
    assert not Organisation.objects.filter(name="Hamar").exists()


def test_edit_organisation_is_filled_in_and_saved(secretary: Client) -> None:
    make_municipality("Hamar", "3403")
    assert 'value="3403"' in words(secretary.get("/medlemmer/hamar/rediger/"))
    secretary.post("/medlemmer/hamar/rediger/", organisation(name="Hamar", language_form="nn", code="3403"))
    assert Organisation.objects.get(slug="hamar").language_form == "nn"


def test_take_up_membership_of_the_organisation_in_the_address(secretary: Client) -> None:
    alliance = make_alliance()
    hamar = make_municipality("Hamar", member_from=None)
    assert f'value="{hamar.pk}" selected' in words(
        secretary.get("/medlemmer/medlemskap/ny/?organisasjon=hamar")
    )
    typed = {"organisation": hamar.pk, "group": alliance.pk, "valid_from": "2021-01-01"}
    secretary.post("/medlemmer/medlemskap/ny/", typed)
    assert Membership.objects.get().valid_from == date(2021, 1, 1)


def test_take_up_membership_twice_says_why_not(secretary: Client) -> None:
    hamar = make_municipality("Hamar")
    typed = {"organisation": hamar.pk, "group": make_alliance().pk, "valid_from": "2021-01-01"}
    response = secretary.post("/medlemmer/medlemskap/ny/", typed)
    assert "Hamar is a member of Osloregionen in that time" in words(response)


def test_memberships_are_corrected_confirmed_and_ended(secretary: Client) -> None:
    membership = make_membership(make_municipality("Hamar", member_from=None), is_confirmed=False)
    address = f"/medlemmer/medlemskap/{membership.pk}"
    secretary.post(f"{address}/rediger/", {"valid_from": "2020-10-28"})
    secretary.post(f"{address}/bekreft/")
    assert 'value="2021-12-31"' in words(secretary.get(f"{address}/avslutt/"))
    secretary.post(f"{address}/avslutt/", {"on": "2021-12-31"})
    membership.refresh_from_db()
    assert (membership.valid_from, membership.valid_to, membership.is_confirmed) == (
        date(2020, 10, 28), date(2021, 12, 31), True,
    )  # fmt: skip


# Bodies ------------------------------------------------------------------------------------------------


def test_bodies_tell_vacant_places(stranger: Client) -> None:
    board = make_body(BodyKind.BOARD, "Styret")
    make_seat(board, make_person("Anne Bakken"), SeatRole.CHAIR)
    make_seat(board)
    page = words(stranger.get("/medlemmer/organer/"))
    assert ("Chair: Anne Bakken" in page, "2 places" in page, "1 of them vacant" in page) == (True,) * 3


def test_bodies_of_another_day_link_to_that_day(stranger: Client) -> None:
    make_body(BodyKind.BOARD, "Styret")
    page = words(stranger.get("/medlemmer/organer/?dag=2020-01-01"))
    assert 'href="/medlemmer/organer/styret/?dag=2020-01-01"' in page


def test_without_bodies_the_first_step_is_shown_to_those_who_can_take_it(stranger: Client) -> None:
    assert "Create the first body" not in words(stranger.get("/medlemmer/organer/"))


@pytest.mark.parametrize("bodies", [1, 3])
def test_bodies_take_the_same_queries_for_one_and_for_many(
    stranger: Client, bodies: int, django_assert_num_queries: object
) -> None:
    for number in range(bodies):
        make_seat(make_body(name_nb=f"Body {number}"), make_person())
    with django_assert_num_queries(2):  # type: ignore[operator]
        stranger.get("/medlemmer/organer/")


@pytest.mark.parametrize("seats", [1, 3])
def test_a_body_takes_the_same_queries_for_one_seat_and_for_many(
    stranger: Client, seats: int, django_assert_num_queries: object
) -> None:
    board = make_body(BodyKind.BOARD, "Styret")
    for number in range(seats):
        seat = make_seat(board, make_person(), organisation=make_organisation(f"O{number}"))
        make_seat(board, make_person(), SeatRole.DEPUTY, deputy_for=seat)
    with django_assert_num_queries(3):  # type: ignore[operator]
        stranger.get("/medlemmer/organer/styret/")


def test_a_political_body_shows_names_and_no_address_to_strangers(stranger: Client) -> None:
    board = make_body(BodyKind.BOARD, "Styret")
    make_seat(board, make_person("Anne Bakken", "anne@demo.example"))
    page = words(stranger.get("/medlemmer/organer/styret/"))
    assert ("Anne Bakken" in page, "anne@demo.example" in page) == (True, False)


def test_an_expert_group_shows_its_officials_to_users_only(stranger: Client) -> None:
    group = make_body(BodyKind.EXPERT_GROUP, "Faggruppen")
    make_seat(group, make_person("Anne Bakken", "anne@demo.example"))
    guest, colleague = in_english(Client()), in_english(Client())
    guest.force_login(make_guest())
    member = make_user("me@demo.example")
    make_seat(group, member.person)
    colleague.force_login(member)
    pages = [words(client.get("/medlemmer/organer/faggruppen/")) for client in (stranger, guest, colleague)]
    assert ["Anne Bakken" in page for page in pages] == [False, True, True]
    assert ["anne@demo.example" in page for page in pages] == [False, False, True]


def test_a_body_lists_subregions_without_a_place(stranger: Client) -> None:
    make_municipality("Hamar", "3403", subregion="Hamarregionen")
    make_body(BodyKind.BOARD, "Styret")
    assert "Hamarregionen" in words(stranger.get("/medlemmer/organer/styret/"))


def test_a_body_that_is_not_there_is_missing(stranger: Client) -> None:
    assert stranger.get("/medlemmer/organer/nothing/").status_code == 404


def test_create_edit_and_close_a_body(secretary: Client) -> None:
    typed = {"kind": "expert_group", "name_nb": "Faggruppen", "valid_from": "2021-01-01"}
    response = secretary.post("/medlemmer/organer/ny/", typed)
    assert response.headers["Location"] == "/medlemmer/organer/faggruppen/"
    secretary.post("/medlemmer/organer/faggruppen/rediger/", typed | {"mandate_text": "Gi råd"})
    secretary.post("/medlemmer/organer/faggruppen/avslutt/", {"on": "2021-12-31"})
    body = Body.objects.get(slug="faggruppen")
    assert (body.mandate_text, body.valid_to) == ("Gi råd", date(2021, 12, 31))


def test_add_seat_with_a_personal_deputy(secretary: Client) -> None:
    board = make_body(BodyKind.BOARD, "Styret")
    group, person = make_subregion("Hamarregionen"), make_person("Anne")
    address = "/medlemmer/organer/styret/plass/"
    typed = {"role": "member", "organisation": group.pk, "person": person.pk, "valid_from": "2021-01-01"}
    secretary.post(address, typed)
    seat = board.seats.get()
    secretary.post(address, {"role": "deputy", "deputy_for": seat.pk, "valid_from": "2021-01-01"})
    (place,) = queries.places_in(board, on=DAY)
    assert (place.seat.person, len(place.deputies)) == (person, 1)


def test_a_place_is_filled_changed_left_and_done_away_with(secretary: Client) -> None:
    seat = make_seat(make_body(BodyKind.BOARD, "Styret"))
    person = make_person("Anne Bakken")
    address = f"/medlemmer/plasser/{seat.pk}"
    secretary.post(f"{address}/velg/", {"person": person.pk, "on": "2021-01-01"})
    assert "Held by Anne Bakken" in words(secretary.get(f"{address}/"))
    secretary.post(f"{address}/rolle/", {"role": "chair", "on": "2021-02-01"})
    secretary.post(f"{address}/fratre/", {"on": "2021-04-30"})
    assert "The place stands vacant" in words(secretary.get(f"{address}/"))
    last = queries.holder_of_place(seat, on=DAY)
    secretary.post(f"/medlemmer/plasser/{last.pk}/avslutt/", {"on": "2021-12-31"})
    story = [(str(s.person or ""), s.role, s.valid_to) for s in queries.holders_of_place(seat)]
    assert story == [
        ("", "member", date(2020, 12, 31)),
        ("Anne Bakken", "member", date(2021, 1, 31)),
        ("Anne Bakken", "chair", date(2021, 4, 30)),
        ("", "chair", date(2021, 12, 31)),
    ]


# People ------------------------------------------------------------------------------------------------


def test_people_are_politicians_to_strangers_and_members_of_bodies(stranger: Client) -> None:
    make_seat(make_body(BodyKind.BOARD, "Styret"), make_person("Anne Bakken", "anne@demo.example"))
    make_seat(make_body(BodyKind.EXPERT_GROUP), make_person("Official"))
    board_member = in_english(Client())
    board_member.force_login(make_body_member())
    for client in (stranger, board_member):
        page = words(client.get("/medlemmer/personer/"))
        assert ("Anne Bakken" in page, "anne@demo.example" in page, "Official" in page) == (
            True,
            False,
            False,
        )


def test_without_politicians_the_page_says_what_will_stand_here(stranger: Client) -> None:
    assert "Nobody is entered yet" in words(stranger.get("/medlemmer/personer/"))


def test_people_are_a_contact_list_to_the_secretariat(secretary: Client) -> None:
    hamar = make_municipality("Hamar")
    make_office(make_person("Kari Lunde", "hamar@demo.example", phone="99887766"), hamar, Mandate.EDITOR)
    page = words(secretary.get("/medlemmer/personer/"))
    for text in ("hamar@demo.example", "99887766", "Climate adviser, Hamar", "2 persons"):
        assert text in page


def test_people_are_searched_and_filtered(secretary: Client) -> None:
    make_seat(make_body(BodyKind.BOARD, "Styret"), make_person("Anne Bakken"))
    make_person("Bjørn Dahl")
    page = words(secretary.get("/medlemmer/personer/?organ=styret"))
    assert ("Anne Bakken" in page, "Bjørn Dahl" in page) == (True, False)
    assert "Nobody fits these filters" in words(secretary.get("/medlemmer/personer/?q=nobody"))
    assert "Bjørn Dahl" in words(secretary.get("/medlemmer/personer/?organ=nothing"))


def test_people_name_the_members_that_nobody_answers_for(secretary: Client) -> None:
    make_municipality("Hamar")
    page = words(secretary.get("/medlemmer/personer/"))
    assert "1 member has nobody who can answer calls" in page
    assert 'href="/medlemmer/verv/ny/?organisasjon=hamar"' in page


@pytest.mark.parametrize("persons", [1, 3])
def test_people_take_the_same_queries_for_one_and_for_many(
    secretary: Client, persons: int, django_assert_num_queries: object
) -> None:
    hamar = make_municipality("Hamar")
    for _number in range(persons):
        make_office(make_person(), hamar)
    with django_assert_num_queries(10):  # type: ignore[operator]
        secretary.get("/medlemmer/personer/")


def test_add_person_and_edit_them(secretary: Client) -> None:
    typed = {"name": "Anne Bakken", "email": "anne@demo.example", "language": "nn"}
    response = secretary.post("/medlemmer/personer/ny/", typed)
    person = Person.objects.get(email="anne@demo.example")
    assert response.headers["Location"] == f"/medlemmer/personer/{person.pk}/"
    secretary.post(f"/medlemmer/personer/{person.pk}/rediger/", typed | {"phone": "99887766"})
    person.refresh_from_db()
    assert (person.language, person.phone) == ("nn", "99887766")


def test_add_person_with_an_address_that_is_taken_keeps_what_was_typed(secretary: Client) -> None:
    make_person("Anne", "anne@demo.example")
    typed = {"name": "Bjørn Dahl", "email": "anne@demo.example", "language": "nb"}
    response = secretary.post("/medlemmer/personer/ny/", typed)
    assert (response.status_code, 'value="Bjørn Dahl"' in words(response)) == (422, True)


def test_person_shows_what_they_hold(secretary: Client) -> None:
    person = make_user("anne@demo.example").person
    make_office(person, make_municipality("Hamar"), Mandate.APPROVER)
    make_seat(make_body(BodyKind.BOARD, "Styret"), person)
    page = words(secretary.get(f"/medlemmer/personer/{person.pk}/"))
    for text in ("Climate adviser, Hamar", "May write and submit answers", "Styret", "Signs in with"):
        assert text in page


def test_an_account_is_given_and_closed(secretary: Client) -> None:
    person = make_person("Anne", "anne@demo.example")
    secretary.post(f"/medlemmer/personer/{person.pk}/konto/")
    assert queries.user_with_email("anne@demo.example").person == person
    secretary.post(f"/medlemmer/personer/{person.pk}/konto/avslutt/")
    assert queries.user_with_email("anne@demo.example") is None


def test_an_account_without_email_is_refused_with_the_reason(secretary: Client) -> None:
    person = make_person("Anne")
    page = words(secretary.post(f"/medlemmer/personer/{person.pk}/konto/", follow=True))
    assert "Anne has no e-mail here" in page


def test_ones_own_account_stays_open(secretary: Client) -> None:
    me = Person.objects.get()
    page = words(secretary.post(f"/medlemmer/personer/{me.pk}/konto/avslutt/", follow=True))
    assert "You cannot close your own account" in page


def test_export_person_hands_out_everything_as_a_file(secretary: Client) -> None:
    person = make_person("Anne Bakken", "anne@demo.example")
    response = secretary.post(f"/medlemmer/personer/{person.pk}/data/")
    assert json.loads(response.content)["name"] == "Anne Bakken"
    assert response.headers["Content-Disposition"] == f'attachment; filename="person-{person.pk}.json"'


def test_erase_person_wants_the_name_typed_out(secretary: Client) -> None:
    person = make_person("Anne Bakken")
    address = f"/medlemmer/personer/{person.pk}/slett/"
    assert "This is not the person" in words(secretary.post(address, {"name": "Anne"}))
    secretary.post(address, {"name": "anne bakken"})
    assert Person.objects.get(pk=person.pk).erased_at is not None
    assert secretary.get(address).status_code == 404
    assert "Erased person" in words(secretary.get(f"/medlemmer/personer/{person.pk}/"))


def test_hand_over_shows_what_is_left_and_ends_it(secretary: Client) -> None:
    person = make_user("anne@demo.example").person
    make_office(person, make_municipality("Hamar"), Mandate.EDITOR)
    seat = make_seat(make_body(BodyKind.BOARD, "Styret"), person)
    address = f"/medlemmer/personer/{person.pk}/overlevering/"
    page = words(secretary.get(address))
    for text in ("Nobody else can answer for these members", "Climate adviser, Hamar", "Styret"):
        assert text in page
    secretary.post(address, {"on": "2021-05-31"})
    assert Office.objects.get().valid_to == date(2021, 5, 31)
    assert Seat.objects.get(pk=seat.pk).valid_to == date(2021, 5, 31)
    assert "The account is open until then" in words(secretary.get(f"/medlemmer/personer/{person.pk}/"))
    assert "The account is open until then" not in words(
        secretary.post(address, {"on": "2021-05-03"}, follow=True)
    )


def test_hand_over_of_oneself_is_refused_and_nothing_ends(secretary: Client) -> None:
    me = Person.objects.get()
    response = secretary.post(f"/medlemmer/personer/{me.pk}/overlevering/", {"on": "2021-05-31"})
    assert "You cannot close your own account" in words(response)
    assert Seat.objects.get().valid_to is None


def test_posts_are_given_edited_and_ended(secretary: Client) -> None:
    hamar, person = make_municipality("Hamar"), make_person("Kari Lunde", "hamar@demo.example")
    page = words(secretary.get(f"/medlemmer/verv/ny/?organisasjon=hamar&person={person.pk}"))
    assert page.count("selected") >= 2
    typed = {"kind": "climate_adviser", "mandate": "editor", "valid_from": "2021-01-01"}
    response = secretary.post("/medlemmer/verv/ny/", typed | {"person": person.pk, "organisation": hamar.pk})
    assert response.headers["Location"] == f"/medlemmer/personer/{person.pk}/"
    office = Office.objects.get()
    secretary.post(f"/medlemmer/verv/{office.pk}/rediger/", typed | {"mandate": "approver"})
    secretary.post(f"/medlemmer/verv/{office.pk}/avslutt/", {"on": "2021-05-31"})
    office.refresh_from_db()
    assert (office.mandate, office.valid_to) == (Mandate.APPROVER, date(2021, 5, 31))


# Spreadsheet -------------------------------------------------------------------------------------------


def test_the_workbook_is_downloaded_and_read_in_again(secretary: Client) -> None:
    make_municipality("Hamar")
    response = secretary.get("/medlemmer/arbeidsbok/last-ned/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="medlemmer-2021-05-03.xlsx"'
    file = BytesIO(response.content)
    file.name = "medlemmer.xlsx"
    page = words(secretary.post("/medlemmer/arbeidsbok/", {"workbook": file}))
    assert "says what we already know" in page


def test_an_edited_workbook_is_previewed_and_stored(secretary: Client) -> None:
    person = make_person("Before")
    with translation.override("en"):
        Person.objects.filter(pk=person.pk).update(name="After")
        file = BytesIO(queries.members_workbook(on=DAY))
        file.name = "medlemmer.xlsx"
        Person.objects.filter(pk=person.pk).update(name="Before")
    response = secretary.post("/medlemmer/arbeidsbok/", {"workbook": file})
    secretary.post("/medlemmer/arbeidsbok/", response.context["seen"].initial)
    assert Person.objects.get(pk=person.pk).name == "After"


# Rights ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "ny/", "arbeidsbok/", "arbeidsbok/last-ned/", "organisasjoner/", "organer/ny/", "personer/ny/",
        "personer/1/", "verv/ny/", "medlemskap/ny/", "hamar/forvaltning/", "hamar/rediger/",
    ],
)  # fmt: skip
def test_what_the_secretariat_keeps_is_missing_for_others(stranger: Client, address: str) -> None:
    make_municipality("Hamar")
    member = Client()
    member.force_login(make_body_member())
    assert stranger.get(f"/medlemmer/{address}").status_code == 302
    assert member.get(f"/medlemmer/{address}").status_code == 404


def test_changes_that_are_looked_at_lead_to_their_page(secretary: Client) -> None:
    person = make_person("Anne")
    for verb in ("konto", "konto/avslutt", "data"):
        assert secretary.get(f"/medlemmer/personer/{person.pk}/{verb}/").status_code == 302


def test_a_member_that_changes_verbs_is_on_the_trail(secretary: Client) -> None:
    changes.edit_organisation(make_municipality("Hamar"), website="https://hamar.example", **NOBODY)
    assert "Who changed what (1 entry)" in words(secretary.get("/medlemmer/hamar/forvaltning/"))


def test_a_membership_is_named_in_the_readers_language(secretary: Client) -> None:
    membership = make_membership(make_municipality("Asker", member_from=None))
    secretary.cookies["language"] = "nb"
    page = words(secretary.get(f"/medlemmer/medlemskap/{membership.pk}/rediger/"))
    assert ("Asker i Osloregionen" in page, "Asker in" in page) == (True, False)


def test_members_on_a_day_to_come_are_told_in_the_future(stranger: Client) -> None:
    make_municipality("Hamar", "3403")
    page = words(stranger.get("/medlemmer/?dag=2035-01-01"))
    assert ("Who will work together in" in page, "Who worked together" in page) == (True, False)
