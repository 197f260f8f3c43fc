"""Two rounds of Klimastatus: one that is over, one in which some have answered and some are late."""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from dugnad.calls import changes
from dugnad.calls.kinds import ReminderKind
from dugnad.calls.models import Call, Reply
from dugnad.demo.alliance import SPEAKING, Cast
from dugnad.demo.pictures import draw_landscape
from dugnad.documents import changes as documents
from dugnad.documents.kinds import Consent, Licence
from dugnad.documents.models import Document
from dugnad.kit.clock import at_oslo
from dugnad.members.models import Organisation
from dugnad.members.queries import alliance, member_municipalities, members_on, organisation_named
from dugnad.programme.models import Activity

CONTENT = Path(__file__).parent / "content"
TEN = time(10)
# Codes of 2020–2023. Lillestrøm is in the list of stories and has submitted; Hamar has only a draft.
HAMAR = "3403"
SUBMITTED = ("3030", "3027", "3020", "3032", "3014", "3446", "3412")
ACCEPTED = ("3407", "3048", "3413", "3049", "3005", "3024", "3033", "3019", "3006", "3401", "3025")
# Gjøvik says that a made-up figure is wrong, with a made-up reason.
OBJECTING = "3407"
OBJECTION = {
    "right": False,
    "value": 60_000,
    "reason": "Oppdiktet eksempel: Vi har talt trafikken på riksveien, og den er større enn i beregningen.",
}
RETURNED = ("3004", "Fortell gjerne hva tiltaket kostet, og legg ved et bilde med fotograf.")
CORRECTED = "Byttet ut oljefyr i tre bygg, og begynte å veie matsvinnet i barnehagene og på sykehjemmene."
DECLINED = ("3050", "Vi er midt i et lederskifte og har ikke kapasitet i år.")
EXPECTED = (("3038", date(2021, 5, 7)), ("3017", date(2021, 5, 12)))
EXTENDED = ("3442", date(2021, 5, 14), "Oppdiktet for demonstrasjonen: rådgiveren var syk i april.")
# What was said on the phone; said of nobody, for the people are made up too.
PHONED = (
    ("3038", date(2021, 4, 29), "Oppdiktet: Ringte. Tallene er klare, politisk behandling først i uke 18."),
    ("3023", date(2021, 4, 30), "Oppdiktet: Ringte to ganger uten svar. Prøv igjen mandag."),
    ("3407", date(2021, 4, 20), "Oppdiktet: Spurte hvor trafikktallene kommer fra. Sendte lenken."),
)
# Kongsbergregionen has answered for two: Rollag has said yes, and Nore og Uvdal can still object.
SPOKEN = ("3051", "3052")
SHARED = {
    "climate-plan-adopted": "2019-06-20",
    "target-year": 2030,
    "target-reduction": 40,
    "climate-budget": "planned",
    "measures": "Oppdiktet: Kongsbergregionen har en felles klimaplan, og kommunene kjøper elbiler sammen.",
    "procurement": "considered",
    "adaptation": "partly",
    "contact-name": "Ingeborg Demo Koordinator",
}
# Østre Toten, which has more time, has sent one section to a colleague, who has begun.
LENT = ("3442", "climate-budget")
COLLEAGUE = {"name": "Odd Demo Økonomi", "email": "okonomi@demo.example"}
LENT_ANSWERS = {"target-year": 2030, "climate-budget": "planned"}
OPENED = ("3023", "3442", "3007", "3414")
MEASURES = (
    "Ladepunkter ved alle skoler og sykehjem, og ny rutine for innkjøp av biler.",
    "Byttet ut oljefyr i to bygg, og begynte å veie matsvinnet i barnehagene.",
    "Ny sykkelvei mellom sentrum og stasjonen, og sparkesykler til ansatte i møter.",
    "Kartla myr og skog i alle planområder, og stanset ett forslag.",
    "Stilte krav om utslippsfrie maskiner i rehabiliteringen av rådhuset.",
)
# What the drawing of a story shows, and who drew it, in the language of the story.
DRAWN = {
    "nb": ("Tegning av åser, vann og himmel; ikke et bilde av tiltaket.", "tegnet for demonstrasjonen"),
    "nn": ("Teikning av åsar, vatn og himmel; ikkje eit bilete av tiltaket.", "teikna for demonstrasjonen"),
}


