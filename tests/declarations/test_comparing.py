"""Two texts compared point by point along their lineage."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dugnad.declarations import changes, queries
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Wording
from dugnad.declarations.queries import Told
from dugnad.kit.clock import OSLO
from dugnad.kit.text import Piece, phrases
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import make_secretary

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
PAGE = "/erklaering/ordforererklaering/2022/sammenlign/"
KEPT, SHARPENED, SPLIT = SuccessionKind.KEPT, SuccessionKind.SHARPENED, SuccessionKind.SPLIT
MERGED, NEW, DROPPED = SuccessionKind.MERGED, SuccessionKind.NEW, SuccessionKind.DROPPED


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def texts(demo_day: str) -> tuple[Wording, Wording]:
    """A text of six points, and a revision in which every way of going on occurs."""
    old = make_wording("2019", preamble_nb="Vi vil være ledende.")
    for key in ("kept", "sharpened", "split", "left", "right", "gone"):
        make_point(old, key, title_nb=key.title(), text_nb=f"Gjøre {key} godt.")
    changes.offer_wording(old, **NOBODY)
    changes.adopt_wording(old, on=date(2019, 2, 7), **NOBODY)
    new = changes.begin_revision(old, name="2022", **NOBODY)
    by = {point.key: point for point in new.points.all()}
    was = {point.key: point for point in old.points.all()}
    changes.edit_point(by["sharpened"], text_nb="Gjøre sharpened godt hvert år.", **NOBODY)
    for key in ("right", "gone"):
        changes.remove_point(by[key], **NOBODY)
    half = changes.add_point(new, number="x", kind="measure", title_nb="Half", text_nb="Halv.", **NOBODY)
    fresh = changes.add_point(new, number="y", kind="measure", title_nb="Fresh", text_nb="Ny.", **NOBODY)
    why = {"reason_nb": "Derfor.", "reason_en": "That is why."}
    told = [
        Told(KEPT, was["kept"], by["kept"]),
        Told(SHARPENED, was["sharpened"], by["sharpened"], why),
        Told(SPLIT, was["split"], by["split"], why),
        Told(SPLIT, was["split"], half, why),
        Told(MERGED, was["left"], by["left"], why),
        Told(MERGED, was["right"], by["left"], why),
        Told(NEW, None, fresh, why),
        Told(DROPPED, was["gone"], None, why),
    ]
    changes.settle_lineage(new, told, seen=queries.seen_in_lineage(new), **NOBODY)
    return old, new


# The difference of two texts --------------------------------------------------------------------------------


@given(st.text(alphabet="ab c\n.", max_size=40), st.text(alphabet="ab c\n.", max_size=40))
def test_phrases_reproduce_both_texts(old, new):
    pieces = phrases(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_phrases_draw_changes_together_that_a_word_or_two_keep_apart():
    assert phrases("Bidra til at målene nås i år", "Drive frem at målene nås hvert år") == [
        Piece("removed", "Bidra til"),
        Piece("added", "Drive frem"),
        Piece("same", " at målene nås "),
        Piece("removed", "i"),
        Piece("added", "hvert"),
        Piece("same", " år"),
    ]


def test_phrases_keep_lines_apart():
    assert Piece("same", "\n\n") in phrases("en\n\nto", "fire\n\nfem")


# Along the lineage ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_comparison_follows_every_way_of_going_on(texts):
    comparison = queries.comparison_of(*texts)
    told = {
        (pairing.point.key, pairing.kind, tuple(point.key for point in pairing.old))
        for pairing in comparison.pairings
    }
    assert told == {
        ("kept", KEPT, ("kept",)),
        ("sharpened", SHARPENED, ("sharpened",)),
        ("split", SPLIT, ("split",)),
        ("half", SPLIT, ("split",)),
        ("left", MERGED, ("left", "right")),
        ("fresh", NEW, ()),
        ("gone", DROPPED, ("gone",)),
    }
    assert [pairing.point.key for pairing in comparison.dropped] == ["gone"]
    assert len(comparison.carried) == 6
    (half,) = [pairing for pairing in comparison.pairings if pairing.point.key == "half"]
    assert [point.key for point in half.sisters] == ["split"]


@pytest.mark.django_db
def test_comparison_counts_the_ways(texts):
    assert queries.comparison_of(*texts).counts == [
        (KEPT, 1, ""),
        (SHARPENED, 1, ""),
        (SPLIT, 2, "fra 1 til 2"),
        (MERGED, 1, "fra 2 til 1"),
        (NEW, 1, ""),
        (DROPPED, 1, ""),
    ]


@pytest.mark.django_db
def test_the_pieces_of_each_point_put_both_texts_together_again(texts):
    comparison = queries.comparison_of(*texts)
    for pairing in comparison.pairings:
        sides = (
            (pairing.title, pairing.old_title, pairing.new_title),
            (pairing.text, pairing.old_text, pairing.new_text),
        )
        for pieces, old, new in sides:
            assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
            assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    unchanged = {pairing.point.key for pairing in comparison.pairings if not pairing.has_changed}
    assert unchanged == {"kept", "split"}
    assert comparison.preamble == [Piece("same", "Vi vil være ledende.")]


@pytest.mark.django_db
def test_each_reason_is_told_once(texts):
    merged = next(row for row in queries.comparison_of(*texts).pairings if row.kind is MERGED)
    assert [step.reason_nb for step in merged.reasons] == ["Derfor."]


@pytest.mark.django_db
def test_comparison_passes_through_the_texts_between(texts):
    old, middle = texts
    changes.offer_wording(middle, **NOBODY)
    changes.adopt_wording(middle, on=date(2021, 5, 3), **NOBODY)
    newest = changes.begin_revision(middle, name="2026", **{**NOBODY, "at": AT.replace(year=2022)})
    comparison = queries.comparison_of(old, newest)
    assert {(row.point.key, row.kind) for row in comparison.pairings} >= {
        ("half", SPLIT),
        ("left", MERGED),
        ("gone", DROPPED),
        ("sharpened", SHARPENED),
    }
    sharpened = next(row for row in comparison.pairings if row.point.key == "sharpened")
    assert [step.reason_nb for step in sharpened.reasons] == ["Derfor."]
    gone = next(row for row in comparison.pairings if row.point.key == "gone")
    assert [step.reason_nb for step in gone.reasons] == ["Derfor."]
    wordings = list(old.declaration.wordings.all())
    assert queries.earlier_than(newest, wordings) == [middle, old]
    assert queries.earlier_than(old, wordings) == []


@pytest.mark.django_db
def test_comparison_takes_six_queries(texts, django_assert_num_queries):
    with django_assert_num_queries(6):
        comparison = queries.comparison_of(*texts)
        assert [row.title for row in comparison.pairings]


# Pages ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_says_each_change_without_colour_and_why(texts, secretary):
    page = secretary.get(PAGE).content.decode()
    for words in (
        '<ins><span class="ds-sr-only">(put in: </span>',
        '<del><span class="ds-sr-only">(taken out: </span>',
        "From point 3 of 2019",
        "Together with point x",
        "That is why.",
        "Compare what is signed",
    ):
        assert words in page


@pytest.mark.django_db
def test_the_page_shows_both_texts_side_by_side(texts, secretary):
    page = secretary.get(f"{PAGE}?vis=tekster&sprak=nb").content.decode()
    assert "Gjøre right godt." in page
    assert "<del>" not in page


@pytest.mark.django_db
def test_the_page_is_missing_where_there_is_nothing_to_compare_with(texts, secretary):
    assert secretary.get(f"{PAGE}?med=2019").status_code == 200
    assert secretary.get(f"{PAGE}?med=1999").status_code == 404
    assert secretary.get("/erklaering/ordforererklaering/2019/sammenlign/").status_code == 404
