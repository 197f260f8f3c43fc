"""What a call promises for its year and may not hold: told when it is copied and before it opens."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad.calls import changes, queries
from dugnad.calls.models import Call
from tests.factories.calls import AT, make_call, make_figures, make_hamar, question_of
from tests.factories.members import make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = date(2021, 5, 3)
WHO: dict[str, Any] = {"by": None, "at": AT}
FIGURE: dict[str, Any] = {
    "kind": "figure", "unit": "t CO2e", "indicator": "ghg-emissions", "indicator_year": 2019,
    "label_nb": "Utslipp i 2019", "help_nb": "Kort.",
}  # fmt: skip
DAYS = {"opens": date(2022, 3, 1), "due_day": date(2022, 4, 29)}


def copied(call: Call) -> Call:
    return changes.copy_call(call, year=2022, **DAYS, **WHO)


def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


def test_a_question_whose_year_nobody_has_figures_for_is_told_with_the_newest_year() -> None:
    make_hamar()
    make_figures((2018, "road_traffic", 90.0), (2019, "road_traffic", 100.0))
    call = make_call({"total": FIGURE, "measures": {}})
    assert queries.doubts_about(call, on=DAY).unfounded == []
    (row,) = queries.doubts_about(copied(call), on=DAY).unfounded
    assert (row.question.key, row.year, row.newest) == ("total", 2020, 2019)


def test_a_question_about_an_indicator_without_any_figures_is_told() -> None:
    call = make_call({"total": FIGURE | {"indicator_year": None}})
    (row,) = queries.doubts_about(call, on=DAY).unfounded
    assert (row.year, row.newest) == (None, None)


def test_texts_that_name_a_year_of_the_call_before_are_told_by_language() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    asked = {"total": FIGURE | {"help_nn": "Tal for 2019."}}
    call = make_call(asked, intro_nb="Tall for 2019 og mål for 2030.")
    copy = copied(call)
    changes.edit_section(copy.sections.get(), title_nb="Tiltak2019", **WHO)
    changes.edit_question(question_of(copy, "total"), help_en="As in 2019 and 1990.", **WHO)
    rows = queries.doubts_about(copy, on=DAY).old_years
    told = [(str(row.noun), row.year, len(row.languages)) for row in rows]
    assert told == [("Klimastatus 2022", "2019", 1), ("Tiltak2019", "2019", 1), ("Utslipp i 2020", "2019", 1)]


def test_a_call_that_follows_no_other_names_no_old_year() -> None:
    call = make_call({"measures": {"help_nb": "Som i 2019."}})
    assert queries.doubts_about(call, on=DAY).count == 0


def test_the_secretariat_is_told_when_it_copies_and_before_it_opens() -> None:
    make_hamar()
    make_figures((2019, "road_traffic", 100.0))
    make_call({"total": FIGURE}, intro_nb="Tall for 2019.")
    client = staff()
    sent = {"year": "2022", "opens": "2022-03-01", "due_day": "2022-04-29"}
    page = client.post("/innhenting/klimastatus-2021/kopier/", sent, follow=True)
    assert page.redirect_chain[-1][0] == "/innhenting/klimastatus-2022/sporsmal/"
    for text in (page.text, client.get("/innhenting/klimastatus-2022/apne/").text):
        assert "1 spørsmål viser et publisert tall, men ingen medlemmer har et tall for det året" in text
        assert "spør om 2020, nyeste tall: 2019" in text
        assert "1 tekst nevner fortsatt et år fra forrige innhenting" in text
    begun = client.post("/innhenting/ny/", {"begin": "copy:klimastatus-2021", "year": "2023"}, follow=True)
    assert "2 spørsmål og tekster passer kanskje ikke for 2023" in begun.text


def test_an_open_call_is_not_doubted_on_the_page_of_its_questions() -> None:
    make_call({"total": FIGURE})
    assert "ingen medlemmer har et tall" not in staff().get("/innhenting/klimastatus-2021/sporsmal/").text
