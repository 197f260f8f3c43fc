"""Who signed in 2019 and how it is planned for 2022: the numbers are public, the names are invented."""

from datetime import date, time, timedelta
from typing import Any

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay, Scope
from dugnad.declarations.models import Declaration, Endorsement, Wording
from dugnad.declarations.queries import mayor_of
from dugnad.declarations.rules import WHO
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo
from dugnad.members.kinds import OfficeKind
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on

ENTERED = at_oslo(date(2021, 1, 6), time(10))
MEMBERS_OF = date(2021, 1, 1)
CEREMONY = date(2019, 2, 7)
# Of 54 signatures 53 are of municipalities and one is of a county authority; 4 came after the ceremony.
MUNICIPALITIES = 53
LATE = {
    7: date(2019, 3, 14),
    21: date(2019, 4, 3),
    33: date(2019, 5, 9),
    46: date(2019, 5, 28),
}
EVERY = 4  # every fourth by decision of the municipal council
RESERVED, RESERVED_POINT = 9, "transport"
RENEWED = 5  # whose mayor of today came later, and has confirmed
DEPUTY = 12  # a municipality whose deputy mayor signed
COUNTY_DEPUTY = "Randi Demo Fylkesvara"
RESERVATION = (
    "Kommunen har ikke jernbane og forbeholder seg å vurdere egne løsninger (oppdiktet for demonstrasjonen)."
)
PLANNED = at_oslo(date(2021, 4, 27), time(9))
NEXT_CEREMONY = at_oslo(date(2022, 6, 2), time(16, 30))
REPLY_DUE = date(2022, 5, 12)
PAPERS = (
    (
        "Slik kan kommunestyret behandle erklæringen (eksempel).csv",
        "Slik kan kommunestyret behandle erklæringen",
    ),
)
PAPER = (
    "Steg,Hvem,Når\nLes erklæringen,Kommunedirektøren,mars 2022\n"
    "Sak til formannskapet,Kommunedirektøren,april 2022\nVedtak,Kommunestyret,innen 5. mai 2022\n"
)


def load_consent(cast: Cast, declaration: Declaration) -> None:
    """The signatures of 2019 as the secretariat has entered them afterwards, and the plan for 2022."""
    wordings = {wording.name: wording for wording in declaration.wordings.all()}
    _load_signatures(wordings["2019"], cast)
    _load_plan(wordings["2022"], cast)


def _load_signatures(wording: Wording, cast: Cast) -> None:
    who: dict[str, Any] = {"by": cast.secretary, "at": ENTERED}
    signers = _signers()
    for number, member in enumerate(signers):
        on = LATE.get(number, CEREMONY)
        endorsement = changes.begin_consent(wording, member, is_illustrative=True, **who)
        _endorse(endorsement, number, on, who)
        _sign(endorsement, number, on, who)
        if number == RESERVED:
            point = wording.points.get(key=RESERVED_POINT)
            changes.reserve(endorsement, {point: RESERVATION}, **who)
    first = wording.endorsements.get(organisation=signers[0])
    changes.make_signed_paper(first.signatures.get(), **who)
    changes.make_joint_paper(wording, **who)


def _signers() -> list[Organisation]:
    """The county authority first, so that it signs at the ceremony, and municipalities of today."""
    members = list(members_on(MEMBERS_OF))
    counties = [one for one in members if one.kind in WHO[Scope.COUNTIES]]
    municipal = [one for one in members if one.kind in WHO[Scope.MUNICIPALITIES]]
    # Spread over the alphabet, so that those who did not sign are not its end.
    left_out = len(municipal) - MUNICIPALITIES
    every = len(municipal) // max(left_out, 1)
    skipped = list(range(every - 1, len(municipal), every))[: max(left_out, 0)]
    kept = [one for number, one in enumerate(municipal) if number not in skipped]
    return [*counties[:1], *kept]


def _endorse(endorsement: Endorsement, number: int, on: date, who: dict[str, Any]) -> None:
    if number % EVERY:
        changes.endorse(endorsement, way=EndorsementWay.MAYOR, on=on, **who)
        return
    day = on - timedelta(days=8 + number % 5)
    changes.endorse(
        endorsement, way=EndorsementWay.COUNCIL, on=day, body_name=_body(endorsement),
        case_number=f"{number + 3}/19", **who,
    )  # fmt: skip


def _body(endorsement: Endorsement) -> str:
    is_county = endorsement.organisation.kind in WHO[Scope.COUNTIES]
    return "Fylkestinget" if is_county else "Kommunestyret"


def _sign(endorsement: Endorsement, number: int, on: date, who: dict[str, Any]) -> None:
    told: dict[str, Any] = {"on": on, "at_ceremony": on == CEREMONY, **who}
    mayor = mayor_of(endorsement.organisation, on=MEMBERS_OF)
    name = mayor.name if mayor else "Kari Demo Nordmann"
    if number == 0:
        changes.sign(
            endorsement, signatory=COUNTY_DEPUTY, office=OfficeKind.DEPUTY_MAYOR,
            office_title="Fylkesvaraordfører", is_deputy=True, **told,
        )  # fmt: skip
    elif number == DEPUTY:
        changes.sign(
            endorsement, signatory=f"{name.split()[0]} Demo Vara", office=OfficeKind.DEPUTY_MAYOR,
            is_deputy=True, **told,
        )  # fmt: skip
    elif number == RENEWED:
        changes.sign(endorsement, signatory="Olav Demo Tidligere", office=OfficeKind.MAYOR, **told)
        changes.confirm(
            endorsement, name=name, office=OfficeKind.MAYOR, on=date(2020, 11, 19), stands_by=True, **who
        )
    else:
        changes.sign(endorsement, signatory=name, office=OfficeKind.MAYOR, **told)


def _load_plan(wording: Wording, cast: Cast) -> None:
    """The campaign of the draft with the dates that are known, and one paper for those who will treat it."""
    who: dict[str, Any] = {"by": cast.secretary, "at": PLANNED}
    campaign = changes.plan_campaign(
        wording, ceremony_at=NEXT_CEREMONY, reply_due=REPLY_DUE, place="Oslo rådhus",
        occasion="BEST-konferansen og representantskapet", with_counties=True, **who,
    )  # fmt: skip
    for name, title in PAPERS:
        changes.add_paper(campaign, PAPER.encode(), name, title=title, **who)
