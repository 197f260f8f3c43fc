"""What the yearly report tells of what was asked for: of each point, as it stood when the year ended."""

from datetime import date
from typing import Any

import pytest

from dugnad.declarations import changes as declarations
from dugnad.declarations.models import Point
from dugnad.declarations.queries import reports
from dugnad.declarations.queries.asked import all_in_words
from dugnad.declarations.states import WordingState
from dugnad.documents.queries import newest_version
from dugnad.dossiers import changes
from dugnad.dossiers.queries.reporting import asked_for_points
from tests.factories.declarations import make_declaration, make_point, make_wording
from tests.factories.dossiers import (
    NOBODY,
    make_ask,
    make_consultation,
    make_dossier,
    make_response,
    make_sent,
)
from tests.factories.members import make_alliance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def point() -> Point:
    make_alliance()
    wording = make_wording(state=WordingState.ADOPTED)
    return make_point(wording, title_nb="Kutte utslipp", text_nb="Kutte utslippene.", number="1")


def told(point: Point, year: int = 2021) -> dict[str, str]:
    """What the report of a year tells of a point: each ask with what came of it."""
    found = asked_for_points(point.wording.declaration, year).get(point, [])
    return {one.words: one.came_in_words for one in found}


def raised(point: Point, year: int, text: str, **fields: Any) -> Any:
    dossier = fields.pop("dossier", None) or make_dossier(f"Sak om {text}")
    return make_ask(dossier, text, points=[point], raised_on=date(year, 2, 1), **fields)


def test_a_year_tells_of_what_was_asked_answered_or_still_waited_in_it(point):
    raised(point, 2018, "Venter")
    make_response(raised(point, 2018, "Besvart i fjor"), "met", on=date(2020, 3, 1))
    make_response(raised(point, 2019, "Besvart i år"), "not_met", on=date(2021, 3, 1), source="Brev")
    make_response(raised(point, 2020, "Spurt og besvart"), "met", on=date(2020, 5, 1))
    assert told(point) == {
        "Venter": "Ikke svart ennå.",
        "Besvart i år": "Ikke imøtekommet: Brev, 1. mars 2021.",
    }
    assert list(told(point, 2020)) == ["Venter", "Besvart i fjor", "Besvart i år", "Spurt og besvart"]
    assert told(point, 2020)["Besvart i år"] == "Ikke svart ennå."
    assert list(told(point, 2018)) == ["Venter", "Besvart i fjor"]
    assert told(point, 2017) == {}


def test_an_answer_that_was_entered_wrong_stands_in_no_report(point):
    ask = raised(point, 2021, "Spurt")
    make_response(ask, "not_met", on=date(2021, 4, 1), source="Brev")
    changes.strike_response(make_response(ask, "met", on=date(2021, 5, 1)), because="Feil.", **NOBODY)
    assert told(point) == {"Spurt": "Ikke imøtekommet: Brev, 1. april 2021."}


def test_what_was_asked_for_again_is_told_of_as_it_was_asked_last(point):
    first = raised(point, 2018, "Før")
    raised(point, 2020, "Igjen", repeats=first, dossier=first.dossier)
    assert (list(told(point, 2019)), list(told(point, 2021))) == (["Før"], ["Igjen"])


def test_drafts_and_what_is_not_for_everybody_stand_in_no_report(point):
    make_ask(make_dossier(), "Utkast", points=[point], raised_on=None)
    make_ask(make_dossier(is_public=False), "Internt", points=[point])
    other = make_point(make_wording(declaration=make_declaration("annen"), state=WordingState.ADOPTED))
    make_ask(make_dossier(), "Annen erklæring", points=[other])
    assert asked_for_points(point.wording.declaration, 2021) == {}
    assert list(asked_for_points(other.wording.declaration, 2021)) == [other]


def test_one_thing_that_serves_two_points_stands_at_both_and_is_counted_once(point):
    second = make_point(point.wording, "planer", title_nb="Planer", number="2")
    sent = make_sent(make_consultation(make_dossier(), title="Klimakur 2030"))
    make_response(
        make_ask(consultation=sent, points=[point, second], is_illustrative=True), on=date(2021, 5, 3)
    )
    asks = asked_for_points(point.wording.declaration, 2021)
    report = declarations.begin_report(
        point.wording.declaration, year=2021, language="nb", asks=asks, **NOBODY
    )
    assert report.document.is_illustrative
    parts = newest_version(report.document).body.split("\n\n")
    assert parts[1] == (
        "Vi ba andre om én ting så medlemmene kan gjøre det de har lovet: 1 delvis imøtekommet."
    )
    line = (
        "- **Behold Klimasats til 2030.** Bedt om 3. mai 2021 i «Klimakur 2030». "
        "Delvis imøtekommet: Meld. St. 13 (2020–2021), 3. mai 2021."
    )
    assert parts.count(line) == parts.count("### Det vi ber andre om") == 2
    assert parts.index("## 2. Planer") > parts.index(line)


def test_a_draft_made_anew_tells_what_has_been_answered_since(point):
    ask = raised(point, 2021, "Behold Klimasats.")
    declaration = point.wording.declaration
    report = declarations.begin_report(declaration, year=2021, language="en", **NOBODY)
    assert "Klimasats" not in newest_version(report.document).body
    assert not report.document.is_illustrative
    make_response(ask, "met", on=date(2021, 5, 2), source="White paper")
    asks = asked_for_points(declaration, 2021)
    declarations.renew_report(report, revision=report.document.revision, asks=asks, **NOBODY)
    body = newest_version(report.document).body
    assert "- **Behold Klimasats.** Asked for 1 February 2021. Met: White paper, 2 May 2021." in body


def test_many_things_are_counted_by_what_came_of_them_in_the_order_of_the_states(point):
    make_response(raised(point, 2021, "Én"), "not_met", on=date(2021, 5, 1))
    make_response(raised(point, 2021, "To"), "met", on=date(2021, 5, 1))
    raised(point, 2021, "Tre")
    (row,) = reports.told_in(
        point.wording.declaration,
        2021,
        on=date(2021, 5, 3),
        asks=asked_for_points(point.wording.declaration, 2021),
    )
    assert row.asks_in_words == "1 ikke svart ennå, 1 imøtekommet, 1 ikke imøtekommet"
    assert all_in_words(row.asks).startswith("Vi ba andre om 3 ting så")
    assert all_in_words([]) == ""


def test_what_was_asked_for_a_point_that_came_later_is_not_lost(point):
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    raised(make_point(newer, "nytt", title_nb="Nytt", number="8"), 2021, "Foregrep det")
    asks = asked_for_points(point.wording.declaration, 2021)
    found = reports.told_in(point.wording.declaration, 2021, on=date(2023, 1, 11), asks=asks)
    assert [(one.point.key, one.is_beside, len(one.asks)) for one in found] == [
        ("kutt-utslipp", False, 0), ("nytt", True, 1)
    ]  # fmt: skip


def test_any_number_of_asks_is_four_questions(point, django_assert_num_queries):
    for number in (1, 3):
        for each in range(number):
            raised(point, 2020, f"{number}.{each}")
        with django_assert_num_queries(4):
            asked_for_points(point.wording.declaration, 2021)
