"""Objections to published figures: raised with a submission, sent, met by a later vintage, dropped."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.kinds.confirming import figure_lacks
from dugnad.calls.kinds.facts import Given
from dugnad.calls.models import Objection, Question, Reply
from dugnad.calls.queries.prefill import Prefilled
from dugnad.calls.rules import agrees, is_revised, state_of_objection
from dugnad.calls.states import ObjectionState
from dugnad.indicators.models import Vintage
from dugnad.kit import history
from dugnad.members.models import MunicipalityCode
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
from tests.factories.indicators import make_country
from tests.factories.members import make_municipality, make_organisation, make_person
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TODAY, LATER = AT.date(), AT + timedelta(days=30)
IN_MAY = LATER.date()
ASKED = {
    "total": {
        "kind": QuestionKind.FIGURE,
        "unit": "tonn CO2e",
        "indicator": "ghg-emissions",
        "indicator_year": 2019,
    },
    "road": {
        "kind": QuestionKind.FIGURE,
        "unit": "tonn CO2e",
        "indicator": "ghg-emissions",
        "indicator_sector": "road_traffic",
        "indicator_year": 2019,
    },
}
WRONG = {"right": False, "value": 80, "reason": "Fabrikken er lagt ned."}


def figures(road: float, heating: float = 20.0, *, seen_on: str = "2021-02-25") -> None:
    make_figures((2019, "road_traffic", road), (2019, "heating", heating), seen_on=seen_on)


def objecting(**answers: Any) -> Reply:
    """Hamar's submitted reply with these answers; what it objects to is raised."""
    make_hamar()
    figures(100.0)
    reply = make_reply(make_call(ASKED), **answers)
    submit(reply)
    return reply


def row_of(reply: Reply, key: str = "road", on: date = IN_MAY) -> queries.ObjectionRow:
    return queries.objections_of(reply, on=on)[key]


# Rules ---------------------------------------------------------------------------------------------------


@given(st.floats(0, 1e9), st.floats(0, 1e9))
def test_figures_agree_within_half_a_per_cent_or_half_a_unit(one: float, other: float) -> None:
    assert agrees(one, one)
    assert agrees(one, other) == (abs(one - other) <= max(0.005 * one, 0.5))


def test_figures_agree_at_the_edge_of_the_tolerance() -> None:
    found = [agrees(80, now) for now in (79.5, 80.5, 79.4, 80.6)] + [agrees(1000, now) for now in (995, 994)]
    assert found == [True, True, False, False, True, False]


def test_is_revised_needs_two_figures_that_differ() -> None:
    pairs: list[tuple[float | None, float | None]] = [(1, 2), (1, 1), (None, 1), (1, None)]
    assert [is_revised(confirmed, now) for confirmed, now in pairs] == [True, False, False, False]


@pytest.mark.parametrize(
    ("facts", "now", "state"),
    [
        ({}, None, "raised"),
        ({"sent_at": AT}, None, "sent"),
        ({"sent_at": AT}, 100, "sent"),
        ({"proposed": 80}, 80.4, "agreed"),
        ({"proposed": 80}, 90, "raised"),
        ({"sent_at": AT}, 90, "revised"),
        ({"sent_at": AT}, 100.4, "sent"),
        ({"proposed": 80, "dropped_at": AT}, 80, "dropped"),
    ],
)
def test_state_of_objection_is_worked_out_from_the_newest_figure(
    facts: dict[str, Any], now: float | None, state: str
) -> None:
    assert state_of_objection(Objection(published=100, **facts), now) == state


# Raising -------------------------------------------------------------------------------------------------


def test_submit_reply_raises_what_the_member_says_is_wrong() -> None:
    reply = objecting(road=WRONG, total={"right": True})
    (objection,) = Objection.objects.all()
    told = (objection.municipality_code, objection.indicator, objection.sector, objection.year)
    assert told == ("3403", "ghg-emissions", "road_traffic", 2019)
    assert (objection.published, objection.proposed, objection.unit) == (100.0, 80.0, "t CO2e")
    assert (objection.reason, objection.vintage, objection.raised_at) == (
        "Fabrikken er lagt ned.",
        Vintage.objects.get(),
        AT,
    )
    assert (str(objection), row_of(reply).state) == ("Hamar: ghg-emissions 2019", ObjectionState.RAISED)
    assert [change.verb for change in history.changes_of(objection)] == ["raise_objection"]


