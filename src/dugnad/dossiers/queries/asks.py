"""Questions about what we ask for: which asks there are, what was answered, what they repeat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from dugnad.dossiers import rules
from dugnad.dossiers.models import Ask, Dossier, Response
from dugnad.dossiers.queries.dossiers import visible_dossiers
from dugnad.dossiers.states import AskState
from dugnad.members.rules import Viewer


@dataclass(frozen=True)
class AskRow:
    """An ask with the answers to it, the newest first, and those that were entered wrong."""

    ask: Ask
    responses: list[Response]
    struck: list[Response] = field(default_factory=list)

    @property
    def newest(self) -> Response | None:
        """The answer that counts now."""
        return self.responses[0] if self.responses else None

    @property
    def state(self) -> AskState:
        """What was answered, as it stands now."""
        return AskState(self.newest.state) if self.newest else AskState.AWAITED

    @property
    def is_illustrative(self) -> bool:
        """Whether the ask, or the answer that counts, was made up."""
        return self.ask.is_illustrative or bool(self.newest and self.newest.is_illustrative)


def visible_asks(viewer: Viewer) -> QuerySet[Ask]:
    """The asks that the viewer may read: strangers those that were made, of what is shown to everybody."""
    found = Ask.objects.filter(dossier__in=visible_dossiers(viewer))
    return found if rules.is_at_work(viewer) else found.filter(raised_on__isnull=False)


def ask_rows(asks: QuerySet[Ask]) -> list[AskRow]:
    """Asks as lists show them, the newest first: two questions for any number."""
    found = asks.select_related("dossier", "consultation").prefetch_related("responses")
    return [_row(ask) for ask in found.order_by("-raised_on", "pk")]


def _row(ask: Ask) -> AskRow:
    found = ask.responses.all()
    return AskRow(ask, [one for one in found if not one.is_struck], [one for one in found if one.is_struck])


def counted(rows: Iterable[AskRow]) -> list[tuple[AskState, int]]:
    """How many asks stand where, without the states in which none does."""
    counts = Counter(row.state for row in rows)
    return [(state, counts[state]) for state in AskState if counts[state]]


def ask_of(dossier: Dossier, pk: int, viewer: Viewer) -> AskRow | None:
    """One ask of a dossier, if the viewer may read it."""
    found = ask_rows(visible_asks(viewer).filter(dossier=dossier, pk=pk))
    return found[0] if found else None


def asks_for_points(points: Iterable[int], viewer: Viewer) -> list[AskRow]:
    """What is asked for so that the members can do what these points promise."""
    return ask_rows(visible_asks(viewer).filter(points__in=list(points)).distinct())


def line_of_ask(ask: Ask, viewer: Viewer) -> list[AskRow]:
    """The ask as it was made before and after, in order of time: one question for all asks of its dossier.

    An ask may repeat one of another dossier; that one stands first and its own line on its own page.
    """
    seen = {row.ask.pk: row for row in ask_rows(visible_asks(viewer).filter(_kin(ask)).distinct())}
    return sorted(seen.values(), key=_when)


def _kin(ask: Ask) -> Q:
    return Q(dossier=ask.dossier_id, pk__in=_linked(ask)) | Q(pk=ask.repeats_id or 0)


def _linked(ask: Ask) -> set[int]:
    """Every ask of the dossier that is tied to this one by repeating, directly or by way of others."""
    pairs = list(Ask.objects.filter(dossier=ask.dossier_id).values_list("pk", "repeats_id"))
    found, size = {ask.pk}, 0
    while len(found) > size:
        size = len(found)
        found |= {one for one, other in pairs if other in found} | {
            other for one, other in pairs if one in found and other
        }
    return found


def _when(row: AskRow) -> tuple[bool, str, int]:
    raised = row.ask.raised_on
    return raised is None, raised.isoformat() if raised else "", row.ask.pk


def stands(ask: Ask) -> bool:
    """Whether it was asked for in an answer that has gone, or has been answered, if only by mistake."""
    is_sent = ask.consultation is not None and ask.consultation.sent_on is not None
    return rules.stands(is_sent=is_sent, is_answered=ask.responses.exists())
