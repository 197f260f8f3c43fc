"""Questions about a group: what somebody who has just come into it reads to be up to speed."""

from datetime import datetime
from typing import Any

from dugnad.events.models import GroupFile
from dugnad.events.queries.agenda import backlog_of
from dugnad.events.queries.decisions import open_tasks, standing_decisions
from dugnad.events.queries.meetings import group_of
from dugnad.kit.clock import local_day
from dugnad.members.models import Body
from dugnad.members.queries import places_in, subregions_without_seat
from dugnad.members.rules import Viewer, may_see_addresses, may_see_names


def page_of(body: Body, viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """Everything on the page of a group; what is work of the group only for those who sit there."""
    day = local_day(at)
    is_inside = viewer.is_secretariat or body.pk in viewer.bodies
    group = group_of(body, at=at)
    return {
        "body": body,
        "group": group,
        "is_inside": is_inside,
        "places": places_in(body, on=day),
        "names": may_see_names(viewer, body.kind),
        "addresses": may_see_addresses(viewer, body.pk),
        "without_seat": subregions_without_seat(body, on=day),
        "decisions": standing_decisions(body, on=day),
        "tasks": open_tasks(on=day, body=body) if is_inside else [],
        "backlog": backlog_of(body) if is_inside else [],
        "files": group.files if is_inside else [],
    }


def file_of(body: Body, pk: int, viewer: Viewer) -> GroupFile | None:
    """A file of a group, for those who may read it."""
    if not (viewer.is_secretariat or body.pk in viewer.bodies):
        return None
    found = GroupFile.objects.select_related("file").filter(body=body, removed_at__isnull=True)
    return found.filter(pk=pk).first()
