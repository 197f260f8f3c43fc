"""The follow-up plan of the demo for 2021: invented tasks of the kind that an expert group sets itself."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from dugnad.declarations import changes
from dugnad.declarations.models import Declaration
from dugnad.declarations.queries.follow_ups import points_to_follow_up
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo
from dugnad.members.kinds import BodyKind
from dugnad.members.models import Body

CONTENT = Path(__file__).parent / "content" / "plan.toml"
YEAR = 2021
DECIDED = date(2021, 3, 17)  # the meeting of the expert group that had the plan on its agenda


def load_plan(cast: Cast, declaration: Declaration) -> None:
    """The tasks of the year, some of them done since."""
    points = {point.key: point for point in points_to_follow_up(declaration)}
    bodies = {kind.value: Body.objects.filter(kind=kind).first() for kind in BodyKind}
    for told in tomllib.loads(CONTENT.read_text())["tasks"]:
        entered: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(DECIDED, time(15))}
        words = {name: told[name] for name in told if name.startswith("title_")}
        task = changes.add_follow_up(
            points[told["point"]],
            year=YEAR,
            body=bodies[told["body"]],
            person=cast.secretary if told.get("secretary") else None,
            due=told["due"],
            **words,
            **entered,
        )
        if done := told.get("done_on"):
            at = at_oslo(done, time(16))
            changes.finish_follow_up(task, on=done, result=told["result"], by=cast.secretary, at=at)
