"""What accepted answers about points become: progress of the member, which goes if the reply goes back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from dugnad.calls.models import Question, Reply, ReplyFile, ReplyVersion, Section
from dugnad.calls.queries import answers_in, files_in, name_of, newest_version, points_of, wordings_in
from dugnad.declarations import changes as declarations
from dugnad.declarations.changes import Told
from dugnad.declarations.models import Point
from dugnad.declarations.queries import evidence_rows, stories_of
from dugnad.declarations.rules import applies_to, is_year_to_tell
from dugnad.documents.models import Document
from dugnad.indicators.models import Indicator
from dugnad.kit.clock import local_day
from dugnad.members.models import Person


def tell_points(reply: Reply, *, by: Person | None, at: datetime, section: Section | None = None) -> None:
    """Enter what was submitted about points, of one section or of all, as the member's progress.

    From what was submitted, and not from what has been written since. Of a whole reply, what an earlier
    version told and this one does not goes out again.
    """
    asked = [question for question in _asked(reply) if section is None or question.section_id == section.pk]
    version = newest_version(reply) if asked else None
    if version is None:
        return
    told = list(_told(reply, version, asked, on=local_day(at)))
    who: dict[str, Any] = {"by": by, "at": at}
    declarations.record_progress(
        reply.organisation,
        told,
        year=reply.call.year,
        source=name_of(reply),
        source_sha256=version.sha256,
        # In demo mode every answer is invented, and what it becomes must say so.
        is_illustrative=bool(settings.DEMO),
        **who,
    )
    if section is None:
        kept = {row.point.pk for row in told}
        declarations.retract_progress(reply.organisation, source=name_of(reply), keep=kept, **who)


def take_points_back(
    reply: Reply, *, by: Person | None, at: datetime, section: Section | None = None
) -> None:
    """Take out what came from a reply that counts no longer, or from one of its sections."""
    asked = _asked(reply)
    others = [q for q in asked if section is not None and q.section_id != section.pk]
    if asked:
        kept = {point.pk for point in points_of(reply.call, others).values()}
        declarations.retract_progress(reply.organisation, source=name_of(reply), keep=kept, by=by, at=at)


def _asked(reply: Reply) -> list[Question]:
    """The questions of a call that ask about points, in every wording."""
    return [question for question in reply.call.questions.all() if question.facts.tells_progress]


def _told(reply: Reply, version: ReplyVersion, asked: list[Question], *, on: date) -> Any:
    answers, wordings, files = answers_in(version), wordings_in(version), files_in(version)
    questions = {q.key: q for q in asked if wordings.get(q.key) == q.version}
    points = points_of(reply.call, questions.values())
    stories = stories_of(reply.organisation) if points else {}
    for key, point in points.items():
        value = answers.get(key, {}).get("value")
        is_theirs = applies_to(point, reply.organisation.kind)
        if value and is_theirs and is_year_to_tell(point.wording, reply.call.year, on=on):
            yield _of(point, value, files.get(questions[key].pk, []), stories)


def _of(point: Point, value: Mapping[str, Any], files: list[ReplyFile], stories: Mapping[str, str]) -> Told:
    words = {name: value.get(name, "") for name in ("done", "next_step", "help_wanted")}
    chosen = value.get("indicators", [])
    slug = value.get("story", "")
    decided = value.get("decision_on")
    evidence = evidence_rows(
        indicators=Indicator.objects.filter(key__in=chosen).order_by("key") if chosen else (),
        # A story that is not published, or is somebody else's, shows nothing that others could read.
        story=Document.objects.filter(slug=slug).first() if slug in stories else None,
        story_title=stories.get(slug, ""),
        body_name=value.get("decision_body", "")[:120],
        case_number=value.get("decision_case", "")[:40],
        decided_on=date.fromisoformat(decided) if decided else None,
        link=value.get("link", "")[:300],
        files=[(file.file, file.name) for file in files],
    )
    return Told(point, value["state"], evidence=evidence, **words)
