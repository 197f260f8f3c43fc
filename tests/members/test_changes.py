"""Verbs about organisations, memberships, bodies and people."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from dugnad.kit.changes import queue_mail
from dugnad.kit.clock import OSLO
from dugnad.kit.history import changes_of
from dugnad.kit.mail import Letter
from dugnad.kit.models import Change, OutgoingMail
from dugnad.members import changes, queries
from dugnad.members.kinds import BodyKind, Mandate, OfficeKind, OrganisationKind, SeatRole
from dugnad.members.models import Body, Membership, Office, Organisation, Seat, User
from tests.factories.members import (
    make_alliance,
    make_body,
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
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DAY = date(2021, 5, 3)
NOBODY: dict[str, object] = {"by": None, "at": AT}


# Organisations -----------------------------------------------------------------------------------------


def test_add_organisation_makes_its_short_name_from_its_name() -> None:
    made = changes.add_organisation(kind=OrganisationKind.MUNICIPALITY, name="Østre Toten", **NOBODY)
    assert Organisation.objects.get(slug="ostre-toten") == made


def test_add_organisation_enters_the_trail() -> None:
    secretary = make_secretary().person
    made = changes.add_organisation(kind=OrganisationKind.AGENCY, name="KS", by=secretary, at=AT)
    entry = changes_of(made).get()
    assert (entry.verb, entry.actor_name, entry.after["name"]) == ("add_organisation", str(secretary), "KS")


def test_add_organisation_refuses_an_address_of_ours() -> None:
    with refused("slug"):
        changes.add_organisation(kind=OrganisationKind.OTHER, name="Organer", **NOBODY)


def test_add_organisation_refuses_a_short_name_that_is_taken() -> None:
    make_municipality("Hamar")
    with refused("invalid", field="slug"):
        changes.add_organisation(kind=OrganisationKind.OTHER, name="Hamar", **NOBODY)


def test_add_organisation_refuses_a_second_alliance() -> None:
    make_alliance()
    with refused("alliance"):
        changes.add_organisation(kind=OrganisationKind.ALLIANCE, name="Another", **NOBODY)


def test_edit_organisation_writes_only_what_differs() -> None:
    hamar = make_municipality("Hamar")
    assert changes.edit_organisation(hamar, name="Hamar", website="https://hamar.example", **NOBODY)
    assert changes_of(hamar).get().after == {"website": "https://hamar.example"}


def test_edit_organisation_with_nothing_new_leaves_no_trace() -> None:
    hamar = make_municipality("Hamar")
    assert changes.edit_organisation(hamar, name="Hamar", slug="hamar", **NOBODY) is False
    assert not changes_of(hamar).exists()


def test_edit_organisation_keeps_the_short_name() -> None:
    with refused("slug"):
        changes.edit_organisation(make_municipality(), slug="another", **NOBODY)


def test_rename_organisation_keeps_old_links_alive() -> None:
    old = make_organisation("Norsk olje")
    changes.rename_organisation(old, "Norsk energi", **NOBODY)
    assert queries.organisation_named("norsk-olje").name == "Norsk energi"


# Memberships -------------------------------------------------------------------------------------------


def test_take_up_membership_makes_a_member_from_that_day() -> None:
    hamar = make_municipality("Hamar", member_from=None)
    changes.take_up_membership(hamar, make_alliance(), on=DAY, **NOBODY)
    assert list(queries.members_on(DAY)) == [hamar]
    assert not queries.members_on(date(2021, 5, 2)).exists()


def test_take_up_membership_refuses_a_second_one_in_the_same_time() -> None:
    hamar = make_municipality("Hamar")
    with refused("overlap"):
        changes.take_up_membership(hamar, make_alliance(), on=DAY, **NOBODY)


def test_take_up_membership_refuses_two_subregions_at_once() -> None:
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    with refused("overlap"):
        changes.take_up_membership(hamar, make_subregion("Hadeland"), on=DAY, **NOBODY)


def test_take_up_membership_lets_a_municipality_move_between_subregions() -> None:
    hamar = make_municipality("Hamar", subregion="Hamarregionen")
    old = Membership.objects.get(group__kind=OrganisationKind.SUBREGION)
    hadeland = make_subregion("Hadeland")
    changes.end_membership(old, on=date(2021, 12, 31), **NOBODY)
    changes.take_up_membership(hamar, hadeland, on=date(2022, 1, 1), **NOBODY)
    days = (date(2021, 12, 31), date(2022, 1, 1))
    names = [queries.subregion_of_members(on=day)[hamar.pk].name for day in days]
    assert names == ["Hamarregionen", "Hadeland"]


def test_take_up_membership_refuses_a_group_without_members() -> None:
    with refused("group"):
        changes.take_up_membership(make_municipality(), make_organisation("KS"), on=DAY, **NOBODY)


def test_take_up_membership_refuses_a_group_in_itself() -> None:
    group = make_subregion()
    with refused("itself"):
        changes.take_up_membership(group, group, on=DAY, **NOBODY)


def test_take_up_membership_refuses_to_end_before_it_begins() -> None:
    with refused("period"):
        changes.take_up_membership(
            make_municipality(member_from=None), make_alliance(), on=DAY, until=date(2021, 5, 2), **NOBODY
        )


def test_end_membership_keeps_the_last_day() -> None:
    hamar = make_municipality("Hamar")
    changes.end_membership(hamar.memberships.get(), on=DAY, **NOBODY)
    members = [queries.members_on(day).count() for day in (DAY, date(2021, 5, 4))]
    assert members == [1, 0]


def test_end_membership_refuses_a_day_before_the_first() -> None:
    hamar = make_municipality("Hamar", member_from=DAY)
    with refused("period"):
        changes.end_membership(hamar.memberships.get(), on=date(2021, 5, 2), **NOBODY)


def test_correct_membership_refuses_to_run_into_another() -> None:
    hamar = make_municipality("Hamar", member_from=date(2019, 1, 1), member_to=date(2019, 12, 31))
    later = make_membership(hamar, valid_from=date(2021, 1, 1))
    with refused("overlap"):
        changes.correct_membership(later, valid_from=date(2019, 6, 1), **NOBODY)


def test_confirm_membership_notes_that_it_was_checked() -> None:
    hamar = make_municipality("Hamar", member_from=None)
    membership = make_membership(hamar, is_confirmed=False)
    changes.confirm_membership(membership, **NOBODY)
    membership.refresh_from_db()
    assert membership.is_confirmed


# Bodies and places -------------------------------------------------------------------------------------


def test_create_body_names_itself_in_addresses() -> None:
    changes.create_body(kind=BodyKind.EXPERT_GROUP, name_nb="Faggruppe for miljø", on=DAY, **NOBODY)
    assert Body.objects.get().slug == "faggruppe-for-miljo"


def test_create_body_refuses_to_end_before_it_begins() -> None:
    with refused("period"):
        changes.create_body(kind=BodyKind.BOARD, name_nb="Styret", on=DAY, until=date(2021, 1, 1), **NOBODY)


def test_edit_body_writes_a_new_mandate() -> None:
    body = make_body()
    changes.edit_body(body, mandate_text="Gi råd", **NOBODY)
    assert Body.objects.get().mandate_text == "Gi råd"


def test_edit_body_keeps_the_short_name() -> None:
    with refused("slug"):
        changes.edit_body(make_body(), slug="another", **NOBODY)


def test_close_body_ends_its_places() -> None:
    body = make_body()
    now, later = make_seat(body), make_seat(body, valid_from=date(2021, 6, 1))
    past = make_seat(body, valid_to=date(2020, 1, 1))
    changes.close_body(body, on=DAY, **NOBODY)
    ends = list(
        Seat.objects.filter(pk__in=[now.pk, later.pk, past.pk]).order_by("pk").values_list("valid_to")
    )
    assert ends == [(DAY,), (date(2021, 6, 1),), (date(2020, 1, 1),)]
    assert Body.objects.get().valid_to == DAY


def test_add_seat_may_leave_it_vacant() -> None:
    seat = changes.add_seat(make_body(), organisation=make_subregion(), on=DAY, **NOBODY)
    assert (seat.person, seat.organisation.name) == (None, "Hamarregionen")


def test_add_seat_refuses_a_day_on_which_the_body_does_not_exist() -> None:
    with refused("body"):
        changes.add_seat(make_body(valid_from=DAY), on=date(2021, 5, 2), **NOBODY)


def test_add_seat_refuses_a_second_chair() -> None:
    body = make_body()
    make_seat(body, make_person(), SeatRole.CHAIR)
    with refused("chair"):
        changes.add_seat(body, role=SeatRole.CHAIR, on=DAY, **NOBODY)


def test_elect_to_seat_on_its_first_day_fills_the_vacant_place() -> None:
    seat, person = make_seat(valid_from=DAY), make_person()
    changes.elect_to_seat(seat, person, on=DAY, **NOBODY)
    assert list(Seat.objects.values_list("person_id", "valid_from")) == [(person.pk, DAY)]


def test_elect_to_seat_later_keeps_who_held_it_before() -> None:
    first, second = make_person("Anne"), make_person("Bjørn")
    seat = make_seat(person=first, valid_from=date(2019, 1, 1))
    held = changes.elect_to_seat(seat, second, on=DAY, **NOBODY)
    story = [(s.person.name, s.valid_from, s.valid_to) for s in queries.holders_of_place(held)]
    assert story == [("Anne", date(2019, 1, 1), date(2021, 5, 2)), ("Bjørn", DAY, None)]


def test_elect_to_seat_for_a_period_leaves_the_place_vacant_after_it() -> None:
    seat = make_seat(valid_from=DAY)
    changes.elect_to_seat(seat, make_person("Anne"), on=DAY, until=date(2023, 11, 9), **NOBODY)
    story = [(str(s.person or ""), s.valid_from, s.valid_to) for s in queries.holders_of_place(seat)]
    assert story == [("Anne", DAY, date(2023, 11, 9)), ("", date(2023, 11, 10), None)]


def test_elect_to_seat_finds_the_row_of_the_day_from_any_row_of_the_place() -> None:
    seat = make_seat(valid_from=date(2019, 1, 1))
    changes.elect_to_seat(seat, make_person("Anne"), on=date(2019, 1, 1), until=DAY, **NOBODY)
    seat.refresh_from_db()
    changes.elect_to_seat(seat, make_person("Bjørn"), on=date(2022, 1, 1), **NOBODY)
    names = [str(queries.holder_of_place(seat, on=date(year, 1, 1)).person) for year in (2020, 2022)]
    assert names == ["Anne", "Bjørn"]
    assert queries.holder_of_place(seat, on=date(2018, 1, 1)) == seat


def test_elect_to_seat_refuses_the_one_who_holds_it() -> None:
    seat = make_seat(person=make_person())
    with refused("same"):
        changes.elect_to_seat(seat, seat.person, on=DAY, **NOBODY)


def test_elect_to_seat_refuses_a_day_outside_the_place() -> None:
    with refused("period"):
        changes.elect_to_seat(make_seat(valid_from=DAY), make_person(), on=date(2021, 5, 2), **NOBODY)


def test_elect_to_seat_refuses_a_period_that_ends_before_it_begins() -> None:
    with refused("period"):
        changes.elect_to_seat(make_seat(), make_person(), on=DAY, until=date(2021, 5, 2), **NOBODY)


def test_one_person_may_hold_two_places_in_a_body() -> None:
    body, person = make_body(), make_person()
    for name in ("Ringeriksregionen", "Hadelandsregionen"):
        seat = changes.add_seat(body, organisation=make_subregion(name), on=DAY, **NOBODY)
        changes.elect_to_seat(seat, person, on=DAY, **NOBODY)
    assert queries.seats_in(body, on=DAY).filter(person=person).count() == 2


def test_vacate_seat_leaves_the_place_from_the_next_day() -> None:
    seat = make_seat(person=make_person("Anne"), valid_from=date(2019, 1, 1))
    vacant = changes.vacate_seat(seat, on=DAY, **NOBODY)
    assert (vacant.person, vacant.valid_from, vacant.place_key) == (None, date(2021, 5, 4), seat.pk)


def test_vacate_seat_on_the_last_day_of_the_place_opens_nothing() -> None:
    seat = make_seat(person=make_person(), valid_to=DAY)
    assert changes.vacate_seat(seat, on=DAY, **NOBODY) == seat
    assert Seat.objects.count() == 1


def test_vacate_seat_refuses_a_vacant_place() -> None:
    with refused("vacant"):
        changes.vacate_seat(make_seat(), on=DAY, **NOBODY)


def test_a_deputy_stands_in_for_the_place_whoever_holds_it() -> None:
    body = make_body()
    seat = make_seat(body, make_person("Anne"))
    later = changes.elect_to_seat(seat, make_person("Bjørn"), on=date(2021, 1, 1), **NOBODY)
    changes.add_seat(
        body, role=SeatRole.DEPUTY, person=make_person("Camilla"), deputy_for=later, on=DAY, **NOBODY
    )
    (place,) = queries.places_in(body, on=DAY)
    assert (place.seat.person.name, [deputy.person.name for deputy in place.deputies]) == (
        "Bjørn",
        ["Camilla"],
    )


def test_change_role_makes_a_member_chair_from_a_day() -> None:
    seat = make_seat(person=make_person("Anne"))
    changes.change_role(seat, SeatRole.CHAIR, on=DAY, **NOBODY)
    roles = [queries.seats_in(seat.body, on=day).get().role for day in (date(2021, 5, 2), DAY)]
    assert roles == [SeatRole.MEMBER, SeatRole.CHAIR]


def test_change_role_on_the_first_day_refuses_a_second_chair() -> None:
    body = make_body()
    make_seat(body, make_person(), SeatRole.CHAIR)
    seat = make_seat(body, make_person())
    with refused("chair"):
        changes.change_role(seat, SeatRole.CHAIR, on=seat.valid_from, **NOBODY)


def test_close_seat_does_away_with_the_place() -> None:
    seat = make_seat()
    changes.close_seat(seat, on=DAY, **NOBODY)
    assert not queries.seats_in(seat.body, on=date(2021, 5, 4)).exists()


def test_correct_seat_changes_what_was_entered_wrongly() -> None:
    seat, right = make_seat(person=make_person()), make_person("Right")
    changes.correct_seat(seat, person_id=right.pk, **NOBODY)
    assert Seat.objects.get().person == right


# People ------------------------------------------------------------------------------------------------


def test_add_person_needs_no_account_and_no_email() -> None:
    person = changes.add_person(name="Anne Bakken", **NOBODY)
    assert (person.email, queries.account_of(person)) == (None, None)


def test_the_trail_names_no_address_of_a_person() -> None:
    person = changes.add_person(name="Anne Bakken", email="anne@demo.example", phone="99887766", **NOBODY)
    changes.edit_person(person, email="bakken@demo.example", language="nn", **NOBODY)
    added, edited = changes_of(person).order_by("id")
    assert (added.after["name"], added.after["email"], added.after["phone"]) == ("…", "…", "…")
    assert edited.after == {"email": "…", "language": "nn"}


def test_add_person_refuses_an_address_that_belongs_to_another() -> None:
    make_person("Anne", "anne@demo.example")
    with refused("e-mail"):
        changes.add_person(name="Bjørn", email="Anne@Demo.example", **NOBODY)


def test_add_person_refuses_what_is_no_address() -> None:
    with refused("invalid", field="email"):
        changes.add_person(name="Anne", email="anne at work", **NOBODY)


def test_edit_person_moves_the_account_to_the_new_address() -> None:
    person = make_user("old@demo.example").person
    EmailAddress.objects.create(user=person.user, email="old@demo.example")
    changes.edit_person(person, email="new@demo.example", **NOBODY)
    assert queries.user_with_email("new@demo.example").person == person
    assert not EmailAddress.objects.exists()


def test_edit_person_keeps_the_address_of_an_open_account() -> None:
    with refused("account"):
        changes.edit_person(make_user("anne@demo.example").person, email="", **NOBODY)


def test_edit_person_may_drop_the_address_once_the_account_is_closed() -> None:
    person = make_user("anne@demo.example").person
    changes.close_account(person, **NOBODY)
    changes.edit_person(person, email="", **NOBODY)
    person.refresh_from_db()
    assert person.email is None


def test_edit_person_with_the_same_address_leaves_the_account_alone() -> None:
    person = make_user("anne@demo.example").person
    assert changes.edit_person(person, email="anne@demo.example", **NOBODY) is False


def test_appoint_to_office_says_what_the_post_allows() -> None:
    hamar, person = make_municipality("Hamar"), make_person(email="hamar@demo.example")
    changes.appoint_to_office(
        person, hamar, kind=OfficeKind.CLIMATE_ADVISER, mandate=Mandate.EDITOR, on=DAY, **NOBODY
    )
    assert list(queries.people_who_answer(hamar, on=DAY)) == [person]
    assert not queries.people_who_answer(hamar, on=date(2021, 5, 2)).exists()


def test_appoint_to_office_refuses_the_same_post_twice() -> None:
    hamar, person = make_municipality("Hamar"), make_person()
    make_office(person, hamar, kind=OfficeKind.MAYOR)
    with refused("overlap"):
        changes.appoint_to_office(person, hamar, kind=OfficeKind.MAYOR, on=DAY, **NOBODY)


def test_edit_office_changes_the_mandate() -> None:
    office = make_office(make_person(), make_municipality())
    changes.edit_office(office, mandate=Mandate.APPROVER, **NOBODY)
    assert Office.objects.get().mandate == Mandate.APPROVER


def test_end_office_takes_the_role_with_it() -> None:
    user = make_user("hamar@demo.example")
    office = make_office(user.person, make_municipality(), Mandate.EDITOR)
    changes.end_office(office, on=DAY, **NOBODY)
    edits = [len(queries.viewer_of(user, on=day).edits) for day in (DAY, date(2021, 5, 4))]
    assert edits == [1, 0]


def test_give_account_lets_a_person_sign_in() -> None:
    person = make_person("Anne", "anne@demo.example")
    account = changes.give_account(person, **NOBODY)
    assert (queries.user_with_email("ANNE@demo.example"), account.has_usable_password()) == (account, False)


def test_give_account_tells_the_person_in_their_own_language() -> None:
    person = make_person("Anne", "anne@demo.example", language="nn")
    changes.give_account(person, tell=True, **NOBODY)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("anne@demo.example", "Du kan no logge inn hos Osloregionen")
    assert "Hei, Anne!" in mail.text
    assert "/konto/login/" in mail.text


def test_give_account_refuses_a_person_without_email() -> None:
    with refused("no e-mail"):
        changes.give_account(make_person(), **NOBODY)


def test_give_account_opens_a_closed_one_again() -> None:
    person = make_user("anne@demo.example").person
    changes.close_account(person, **NOBODY)
    assert queries.user_with_email("anne@demo.example") is None
    changes.give_account(person, **NOBODY)
    assert queries.user_with_email("anne@demo.example").person == person


def test_close_account_refuses_ones_own() -> None:
    person = make_secretary().person
    with refused("self"):
        changes.close_account(person, by=person, at=AT)


def test_close_account_of_somebody_without_one_does_nothing() -> None:
    assert changes.close_account(make_person(), **NOBODY) is False


def test_hand_over_ends_everything_a_person_holds() -> None:
    person = make_user("anne@demo.example").person
    seat = make_seat(person=person)
    coming = make_seat(person=person, valid_from=date(2022, 1, 1))
    office = make_office(person, make_municipality(), Mandate.EDITOR)
    planned = make_office(person, make_alliance(), valid_from=date(2022, 1, 1))
    changes.hand_over(person, on=DAY, **NOBODY)
    for noun in (seat, coming, office, planned):
        noun.refresh_from_db()
    ends = (seat.valid_to, coming.person, office.valid_to, planned.valid_to)
    assert ends == (DAY, None, DAY, date(2022, 1, 1))
    assert queries.user_with_email("anne@demo.example") is None


def test_hand_over_on_a_day_to_come_leaves_the_account_open_until_then() -> None:
    person = make_user("anne@demo.example").person
    seat = make_seat(person=person)
    assert changes.hand_over(person, on=DAY + timedelta(days=30), **NOBODY)
    seat.refresh_from_db()
    assert seat.valid_to == DAY + timedelta(days=30)
    assert queries.user_with_email("anne@demo.example").is_active
    with refused("self"):
        changes.hand_over(person, on=DAY + timedelta(days=9), by=person, at=AT)
    assert not changes.hand_over(person, on=DAY, **NOBODY)
    assert queries.user_with_email("anne@demo.example") is None
    assert not changes.hand_over(person, on=DAY + timedelta(days=30), **NOBODY)


def test_export_person_tells_all_and_enters_the_trail() -> None:
    user = make_user("anne@demo.example")
    make_seat(person=user.person)
    make_office(user.person, make_municipality("Hamar"))
    found = changes.export_person(user.person, **NOBODY)
    assert (found["email"], found["account"]["email"]) == ("anne@demo.example", "anne@demo.example")
    assert [post["where"] for post in found["offices"] + found["seats"]] == ["Hamar", "Expert group"]
    assert changes_of(user.person).get().verb == "export_person"


def test_erase_person_leaves_the_row_and_forgets_the_person() -> None:
    user = make_user("anne@demo.example")
    seat = make_seat(person=user.person)
    EmailAddress.objects.create(user=user, email="anne@demo.example")
    queue_mail("letter", "anne@demo.example", Letter("Hei Anne", "Hei"), at=AT)
    changes.erase_person(user.person, **NOBODY)
    user.refresh_from_db()
    seat.refresh_from_db()
    person = user.person
    assert (person.name, person.email, str(seat.person)) == ("", None, "Slettet person")
    assert (user.is_active, user.email, seat.valid_to) == (False, f"erased-{person.pk}@erased.invalid", DAY)
    assert not EmailAddress.objects.exists()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject, mail.text, mail.state) == ("erased@erased.invalid", "", "", "dead")


def test_erase_person_leaves_no_trace_in_the_trail() -> None:
    person = changes.add_person(name="Anne Bakken", email="anne@demo.example", **NOBODY)
    changes.give_account(person, **NOBODY)
    changes.erase_person(person, **NOBODY)
    told = " ".join(f"{entry.before} {entry.after}" for entry in Change.objects.all())
    assert "Anne" not in told
    assert "anne" not in told


def test_erase_person_without_account_or_address() -> None:
    person = make_person("Anne")
    changes.erase_person(person, **NOBODY)
    assert (person.name, person.erased_at, User.objects.count()) == ("", AT, 0)


def test_erase_person_refuses_a_second_time() -> None:
    person = make_person("Anne")
    changes.erase_person(person, **NOBODY)
    with refused("erased"):
        changes.erase_person(person, **NOBODY)
