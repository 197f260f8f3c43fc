"""Verbs of groups: the files that they keep at hand."""

from datetime import datetime

from django.db import transaction

from dugnad.events.changes.agenda import LONGEST_NAME, PAPERS
from dugnad.events.models import GroupFile
from dugnad.kit import uploads
from dugnad.kit.changes import add, edit, store_file
from dugnad.kit.errors import Refused
from dugnad.members.models import Body, Person


@transaction.atomic
def add_group_file(
    body: Body, content: bytes, name: str, *, title: str, by: Person | None, at: datetime
) -> GroupFile:
    """Put a file where the group finds it, judged by its content."""
    try:
        inspected = uploads.inspect(content, name, allowed=PAPERS)
    except Refused as refusal:
        raise Refused(refusal.code, refusal.message, field="file") from refusal
    stored = store_file(content, inspected, at=at)
    title = title.strip() or name[:LONGEST_NAME]
    file = GroupFile(body=body, file=stored, name=name[-LONGEST_NAME:], title=title, added_at=at)
    add(file, "add_group_file", by=by, at=at)
    return file


@transaction.atomic
def remove_group_file(file: GroupFile, *, by: Person | None, at: datetime) -> None:
    """Take a file away; it is kept, because somebody may have read it."""
    edit(file, "remove_group_file", {"removed_at": at}, by=by, at=at)