def test_submit_reply_raises_nothing_of_what_is_only_a_draft_or_has_no_figure() -> None:
    reply = make_reply(make_call(ASKED), road=WRONG)
    submit(reply)
    save(reply, total=WRONG)
    assert Objection.objects.count() == 0


def test_submit_reply_takes_the_number_of_the_place_as_it_was_published() -> None:
    make_country()
    hamar = make_organisation("Hamar", kind="municipality")
    MunicipalityCode.objects.filter(name="Hamar").update(organisation=hamar)
    make_figures((2018, "road_traffic", 100.0), code="0403", seen_on="2019-05-01")
    asked = {"road": ASKED["road"] | {"indicator_year": 2018}}
    submit(make_reply(make_call(asked), hamar, road=WRONG))
    assert Objection.objects.get().municipality_code == "0403"


def test_submit_reply_again_in_the_same_words_leaves_an_objection_that_was_sent() -> None:
    reply = objecting(road=WRONG)
    objection = Objection.objects.get()
    changes.send_objections([objection.pk], on=TODAY, by=None, at=AT)
    submit(reply, "again", at=LATER)
    objection.refresh_from_db()
    assert (objection.raised_at, objection.sent_at) == (AT, AT)


def test_submit_reply_with_other_words_brings_an_objection_up_to_date() -> None:
    reply = objecting(road=WRONG)
    objection = Objection.objects.get()
    changes.send_objections([objection.pk], on=TODAY, by=None, at=AT)
    figures(95.0, seen_on="2021-04-30")
    save(reply, road=WRONG | {"value": 70})
    submit(reply, "again", at=LATER)
    objection.refresh_from_db()
    told = (objection.published, objection.proposed, objection.raised_at, objection.sent_at)
    assert told == (95.0, 70.0, LATER, None)
    assert objection.vintage == Vintage.objects.get(seen_on=date(2021, 4, 30))


def test_submit_reply_with_new_evidence_raises_an_objection_anew() -> None:
    reply = objecting(road=WRONG)
    question = question_of(reply.call, "road")
    changes.attach_file(
        reply, question, b"kommune,tonn\nHamar,80\n", "maaling.csv", by=None, at=LATER,
        licence="alliance", consent="not_needed",
    )  # fmt: skip
    submit(reply, "again", at=LATER)
    assert Objection.objects.get().raised_at == LATER
    assert [file.name for file in row_of(reply).evidence] == ["maaling.csv"]


def test_evidence_is_what_stood_beside_the_answer_when_it_was_submitted() -> None:
    reply = objecting(road=WRONG)
    changes.attach_file(
        reply, question_of(reply.call, "road"), b"a,b\n1,2\n", "senere.csv", by=None, at=LATER,
        licence="alliance", consent="not_needed",
    )  # fmt: skip
    assert row_of(reply).evidence == []


def test_submit_reply_drops_an_objection_when_the_figure_is_confirmed_and_raises_it_again() -> None:
    reply = objecting(road=WRONG)
    save(reply, road={"right": True})
    submit(reply, "confirmed", at=LATER)
    assert (row_of(reply).state, row_of(reply).drop_reason) == (ObjectionState.DROPPED, "")
    submit(reply, "confirmed again", at=LATER)
    save(reply, road=WRONG)
    submit(reply, "wrong after all", at=LATER + timedelta(days=1))
    assert row_of(reply).state == ObjectionState.RAISED
    verbs = [change.verb for change in history.changes_of(Objection.objects.get())]
    assert verbs == ["raise_objection", "drop_objection", "raise_objection"]


def test_withdraw_reply_drops_what_it_objects_to() -> None:
    reply = objecting(road=WRONG, total=WRONG)
    save(reply, total={"right": True})
    submit(reply, "one is right", at=AT)
    changes.withdraw_reply(reply, reason="Feil versjon.", by=None, at=LATER)
    assert {o.dropped_at for o in Objection.objects.all()} == {AT, LATER}


# Met by a later vintage ----------------------------------------------------------------------------------


def test_an_objection_closes_by_itself_when_a_later_vintage_has_the_members_figure() -> None:
    reply = objecting(road=WRONG)
    figures(80.2, seen_on="2021-05-10")
    row = row_of(reply)
    assert (row.state, row.now, row.is_standing) == (ObjectionState.AGREED, 80.2, False)
    assert row.vintage == Vintage.objects.get(seen_on=date(2021, 5, 10))
    assert row_of(reply, on=date(2021, 5, 9)).state == ObjectionState.RAISED


