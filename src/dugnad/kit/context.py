"""What every template may ask for: the alliance, the demo's day, the clock, the viewer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dugnad.kit import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """The alliance, the viewer and the day, for every page."""
    return {
        "alliance": settings.ALLIANCE,
        "demo": settings.DEMO,
        "now": clock.now(),
        "today": clock.today(),
        "viewer": getattr(request, "viewer", None),
        "languages": settings.LANGUAGES,
    }
