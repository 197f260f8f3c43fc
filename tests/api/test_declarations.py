"""Declarations, as programs read them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dugnad.declarations.kinds import EndorsementWay, SuccessionKind
from dugnad.declarations.models import Reservation
from dugnad.declarations.states import EndorsementState, WordingState
from dugnad.members.kinds import OrganisationKind
from tests.api.doors import ask, key_of
from tests.factories.declarations import (
    make_declaration,
    make_endorsement,
    make_point,
    make_signature,
    make_succession,
    make_wording,
)
from tests.factories.members import make_editor, make_municipality, make_organisation, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
REGISTER = "declarations/ordforererklaering/register"


def items(answer: Any) -> list[dict[str, Any]]:
    return answer.json()["items"]


def test_declarations_are_listed_by_name(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://alliansen.example"
    make_declaration()
    assert ask(client, "declarations").json() == {
        "items": [
            {
                "key": "ordforererklaering",
                "title": "Erklæringen",
                "about": "",
                "url": "https://alliansen.example/erklaering/ordforererklaering/",
            }
        ],
        "count": 1,
        "next": None,
    }


def test_a_declaration_has_its_texts_points_and_lineage(client: Client) -> None:
    old = make_wording(state=WordingState.ADOPTED)
    cut, unknown = make_point(old), make_point(old, "punkt-7", number="7", is_missing=True)
    new = make_wording("2022", is_illustrative=True)
    heir, nature = make_point(new, "lokalt"), make_point(new, "natur", number="8")
    make_succession(cut, heir, SuccessionKind.SPLIT, reason_nb="To ting.")
    make_succession(None, nature, SuccessionKind.NEW, reason_nb="Manglet.")
    make_succession(unknown, None, SuccessionKind.DROPPED, wording=new)
    answer = ask(client, "declarations/ordforererklaering", key=key_of(make_secretary())).json()
    versions = {version["version"]: version for version in answer["versions"]}
    assert (versions["2019"]["adopted"], versions["2019"]["sha256"]) == ("2019-02-07", "a" * 64)
    assert versions["2019"]["points"][0] == {
        "number": "1",
        "id": "kutt-utslipp",
        "kind": "measure",
        "applies_to": "all",
        "title": "Punkt 1",
        "text": "Gjøre det som står i punkt 1.",
        "missing": False,
        "lineage": [],
    }
    assert [(point["id"], point["lineage"]) for point in versions["2022"]["points"]] == [
        ("lokalt", [{"from": "kutt-utslipp", "how": "split", "reason": "To ting."}]),
        ("natur", [{"from": None, "how": "new", "reason": "Manglet."}]),
    ]
    told = {name: versions["2022"][name] for name in ("state", "adopted", "dropped", "illustrative")}
    assert told == {"state": "draft", "adopted": None, "dropped": ["punkt-7"], "illustrative": True}


def test_strangers_read_what_is_adopted_and_those_who_sign_in_what_is_offered(client: Client) -> None:
    for name, state in (
        ("2019", WordingState.ADOPTED),
        ("2020", WordingState.WITHDRAWN),
        ("2021", WordingState.OFFERED),
        ("2022", WordingState.DRAFT),
    ):
        make_point(make_wording(name, state))
    keys = {"": "", "editor": key_of(make_editor(make_municipality())), "secretary": key_of(make_secretary())}
    found = {
        who: sorted(
            version["version"]
            for version in ask(client, "declarations/ordforererklaering", key=key).json()["versions"]
        )
        for who, key in keys.items()
    }
    assert found == {"": ["2019"], "editor": ["2019", "2021"], "secretary": ["2019", "2021", "2022"]}


def test_the_register_answers_for_any_day(client: Client) -> None:
    wording = make_wording(state=WordingState.ADOPTED)
    hamar, oslo = make_municipality("Hamar", "3403"), make_municipality("Oslo", "0301")
    county = make_organisation("Innlandet", kind=OrganisationKind.COUNTY_AUTHORITY)
    first = make_endorsement(
        hamar, wording, way=EndorsementWay.COUNCIL, body_name="Kommunestyret", case_number="19/4"
    )
    make_signature(first, signatory="Kari Demo")
    point = make_point(wording)
    Reservation.objects.create(endorsement=first, point=point, text="Ikke fergene.")
    late = make_endorsement(county, wording, endorsed_on=date(2019, 2, 20))
    make_signature(late, signed_on=date(2019, 4, 1), at_ceremony=False, is_deputy=True, office="county_mayor")
    make_endorsement(
        oslo,
        wording,
        state=EndorsementState.WITHDRAWN,
        endorsed_on=date(2019, 2, 7),
        withdrawn_on=date(2020, 1, 1),
    )
    found = {
        on: [(item["organisation"], item["signed_on"]) for item in items(ask(client, f"{REGISTER}?on={on}"))]
        for on in ("2019-02-07", "2019-03-01", "2019-12-31", "2021-05-03")
    }
    assert found == {
        "2019-02-07": [("3403", "2019-02-07"), ("0301", None)],
        "2019-03-01": [("3403", "2019-02-07"), ("0301", None), ("innlandet", None)],
        "2019-12-31": [("3403", "2019-02-07"), ("0301", None), ("innlandet", "2019-04-01")],
        "2021-05-03": [("3403", "2019-02-07"), ("innlandet", "2019-04-01")],
    }
    assert items(ask(client, REGISTER))[0] == {
        "organisation": "3403",
        "name": "Hamar",
        "kind": "municipality",
        "endorsed_on": "2019-02-07",
        "mandate": {"way": "council", "body": "Kommunestyret", "case_number": "19/4"},
        "signed_on": "2019-02-07",
        "at_ceremony": True,
        "signatory": "Kari Demo",
        "office": "mayor",
        "deputy": False,
        "reservations": [{"point": "kutt-utslipp", "text": "Ikke fergene."}],
        "illustrative": False,
    }


def test_the_register_is_of_the_text_that_held_or_of_the_one_that_is_named(client: Client) -> None:
    make_endorsement(make_municipality("Hamar", "3403"), make_wording(state=WordingState.ADOPTED))
    make_endorsement(make_municipality("Oslo", "0301"), make_wording("2022", WordingState.OFFERED))
    assert [item["organisation"] for item in items(ask(client, REGISTER))] == ["3403"]
    assert ask(client, f"{REGISTER}?version=2022").status_code == 404
    key = key_of(make_editor(make_municipality("Asker", "3025")))
    assert [item["organisation"] for item in items(ask(client, f"{REGISTER}?version=2022", key=key))] == [
        "0301"
    ]


@pytest.mark.parametrize(
    "address",
    [
        "declarations/finnes-ikke",
        "declarations/finnes-ikke/register",
        f"{REGISTER}?on=2018-01-01",
        f"{REGISTER}?version=1999",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    make_wording(state=WordingState.ADOPTED)
    assert ask(client, address).status_code == 404


def test_a_day_that_is_none_is_told_with_its_field(client: Client) -> None:
    make_wording(state=WordingState.ADOPTED)
    answer = ask(client, f"{REGISTER}?on=i-fjor")
    assert (answer.status_code, answer.json()["field"]) == (422, "on")


def test_the_register_takes_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: Any
) -> None:
    wording = make_wording(state=WordingState.ADOPTED)
    for number in (1, 2, 3):
        make_signature(make_endorsement(make_municipality(f"Kommune {number}", f"340{number}"), wording))
        if number != 2:
            with django_assert_num_queries(12):
                ask(client, REGISTER)


def test_search_finds_points_and_declarations(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://alliansen.example"
    make_point(make_wording(state=WordingState.ADOPTED), title_nb="Kutte utslipp")
    hits = {hit["kind"]: (hit["id"], hit["url"]) for hit in items(ask(client, "search?q=kutte"))}
    address = "https://alliansen.example/erklaering/ordforererklaering/"
    assert hits == {"point": ("ordforererklaering/kutt-utslipp", f"{address}punkt/kutt-utslipp/")}
    hits = {hit["kind"]: (hit["id"], hit["url"]) for hit in items(ask(client, "search?q=erklæringen"))}
    assert hits == {"declaration": ("ordforererklaering", address)}