def stories(year: int) -> dict[str, dict[str, Any]]:
    """The made-up stories of a year by municipality code."""
    content = tomllib.loads((CONTENT / f"stories_{year}.toml").read_text(encoding="utf-8"))
    return {story["municipality"]: story for story in content["story"]}


def load_past_round(cast: Cast) -> Call:
    """The collection of 2020: closed, its stories published."""
    opened = at_oslo(date(2020, 10, 29), TEN)
    call = changes.create_call_from_template(
        year=2020,
        opens=date(2020, 10, 29),
        due_day=date(2020, 11, 20),
        contact=cast.secretary,
        by=cast.secretary,
        at=opened,
    )
    # Without letters: nobody wants to find a hundred mails of people who do not exist.
    members = list(member_municipalities(on=opened.date()))
    changes.open_call(call, by=cast.secretary, at=opened, members=members, tell=False)
    told = stories(2020)
    for number, member in enumerate(member_municipalities(on=opened.date())):
        code = _code(member)
        if code in told or number % 3 == 0:
            at = at_oslo(date(2020, 11, 9) + timedelta(days=number % 9), TEN)
            reply = _answer(call, member, cast, story=told.get(code), at=at, number=number, year=2020)
            _submit(reply, cast, at=at)
            changes.accept_reply(reply, by=cast.secretary, at=at + timedelta(days=1))
    changes.close_call(call, by=cast.secretary, at=at_oslo(date(2020, 11, 27), TEN))
    publish_stories(cast, year=2020, at=at_oslo(date(2020, 12, 3), TEN))
    return call


def load_present_round(cast: Cast, activity: Activity | None) -> Call:
    """The collection of 2021: due on Friday 30 April, still open on Monday 3 May."""
    opened = at_oslo(date(2021, 3, 15), TEN)
    call = changes.create_call_from_template(
        year=2021, contact=cast.secretary, activity=activity, by=cast.secretary, at=opened
    )
    members = list(members_on(opened.date()))
    changes.open_call(call, by=cast.secretary, at=opened, members=members, tell=False)
    _plan_reminders(call, cast, at=opened)
    told = stories(2021)
    for number, code in enumerate((*ACCEPTED, *SUBMITTED, RETURNED[0])):
        # The last ones came in the weekend after the deadline.
        at = at_oslo(date(2021, 4, 12) + timedelta(days=number), time(9 + number % 6, 12))
        changes.send_reminders(at=at)  # those whose morning has come, as the worker would
        reply = _answer(call, member_with(code), cast, story=told.get(code), at=at, number=number, year=2021)
        _submit(reply, cast, at=at + timedelta(hours=1))
    for code in ACCEPTED:
        changes.accept_reply(_reply(call, code), by=cast.secretary, at=at_oslo(date(2021, 4, 27), TEN))
    _submit_again(call, cast)
    _return_a_section(_reply(call, RETURNED[0]), cast, at=at_oslo(date(2021, 5, 2), TEN))
    _load_unanswered(call, cast)
    publish_stories(cast, year=2021, at=at_oslo(date(2021, 4, 29), TEN))
    return call


def _plan_reminders(call: Call, cast: Cast, *, at: datetime) -> None:
    """The one after the deadline is moved from Saturday 1 May, a public holiday, to the Tuesday."""
    overdue = call.reminders.get(kind=ReminderKind.OVERDUE)
    changes.edit_reminder(overdue, day=date(2021, 5, 4), by=cast.secretary, at=at)


