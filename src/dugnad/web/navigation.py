"""The six groups of pages, in the user's words."""

from typing import Any

from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The navigation for every page."""
    return {"navigation": []}
