"""Questions about borders: the map that was imported last, of which division it is, and what it draws."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256

from django.core.cache import cache

from dugnad.engine.boundaries import Divisions
from dugnad.engine.outlines import Outline, outlines_of
from dugnad.indicators.models import BorderMap
from dugnad.kit.uploads import path_of

KEPT = 24 * 60 * 60


def newest_borders() -> BorderMap | None:
    """The map of borders that was imported last; None where none was."""
    return BorderMap.objects.select_related("file").order_by("-imported_at", "-pk").first()


def day_of_borders(borders: BorderMap, known: Divisions, *, today: date) -> date | None:
    """A day of the division that the map draws, the nearest to today; None where it mixes several."""
    return known.division_of(borders.codes, today)


def outlines(borders: BorderMap, codes: Collection[str]) -> Mapping[str, Outline]:
    """The outlines of these municipalities; worked out once for each map and set of them."""
    name = f"outlines:1:{borders.file.sha256}:{_hash_of(codes)}"
    found: Mapping[str, Outline] | None = cache.get(name)
    if found is None:
        found = outlines_of(json.loads(path_of(borders.file.sha256).read_bytes()), set(codes))
        cache.set(name, found, KEPT)
    return found


def _hash_of(codes: Collection[str]) -> str:
    """A short name of a set of codes, whichever way they stand."""
    return sha256(" ".join(sorted(codes)).encode()).hexdigest()[:16]
