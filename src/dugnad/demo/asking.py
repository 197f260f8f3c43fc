"""A study of the demo asks some of its municipalities: some are accepted, one waits, one has only begun."""

from datetime import date, datetime, time
from typing import Any

from dugnad.analyses.models import Study
from dugnad.analyses.reference.ready_models import HOUSEHOLD, models
from dugnad.calls import changes
from dugnad.calls.models import Call
from dugnad.demo.alliance import Cast
from dugnad.kit.clock import at_oslo
from dugnad.members.queries import organisation_named

YEAR, DUE = 2019, date(2021, 5, 21)
FLOWS = ("Husholdningsavfall", "Til materialgjenvinning")
# Per flow tonnes, how they are known and how many per cent they can be off. All of it is made up.
TOLD: dict[str, tuple[tuple[int, str, int | None], ...]] = {
    "gjovik": ((13_480, "measured", 2), (6_650, "measured", 5)),
    "lillestrom": ((34_900, "measured", 3), (15_000, "estimated", 20)),
    "asker": ((38_200, "measured", None), (17_200, "estimated", None)),
    "ringerike": ((13_000, "estimated", 15),),
}
ACCEPTED, SUBMITTED, SILENT = ("gjovik", "lillestrom"), ("asker",), ("lier",)
NOTE = "Oppdiktet for demonstrasjonen: slik kunne avfallsselskapet ha veid det."


def ask_for_waste(cast: Cast) -> Call:
    """The call, open until later in May, and what has come of it so far."""
    study = Study.objects.get(name_nb=models()[HOUSEHOLD].name_nb)
    stamp: dict[str, Any] = {"by": cast.secretary, "at": at_oslo(date(2021, 4, 19), time(10))}
    flows = list(study.flows.filter(name__in=FLOWS).order_by("position"))
    call = changes.ask_for_quantities(study, flows=flows, years=[YEAR], due_day=DUE, **stamp)
    asked = [organisation_named(slug) for slug in (*TOLD, *SILENT)]
    changes.open_call(call, members=[member for member in asked if member], tell=False, **stamp)
    keys = [question.key for question in call.questions.order_by("flow__position")]
    for number, slug in enumerate(TOLD):
        _answer(call, slug, keys, cast, at=at_oslo(date(2021, 4, 26 + number), time(11, 20)))
    for slug in ACCEPTED:
        reply = call.replies.get(organisation__slug=slug)
        changes.accept_reply(reply, by=cast.secretary, at=at_oslo(date(2021, 4, 30), time(9)))
    return call


def _answer(call: Call, slug: str, keys: list[str], cast: Cast, *, at: datetime) -> None:
    reply = call.replies.get(organisation__slug=slug)
    adviser, manager = cast.advisers[reply.organisation_id], cast.managers[reply.organisation_id]
    changes.open_reply(call, reply.organisation, by=adviser, at=at)
    answers, notes = {}, {}
    for key, (value, how, percent) in zip(keys, TOLD[slug], strict=False):
        answers[key] = {"value": value, "how": how} | ({"uncertainty": percent} if percent else {})
        notes[key] = NOTE
    reply.refresh_from_db()
    changes.save_draft(reply, answers, reply.revision, adviser, at, notes=notes)
    if slug in (*ACCEPTED, *SUBMITTED):
        changes.submit_reply(reply, f"demo-{call.slug}-{slug}", manager, at)
