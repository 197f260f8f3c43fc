"""What was asked for comes in: figures of many places, as one dataset."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from dugnad.analyses.changes.figures import refuse_impossible
from dugnad.analyses.changes.studies import touch
from dugnad.analyses.models import Dataset, Quantity, Study
from dugnad.kit.changes import add
from dugnad.members.models import Person


@transaction.atomic
def take_in(
    study: Study, told: Sequence[dict[str, Any]], *, name: str, by: Person | None, at: datetime
) -> Dataset:
    """Take in figures that came together; what was there already stays, and is told to be corrected."""
    for values in told:
        refuse_impossible(values, at=at)
    dataset = Dataset(study=study, name=name, added_at=at, added_by=by)
    add(dataset, "add_dataset", by=by, at=at)
    Quantity.objects.bulk_create(Quantity(dataset=dataset, **values) for values in told)
    touch(study, at=at)
    return dataset
