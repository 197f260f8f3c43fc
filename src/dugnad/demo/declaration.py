"""The mayors' declaration of the demo: what is known of 2019, and an invented draft of the next one."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from dugnad.declarations import changes
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.demo.alliance import Cast
from dugnad.indicators.models import Indicator
from dugnad.kit.clock import at_oslo
from dugnad.programme.models import Activity

CONTENT = Path(__file__).parent / "content" / "declaration.toml"
SIGNED = date(2019, 2, 7)
DRAFTED = date(2021, 4, 26)
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
