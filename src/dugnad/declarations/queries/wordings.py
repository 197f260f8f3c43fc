"""Questions about declarations and their wordings."""

from django.db.models import QuerySet

from dugnad.declarations import rules
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.declarations.states import WordingState
from dugnad.members.rules import Viewer


def declarations() -> QuerySet[Declaration]:
    """Every declaration."""
    return Declaration.objects.all()


def wording_of(key: str, name: str, viewer: Viewer) -> Wording | None:
    """One wording by the names in its address; None where there is none that the viewer may read."""
    found = (
        Wording.objects.select_related("declaration", "based_on")
        .filter(declaration__key=key, name=name)
        .first()
    )
    return found if found and rules.may_see(viewer, found) else None


def visible_wordings(declaration: Declaration, viewer: Viewer) -> list[Wording]:
    """The wordings of a declaration that the viewer may read, the newest first."""
    return [wording for wording in declaration.wordings.all() if rules.may_see(viewer, wording)]


def adopted_wording(declaration: Declaration) -> Wording | None:
    """The wording that holds today: the one that was adopted last."""
    return declaration.wordings.filter(state=WordingState.ADOPTED).order_by("-adopted_on", "-id").first()


def offered_wording() -> Wording | None:
    """The text that the members have before them now: the one that was offered last."""
    offered = Wording.objects.filter(state=WordingState.OFFERED).select_related("declaration")
    return offered.order_by("-frozen_at", "-id").first()


def wording_called(name: str) -> Wording | None:
    """The text that a question names by the short names of its declaration and itself, such as klima/2022."""
    key, _slash, own = name.partition("/")
    return Wording.objects.select_related("declaration").filter(declaration__key=key, name=own).first()


def points_of(wording: Wording) -> list[Point]:
    """The points of a wording in their order."""
    return list(wording.points.all())


def fingerprint_of(wording: Wording) -> str:
    """The fingerprint of the words as they stand now."""
    points = wording.points.order_by("position", "id").values("number", "title_nb", "text_nb")
    told = [{"number": p["number"], "title": p["title_nb"], "text": p["text_nb"]} for p in points]
    return rules.fingerprint(wording.preamble_nb, told)
