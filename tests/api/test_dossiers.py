"""Dossiers and the register of statements, for programs."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad.declarations.states import WordingState
from dugnad.dossiers import changes
from dugnad.members.kinds import BodyKind
from tests.factories.declarations import make_point, make_wording
from tests.factories.dossiers import (
    NOBODY,
    make_ask,
    make_consultation,
    make_dossier,
    make_response,
    make_sent,
)
from tests.factories.events import make_event, make_item, make_outcome
from tests.factories.members import make_body
from tests.factories.programme import make_activity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def read(address: str, status: int = 200) -> Any:
    response = Client().get(f"/api/v1/{address}")
    assert response.status_code == status
    return response.json()


def test_a_stranger_reads_the_issues_that_everybody_may_see():
    dossier = make_dossier(activity=make_activity(key="ntp"), addressees="Stortinget")
    make_dossier("Hemmelig", is_public=False)
    listed = read("dossiers")
    assert listed["count"] == 1
    assert listed["items"][0] == {
        "id": dossier.key,
        "title": "Sirkulær økonomi",
        "state": "watching",
        "addressee": "ministry",
        "names": ["Stortinget"],
        "activity": "2021/ntp",
        "points": [],
        "url": f"http://127.0.0.1:8000/paavirkning/{dossier.key}/",
    }
    read("dossiers/hemmelig", status=404)


def test_an_issue_tells_what_each_ask_repeats_and_what_came_of_it():
    point = make_point(make_wording(state=WordingState.ADOPTED))
    consultation = make_sent()
    first = make_ask(consultation=consultation, points=[point])
    again = make_ask(consultation.dossier, repeats=first, raised_on=date(2021, 5, 3))
    make_response(first, "met", on=date(2021, 5, 3))
    wrong = make_response(first, "not_met", on=date(2021, 5, 3))
    changes.strike_response(wrong, because="Gjaldt noe annet.", **NOBODY)
    told = read(f"dossiers/{consultation.dossier.key}")
    assert [(one["id"], one["standing"]) for one in told["consultations"]] == [(consultation.slug, "sent")]
    asks = {one["id"]: one for one in told["asks"]}
    assert asks[first.pk]["points"] == ["ordforererklaering/kutt-utslipp"]
    assert (asks[first.pk]["state"], asks[first.pk]["consultation"]) == ("met", consultation.slug)
    assert [one["source"] for one in asks[first.pk]["outcomes"]] == ["Meld. St. 13 (2020–2021)"]
    assert (asks[again.pk]["repeats"], asks[again.pk]["consultation"]) == (first.pk, None)


def test_the_register_says_who_approved_what_and_when_it_went():
    consultation = make_sent(make_consultation(joint_with="KS"))
    decision = make_outcome(make_item(make_event(body=make_body(BodyKind.BOARD), starts=NOBODY["at"])))
    changes.note_approval(consultation, decision, **NOBODY)
    make_sent(make_consultation(consultation.dossier), on=date(2021, 4, 28))
    told = read("statements")["items"]
    assert [(one["sent"], one["document"]) for one in told] == [("2021-05-03", None), ("2021-04-28", None)]
    assert (told[0]["body"]["name"], told[0]["decided"]) == (str(decision.body), "2021-05-03")
    assert (told[0]["together_with"], told[1]["body"]) == (["KS"], None)


def test_search_for_programs_finds_consultations():
    consultation = make_consultation()
    kinds = {hit["kind"]: hit["id"] for hit in read("search?q=sirkulær")["items"]}
    assert kinds["consultation"] == consultation.slug
