"""Consent for tests, entered by the verbs that people use, so that the fingerprints are real."""

from datetime import date, datetime
from typing import Any

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.models import Campaign, Endorsement, Signature, Wording
from dugnad.kit.clock import OSLO
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Organisation
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import make_municipality

OFFERED = datetime(2021, 3, 1, 9, 0, tzinfo=OSLO)
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
DAY = date(2021, 4, 8)
CEREMONY = datetime(2021, 4, 22, 16, 30, tzinfo=OSLO)


def offered(name: str = "2021", points: int = 2) -> Wording:
    """A text with points, offered to the members on 1 March 2021; asked for again it is the same."""
    wording = make_wording(name)
    if wording.frozen_at is None:
        for number in range(points):
            make_point(wording, f"punkt-{number + 1}")
        changes.offer_wording(wording, by=None, at=OFFERED)
    return wording


def asked(member: Organisation | None = None, wording: Wording | None = None) -> Endorsement:
    """A member that was asked on the day of the offer."""
    member = member or make_municipality()
    (own,) = changes.ask_members(wording or offered(), [member], on=OFFERED.date(), **NOBODY)
    return own


def endorsed(
    member: Organisation | None = None, wording: Wording | None = None, **fields: Any
) -> Endorsement:
    """A member that stands behind the text by its mayor's confirmation."""
    own = changes.begin_consent(wording or offered(), member or make_municipality(), **NOBODY)
    changes.endorse(own, **{"way": EndorsementWay.MAYOR, "on": DAY, **NOBODY, **fields})
    return own


def signed(own: Endorsement | None = None, **fields: Any) -> Signature:
    """The mayor's signature on the day of the ceremony."""
    usual = {"signatory": "Kari Demo", "office": OfficeKind.MAYOR, "on": CEREMONY.date(), **NOBODY}
    return changes.sign(own or endorsed(), **usual | fields)


def planned(wording: Wording | None = None, **fields: Any) -> Campaign:
    """A campaign with its ceremony on 22 April 2021, planned when the text was offered."""
    usual: dict[str, Any] = {"ceremony_at": CEREMONY, "by": None, "at": OFFERED}
    return changes.plan_campaign(wording or offered(), **usual | fields)


def changed(wording: Wording, words: str = "Andre ord.", *, at: datetime = AT) -> Wording:
    """The text taken back and given other words."""
    changes.reopen_wording(wording, reason="Ordene var feil.", by=None, at=at)
    point = wording.points.first()
    changes.edit_point(point, text_nb=words, by=None, at=at)
    wording.refresh_from_db()
    return wording
