"""Calls and replies, for programs: the same verbs, and the same answers, as on the pages."""

import re
import tempfile
from pathlib import Path as File
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Header, Path, Query, Router, Status

from dugnad.api.forms.asked import Answers, Draft, Name, Paging, Protest, Submission
from dugnad.api.forms.shapes import Anything, Call, Receipt, Reply, Report
from dugnad.api.queries.calls import (
    call_for,
    call_in_full,
    may_begin,
    reply_for,
    report_as_shape,
    seen_revision,
)
from dugnad.api.views.doors import BY_KEY, OPEN_TO_ALL, began_at, listed, opens, viewer_on
from dugnad.api.views.problems import Problem
from dugnad.calls import changes, models, queries, rules
from dugnad.calls.states import Confirmation
from dugnad.kit import clock, uploads
from dugnad.kit.access import EVERYONE, MEMBER, STAFF
from dugnad.kit.errors import Refused

router = Router(tags=["calls"])
REPLY = "/calls/{call}/replies/{organisation}"
WORKBOOK = "/calls/{call}/workbook/{organisation}"
ANSWERS = "/calls/{call}/answers/{organisation}"
FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
JSON = "application/json"
VERSION = re.compile(r'^(?:W/)?"?(\d{1,9})"?$')


@router.get("/calls", response=Anything, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def calls(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What the members are asked; those who have not signed in are asked nothing."""
    found = queries.visible_calls(viewer_on(request))
    return listed(request, found, paging, queries.calls_as_shapes)


@router.get("/calls/{call}", response=Call, auth=OPEN_TO_ALL)
@opens(EVERYONE)
def call(request: HttpRequest, call: Path[Name]) -> dict[str, Any]:
    """One call with its questions."""
    found = call_for(viewer_on(request), call)
    if found is None:
        raise Http404
    return call_in_full(found)


@router.get("/calls/{call}/schema", response=dict[str, Any], auth=OPEN_TO_ALL)
@opens(EVERYONE)
def call_schema(request: HttpRequest, call: Path[Name]) -> dict[str, Any]:
    """What a call asks as JSON Schema 2020-12, with the texts in three languages under x-dugnad."""
    found = call_for(viewer_on(request), call)
    if found is None:
        raise Http404
    return queries.call_as_schema(found)


@router.get(REPLY, response=Reply, auth=BY_KEY)
@opens(MEMBER, STAFF)
def reply(
    request: HttpRequest, response: HttpResponse, call: Path[Name], organisation: Path[Name]
) -> dict[str, Any]:
    """A member's reply; its version is the ETag."""
    return _shown(_reply_or_404(request, call, organisation), response)


@router.put(REPLY, response=Reply, auth=BY_KEY)
@opens(MEMBER, STAFF)
def save_draft(
    request: HttpRequest,
    response: HttpResponse,
    call: Path[Name],
    organisation: Path[Name],
    draft: Draft,
    *,
    if_match: str | None = Header(None, alias="If-Match"),
) -> dict[str, Any]:
    """Save answers by their questions' keys, on top of the version in If-Match."""
    if request.content_type != JSON:
        raise Problem(415, _("Send the answers as application/json."), field="Content-Type")
    viewer = viewer_on(request)
    found = _reply_to_write(request, call, organisation)
    seen = seen_revision(found, draft.answers, viewer, _version_in(if_match))
    changes.save_draft(found, draft.answers, seen, by=viewer.person, at=clock.now(), notes=draft.notes)
    return _shown(found, response)


@router.post(f"{REPLY}/submit", response=Receipt, auth=BY_KEY)
@opens(MEMBER, STAFF)
def submit_reply(
    request: HttpRequest,
    call: Path[Name],
    organisation: Path[Name],
    submission: Body[Submission | None] = None,
    *,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
    if_match: str | None = Header(None, alias="If-Match"),
) -> dict[str, Any]:
    """Submit what is written; the same Idempotency-Key gets the same receipt.

    Where the call asks who stands behind the answer (`asks_basis`), the body says so; without one it stands
    as it did, at first as an officer's answer. A sub-region that answers for its members submits like
    this too, member by member, and each of them can object.

    With the version in If-Match the reply is submitted only as you read it, and 409 answers where somebody
    has written since. Without it, or with `*`, what is stored is submitted, whoever wrote it.
    """
    viewer = viewer_on(request)
    found = _reply_or_404(request, call, organisation)
    own = rules.may_approve_for(viewer, found.organisation_id)
    if not own and not viewer.is_secretariat:
        raise Problem(403, _("Only those who may submit for the member can do this."))
    version = changes.submit_reply(
        found,
        idempotency_key,
        by=viewer.person,
        at=clock.now(),
        first_byte_at=began_at(request),
        on_behalf=not own,
        expected_revision=_version_in(if_match),
        basis=submission.basis.model_dump(mode="python") if submission and submission.basis else None,
    )
    # In our own time also when it is read again: the same key gets the same receipt, to the byte.
    received = version.received_at.astimezone(clock.OSLO).isoformat()
    return {"receipt": {**version.receipt, "received_at": received}}


@router.post(f"{REPLY}/confirm", response=Reply, auth=BY_KEY)
@opens(MEMBER, STAFF)
def confirm_reply(
    request: HttpRequest, response: HttpResponse, call: Path[Name], organisation: Path[Name]
) -> dict[str, Any]:
    """Say yes to what a sub-region has answered for the member.

    For the member's own people. Said once more, it changes nothing and gets the same answer. 409 answers
    where no sub-region has answered, where the member has objected already, and when the call is closed.
    """
    found = _reply_to_judge(request, call, organisation)
    who = {"by": viewer_on(request).person, "at": clock.now()}
    try:
        changes.confirm_reply(found, **who)
    except Refused as refusal:
        _answer_settled(refusal, found, Confirmation.CONFIRMED)
    return _shown(found, response)


@router.post(f"{REPLY}/object", response=Reply, auth=BY_KEY)
@opens(MEMBER, STAFF)
def object_to_reply(
    request: HttpRequest,
    response: HttpResponse,
    call: Path[Name],
    organisation: Path[Name],
    protest: Body[Protest | None] = None,
) -> dict[str, Any]:
    """Say no to what a sub-region has answered for the member, and why: the reply is the member's own again.

    What was written stays as a draft, which the member changes and submits. For the member's own people,
    until the day in `confirm_by` is over. Said once more, it changes nothing and gets the same answer. 409
    answers where no sub-region has answered, where the member has confirmed, when that day is over, and when
    the call is closed. That a published figure is not right is said in the answer to it, by PUT.
    """
    found = _reply_to_judge(request, call, organisation)
    reason = protest.reason if protest else ""
    who = {"by": viewer_on(request).person, "at": clock.now()}
    try:
        changes.object_to_reply(found, reason=reason, **who)
    except Refused as refusal:
        _answer_settled(refusal, found, Confirmation.OBJECTED)
    return _shown(found, response)


@router.get(WORKBOOK, response={200: None}, auth=BY_KEY)
@opens(MEMBER, STAFF)
def workbook(request: HttpRequest, call: Path[Name], organisation: Path[Name]) -> HttpResponse:
    """The reply as a workbook to fill in."""
    found = _reply_or_404(request, call, organisation)
    book = queries.reply_workbook(found, on=clock.today())
    response = HttpResponse(book, content_type=uploads.FILE_KINDS["xlsx"].content_type)
    response["Content-Disposition"] = f'attachment; filename="{call}-{organisation}.xlsx"'
    response["ETag"] = f'"{found.revision}"'
    return response


@router.post(WORKBOOK, response={200: Report, 422: Report}, auth=BY_KEY)
@opens(MEMBER, STAFF)
def import_reply(
    request: HttpRequest,
    call: Path[Name],
    organisation: Path[Name],
    if_match: str | None = Header(None, alias="If-Match"),
) -> Status[dict[str, Any]]:
    """The filled workbook back, as the body or as a form's file; either all of it is stored or none."""
    viewer = viewer_on(request)
    found = _reply_to_write(request, call, organisation)
    content, name = _sent_file(request)
    inspected = uploads.inspect(content, name, allowed={"xlsx"})
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        report = changes.import_reply(
            found, File(file.name), by=viewer.person, at=clock.now(), expected_revision=_version_in(if_match)
        )
    return Status(422 if report.errors else 200, report_as_shape(report, inspected))


@router.get(ANSWERS, response={200: None}, auth=BY_KEY)
@opens(MEMBER, STAFF)
def answers(
    request: HttpRequest, call: Path[Name], organisation: Path[Name], asked: Query[Answers]
) -> HttpResponse:
    """What a member submitted last, as JSON, as CSV, or as rows of GCoM's Common Reporting Framework."""
    version = queries.submitted_version(_reply_or_404(request, call, organisation))
    if version is None:
        raise Http404
    file = queries.REPLY_FILES[asked.format]
    response = HttpResponse(file.write(version), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name(version)}"'
    response["ETag"] = f'"{version.sha256}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _reply_or_404(request: HttpRequest, call: str, organisation: str) -> models.Reply:
    found = reply_for(viewer_on(request), call, organisation)
    if found is None:
        raise Http404
    return found


def _reply_to_write(request: HttpRequest, call: str, organisation: str) -> models.Reply:
    """The reply, begun now for a member who joined after the call was opened."""
    viewer = viewer_on(request)
    found = reply_for(viewer, call, organisation)
    if found is None:
        begun = may_begin(viewer, call, organisation, on=clock.today())
        if begun is None:
            raise Http404
        found = changes.open_reply(*begun, by=viewer.person, at=clock.now())
    return found


def _reply_to_judge(request: HttpRequest, call: str, organisation: str) -> models.Reply:
    """The reply, for those who may say yes or no to what a sub-region answered."""
    found = _reply_or_404(request, call, organisation)
    if not rules.may_answer_speaker(viewer_on(request), found):
        raise Problem(403, _("Only the member's own people can confirm the answer or object to it."))
    return found


def _answer_settled(refusal: Refused, found: models.Reply, wanted: Confirmation) -> None:
    """Nothing where it is settled as it was wanted; a conflict where it stands otherwise."""
    if refusal.code not in changes.SETTLED:
        raise refusal
    if found.confirmation != wanted:
        title = _("This does not fit where the reply stands")
        raise Problem(409, refusal.message, code=refusal.code, title=title)


def _shown(reply: models.Reply, response: HttpResponse) -> dict[str, Any]:
    response["ETag"] = f'"{reply.revision}"'
    return queries.reply_as_shape(reply, at=clock.now())


def _version_in(if_match: str | None) -> int | None:
    """The version in a header such as `If-Match: "3"`; `*` is any version, as is none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = VERSION.match(if_match.strip())
    if found is None:
        raise Problem(422, _('Write the version as you got it, for example "3".'), field="If-Match")
    return int(found.group(1))


def _sent_file(request: HttpRequest) -> tuple[bytes, str]:
    if request.content_type not in FORMS:
        return request.body, "workbook.xlsx"
    for file in request.FILES.values():
        if isinstance(file, UploadedFile):
            return file.read(), file.name or "workbook.xlsx"
    return b"", "workbook.xlsx"
