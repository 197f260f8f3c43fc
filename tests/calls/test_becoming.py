"""Accepted answers that become figures of the members' own."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls import changes, queries, rules
from dugnad.calls.models import Call, Reply
from dugnad.indicators import changes as indicators
from dugnad.indicators.models import Indicator, Observation, Vintage
from dugnad.indicators.queries import figures_of
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.members.models import Organisation
from tests.factories.calls import (
    AT,
    make_call,
    make_figures,
    make_hamar,
    make_reply,
    question_of,
    save,
    submit,
)
from tests.factories.members import make_municipality, make_organisation, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db]
WHO: dict[str, Any] = {"by": None, "at": AT}
DAY = AT.date()
CARS = {"kind": "number", "unit": "stk", "becomes": "electric-cars", "label_nb": "Elbiler i drift"}
PAGE = "/innhenting/klimastatus-2021/tall/"


def counting(**facts: Any) -> Call:
    """A call that asks how many electric cars each member runs."""
    return make_call({"cars": CARS | facts})


def accepted(call: Call, organisation: Organisation | None = None, **answers: Any) -> Reply:
    """An accepted reply with these answers."""
    reply = make_reply(call, organisation, **answers)
    submit(reply, key=f"key-{reply.pk}-{reply.revision}")
    changes.accept_reply(reply, **WHO)
    return reply


def told(key: str) -> list[tuple[str, int, str, float | None, str]]:
    """The observations of an indicator, as they stand in all of its vintages."""
    rows = Observation.objects.filter(vintage__indicator__key=key).order_by("vintage_id", "row")
    return [(row.code, row.year, row.sector, row.value, row.unit) for row in rows]


def test_make_figures_makes_a_vintage_of_the_members_own_with_its_source() -> None:
    call = counting(indicator_year=2020)
    accepted(call, cars=12)
    (report,) = changes.make_figures(call, **WHO)
    vintage = Vintage.objects.get(pk=report.vintage)
    assert told("electric-cars") == [("3403", 2020, "", 12.0, "stk")]
    assert (vintage.source.key, vintage.source.publisher) == ("members", "Kommunene selv")
    assert vintage.indicator.title_nb == "Elbiler i drift (kommunenes egne tall)"
    assert vintage.indicator.title_nn == ""
    assert next(change.verb for change in changes_of(call)) == "make_figures"


def test_make_figures_takes_the_year_of_the_call_where_the_question_names_none() -> None:
    call = counting()
    accepted(call, cars=3)
    changes.make_figures(call, **WHO)
    assert told("electric-cars") == [("3403", 2021, "", 3.0, "stk")]


def test_make_figures_twice_is_once() -> None:
    call = counting()
    accepted(call, cars=12)
    assert len(changes.make_figures(call, **WHO)) == 1
    assert changes.make_figures(call, **WHO) == []
    assert len(told("electric-cars")) == 1
    (group,) = queries.own_figures(call, on=DAY)
    assert group.vintage == Vintage.objects.get()


def test_later_edits_touch_no_vintage_and_a_new_acceptance_makes_a_newer_one() -> None:
    call = counting()
    reply = accepted(call, cars=12)
    changes.make_figures(call, **WHO)
    changes.return_reply(reply, note="Sjekk tallet", **WHO)
    save(reply, cars=13)
    assert told("electric-cars") == [("3403", 2021, "", 12.0, "stk")]
    with pytest.raises(Refused, match="Ingen godtatte svar"):
        changes.make_figures(call, **WHO)
    submit(reply, key="again")
    changes.accept_reply(reply, **WHO)
    changes.make_figures(call, **WHO)
    assert [row[3] for row in told("electric-cars")] == [12.0, 13.0]
    figures = figures_of(Indicator.objects.get(key="electric-cars"), ["3403"], codes_day=DAY)
    assert figures.totals == {("3403", 2021): 13.0}


def test_answers_that_are_not_accepted_become_nothing() -> None:
    call = counting()
    submit(make_reply(call, cars=12))
    with pytest.raises(Refused, match="Ingen godtatte svar"):
        changes.make_figures(call, **WHO)
    assert told("electric-cars") == []


def test_an_indicator_of_a_publisher_is_never_written_into() -> None:
    make_municipality()
    make_figures((2019, "road_traffic", 100.0))
    call = make_call(
        {"total": {"kind": "figure", "unit": "t CO2e", "indicator": "ghg-emissions", "indicator_year": 2019,
                   "becomes": "ghg-emissions"}}
    )  # fmt: skip
    accepted(call, total={"right": False, "value": 90, "reason": "Egen telling"})
    changes.make_figures(call, **WHO)
    assert told("ghg-emissions") == [("3403", 2019, "road_traffic", 100.0, "t CO2e")]
    assert told("ghg-emissions-own") == [("3403", 2019, "", 90.0, "t CO2e")]
    assert Indicator.objects.get(key="ghg-emissions-own").source.key == "members"


def reasons(call: Call) -> dict[str, str]:
    """By question why its answer became no figure."""
    return {
        figure.question.key: figure.why_not
        for group in queries.own_figures(call, on=DAY)
        for figure in group.left_out
    }


def test_a_confirmed_figure_stays_the_publishers() -> None:
    make_municipality()
    make_figures((2019, "road_traffic", 100.0))
    call = make_call(
        {"road": {"kind": "figure", "unit": "t CO2e", "indicator": "ghg-emissions",
                  "indicator_sector": "road_traffic", "indicator_year": 2019, "becomes": "own"}}
    )  # fmt: skip
    accepted(call, road={"right": True})
    assert reasons(call) == {"road": "Bekrefter det publiserte tallet."}


def test_what_is_left_out_says_why() -> None:
    call = make_call(
        {
            "cars": CARS,
            "again": CARS,
            "kilos": CARS | {"unit": "kg"},
            "plan": CARS | {"becomes": "plan", "indicator_year": 2030},
            "less": CARS | {"becomes": "less", "unit": "sykler"},
            "words": {},
        }
    )
    accepted(call, cars=1, again=2, kilos=3, plan=4, less=-5, words="Hei")
    assert reasons(call) == {
        "again": "Et annet spørsmål i innhentingen gir tall for samme år.",
        "kilos": "Er oppgitt i kg, men indikatoren i stk.",
        "plan": "Året 2030 er ikke kommet ennå.",
        "less": "Er under null.",
    }


def test_sectors_stand_beside_each_other_and_never_beside_their_sum() -> None:
    call = make_call(
        {
            "a": CARS | {"indicator_sector": "heating"},
            "b": CARS | {"indicator_sector": "waste"},
            "sum": CARS,
        }
    )
    accepted(call, a=1, b=2, sum=3)
    changes.make_figures(call, **WHO)
    assert [(row[2], row[3]) for row in told("electric-cars")] == [("heating", 1.0), ("waste", 2.0)]
    assert list(reasons(call)) == ["sum"]


def test_a_member_without_a_municipality_number_has_no_place_for_a_figure() -> None:
    call = counting()
    accepted(call, make_organisation(slug="fylket", name="Fylket"), cars=4)
    assert reasons(call) == {"cars": "Er ingen kommune i dag, så tallet har ingen plass på kartet."}


def test_an_answer_to_earlier_words_becomes_nothing_and_stands_among_what_is_left_out() -> None:
    call = counting()
    accepted(call, cars=12)
    changes.make_figures(call, **WHO)
    changes.reword_question(question_of(call, "cars"), label_nb="Elbiler og elsykler", **WHO)
    (group,) = queries.own_figures(call, on=DAY)
    assert group.figures == []
    assert [(row.value, row.why_not) for row in group.left_out] == [(12, "Svarte på en tidligere ordlyd.")]
    with refused("nothing"):
        changes.make_figures(call, **WHO)
    assert told("electric-cars") == [("3403", 2021, "", 12.0, "stk")]


def test_an_answer_to_what_was_taken_out_is_left_out_until_it_is_asked_again() -> None:
    call = make_call(
        {"cars": CARS, "bikes": CARS | {"becomes": "bikes"}, "never": CARS | {"becomes": "never"}}
    )
    accepted(call, cars=12, bikes=3)
    for key in ("cars", "never"):
        changes.retire_question(question_of(call, key), **WHO)
    gone = "Spørsmålet er tatt ut av innhentingen. Still det igjen hvis svarene skal telle."
    assert reasons(call) == {"cars": gone}
    changes.make_figures(call, **WHO)
    assert (told("electric-cars"), told("bikes")) == ([], [("3403", 2021, "", 3.0, "stk")])
    changes.ask_again(question_of(call, "cars"), **WHO)
    assert reasons(call) == {}


@pytest.mark.usefixtures("demo_day")
def test_the_page_says_what_is_left_out_also_when_nothing_else_is_asked(secretary: Client) -> None:
    call = counting()
    accepted(call, cars=12)
    changes.retire_question(question_of(call, "cars"), **WHO)
    page = secretary.get(PAGE).text
    assert "1 svar er utelatt" in page
    assert "Still det igjen hvis svarene skal telle." in page
    assert PAGE in secretary.get("/innhenting/klimastatus-2021/").text


def test_an_answer_of_another_kind_under_earlier_words_is_read_as_what_it_was() -> None:
    call = make_call({"cars": {"label_nb": "Hvor mange elbiler?"}})
    accepted(call, cars="tolv")
    changes.reword_question(question_of(call, "cars"), **WHO, **CARS)
    (group,) = queries.own_figures(call, on=DAY)
    assert (group.figures, group.left_out) == ([], [])


def test_a_call_that_makes_no_figures_has_none() -> None:
    assert queries.own_figures(make_call(), on=DAY) == []


def test_make_figures_refuses_what_somebody_else_has_changed_since_it_was_seen() -> None:
    call = counting()
    accepted(call, cars=12)
    seen = changes.digest_of(queries.own_figures(call, on=DAY))
    accepted(call, make_municipality("Løten", "3412"), cars=5)
    with pytest.raises(Refused, match="siden du så"):
        changes.make_figures(call, seen=seen, **WHO)
    assert told("electric-cars") == []


def test_make_figures_tells_what_the_indicators_would_not_take(monkeypatch: pytest.MonkeyPatch) -> None:
    call = counting(indicator_year=1850)
    accepted(call, cars=12)
    with pytest.raises(Refused, match="1850"):
        changes.make_figures(call, **WHO)
    assert not Indicator.objects.filter(key="electric-cars").exists()


@pytest.mark.usefixtures("demo_day")
def test_in_the_demo_the_figures_say_that_they_are_made_up() -> None:
    call = counting()
    accepted(call, cars=12)
    changes.make_figures(call, **WHO)
    assert Vintage.objects.get().source.is_official is False


def test_define_own_indicator_leaves_one_that_is_there() -> None:
    who = {"titles": {"title_nb": "Elbiler"}, "unit": "stk", **WHO}
    first = indicators.define_own_indicator("electric-cars", **who)
    assert indicators.define_own_indicator("electric-cars", **who) == first


@given(st.text("abcdefghij-", min_size=1, max_size=60), st.sampled_from(["", "members", "kostra", "ssb"]))
def test_own_key_is_never_that_of_a_publisher(key: str, source: str) -> None:
    own = rules.own_key(key, source, "members")
    assert len(own) <= 60
    assert (own == key) == (source in {"", "members"}) or own == key[:56] + "-own"


# The page ------------------------------------------------------------------------------------------------


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(make_secretary())
    return client


@pytest.mark.usefixtures("demo_day")
def test_the_page_shows_what_will_be_taken_in_and_takes_it(secretary: Client) -> None:
    call = counting()
    accepted(call, cars=12.5)
    page = secretary.get(PAGE)
    assert "12,5 stk" in page.content.decode()
    answer = secretary.post(PAGE, {"seen": page.context["seen"]}, follow=True)
    assert "1 tall er tatt inn." in answer.content.decode()
    assert "Tatt inn 3. mai 2021" in answer.content.decode()
    assert "Illustrasjonstall" in answer.content.decode()
    again = secretary.post(PAGE, {"seen": page.context["seen"]}, follow=True)
    assert "Disse tallene er tatt inn fra før." in again.content.decode()
    assert len(told("electric-cars")) == 1


@pytest.mark.usefixtures("demo_day")
def test_the_page_says_what_was_refused(secretary: Client) -> None:
    accepted(counting(), cars=12)
    answer = secretary.post(PAGE, {"seen": "something else"}, follow=True)
    assert "siden du så" in answer.content.decode()


@pytest.mark.usefixtures("demo_day")
def test_a_call_without_such_questions_has_no_page_of_figures(secretary: Client) -> None:
    make_call()
    assert (secretary.get(PAGE).status_code, secretary.post(PAGE).status_code) == (404, 404)
    assert PAGE not in secretary.get("/innhenting/klimastatus-2021/").content.decode()


@pytest.mark.usefixtures("demo_day")
def test_the_page_asks_as_much_of_the_database_for_three_members_as_for_one(
    secretary: Client, django_assert_num_queries: Any
) -> None:
    call = counting()
    accepted(call, make_hamar(), cars=1)
    secretary.get(PAGE)
    with django_assert_num_queries(QUERIES):
        secretary.get(PAGE)
    for name, code in (("Løten", "3412"), ("Stange", "3413")):
        accepted(call, make_municipality(name, code), cars=1)
    with django_assert_num_queries(QUERIES):
        secretary.get(PAGE)


QUERIES = 11


def test_the_list_of_questions_and_the_page_of_the_figures_name_the_indicator(client: Client) -> None:
    call = counting()
    accepted(call, cars=12)
    changes.make_figures(call, **WHO)
    client.force_login(make_secretary())
    listed = client.get("/innhenting/klimastatus-2021/sporsmal/").text
    assert "blir til indikatoren electric-cars" in listed
    figures = client.get("/data/electric-cars/").text
    assert "Slik kommunene selv har publisert tallene" in figures


def test_the_page_of_figures_from_the_answers_shows_a_unit_in_one_language(client: Client) -> None:
    accepted(counting(unit="biler | bilar | cars"), cars=30)
    client.force_login(make_secretary())
    page = client.get(PAGE).text
    assert "30 biler" in page
    assert "|" not in page[page.index("30 biler") : page.index("30 biler") + 40]
