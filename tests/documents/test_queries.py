"""Questions about documents: every viewer against every state."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from dugnad.documents import changes, queries
from dugnad.documents.models import Document
from dugnad.documents.states import State
from dugnad.members.queries import viewer_of
from dugnad.members.rules import Viewer
from tests.factories.documents import AT, make_attachment, make_document, make_story, take_to
from tests.factories.members import (
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_secretary,
)
from tests.factories.programme import make_activity

pytestmark = pytest.mark.django_db
STRANGER = Viewer()


def seen_by(user: Any) -> Viewer:
    return viewer_of(user, on=AT.date())


@pytest.fixture
def shelf() -> dict[State, Document]:
    """A document of Hamar's in each state, and a published one that is being written anew."""
    hamar = make_municipality()
    return {state: make_document(hamar, state, title=state.label) for state in State}


@pytest.fixture
def revised() -> Document:
    """A published document whose next version is a draft."""
    document = make_document(state=State.PUBLISHED, title="Publisert tittel")
    changes.edit_document(document, revision=document.revision, by=None, at=AT, title="Hemmelig tittel")
    return document


@pytest.mark.parametrize(
    ("make", "states"),
    [
        (None, {"published"}),
        (make_guest, {"published"}),
        (make_body_member, {"in_review", "approved", "published"}),
        (make_editor, {"draft", "in_review", "approved", "published", "withdrawn"}),
        (make_secretary, {"draft", "in_review", "approved", "published", "withdrawn"}),
    ],
)
def test_visible_to_shows_each_viewer_their_documents(shelf: Any, make: Any, states: set[str]) -> None:
    viewer = seen_by(make()) if make else STRANGER
    assert {document.state for document in queries.visible_to(viewer)} == states
    for state, document in shelf.items():
        assert (queries.card_of(document, viewer) is not None) == (state.value in states)


def test_another_members_editor_sees_what_a_stranger_sees(shelf: Any) -> None:
    neighbour = seen_by(make_editor(make_municipality("Lillestrøm", "3030")))
    assert {document.state for document in queries.visible_to(neighbour)} == {"published"}


def test_a_draft_of_a_published_document_stays_with_its_writers(revised: Document) -> None:
    titles = {
        "stranger": queries.card_of(revised, STRANGER),
        "board": queries.card_of(revised, seen_by(make_body_member())),
        "editor": queries.card_of(revised, seen_by(make_editor())),
    }
    assert {who: (card.title, card.state) for who, card in titles.items() if card} == {
        "stranger": ("Publisert tittel", State.PUBLISHED),
        "board": ("Publisert tittel", State.PUBLISHED),
        "editor": ("Hemmelig tittel", State.DRAFT),
    }


def test_a_body_reads_the_version_under_treatment(revised: Document) -> None:
    take_to(revised, State.IN_REVIEW)
    card = queries.card_of(revised, seen_by(make_body_member()))
    assert card is not None
    assert (card.title, card.state) == ("Hemmelig tittel", State.IN_REVIEW)


def test_in_state_never_tells_strangers_of_a_draft(revised: Document) -> None:
    def found(state: State, viewer: Viewer) -> list[Document]:
        return list(queries.in_state(queries.visible_to(viewer), state, viewer))

    editor = seen_by(make_editor())
    assert (found(State.PUBLISHED, STRANGER), found(State.DRAFT, STRANGER)) == ([revised], [])
    assert (found(State.PUBLISHED, editor), found(State.DRAFT, editor)) == ([], [revised])


def test_cards_take_the_same_queries_for_one_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for count in (1, 2):
        for _ in range(count):
            make_attachment(make_story())
        with django_assert_num_queries(3):
            cards = queries.cards(queries.visible_to(queries.EVERYTHING), queries.EVERYTHING)
            assert all((card.picture, card.theme, card.body, card.document.owner.name) for card in cards)
    assert len(cards) == 3


def test_cards_of_nothing_are_none() -> None:
    assert queries.cards([], STRANGER) == []


def test_a_card_shows_the_first_picture_of_its_own_version() -> None:
    document = make_document()
    first, second = make_attachment(document, title="Første"), make_attachment(document, title="Andre")
    card = queries.card_of(document, queries.EVERYTHING)
    assert card is not None
    assert card.picture == first
    changes.detach(first, revision=document.revision, by=None, at=AT)
    card = queries.card_of(document, queries.EVERYTHING)
    assert card is not None
    assert card.picture == second
    assert card.theme is None


def test_published_stories_come_by_theme_and_title() -> None:
    make_story(title="Utkast")
    make_document(state=State.PUBLISHED, title="Rapport")
    for title, theme, year in (("B", "energy", 2021), ("A", "energy", 2021), ("C", "transport", 2020)):
        make_story(state=State.PUBLISHED, title=title, theme=theme, year=year)
    assert [card.title for card in queries.published_stories()] == ["C", "A", "B"]
    assert [card.title for card in queries.published_stories(year=2020)] == ["C"]
    assert [card.title for card in queries.published_stories(2021, "energy")] == ["A", "B"]


