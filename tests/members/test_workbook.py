"""Members, bodies and people go out as a workbook and come in again."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dugnad.kit.clock import OSLO
from dugnad.kit.models import Change
from dugnad.kit.tables import WorkbookReport
from dugnad.members import changes, queries
from dugnad.members.kinds import BodyKind, LanguageForm, Mandate, OrganisationKind, SeatRole
from dugnad.members.models import Body, Membership, Organisation, Person, Seat
from dugnad.members.queries import workbook as sheets
from tests.factories.members import (
    make_alliance,
    make_body,
    make_code,
    make_membership,
    make_municipality,
    make_office,
    make_organisation,
    make_person,
    make_seat,
    make_user,
)
from tests.factories.workbook import Book, paragraphs, words

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DAY = date(2021, 5, 3)
NOBODY: dict[str, object] = {"by": None, "at": AT}

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def open_book(folder: Path) -> Book:
    with translation.override("en"):
        return Book(queries.members_workbook(on=DAY), folder)


def bring_in(book: Book, **how: object) -> WorkbookReport:
    with translation.override("en"):
        return changes.import_workbook(book.save(), **how, **NOBODY)


class TestRoundTrip(TestCase):
    """Whoever the members are, out and in again changes nothing."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        names=st.lists(words(), min_size=1, max_size=4),
        mandate=paragraphs(),
        phone=st.text("0123456789 +", max_size=20).map(str.strip),
        form=st.sampled_from(LanguageForm),
        role=st.sampled_from([role for role in SeatRole if role != SeatRole.CHAIR]),
        first=days,
        last=st.none() | days,
        confirmed=st.booleans(),
        language=st.sampled_from(["nb", "nn", "en"]),
    )
    def test_members_out_and_in_again_are_unchanged(
        self,
        *,
        names: list[str],
        mandate: str,
        phone: str,
        form: LanguageForm,
        role: SeatRole,
        first: date,
        last: date | None,
        confirmed: bool,
        language: str,
    ) -> None:
        first, last = (min(first, last), max(first, last)) if last else (first, None)
        body = make_body(name_nb=names[0], slug="b", mandate_text=mandate, valid_from=first, valid_to=last)
        for number, name in enumerate(names):
            organisation = make_organisation(name, slug=f"o{number}", language_form=form)
            make_membership(organisation, None, first, last, is_confirmed=confirmed)
            person = make_person(name, phone=phone)
            seat = make_seat(body, person, role, first, valid_to=last, organisation=organisation)
            make_seat(body, None, SeatRole.DEPUTY, first, valid_to=last, deputy_for=seat)
            make_office(person, organisation, Mandate.EDITOR, valid_from=first, valid_to=last, title_nb=name)
        with TemporaryDirectory() as folder, translation.override(language):
            path = Path(folder) / "members.xlsx"
            path.write_bytes(queries.members_workbook(on=DAY))
            report = changes.import_workbook(path, **NOBODY)
        assert (report.errors, report.changes, report.stored) == ([], [], True)
        assert report.unchanged == report.rows == 2 + 6 * len(names)
        assert not Change.objects.exists()


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", sheets.TABLES, ids=lambda table: table.key)
def test_no_two_columns_of_a_sheet_share_a_heading_in_any_language(table: sheets.Table) -> None:
    names = [name for column in table.columns for name in column.names]
    assert len(names) == len(set(names))


def test_no_two_sheets_share_a_title_in_any_language() -> None:
    names = [name for table in sheets.TABLES for name in table.names]
    assert len(names) == len(set(names))


def test_a_real_alliance_out_and_in_again_is_unchanged(tmp_path: Path) -> None:
    changes.load_reference_codes(**NOBODY)
    changes.load_reference_members(**NOBODY)
    entries = Change.objects.count()
    report = bring_in(open_book(tmp_path))
    assert (report.rows, report.changes, report.errors) == (82 + 129, [], [])
    assert Change.objects.count() == entries


def test_an_erased_person_is_not_in_the_book_and_their_seat_stays(tmp_path: Path) -> None:
    seat = make_seat(person=make_person("Anne"))
    changes.erase_person(seat.person, **NOBODY)
    seat.refresh_from_db()
    book = open_book(tmp_path)
    assert len(book.sheets["People"]) == 1
    assert bring_in(book).changes == []


def test_people_who_share_a_name_are_told_apart_by_number(tmp_path: Path) -> None:
    first, second = make_person("Kari Lunde"), make_person("Kari Lunde")
    make_seat(person=second)
    book = open_book(tmp_path)
    assert book.sheets["Seats"][1][4] == f"#{second.pk}"
    book.write("Seats", 2, "Person", f"#{first.pk}")
    assert bring_in(book).stored
    assert Seat.objects.get().person == first


def test_edited_cells_change_what_they_say(tmp_path: Path) -> None:
    hamar = make_municipality("Hamar", "3403")
    body = make_body(name_nb="Styret", kind=BodyKind.BOARD)
    user = make_user("anne@demo.example")
    seat = make_seat(body, user.person)
    office = make_office(user.person, hamar)
    book = open_book(tmp_path)
    book.write("Organisations", 2, "Language form", "Nynorsk")
    book.write("Memberships", 2, "Last day", "31.12.2021")
    book.write("Bodies", 2, "Mandate", "Gi råd")
    book.write("People", 2, "Work e-mail", "bakken@demo.example")
    book.write("Seats", 2, "Person", "")
    book.write("Posts", 2, "Mandate", "May write answers")
    report = bring_in(book)
    assert ([change.sheet for change in report.changes], report.errors) == (
        ["Organisations", "Memberships", "Bodies", "People", "Seats", "Posts"], [],
    )  # fmt: skip
    seat.refresh_from_db()
    office.refresh_from_db()
    assert Organisation.objects.get(slug="hamar").language_form == LanguageForm.NYNORSK
    assert Membership.objects.get().valid_to == date(2021, 12, 31)
    assert Body.objects.get().mandate_text == "Gi råd"
    assert (seat.person, office.mandate) == (None, Mandate.EDITOR)
    assert queries.user_with_email("bakken@demo.example") == user


