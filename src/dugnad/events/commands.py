"""What the command line calls about people: all that is kept about an address, and forgetting it."""

from typing import Any

from dugnad.events import changes
from dugnad.events.queries.privacy import known_by
from dugnad.kit import clock
from dugnad.members.queries import person_with_email


def export_person(email: str) -> dict[str, Any]:
    """Everything that we keep about whoever has this address."""
    return changes.export_address(email, by=None, at=clock.now())


def would_erase(email: str) -> dict[str, Any]:
    """What would be forgotten with this address."""
    person, rows = person_with_email(email), list(known_by(email))
    return {"person": str(person) if person else "", "events": [str(one.event) for one in rows]}


def erase_person(email: str) -> dict[str, Any]:
    """Forget whoever has this address."""
    return {"erased": email, "events": changes.erase_address(email, by=None, at=clock.now())}
