"""A register of municipality numbers is taken in whole, or not at all with the place of what is wrong."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dugnad.indicators import changes
from dugnad.members.models import CodeSuccession, MunicipalityCode
from tests.engine.divisions import D2021, D2024
from tests.factories.indicators import make_country

pytestmark = pytest.mark.django_db
HISTORY = "code,name,county,county_name,valid_from_year,valid_to_year,successor_code,weight_to_successor"
DIVIDED = (
    HISTORY,
    "9507,Gammelby,95,Prøve,2020,2023,9508,0.5",
    "9507,Gammelby,95,Prøve,2020,2023,9580,0.5",
    "9508,Nyby,95,Prøve,2024,,,",
    "9580,Øyby,95,Prøve,2024,,,",
)


def take(text: str, name: str = "register.csv", **more: Any) -> changes.FileReport:
    at = datetime(2024, 1, 2, tzinfo=UTC)
    return changes.import_register(text.encode(), name, today=D2024, by=None, at=at, **more)


def test_a_history_is_taken_in_with_its_successors_and_says_why_it_has_fewer_numbers_than_rows() -> None:
    report = take("\n".join(DIVIDED))
    assert (report.layout, report.rows, report.stored) == ("municipality code history", 4, 3)
    assert len(report.notes) == 1
    successions = CodeSuccession.objects.filter(predecessor__code="9507")
    assert sorted((s.successor.code, float(s.weight or 1)) for s in successions) == [
        ("9508", 0.5),
        ("9580", 0.5),
    ]


def test_the_same_history_twice_changes_nothing() -> None:
    take("\n".join(DIVIDED))
    again = take("\n".join(DIVIDED))
    assert (again.stored, again.unchanged) == (0, 3)


def test_a_rehearsal_says_what_would_be_stored_and_stores_nothing() -> None:
    report = take("\n".join(DIVIDED), dry_run=True)
    assert report.stored == 3
    assert not MunicipalityCode.objects.filter(code="9507").exists()


def test_a_file_of_one_division_holds_for_the_known_day_with_which_it_agrees_most() -> None:
    make_country()
    known = MunicipalityCode.objects.filter(valid_from__lte=D2021).exclude(valid_to__lt=D2021)
    rows = [f"{c.code},{c.name},{c.county_code},{c.county_name}" for c in known]
    report = take("\n".join(["code,name,county,county_name", *rows]))
    assert (report.layout, report.refused) == ("municipality division", [])
    assert (report.stored, report.unchanged) == (0, len(rows))


def test_a_file_of_another_kind_is_refused() -> None:
    report = take("<!doctype html><html><body>404</body></html>", "register.xlsx")
    assert (len(report.refused), report.stored) == (1, 0)


def test_a_row_that_is_wrong_is_named_and_nothing_is_stored() -> None:
    report = take("\n".join([*DIVIDED, "x,Feil,95,Prøve,2024,,,"]))
    assert [(refusal.row, refusal.column) for refusal in report.refused] == [(6, "code")]
    assert not MunicipalityCode.objects.filter(code="9507").exists()


def test_a_number_that_lives_on_in_one_that_nobody_knows_is_refused() -> None:
    report = take("\n".join([HISTORY, "9507,Gammelby,95,Prøve,2020,2023,9599,"]))
    assert (len(report.refused), report.stored) == (1, 0)
    assert "9599" in report.refused[0].reason
    assert date(2020, 1, 1) not in MunicipalityCode.objects.filter(code="9507").values_list(
        "valid_from", flat=True
    )
