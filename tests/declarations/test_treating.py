"""Bodies treat a text: planned, held, what they said, and whether the text has changed since."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from dugnad.declarations import changes, queries
from dugnad.declarations.kinds import Stance, TreatmentOutcome
from dugnad.declarations.models import Treatment, Wording
from dugnad.declarations.states import WordingState
from dugnad.kit.clock import OSLO
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import make_body, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
TODAY, LATER = date(2021, 5, 3), date(2022, 1, 11)
ROOT = "/erklaering/ordforererklaering/2022/behandling/"
NOTED = TreatmentOutcome.NOTED


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def draft() -> Wording:
    wording = make_wording("2022")
    make_point(wording, "kutt", text_nb="Kutte utslipp.")
    return wording


def words(response: Any) -> str:
    return str(response.content.decode())


def held(draft: Wording, **fields: Any) -> Treatment:
    treatment = changes.plan_treatment(draft, make_body(), on=TODAY, **NOBODY)
    changes.enter_treatment(treatment, held_on=TODAY, outcome=NOTED, **fields, **NOBODY)
    return treatment


def test_plan_treatment_refuses_the_same_body_on_the_same_day(draft):
    changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)
    with refused("on", field="on"):
        changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)


def test_move_treatment_plans_another_day_that_is_free(draft):
    first = changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)
    changes.plan_treatment(draft, make_body(), on=date(2022, 3, 10), **NOBODY)
    with refused("on", field="on"):
        changes.move_treatment(first, on=date(2022, 3, 10), **NOBODY)
    changes.move_treatment(first, on=LATER, note="Med vedlegg.", **NOBODY)
    changes.move_treatment(first, on=date(2022, 1, 12), note="Med vedlegg.", **NOBODY)
    first.refresh_from_db()
    assert (first.planned_on, first.note) == (date(2022, 1, 12), "Med vedlegg.")


def test_cancel_treatment_takes_away_a_plan_and_not_what_was_held(draft):
    changes.cancel_treatment(changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY), **NOBODY)
    assert not draft.treatments.exists()
    with refused("state"):
        changes.cancel_treatment(held(draft), **NOBODY)


def test_enter_treatment_keeps_the_fingerprint_of_the_text_that_the_body_had(draft):
    treatment = held(draft, case_number="7/21", note="Bra.")
    had = queries.fingerprint_of(draft)
    assert (treatment.sha256, treatment.outcome, treatment.case_number) == (had, NOTED, "7/21")
    changes.edit_point(draft.points.get(), text_nb="Kutte mer.", **NOBODY)
    changes.enter_treatment(treatment, held_on=TODAY, outcome=TreatmentOutcome.RECOMMENDED, **NOBODY)
    treatment.refresh_from_db()
    assert (treatment.sha256, treatment.outcome) == (had, TreatmentOutcome.RECOMMENDED)


def test_enter_treatment_refuses_a_day_that_has_not_come(draft):
    treatment = changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)
    with refused("held_on", field="held_on"):
        changes.enter_treatment(treatment, held_on=LATER, outcome=NOTED, **NOBODY)


def test_a_body_that_had_no_text_has_no_fingerprint(draft):
    assert not held(draft, had_text=False).sha256


def test_treatments_stand_by_their_day_and_say_whether_the_text_changed(draft):
    planned = changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)
    late = changes.plan_treatment(draft, make_body(), on=date(2021, 4, 1), **NOBODY)
    done = held(draft)
    rows = queries.treatments_of(draft)
    assert [row.treatment for row in rows] == [late, done, planned]
    assert [row.is_overdue(TODAY) for row in rows] == [True, False, False]
    assert not any(row.has_changed_since for row in rows)
    changes.edit_point(draft.points.get(), text_nb="Kutte mer.", **NOBODY)
    assert [row.has_changed_since for row in queries.treatments_of(draft)] == [False, True, False]
    assert queries.timeline_of(draft.declaration, [draft]) == [late, done, planned]
    assert list(queries.held_treatments(draft)) == [done]
    assert queries.treatment_of(draft, done.pk) == done


def test_give_opinions_enters_changes_and_takes_away(draft):
    treatment = held(draft)
    told = {"kind": "strike", "point": draft.points.get(), "reason": "For svakt."}
    amendment = changes.propose_amendment(draft, **told, **NOBODY)
    assert changes.give_opinions(treatment, {amendment: (Stance.SUPPORTED, "Enig.")}, **NOBODY) == 1
    assert changes.give_opinions(treatment, {amendment: (Stance.SUPPORTED, "Enig.")}, **NOBODY) == 0
    assert changes.give_opinions(treatment, {amendment: (Stance.NEUTRAL, "")}, **NOBODY) == 1
    assert queries.opinions_in(treatment)[amendment.pk].stance == Stance.NEUTRAL
    assert changes.give_opinions(treatment, {amendment: ("", "")}, **NOBODY) == 1
    assert changes.give_opinions(treatment, {amendment: ("", "")}, **NOBODY) == 0
    assert queries.opinions_in(treatment) == {}


def test_give_opinions_refuses_before_the_body_has_treated_the_text(draft):
    with refused("state"):
        changes.give_opinions(changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY), {}, **NOBODY)


# Pages ------------------------------------------------------------------------------------------------------


def test_a_treatment_is_planned_moved_held_and_its_opinions_ticked_on_pages(draft, secretary):
    body = make_body()
    assert "No treatment yet" in words(secretary.get(ROOT))
    assert secretary.post(f"{ROOT}ny/", {"body": body.pk, "on": "2022-01-11"})["Location"] == ROOT
    twice = secretary.post(f"{ROOT}ny/", {"body": body.pk, "on": "2022-01-11"})
    assert twice.status_code == 422
    assert "on that day already" in words(twice)
    treatment = draft.treatments.get()
    page = f"{ROOT}{treatment.pk}/"
    assert secretary.get(f"{page}forslagene/").status_code == 404
    assert secretary.post(f"{page}flytt/", {"on": "2021-05-03"})["Location"] == page
    sent = {"held_on": "2021-05-03", "outcome": NOTED, "case_number": "7/21", "had_text": "on"}
    assert secretary.post(f"{page}sagt/", sent)["Location"] == page
    assert secretary.get(f"{page}flytt/").status_code == 404
    told = {"kind": "strike", "point": draft.points.get(), "reason": "For svakt."}
    amendment = changes.propose_amendment(draft, **told, **NOBODY)
    said = {f"stance_{amendment.pk}": Stance.NOT_SUPPORTED, f"note_{amendment.pk}": "Vi vil ha det."}
    assert "Ta ut et punkt" not in words(secretary.get(f"{page}forslagene/"))
    assert secretary.post(f"{page}forslagene/", said)["Location"] == page
    shown = words(secretary.get(page))
    for text in ("7/21", "Does not support it", "Vi vil ha det.", queries.fingerprint_of(draft)):
        assert text in shown


def test_a_plan_is_taken_away_on_its_page(draft, secretary):
    treatment = changes.plan_treatment(draft, make_body(), on=LATER, **NOBODY)
    assert secretary.get(f"{ROOT}{treatment.pk}/ta-bort/").status_code == 200
    assert secretary.post(f"{ROOT}{treatment.pk}/ta-bort/")["Location"] == ROOT
    assert secretary.get(f"{ROOT}{treatment.pk}/").status_code == 404


def test_a_text_that_changed_since_says_so(draft, secretary):
    treatment = held(draft)
    changes.edit_point(draft.points.get(), text_nb="Kutte mer.", **NOBODY)
    assert "The text has changed since." in words(secretary.get(ROOT))
    assert "said of the words as they were" in words(secretary.get(f"{ROOT}{treatment.pk}/"))


def test_everybody_reads_who_treated_a_text_that_is_adopted():
    wording = make_wording("2022", WordingState.ADOPTED)
    treatment = held(wording)
    stranger = Client()
    stranger.cookies["language"] = "en"
    assert "Noted" in words(stranger.get(ROOT))
    assert stranger.get(f"{ROOT}{treatment.pk}/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_of_treatments_take_the_same_queries_for_one_and_for_three(
    rows, draft, secretary, django_assert_num_queries
):
    treatments = [held_by(draft, f"Organ {number}") for number in range(rows)]
    for path, count in ((ROOT, 6), (f"{ROOT}{treatments[0].pk}/", 11)):
        secretary.get(path)
        with django_assert_num_queries(count):
            secretary.get(path)


def held_by(draft: Wording, name: str) -> Treatment:
    treatment = changes.plan_treatment(draft, make_body(name_nb=name), on=TODAY, **NOBODY)
    changes.enter_treatment(treatment, held_on=TODAY, outcome=NOTED, **NOBODY)
    return treatment