def _submit_again(call: Call, cast: Cast) -> None:
    """Lillestrøm thought of something more after it had submitted: a reply with two versions."""
    reply, at = _reply(call, SUBMITTED[0]), at_oslo(date(2021, 4, 29), time(11, 5))
    changes.save_draft(
        reply, {"measures": CORRECTED}, reply.revision, cast.advisers[reply.organisation_id], at
    )
    _submit(reply, cast, at=at + timedelta(minutes=4), once_more="-2")


def _return_a_section(reply: Reply, cast: Cast, *, at: datetime) -> None:
    """Everything but one section is accepted, and the reply goes back for the sake of that one."""
    story = reply.call.questions.get(key="story").section
    for section in reply.call.sections.exclude(pk=story.pk):
        changes.accept_section(reply, section, by=cast.secretary, at=at)
    changes.return_section(reply, story, note=RETURNED[1], by=cast.secretary, at=at)
    changes.return_reply(reply, note="", by=cast.secretary, at=at)


def _load_unanswered(call: Call, cast: Cast) -> None:
    at = at_oslo(date(2021, 4, 29), time(14, 2))
    declined = member_with(DECLINED[0])
    changes.decline_reply(
        changes.open_reply(call, declined, by=cast.managers[declined.pk], at=at),
        reason=DECLINED[1],
        by=cast.managers[declined.pk],
        at=at,
    )
    for code, day in EXPECTED:
        member = member_with(code)
        reply = changes.open_reply(call, member, by=cast.advisers[member.pk], at=at)
        changes.expect_reply(reply, on=day, by=cast.advisers[member.pk], at=at)
    for code in OPENED:
        changes.open_reply(call, member_with(code), by=cast.advisers[member_with(code).pk], at=at)
    code, day, reason = EXTENDED
    changes.extend_deadline(_reply(call, code), to=day, reason=reason, by=cast.secretary, at=at)
    _note_contacts(call, cast)
    _load_hamar(call, cast, at=at)
    _speak_for_members(call, cast, at=at)
    _lend_a_section(call, cast, at=at)


def _speak_for_members(call: Call, cast: Cast, *, at: datetime) -> None:
    """A sub-region confirms the figures of two members, and gives both the same answers to the rest."""
    by = cast.regions[SPEAKING]
    replies = [changes.open_reply(call, member_with(code), by=by, at=at) for code in SPOKEN]
    for reply in replies:
        changes.save_draft(reply, {"emissions-total": {"right": True}}, reply.revision, by, at)
    source, *others = replies
    changes.save_draft(source, SHARED, source.revision, by, at)
    key = f"demo-{call.slug}-{SPEAKING}"
    changes.submit_reply(source, key, by, at)
    changes.answer_for_members(source, others, list(SHARED), key, by=by, at=at + timedelta(minutes=2))
    own = cast.advisers[source.organisation_id]
    changes.confirm_reply(source, by=own, at=at_oslo(date(2021, 4, 30), TEN))


def _lend_a_section(call: Call, cast: Cast, *, at: datetime) -> None:
    """A section with a colleague who has no account; the link stands in the mail, and nowhere else."""
    code, key = LENT
    reply, section = _reply(call, code), call.questions.get(key=key).section
    by = cast.advisers[reply.organisation_id]
    words = "Kan du svare på denne delen? Resten tar jeg. (Oppdiktet for demonstrasjonen.)"
    forwarding = changes.forward_section(reply, section, **COLLEAGUE, message=words, by=by, at=at)
    later = at_oslo(date(2021, 4, 30), time(9, 40))
    changes.open_forwarding(forwarding, at=later)
    changes.save_draft(reply, LENT_ANSWERS, reply.revision, None, later, forwarding=forwarding)


def _note_contacts(call: Call, cast: Cast) -> None:
    for code, day, text in PHONED:
        reply = _reply(call, code)
        adviser = cast.advisers[reply.organisation_id]
        at = at_oslo(day, time(13, 20))
        changes.note_contact(reply, text=text, day=day, person=adviser, by=cast.secretary, at=at)


