"""A short round whose accepted answers have become figures of the members' own; all of it is made up."""

from datetime import date, time, timedelta
from typing import Any

from dugnad.calls import changes
from dugnad.calls.models import Call
from dugnad.demo.alliance import Cast
from dugnad.demo.collection import ACCEPTED, HAMAR, TEN, member_with
from dugnad.kit.clock import at_oslo

CARS = {3: 14, 5: 22, 7: 9}  # by the length of the name, so that they differ and are the same each time


def load_counted_round(cast: Cast) -> Call:
    """Electric cars of the municipalities in 2020: asked in January 2021, accepted, and taken in."""
    opened = at_oslo(date(2021, 1, 18), TEN)
    who: dict[str, Any] = {"by": cast.secretary, "at": opened}
    call = changes.create_call(
        kind="other", year=2021, slug="bilpark-2021", opens=opened.date(), due_day=date(2021, 2, 1),
        due_time=time(16), minutes=5, contact=cast.secretary,
        title_nb="Kommunens biler (oppdiktede svar)",
        title_nn="Bilane til kommunen (oppdikta svar)",
        title_en="The municipality’s cars (made-up answers)",
        **who,
    )  # fmt: skip
    section = changes.add_section(
        call, title_nb="Biler", title_nn="Bilar", title_en="Cars", **who
    )  # fmt: skip
    changes.add_question(
        section, key="electric-cars", kind="number", required=True, becomes="municipal-electric-cars",
        indicator_year=2020,
        label_nb="Elbiler i kommunens egen bilpark ved utgangen av 2020",
        label_nn="Elbilar i kommunen sin eigen bilpark ved utgangen av 2020",
        label_en="Electric cars in the municipality’s own fleet at the end of 2020",
        **who,
    )  # fmt: skip
    members = [member_with(code) for code in (HAMAR, *ACCEPTED)]
    changes.open_call(call, members=members, tell=False, **who)
    for number, member in enumerate(members):
        at = opened + timedelta(days=1 + number % 9)
        reply = changes.open_reply(call, member, by=cast.advisers[member.pk], at=at)
        cars = CARS.get(len(member.name), 12) + number % 4
        changes.save_draft(reply, {"electric-cars": cars}, reply.revision, cast.advisers[member.pk], at)
        changes.submit_reply(reply, f"demo-{call.slug}-{member.slug}", cast.managers[member.pk], at)
        changes.accept_reply(reply, by=cast.secretary, at=at + timedelta(days=1))
    changes.close_call(call, by=cast.secretary, at=at_oslo(date(2021, 2, 3), TEN))
    changes.make_figures(call, by=cast.secretary, at=at_oslo(date(2021, 2, 3), TEN))
    return call
