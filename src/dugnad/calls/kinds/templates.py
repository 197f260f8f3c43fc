"""Ready-made calls: sections and questions in three languages, for each kind and year."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from dugnad.calls.kinds.calls import CallKind
from dugnad.calls.kinds.klimastatus import (
    CLOSING,
    EMISSIONS,
    INTRO_2020,
    INTRO_2021,
    MEASURES_2020,
    MEASURES_2021,
    PLANS_2020,
    PLANS_2021,
    STORY_2020,
    STORY_2021,
)
from dugnad.calls.kinds.sketches import QuestionSketch, SectionSketch, Words
from dugnad.engine.holidays import last_working_day

__all__ = ["CallTemplate", "QuestionSketch", "SectionSketch", "ready_sketches", "template_for"]


@dataclass(frozen=True)
class CallTemplate:
    """A call that can be asked again in any year from `since`."""

    since: int
    title: Words
    intro: Words
    sections: tuple[SectionSketch, ...]
    opens: tuple[int, int]  # month and day
    due: tuple[int, int]
    due_time: time = time(16, 0)
    grace_minutes: int = 15
    minutes: int = 30

    def call(self, year: int) -> dict[str, Any]:
        """The fields of a call of a year."""
        return {
            **self.title.values("title", year),
            **self.intro.values("intro", year),
            "opens": date(year, *self.opens),
            "due_day": last_working_day(date(year, *self.due)),
            "due_time": self.due_time,
            "grace_minutes": self.grace_minutes,
            "minutes": self.minutes,
        }


KLIMASTATUS_TITLE = Words("Klimastatus {year}", "Klimastatus {year}", "Klimastatus {year}")
TEMPLATES: dict[CallKind, tuple[CallTemplate, ...]] = {
    CallKind.KLIMASTATUS: (
        CallTemplate(
            2020,
            KLIMASTATUS_TITLE,
            INTRO_2020,
            (EMISSIONS, PLANS_2020, MEASURES_2020, STORY_2020),
            opens=(3, 2),
            due=(4, 30),
            minutes=25,
        ),
        CallTemplate(
            2021,
            KLIMASTATUS_TITLE,
            INTRO_2021,
            (EMISSIONS, PLANS_2021, MEASURES_2021, STORY_2021, CLOSING),
            opens=(3, 15),
            due=(4, 30),
            minutes=35,
        ),
    ),
    CallKind.CONSENT: (
        # The question is made of the text that is offered to the members when the call is made.
        CallTemplate(
            2019,
            Words(
                "Tilslutning til ordførererklæringen {year}",
                "Tilslutning til ordførarerklæringa {year}",
                "Support for the mayors’ declaration {year}",
            ),
            Words(
                "Vi spør om dere stiller dere bak erklæringen, hvordan det er bestemt, og hvem som "
                "undertegner.",
                "Vi spør om de stiller dykk bak erklæringa, korleis det er avgjort, og kven som skriv under.",
                "We ask whether you stand behind the declaration, how that was decided, and who signs.",
            ),
            (),
            opens=(3, 1),
            due=(5, 12),
            minutes=10,
        ),
    ),
    CallKind.FOLLOW_UP: (
        # The questions are the points of the declaration that holds when the call is made.
        CallTemplate(
            2019,
            Words(
                "Oppfølging av ordførererklæringen {year}",
                "Oppfølging av ordførarerklæringa {year}",
                "Follow-up of the mayors’ declaration {year}",
            ),
            Words(
                "Fortell kort hvor langt dere har kommet med hvert punkt. Svarene fra i fjor og tallene "
                "vi har, står ved siden av. Det dere ønsker hjelp til, ser de andre medlemmene.",
                "Fortel kort kor langt de har kome med kvart punkt. Svara frå i fjor og tala vi har, står "
                "ved sida av. Det de ønskjer hjelp til, ser dei andre medlemmene.",
                "Tell briefly how far you have come with each point. Last year’s answers and the figures "
                "that we have stand beside. What you want help with, the other members see.",
            ),
            (),
            opens=(9, 15),
            due=(10, 29),
            minutes=40,
        ),
    ),
    CallKind.OTHER: (
        CallTemplate(
            2020,
            Words(
                "Spørsmål til kommunene {year}",
                "Spørsmål til kommunane {year}",
                "Questions to members {year}",
            ),
            Words("", "", ""),
            (),
            opens=(1, 15),
            due=(2, 15),
            minutes=10,
        ),
    ),
}


def ready_sketches() -> list[QuestionSketch]:
    """Every question that lies ready, in its newest form, in the order in which it is asked."""
    newest: dict[str, QuestionSketch] = {}
    for templates in TEMPLATES.values():
        for template in templates:
            newest |= {q.key: q for section in template.sections for q in section.questions}
    return list(newest.values())


def template_for(kind: CallKind, year: int) -> CallTemplate:
    """The newest template that was ready in a year; the first one for years before all of them."""
    known = TEMPLATES[kind]
    return max((t for t in known if t.since <= year), key=lambda t: t.since, default=known[0])
