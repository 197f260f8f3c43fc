"""Kinds of questions: how an answer is read, what it lacks, how it reads."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls.forms.answers import _written
from dugnad.calls.kinds import (
    CALL_FACTS,
    QUESTION_KINDS,
    REMINDERS,
    CallKind,
    Given,
    NotUnderstood,
    ReminderKind,
    template_for,
)
from dugnad.calls.kinds import QuestionKind as Kind
from dugnad.calls.queries import Prefilled
from tests.factories.calls import CHOICES

FIGURE = Prefilled(84606, "tonn CO2e", 2019, "2021-02-25", "Miljødirektoratet")
CONFIRMED = {
    "right": True,
    "value": 84606,
    "unit": "tonn CO2e",
    "year": 2019,
    "vintage": "2021-02-25",
    "source": "Miljødirektoratet",
}


@dataclass
class Asked:
    kind: str = Kind.TEXT
    unit: str = ""
    required: bool = False
    choices: list[dict[str, str]] = field(default_factory=list)
    least: int = 0
    most: int = 0
    length_unit: str = "words"


def asked(kind: Kind, **values: Any) -> Asked:
    return Asked(kind, choices=CHOICES, **values)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.NUMBER, "1 143 814,5", 1143814.5),
        (Kind.NUMBER, "\u221212", -12),
        (Kind.NUMBER, 7, 7),
        (Kind.NUMBER, 7.25, 7.25),
        (Kind.NUMBER, "", None),
        (Kind.NUMBER, None, None),
        (Kind.YEAR, "2030", 2030),
        (Kind.CHOICE, "yes", "yes"),
        (Kind.CHOICE, " JA ", "yes"),
        (Kind.CHOICE, "", None),
        (Kind.CHOICES, "nei; ja", ["yes", "no"]),
        (Kind.CHOICES, ["no"], ["no"]),
        (Kind.CHOICES, [], None),
        (Kind.TEXT, "  To\r\nlinjer\x00 ", "To\nlinjer"),
        (Kind.TEXT, 12, "12"),
        (Kind.DATE, "3.5.2021", "2021-05-03"),
        (Kind.DATE, "", None),
        (Kind.FILE, None, None),
        (Kind.FIGURE, True, {"right": True}),
        (Kind.FIGURE, {"right": "ja"}, {"right": True}),
        (
            Kind.FIGURE,
            {"right": "nei", "value": "12", "reason": " Feil "},
            {"right": False, "value": 12, "reason": "Feil"},
        ),
        (Kind.FIGURE, {"right": ""}, None),
        (Kind.FIGURE, CONFIRMED, {"right": True, "value": 84606}),
        (Kind.STORY, "Bare tekst", {"text": "Bare tekst"}),
        (
            Kind.STORY,
            {"title": "Båt", "theme": "transport", "effect_value": "1,5"},
            {"title": "Båt", "theme": "transport", "effect_value": 1.5},
        ),
        (Kind.STORY, "", None),
    ],
)  # fmt: skip
def test_an_answer_is_read_as_people_write_it(kind: Kind, raw: Any, value: Any) -> None:
    assert QUESTION_KINDS[kind].parse(asked(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "part"),
    [
        (Kind.NUMBER, "mange", ""),
        (Kind.NUMBER, True, ""),
        (Kind.NUMBER, "NaN", ""),
        (Kind.NUMBER, "1e15", ""),
        (Kind.NUMBER, {"a": 1}, ""),
        (Kind.YEAR, "30", ""),
        (Kind.YEAR, "2030,5", ""),
        (Kind.CHOICE, "kanskje", ""),
        (Kind.CHOICES, 3, ""),
        (Kind.CHOICES, ["kanskje"], ""),
        (Kind.TEXT, ["a"], ""),
        (Kind.TEXT, True, ""),
        (Kind.TEXT, "x" * 60_001, ""),
        (Kind.DATE, "i fjor", ""),
        (Kind.FILE, "plan.pdf", ""),
        (Kind.FIGURE, {"right": "kanskje"}, "right"),
        (Kind.FIGURE, {"wrong": True}, ""),
        (Kind.STORY, {"measure_start_year": "i fjor"}, "measure_start_year"),
    ],
)
def test_what_is_no_answer_is_refused_with_its_place(kind: Kind, raw: Any, part: str) -> None:
    with pytest.raises(NotUnderstood) as error:
        QUESTION_KINDS[kind].parse(asked(kind), raw)
    assert error.value.part == part
    assert error.value.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(Kind)), JSON)
def test_any_json_is_read_or_refused(kind: Kind, raw: Any) -> None:
    question = asked(kind)
    try:
        value = QUESTION_KINDS[kind].parse(question, raw)
    except NotUnderstood:
        return
    assert QUESTION_KINDS[kind].parse(question, value) == value
    assert isinstance(QUESTION_KINDS[kind].as_text(question, value), str)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.NUMBER, 1250, "1\xa0250 biler"),
        (Kind.NUMBER, 12.5, "12,5 biler"),
        (Kind.YEAR, 2030, "2030"),
        (Kind.CHOICE, "yes", "Ja"),
        (Kind.CHOICE, "gone", "gone"),
        (Kind.CHOICES, ["yes", "no"], "Ja; Nei"),
        (Kind.DATE, "2021-05-03", "3. mai 2021"),
        (Kind.TEXT, "Båt", "Båt"),
        (Kind.TEXT, None, ""),
        (Kind.FIGURE, CONFIRMED, "Bekreftet: 84\xa0606 biler"),
        (Kind.FIGURE, {"right": True}, "Bekreftet: –"),
        (Kind.FIGURE, {"right": False, "value": 2, "reason": "Feil"}, "Stemmer ikke. 2 biler. Feil"),
        (Kind.FIGURE, {"value": 2}, "2 biler"),
        (Kind.STORY, {"title": "Båt", "text": "Vi har båt"}, "Båt (3 ord)\n\nVi har båt"),
        (Kind.STORY, {"text": "Vi"}, "Uten tittel (1 ord)\n\nVi"),
    ],
)
def test_an_answer_reads_as_text(kind: Kind, value: Any, text: str) -> None:
    assert QUESTION_KINDS[kind].as_text(asked(kind, unit="biler"), value) == text


def test_a_story_counted_in_characters_says_so() -> None:
    text = QUESTION_KINDS[Kind.STORY].as_text(asked(Kind.STORY, length_unit="characters"), {"text": "Vi"})
    assert text == "Uten tittel (2 tegn)\n\nVi"


@pytest.mark.parametrize(
    ("kind", "value", "lacks"),
    [
        (Kind.TEXT, "ett to", [("", "Teksten har 2 ord; minst 3 trengs. Det mangler 1.")]),
        (Kind.TEXT, "ett to tre fire fem", [("", "Teksten har 5 ord; høyst 4 er lov. Det er 1 for mye.")]),
        (Kind.TEXT, "ett to tre", []),
        (Kind.TEXT, None, [("", "Dette må besvares.")]),
        (Kind.FIGURE, {"right": False}, [("reason", "Skriv hvorfor tallet ikke stemmer.")]),
        (Kind.FIGURE, {"right": False, "reason": "Feil"}, []),
        (Kind.FIGURE, {"right": True}, [("right", "Vi har ikke noe tall som kan bekreftes.")]),
        (Kind.FIGURE, CONFIRMED, []),
        (Kind.FIGURE, {"value": 2}, [("right", "Si om tallet stemmer.")]),
        (
            Kind.STORY,
            {"effect_value": 2, "link": "vg.no"},
            [
                ("title", "Gi historien en tittel."),
                ("text", "Skriv historien."),
                ("theme", "Velg et tema."),
                ("effect_unit", "Velg hva effekten er regnet i."),
                ("link", "Skriv hele adressen, fra og med https://."),
            ],
        ),
        (
            Kind.STORY,
            {"title": "A", "theme": "energy", "text": "to ord"},
            [("text", "Teksten har 2 ord; minst 3 trengs. Det mangler 1.")],
        ),
    ],
)  # fmt: skip
def test_what_is_lacking_is_said_with_its_place(kind: Kind, value: Any, lacks: list[tuple[str, str]]) -> None:
    question = asked(kind, required=True, least=3, most=4)
    assert QUESTION_KINDS[kind].complaints(question, value, Given(FIGURE)) == lacks


def test_a_figure_that_nobody_knows_need_not_be_confirmed() -> None:
    figure, question = QUESTION_KINDS[Kind.FIGURE], asked(Kind.FIGURE, required=True)
    assert figure.complaints(question, None, Given()) == []
    assert figure.complaints(question, {"value": 2}, Given()) == []
    assert figure.complaints(question, None, Given(FIGURE)) == [("right", "Dette må besvares.")]


def test_what_is_confirmed_is_written_into_the_answer_and_stays() -> None:
    settle = QUESTION_KINDS[Kind.FIGURE].settle
    newer = Prefilled(80000, "tonn CO2e", 2019, "2021-05-01", "Miljødirektoratet")
    assert settle({"right": True}, Given(FIGURE)) == CONFIRMED
    assert settle({"right": True}, Given(newer, before=CONFIRMED)) == CONFIRMED
    assert settle({"right": True}, Given()) == {"right": True}
    assert settle({"right": False, "value": 2}, Given(FIGURE)) == {"right": False, "value": 2}
    assert settle(None, Given(FIGURE)) is None


@dataclass
class Picture:
    name: str = "båt.jpg"
    lacking: list[tuple[str, bool]] = field(default_factory=list)


def test_a_picture_without_credit_or_consent_stops_a_story() -> None:
    picture = Picture(lacking=[("fotograf", True), ("samtykke", True), ("lisens", False)])
    story = {"title": "A", "theme": "energy", "text": "Vi"}
    found = QUESTION_KINDS[Kind.STORY].complaints(asked(Kind.STORY), story, Given(files=[picture, Picture()]))
    assert found == [("", "båt.jpg mangler: fotograf, samtykke.")]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_part_of_an_answer_reads_back_from_its_cell(kind: Kind) -> None:
    values = {"yes": False, "day": "2021-05-03", "year": 2030}
    values |= {"email": "kari@hamar.example"}
    for part in QUESTION_KINDS[kind].parts(asked(kind)):
        keys = list(part.choices or {})
        chosen = {"choice": keys[0] if keys else None, "choices": keys[:2]}
        value = (
            chosen[part.widget]
            if part.widget in chosen
            else values.get(part.widget, 12 if part.widget == "number" else "a")
        )
        assert part.read(part.as_cell(value)) == value


def test_choices_are_written_in_the_readers_language() -> None:
    question = asked(Kind.CHOICE)
    with translation.override("en"):
        assert QUESTION_KINDS[Kind.CHOICE].as_text(question, "no") == "No"


def test_every_kind_has_its_row() -> None:
    assert set(QUESTION_KINDS) == set(Kind)
    assert set(CALL_FACTS) == set(CallKind)
    assert set(REMINDERS) == set(ReminderKind)
    assert template_for(CallKind.OTHER, 2021).sections == ()


@pytest.mark.parametrize("typed", ["1.250", "12.500", "-3.000"])
def test_a_number_that_may_be_a_thousand_times_another_is_asked_about(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="Mener du"):
        QUESTION_KINDS[Kind.NUMBER].parse(asked(Kind.NUMBER), typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250.000", 1250000),
        ("1.250.000,5", 1250000.5),
        ("1250.5", 1250.5),
        ("0.125", 0.125),
        (1.125, 1.125),
    ],
)
def test_a_number_with_points_that_can_mean_one_thing_is_read(typed: str | float, value: float) -> None:
    assert QUESTION_KINDS[Kind.NUMBER].parse(asked(Kind.NUMBER), typed) == value


def test_a_comma_stands_between_thousands_for_those_who_read_english() -> None:
    number = QUESTION_KINDS[Kind.NUMBER]
    assert number.parse(asked(Kind.NUMBER), "1,250") == 1.25
    with translation.override("en"):
        read = [number.parse(asked(Kind.NUMBER), typed) for typed in ("1,250", "1,234,567.8", "-85,739.2")]
        with pytest.raises(NotUnderstood, match=r"1 250 or 1\.25\?"):
            number.parse(asked(Kind.NUMBER), "1.250")
    assert read == [1250, 1234567.8, -85739.2]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@given(st.integers(-(10**9), 10**9) | st.decimals(-(10**6), 10**6, places=3).map(float))
def test_a_number_that_is_given_back_is_read_as_the_same(language: str, value: float) -> None:
    with translation.override(language):
        assert QUESTION_KINDS[Kind.NUMBER].parse(asked(Kind.NUMBER), _written(value)) == value


@pytest.mark.parametrize("unit", ["tonn CO2e", "biler", "personer"])
def test_what_cannot_be_below_zero_is_not(unit: str) -> None:
    with pytest.raises(NotUnderstood, match="kan ikke være under null"):
        QUESTION_KINDS[Kind.NUMBER].parse(asked(Kind.NUMBER, unit=unit), "-5")


@pytest.mark.parametrize("unit", ["", "%", "kroner", "grader"])
def test_what_can_be_below_zero_may_be(unit: str) -> None:
    assert QUESTION_KINDS[Kind.NUMBER].parse(asked(Kind.NUMBER, unit=unit), "-5") == -5


@pytest.mark.parametrize(
    ("kind", "unit", "value", "is_doubted"),
    [
        (Kind.NUMBER, "%", 140, True),
        (Kind.NUMBER, "prosent", 1250, True),
        (Kind.NUMBER, "%", 100, False),
        (Kind.NUMBER, "biler", 140, False),
        (Kind.NUMBER, "%", None, False),
        (Kind.FIGURE, "%", {"right": False, "value": 140}, True),
        (Kind.FIGURE, "%", {"right": True, "value": 140}, False),
        (Kind.FIGURE, "%", {"right": False}, False),
        (Kind.DATE, "", "2035-01-01", True),
        (Kind.DATE, "", "2021-12-31", False),
        (Kind.TEXT, "", "Elbåt", False),
    ],
)
def test_what_is_seldom_meant_is_asked_about(kind: Kind, unit: str, value: Any, is_doubted: bool) -> None:
    doubt = QUESTION_KINDS[kind].doubt(asked(kind, unit=unit), value, on=date(2021, 5, 3))
    assert ("La det stå bare hvis det er ment slik." in doubt) is is_doubted
    assert bool(doubt) is is_doubted
