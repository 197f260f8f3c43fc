"""The programme goes out as a workbook and comes in again."""

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
from dugnad.programme import changes, queries
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.states import ActivityStatus, ProgrammeState
from tests.factories.members import make_body, make_person
from tests.factories.programme import make_activity, make_milestone, make_programme, make_strand
from tests.factories.workbook import Book, paragraphs, words
from tests.refusals import refused

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DAY = date(2021, 5, 3)
NOBODY: dict[str, object] = {"by": None, "at": AT}


def open_book(programme: Programme, folder: Path) -> Book:
    with translation.override("en"):
        return Book(queries.programme_workbook(programme), folder)


def bring_in(book: Book, programme: Programme, **how: object) -> WorkbookReport:
    with translation.override("en"):
        return changes.import_programme(programme, book.save(), **how, **NOBODY)


class TestRoundTrip(TestCase):
    """Whatever a programme says, out and in again changes nothing."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(
        titles=st.lists(st.tuples(words(), paragraphs(), paragraphs()), min_size=1, max_size=4),
        status=st.sampled_from(ActivityStatus),
        goals=st.sets(st.integers(1, 17)),
        due=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        person=words(),
        language=st.sampled_from(["nb", "nn", "en"]),
    )
    def test_a_programme_out_and_in_again_is_unchanged(
        self,
        *,
        titles: list[tuple[str, str, str]],
        status: ActivityStatus,
        goals: set[int],
        due: date,
        person: str,
        language: str,
    ) -> None:
        programme = make_programme()
        someone = make_person(person)
        for title, way, note in titles:
            activity = make_activity(
                programme, title, goals, way_of_working_nb=way, status=status, status_note=note or "–",
                responsible_body=make_body(), responsible_person=someone,
            )  # fmt: skip
            make_milestone(activity, title, due, done_on=due)
        before = queries.canonical_bytes(programme)
        with TemporaryDirectory() as folder, translation.override(language):
            path = Path(folder) / "programme.xlsx"
            path.write_bytes(queries.programme_workbook(programme))
            report = changes.import_programme(programme, path, **NOBODY)
        assert (report.errors, report.changes, report.stored) == ([], [], True)
        assert report.unchanged == report.rows == 1 + 2 * len(titles)
        assert queries.canonical_bytes(programme) == before
        assert not Change.objects.exists()


pytestmark = pytest.mark.django_db


def test_an_edited_cell_changes_that_activity_and_says_so(tmp_path: Path) -> None:
    activity = make_activity(title_nb="Klimastatus", goals=[13])
    book = open_book(activity.programme, tmp_path)
    book.write("Activities", 2, "Title, bokmål", "Klimastatus 2021")
    book.write("Activities", 2, "Goals", "17, 13")
    report = bring_in(book, activity.programme)
    assert [(c.sheet, c.number, c.name, c.is_new, c.fields) for c in report.changes] == [
        (
            "Activities", 2, "Klimastatus 2021", False,
            (("Title, bokmål", "Klimastatus", "Klimastatus 2021"), ("Goals", "13", "13 17")),
        )
    ]  # fmt: skip
    assert queries.goals_in(queries.activity_rows(activity.programme, on=DAY)) == [13, 17]


def test_new_rows_become_a_strand_an_activity_and_a_milestone(tmp_path: Path) -> None:
    programme = make_programme()
    make_body(name_nb="Faggruppen", slug="faggruppen")
    make_person("Anne", "anne@demo.example")
    book = open_book(programme, tmp_path)
    book.add("Strands", {"Order": 1, "Title, bokmål": "Påvirkning"})
    activity = {
        "Short name": "nytt",
        "No.": 1,
        "Strand": "pavirkning",
        "Title, bokmål": "Ny",
        "Status": "Delayed",
        "Note on the status": "Venter",
        "Responsible body": "Faggruppen",
        "Responsible person": "anne@demo.example",
    }
    book.add("Activities", activity)
    book.add(
        "Milestones",
        {"Activity": "nytt", "Title, bokmål": "Utkast", "Title, English": "Draft", "Due": "2021-06-01"},
    )
    report = bring_in(book, programme)
    assert ([change.is_new for change in report.changes], report.errors) == ([True] * 3, [])
    made = Activity.objects.get()
    assert (made.strand.key, made.status, str(made.responsible_person)) == (
        "pavirkning", ActivityStatus.DELAYED, "Anne",
    )  # fmt: skip
    assert Milestone.objects.get().due == date(2021, 6, 1)


def test_new_rows_may_leave_short_name_and_number_empty_as_the_page_says(tmp_path: Path) -> None:
    first = make_activity(title_nb="Først", number=7)
    book = open_book(first.programme, tmp_path)
    book.add("Strands", {"Title, bokmål": "Nytt område"})
    book.add("Activities", {"Strand": "Nytt område", "Title, bokmål": "Ny aktivitet"})
    report = bring_in(book, first.programme)
    assert (report.errors, report.stored) == ([], True)
    made = Activity.objects.get(title_nb="Ny aktivitet")
    assert (made.number, made.key, made.strand.position) == (8, "ny-aktivitet", 2)


def test_a_number_that_is_taken_away_from_an_old_row_is_asked_for(tmp_path: Path) -> None:
    activity = make_activity()
    book = open_book(activity.programme, tmp_path)
    book.write("Activities", 2, "No.", None)
    book.write("Strands", 2, "Order", None)
    places = [(e.sheet, e.row, e.column) for e in bring_in(book, activity.programme).errors]
    assert places == [("Strands", 2, "Order"), ("Activities", 2, "No.")]


def test_a_milestone_is_moved_by_its_number(tmp_path: Path) -> None:
    step = make_milestone()
    book = open_book(step.activity.programme, tmp_path)
    book.write("Milestones", 2, "Done on", "2021-05-02")
    assert bring_in(book, step.activity.programme).stored
    assert Milestone.objects.get().done_on == date(2021, 5, 2)


def test_a_dry_run_shows_the_change_and_stores_nothing(tmp_path: Path) -> None:
    activity = make_activity(title_nb="Before")
    book = open_book(activity.programme, tmp_path)
    book.write("Activities", 2, "Title, bokmål", "After")
    report = bring_in(book, activity.programme, dry_run=True)
    assert (len(report.changes), report.stored) == (1, False)
    assert (Activity.objects.get().title_nb, Change.objects.count()) == ("Before", 0)


def test_what_is_stored_is_what_was_shown(tmp_path: Path) -> None:
    activity = make_activity(title_nb="Before")
    book = open_book(activity.programme, tmp_path)
    book.write("Activities", 2, "Title, bokmål", "After")
    shown = bring_in(book, activity.programme, dry_run=True).digest
    Activity.objects.update(title_nb="Changed meanwhile")
    assert not bring_in(book, activity.programme, seen=shown).stored
    Activity.objects.update(title_nb="Before")
    assert bring_in(book, activity.programme, seen=shown).stored


def test_one_wrong_row_and_nothing_is_stored(tmp_path: Path) -> None:
    programme = make_programme()
    make_activity(programme, "First")
    make_activity(programme, "Second")
    book = open_book(programme, tmp_path)
    book.write("Activities", 2, "Title, bokmål", "Changed")
    book.write("Activities", 3, "Status", "Delayed")
    report = bring_in(book, programme)
    assert [(e.sheet, e.row, e.column) for e in report.errors] == [("Activities", 3, "Note on the status")]
    assert (report.stored, Activity.objects.filter(title_nb="Changed").exists()) == (False, False)


@pytest.mark.parametrize(
    ("sheet", "column", "value", "reason"),
    [
        ("Activities", "Strand", "nowhere", "No strand is called “nowhere”"),
        ("Activities", "Responsible body", "nobody", "No body is called “nobody”"),
        ("Activities", "Responsible person", "nobody", "“nobody” is nobody here, or several"),
        ("Activities", "Goals", "13 18", "“13 18”: write goals as numbers from 1 to 17"),
        ("Activities", "No.", "1.5", "“1.5” is not a whole number"),
        ("Milestones", "Activity", "nothing", "No activity is called “nothing”"),
        ("Milestones", "No.", 999999, "There is no row with number 999999 here"),
        ("Milestones", "Due", "soon", "“soon” is not a date"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, sheet: str, column: str, value: object, reason: str
) -> None:
    step = make_milestone()
    book = open_book(step.activity.programme, tmp_path)
    book.write(sheet, 2, column, value)
    (error,) = bring_in(book, step.activity.programme).errors
    assert (error.sheet, error.row, error.column) == (sheet, 2, column)
    assert error.reason.startswith(reason)


def test_a_strand_is_renamed_by_its_short_name(tmp_path: Path) -> None:
    strand = make_strand()
    book = open_book(strand.programme, tmp_path)
    book.write("Strands", 2, "Title, English", "Knowledge")
    assert bring_in(book, strand.programme).stored
    assert Strand.objects.get().title_en == "Knowledge"


def test_a_frozen_year_takes_no_workbook(tmp_path: Path) -> None:
    programme = make_programme()
    book = open_book(programme, tmp_path)
    programme.state, programme.snapshot_sha256 = ProgrammeState.FROZEN, "x"
    with refused("frozen"):
        bring_in(book, programme)
