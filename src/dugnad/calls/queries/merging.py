"""All members' answers to one question side by side: of each member what it last submitted, never a draft."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from dugnad.calls.models import Answer, Call, Question, Reply, ReplyFile, ReplyVersion
from dugnad.calls.queries.frozen import applies, in_order, wording_seen
from dugnad.calls.queries.merged import Merge, MergedAnswer
from dugnad.calls.queries.reading import Known, read_alike
from dugnad.calls.queries.wordings import wordings_of
from dugnad.calls.rules import has_answered, standing_of
from dugnad.calls.states import ANSWERED, ReplyState
from dugnad.kit.clock import OSLO
from dugnad.members.models import Organisation
from dugnad.members.queries import alphabetical, subregion_of_members

Content = Mapping[str, Any]
PutIn = dict[tuple[str, str], ReplyFile]  # by checksum and name


def newest_submissions(call: Call) -> dict[int, Content]:
    """By reply (id) what the members that have answered last submitted, each read once.

    What went back to its member is left out until it comes again: it is being corrected, and the chase list
    waits for it.
    """
    newest = ReplyVersion.objects.filter(reply=OuterRef("reply")).order_by("-number").values("number")[:1]
    versions = ReplyVersion.objects.filter(
        reply__call=call, reply__state__in=ANSWERED, number=Subquery(newest)
    ).order_by()
    known: Known = {}
    return {
        one.reply_id: read_alike(bytes(one.content), known) for one in versions.only("reply_id", "content")
    }


@dataclass(frozen=True)
class Round:
    """The members of a call with what they submitted: read once, for as many questions as a page shows."""

    call: Call
    replies: list[tuple[Reply, Organisation | None, str]]
    contents: dict[int, Content]
    wordings: dict[str, list[Question]]  # by key, the newest first

    @property
    def submitted(self) -> int:
        """How many members have answered."""
        return sum(has_answered(reply) for reply, _group, _standing in self.replies)

    @property
    def returned(self) -> int:
        """How many replies have gone back to their members."""
        return sum(reply.state == ReplyState.RETURNED for reply, _group, _standing in self.replies)

    @property
    def subregions(self) -> list[Organisation]:
        """The sub-regions of those who were asked."""
        found = {group.pk: group for _reply, group, _standing in self.replies if group}
        return sorted(found.values(), key=lambda group: alphabetical(group.name))

    @property
    def questions(self) -> list[Question]:
        """The newest wording of what is asked, and of what was asked before and was answered."""
        newest = [wordings[0] for wordings in self.wordings.values()]
        shown = [q for q in newest if q.retired_at is None or self.answered[q.key]]
        return in_order(shown)

    @cached_property
    def files(self) -> dict[tuple[int, str], PutIn]:
        """What was put in, by reply (id) and question key, for all questions at once."""
        found: dict[tuple[int, str], PutIn] = {}
        for file in ReplyFile.objects.filter(reply__call=self.call).select_related("file", "question"):
            found.setdefault((file.reply_id, file.question.key), {})[file.file.sha256, file.name] = file
        return found

    @cached_property
    def documents(self) -> dict[tuple[int, str], Any]:
        """The stories that have become documents, by reply (id) and question key."""
        told = Answer.objects.filter(reply__call=self.call, document__isnull=False)
        rows = told.select_related("document", "question")
        return {(answer.reply_id, answer.question.key): answer.document for answer in rows}

    @cached_property
    def answered(self) -> Counter[str]:
        """How many have answered which question."""
        return Counter(key for content in self.contents.values() for key in _keys_answered(content))

    @cached_property
    def apart(self) -> Counter[str]:
        """To how many of those who have submitted which question does not apply."""
        return Counter(key for content in self.contents.values() for key in content.get("not_applicable", ()))


def round_of(call: Call, *, at: datetime) -> Round:
    """Everything that was submitted to a call, in four queries for any number of members."""
    groups = subregion_of_members(on=at.astimezone(OSLO).date())
    replies = sorted(
        call.replies.select_related("organisation"), key=lambda reply: alphabetical(reply.organisation.name)
    )
    return Round(
        call=call,
        replies=[(r, groups.get(r.organisation_id), standing_of(call, r, at=at)) for r in replies],
        contents=newest_submissions(call),
        wordings=wordings_of(call),
    )


def merge_of(asked: Round, key: str, filters: Mapping[str, str] | None = None) -> Merge:
    """One question of a round with every member's answer, filtered as an address says."""
    wordings = asked.wordings[key]
    facts = wordings[0].facts
    files = asked.files if facts.files else {}
    documents = asked.documents if facts.tells_story else {}
    rows = []
    for reply, group, standing in asked.replies:
        content = asked.contents.get(reply.pk, {})
        rows.append(
            MergedAnswer(
                reply=reply,
                subregion=group,
                standing=standing,
                document=documents.get((reply.pk, key)),
                **_said(content, key, wordings),
                **_put_in(content, key, files.get((reply.pk, key), {})),
            )
        )
    return Merge(
        question=wordings[0],
        rows=[row for row in rows if _fits(row, filters or {})],
        subregions=asked.subregions,
        everyone=len(rows),
        submitted=asked.submitted,
        answered=sum(row.is_answered for row in rows),
    )


def _said(content: Content, key: str, wordings: list[Question]) -> dict[str, Any]:
    """Value, note, and the wording that the member saw, which may be an earlier one."""
    answer = content.get("answers", {}).get(key, {})
    seen = content.get("questions", {}).get(key, {})
    question = wording_seen(content, wordings)
    return {
        "question": question,
        "value": answer.get("value"),
        "note": answer.get("note", ""),
        "unit": seen.get("unit", question.unit),
        "earlier_wording": str(question) if question.pk != wordings[0].pk else "",
        "applies": applies(content, key),
    }


def _put_in(content: Content, key: str, known: PutIn) -> dict[str, Any]:
    said = [(row["sha256"], row["name"]) for row in content.get("files", []) if row["question"] == key]
    return {
        "files": [known[one] for one in said if one in known],
        "file_names": tuple(name for _sha256, name in said),
    }


def _keys_answered(content: Content) -> frozenset[str]:
    """The questions that a version answers; a file is an answer too."""
    written = [key for key, row in content.get("answers", {}).items() if row["value"] is not None]
    return frozenset([*written, *(row["question"] for row in content.get("files", []))])


def _how(row: MergedAnswer) -> str:
    if not row.applies:
        return "apart"
    return "yes" if row.is_answered else "no"


def _fits(row: MergedAnswer, filters: Mapping[str, str]) -> bool:
    subregion, answered = filters.get("subregion", ""), filters.get("answered", "")
    if subregion and (row.subregion is None or row.subregion.slug != subregion):
        return False
    if answered and answered != _how(row):
        return False
    if filters.get("state", "") not in {"", row.standing}:
        return False
    looked_in = f"{row.name} {row.text} {row.note} {' '.join(row.file_names)}".casefold()
    return all(word in looked_in for word in filters.get("q", "").casefold().split())
