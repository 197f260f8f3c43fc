"""A call goes out and comes in as JSON Schema: true to the standard, whole, and refused with the place."""

import json
import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dugnad.calls import changes, queries
from dugnad.calls.kinds import QUESTION_KINDS, CallKind, QuestionKind
from dugnad.calls.models import Call, Question, Section
from dugnad.calls.sources.values import CALL_VALUES, QUESTION_VALUES
from dugnad.calls.states import Languages
from dugnad.documents.kinds import LengthUnit, Theme
from dugnad.indicators import changes as indicators
from dugnad.kit import history
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from tests.factories.calls import AT, CHOICES, STORY, make_call, make_reply, question_of, submit
from tests.factories.declarations import make_wording

pytestmark = pytest.mark.django_db
NOBODY: dict[str, Any] = {"by": None, "at": AT}
CHOICE: dict[str, Any] = {"kind": QuestionKind.CHOICE, "choices": CHOICES}
TEXT = "ordforererklaering/2021"  # a question about support names a text that is here
EVERY_KIND: dict[str, dict[str, Any]] = {
    "measures": {"required": True, "help_nb": "Kort."},
    "name": {"most": 100, "least": 2, "length_unit": "characters"},
    "cars": {"kind": QuestionKind.NUMBER, "unit": "biler"},
    "budget": CHOICE | {"required": True},
    "wishes": CHOICE | {"kind": QuestionKind.CHOICES},
    "target": {"kind": QuestionKind.YEAR},
    "adopted": {"kind": QuestionKind.DATE},
    "address": {"kind": QuestionKind.EMAIL},
    "plan": {"kind": QuestionKind.FILE},
    "total": {"kind": QuestionKind.FIGURE, "unit": "tonn CO2e", "indicator": "ghg-emissions"},
    "story": {"kind": QuestionKind.STORY, "least": 3, "most": 500},
    "point": {"kind": QuestionKind.POINT, "point": "kutt-utslipp"},
    "consent": {"kind": QuestionKind.CONSENT, "point": TEXT},
}
POINTS = {QuestionKind.CONSENT: TEXT, QuestionKind.POINT: "kutt-utslipp"}  # what these must be about
ANSWERS: dict[str, Any] = {
    "measures": "Elbåt",
    "name": "Kari",
    "cars": "1 250,5",
    "budget": "yes",
    "wishes": ["yes", "no"],
    "target": 2030,
    "adopted": "3.5.2021",
    "address": "kari@hamar.example",
    "total": {"right": False, "value": 80000, "reason": "Feil fabrikk."},
    "story": STORY,
    "point": {
        "state": "in_place",
        "done": "Alt.",
        "decision_body": "Rådet",
        "decision_on": "3.5.2021",
        "link": "https://hamar.no",
    },
    "consent": {"stance": "endorsed", "way": "mayor", "on": "8.4.2021", "comes": True},
}


def schema_of(call: Call) -> dict[str, Any]:
    """The schema as it leaves us: through text and back."""
    found: dict[str, Any] = json.loads(json.dumps(queries.call_as_schema(call), ensure_ascii=False))
    return found


@pytest.fixture(autouse=True)
def _text() -> None:
    make_wording("2021")


def taken_in(document: Any) -> Call:
    return changes.import_call(json.dumps(document).encode(), **NOBODY)