def _load_hamar(call: Call, cast: Cast, *, at: datetime) -> None:
    """Hamar's draft: begun, saved, not submitted."""
    hamar = member_with(HAMAR)
    adviser = cast.advisers[hamar.pk]
    reply = changes.open_reply(call, hamar, by=adviser, at=at)
    answers = {
        "emissions-total": {"right": True},
        "climate-budget": "yes",
        "target-year": 2030,
        "measures": "Klimabudsjettet er lagt inn i økonomiplanen, og to av tre basestasjoner har ladere.",
    }
    changes.save_draft(reply, answers, reply.revision, adviser, at)


def _answer(
    call: Call,
    member: Organisation,
    cast: Cast,
    *,
    story: dict[str, Any] | None,
    at: datetime,
    number: int,
    year: int,
) -> Reply:
    adviser = cast.advisers[member.pk]
    reply = changes.open_reply(call, member, by=adviser, at=at)
    answers: dict[str, Any] = {
        "emissions-total": {"right": True},
        "climate-plan-adopted": date(2017 + number % 4, 1 + number % 12, 15).isoformat(),
        "target-year": 2030,
        "target-reduction": 40 + number % 4 * 5,
        "climate-budget": ("yes", "planned", "no")[number % 3],
        "measures": MEASURES[number % len(MEASURES)],
    }
    if year > 2020:
        answers |= {
            "procurement": ("always", "largest", "considered", "no")[number % 4],
            "adaptation": ("yes", "partly", "no")[number % 3],
            "climate-school": [("climate-budget", "construction", "circular", "land-use")[number % 4]],
            "contact-name": adviser.name,
        }
        if _code(member) == OBJECTING:
            answers["emissions-road-traffic"] = OBJECTION
    if story:
        answers["story"] = _told(story)
    return changes.save_draft(reply, answers, reply.revision, adviser, at)


def _told(story: dict[str, Any]) -> dict[str, Any]:
    told = {
        "title": story["title"],
        "text": story["text"].strip(),
        "theme": story["theme"],
        "effect_method": story["effect_method"],
        "funding": story["funding"],
        "point": story.get("point", ""),
    }
    if story["effect"]:
        told |= {"effect_value": float(story["effect"]), "effect_unit": story["effect_unit"]}
    return {name: value for name, value in told.items() if value}


def _submit(reply: Reply, cast: Cast, *, at: datetime, once_more: str = "") -> None:
    manager = cast.managers[reply.organisation_id]
    key = f"demo-{reply.call.slug}-{reply.organisation.slug}{once_more}"
    changes.submit_reply(reply, key, manager, at)


def publish_stories(cast: Cast, *, year: int, at: datetime) -> None:
    """Give each story its drawing, approve it and show it."""
    for document in _drafts(year):
        title = document.versions.latest("number").title
        documents.attach(
            document,
            draw_landscape(title),
            "illustrasjon.png",
            revision=document.revision,
            by=cast.secretary,
            at=at,
            licence=Licence.ALLIANCE,
            title="Illustrasjon",
            alt_text=DRAWN[document.language][0],
            credit=DRAWN[document.language][1],
            consent=Consent.NOT_NEEDED,
        )
        document.refresh_from_db()
        documents.submit_for_review(document, by=cast.secretary, at=at)
        documents.approve(document, on_behalf_of=alliance(), by=cast.secretary, at=at)
        documents.publish(document, by=cast.secretary, at=at)


def _drafts(year: int) -> Iterable[Document]:
    return Document.objects.filter(kind="story", year=year, state="draft").order_by("pk")


def member_with(code: str) -> Organisation:
    """The member with a municipality number of 2020."""
    found = organisation_named(code)
    if found is None:
        raise LookupError(f"The demo needs a member with the number {code}.")
    return found


def _reply(call: Call, code: str) -> Reply:
    return Reply.objects.get(call=call, organisation=member_with(code))


def _code(member: Organisation) -> str:
    row = member.codes.filter(valid_from__lte=date(2021, 1, 1)).latest("valid_from")
    return row.code
