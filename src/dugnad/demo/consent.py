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
from dugnad.kit.papers import Paper
from dugnad.members.changes import add_organisation
from dugnad.members.kinds import LanguageForm, OfficeKind, OrganisationKind
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on

ENTERED = at_oslo(date(2021, 1, 6), time(10))
MEMBERS_OF = date(2021, 1, 1)
CEREMONY = date(2019, 2, 7)
# Of 54 signatures 53 are of municipalities and one is of a county authority; 4 came after the ceremony.
# Innlandet began in 2020: in 2019 its two parts signed or not. Hedmark did, by its deputy chair.
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
PAPER = "Slik kan kommunestyret behandle erklæringen"
PAPER_LINES = (
    "Oppdiktet for demonstrasjonen. Erklæringen kan behandles politisk, eller ordføreren kan bekrefte den.",
    "Svaret føres inn i registeret senest 12. mai 2022, med organ, saksnummer og gjerne selve vedtaket.",
)
PAPER_STEPS = (
    ("Les erklæringen og se hva som er endret siden 2019", "Kommunedirektøren", "mars 2022"),
    ("Sak til formannskapet, med teksten som vedlegg", "Kommunedirektøren", "april 2022"),
    ("Vedtak, eventuelt med forbehold til enkelte punkter", "Kommunestyret", "innen 5. mai 2022"),
    ("Melde hvem som undertegner 2. juni", "Ordføreren", "innen 12. mai 2022"),
)
PROPOSAL = (
    "Kommunestyret slutter seg til ordførererklæringen om klima og miljø 2022.",
    "Ordføreren får fullmakt til å undertegne erklæringen.",
    "Kommunedirektøren innarbeider punktene i kommunens klimaplan og budsjett.",
)


def load_consent(cast: Cast, declaration: Declaration) -> None:
    """The signatures of 2019 as the secretariat has entered them afterwards, and the plan for 2022."""
    wordings = {wording.name: wording for wording in declaration.wordings.all()}
    _load_signatures(wordings["2019"], cast)
    _load_plan(wordings["2022"], cast)


def _load_signatures(wording: Wording, cast: Cast) -> None:
    who: dict[str, Any] = {"by": cast.secretary, "at": ENTERED}
    signers = [_county(who), *_signers()]  # the county first, so that it signs at the ceremony
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


def _county(who: dict[str, Any]) -> Organisation:
    """The county authority that was there in 2019 and is no more: it stands in the register alone."""
    return add_organisation(
        kind=OrganisationKind.COUNTY_AUTHORITY, name="Hedmark fylkeskommune", slug="hedmark",
        language_form=LanguageForm.NEUTRAL, **who,
    )  # fmt: skip


def _signers() -> list[Organisation]:
    """Municipalities of today, spread over the alphabet."""
    municipal = [one for one in members_on(MEMBERS_OF) if one.kind in WHO[Scope.MUNICIPALITIES]]
    # Spread over the alphabet, so that those who did not sign are not its end.
    left_out = len(municipal) - MUNICIPALITIES
    every = len(municipal) // max(left_out, 1)
    skipped = list(range(every - 1, len(municipal), every))[: max(left_out, 0)]
    return [one for number, one in enumerate(municipal) if number not in skipped]


def _endorse(endorsement: Endorsement, number: int, on: date, who: dict[str, Any]) -> None:
    if number % EVERY:
        changes.endorse(endorsement, way=EndorsementWay.MAYOR, on=on, **who)
        return
    day = on - timedelta(days=8 + number % 5)
    changes.endorse(
        endorsement, way=EndorsementWay.COUNCIL, on=day, body_name=council_of(endorsement.organisation),
        case_number=f"{number + 3}/19", **who,
    )  # fmt: skip


def council_of(member: Organisation) -> str:
    """What the body is called that decides for a member."""
    return "Fylkestinget" if member.kind in WHO[Scope.COUNTIES] else "Kommunestyret"


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
    changes.add_paper(campaign, _paper(), f"{PAPER}.docx", title=PAPER, **who)


def _paper() -> bytes:
    """What a municipality may build its own case on, for its own word processor."""
    paper = Paper(PAPER, language="nb", at=PLANNED)
    for line in PAPER_LINES:
        paper.line(line)
    paper.heading("Steg for steg", 1)
    paper.table(("Steg", "Hvem", "Når"), PAPER_STEPS)
    paper.heading("Forslag til vedtak", 1)
    for line in PROPOSAL:
        paper.item(line)
    return paper.as_bytes()
