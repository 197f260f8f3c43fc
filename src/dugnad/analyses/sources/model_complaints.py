"""What the engine's ready models complain of, in the reader's language; a test lets them say all of it."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

SENTENCES: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"(?P<where>.*): (?P<cell>\S+) is no amount; .*", lambda: _("%(where)s: a figure is below zero.")),
    (
        r"(?P<where>.*): the shares add up to (?P<cell>\S+), .*",
        lambda: _("%(where)s: the shares to treatments are more than all of it together."),
    ),
    (
        r"(?P<where>.*): (?P<cell>\S+) is more than 1\.",
        lambda: _("%(where)s: a share cannot be more than all of it."),
    ),
    (
        r"The places have (?P<cell>\S+) of the key, more than the nation’s (?P<most>\S+)\.",
        lambda: _("The places together have more of the key (%(cell)s) than the whole country (%(most)s)."),
    ),
    (r"No place has a key\.", lambda: _("No place has anything of the key.")),
    (
        r"(?P<where>.*): a factor stands twice \((?P<cell>.*)\)\.",
        lambda: _("A factor of the same activity, building type and kind of waste stands twice."),
    ),
    (
        r"(?P<where>.*): its factors are of the whole and of materials; tell one\.",
        lambda: _("Factors of one activity are of all its waste or of each kind of waste, not both."),
    ),
)


# What the engine finds in a file other than the first: the field of that file.
FIELDS: tuple[tuple[str, str], ...] = (
    (r"No place has a key\.", "key"),
    (r".*: (a factor stands twice .*|its factors are of the whole and of materials; .*)", "factors"),
)


def field_of(complaint: str) -> str:
    """The field of the file that a sentence of the engine is about; empty where it is the first."""
    return next((field for pattern, field in FIELDS if re.fullmatch(pattern, complaint, re.DOTALL)), "")


def in_words(complaint: str) -> str:
    """A sentence of the engine in the reader's language; one that is not known stays as it is."""
    for pattern, say in SENTENCES:
        found = re.fullmatch(pattern, complaint, re.DOTALL)
        if found:
            return say() % found.groupdict()
    return complaint