def test_an_objection_without_a_figure_is_revised_and_not_agreed() -> None:
    reply = objecting(total={"right": False, "reason": "Fabrikken er lagt ned."})
    figures(60.0, seen_on="2021-05-10")
    assert (row_of(reply, "total").state, row_of(reply, "total").now) == (ObjectionState.REVISED, 80)


def test_an_objection_stays_when_a_later_vintage_says_the_same_or_tells_of_other_places() -> None:
    reply = objecting(road=WRONG)
    figures(100.0, heating=30, seen_on="2021-05-10")
    assert (row_of(reply).state, row_of(reply).now) == (ObjectionState.RAISED, 100)
    make_municipality("Ringsaker", "3411")
    make_figures((2019, "road_traffic", 80.0), code="3411", seen_on="2021-05-11")
    assert row_of(reply).state == ObjectionState.RAISED


def test_an_objection_of_a_place_that_is_no_more_stays_as_it_is() -> None:
    reply = objecting(road=WRONG)
    figures(80.0, seen_on="2021-05-10")
    reply.organisation.codes.update(organisation=None)
    assert (row_of(reply).state, row_of(reply).now) == (ObjectionState.RAISED, None)


# Sending and dropping ------------------------------------------------------------------------------------


def test_send_objections_marks_those_that_wait_and_only_once() -> None:
    objecting(road=WRONG, total=WRONG)
    pks = [objection.pk for objection in Objection.objects.all()]
    secretary = make_person("Siri Sekretær")
    assert changes.send_objections(pks, on=TODAY, by=secretary, at=AT) == 2
    assert changes.send_objections(pks, on=TODAY, by=secretary, at=LATER) == 0
    assert {(o.sent_at, o.sent_by) for o in Objection.objects.all()} == {(AT, secretary)}
    assert [c.verb for c in history.changes_of(Objection.objects.all()[0])] == [
        "send_objection",
        "raise_objection",
    ]


def test_send_objections_takes_an_earlier_day_and_refuses_one_that_cannot_be() -> None:
    reply = objecting(road=WRONG)
    pks = [Objection.objects.get().pk]
    with refused("on", field="on"):
        changes.send_objections(pks, on=LATER.date(), by=None, at=AT)
    with refused("on", field="on"):
        changes.send_objections(pks, on=TODAY - timedelta(days=1), by=None, at=LATER)
    assert changes.send_objections(pks, on=TODAY + timedelta(days=1), by=None, at=LATER) == 1
    assert row_of(reply).state == ObjectionState.SENT
    assert Objection.objects.get().sent_at.isoformat() == "2021-04-21T10:00:00+00:00"  # type: ignore[union-attr]


def test_drop_objection_keeps_the_reason_and_refuses_a_second_time() -> None:
    reply = objecting(road=WRONG)
    objection = Objection.objects.get()
    with refused("reason", field="reason"):
        changes.drop_objection(objection, reason=" ", by=None, at=LATER)
    changes.drop_objection(objection, reason="Det er gjennomgangstrafikken.", by=None, at=LATER)
    assert row_of(reply).state == ObjectionState.DROPPED
    assert row_of(reply).drop_reason == "Det er gjennomgangstrafikken."
    with refused("state"):
        changes.drop_objection(objection, reason="Igjen.", by=None, at=LATER)


# Lists ---------------------------------------------------------------------------------------------------


def test_objection_list_is_grouped_by_publisher_filtered_and_counted() -> None:
    objecting(road=WRONG, total=WRONG)
    first = Objection.objects.get(sector="road_traffic")
    changes.send_objections([first.pk], on=TODAY, by=None, at=AT)
    found = queries.objection_list(on=TODAY)
    assert [str(group.source) for group in found.groups] == [
        "Miljødirektoratet: Klimagassutslipp i kommuner og fylker"
    ]
    assert (found.everyone, dict(found.states)) == (2, {"raised": 1, "sent": 1})
    assert found.calls == [("klimastatus-2021", "Klimastatus 2021")]
    assert found.indicators == [("ghg-emissions", "Klimagassutslipp")]
    assert [row.figure for row in found.groups[0].raised] == ["Klimagassutslipp, 2019"]
    assert [row.objection for row in queries.objection_list(on=TODAY, state="sent").rows] == [first]
    assert queries.objection_list(on=TODAY, call="another").rows == []
    assert queries.objection_list(on=TODAY, indicator="population").everyone == 0
    assert len(queries.objection_list(on=TODAY, source="miljodirektoratet").rows) == 2


def test_objection_list_is_empty_where_nobody_objects() -> None:
    assert queries.objection_list(on=TODAY).rows == []


