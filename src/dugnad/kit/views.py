"""What every installation answers: is it alive, is it ready, and a failed form that keeps what was typed."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dugnad.kit import clock, typed
from dugnad.kit.access import SIGNED_IN, allow, public
from dugnad.kit.queries import last_heartbeat

SILENCE = timedelta(minutes=10)


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, its tables are up to date, and the worker has been heard of."""
    problems = _database_problems() or _worker_problems()
    return JsonResponse(
        {"status": "ready" if not problems else "not ready", "problems": problems},
        status=503 if problems else 200,
    )


def _database_problems() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"database: {type(error).__name__}"]
    return [f"database: {len(waiting)} migrations to run"] if waiting else []


def _worker_problems() -> list[str]:
    if settings.DEMO:
        return []
    beat = last_heartbeat("worker")
    if beat is None or clock.now() - beat > SILENCE:
        return ["worker: not heard of for ten minutes"]
    return []


@allow(SIGNED_IN)
def kept_forms(request: HttpRequest) -> HttpResponse:
    """What somebody typed who was signed out while they wrote: to send where it was meant, or throw away."""
    kept = typed.kept_in(request)
    if request.method == "POST":
        address = request.POST.get("address", "")
        typed.forget(request, address)
        if address in kept:
            messages.success(request, _("What you had written is thrown away."))
        return redirect(address if address in kept else "/")
    if not kept:
        return redirect("/")
    return render(
        request,
        "kit/kept_forms.html",
        {"kept": [(address, fields, typed.readable(fields)) for address, fields in kept.items()]},
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came without its token (an old tab): show what was typed and let it be sent again."""
    get_token(request)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return render(
        request, "kit/csrf_failure.html", {"typed": sent, "target": request.get_full_path()}, status=403
    )
