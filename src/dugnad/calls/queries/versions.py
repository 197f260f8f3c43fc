"""Questions about what was submitted: the bytes of a version and what they say."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, F, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from dugnad.calls.models import Answer, Call, Question, Reply, ReplyFile, ReplyVersion
from dugnad.calls.rules import fingerprint
from dugnad.calls.states import Basis, ReplyState
from dugnad.kit.formats import day
from dugnad.kit.text import localised
from dugnad.members.models import Organisation, Person


def content_of(  # noqa: PLR0917 - what a version is made of, part by part
    reply: Reply,
    number: int,
    questions: Iterable[Question],
    answers: dict[int, Answer],
    files: Iterable[ReplyFile],
    not_applicable: Iterable[Question] = (),
) -> dict[str, Any]:
    """All that a member submits, in words that can be read without this program."""
    by_id = {question.pk: question for question in questions}
    written = [answers[pk] for pk in by_id if pk in answers and answers[pk].value is not None]
    return {
        "call": reply.call.slug,
        "organisation": reply.organisation.slug,
        "name": reply.organisation.name,
        "version": number,
        "questions": {q.key: _question(q) for q in by_id.values()},
        "answers": {by_id[a.question_id].key: {"value": a.value, "note": a.note} for a in written},
        "not_applicable": sorted(question.key for question in not_applicable),
        "files": [_file(file, by_id[file.question_id].key) for file in files if file.question_id in by_id],
        **_behind(reply),
    }


def _behind(reply: Reply) -> dict[str, Any]:
    """Who spoke for the member, and who stands behind the answer, where that was asked or is not the rule."""
    speaker = reply.spoken_by
    spoken = {"spoken_by": {"organisation": speaker.slug, "name": speaker.name}} if speaker else {}
    return spoken | ({"basis": basis_of(reply)} if reply.call.asks_basis else {})


def _question(question: Question) -> dict[str, Any]:
    words = {"kind": question.kind, "label": localised(question, "label", "nb"), "unit": question.unit}
    return words | {"version": question.version}


def _file(file: ReplyFile, key: str) -> dict[str, Any]:
    names = ("name", "alt_text", "credit", "licence", "consent")
    return {"question": key, "sha256": file.file.sha256, **{name: getattr(file, name) for name in names}}


def read_version(version: ReplyVersion) -> dict[str, Any]:
    """What a version says."""
    return dict(json.loads(bytes(version.content)))


def answers_in(version: ReplyVersion) -> dict[str, dict[str, Any]]:
    """The answers of a version by question key, each with value and note."""
    return dict(read_version(version).get("answers", {}))


def wordings_in(version: ReplyVersion) -> dict[str, int]:
    """By question key which wording a version answers; where it does not say, there was only the first."""
    asked = read_version(version).get("questions", {})
    return {key: row.get("version", 1) for key, row in asked.items()}


def rows_in(version: ReplyVersion) -> list[tuple[Question, str, str]]:
    """What a version says, in the order in which it was asked: question, answer and note as they read."""
    content, wordings = read_version(version), wordings_in(version)
    answers, without = content.get("answers", {}), set(content.get("not_applicable", []))
    rows = []
    for question in version.reply.call.questions.all():
        if wordings.get(question.key) != question.version:
            continue
        if question.key in without:
            rows.append((question, _("Does not apply to you."), ""))
        elif row := answers.get(question.key):
            rows.append((question, question.facts.as_text(question, row["value"]), row["note"]))
    return rows


def files_in(
    version: ReplyVersion,
    files: Iterable[ReplyFile] | None = None,
    everything: Iterable[Question] = (),
) -> dict[int, list[ReplyFile]]:
    """The files of a version by question (id), also those that have been taken out of the reply since.

    Who has every file of the reply and everything that its call has asked at hand names them.
    """
    known = {question.pk: question for question in everything}
    kept = version.reply.files.select_related("file", "question", "forwarding") if files is None else files
    said = {(row["question"], row["sha256"], row["name"]) for row in read_version(version).get("files", [])}
    wordings = wordings_in(version)
    found: dict[int, dict[str, ReplyFile]] = {}
    for file in kept:
        question = known.get(file.question_id) or file.question
        told = (question.key, file.file.sha256, file.name) in said
        if told and wordings.get(question.key) == question.version:
            found.setdefault(file.question_id, {})[file.file.sha256] = file
    return {question: list(files.values()) for question, files in found.items()}


def is_intact(version: ReplyVersion) -> bool:
    """Whether the bytes are those that the receipt was given for."""
    return fingerprint(bytes(version.content)) == version.sha256


def newest_version(reply: Reply) -> ReplyVersion | None:
    """What the member submitted last; a withdrawal is a version too."""
    return reply.versions.order_by("-number").first()


def versions_of(reply: Reply) -> QuerySet[ReplyVersion]:
    """What was submitted, newest first, without the bytes."""
    return reply.versions.select_related("submitted_by").defer("content").order_by("-number")


def versions_shown(reply: Reply) -> list[ReplyVersion]:
    """What was submitted, newest first; the newest with its bytes, so that nobody asks for it again."""
    newest = reply.versions.order_by("-number").values("number")[:1]
    bytes_of = Case(When(number=Subquery(newest), then=F("content")))
    found: list[Any] = list(versions_of(reply).annotate(newest_content=bytes_of))
    for version in found[:1]:
        version.content = version.newest_content
        version.reply = reply
    return found


def newest_submission(call: Call, organisation: Organisation) -> ReplyVersion | None:
    """What a member last submitted to a call, unless they have withdrawn it."""
    versions = ReplyVersion.objects.filter(reply__call=call, reply__organisation=organisation)
    version = versions.order_by("-number").first()
    return None if version is None or version.is_withdrawal else version


def version_with_key(person: Person | None, key: str) -> ReplyVersion | None:
    """What this person submitted with this key before: asked again, they get the same receipt."""
    if person is None:
        return None
    found = ReplyVersion.objects.filter(submitted_by=person, idempotency_key=key)
    return found.select_related("reply").first()


def accepted_answers(call: Call) -> dict[int, dict[str, Any]]:
    """For each member (id) whose reply is accepted its answers by question key, as others may be told them.

    An answer to an earlier wording is left out: under the new words it would say what nobody has said. So is
    one that only the secretariat reads, because whoever asks here publishes.
    """
    versions = ReplyVersion.objects.filter(reply__call=call, reply__state=ReplyState.ACCEPTED).order_by(
        "reply", "number"
    )
    newest = {version.reply_id: version for version in versions.select_related("reply")}
    asked = call.questions.order_by("version").values_list("key", "version", "is_confidential")
    wordings = {key: (version, is_confidential) for key, version, is_confidential in asked}
    return {
        version.reply.organisation_id: {
            key: row["value"]
            for key, row in answers_in(version).items()
            if wordings.get(key, (1, False)) == (wordings_in(version).get(key, 1), False)
        }
        for version in newest.values()
    }


def basis_of(reply: Reply) -> dict[str, Any]:
    """Who stands behind a reply, as a version keeps it and programs get it."""
    decided = {
        "decided_by": reply.decided_by,
        "case_number": reply.case_number,
        "decided_on": reply.decided_on.isoformat() if reply.decided_on else None,
    }
    return {"basis": reply.basis, **(decided if reply.basis == Basis.DECIDED else {})}


def basis_in_words(basis: dict[str, Any] | None) -> str:
    """Who stands behind a reply, as a reader reads it; empty where nobody was asked."""
    if not basis:
        return ""
    if basis["basis"] != Basis.DECIDED:
        return str(Basis(basis["basis"]).label)
    words = {
        "body": basis["decided_by"],
        "case": basis["case_number"],
        "day": day(date.fromisoformat(basis["decided_on"])),
    }
    return _("Decided by %(body)s, case %(case)s, %(day)s") % words
