"""Material flows in the demo: real mappings with their sources, and invented actors that say so."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from dugnad.analyses import changes
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Organisation
from dugnad.programme.models import Activity

CONTENT = Path(__file__).with_name("content") / "flows.toml"
AT = at_oslo(date(2021, 2, 22), time(10))


def load_flows(cast: Cast, activities: dict[str, Activity]) -> None:
    """The register, and the studies."""
    content = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    for told in content["project"]:
        values = told | {"sources": told["sources"].strip()}
        places = _places(values.pop("municipalities"))
        changes.add_project(**values, places=places, by=cast.secretary, at=AT)
    for told in content["actor"]:
        _load_actor(cast, told)


def _load_actor(cast: Cast, told: dict[str, Any]) -> None:
    (place,) = _places([told["municipality"]])
    values = told | {"municipality": place, "is_illustrative": True}
    changes.add_actor(**values, by=cast.secretary, at=AT)


def _places(slugs: list[str]) -> list[Organisation]:
    return list(Organisation.objects.filter(slug__in=slugs))
