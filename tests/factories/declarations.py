"""Declarations for tests: texts, points, consent and progress."""

from datetime import date, datetime
from typing import Any

from dugnad.declarations.kinds import AmendmentKind, EndorsementWay, EvidenceKind, PointKind, SuccessionKind
from dugnad.declarations.models import (
    Amendment,
    Declaration,
    Endorsement,
    Evidence,
    FollowUp,
    Point,
    Progress,
    Signature,
    Succession,
    Treatment,
    Wording,
)
from dugnad.declarations.states import FROZEN, EndorsementState, ProgressState, WordingState
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Body, Organisation
from tests.factories.members import make_body, make_organisation

AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
SIGNED = date(2019, 2, 7)


def make_declaration(key: str = "ordforererklaering") -> Declaration:
    """A declaration; asked for again by key it is the same."""
    found = Declaration.objects.filter(key=key).first()
    titles = {"title_nb": "Erklæringen", "title_nn": "Erklæringa", "title_en": "The declaration"}
    return found or Declaration.objects.create(key=key, **titles)


def make_wording(name: str = "2019", state: str = WordingState.DRAFT, **fields: Any) -> Wording:
    """A wording; asked for again by name it is the same. A frozen one has a made-up fingerprint."""
    declaration = fields.pop("declaration", None) or make_declaration()
    found = declaration.wordings.filter(name=name).first()
    values: dict[str, Any] = {"state": state, "created_at": AT, "preamble_nb": "Vi vil."}
    if state in FROZEN:
        values |= {"frozen_at": AT, "sha256": "a" * 64}
    if state == WordingState.ADOPTED:
        values["adopted_on"] = SIGNED
    return found or Wording.objects.create(declaration=declaration, name=name, **values | fields)


def make_point(wording: Wording | None = None, key: str = "kutt-utslipp", **fields: Any) -> Point:
    """A point with the next number; asked for again by key it is the same."""
    wording = wording or make_wording()
    number = wording.points.count() + 1
    values: dict[str, Any] = {
        "number": str(number),
        "position": number,
        "kind": PointKind.MEASURE,
        "title_nb": f"Punkt {number}",
        "text_nb": f"Gjøre det som står i punkt {number}.",
    }
    found = wording.points.filter(key=key).first()
    return found or Point.objects.create(wording=wording, key=key, **values | fields)


def make_endorsement(
    organisation: Organisation | None = None,
    wording: Wording | None = None,
    state: str = EndorsementState.ENDORSED,
    **fields: Any,
) -> Endorsement:
    """A member's endorsement of a wording, endorsed by the mayor unless said otherwise."""
    wording = wording or make_wording(state=WordingState.ADOPTED)
    values: dict[str, Any] = {"state": state, "sha256": wording.sha256}
    if state == EndorsementState.ENDORSED:
        values |= {"endorsed_on": SIGNED, "way": EndorsementWay.MAYOR}
    organisation = organisation or make_organisation()
    return Endorsement.objects.create(wording=wording, organisation=organisation, **values | fields)


def make_signature(endorsement: Endorsement | None = None, **fields: Any) -> Signature:
    """A signature on the day of the ceremony."""
    endorsement = endorsement or make_endorsement()
    values: dict[str, Any] = {
        "signatory": "Kari Demo",
        "office": OfficeKind.MAYOR,
        "signed_on": SIGNED,
        "at_ceremony": True,
        "sha256": endorsement.wording.sha256,
        "code": f"prove-{endorsement.pk}",
    }
    return Signature.objects.create(endorsement=endorsement, **values | fields)


def make_progress(
    point: Point | None = None, organisation: Organisation | None = None, year: int = 2021, **fields: Any
) -> Progress:
    """What a member told of a point for a year: under way unless said otherwise."""
    values: dict[str, Any] = {"state": ProgressState.UNDER_WAY, "told_at": AT}
    return Progress.objects.create(
        point=point or make_point(),
        organisation=organisation or make_organisation(),
        year=year,
        **values | fields,
    )


def make_follow_up(point: Point | None = None, title: str = "Lage en mal", **fields: Any) -> FollowUp:
    """A task of the plan of 2021, open unless said otherwise."""
    point = point or make_point()
    values: dict[str, Any] = {"year": 2021, "title_nb": title}
    return FollowUp.objects.create(declaration=point.wording.declaration, point=point, **values | fields)


def make_evidence(point: Point | None = None, kind: str = EvidenceKind.LINK, **fields: Any) -> Evidence:
    """What shows that something was done about a point: a page of the web unless said otherwise."""
    values: dict[str, Any] = {"title": "Det vi gjorde", "added_at": AT}
    if kind == EvidenceKind.LINK:
        values["link"] = "https://kommune.example/"
    return Evidence.objects.create(point=point or make_point(), kind=kind, **values | fields)


def make_succession(
    old: Point | None, new: Point | None, kind: str = SuccessionKind.SHARPENED, **fields: Any
) -> Succession:
    """What became of a point at a revision."""
    values: dict[str, Any] = {"wording": (new or old).wording, "reason_nb": "Sterkere."}  # type: ignore[union-attr]
    return Succession.objects.create(predecessor=old, successor=new, kind=kind, **values | fields)


def make_treatment(wording: Wording | None = None, body: Body | None = None, **fields: Any) -> Treatment:
    """A body treats a wording on a planned day."""
    values: dict[str, Any] = {"planned_on": date(2021, 6, 24)}
    return Treatment.objects.create(
        wording=wording or make_wording(), body=body or make_body(), **values | fields
    )


def make_amendment(point: Point | None = None, **fields: Any) -> Amendment:
    """A proposal to say a point in other words."""
    point = point or make_point()
    values: dict[str, Any] = {
        "kind": AmendmentKind.REWORD,
        "point_number": point.number,
        "point_title": point.title_nb,
        "text": "Andre ord.",
        "reason": "Klarere.",
        "proposed_at": AT,
    }
    return Amendment.objects.create(wording=point.wording, point=point, **values | fields)
