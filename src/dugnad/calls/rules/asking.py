"""What is asked of whom: a question may hang on the answer to another."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

# The key of the question what the member is: others hang on it, and it is filled in for the member.
OWN_KIND = "organisation-kind"


class Conditional(Protocol):
    """A question as the rules see it, with the one that it hangs on."""

    only_if: Any
    only_if_choices: Any


class Keyed(Protocol):
    """A question as the rules see it, with its choices."""

    key: str
    choices: Any


def is_asked(question: Conditional, answers: Mapping[int, Any]) -> bool:
    """Whether a question is asked: the one it hangs on is, and its answer (by id) is a fitting choice."""
    before = question.only_if
    if before is None:
        return True
    return is_asked(before, answers) and is_chosen(answers.get(before.pk), question.only_if_choices)


def is_own_kind(question: Keyed, organisation_kind: str) -> bool:
    """Whether a question asks what the member is, and that is one of its choices: we know it already."""
    return question.key == OWN_KIND and organisation_kind in {row["key"] for row in question.choices}


def is_chosen(value: Any, choices: Collection[str]) -> bool:
    """Whether an answer is one of these choices, or holds one of them."""
    return any(one in choices for one in (value if isinstance(value, list) else [value]))
