"""A story as the form of a prize wants it: each question with its answer, and what is missing or too long."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dugnad.documents.kinds import LengthRule, LengthUnit, StoryField
from dugnad.documents.models import Prize, StoryFacts
from dugnad.documents.queries.cards import Card
from dugnad.documents.reference.prizes import PRIZES, PrizeSketch
from dugnad.documents.rules import Length, length_complaint, length_of
from dugnad.kit.formats import number
from dugnad.kit.papers import Paper
from dugnad.kit.text import paragraphs
from dugnad.programme.kinds import GOALS


@dataclass(frozen=True)
class PrizeAnswer:
    """One question of a prize with what the story answers."""

    question: str
    field: StoryField
    text: str
    length: Length | None

    @property
    def complaint(self) -> str:
        """What is missing, or by how much it is too long; empty where it can be sent."""
        if self.field == StoryField.OWN:
            return _("Write this in the form of the prize.")
        if not self.text:
            return _("The story has nothing on “%(field)s”.") % {"field": self.field.label}
        return length_complaint(self.length) if self.length else ""


def prizes() -> list[Prize]:
    """The prizes by name: those of the reference table, and over them what the secretariat has written."""
    known = {sketch.key: _sketched(sketch) for sketch in PRIZES}
    written = {prize.key: prize for prize in Prize.objects.all()}
    return sorted((known | written).values(), key=lambda prize: prize.name)


def prize_with(key: str) -> Prize | None:
    """A prize by its short name."""
    sketches = (_sketched(sketch) for sketch in PRIZES if sketch.key == key)
    return Prize.objects.filter(key=key).first() or next(sketches, None)


def answers_for(prize: Prize, card: Card) -> list[PrizeAnswer]:
    """Each question of a prize with the story's answer, in the order of the form."""
    return [_answer(question, card) for question in prize.questions]


def prize_paper(prize: Prize, card: Card, *, at: datetime) -> bytes:
    """The answers as a document for a word processor, in the language of the story."""
    paper = Paper(f"{prize.name}: {card.title}", language=card.document.language, at=at)
    for answer in answers_for(prize, card):
        paper.heading(answer.question, 1)
        for paragraph in answer.text.split("\n\n") if answer.text else ["–"]:
            paper.line(paragraph)
    return paper.as_bytes()


def plain_text(markdown: str) -> str:
    """A text as a form takes it: paragraphs with a blank line between, and no marks."""
    return "\n\n".join("".join(run.text for run in part.runs) for part in paragraphs(markdown))


def _sketched(sketch: PrizeSketch) -> Prize:
    questions = [
        {"text": text, "field": field, "most": 0, "unit": LengthUnit.CHARACTERS}
        for text, field in sketch.questions
    ]
    names = ("key", "name", "organiser", "link")
    return Prize(questions=questions, **{name: getattr(sketch, name) for name in names})


def _answer(question: Mapping[str, Any], card: Card) -> PrizeAnswer:
    field = StoryField(question["field"])
    text = ANSWERS[field](card).strip()
    most = int(question["most"])
    rule = LengthRule(0, most, LengthUnit(question["unit"]))
    return PrizeAnswer(str(question["text"]), field, text, length_of(text, rule) if most else None)


def _fact(name: str) -> Callable[[Card], str]:
    return lambda card: str(getattr(card.story, name) or "")


def _effect(card: Card) -> str:
    story = card.story
    if not isinstance(story, StoryFacts) or story.effect_value is None:
        return ""
    return f"{number(story.effect_value, story.effect_decimals)} {story.get_effect_unit_display()}"


def _goals(card: Card) -> str:
    numbers = card.story.goals if card.story else []
    return ", ".join(f"{key}. {GOALS[key].name}" for key in numbers)


ANSWERS: dict[StoryField, Callable[[Card], str]] = {
    StoryField.OWNER: lambda card: card.document.owner.name,
    StoryField.TITLE: lambda card: card.title,
    StoryField.TEXT: lambda card: plain_text(card.body),
    StoryField.THEME: lambda card: str(card.theme.label) if card.theme else "",
    StoryField.GOALS: _goals,
    StoryField.START: _fact("measure_start_year"),
    StoryField.MILESTONE: _fact("milestone_year"),
    StoryField.EFFECT: _effect,
    StoryField.METHOD: _fact("effect_method"),
    StoryField.FUNDING: _fact("funding"),
    StoryField.POINT: _fact("point"),
    StoryField.TRANSFER: _fact("transfer"),
    StoryField.CONTACT: _fact("contact"),
    StoryField.LINK: _fact("link"),
    StoryField.OWN: lambda card: "",
}
