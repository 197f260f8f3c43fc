"""How the members follow up the declaration of 2019: two invented years, and a call for the third."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from dugnad.calls import changes
from dugnad.calls.kinds import CallKind
from dugnad.calls.models import Call
from dugnad.declarations import changes as declarations
from dugnad.declarations.changes import Told
from dugnad.declarations.models import Declaration, Point
from dugnad.declarations.queries import evidence_rows, points_asked
from dugnad.declarations.rules import applies_to
from dugnad.declarations.states import ProgressState
from dugnad.demo.alliance import Cast
from dugnad.demo.collection import ACCEPTED, TEN, member_with
from dugnad.demo.consent import council_of
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Organisation
from dugnad.members.queries import members_on
from dugnad.programme.models import Activity

S = ProgressState
# How far, from a start that differs from member to member: most go on a step from one year to the next.
PATHS: tuple[tuple[str, str], ...] = (
    (S.NOT_BEGUN, S.PLANNED),
    (S.PLANNED, S.UNDER_WAY),
    (S.UNDER_WAY, S.UNDER_WAY),
    (S.UNDER_WAY, S.IN_PLACE),
    (S.IN_PLACE, S.IN_PLACE),
    (S.PLANNED, S.PLANNED),
    (S.NOT_BEGUN, S.UNDER_WAY),
)
# What takes longer: money, other people's land, or words that nobody has made quite clear.
SLOW_PATHS: tuple[tuple[str, str], ...] = (
    (S.NOT_BEGUN, S.NOT_BEGUN),
    (S.NOT_BEGUN, S.PLANNED),
    (S.PLANNED, S.PLANNED),
    (S.PLANNED, S.UNDER_WAY),
    (S.UNDER_WAY, S.UNDER_WAY),
    (S.NOT_BEGUN, S.UNDER_WAY),
    (S.UNDER_WAY, S.IN_PLACE),
)
SLOW = {"groenne-naeringer", "klimatilpasning", "planer-og-styring", "tettsteder", "materialer"}
SILENT = 9  # every ninth member has not told
HAMAR_AND_OTHERS = ("3403", *ACCEPTED)
# What was done, by point: made up, and short. The second of each is what is next.
WORDS: Mapping[str, tuple[str, str]] = {
    "samlet-region": (
        "Ordføreren har lagt erklæringen frem for kommunestyret og vist til den i to uttalelser.",
        "Legge frem status for kommunestyret hver vår.",
    ),
    "klimamaal": (
        "Klimaplanen har mål for 2030, og kommunestyret får utslippstallene hvert år.",
        "Dele målet på sektorene.",
    ),
    "groenne-naeringer": (
        "To bedriftsbesøk og et frokostmøte om grønne arbeidsplasser.",
        "Et felles kart over grønne bedrifter i regionen.",
    ),
    "samarbeid": (
        "Rådgiveren er med i faggruppen, og vi har delt en god historie.",
        "Ta imot en nabokommune på besøk.",
    ),
    "dobbeltrolle": (
        "Klima står i sjekklisten for alle saker til kommunestyret.",
        "Kurs for saksbehandlerne.",
    ),
    "kutt-utslipp": (
        "Halvparten av bilene er elektriske, og to oljefyrer er byttet ut.",
        "Utslippsfrie maskiner på neste byggeplass.",
    ),
    "klimatilpasning": (
        "Flomveiene er kartlagt i sentrum, og overvann er tatt inn i to reguleringsplaner.",
        "Kartlegge kvikkleire i samarbeid med NVE.",
    ),
    "planer-og-styring": (
        "Klimabudsjettet er prøvd i økonomiplanen for to sektorer.",
        "Klimabudsjett for alle sektorer.",
    ),
    "tettsteder": (
        "Ny områdeplan legger boligene i gangavstand til stasjonen.",
        "Parkeringsnorm for sentrum.",
    ),
    "transport": (
        "Bussen går oftere til toget, og det er bygd 120 sykkelplasser.",
        "Gang- og sykkelvei på den siste strekningen til stasjonen.",
    ),
    "materialer": (
        "Matavfall sorteres ut, og ombruksbua på gjenvinningsstasjonen har åpnet.",
        "Ombruk av møbler i kommunens egne bygg.",
    ),
    "klimabarometer": (
        "Vi har svart på Klimastatus og gått gjennom tallene i formannskapet.",
        "Sende inn en historie også neste år.",
    ),
}
HELP = (
    "Mal for klimabudsjett som passer en liten kommune.",
    "Noen som har brukt utslippsfrie maskiner, og kan fortelle hva det kostet.",
    "Hjelp til å regne på overvann uten egen fagperson.",
    "Kravtekster til anbud.",
)
MADE_UP = "(Oppdiktet for demonstrasjonen.)"


def load_progress(cast: Cast, declaration: Declaration, activity: Activity | None) -> Call:
    """What most members told of 2019 and 2020, and the call of 2021, planned for the autumn."""
    entered = at_oslo(date(2021, 1, 6), TEN)
    points = [p for p in points_asked(on=date(2020, 9, 1)) if p.wording.declaration_id == declaration.pk]
    members = list(members_on(entered.date()))
    telling = [member for n, member in enumerate(members, start=1) if n % SILENT]
    for member in telling:
        _enter(cast, member, points, 2019)
    call = _load_round(cast, points, [member_with(code) for code in HAMAR_AND_OTHERS])
    answered = {reply.organisation_id for reply in call.replies.filter(state="accepted")}
    for member in telling:
        if member.pk not in answered:
            _enter(cast, member, points, 2020)
    who: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 4, 28), TEN)}
    return changes.create_call_from_template(
        kind=CallKind.FOLLOW_UP, year=2021, contact=cast.secretary, activity=activity, **who
    )


def _load_round(cast: Cast, points: list[Point], members: Iterable[Organisation]) -> Call:
    """The follow-up of 2020: closed, and every reply accepted."""
    opened = at_oslo(date(2020, 11, 2), TEN)
    who: dict[str, Any] = {"by": cast.secretary, "at": opened}
    call = changes.create_call_from_template(
        kind=CallKind.FOLLOW_UP,
        year=2020,
        opens=opened.date(),
        due_day=date(2020, 11, 27),
        contact=cast.secretary,
        **who,
    )
    asked = list(members)
    changes.open_call(call, members=asked, tell=False, **who)
    for number, member in enumerate(asked):
        at = opened + timedelta(days=7 + number % 9)
        adviser, manager = cast.advisers[member.pk], cast.managers[member.pk]
        reply = changes.open_reply(call, member, by=adviser, at=at)
        answers = {point.key: _answer(member, point) for point in points}
        changes.save_draft(reply, answers, reply.revision, adviser, at)
        changes.submit_reply(reply, f"demo-{call.slug}-{member.slug}", manager, at + timedelta(hours=1))
        changes.accept_reply(reply, by=cast.secretary, at=at + timedelta(days=1))
    changes.close_call(call, by=cast.secretary, at=at_oslo(date(2020, 12, 4), time(12)))
    return call


def _enter(cast: Cast, member: Organisation, points: list[Point], year: int) -> None:
    """What came by letter, entered by the secretariat."""
    told = [_told(member, point, year) for point in points if applies_to(point, member.kind)]
    day = date(year + 1, 1, 12) if year < 2020 else date(2021, 1, 14)
    at = at_oslo(max(day, date(2021, 1, 6)), time(13))
    declarations.record_progress(member, told, year=year, is_illustrative=True, by=cast.secretary, at=at)


def _told(member: Organisation, point: Point, year: int) -> Told:
    answer = _answer(member, point, year)
    body = answer.get("decision_body", "")
    evidence = evidence_rows(body_name=body, case_number=answer.get("decision_case", ""))
    names = ("done", "next_step", "help_wanted")
    return Told(point, answer["state"], evidence=evidence, **{name: answer.get(name, "") for name in names})


def _answer(member: Organisation, point: Point, year: int = 2020) -> dict[str, Any]:
    """The same each time, and not the same for all: it is made of the member's and the point's names."""
    number = sum(map(ord, member.slug)) + 3 * point.position
    paths = SLOW_PATHS if point.key in SLOW else PATHS
    state = paths[number % len(paths)][year - 2019]
    done, next_step = WORDS[point.key]
    answer: dict[str, Any] = {"state": state}
    if state in {S.UNDER_WAY, S.IN_PLACE}:
        answer["done"] = f"{done} {MADE_UP}"
    if state != S.IN_PLACE:
        answer["next_step"] = next_step
    if year > 2019 and number % 11 == 0 and state != S.IN_PLACE:
        answer["help_wanted"] = HELP[number // 11 % len(HELP)]
    if number % 13 == 0:
        answer |= {"decision_body": council_of(member), "decision_case": f"{10 + number % 60}/{year - 2000}"}
    return answer