def test_objections_listing_has_what_the_publisher_needs() -> None:
    objecting(road=WRONG)
    figures(90.0, seen_on="2021-05-10")
    (row,) = queries.objections_by(make_hamar(), on=LATER.date())
    header, (cells,) = queries.objections_listing([row])
    assert len(header) == len(cells)
    assert cells == [
        "3403", "Hamar", "Klimagassutslipp", 2019, "Veitrafikk", "", 100.0, 80.0, "t CO2e",
        "Fabrikken er lagt ned.", "", "Miljødirektoratet", date(2021, 2, 25), "utslipp.csv", "Skal sendes",
        AT.date(), None, 90, date(2021, 5, 10), None,
    ]  # fmt: skip


# A figure of another year, or another vintage than the one that was seen -----------------------------------


def latest() -> Reply:
    """Hamar's reply in which the newest figure, whatever its year, is confirmed: 100 tonnes of 2019."""
    make_hamar()
    figures(100.0)
    asked = {"road": ASKED["road"] | {"indicator_year": None}}
    reply = make_reply(make_call(asked), road={"right": True})
    submit(reply)
    return reply


def shown(reply: Reply) -> tuple[float | None, bool]:
    """The figure beside the answer in May, and whether it is said to be revised."""
    item = queries.sheet_of(reply, on=IN_MAY).items[0]
    return item.prefilled.value if item.prefilled else None, item.is_revised


def test_a_new_year_of_a_statistic_is_no_revision_of_the_year_that_was_confirmed() -> None:
    reply = latest()
    rows = [(2019, "road_traffic", 100.0), (2020, "road_traffic", 90.0)]
    make_figures(*rows, seen_on="2021-05-10")
    assert shown(reply) == (100, False)
    assert queries.revised_in(reply.call, on=IN_MAY) == []
    make_figures((2019, "road_traffic", 95.0), rows[1], seen_on="2021-05-11")
    assert shown(reply) == (95, True)
    assert [row.figures for row in queries.revised_in(reply.call, on=IN_MAY)] == [1]


def test_the_revised_figure_that_is_confirmed_is_that_of_the_same_year() -> None:
    reply = latest()
    make_figures((2019, "road_traffic", 95.0), (2020, "road_traffic", 90.0), seen_on="2021-05-10")
    anew = {"road": {"right": True, "vintage": "2021-05-10"}}
    changes.save_draft(reply, anew, reply.revision, None, LATER)
    value = reply.answers.get().value
    assert (value["value"], value["year"], value["vintage"]) == (95, 2019, "2021-05-10")


# A no is never lost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("proposed", [100.0, 100.3, 99.6])
def test_who_says_no_and_gives_the_published_figure_is_asked_which_is_meant(proposed: float) -> None:
    with refused("incomplete", field="road"):
        objecting(road=WRONG | {"value": proposed})
    assert Objection.objects.count() == 0


def test_who_is_asked_because_the_publisher_has_come_to_the_figure_since_it_was_written() -> None:
    make_hamar()
    figures(100.0)
    reply = make_reply(make_call(ASKED), road=WRONG)
    figures(80.0, seen_on="2021-05-10")
    with refused("incomplete", field="road"):
        submit(reply, at=LATER)


@pytest.mark.parametrize("proposed", [100.4, 100.2, 99.9, 0, 1000])
def test_a_no_with_another_figure_becomes_an_objection_however_near_it_is(proposed: float) -> None:
    make_hamar()
    figures(100.1)
    submit(make_reply(make_call(ASKED), road=WRONG | {"value": proposed}))
    assert [o.proposed for o in Objection.objects.all()] == [proposed]


@given(st.floats(0, 1e6), st.floats(0, 1e6).map(lambda figure: round(figure, 1)))
def test_who_says_no_is_asked_only_where_rounding_makes_the_figures_one(own: float, published: float) -> None:
    asked = Question(**ASKED["road"])
    said = figure_lacks(
        asked,
        WRONG | {"value": own},
        Given(prefilled=Prefilled(published, "t CO2e", 2019, "2021-02-25", "Miljødirektoratet")),
    )
    decimals = 0 if published.is_integer() else 1
    assert bool(said) == (round(own, decimals) == published)


def test_an_objection_to_a_small_error_is_met_only_by_its_own_figure() -> None:
    objection = Objection(published=100.1, proposed=100.4)
    assert [state_of_objection(objection, now) for now in (100.1, 100.4)] == ["raised", "agreed"]
