"""The thread of one thing through every room: one question, however many rooms there are.

A room that comes later has its own `queries/thread.py` and a place in ROOMS; nothing else changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from dugnad.analyses.queries import thread as analyses
from dugnad.calls.queries import thread as calls
from dugnad.declarations.queries import thread as declarations
from dugnad.documents.queries import thread as documents
from dugnad.dossiers.queries import thread as dossiers
from dugnad.editions.queries import thread as editions
from dugnad.events.queries import thread as events
from dugnad.indicators.queries import thread as indicators
from dugnad.kit.access import Role
from dugnad.kit.text import alphabetical
from dugnad.kit.thread import COLUMNS, Edges, Noun
from dugnad.members.rules import Viewer
from dugnad.programme.queries import thread as programme

# In the order in which the thread is walked: from what was promised to what was told of it.
ROOMS = (
    declarations, programme, events, analyses, documents, calls, dossiers, editions, indicators,
)  # fmt: skip
NOUNS: dict[str, Noun] = {noun.name: noun for room in ROOMS for noun in room.NOUNS}
RELATIONS = {relation.name: relation for room in ROOMS for relation in room.RELATIONS}
MOST = 6  # of one kind beside a page; the whole thread is one step away

Held = tuple[frozenset[Role], frozenset[int], frozenset[int], frozenset[int]]  # what a viewer may do here
KEPT = 512  # questions in words of the database; each is some tens of thousands of letters

ONWARD = ", ".join(COLUMNS)
BACK = ", ".join((*COLUMNS[4:8], *COLUMNS[:4], *COLUMNS[8:]))
WAY = "noun, key, title, language, far_noun, far_key, far_title, far_language, relation, day, onward"
# The edges stand twice: what is named once a database does not write out before it looks for the thing.
ONE_STEP = """
WITH one({columns}) AS ({edges}), other({columns}) AS ({edges})
SELECT {onward}, 1 FROM one WHERE {from_here}
UNION ALL SELECT {back}, 0 FROM other WHERE {to_here}
"""
# One step from a thing, and from all that it meets there another, both ways.
TWO_STEPS = """
WITH edge({columns}) AS ({edges}),
way({way}) AS (SELECT {onward}, 1 FROM edge UNION ALL SELECT {back}, 0 FROM edge)
SELECT * FROM way WHERE noun = %s AND key = %s
UNION ALL
SELECT * FROM way WHERE NOT (noun = %s AND key = %s) AND NOT (far_noun = %s AND far_key = %s)
  AND (noun, key) IN (SELECT far_noun, far_key FROM way WHERE noun = %s AND key = %s)
