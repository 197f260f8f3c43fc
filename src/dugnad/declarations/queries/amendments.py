"""Questions about amendments: what is proposed to a text, what the bodies said, what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from dugnad.declarations import rules
from dugnad.declarations.kinds import AMENDMENT_FACTS, AmendmentFacts, AmendmentKind
from dugnad.declarations.models import Amendment, Opinion, Point, Wording
from dugnad.declarations.states import AmendmentState
from dugnad.kit.text import Piece, phrases
from dugnad.members.models import Body, Organisation
from dugnad.members.queries import bodies_on, members_on
from dugnad.members.rules import Viewer


@dataclass(frozen=True)
class AmendmentRow:
    """A proposal with what it would change, and what the bodies said of it."""

    amendment: Amendment
    opinions: list[Opinion] = field(default_factory=list)

    @property
    def old_title(self) -> str:
        """The title that it would change: as it stands now, or stood when the proposal was settled."""
        return self._words[0] if self._facts.has_point else ""

    @property
    def new_title(self) -> str:
        """The title as proposed; one that is not named stays."""
        if self._stands:
            return self._proposed["title_nb"]
        return (self.amendment.title or self.old_title) if self._facts.has_text else ""

    @cached_property
    def title(self) -> list[Piece]:
        """The difference that it makes in the title."""
        return phrases(self.old_title, self.new_title)

    @cached_property
    def text(self) -> list[Piece]:
        """The difference that it makes in the text."""
        new = self._proposed["text_nb"] if self._stands else self.amendment.text
        return phrases(self._words[1], new)

    @property
    def is_overtaken(self) -> bool:
        """Whether the point says something else by now than what the proposal would change."""
        point = self.amendment.point
        if point is None or not self._facts.has_point or not rules.is_open(self.amendment):
            return False
        return (point.title_nb, point.text_nb) != (self.amendment.point_title, self.amendment.before)

    @property
    def proposer(self) -> str:
        """On whose behalf it is proposed; empty where somebody proposed it in their own name."""
        return str(self.amendment.organisation or self.amendment.body or "")

    @cached_property
    def _stands(self) -> Point | None:
        """The point whose words of today it would change into others."""
        is_current = rules.is_open(self.amendment) and self._facts.has_point and self._facts.has_text
        return self.amendment.point if is_current else None

    @property
    def _words(self) -> tuple[str, str]:
        """Title and text that stood, or stand, before it."""
        point = self.amendment.point
        if point and self._facts.has_point and rules.is_open(self.amendment):
            return point.title_nb, point.text_nb
        return self.amendment.point_title, self.amendment.before

    @cached_property
    def _proposed(self) -> dict[str, str]:
        return rules.words_proposed(self.amendment, self._stands) if self._stands else {}

    @property
    def _facts(self) -> AmendmentFacts:
        return AMENDMENT_FACTS[AmendmentKind(self.amendment.kind)]


@dataclass(frozen=True)
class AmendedPoint:
    """Proposals about one point, or about points that would be new or are gone (`point` is None)."""

    point: Point | None
    rows: list[AmendmentRow]


def amendments_of(wording: Wording) -> list[AmendmentRow]:
    """Every proposal to a text with its opinions; two questions."""
    return [_row(amendment) for amendment in _at_hand().filter(wording=wording)]


def amendment_of(wording: Wording, pk: int) -> AmendmentRow | None:
    """One proposal to a text."""
    found = _at_hand().filter(wording=wording, pk=pk).first()
    return _row(found) if found else None


def by_point(rows: Iterable[AmendmentRow], points: Iterable[Point]) -> list[AmendedPoint]:
    """Proposals in the order of the points that they are about; the rest stand last."""
    rows = list(rows)
    known = {point.pk: point for point in points}
    groups = [
        AmendedPoint(point, [row for row in rows if row.amendment.point_id == pk])
        for pk, point in known.items()
    ]
    rest = AmendedPoint(None, [row for row in rows if row.amendment.point_id not in known])
    return [group for group in (*groups, rest) if group.rows]


def open_amendments(wording: Wording) -> QuerySet[Amendment]:
    """Proposals of which nobody has said yet what becomes of them."""
    return wording.amendments.filter(state=AmendmentState.PROPOSED)


def organisations_for(viewer: Viewer, *, on: date) -> QuerySet[Organisation]:
    """For which members the viewer may propose something."""
    members = members_on(on)
    return members if viewer.is_secretariat else members.filter(pk__in=viewer.edits)


def bodies_for(viewer: Viewer, *, on: date) -> QuerySet[Body]:
    """For which bodies the viewer may propose something."""
    bodies = bodies_on(on)
    return bodies if viewer.is_secretariat else bodies.filter(pk__in=viewer.bodies)


def _at_hand() -> QuerySet[Amendment]:
    opinions = Opinion.objects.select_related("treatment__body").order_by("treatment__held_on", "pk")
    related = ("point", "organisation", "body", "proposed_by", "settled_in__body", "wording__declaration")
    return Amendment.objects.select_related(*related).prefetch_related(Prefetch("opinions", opinions))


def _row(amendment: Amendment) -> AmendmentRow:
    return AmendmentRow(amendment, list(amendment.opinions.all()))