def test_new_rows_become_members_bodies_people_seats_and_posts(tmp_path: Path) -> None:
    make_alliance()
    make_code("0301", "Oslo")
    book = open_book(tmp_path)
    book.add("Organisations", {"Name": "Oslo", "Kind": "Municipality", "Municipality number": 301})
    book.add("Memberships", {"Organisation": "Oslo", "Member of": "alliance", "First day": "2020-10-28"})
    book.add("Bodies", {"Kind": "Board", "Name, bokmål": "Styret", "First day": "2020-10-28"})
    book.add("People", {"Name": "Anne Bakken", "Work e-mail": "anne@demo.example"})
    book.add("People", {"Name": "Bjørn Dahl"})
    seat = {"Body": "Styret", "Organisation": "0301", "First day": "2020-10-28"}
    book.add("Seats", seat | {"Role": "Chair", "Person": "anne@demo.example"})
    book.add("Seats", seat)
    post = {"Person": "Bjørn Dahl", "Organisation": "oslo", "Kind": "Mayor", "First day": "2019-10-01"}
    book.add("Posts", post)
    report = bring_in(book)
    assert (report.errors, len(report.changes)) == ([], 8)
    oslo = queries.organisation_named("0301")
    assert [row.key for row in queries.member_rows(on=DAY)] == ["0301"]
    places = queries.places_in(Body.objects.get(), on=DAY)
    assert [str(place.seat.person or place.seat.role) for place in places] == ["Anne Bakken", "member"]
    assert str(queries.offices_at(oslo, on=DAY).get().person) == "Bjørn Dahl"


def test_a_municipality_number_can_be_added_later(tmp_path: Path) -> None:
    make_organisation("Oslo", kind=OrganisationKind.MUNICIPALITY)
    make_code("0301", "Oslo")
    book = open_book(tmp_path)
    book.write("Organisations", 2, "Municipality number", "0301")
    report = bring_in(book)
    assert [change.fields for change in report.changes] == [(("Municipality number", "", "0301"),)]
    assert queries.organisation_named("0301").name == "Oslo"


def test_a_new_deputy_stands_in_for_a_seat_by_its_number(tmp_path: Path) -> None:
    seat = make_seat(person=make_person("Anne"))
    book = open_book(tmp_path)
    book.add(
        "Seats",
        {"Body": seat.body.slug, "Role": "Deputy member", "Deputy for seat no.": seat.pk, "First day": DAY},
    )
    assert bring_in(book).stored
    assert Seat.objects.get(deputy_for=seat).role == SeatRole.DEPUTY


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    make_person("Before")
    book = open_book(tmp_path)
    book.write("People", 2, "Name", "After")
    report = bring_in(book, dry_run=True)
    assert (len(report.changes), report.stored, Person.objects.get().name) == (1, False, "Before")
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "column", "value", "reason"),
    [
        ("Organisations", "Name", "", "must be filled in"),
        ("Organisations", "Kind", "Village", "“Village” is not one of: Alliance"),
        ("Organisations", "Municipality number", "9999", "The municipality number 9999 is not known here"),
        ("Memberships", "Organisation", "nowhere", "No organisation is called “nowhere”"),
        ("Memberships", "Organisation", "gran", "This cannot be changed on an existing row"),
        ("Memberships", "Member of", "gran", "This cannot be changed on an existing row"),
        ("Memberships", "Last day", "2000-01-01", "The last day cannot come before the first"),
        ("Memberships", "No.", "77", "There is no row with number 77"),
        ("Bodies", "First day", "", "must be filled in"),
        ("People", "Work e-mail", "anne at work", "Enter a valid email address"),
        ("People", "Language", "sv", "Value 'sv' is not a valid choice"),
        ("Seats", "Body", "nothing", "No body is called “nothing”"),
        ("Seats", "Person", "Nobody", "“Nobody” is nobody here, or several"),
        ("Seats", "Deputy for seat no.", 77, "There is no row with number 77"),
        ("Posts", "Person", "bjorn@demo.example", "This cannot be changed on an existing row"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, sheet: str, column: str, value: object, reason: str
) -> None:
    make_person("Bjørn", "bjorn@demo.example")
    hamar = make_municipality("Hamar", "3403")
    make_organisation("Gran")
    person = make_person("Anne", "anne@demo.example")
    make_seat(make_body(), person)
    make_office(person, hamar)
    book = open_book(tmp_path)
    row = next(n for n, cells in enumerate(book.sheets[sheet], 1) if "Hamar" in cells or n > 1)
    book.write(sheet, row, column, value)
    (error,) = bring_in(book).errors
    assert (error.sheet, error.row, error.column) == (sheet, row, column)
    assert error.reason.startswith(reason)


def test_a_body_cannot_be_exchanged_for_another_on_a_seat(tmp_path: Path) -> None:
    make_seat(make_body(name_nb="First"))
    make_body(name_nb="Second")
    book = open_book(tmp_path)
    book.write("Seats", 2, "Body", "second")
    (error,) = bring_in(book).errors
    assert (error.column, error.reason.split(".")[0]) == ("Body", "This cannot be changed on an existing row")
