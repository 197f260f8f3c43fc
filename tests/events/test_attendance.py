"""The attendance report of Teams in its forms and languages: everybody once, with all their minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.events.sources.attendance import Present, read_attendance_list
from dugnad.kit.errors import Refused
from tests.refusals import refused

NEW = """1. Summary
Meeting title\tKlimaskolen: klimabudsjett
Attended participants\t3
Start time\t10/21/20, 9:25:12 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Kari Nordmann\t10/21/20, 9:28:00 AM\t10/21/20, 12:00:10 PM\t2h 32m 10s\tKari.Nordmann@hamar.example\t\tPresenter
Ola Hansen\t10/21/20, 9:30:00 AM\t10/21/20, 9:41:00 AM\t11m 5s\tola@lunner.example\t\tAttendee
Gjest fra Lier\t10/21/20, 9:31:00 AM\t10/21/20, 12:00:00 PM\t2h 29m\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Kari Nordmann\t10/21/20, 9:28:00 AM\t10/21/20, 12:00:10 PM\t2h 32m 10s\tkari@hamar.example\tPresenter
"""  # noqa: E501 - as Teams writes it
NORWEGIAN = """Fullt navn\tTidspunkt for deltakelse\tTidspunkt da deltakeren forlot\tVarighet\tE-post\tRolle
Kari Nordmann\t21.10.2020, 09:28:00\t21.10.2020, 10:00:00\t32 min\tkari@hamar.example\tArrangør
Kari Nordmann\t21.10.2020, 10:05:00\t21.10.2020, 12:00:00\t1 t 55 min\tkari@hamar.example\tArrangør
Ola Hansen\t21.10.2020, 09:30:00\t21.10.2020, 09:41:00\t11 min\tola@lunner.example\tDeltaker
"""


def test_the_newer_report_of_teams_is_read_from_its_second_table():
    assert read_attendance_list(NEW.encode("utf-16")) == [
        Present("Kari Nordmann", "kari.nordmann@hamar.example", 152, 8),
        Present("Ola Hansen", "ola@lunner.example", 11, 9),
        Present("Gjest fra Lier", "", 149, 10),
    ]


def test_the_older_one_in_norwegian_adds_up_who_left_and_came_back():
    found = read_attendance_list(NORWEGIAN.encode("utf-16"))
    assert [(one.name, one.minutes) for one in found] == [("Kari Nordmann", 147), ("Ola Hansen", 11)]


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("72", 72), ("01:12:30", 72), ("1:12", 72), ("1 h 12 min", 72), ("1,5 t", 90), ("90 s", 2)],
)
def test_a_plain_list_is_read_with_any_way_of_writing_a_duration(words, minutes):
    content = f"Navn;Varighet\nKari;{words}\n".encode("utf-8-sig")
    assert read_attendance_list(content) == [Present("Kari", "", minutes, 2)]


def test_a_list_in_the_letters_of_old_windows_is_read():
    assert read_attendance_list("Navn;Minutter\nÅse;30\n".encode("cp1252"))[0].name == "Åse"


def test_a_file_without_the_columns_says_which_are_wanted():
    with refused("header", field="file"):
        read_attendance_list(b"Full Name\tUser Action\tTimestamp\nKari\tJoined\t10:00\n")


def test_a_duration_that_is_none_names_its_row():
    with pytest.raises(Refused, match="Rad 3: «lenge»"):
        read_attendance_list(b"Name,Duration\nKari,30\nOla,lenge\n")


def test_an_empty_list_and_one_that_is_no_text_are_refused():
    with refused("empty", field="file"):
        read_attendance_list(b"Name,Duration\n")
    with refused("encoding", field="file"):
        read_attendance_list(b"\x81\x8d\x8f\x90\x9d")


def test_a_list_longer_than_any_meeting_is_refused():
    with refused("long", field="file"):
        read_attendance_list(b"Name,Duration\n" + b"Kari,1\n" * 5001)


def test_a_damaged_list_says_so():
    with refused("csv", field="file"):
        read_attendance_list(b"Name,Duration\n" + b"a" * 140_000 + b",1\n")


NAMES = st.text(st.characters(categories=["L"]), min_size=1, max_size=12).map(str.casefold)


@given(st.lists(st.tuples(NAMES, st.integers(0, 600)), min_size=1, max_size=40))
def test_no_minute_is_lost_or_found(rows):
    content = "Name\tDuration\n" + "".join(f"{name}\t{minutes}\n" for name, minutes in rows)
    found = read_attendance_list(content.encode("utf-16"))
    assert sum(one.minutes for one in found) == sum(minutes for _name, minutes in rows)
    assert len({one.name for one in found}) == len(found)
