"""The mayors' declaration of the demo: what is known of 2019, and an invented draft of the next one."""

import tomllib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

from dugnad.declarations import changes
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Declaration, Point, Treatment, Wording
from dugnad.declarations.states import AmendmentState
from dugnad.demo.alliance import Cast
from dugnad.indicators.models import Indicator
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Body
from dugnad.members.queries import organisation_named
from dugnad.programme.models import Activity

CONTENT = Path(__file__).parent / "content" / "declaration.toml"
SIGNED = date(2019, 2, 7)
DRAFTED = date(2021, 4, 26)
SETTLING: dict[str, Callable[..., None]] = {
    AmendmentState.ADOPTED: changes.adopt_amendment,
    AmendmentState.REJECTED: changes.reject_amendment,
}
LINEAGE = {"from", "how", "reason_nb", "reason_nn", "reason_en"}  # of a point, beside its words


def load_declaration(cast: Cast, activities: dict[str, Activity]) -> Declaration:
    """Both texts with their lineage, and what speaks to each point."""
    content = tomllib.loads(CONTENT.read_text())
    # There was no workspace in 2019: the secretariat has entered it afterwards, with the day of that time.
    entered: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 1, 5), time(10))}
    declaration = changes.create_declaration(**content["declaration"], **entered)
    signed = _load_wording(declaration, "2019", content, entered, is_paraphrase=True)
    changes.offer_wording(signed, **entered)
    changes.adopt_wording(signed, on=SIGNED, **entered)
    drafted: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(DRAFTED, time(13))}
    draft = _load_wording(declaration, "2022", content, drafted, based_on=signed, is_illustrative=True)
    _load_lineage(signed, draft, content["wordings"]["2022"], drafted)
    for wording in (signed, draft):
        _load_service(wording, content["served"], activities, drafted)
    treatments = _load_treatments(draft, content["treatments"], cast)
    for told in content["amendments"]:
        _load_amendment(draft, told, treatments["epost"], cast)
    return declaration


def _load_wording(
    declaration: Declaration, name: str, content: dict[str, Any], who: dict[str, Any], **values: Any
) -> Wording:
    told = content["wordings"][name]
    preamble = {key: told[key] for key in told if key.startswith("preamble")}
    wording = changes.draft_wording(declaration, name=name, **preamble, **values, **who)
    for point in told["points"]:
        changes.add_point(wording, **{k: v for k, v in point.items() if k not in LINEAGE}, **who)
    return wording


def _load_lineage(before: Wording, after: Wording, told: dict[str, Any], who: dict[str, Any]) -> None:
    old = {point.key: point for point in before.points.all()}
    new = {point.key: point for point in after.points.all()}
    for sketch in told["points"]:
        for origin in sketch.get("from", [{}]):
            reason = {k: v for k, v in {**sketch, **origin}.items() if k.startswith("reason")}
            changes.settle_succession(
                after,
                kind=origin.get("how", sketch.get("how")),
                predecessor=old.get(origin.get("key", "")),
                successor=new[sketch["key"]],
                **reason,
                **who,
            )
    for dropped in told["dropped"]:
        reason = {k: v for k, v in dropped.items() if k.startswith("reason")}
        changes.settle_succession(
            after,
            kind=SuccessionKind.DROPPED,
            predecessor=old[dropped["key"]],
            successor=None,
            **reason,
            **who,
        )


def _load_service(
    wording: Wording, served: dict[str, Any], activities: dict[str, Activity], who: dict[str, Any]
) -> None:
    points: dict[str, Point] = {point.key: point for point in wording.points.all()}
    for key, told in served.items():
        if key in points:
            keys = told.get("activities", [])
            changes.serve_point(
                points[key],
                activities=[activities[name] for name in keys if name in activities],
                indicators=list(Indicator.objects.filter(key__in=told.get("indicators", []))),
                **who,
            )


def _load_treatments(draft: Wording, told: list[dict[str, Any]], cast: Cast) -> dict[str, Treatment]:
    """Which bodies treat the draft; those that are told of again, by their key."""
    planned: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(DRAFTED, time(14))}
    found = {}
    for sketch in told:
        body = Body.objects.get(slug=sketch["body"])
        note = sketch.get("note", "")
        treatment = changes.plan_treatment(draft, body, on=sketch["planned_on"], note=note, **planned)
        if "held_on" in sketch:
            said = {
                name: sketch[name] for name in ("held_on", "outcome", "had_text", "note") if name in sketch
            }
            entered = at_oslo(max(sketch["held_on"], DRAFTED), time(15))
            changes.enter_treatment(treatment, **said, by=cast.secretary, at=entered)
        found[sketch.get("key", "")] = treatment
    return found


def _load_amendment(draft: Wording, told: dict[str, Any], treatment: Treatment, cast: Cast) -> None:
    """One invented proposal, what the expert group said of it, and what became of it."""
    organisation = organisation_named(told["organisation"])
    adviser = cast.advisers.get(organisation.pk) if organisation else None
    amendment = changes.propose_amendment(
        draft,
        kind=told["kind"],
        point=draft.points.filter(key=told.get("point", "")).first(),
        title=told.get("title", ""),
        text=told.get("text", ""),
        reason=told["reason"],
        organisation=organisation,
        by=adviser,
        at=at_oslo(told["on"], time(11)),
    )
    who: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 4, 30), time(9))}
    changes.give_opinions(treatment, {amendment: (told["opinion"], told["opinion_note"])}, **who)
    if "state" in told:
        words = told.get("words", {})
        SETTLING[told["state"]](
            amendment,
            because=told["because"],
            treatment=treatment,
            by=cast.secretary,
            at=at_oslo(told["settled_on"], time(12)),
            **words,
        )
