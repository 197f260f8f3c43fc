"""Which texts are like a text, and in which words."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.likeness import most_like, read_text, stem

FERRY = read_text("Fergene går på strøm, og ferga lader ved kaia.", ["transport", 13])
SUN = read_text("Solceller på taket gir strøm til skolen.", ["energy"])
BOAT = read_text("En elektrisk ferge mellom øyene.", ["transport"])
WORDS = st.lists(
    st.sampled_from(["ferge", "ferger", "elbåt", "skole", "skolene", "solcelle", "tak", "strøm", "myr"]),
    max_size=12,
)


@pytest.mark.parametrize(
    ("words", "common"),
    [
        # As Porter's stemmer for Norwegian has them in its own vocabulary.
        ("havnedistrikt havnedistriktene havnedistrikter havnedistriktet havnedistriktets", "havnedistrikt"),
        ("opning opninga opningane opningar", "opning"),
        ("oppgave oppgaven oppgavene oppgaver", "oppgav"),
        ("vannforsyning vannforsyningen", "vannforsyning"),
        ("ferje ferja ferjer ferjene", "ferj"),
        ("mulig mulige", "mul"),
        ("vert", "vert"),
        ("reserverte reservert", "reserver"),
        ("utsendt", "utsend"),
        ("bils", "bil"),
        ("kiosks", "kiosk"),
        ("oks", "oks"),
        ("på", "på"),
    ],
)
def test_words_are_compared_by_their_stems(words, common):
    assert {stem(word) for word in words.split()} == {common}


def test_a_text_is_its_stems_without_the_words_that_say_nothing():
    text = read_text("Det er ferger, og ferga er en ferge.", ["transport"])
    assert text.counts == {"ferg": 3, "transport": 3}
    assert text.written == {"ferg": "ferga"}  # equally often; the first in the alphabet


def test_the_likeness_is_the_cosine_by_the_textbook():
    wanted, other = read_text("elbåt"), read_text("elbåt kantine")
    rare, common = log(3 / 2) + 1, log(3 / 3) + 1
    (match,) = most_like(wanted, {"a": other}, limit=3)
    assert match.score == pytest.approx(common / sqrt(common**2 + rare**2))


def test_the_best_comes_first_with_its_reasons():
    matches = most_like(FERRY, {"sun": SUN, "boat": BOAT}, limit=5)
    assert [match.key for match in matches] == ["boat", "sun"]
    assert [reason.word or reason.term for reason in matches[0].reasons] == ["transport", "ferge"]
    assert [reason.word for reason in matches[1].reasons] == ["strøm"]
    assert sum(reason.share for reason in matches[0].reasons) == pytest.approx(1.0)


def test_what_shares_nothing_or_too_little_is_left_out():
    assert most_like(FERRY, {"x": read_text("Kantine")}, limit=5) == []
    assert [m.key for m in most_like(FERRY, {"sun": SUN, "boat": BOAT}, limit=5, least=0.3)] == ["boat"]
    assert most_like(read_text(""), {"sun": SUN}, limit=5) == []


@given(WORDS, WORDS)
def test_likeness_is_mutual_and_between_none_and_whole(some, others):
    one, other = read_text(" ".join(some)), read_text(" ".join(others))
    there, back = (
        [match.score for match in most_like(a, {"x": b}, limit=1)] for a, b in ((one, other), (other, one))
    )
    assert there == pytest.approx(back)
    assert all(0 < score <= 1 for score in there)


@given(WORDS.filter(bool), st.lists(WORDS, max_size=5))
def test_nothing_is_more_like_a_text_than_the_text_itself(words, others):
    text = read_text(" ".join(words))
    shelf = {str(number): read_text(" ".join(other)) for number, other in enumerate(others)}
    best = most_like(text, shelf | {"itself": text}, limit=9)
    own = next(match.score for match in best if match.key == "itself")
    assert own == pytest.approx(1.0)
    assert best[0].score == pytest.approx(own)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_the_order_of_the_shelf_changes_nothing(words, others):
    text = read_text(" ".join(words))
    shelf = {str(number): read_text(" ".join(other)) for number, other in enumerate(others)}
    turned = dict(reversed(list(shelf.items())))
    there = [(match.key, match.reasons) for match in most_like(text, shelf, limit=9)]
    back = [(match.key, match.reasons) for match in most_like(text, turned, limit=9)]
    assert [key for key, _reasons in there] == [key for key, _reasons in back]
