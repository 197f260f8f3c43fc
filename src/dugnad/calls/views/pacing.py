"""How often somebody may write by a link: counted as the codes for signing in are, link by link."""

from allauth.core import ratelimit
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _l

from dugnad.calls.views.desk import Desk

TOO_OFTEN = _l(
    "Too much was sent by this link in a short time, so this was not stored. What you wrote stands here "
    "still. Wait a minute, and save again."
)


def is_too_often(desk: Desk) -> bool:
    """Whether a link has been written by more often than a person writes; reading is never counted."""
    key = str(desk.forwarding.pk) if desk.forwarding else ""
    return not ratelimit.consume(desk.request, action="answer_by_link", key=key)


def told_later(desk: Desk) -> JsonResponse:
    """What a page's script is told; it keeps what was typed, and tries again by itself."""
    return JsonResponse({"message": str(TOO_OFTEN)}, status=429)