def refusals(document: Any) -> dict[str, str]:
    """What an import complains of, by place."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(Refused) as caught:
        changes.import_call(content, **NOBODY)
    assert (caught.value.code, caught.value.field) == ("invalid", "file")
    return {place: str(message) for place, message in caught.value.details.items()}


def values_in(reply: Any) -> dict[str, Any]:
    """What a submitted version answers, by question."""
    version = submit(reply)
    answers = queries.read_version(version)["answers"]
    return {key: row["value"] for key, row in answers.items() if row["value"] is not None}


# A quantity belongs to a flow of a study here, which another alliance does not have.
ANYWHERE = {kind for kind in QuestionKind if not QUESTION_KINDS[kind].tells_quantity}


# Out -----------------------------------------------------------------------------------------------------


def test_the_schema_of_every_kind_of_question_is_one_by_the_standard() -> None:
    indicators.load_reference_indicators(**NOBODY)
    assert {facts.get("kind", "text") for facts in EVERY_KIND.values()} == ANYWHERE
    call = make_call(EVERY_KIND)
    schema = schema_of(call)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)
    assert (schema["title"], list(schema["properties"])) == ("Klimastatus 2021", list(EVERY_KIND))
    assert schema["required"] == ["measures", "budget"]


@pytest.mark.parametrize("year", [2020, 2021])
def test_the_ready_call_of_each_year_is_a_schema_by_the_standard(year: int) -> None:
    call = changes.create_call_from_template(year=year, **NOBODY)
    Draft202012Validator.check_schema(schema_of(call))


def test_what_a_member_submits_is_valid_by_the_schema() -> None:
    indicators.load_reference_indicators(**NOBODY)
    call = make_call(EVERY_KIND)
    answers = values_in(make_reply(call, **ANSWERS))
    assert set(answers) == set(ANSWERS)
    Draft202012Validator(schema_of(call)).validate(answers)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("measures", 7),
        ("name", "K"),
        ("cars", "mange"),
        ("budget", "perhaps"),
        ("wishes", []),
        ("wishes", ["perhaps"]),
        ("target", 30),
        ("plan", "plan.pdf"),
        ("total", {"right": "yes"}),
        ("story", {"title": "Elbåt"}),
        ("point", {"done": "Alt."}),
        ("point", {"state": "nesten"}),
        ("consent", {"way": "mayor"}),
        ("consent", {"stance": "kanskje"}),
        ("strange", 1),
    ],
)
def test_what_is_no_answer_is_not_valid_by_the_schema(key: str, value: Any) -> None:
    schema = schema_of(make_call(EVERY_KIND))
    answers = {"measures": "Elbåt", "budget": "yes"}
    assert Draft202012Validator(schema).is_valid(answers)
    assert not Draft202012Validator(schema).is_valid(answers | {key: value})


def make_chain() -> Call:
    """A plan? If so, since when? And if since long: why?"""
    chain = {"plan": CHOICE, "since": CHOICE | {"kind": "choices", "required": True}, "why": {}}
    call = make_call(chain, state="draft")
    for key, before in (("since", "plan"), ("why", "since")):
        values = {"only_if": question_of(call, before), "only_if_choices": ["yes"]}
        changes.edit_question(question_of(call, key), **values, **NOBODY)
    return call


@pytest.mark.parametrize(
    ("answers", "is_valid"),
    [
        ({}, True),
        ({"plan": "no"}, True),
        ({"plan": "yes"}, False),
        ({"plan": "yes", "since": ["yes", "no"]}, True),
        ({"plan": "no", "since": ["yes"]}, False),
        ({"plan": "yes", "since": ["yes"], "why": "Fordi"}, True),
        ({"plan": "yes", "since": ["no"], "why": "Fordi"}, False),
    ],
)
def test_who_is_not_asked_has_no_answer_and_who_is_must_have_one(
    answers: dict[str, Any], is_valid: bool
) -> None:
    assert Draft202012Validator(schema_of(make_chain())).is_valid(answers) == is_valid


# In ------------------------------------------------------------------------------------------------------


def test_a_call_comes_in_as_a_draft_that_asks_the_same() -> None:
    indicators.load_reference_indicators(**NOBODY)
    call = make_call(EVERY_KIND, kind="other", slug="source", intro_nb="Kjære kommune")
    changes.move_question(question_of(call, "cars"), up=False, **NOBODY)
    values = {"only_if": question_of(call, "budget"), "only_if_choices": ["yes"], "topic": "transport"}
    changes.edit_question(question_of(call, "cars"), **values, point="7", is_profile=True, **NOBODY)
    changes.edit_question(question_of(call, "name"), is_confidential=True, **NOBODY)
    made = taken_in(schema_of(call))
    assert (made.state, made.slug, made.intro_nb) == ("draft", "klimastatus-2021", "Kjære kommune")
    assert schema_of(made) == schema_of(call)
    assert question_of(made, "cars").only_if == question_of(made, "budget")
    assert [change.verb for change in history.changes_of(made).order_by("id")] == [
        "create_call",
        "import_call",
    ]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12).map(
    str.strip
)
words = st.fixed_dictionaries({"nb": texts.filter(bool), "nn": texts, "en": texts})
choice_rows = st.lists(words, min_size=2, max_size=4).map(
    lambda rows: [{"key": f"k{n}", **row} for n, row in enumerate(rows)]
)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """The fields of a question that can be asked."""
    kind = draw(st.sampled_from(sorted(ANYWHERE)))
    label, hint = draw(words), draw(words)
    least = draw(st.integers(0, 50))
    becomes = draw(st.sampled_from(["", "population"]))
    may_be_kept = not becomes and not QUESTION_KINDS[kind].goes_further
    return {
        "kind": kind,
        **{f"label_{code}": text for code, text in label.items()},
        **{f"help_{code}": text for code, text in hint.items()},
        "unit": draw(texts),
        "required": draw(st.booleans()),
        "choices": draw(choice_rows) if "choices" in QUESTION_KINDS[kind].options else [],
        "least": least,
        "most": draw(st.sampled_from([0, least, 500])),
        "length_unit": draw(st.sampled_from(LengthUnit.values)),
        "indicator": draw(st.sampled_from(["", "ghg-emissions", "population"])),
        "indicator_sector": draw(st.sampled_from(["", "road-traffic"])),
        "indicator_year": draw(st.none() | st.integers(1990, 2100)),
        "becomes": becomes,
        "topic": draw(st.sampled_from(["", *Theme.values])),
        "point": POINTS[kind] if kind in POINTS else draw(texts),
        "is_profile": draw(st.booleans()),
        "is_confidential": may_be_kept and draw(st.booleans()),
    }


def _forget() -> None:
    Question.objects.update(only_if=None)
    for noun in (Question, Section, Call):
        noun.objects.all().delete()


def _condition(draw: Callable[[Any], Any], before: list[Question]) -> dict[str, Any]:
    """Perhaps a condition on one of the questions before."""
    hinges = [question for question in before if "choices" in question.facts.options]
    if not hinges or not draw(st.booleans()):
        return {}
    hinge = draw(st.sampled_from(hinges))
    wanted = st.sampled_from([row["key"] for row in hinge.choices])
    if hinge.is_confidential:
        return {}  # who is asked would tell what was answered, so the room refuses it
    return {"only_if": hinge, "only_if_choices": draw(st.lists(wanted, min_size=1, max_size=2, unique=True))}


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_call_that_goes_out_comes_in_the_same(data: st.DataObject) -> None:
    indicators.load_reference_indicators(**NOBODY)
    _forget()
    title, intro = data.draw(words), data.draw(words)
    call = changes.create_call(
        kind=CallKind.OTHER,
        year=data.draw(st.integers(2000, 2100)),
        **{f"title_{code}": text for code, text in title.items()},
        **{f"intro_{code}": text for code, text in intro.items()},
        languages=data.draw(st.sampled_from(Languages.values)),
        opens=date(2021, 3, 15),
        due_day=date(2021, 4, 30),
        due_time=data.draw(st.times().map(lambda t: time(t.hour, t.minute))),
        grace_minutes=data.draw(st.integers(0, 1440)),
        four_eyes=data.draw(st.booleans()),
        **NOBODY,
    )
    before: list[Question] = []
    for group in data.draw(st.lists(st.lists(questions(), max_size=3), max_size=3)):
        section = changes.add_section(call, title_nb="Del", **NOBODY)
        for values in group:
            condition = _condition(data.draw, before)
            before.append(changes.add_question(section, **(values | condition), **NOBODY))
    schema = schema_of(call)
    Draft202012Validator.check_schema(schema)
    assert schema_of(taken_in(schema)) == schema


def test_every_value_that_goes_out_is_read_when_it_comes_in() -> None:
    ours = schema_of(make_call())
    facts = set(ours["x-dugnad"]["call"]) - {"title", "intro"}
    asked = set(ours["properties"]["cars"]["x-dugnad"]) - {"label", "help", "only_if"}
    assert (facts, asked) == (set(CALL_VALUES), set(QUESTION_VALUES))


# What is wrong is told by its place ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"7", b'{"x-dugnad": {}}']
)
def test_what_is_no_call_is_refused_as_a_whole(content: bytes) -> None:
    assert list(refusals(content)) == ["/"]
    assert not Call.objects.exists()


def _set(document: dict[str, Any], place: str, value: Any) -> None:
    *way, last = place.strip("/").split("/")
    for step in way:
        document = document[int(step)] if isinstance(document, list) else document[step]
    if value is MISSING:
        del document[last]
    elif isinstance(document, list):
        document[int(last)] = value
    else:
        document[last] = value


MISSING = object()
CARS = "/properties/cars/x-dugnad"
FACTS = "/x-dugnad/call"


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (FACTS, [], FACTS),
        (f"{FACTS}/title", "Klimastatus", f"{FACTS}/title"),
        (f"{FACTS}/title", {"nb": 7}, f"{FACTS}/title"),
        (f"{FACTS}/title", {"de": "Titel"}, f"{FACTS}/title"),
        (f"{FACTS}/title", None, f"{FACTS}/title"),
        (f"{FACTS}/intro/nb", "\x00", f"{FACTS}/intro"),
        (f"{FACTS}/kind", "survey", f"{FACTS}/kind"),
        (f"{FACTS}/kind", MISSING, f"{FACTS}/kind"),
        (f"{FACTS}/year", "2021", f"{FACTS}/year"),
        (f"{FACTS}/year", True, f"{FACTS}/year"),
        (f"{FACTS}/year", 1999, f"{FACTS}/year"),
        (f"{FACTS}/languages", ["nb"], f"{FACTS}/languages"),
        (f"{FACTS}/opens", "15.3.2021", f"{FACTS}/opens"),
        (f"{FACTS}/due_day", None, f"{FACTS}/due_day"),
        (f"{FACTS}/due_day", "2021-01-01", f"{FACTS}/due_day"),
        (f"{FACTS}/due_time", "kl. 16", f"{FACTS}/due_time"),
        (f"{FACTS}/due_time", 16, f"{FACTS}/due_time"),
        (f"{FACTS}/zone", "Europe/Paris", f"{FACTS}/zone"),
        (f"{FACTS}/four_eyes", "yes", f"{FACTS}/four_eyes"),
        (f"{FACTS}/colour", "green", f"{FACTS}/colour"),
        ("/x-dugnad/sections", {}, "/x-dugnad/sections"),
        ("/x-dugnad/sections/0", "Tiltak", "/x-dugnad/sections/0"),
        ("/x-dugnad/sections/0/title", {}, "/x-dugnad/sections/0/title"),
        ("/x-dugnad/sections/0/title/nb", "x" * 201, "/x-dugnad/sections/0/title/nb"),
        ("/x-dugnad/sections/0/questions/0", "buses", "/x-dugnad/sections/0/questions/0"),
        ("/x-dugnad/sections/0/questions/0", "cars", "/x-dugnad/sections/0/questions/2"),
        ("/properties/buses", {}, "/properties/buses"),
        (CARS, MISSING, CARS),
        (f"{CARS}/label", {"nb": ""}, f"{CARS}/label"),
        (f"{CARS}/label/nb", "x" * 301, f"{CARS}/label/nb"),
        (f"{CARS}/kind", "slider", f"{CARS}/kind"),
        (f"{CARS}/kind", MISSING, f"{CARS}/kind"),
        (f"{CARS}/kind", "choice", f"{CARS}/choices"),
        (f"{CARS}/choices", "Ja", f"{CARS}/choices"),
        (f"{CARS}/choices", [{"nb": "Ja"}], f"{CARS}/choices"),
        (f"{CARS}/choices", [{"key": "1"}, {"key": "1"}], f"{CARS}/choices"),
        (f"{CARS}/least", -1, f"{CARS}/least"),
        (f"{CARS}/least", 9, f"{CARS}/least"),
        (f"{CARS}/indicator_year", 2019.5, f"{CARS}/indicator_year"),
        (f"{CARS}/indicator", "no-such", f"{CARS}/indicator"),
        (f"{CARS}/becomes", "Our cars!", f"{CARS}/becomes"),
        (f"{CARS}/topic", "cats", f"{CARS}/topic"),
        (f"{CARS}/only_if", "measures", f"{CARS}/only_if"),
        (f"{CARS}/only_if", {"question": "measures", "choices": [1]}, f"{CARS}/only_if"),
        (f"{CARS}/only_if", {"question": "measures", "choices": ["yes"]}, f"{CARS}/only_if"),
        (f"{CARS}/only_if", {"question": "later", "choices": ["yes"]}, f"{CARS}/only_if"),
        (f"{CARS}/only_if", {"question": "budget", "choices": ["x"]}, f"{CARS}/only_if_choices"),
    ],
)
def test_what_is_wrong_is_told_by_its_place_and_nothing_is_made(place: str, value: Any, told: str) -> None:
    source = make_call(
        {"measures": {}, "budget": CHOICE, "cars": {"kind": QuestionKind.NUMBER, "most": 3}, "later": CHOICE},
        kind="other",
        slug="source",
    )
    document = schema_of(source)
    _set(document, place, value)
    found = refusals(document)
    assert told in found
    assert all(re.search(r"\w", message) for message in found.values())
    assert (list(Call.objects.all()), Change.objects.filter(verb="import_call").count()) == ([source], 0)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    document = schema_of(make_call(kind="other", slug="source"))
    for place in (f"{FACTS}/year", f"{CARS}/kind", "/properties/measures/x-dugnad/required"):
        _set(document, place, "?")
    assert len(refusals(document)) == 3


def test_a_second_call_of_the_year_and_too_many_questions_are_refused() -> None:
    document = schema_of(make_call())
    assert list(refusals(document)) == [f"{FACTS}/year"]
    document["properties"] |= {f"q{n}": document["properties"]["cars"] for n in range(500)}
    assert "/properties" in refusals(document)


def test_a_place_in_the_file_is_written_as_the_standard_says() -> None:
    document = schema_of(make_call(kind="other", slug="source"))
    document["properties"]["a/b~c"] = {}
    assert "/properties/a~1b~0c" in refusals(document)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_that_was_changed_by_chance_is_taken_in_or_refused_and_never_breaks(
    data: st.DataObject,
) -> None:
    _forget()
    document = schema_of(make_chain())
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
        max_leaves=4,
    )
    for _time in range(data.draw(st.integers(1, 3))):
        place: Any = document
        while True:
            steps = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not steps:
                break
            step = data.draw(st.sampled_from(steps))
            if isinstance(place[step], dict | list) and place[step] and data.draw(st.integers(0, 4)):
                place = place[step]
                continue
            place[step] = data.draw(anything)
            break
    _forget()
    try:
        changes.import_call(json.dumps(document).encode(), **NOBODY)
    except Refused as refusal:
        places = list(refusal.details)
        assert all(place.startswith("/") for place in places)
        assert places


def test_a_call_from_a_file_gets_another_year_and_title_where_its_own_is_taken() -> None:
    source = make_call()
    content = json.dumps(schema_of(source)).encode()
    with pytest.raises(Refused):
        changes.import_call(content, **NOBODY)
    made = changes.import_call(content, year=2022, **NOBODY)
    assert (made.year, made.title_nb) == (2022, "Klimastatus 2022")
    assert (made.opens.year, made.due_day.year) == (2022, 2022)
    assert made.due_day.weekday() == source.due_day.weekday()
    assert changes.import_call(content, year=2023, title=" Ny runde ", **NOBODY).title_nb == "Ny runde"
