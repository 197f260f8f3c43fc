"""Questions about matters that we follow, and about those whom we spoke to."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from dugnad.dossiers import rules
from dugnad.dossiers.kinds import OPEN_WAYS
from dugnad.dossiers.models import Ask, Consultation, Dossier, Response, Touchpoint
from dugnad.dossiers.states import DossierState
from dugnad.kit.text import alphabetical
from dugnad.members.rules import Viewer

ORDER = {state: place for place, state in enumerate(DossierState)}


@dataclass(frozen=True)
class DossierRow:
    """A dossier in a list: how many consultations, asks and touchpoints it has, and how many were met."""

    dossier: Dossier
    consultations: int = 0
    touchpoints: int = 0
    asks: list[list[Response]] = field(default_factory=list)  # the answers to each

    @property
    def answered(self) -> int:
        """How many asks somebody has answered."""
        return sum(1 for responses in self.asks if responses)


def visible_dossiers(viewer: Viewer) -> QuerySet[Dossier]:
    """The dossiers that the viewer may know of."""
    found = Dossier.objects.all()
    return found if rules.is_at_work(viewer) else found.filter(is_public=True)


def visible_touchpoints(viewer: Viewer) -> QuerySet[Touchpoint]:
    """The touchpoints that the viewer may know of: strangers those that anybody could see."""
    found = Touchpoint.objects.filter(dossier__in=visible_dossiers(viewer))
    return found if rules.is_at_work(viewer) else found.filter(kind__in=OPEN_WAYS)


def dossier_rows(viewer: Viewer, *, state: str = "", addressee: str = "") -> list[DossierRow]:
    """The dossiers as a list shows them, those that are worked on first: five questions for any number."""
    found = visible_dossiers(viewer).select_related("responsible", "activity__programme")
    found = found.filter(state=state) if state else found
    found = found.filter(addressee_kind=addressee) if addressee else found
    listed = sorted(found, key=lambda one: (_place(one), alphabetical(str(one))))
    keys = [one.pk for one in listed]
    consultations = _counted(Consultation.objects.filter(dossier__in=keys))
    touchpoints = _counted(visible_touchpoints(viewer).filter(dossier__in=keys))
    asks: dict[int, list[list[Response]]] = {}
    seen = Ask.objects.filter(dossier__in=keys).prefetch_related("responses")
    for ask in seen if rules.is_at_work(viewer) else seen.filter(raised_on__isnull=False):
        asks.setdefault(ask.dossier_id, []).append([one for one in ask.responses.all() if not one.is_struck])
    return [
        DossierRow(one, consultations.get(one.pk, 0), touchpoints.get(one.pk, 0), asks.get(one.pk, []))
        for one in listed
    ]


def _counted(rows: QuerySet[Consultation] | QuerySet[Touchpoint]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for key in rows.order_by().values_list("dossier_id", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return counts


def _place(dossier: Dossier) -> int:
    """Put forward and worked on stand first, what has ended last."""
    first = (DossierState.SPOKEN, DossierState.WORKING, DossierState.WATCHING)
    state = DossierState(dossier.state)
    return first.index(state) if state in first else len(first) + ORDER[state]


def dossier_at(key: str, viewer: Viewer) -> Dossier | None:
    """The dossier at this address, if the viewer may know of it."""
    found = visible_dossiers(viewer).select_related("responsible", "activity__programme")
    return found.prefetch_related("points__wording__declaration").filter(key=key).first()


def touchpoints_of(dossier: Dossier, viewer: Viewer) -> list[Touchpoint]:
    """Whom we spoke to about a matter, the last first."""
    found = visible_touchpoints(viewer).filter(dossier=dossier)
    return list(found.select_related("event").prefetch_related("asks"))
