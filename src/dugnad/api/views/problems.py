"""Errors as RFC 9457 wants them: what is wrong, where, and in the reader's language."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from dugnad.kit.errors import Conflict, Refused
from dugnad.kit.history import plain

log = logging.getLogger(__name__)

TITLES: Mapping[int, Promise] = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("A valid key is needed"),
    403: gettext_lazy("This is not yours to do"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This address does not take that method"),
    409: gettext_lazy("Somebody else saved first"),
    413: gettext_lazy("The request is too large"),
    415: gettext_lazy("The content is not of a type that we take here"),
    422: gettext_lazy("Something in the request cannot be used"),
    500: gettext_lazy("The fault is ours; it is written down"),
}
WRONG: Mapping[str, Promise] = {
    "missing": gettext_lazy("must be given"),
    "int_parsing": gettext_lazy("must be a whole number"),
    "int_type": gettext_lazy("must be a whole number"),
    "int_from_float": gettext_lazy("must be a whole number"),
    "greater_than_equal": gettext_lazy("is too small"),
    "less_than_equal": gettext_lazy("is too large"),
    "string_type": gettext_lazy("must be text"),
    "string_too_short": gettext_lazy("is too short"),
    "string_too_long": gettext_lazy("is too long"),
    "string_pattern_mismatch": gettext_lazy("has characters that cannot stand here"),
    "date_from_datetime_parsing": gettext_lazy("is not a date, such as 2021-05-03"),
    "date_parsing": gettext_lazy("is not a date, such as 2021-05-03"),
    "enum": gettext_lazy("is not one of the values that are known here"),
    "dict_type": gettext_lazy("must be an object"),
    "model_attributes_type": gettext_lazy("must be an object"),
    "not_storable": gettext_lazy("has characters or numbers that cannot be kept"),
    "extra_forbidden": gettext_lazy("is not known here"),
}


class Problem(Exception):
    """An answer that is no success: the status says which."""

    def __init__(self, status: int, detail: Any = "", *, field: str = "", **more: Any) -> None:
        super().__init__(status, str(detail))
        self.status, self.detail, self.field, self.more = status, detail, field, more


def problem(status: int, detail: Any = "", *, field: str = "", **more: Any) -> HttpResponse:
    """An answer of the type application/problem+json."""
    content = {
        **plain(more),
        "type": "about:blank",
        "title": str(more.get("title") or TITLES.get(status, TITLES[400])),
        "status": status,
        **({"detail": str(detail)} if detail else {}),
        **({"field": field} if field else {}),
    }
    # A key that came with half a character goes back as it came, in the same escape as JSON has for it.
    body = json.dumps(content, ensure_ascii=False).encode(errors="backslashreplace")
    response = HttpResponse(body, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="dugnad"'
    return response


def answer_problems(api: NinjaAPI) -> None:
    """Let every error of the API be answered as a problem."""
    for kind, answer in ANSWERS.items():
        api.add_exception_handler(kind, answer)


def not_found() -> HttpResponse:
    """The same bytes for what does not exist and for what this viewer may not see."""
    return problem(404)


def _of_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem(error.status, error.detail, field=error.field, **error.more)


def _of_missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found()


def _of_conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return problem(409, error.message, field=error.field, code=error.code, **error.details)


def _of_refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(422, error.message, field=error.field, code=error.code, errors=_errors_in(error.details))


def _errors_in(details: Mapping[str, Any]) -> list[dict[str, str]]:
    """What is wrong in each field: verbs name the fields, with a text or a list of what fits them."""
    return [
        {"field": field, "message": " ".join(wrong) if isinstance(wrong, list) else str(wrong)}
        for field, wrong in details.items()
    ]


def _of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each field with what is wrong with it; the first one stands in front."""
    errors = [{"field": _field_at(wrong["loc"]), "message": _wrong_in(wrong)} for wrong in error.errors]
    first = errors[0]
    return problem(422, f"{first['field']} {first['message']}", field=first["field"], errors=errors)


def _field_at(place: Sequence[str | int]) -> str:
    """The field as verbs name it: a question by its key, without the words of the body around it."""
    source, *names = map(str, place)
    if source == "body" and len(names) > 1:
        names = names[1:]  # the name of our own parameter, which nobody has sent
        if names[0] == "answers" and len(names) > 1:
            names = names[1:]
    return ".".join(names)


def _wrong_in(wrong: Mapping[str, Any]) -> str:
    return str(WRONG.get(wrong["type"]) or _("cannot be used here"))


def _of_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def _of_authentication(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, _("Send the header “Authorization: Bearer” with a key from your own page."))


def _of_size(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem(413)


def _of_suspicion(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400)


def _of_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("fault in the API: %s %s", request.method, request.path, exc_info=error)
    return problem(500)


ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: _of_problem,
    Http404: _of_missing,
    Conflict: _of_conflict,
    Refused: _of_refusal,
    ValidationError: _of_validation,
    HttpError: _of_http,
    AuthenticationError: _of_authentication,
    RequestDataTooBig: _of_size,
    SuspiciousOperation: _of_suspicion,
    MultiPartParserError: _of_suspicion,
    RecursionError: _of_suspicion,
    Exception: _of_fault,
}
