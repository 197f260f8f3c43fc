"""Why the engine could not compute a run, in the reader's language and with what can be done about it.

The engine speaks English, as programs do, and names the study with place and year: “Waste (asker, 2020)”. A
test lets it refuse what figures of a study can lead to, so that none of that comes to a page untranslated.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from dugnad.analyses.kinds import WHOLE
from dugnad.analyses.models import Run
from dugnad.kit.text import in_other_words

Say = Callable[[], str]

SENTENCES: tuple[tuple[str, Say], ...] = (
    (
        r"(?P<where>.*): what is known of (?P<flows>.*) contradicts itself\.",
        lambda: _(
            "%(where)s: what is given for certain of %(flows)s cannot all be true. Give one of the figures "
            "an uncertainty, or correct it."
        ),
    ),
    (
        r"(?P<where>.*): no flows keep both the balances and the bounds of (?P<flows>.*)\.",
        lambda: _(
            "%(where)s: no quantities fit both the balances and the limits of %(flows)s. Look at the limits, "
            "and at figures without uncertainty."
        ),
    ),
    (
        r"No flows balance in which (?P<flow>.*) keeps its bounds\.",
        lambda: _("No quantities balance in which %(flow)s stays within its limits. Look at the limits."),
    ),
    (
        r"(?P<where>.*): the constant (?P<flow>.*) is beyond its bounds\.",
        lambda: _(
            "%(where)s: the figure of %(flow)s is given for certain, and lies beyond its limits. No flow is "
            "below 0."
        ),
    ),
    (
        r"The constants around the process (?P<process>.*), layer (?P<layer>.*) \((?P<where>.*)\), do not "
        r"balance\.",
        lambda: _(
            "The figures around “%(process)s” are given for certain, and do not balance (%(where)s). Give "
            "one of them an uncertainty, or correct it."
        ),
    ),
    (
        r"The constants of the flow (?P<flow>.*) \((?P<where>.*)\) contradict each other\.",
        lambda: _(
            "%(flow)s has two figures that are given for certain and differ (%(where)s). Give one of them an "
            "uncertainty, or correct it."
        ),
    ),
    (
        r"The flow (?P<flow>.*) is at least (?P<lower>\S+) and at most (?P<upper>\S+)\.",
        lambda: _("%(flow)s is at least %(lower)s and at most %(upper)s. Correct one of the limits."),
    ),
    (
        r"(?P<where>.*): no flows were found that keep the transfer coefficients \(\d+ steps\)\.",
        lambda: _(
            "%(where)s: no quantities were found that fit the shares. A share may be far from what the "
            "figures say: correct it, or give it more uncertainty."
        ),
    ),
    (
        r"The shares (?P<shares>.*) are known for certain and add up to (?P<total>\S+), more than 1\.",
        lambda: _(
            "The shares %(shares)s are given for certain and add up to more than all. Give one of them an "
            "uncertainty, or correct it."
        ),
    ),
    (
        r"The flow (?P<flow>.*): (?P<value>\S+) cannot be lognormal; what is so is above 0\.",
        lambda: _(
            "%(flow)s: %(value)s cannot be lognormal. A lognormal figure is always above 0. Correct it, or "
            "give it another distribution."
        ),
    ),
    (
        r"(?P<share>.*): nothing runs into the process (?P<process>.*)\.",
        lambda: _("%(share)s: nothing goes into “%(process)s”, so nothing is a share of it."),
    ),
    (
        r"(?P<name>.*): sums that are constants contradict each other\.",
        lambda: _(
            "The figures of the whole area and of its places are given for certain, and do not add up. Give "
            "one of them an uncertainty, or correct it."
        ),
    ),
    (
        r"(?P<where>.*): the process (?P<process>.*) does not balance in the layer (?P<layer>.*)\.",
        lambda: _(
            "%(where)s: “%(process)s” does not balance to the last digit. Quantities may be too far apart in "
            "size."
        ),
    ),
)


def why_failed(run: Run) -> str:
    """The reason of a run that could not be computed."""
    return in_other_words(run.reason.replace(f"({WHOLE}, ", "("), SENTENCES)
