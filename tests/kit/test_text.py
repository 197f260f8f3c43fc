"""Text as people write and read it."""

import re
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dugnad.kit.text import (
    Fit,
    Piece,
    alphabetical,
    count_characters,
    count_words,
    differences,
    fit,
    holds_words,
    label_of,
    localised,
    norwegian,
    render_markdown,
    spoken,
)
from dugnad.programme.states import ProgrammeState


@pytest.mark.parametrize(
    ("has", "reader", "shown"),
    [
        ({"nb": "Sykkel", "nn": "Sykkel på nynorsk", "en": "Bike"}, "nn", "Sykkel på nynorsk"),
        ({"nb": "Sykkel", "nn": "", "en": "Bike"}, "nn", "Sykkel"),
        ({"nb": "", "nn": "Sykkel på nynorsk", "en": "Bike"}, "nb", "Sykkel på nynorsk"),
        ({"nb": "Sykkel", "nn": "Sykkel på nynorsk", "en": None}, "en", "Sykkel"),
        ({"nb": "", "nn": "", "en": "Bike"}, "nb", "Bike"),
        ({"nb": "", "nn": "", "en": ""}, "nb", ""),
        ({}, "nb", ""),
    ],
)
def test_localised_is_the_readers_language_or_the_nearest(has, reader, shown):
    noun = SimpleNamespace(**{f"title_{code}": text for code, text in has.items()})
    assert localised(noun, "title", reader) == shown
    with translation.override(reader):
        assert localised(noun, "title") == shown


def test_words_that_are_older_than_those_in_bokmaal_give_way_to_them_unless_that_language_is_asked_for():
    noun = SimpleNamespace(title_nb="Kutte", title_nn="Kutte utslepp", outdated=["nn"])
    with translation.override("nn"):
        assert localised(noun, "title") == "Kutte"
        assert localised(noun, "title", "nn") == "Kutte utslepp"


def test_render_markdown_starts_headings_at_level_two():
    assert (
        render_markdown("# Klima\n\nVi **kutter**.") == "<h2>Klima</h2>\n<p>Vi <strong>kutter</strong>.</p>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>run()</script>",
        "[x](javascript:run())",
        "![x](https://elsewhere.example/x.png)",
        '<p style="x" onclick="run()">x</p>',
        "[x](data:text/html;base64,xxxx)",
        "<iframe src='//elsewhere.example'></iframe>",
    ],
)
def test_render_markdown_runs_nothing_and_fetches_nothing(text):
    tags = re.findall(r"<[^/][^>]*>", render_markdown(text))
    assert set(tags) <= {"<p>", '<a rel="noopener noreferrer">'}


def test_count_words_counts_as_a_reader_does():
    assert count_words("Grønt skifte i Oslo-regionen – 12 % på 3 år, sa ordfører’en.") == 10


@pytest.mark.parametrize(("text", "count"), [("", 0), ("  \n ", 0), ("a\r\nb", 3), (" blåbær\n", 6)])
def test_count_characters_counts_line_ends_once(text, count):
    assert count_characters(text) == count


def test_differences_are_told_word_by_word():
    assert differences("Vi kutter mye", "Vi kutter svært mye nå") == [
        Piece("same", "Vi kutter "),
        Piece("added", "svært "),
        Piece("same", "mye"),
        Piece("added", " nå"),
    ]
    assert differences("Vi kutter", "Vi øker") == [
        Piece("same", "Vi "),
        Piece("removed", "kutter"),
        Piece("added", "øker"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_differences_hold_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("asnes", "Åsnes"),
        ("ÅSNES", "Åsnes"),
        ("osteras gronn", "Grønn vei på Østerås"),
        ("naer", "Nærhet"),
        ("asnes", "A\u030asnes"),
        ("vietnam", "Việt Nam Vietnam"),
        ("viet nam", "Việt Nam"),
        ("", "x"),
    ],
)
def test_words_are_found_whatever_keyboard_they_are_written_on(text, where):
    assert holds_words(text, where)


@pytest.mark.parametrize(
    ("text", "where", "fits"),
    [
        ("ås", "Ås", Fit.EXACT),
        ("ås", "Åsnes", Fit.BEGINNING),
        ("ås", "Nordre Åsnes", Fit.WORDS),
        ("ås", "Asker", Fit.NOT),
        ("ås", "Måsøy", Fit.NOT),
        ("as", "Ås", Fit.WORDS),
        ("aas", "Ås", Fit.EXACT),
        ("Aasnes", "Nordre Åsnes", Fit.WORDS),
        ("aas", "Aasen", Fit.BEGINNING),
        ("aas", "Asker", Fit.NOT),
        ("as", "Hamar kommune vasker", Fit.NOT),
        ("ø", "Oslo", Fit.NOT),
        ("æ", "Aurskog", Fit.NOT),
        ("åsnæs", "Åsnes", Fit.NOT),
        ("aurskog-høland", "Aurskog-Høland", Fit.EXACT),
        ("høland", "Aurskog-Høland", Fit.WORDS),
        ("utslipp", "Klimagassutslipp", Fit.INSIDE),
        ("slip", "Klimagassutslipp", Fit.NOT),
        ("café", "Cafe", Fit.EXACT),
        ("%", "Alt", Fit.NOT),
        ("", "Alt", Fit.WORDS),
    ],
)
def test_words_are_found_from_their_beginning_and_norways_letters_are_their_own(text, where, fits):
    assert fit(text, where) is fits


def test_names_are_sorted_with_norways_letters_last():
    names = ["Åsnes", "Aasen", "Østre Toten", "Asker", "Ærøy", "Zeta", "alvdal"]
    assert sorted(names, key=alphabetical) == [
        "alvdal", "Asker", "Zeta", "Ærøy", "Østre Toten", "Aasen", "Åsnes",
    ]  # fmt: skip


def test_every_word_must_stand_somewhere():
    assert holds_words("grønn vei", "Grønne", "veier")
    assert not holds_words("grønn vei", "Grønne byer")


@pytest.mark.parametrize(("reader", "label"), [("nb", "Utkast"), ("en", "Draft")])
def test_label_of_a_value_is_in_the_readers_language(reader, label):
    with translation.override(reader):
        assert label_of("state", ProgrammeState)(SimpleNamespace(state="draft")) == label


def test_label_of_a_value_that_is_no_choice_is_the_value():
    assert label_of("state", ProgrammeState)(SimpleNamespace(state="lost")) == "lost"


@pytest.mark.parametrize(
    ("reader", "shown"),
    [("nb", "Møte <1>"), ("nn", "Møte <1>"), ("en", '<span lang="no">Møte &lt;1&gt;</span>')],
)
def test_what_is_kept_in_norwegian_alone_says_so_to_others(reader, shown):
    with translation.override(reader):
        assert norwegian("Møte <1>") == shown


def test_a_translation_that_is_older_gives_way_to_bokmal_unless_it_is_asked_for():
    noun = SimpleNamespace(title_nb="Ta vare på elvene", title_nn="Ta vare på naturen", outdated=["nn"])
    with translation.override("nn"):
        assert localised(noun, "title") == "Ta vare på elvene"
        assert spoken(noun, "title") == '<span lang="nb">Ta vare på elvene</span>'
        assert localised(noun, "title", "nn") == spoken(noun, "title", "nn") == "Ta vare på naturen"
