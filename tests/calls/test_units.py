"""The unit of a number in the reader's language: written as choices are, kaier | kaiar | quays."""

from typing import Any

import pytest
from django.utils import translation

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QuestionKind
from dugnad.calls.kinds.figures import can_be_negative, lacks_unit, own_unit, unit_with, unit_words
from dugnad.calls.kinds.merging import is_share
from dugnad.calls.models import Call
from tests.factories.calls import AT, make_call, make_hamar, make_reply, question_of, save, submit
from tests.refusals import refused

QUAYS = "kaier | kaiar | quays"
NOBODY: dict[str, Any] = {"by": None, "at": AT}
CODES = ("nb", "nn", "en")
stored = pytest.mark.django_db


def asking(unit: str = QUAYS) -> Call:
    return make_call({"cars": {"kind": QuestionKind.NUMBER, "unit": unit}})


def drafted(unit: str, languages: str = "all") -> Call:
    call = asking(unit)
    words = {f"label_{code}": "Kaier" for code in CODES}
    changes.edit_question(question_of(call, "cars"), **NOBODY, **words)
    Call.objects.update(languages=languages)
    call.refresh_from_db()
    return call


@pytest.mark.parametrize(("code", "words"), [("nb", "kaier"), ("nn", "kaiar"), ("en", "quays")])
def test_a_unit_is_read_in_the_readers_language(code: str, words: str) -> None:
    with translation.override(code):
        assert unit_words(QUAYS) == words


def test_a_unit_that_lacks_a_language_is_read_in_the_first_that_it_has() -> None:
    with translation.override("en"):
        assert (unit_words("kaier | kaiar"), unit_words(" | kaiar"), unit_words("kaier")) == (
            "kaier", "kaiar", "kaier",
        )  # fmt: skip
    with translation.override(None):
        assert own_unit(QUAYS) == "kaier"
    assert (own_unit(" | "), own_unit(QUAYS, "en")) == ("", "quays")


def test_what_is_known_of_a_unit_is_known_also_in_three_languages() -> None:
    assert is_share("prosent | prosent | per cent")
    assert can_be_negative("biler | bilar | cars") is False


@pytest.mark.parametrize(("unit", "lacking"), [
    (QUAYS, []), ("kaier | kaiar", ["en"]), ("kaier", ["nn", "en"]), ("biler", []), ("kWh", []), ("m²", []),
    ("GWh per år", []), ("stk", []), ("", []), (" | kaiar | quays", ["nb"]),
])  # fmt: skip
def test_words_are_missing_and_symbols_are_not(unit: str, lacking: list[str]) -> None:
    assert [code for code in CODES if lacks_unit(unit, code)] == lacking


def test_a_unit_gets_its_words_language_by_language() -> None:
    assert unit_with(unit_with("kaier", "nn", "kaiar"), "en", "quays") == QUAYS


@stored
@pytest.mark.parametrize(("code", "words"), [("nb", "4 kaier"), ("nn", "4 kaiar"), ("en", "4 quays")])
def test_page_receipt_and_answers_side_by_side_show_the_unit_of_the_reader(code: str, words: str) -> None:
    make_hamar()
    call = asking()
    reply = save(make_reply(call), cars=4)
    version = submit(reply)
    with translation.override(code):
        assert [text for _question, text, _note in queries.rows_in(version)] == [words]
        assert queries.sheet_of(reply, on=AT.date()).items[0].text == words
        row = next(iter(queries.workbook_rows(reply, on=AT.date())))
        assert row["unit"] == words.split()[1]
        assert queries.reply_as_csv(version).count(f",{words.split()[1]},") == 1


@stored
def test_a_unit_in_one_language_is_among_the_missing_texts_and_is_written_there() -> None:
    call = drafted("kaier")
    missing = [(row.code, row.what) for row in queries.missing_texts(call) if "nheten" in row.what]
    assert [code for code, _what in missing] == ["nn", "en"]
    texts = {text.code: text for text in queries.texts_of(call) if text.is_unit}
    assert {code: (text.source, text.longest) for code, text in texts.items()} == {
        "nn": ("kaier", 40), "en": ("kaier", 40),
    }  # fmt: skip
    changes.write_texts(call, {texts["nn"].name: "kaiar", texts["en"].name: "quays"}, **NOBODY)
    assert question_of(call, "cars").unit == QUAYS
    assert not any("nheten" in row.what for row in queries.missing_texts(call))
    assert {text.code: text.words for text in queries.texts_of(call) if text.is_unit} == {
        "nn": "kaiar", "en": "quays",
    }  # fmt: skip


@stored
def test_a_call_in_one_language_needs_its_unit_in_that_one_alone() -> None:
    call = drafted("kaiar", languages="nn")
    assert [row.what for row in queries.missing_texts(call) if "eten" in row.what] == []
    assert [text for text in queries.texts_of(drafted_again(call)) if text.is_unit] == []


def drafted_again(call: Call) -> Call:
    changes.edit_question(question_of(call, "cars"), **NOBODY, unit="kWh")
    return call


@stored
def test_a_unit_in_four_languages_is_refused() -> None:
    call = drafted("kaier")
    with refused("unit"):
        changes.edit_question(question_of(call, "cars"), **NOBODY, unit="a | b | c | d")
    with refused("unit"):
        changes.edit_question(question_of(call, "cars"), **NOBODY, unit=f"kaier | {'x' * 41}")