def test_documents_serving_an_activity_are_those_the_viewer_may_read() -> None:
    activity = make_activity()
    make_document(title="Utkast", activities=[activity])
    make_document(state=State.PUBLISHED, title="Plan", activities=[activity])
    make_document(state=State.PUBLISHED, title="Noe annet")
    assert [card.title for card in queries.documents_serving(activity, STRANGER)] == ["Plan"]


def test_documents_of_an_owner_are_those_the_viewer_may_read() -> None:
    document = make_document(state=State.PUBLISHED)
    make_document(make_municipality("Lillestrøm", "3030"), State.PUBLISHED)
    assert [card.document for card in queries.documents_of(document.owner, STRANGER)] == [document]


def test_with_theme_looks_at_the_version_that_is_shown() -> None:
    document = make_story(state=State.PUBLISHED, theme="energy")
    changes.edit_document(document, revision=document.revision, by=None, at=AT, theme="transport")
    secretary = seen_by(make_secretary())
    for viewer, theme in ((STRANGER, "energy"), (secretary, "transport")):
        assert list(queries.with_theme(queries.visible_to(viewer), theme, viewer)) == [document]
    assert list(queries.with_theme(queries.visible_to(STRANGER), "transport", STRANGER)) == []


def test_owners_of_a_list_stand_once_and_by_name() -> None:
    hamar = make_municipality()
    make_document(make_municipality("Lillestrøm", "3030"))
    make_document(hamar)
    make_document(hamar)
    assert queries.owners_of(queries.visible_to(queries.EVERYTHING)) == [
        ("hamar", "Hamar"),
        ("lillestrom", "Lillestrøm"),
    ]


def test_an_attachment_is_read_with_the_version_that_it_belongs_to() -> None:
    document = make_document()
    old = make_attachment(document)
    take_to(document, State.PUBLISHED)
    changes.detach(old, revision=document.revision, by=None, at=AT)
    document = old.document
    new = make_attachment(document)
    secretary = seen_by(make_secretary())
    assert queries.readable_attachment(document, old.pk, STRANGER) == old
    assert queries.readable_attachment(document, new.pk, STRANGER) is None
    assert queries.readable_attachment(document, new.pk, secretary) == new
    assert queries.readable_attachment(make_document(), old.pk, secretary) is None


def test_differences_between_versions_name_words_facts_and_files() -> None:
    document = make_story(title="Varme i tegl", body="Det sparer straum.", contact="Kari", effect_value=None)
    old_file = make_attachment(document, title="Før")
    take_to(document, State.PUBLISHED)
    old = queries.newest_version(document)
    changes.detach(old_file, revision=document.revision, by=None, at=AT)
    document = old_file.document
    make_attachment(document, b"%PDF-1.7\n", "plan.pdf", title="Etter")
    changes.edit_document(
        document,
        revision=document.revision,
        by=None,
        at=AT,
        body="Det sparer mykje straum.",
        contact="Ola",
        effect_value=120,
        effect_unit="t_co2e_a",
    )
    new = queries.newest_version(document)
    difference = queries.differences_between(old, new)
    assert [(piece.kind, piece.text) for piece in difference.title] == [("same", "Varme i tegl")]
    assert [(piece.kind, piece.text) for piece in difference.body] == [
        ("same", "Det sparer "),
        ("added", "mykje "),
        ("same", "straum."),
    ]
    assert difference.facts == [("effect_value", None, "120"), ("effect_unit", "", "t_co2e_a")]
    assert (difference.added, difference.removed) == (["Etter"], ["Før"])


def test_search_finds_norwegian_words_in_any_case_and_ranks_titles_first() -> None:
    make_document(state=State.PUBLISHED, title="Noe annet", body="Åpning i ÅS, åpning igjen")
    make_document(state=State.PUBLISHED, title="ÅPNING i Ås", body="…")
    make_document(title="Åpning i Ås, utkast")
    hits = queries.search("åpning ås", STRANGER)
    assert [(hit.card.title, hit.score) for hit in hits] == [("ÅPNING i Ås", 20.0), ("Noe annet", 3.0)]
    assert queries.search("åpning ås elg", STRANGER) == []
    assert queries.search("  ", STRANGER) == []


def test_search_finds_words_from_their_beginning_and_norways_letters_as_their_own() -> None:
    make_document(state=State.PUBLISHED, title="Påsken", body="Asker, åsrygg(åser) og klimagassutslipp")
    make_document(state=State.PUBLISHED, title="Ås", body="Måsen")
    make_document(state=State.PUBLISHED, title="Om Ås", body="Ås, ås og ås igjen")

    def titles(text: str) -> list[str]:
        return [hit.card.title for hit in queries.search(text, STRANGER)]

    assert titles("ås") == ["Ås", "Om Ås", "Påsken"]
    assert titles("påsk") == ["Påsken"]
    assert titles("ask") == ["Påsken"]
    assert titles("sken") == []
    assert titles("utslipp") == ["Påsken"]
    assert titles("%") == []


def test_search_shows_the_words_around_the_first_hit() -> None:
    body = " ".join(["ord"] * 60) + " **varmelager** " + " ".join(["slutt"] * 60)
    make_document(state=State.PUBLISHED, title="–", body=body)
    (hit,) = queries.search("varmelager", STRANGER)
    assert "varmelager" in hit.snippet
    assert hit.snippet.startswith("… ord")
    assert hit.snippet.endswith(" …")
