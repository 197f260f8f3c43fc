"""What the engine's reader of tables complains of, in the reader's language.

The engine speaks English, as programs do. Each of its sentences has a place here; a test lets the engine
say all of them, so that none comes to a page untranslated.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from dugnad.kit.text import in_other_words

Say = Callable[[], str]

SENTENCES: tuple[tuple[str, Say], ...] = (
    (r"is missing; there are: (?P<known>.*)", lambda: _("The sheet is missing. There are: %(known)s.")),
    (
        r"the column (?P<column>\S+) is missing \(there are: (?P<known>.*)\)",
        lambda: _("The column %(column)s is missing. There are: %(known)s."),
    ),
    (r"stands there twice", lambda: _("The column stands there twice.")),
    (r"is empty and must not be", lambda: _("The cell is empty. It must be filled in.")),
    (
        r"“(?P<cell>.*)” can be read in two ways; write (?P<one>.*) "
        r"(or (?P<other>.*)|without the (comma|point))",
        lambda: _("“%(cell)s” can be read in two ways. Write %(one)s if that is what you mean."),
    ),
    (
        r"“(?P<cell>.*)” is no number; .*",
        lambda: _("“%(cell)s” is no number. Write it as 12400 or 12400.5."),
    ),
    (r"“(?P<cell>.*)” is no year; .*", lambda: _("“%(cell)s” is no year. Write it as 2020.")),
    (
        r"“(?P<cell>.*)” stands in row (?P<row>\d+) already",
        lambda: _("“%(cell)s” stands in row %(row)s already."),
    ),
    (
        r"a flow needs a source or a target; both are empty",
        lambda: _("A flow needs a process that it comes from or goes to. Both are empty."),
    ),
    (
        r"the flow leads from “(?P<cell>.*)” to itself",
        lambda: _("The flow goes from “%(cell)s” to itself."),
    ),
    (r"“(?P<cell>.*)” is none of (?P<known>.*)", lambda: _("“%(cell)s” is not one of: %(known)s")),
    (
        r"is empty; write how certain the value is .*",
        lambda: _("Write how uncertain the figure is, such as 900 or 7 %%. Write 0 where it is certain."),
    ),
    (r"is below zero", lambda: _("An uncertainty cannot be below zero.")),
    (
        r"is empty; write what the shared error comes from",
        lambda: _("Write the source: it is what the places have in common."),
    ),
    (
        r"is empty; write how much of the sd .*",
        lambda: _("The cell is empty. It must be filled in."),
    ),
    (
        r"is no part of the sd; it must be below that",
        lambda: _("It is a part of the standard deviation, and so smaller than that."),
    ),
    (r"is below the lower bound", lambda: _("The upper limit is below the lower one.")),
    (r"“(?P<cell>.*)” is neither yes nor no", lambda: _("“%(cell)s” is neither yes nor no")),
    (
        r"the relation (?P<cell>.*) says (?P<other>\S+) above",
        lambda: _("The relation %(cell)s says %(other)s above."),
    ),
    (
        r"there is no flow “(?P<cell>.*)” in the table of flows",
        lambda: _("There is no flow “%(cell)s” in the table of flows."),
    ),
    (
        r"the flow “(?P<cell>.*)” does not come from “(?P<process>.*)”",
        lambda: _("The flow “%(cell)s” does not come from “%(process)s”."),
    ),
    (
        r"“(?P<cell>.*)” is no share; .*",
        lambda: _("“%(cell)s” is no share. A share lies between 0 and 1, such as 0.62."),
    ),
    (
        r"“(?P<cell>.*)” cannot be lognormal; .*",
        lambda: _("“%(cell)s” cannot be lognormal. A lognormal figure is always above 0."),
    ),
    (
        r"is empty, but other rows name a (place|year)",
        lambda: _("The cell is empty, but other rows have something here."),
    ),
)


def in_words(complaint: str) -> str:
    """A sentence of the engine in the reader's language; one that is not known stays as it is."""
    return in_other_words(complaint, SENTENCES)
