"""Keys: a user's own page, and the demo's short way to one."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dugnad.api import changes
from dugnad.api.forms.asked import TokenForm
from dugnad.api.queries.tokens import open_tokens
from dugnad.api.views.problems import problem
from dugnad.kit import clock
from dugnad.kit.access import SIGNED_IN, View, allow, public
from dugnad.kit.errors import Refused
from dugnad.members.models import User
from dugnad.members.queries import user_with_email

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def only_in_demo(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
    """Outside the demo the address does not exist, whatever the method."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request)

    return checked


@allow(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """A user's keys; a new one is shown once, on the page that made it."""
    viewer = request.viewer  # type: ignore[attr-defined]
    form, key = TokenForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            key = changes.make_token(viewer.user, name=name, by=viewer.person, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    context = {
        "tokens": open_tokens(viewer.user, on=clock.today()),
        "key": key,
        "form": TokenForm() if key else form,
        "example": f"{settings.PUBLIC_URL}/api/v1/documents",
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@allow(SIGNED_IN)
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of the user's own keys."""
    viewer = request.viewer  # type: ignore[attr-defined]
    token = get_object_or_404(open_tokens(viewer.user, on=clock.today()), pk=pk)
    changes.revoke_token(token, by=viewer.person, at=clock.now())
    return redirect("tokens")


@public
@csrf_exempt
@only_in_demo
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """In the demo anyone signs in as anyone."""
    user = _user_named_in(request)
    if user is None:
        return _nobody()
    login(request, user, backend=BACKEND)
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(wanted if safe else "/")


@public
@csrf_exempt
@only_in_demo
@require_POST
def demo_token(request: HttpRequest) -> HttpResponse:
    """In the demo anyone gets a key for anyone; the oldest make room."""
    user = _user_named_in(request)
    if user is None:
        return _nobody()
    now = clock.now()
    for oldest in open_tokens(user, on=now.date())[10:]:
        changes.revoke_token(oldest, by=None, at=now)
    return JsonResponse({"token": changes.make_token(user, name="demo", by=user.person, at=now)})


def nowhere(request: HttpRequest) -> HttpResponse:
    """The answer at an address that the API does not have."""
    raise Http404


def _user_named_in(request: HttpRequest) -> User | None:
    return user_with_email(request.POST.get("email", "").replace("\x00", ""))


def _nobody() -> HttpResponse:
    return problem(422, _("Nobody in the demo has this e-mail."), field="email")
