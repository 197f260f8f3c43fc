"""Documents, as programs read them."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dugnad.documents import changes
from dugnad.documents.states import State
from tests.api.doors import ask, key_of
from tests.factories.documents import AT, make_attachment, make_document, make_story, take_to
from tests.factories.members import make_editor, make_municipality
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    return [item["title"] for item in answer.json()["items"]]


def test_documents_are_those_that_the_one_who_asks_may_read(client: Client, demo_day: str) -> None:
    make_document(title="Utkast")
    make_document(state=State.PUBLISHED, title="Plan")
    assert titles(ask(client, "documents")) == ["Plan"]
    assert titles(ask(client, "documents", key=key_of(make_editor()))) == ["Plan", "Utkast"]


def test_documents_are_found_by_kind_theme_owner_year_and_state(client: Client, demo_day: str) -> None:
    lillestrom = make_municipality("Lillestrøm", "3030")
    make_story(state=State.PUBLISHED, title="Energi", theme="energy", year=2020)
    make_story(lillestrom, State.PUBLISHED, title="Vei", theme="transport")
    make_document(lillestrom, State.PUBLISHED, title="Plan")
    found = {
        query: titles(ask(client, f"documents?{query}"))
        for query in (
            "kind=story",
            "kind=report",
            "kind=poem",
            "theme=energy",
            "owner=3030",
            "owner=hamar",
            "owner=nobody",
            "year=2020",
            "state=published",
            "state=draft",
            "state=asleep",
        )
    }
    assert found == {
        "kind=story": ["Vei", "Energi"],
        "kind=report": ["Plan"],
        "kind=poem": [],
        "theme=energy": ["Energi"],
        "owner=3030": ["Plan", "Vei"],
        "owner=hamar": ["Energi"],
        "owner=nobody": [],
        "year=2020": ["Energi"],
        "state=published": ["Plan", "Vei", "Energi"],
        "state=draft": [],
        "state=asleep": [],
    }


def test_a_document_has_its_text_facts_and_attachments(client: Client, demo_day: str, settings: Any) -> None:
    settings.PUBLIC_URL = "https://alliansen.example"
    story = make_story(
        activities=[make_activity(key="klimastatus")],
        goals=[11, 13],
        effect_value=120,
        effect_unit="t_co2e_a",
        effect_method="Målt på straummålaren",
        contact="Kari Nordmann",
    )
    attachment = make_attachment(story)
    take_to(story, State.PUBLISHED)
    answer = ask(client, f"documents/{story.slug}").json()
    sha256 = answer.pop("sha256")
    assert (len(sha256), len(answer["attachments"][0].pop("sha256"))) == (64, 64)
    assert answer == {
        "id": "hamar-2021-varmelager-i-tegl",
        "kind": "story",
        "title": "Varmelager i tegl",
        "language": "nn",
        "year": 2021,
        "state": "published",
        "version": 1,
        "owner": {"id": "3403", "name": "Hamar"},
        "activities": ["2021/klimastatus"],
        "theme": "energy",
        "goals": [11, 13],
        "effect": {"value": 120.0, "unit": "t_co2e_a", "method": "Målt på straummålaren"},
        "illustrative": False,
        "published_at": "2021-05-03T07:00:00Z",
        "url": "https://alliansen.example/dokumenter/hamar-2021-varmelager-i-tegl/",
        "text": "Hamar har bygd eit varmelager av gamle teglsteinar.\n\nDet sparer straum.",
        "attachments": [
            {
                "title": "Tegl",
                "url": f"https://alliansen.example/dokumenter/{story.slug}/vedlegg/{attachment.pk}/",
                "alt_text": "Ein stabel teglstein",
                "credit": "Kari Nordmann",
                "licence": "cc-by-4.0",
            }
        ],
    }


def test_a_draft_answers_strangers_with_the_same_bytes_as_nothing(client: Client, demo_day: str) -> None:
    draft = make_document()
    hidden, missing = ask(client, f"documents/{draft.slug}"), ask(client, "documents/nothing")
    assert (hidden.status_code, hidden.content, dict(hidden.headers)) == (
        404,
        missing.content,
        dict(missing.headers),
    )


def test_a_draft_of_a_published_document_leaves_every_byte_for_strangers_as_it_was(
    client: Client, demo_day: str
) -> None:
    document = make_document(state=State.PUBLISHED)
    addresses = ["documents", f"documents/{document.slug}", "documents?state=draft", "documents?year=2021"]
    before = [ask(client, address).content for address in addresses]
    changes.edit_document(document, revision=document.revision, by=None, at=AT, title="Hemmelig")
    assert [ask(client, address).content for address in addresses] == before


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    client: Client, demo_day: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    activity = make_activity()
    for count in (1, 2):
        for _ in range(count):
            make_story(state=State.PUBLISHED, activities=[activity])
        with django_assert_num_queries(7):
            answer = ask(client, "documents")
    assert answer.json()["count"] == 3
