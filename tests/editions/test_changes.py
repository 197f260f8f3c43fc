"""Verbs about editions: what they write, what they refuse, and that a published one never changes."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dugnad.documents.states import State as DocumentState
from dugnad.editions import changes, queries
from dugnad.editions.models import Block, Edition, Figure
from dugnad.editions.rules import canonical, fingerprint
from dugnad.editions.states import State
from dugnad.kit.errors import Conflict
from dugnad.kit.models import Change
from dugnad.members.models import Membership
from tests.factories.documents import make_story
from tests.factories.documents import take_to as take_story_to
from tests.factories.editions import (
    AT,
    EMISSIONS,
    HAMAR,
    LATER,
    NOBODY,
    ROAD,
    TODAY,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage
from tests.factories.programme import make_activity
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def region() -> None:
    make_region()
    make_figures()


def verbs() -> list[str]:
    return list(Change.objects.filter(noun="editions.edition").values_list("verb", flat=True))


def value(key: str) -> float:
    return Figure.objects.get(key=key).value


# Beginning and writing --------------------------------------------------------------------------------


def test_create_edition_begins_a_draft_with_a_title_in_each_language() -> None:
    edition = make_begun_edition()
    assert (edition.state, edition.title_nb, edition.title_nn, edition.title_en, edition.base_year) == (
        "draft",
        "Klimastatus 2020",
        "Klimastatus 2020",
        "Klimastatus 2020",
        2009,
    )
    assert verbs() == ["create_edition"]


def test_create_edition_takes_the_choices_that_are_made() -> None:
    activity = make_activity()
    edition = make_begun_edition(base_year=2017, seen_by=TODAY, activity=activity, title_nb="Status")
    assert (edition.base_year, edition.seen_by, edition.activity, edition.title_nb) == (
        2017,
        TODAY,
        activity,
        "Status",
    )


def test_create_edition_refuses_a_second_one_of_the_same_year() -> None:
    make_begun_edition()
    with refused("year", field="year"):
        make_begun_edition()
    assert Edition.objects.count() == 1


def test_edit_edition_writes_and_counts_the_revision() -> None:
    edition = make_begun_edition()
    changes.edit_edition(edition, revision=1, **NOBODY, foreword_nb="Kjære leser", base_year=2017)
    edition.refresh_from_db()
    assert (edition.foreword_nb, edition.base_year, edition.revision) == ("Kjære leser", 2017, 2)
    assert verbs() == ["create_edition", "edit_edition"]


def test_edit_edition_tells_both_texts_when_somebody_else_saved() -> None:
    edition = make_begun_edition()
    changes.edit_edition(edition, revision=1, **NOBODY, foreword_nb="Deres")
    with pytest.raises(Conflict) as caught:
        changes.edit_edition(edition, revision=1, **NOBODY, foreword_nb="Vår")
    assert caught.value.details == {
        "yours": {"foreword_nb": "Vår"},
        "theirs": {"foreword_nb": "Deres"},
        "seen": 2,
    }


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED, State.WITHDRAWN])
def test_what_is_approved_is_neither_written_nor_worked_out_anew(state: State) -> None:
    edition = make_edition(state)
    before = canonical(queries.content_of(edition))
    with refused("state"):
        changes.edit_edition(edition, revision=edition.revision, **NOBODY, foreword_nb="Nytt")
    with refused("state"):
        changes.compose_edition(edition, **NOBODY)
    assert canonical(queries.content_of(Edition.objects.get())) == before


# Working out ------------------------------------------------------------------------------------------


def test_compose_edition_works_out_every_figure() -> None:
    make_edition()
    assert {
        "region, last year": value("alliance-2018"),
        "region, base year": value("alliance-2009"),
        "change": value("alliance-2018-change-since-base"),
        "last year": value("alliance-2018-change-last-year"),
        "share": value("alliance-2018-road_traffic-share-of-total"),
        "per inhabitant": value("alliance-2018-per-inhabitant"),
        "sub-region": value("subregion-hamarregionen-2018"),
        "member": value("3403-2018-change-since-base"),
    } == {
        "region, last year": 815.0,
        "region, base year": 950.0,
        "change": -14.2105,
        "last year": -5.7803,
        "share": 67.7301,
        "per inhabitant": 0.815,
        "sub-region": 70.0,
        "member": -30.0,
    }


def test_compose_edition_again_replaces_the_figures_and_counts_the_revision() -> None:
    edition = make_edition()
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 80.0}, seen_on=date(2021, 5, 2))
    again = changes.compose_edition(edition, by=None, at=LATER)
    assert (value("alliance-2018"), again.composed_at, again.revision) == (845.0, LATER, 3)
    assert Block.objects.filter(edition=edition, key="region").count() == 1
    assert verbs() == ["create_edition", "compose_edition", "compose_edition"]


def test_compose_edition_keeps_to_the_vintages_seen_by_a_day() -> None:
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 80.0}, seen_on=date(2021, 5, 2))
    make_edition(seen_by=date(2021, 5, 1))
    assert value("alliance-2018") == 815.0


def test_compose_edition_refuses_a_day_without_members() -> None:
    with refused("members_on", field="members_on"):
        make_edition(members_on=date(2020, 1, 1))
    assert Figure.objects.count() == 0


@pytest.mark.parametrize("base_year", [2018, 2030])
def test_compose_edition_refuses_a_base_year_that_nothing_comes_after(base_year: int) -> None:
    with refused("base_year", field="base_year"):
        make_edition(base_year=base_year)
    assert Figure.objects.count() == 0


# Review and publication -------------------------------------------------------------------------------


def test_an_edition_is_submitted_approved_and_published() -> None:
    edition = make_edition(State.PUBLISHED)
    assert (edition.state, edition.published_at) == ("published", AT)
    assert verbs()[2:] == ["submit_edition", "approve_edition", "publish_edition"]


def test_publish_edition_freezes_the_bytes_with_their_fingerprint() -> None:
    edition = make_edition(State.PUBLISHED)
    content = bytes(Edition.objects.get().content)
    assert content == canonical(queries.content_of(edition))
    assert edition.content_sha256 == fingerprint(content)
    assert queries.is_intact(edition) is True


def test_publish_edition_notes_at_each_story_that_the_edition_has_it_and_in_which_words() -> None:
    told, other = make_story(year=2020), make_story(year=2019)
    for story in (told, other):
        take_story_to(story, DocumentState.PUBLISHED)
    edition = make_edition(State.APPROVED)
    assert not told.uses.exists()
    changes.publish_edition(edition, **NOBODY)
    use = told.uses.get()
    assert (use.kind, use.where, use.link, use.version) == (
        "edition",
        "Klimastatus 2020",
        "/klimastatus/2020/",
        1,
    )
    assert not other.uses.exists()


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (State.IN_REVIEW, changes.submit_edition),
        (State.DRAFT, changes.approve_edition),
        (State.DRAFT, changes.publish_edition),
        (State.IN_REVIEW, changes.publish_edition),
        (State.PUBLISHED, changes.publish_edition),
        (State.WITHDRAWN, changes.approve_edition),
    ],
)
def test_a_step_out_of_order_is_refused(state: State, verb: Any) -> None:
    edition = make_edition(state)
    with refused("state"):
        verb(edition, **NOBODY)
    assert Edition.objects.get().state == state


@pytest.mark.parametrize("verb", [changes.submit_edition, changes.approve_edition, changes.publish_edition])
def test_nobody_stands_behind_figures_that_are_not_there(verb: Any) -> None:
    with refused("composed"):
        verb(make_begun_edition(), **NOBODY)


def test_nobody_stands_behind_figures_that_were_worked_out_for_other_choices() -> None:
    edition = make_edition()
    changes.edit_edition(edition, revision=edition.revision, **NOBODY, base_year=2017)
    with refused("composed"):
        changes.submit_edition(edition, **NOBODY)


def test_return_edition_sends_it_back_with_a_note() -> None:
    edition = make_edition(State.APPROVED)
    changes.return_edition(edition, note=" Sjekk Oslo. ", **NOBODY)
    assert (edition.state, edition.note) == ("draft", "Sjekk Oslo.")


def test_return_edition_wants_a_note() -> None:
    with refused("note", field="note"):
        changes.return_edition(make_edition(State.IN_REVIEW), note=" ", **NOBODY)


def test_withdraw_edition_keeps_it_readable_with_the_reason() -> None:
    edition = make_edition(State.PUBLISHED)
    changes.withdraw_edition(edition, reason="Feil tall.", **NOBODY)
    assert (edition.state, edition.note, queries.is_intact(edition)) == ("withdrawn", "Feil tall.", True)


def test_withdraw_edition_wants_a_reason() -> None:
    with refused("reason", field="reason"):
        changes.withdraw_edition(make_edition(State.PUBLISHED), reason="", **NOBODY)


# Frozen -----------------------------------------------------------------------------------------------


def test_later_vintages_and_members_change_nothing_that_is_published() -> None:
    edition = make_edition(State.PUBLISHED)
    before = canonical(queries.content_of(edition))
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 500.0}, seen_on=date(2021, 6, 1))
    Membership.objects.filter(organisation__slug="oslo").update(valid_to=date(2020, 12, 31))
    assert canonical(queries.content_of(Edition.objects.get())) == before


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("editions_edition", "title_nb"),
        ("editions_edition", "content_sha256"),
        ("editions_edition", "state"),
        ("editions_block", "key"),
        ("editions_figure", "unit"),
    ],
)
def test_the_database_itself_refuses_to_change_what_is_published(
    state: State, table: str, column: str
) -> None:
    make_edition(state)
    forge = f"UPDATE {table} SET {column} = 'forged'"  # noqa: S608 - names from the list above
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forge)
    assert queries.is_intact(Edition.objects.get()) is True


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_what_is_published_cannot_be_made_a_draft_or_rest_on_other_figures(state: State) -> None:
    make_edition(state)
    for statement in (
        "UPDATE editions_edition SET state = 'draft'",
        "UPDATE editions_edition_vintages SET vintage_id = vintage_id",
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Edition.objects.get().state == state


def test_what_is_withdrawn_cannot_be_published_again_past_the_verbs() -> None:
    make_edition(State.WITHDRAWN)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Edition.objects.update(state=State.PUBLISHED)


def test_a_row_taken_away_past_the_verbs_shows_against_the_fingerprint() -> None:
    edition = make_edition(State.PUBLISHED)
    Figure.objects.filter(key="alliance-2018").delete()
    assert queries.is_intact(edition) is False


def test_two_editions_of_the_same_figures_and_choices_have_the_same_content() -> None:
    first = make_edition(year=2020, title_nb="Status", title_nn="", title_en="")
    second = make_edition(year=2021, title_nb="Status", title_nn="", title_en="")
    one, other = (queries.content_of(edition) | {"year": 0} for edition in (first, second))
    assert canonical(one) == canonical(other)
