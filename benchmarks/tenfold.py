"""Make everything that people fill ten times as long: more nouns of each kind, and more parts of each noun.

A page that asks once for each row hides as long as there is one row. So a document gets ten versions and
ten pictures, a call ten times its questions, a body ten times its seats, and there are ten times as many of
each. Registers that only the law fills, which are the municipality numbers and their successions, stay.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import models

from benchmarks.alliance import copy_of, copy_parts
from dugnad.api.models import ApiToken
from dugnad.calls.models import Answer, Call, Question, Reply, ReplyFile, ReplyVersion, ReviewNote, Section
from dugnad.documents.models import Approval, Attachment, Document, StoryFacts, Version
from dugnad.editions.models import Block, Edition
from dugnad.indicators.models import Indicator, Source, Target, Vintage
from dugnad.kit.models import Change, OutgoingMail, StoredFile
from dugnad.members.models import Body, Membership, Office, Person, Seat, User
from dugnad.programme.models import Activity, ActivityGoal, Milestone, Programme, Strand

TIMES = 10
Copies = list[tuple[Any, Any]]
LONG_AGO = date(1900, 1, 1)


def multiply() -> dict[str, int]:
    """Ten times as many of everything that people fill; tells how many of each kind there are then."""
    for grown in (_people, _bodies, _memberships, _programmes, _documents, _calls, _figures, _editions):
        grown()
    _again(Change, hash=_hash)
    _again(OutgoingMail, key=_named)
    _again(ApiToken, sha256=_hash)
    counted = (Person, Membership, Document, Version, Call, Question, Reply, Vintage, Edition, Change)
    return {model.__name__: model._default_manager.count() for model in counted}


def _again(
    model: type[models.Model], rows: Iterable[Any] | None = None, **fresh: Callable[[Any, int], Any]
) -> Copies:
    """Nine copies of each row, with what must be their own made by `fresh`."""
    found = list(model._default_manager.all() if rows is None else rows)
    made = [
        (row, copy_of(row, **{name: make(getattr(row, name), number) for name, make in fresh.items()}))
        for row in found
        for number in range(1, TIMES)
    ]
    model._default_manager.bulk_create([copy for _row, copy in made], batch_size=2_000)
    return made


def _named(value: Any, number: int) -> str:
    return f"{str(value)[:50]}-{number}"


def _hash(value: Any, number: int) -> str:
    return hashlib.sha256(f"{value}{number}".encode()).hexdigest()


def _after(value: int, number: int) -> int:
    return value + 1000 * number


def _before(value: date, number: int) -> date:
    return value - timedelta(days=number)


def _past(model: type[models.Model], rows: Iterable[Any]) -> None:
    """Periods that ended long before anybody asks, so that who is what today stays as it is."""
    first = {"valid_from": lambda _value, number: LONG_AGO + timedelta(days=20 * number)}
    last = {"valid_to": lambda _value, number: LONG_AGO + timedelta(days=20 * number + 10)}
    _again(model, rows, **first, **last)


def _people() -> None:
    """Each office and each seat has ten people, and each person had ten of them long ago."""
    offices, seats = list(Office.objects.all()), list(Seat.objects.all())
    demo = Person.objects.filter(email__endswith="@demo.example")
    copies = _again(Person, demo, email=lambda value, number: f"{number}.{value}")
    copy_parts(Office, "person", copies)
    copy_parts(Seat, "person", copies)
    accounts = {user.person_id: user for user in User.objects.all()}
    User.objects.bulk_create(
        copy_of(accounts[person.pk], person=copy, email=copy.email)
        for person, copy in copies
        if person.pk in accounts
    )
    _past(Office, offices)
    _past(Seat, seats)


def _bodies() -> None:
    copies = _again(Body, slug=_named)
    seats = Seat.objects.filter(valid_to__isnull=True).order_by("pk")[: 4 * TIMES]
    Seat.objects.bulk_create(
        copy_of(seat, body=copy) for body, copy in copies for seat in seats if seat.body_id == body.pk
    )


def _memberships() -> None:
    _past(Membership, Membership.objects.filter(valid_to__isnull=True))


def _programmes() -> None:
    """Ten years of programmes, ten times the strands of this year, ten times the milestones."""
    now = Programme.objects.order_by("-year")[0]
    _again(Milestone, Milestone.objects.filter(activity__programme=now))
    _again(Strand, now.strands.all(), key=_named)
    strands = list(now.strands.all()[:3])
    years = _again(Programme, [now], year=lambda value, number: value - number)
    for _now, year in years:
        own = {strand.pk: copy_of(strand, programme=year) for strand in strands}
        Strand.objects.bulk_create(own.values())
        old = [
            (activity, copy_of(activity, programme=year, strand=own[activity.strand_id], carried_from=None))
            for activity in Activity.objects.filter(programme=now, strand__in=strands).order_by("number")[:10]
        ]
        Activity.objects.bulk_create([copy for _activity, copy in old])
        copy_parts(ActivityGoal, "activity", old)


def _documents() -> None:
    """Ten times the documents, and each of the old ones with ten versions, approvals and pictures."""
    old = list(Document.objects.all())
    copies = _again(Document, old, slug=_named)
    served = Document.activities.through
    served.objects.bulk_create(
        served(document=copy, activity=activity)
        for document, copy in copies
        for activity in document.activities.all()
    )
    copy_parts(Attachment, "document", copies)
    versions = [
        (version, copy_of(version, document=copy))
        for document, copy in copies
        for version in document.versions.all()
    ]
    Version.objects.bulk_create([copy for _version, copy in versions])
    of_old = Version.objects.filter(document__in=old)
    versions += _again(Version, of_old, number=lambda value, number: value + number)
    copy_parts(StoryFacts, "version", versions)
    copy_parts(Approval, "version", versions)
    _again(Approval, Approval.objects.filter(version__in=of_old))
    _again(Attachment, Attachment.objects.filter(document__in=old))


def _calls() -> None:
    """Ten times the calls with their parts, and ten times the questions and answers of each old one."""
    old = list(Call.objects.all())
    replies = Reply.objects.filter(call__in=old)
    for name in ("measures", "comments"):
        _again(Section, Section.objects.filter(call__in=old, questions__key=name).distinct())
    questions = _again(Question, Question.objects.filter(call__in=old), key=_named, position=_after)
    for question, copy in questions:
        Answer.objects.bulk_create(copy_of(answer, question=copy) for answer in question.answers.all())
    _versions(replies)
    _again(ReviewNote)
    _again(ReplyFile)
    years = _again(Call, old, slug=_named, year=lambda value, number: value - 20 - number, due_day=_before)
    copy_parts(Section, "call", years)
    for call, copy in years:
        section = copy.sections.first()
        Question.objects.bulk_create(
            copy_of(question, call=copy, section=section) for question in call.questions.all()[:12]
        )
        Reply.objects.bulk_create(copy_of(reply, call=copy) for reply in replies if reply.call_id == call.pk)


def _versions(replies: Any) -> None:
    made = [
        copy_of(version, number=version.number + number, idempotency_key=f"tenfold-{version.pk}-{number}")
        for version in ReplyVersion.objects.filter(reply__in=replies)
        for number in range(1, TIMES)
    ]
    ReplyVersion.objects.bulk_create(made, ignore_conflicts=True, batch_size=2_000)


def _figures() -> None:
    """Ten times the indicators, their sources and vintages, and the targets of each member that has one."""
    emissions = Vintage.objects.filter(indicator__key="ghg-emissions").order_by("seen_on")[0]
    files = _again(StoredFile, [emissions.file], sha256=_hash)
    Vintage.objects.bulk_create(
        copy_of(emissions, file=copy, seen_on=_before(emissions.seen_on, number))
        for number, (_file, copy) in enumerate(files, start=1)
    )
    _again(Source, key=_named)
    indicators = _again(Indicator, key=_named)
    for indicator, copy in indicators:
        first = indicator.vintages.order_by("seen_on").first()
        if first is not None:
            copy_of(first, indicator=copy).save()
    _again(Target, year=lambda value, number: value + number)


def _editions() -> None:
    """Drafts of twenty years, each with the blocks of the one that is written now."""
    draft = Edition.objects.exclude(state="published").order_by("-year")[0]
    copies = [(draft, copy_of(draft, year=draft.year - 10 - number)) for number in range(2 * TIMES - 2)]
    Edition.objects.bulk_create([copy for _draft, copy in copies])
    copy_parts(Block, "edition", copies)
