"""Verb of the secretariat: accepted answers about flows become figures of their study."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dugnad.analyses.changes import take_in
from dugnad.analyses.models import Dataset
from dugnad.calls.models import Call
from dugnad.calls.queries import StudyQuantities, told_quantities
from dugnad.calls.rules import canonical, fingerprint
from dugnad.kit import history
from dugnad.kit.clock import local_day
from dugnad.kit.errors import Refused
from dugnad.members.models import Person


@transaction.atomic
def take_in_quantities(call: Call, *, by: Person | None, at: datetime, seen: str = "") -> list[Dataset]:
    """Take in what the accepted replies tell, as one dataset of each study; what it has already stays.

    A figure that a corrected reply tells otherwise is added and corrects the one before. With `seen` (see
    `digest_of_quantities`) it refuses when something else has been accepted since it was looked at.
    """
    locked = Call.objects.select_for_update().get(pk=call.pk)  # of two who press at once, one takes it in
    found = [group for group in told_quantities(locked, on=local_day(at)) if group.rows]
    if not found:
        raise Refused("nothing", _("No accepted answer gives a figure yet."))
    if seen and seen != digest_of_quantities(found):
        raise Refused("seen", _("An answer has been accepted or returned since you looked. Look once more."))
    taken = [_take_in(group, by=by, at=at) for group in found if group.new]
    if taken:
        call.told_as = found[0].source
        call.save(update_fields=["told_as"])
        after = {"datasets": [dataset.pk for dataset in taken], "told_as": call.told_as}
        history.record("take_in_quantities", call, by=by, at=at, after=after)
    return taken


def digest_of_quantities(groups: list[StudyQuantities]) -> str:
    """A mark of the quantities that were shown, so that what is taken in is what was seen."""
    rows = [(*row.cell, row.value, row.sd, row.how, row.is_taken) for group in groups for row in group.rows]
    return fingerprint(canonical({"rows": sorted(rows)}))


def _take_in(group: StudyQuantities, *, by: Person | None, at: datetime) -> Dataset:
    return take_in(group.study, [row.values for row in group.new], name=group.source, by=by, at=at)
