"""Many versions read at once say what each says alone."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dugnad.calls.queries.reading import MOST, Known, read_alike
from dugnad.calls.rules import canonical

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
CONTENTS = st.dictionaries(st.sampled_from(["answers", "call", "questions", "version", "“é}"]), VALUES)


@given(st.lists(CONTENTS, max_size=6))
def test_versions_read_one_after_the_other_say_the_same_as_each_alone(contents: list[dict[str, Any]]) -> None:
    known: Known = {}
    written = [canonical(content) for content in contents]
    assert [read_alike(one, known) for one in written] == [json.loads(one) for one in written]


def test_a_version_in_another_layout_is_read_too() -> None:
    for content in (b'{ "call": 1 }', b'{"call" : 1}', b'{"call":1 }', b'{"call":1, "questions":{}}', b"{}"):
        assert read_alike(content, {}) == json.loads(content)


def test_questions_that_are_asked_alike_are_kept_once_and_not_without_end() -> None:
    known: Known = {}
    for number in range(MOST + 2):
        for _again in range(2):
            content = {"questions": {"plan": {"version": number}}, "version": 1}
            assert read_alike(canonical(content), known) == content
    assert len(known) == MOST
