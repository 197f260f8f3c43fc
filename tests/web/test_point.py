"""The page of a point: its words, what became of it, how the region gets on, and all that serves it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad.declarations.kinds import EvidenceKind, SuccessionKind
from dugnad.declarations.models import Point
from dugnad.declarations.queries import lines_of
from dugnad.declarations.queries import points as queries
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.documents.queries import EVERYTHING, PUBLIC
from dugnad.documents.states import State
from dugnad.indicators.models import Indicator
from dugnad.web.queries.member import promise_of
from dugnad.web.queries.point import measured
from tests.factories.declarations import (
    make_endorsement,
    make_evidence,
    make_follow_up,
    make_point,
    make_progress,
    make_signature,
    make_succession,
    make_wording,
)
from tests.factories.documents import make_story
from tests.factories.indicators import (
    emissions,
    make_country,
    make_indicator,
    make_indicators,
    make_vintage,
)
from tests.factories.members import (
    make_alliance,
    make_editor,
    make_guest,
    make_membership,
    make_municipality,
    make_secretary,
)
from tests.factories.programme import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGE = "/erklaering/ordforererklaering/punkt/kutt-utslipp/"


@pytest.fixture
def point() -> Point:
    make_alliance()
    wording = make_wording(state=WordingState.ADOPTED)
    return make_point(wording, title_nb="Kutte utslipp", text_nb="Kutte utslippene våre.", number="1")


def words(user: Any = None, path: str = PAGE) -> str:
    client = Client()
    if user:
        client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_the_words_that_hold_and_how_the_region_gets_on(point):
    hamar, oslo = make_municipality("Hamar", "3403"), make_municipality("Oslo", "0301")
    make_membership(hamar)
    make_membership(oslo)
    make_progress(point, hamar, 2020, state=ProgressState.PLANNED)
    make_progress(point, oslo, 2021, done="Hemmelig tiltak")
    page = words()
    expected = (
        "1. Kutte utslipp",
        "Kutte utslippene våre.",
        "Gjelder nå: utgave 2019, vedtatt 7. februar 2019.",
        "1 av 2 medlemmer hadde det på plass eller i gang i 2021",
        "Her står høringsuttalelser",
    )
    assert [text for text in expected if text not in page] == []
    assert "Hemmelig tiltak" not in page


def test_a_point_without_answers_teaches_what_will_stand_there(point):
    assert "Når medlemmene er spurt om hvor langt de har kommet" in words()


def test_words_that_nobody_knows_are_said_to_be_missing(point):
    make_point(point.wording, "punkt-7", is_missing=True, title_nb="Ordlyden er ikke funnet")
    page = words(path=PAGE.replace("kutt-utslipp", "punkt-7"))
    assert ("er ikke funnet i åpne kilder" in page, "Slik går det i regionen" in page) == (True, False)


def test_the_draft_stands_beside_the_words_that_hold_for_those_who_treat_it(point):
    draft = make_wording("2022", based_on=point.wording)
    new = make_point(
        draft, "kutt-utslipp", number="2", title_nb="Halvere", text_nb="Halvere utslippene våre."
    )
    make_succession(point, new, reason_nb="Parisavtalen.")
    page = words(make_secretary())
    assert ("I utkastet 2022" in page, "<ins>Halvere</ins>" in page, "Parisavtalen." in page) == (True,) * 3
    page = words()
    assert ("I utkastet 2022" in page, "Parisavtalen." in page) == (False, False)


def test_a_point_that_stands_in_a_draft_alone_is_missing_for_strangers(point):
    new = make_point(make_wording("2022"), "natur", number="8", title_nb="Natur")
    make_succession(None, new, SuccessionKind.NEW, reason_nb="Manglet.")
    path = PAGE.replace("kutt-utslipp", "natur")
    assert Client().get(path).status_code == 404
    page = words(make_secretary(), path)
    assert ("Gjelder ikke ennå: det står i utkastet 2022" in page, "Manglet." in page) == (True, True)


def test_a_point_that_was_not_carried_on_says_what_became_of_it(point):
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    heirs = [make_point(newer, key, title_nb=key) for key in ("lokalt", "gods")]
    for heir in heirs:
        make_succession(point, heir, SuccessionKind.SPLIT, reason_nb="To ting.")
    page = words()
    assert "Gjelder ikke lenger: det sto i utgave 2019." in page
    assert page.count("To ting.") == 2
    assert 'href="/erklaering/ordforererklaering/punkt/gods/"' in page
    dropped = make_point(point.wording, "punkt-7", number="7")
    make_succession(dropped, None, SuccessionKind.DROPPED, wording=newer, reason_nb="Ukjent.")
    assert "Ukjent." in words(path=PAGE.replace("kutt-utslipp", "punkt-7"))


def test_the_history_follows_the_point_and_each_member_is_counted_once_a_year(point):
    hamar = make_municipality("Hamar", "3403")
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    heir = make_point(newer, "lokalt")
    make_succession(point, heir, SuccessionKind.SPLIT)
    make_progress(point, hamar, 2020, state=ProgressState.PLANNED)
    make_progress(point, hamar, 2021, state=ProgressState.PLANNED)
    make_progress(heir, hamar, 2021, state=ProgressState.IN_PLACE)
    line = queries.line_of(lines_of("ordforererklaering"), "lokalt", PUBLIC)
    told = queries.newest_told(queries.told_of_line(line.kin))
    assert [(row.year, row.state) for row in told] == [
        (2021, ProgressState.IN_PLACE),
        (2020, ProgressState.PLANNED),
    ]


def test_who_wants_help_is_named_for_those_who_work_here_and_counted_for_others(point):
    make_progress(point, make_municipality("Hamar", "3403"), help_wanted="Mal for klimabudsjett")
    make_progress(point, make_municipality("Oslo", "0301"), 2020, help_wanted="Gammelt ønske")
    page = words(make_editor(make_municipality("Asker", "3025")))
    assert ("Mal for klimabudsjett" in page, "Gammelt ønske" in page) == (True, False)
    for user in (None, make_guest()):
        page = words(user)
        assert ("Mal for klimabudsjett" in page, "Ett medlem har sagt" in page) == (False, True)


def test_a_first_answer_for_a_new_year_does_not_drop_what_the_others_want(point):
    hamar, oslo = make_municipality("Hamar", "3403"), make_municipality("Oslo", "0301")
    for member in (hamar, oslo, make_municipality("Lier", "3049")):
        make_progress(point, member, 2020, help_wanted=f"Ønske fra {member.name}")
    make_progress(point, oslo, 2021)
    page = words(make_editor(make_municipality("Asker", "3025")))
    found = [name for name in ("Hamar", "Lier", "Oslo") if f"Ønske fra {name}" in page]
    assert found == ["Hamar", "Lier"]


def test_figures_stories_activities_and_tasks_stand_on_the_page(point):
    hamar = make_municipality("Hamar", "3403")
    indicator = make_indicator()
    make_vintage({("3403", 2019, ""): 10.0, ("3403", 2020, ""): 12.0}, indicator=indicator)
    point.indicators.add(indicator, make_indicator("tom"))
    point.activities.add(make_activity(title_nb="Sykkelbyen"))
    make_story(hamar, State.PUBLISHED, title="Hamar sykler", point="1")
    given = make_story(hamar, State.PUBLISHED, title="Elbusser")
    make_evidence(point, EvidenceKind.STORY, document=given)
    make_story(hamar, title="Utkast", point="1")
    make_follow_up(point, "Lage en mal", due=date(2021, 4, 1))
    page = words(make_secretary())
    expected = (
        "Bicycles, 2020",
        'href="/data/bicycles/"',
        "ingen tall for regionen",
        "Sykkelbyen",
        "Hamar sykler",
        "Elbusser",
        "Lage en mal",
        "Over fristen",
        "?punkt=kutt-utslipp",
    )
    assert [text for text in expected if text not in page] == []
    assert ("Lage en mal" in words(), "Utkast" in words()) == (False, False)


def test_a_point_asks_the_same_number_of_questions_however_much_there_is(point, django_assert_num_queries):
    for number in (1, 2, 3):
        member = make_municipality(f"Kommune {number}", f"340{number}")
        make_progress(point, member, help_wanted="Hjelp")
        make_story(member, State.PUBLISHED, title=f"Historie {number}", point="1")
        point.activities.add(make_activity())
        make_follow_up(point)
        if number != 2:
            with django_assert_num_queries(10):
                Client().get(PAGE)


@pytest.mark.parametrize("path", [PAGE.replace("kutt-utslipp", "x"), PAGE.replace("ordforer", "borger")])
def test_an_unknown_point_is_a_missing_page(path, point):
    assert Client().get(path).status_code == 404


def test_what_was_laid_aside_has_no_page(point):
    make_point(make_wording("2020", WordingState.WITHDRAWN), "glemt")
    assert queries.line_of(lines_of("ordforererklaering"), "glemt", EVERYTHING) is None


def test_indicators_are_those_chosen_and_those_given_as_evidence(point):
    chosen, given = make_indicator("a"), make_indicator("b")
    point.indicators.add(chosen)
    make_evidence(point, EvidenceKind.INDICATOR, indicator=given)
    make_indicator("c")
    assert queries.indicators_for([point]) == list(
        Indicator.objects.filter(key__in=["a", "b"]).order_by("key")
    )


def test_a_place_that_was_divided_since_has_no_figure_and_stops_no_page():
    make_country()
    make_indicators()
    make_vintage({("1507", 2009, ""): 100.0})
    (told,) = measured([emissions()], "1508", on=date(2024, 5, 1))
    assert (told.found, told.first) == (None, 0)


# Search ---------------------------------------------------------------------------------------------------


def test_search_finds_declarations_and_points_that_the_viewer_may_read(point):
    make_point(make_wording("2022"), "tungtransport", title_nb="Utslippsfri tungtransport")
    kept = make_point(make_wording("2022"), "kutt-utslipp", title_nb="Kutte utslipp mer")
    page = words(path="/sok/?q=utslipp")
    assert (PAGE in page, "tungtransport" in page) == (True, False)
    hits = queries.search("kutte utslipp", EVERYTHING)
    assert [(hit.point.key, hit.point == kept) for hit in hits] == [("kutt-utslipp", False)]
    assert "/punkt/tungtransport/" in words(make_secretary(), "/sok/?q=tungtransport")
    assert 'href="/erklaering/ordforererklaering/"' in words(path="/sok/?q=erklæringen")


# A member -------------------------------------------------------------------------------------------------


def test_a_member_shows_what_it_has_promised_and_how_it_goes_to_those_who_work_here(point):
    hamar = make_municipality("Hamar", "3403")
    make_signature(make_endorsement(hamar, point.wording), signatory="Kari Demo")
    make_endorsement(hamar, make_wording("2022", WordingState.OFFERED), endorsed_on=date(2022, 5, 1))
    make_progress(point, hamar, 2021, done="Elbusser")
    make_progress(make_point(point.wording, "annet"), hamar, 2020, done="Gammelt")
    page = words(path="/medlemmer/hamar/")
    assert ("Undertegnet 7. februar 2019 av Kari Demo, ordfører." in page, "Elbusser" in page) == (
        True,
        False,
    )
    assert "ikke undertegnet" not in page
    page = words(make_secretary(), "/medlemmer/hamar/")
    shown = (
        "Elbusser" in page,
        "Gammelt" in page,
        "Står bak den siden 1. mai 2022, ikke undertegnet." in page,
    )
    assert shown == (True, False, True)


def test_a_promise_that_is_made_up_says_so(point):
    hamar = make_municipality("Hamar", "3403")
    assert (promise_of(hamar, EVERYTHING).year, promise_of(hamar, EVERYTHING).is_illustrative) == (
        None,
        False,
    )
    make_endorsement(hamar, point.wording, is_illustrative=True)
    assert promise_of(hamar, PUBLIC).is_illustrative
    assert "Oppdiktet for demoen" in words(path="/medlemmer/hamar/")