"""


@dataclass(frozen=True)
class Step:
    """An edge as one walks along it: from one thing to another, and what is said of the other there."""

    noun: str
    key: str
    title: str
    language: str
    far_noun: str
    far_key: str
    far_title: str
    far_language: str
    relation: str
    day: Any
    onward: bool

    @property
    def start(self) -> tuple[str, str]:
        """The thing that one comes from."""
        return self.noun, self.key

    @property
    def says(self) -> Promise:
        """What one is told of the far end."""
        relation = RELATIONS[self.relation]
        return relation.there if self.onward else relation.back

    @property
    def on(self) -> date | None:
        """The day; SQLite gives those of a common table as text."""
        return date.fromisoformat(self.day[:10]) if isinstance(self.day, str) else self.day


@dataclass(frozen=True)
class Bead:
    """A thing that belongs to the one that is looked at, with what it is to it."""

    noun: Noun
    key: str
    title: str
    language: str
    says: tuple[str, ...]
    on: date | None
    groups: tuple["Group", ...] = ()  # what belongs to it in its turn

    @property
    def url(self) -> str:
        """Where it is read."""
        return self.noun.address_of(self.key)


@dataclass(frozen=True)
class Group:
    """Things of one kind, and how many more there are."""

    noun: Noun
    beads: tuple[Bead, ...]
    rest: int = 0


@dataclass(frozen=True)
class Thread:
    """What belongs to one thing."""

    noun: Noun
    key: str
    groups: tuple[Group, ...]
    title: str = ""
    language: str = ""

    @property
    def url(self) -> str:
        """The page that shows it two steps both ways."""
        return reverse("thread", args=[self.noun.name, self.key])

    @property
    def page(self) -> str:
        """The thing itself."""
        return self.noun.address_of(self.key)


def thread_of(noun: str, key: str, viewer: Viewer) -> Thread | None:
    """What the viewer may see of what belongs to a thing, one step away; None where nothing does.

    Beside a thing that others speak for stands also what belongs to these, and the whole thread is that of
    the first of them.
    """
    told_by = NOUNS[noun].told_by
    further = told_by(key) if told_by else []
    found = _grouped(_asked(ONE_STEP, [(noun, key), *further], viewer), {}, most=MOST)
    groups = tuple(group for group in found if group.noun.stands_on != noun)
    whole = further[0] if further else (noun, key)
    return Thread(NOUNS[whole[0]], whole[1], groups) if groups else None


def whole_thread(noun: str, key: str, viewer: Viewer) -> Thread | None:
    """The same with a second step from each thing that belongs to it."""
    steps = _asked(TWO_STEPS, [(noun, key)], viewer)
    near = [step for step in steps if step.start == (noun, key)]
    if not near:
        return None
    further: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps:
        further[step.start].append(step)
    return Thread(NOUNS[noun], key, _grouped(near, further), near[0].title, near[0].language)


def _asked(question: str, things: list[tuple[str, str]], viewer: Viewer) -> list[Step]:
    """The steps from a thing, or from several: one question."""
    only = tuple(noun for noun, _key in things) if question == ONE_STEP else ()
    held = (viewer.roles, viewer.edits, viewer.approves, viewer.bodies)
    edges, given = _in_sql(held, get_language() or "nb", only)
    if not edges:
        return []
    here = {
        end: " OR ".join([f"({end}_noun = %s AND {end}_key = %s)"] * len(things)) for end in ("from", "to")
    }
    words = {"from_here": here["from"], "to_here": here["to"]}
    words |= {"columns": ONWARD, "onward": ONWARD, "back": BACK, "way": WAY, "edges": edges}
    told = [*given, *given] if question == ONE_STEP else given
    with connection.cursor() as cursor:
        cursor.execute(question.format(**words), [*told, *_ends(question, things)])
        return [Step(*row) for row in cursor.fetchall()]


def _ends(question: str, things: list[tuple[str, str]]) -> list[str]:
    """The things as often as a question names them: one step from them both ways, or four times for two."""
    times = 2 if question == ONE_STEP else question.count("%s") // 2
    return [word for thing in things for word in thing] * times


@lru_cache(maxsize=KEPT)
def _in_sql(held: Held, language: str, nouns: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """The edges as SQL, kept: to put it together takes fifty times as long as the database needs to answer.

    So what a room shows may follow from roles, organisations and bodies, but not from the person or the day.
    """
    roles, edits, approves, bodies = held
    viewer = Viewer(roles=roles, edits=edits, approves=approves, bodies=bodies)
    found = [edges.told() for edges in _edges(viewer) if not nouns or any(map(edges.is_at, nouns))]
    try:
        return _union(found).query.sql_with_params() if found else ("", ())
    except EmptyResultSet:
        return "", ()


def _union(found: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *rest = found
    return first.union(*rest, all=True) if rest else first


def _edges(viewer: Viewer) -> Iterator[Edges]:
    for room in ROOMS:
        yield from room.edges(viewer)


def _grouped(
    steps: Iterable[Step], further: dict[tuple[str, str], list[Step]], *, most: int = 0
) -> tuple[Group, ...]:
    """The far ends by kind, in the order of the thread; each once, with all that is said of it."""
    ends: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps:
        ends[step.far_noun, step.far_key].append(step)
    beads: dict[str, list[Bead]] = defaultdict(list)
    for end, found in ends.items():
        beads[end[0]].append(_bead(found, _grouped(further.get(end, ()), {}, most=MOST)))
    return tuple(
        _group(noun, sorted(beads[name], key=_order), most) for name, noun in NOUNS.items() if beads[name]
    )


def _bead(steps: list[Step], groups: tuple[Group, ...]) -> Bead:
    first = steps[0]
    says = tuple(dict.fromkeys(str(step.says) for step in steps))
    on = max((step.on for step in steps if step.on), default=None)
    title = first.far_title or first.far_key
    return Bead(NOUNS[first.far_noun], first.far_key, title, first.far_language, says, on, groups)


def _group(noun: Noun, beads: list[Bead], most: int) -> Group:
    shown = beads[:most] if most else beads
    return Group(noun, tuple(shown), len(beads) - len(shown))


def _order(bead: Bead) -> tuple[int, int, str]:
    """What happened last stands first; points by their number; the rest by name."""
    number = bead.title.split(".")[0]
    return (
        -bead.on.toordinal() if bead.on else 0,
        int(number) if number.isdigit() else 0,
        alphabetical(bead.title),
    )
