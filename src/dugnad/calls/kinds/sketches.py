"""How ready-made questions are written down: words in three languages, with the years left open."""

from dataclasses import dataclass
from typing import Any

from dugnad.calls.kinds.facts import QuestionKind
from dugnad.calls.kinds.parts import Choice
from dugnad.documents.kinds import LengthUnit


@dataclass(frozen=True)
class Words:
    """The same words in three languages; {year}, {last_year} and {figure_year} are left open."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    def values(self, name: str, year: int) -> dict[str, str]:
        """The words as fields of a noun in a year: name_nb, name_nn, name_en."""
        years = {"year": year, "last_year": year - 1, "figure_year": year - 2}
        return {f"{name}_{code}": getattr(self, code).format(**years) for code in ("nb", "nn", "en")}


NO_WORDS = Words()


@dataclass(frozen=True)
class QuestionSketch:
    """A question before it belongs to a call."""

    key: str
    kind: QuestionKind
    label: Words
    help: Words = NO_WORDS
    unit: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 0
    length_unit: LengthUnit = LengthUnit.WORDS
    indicator: str = ""
    sector: str = ""
    is_confidential: bool = False

    def values(self, year: int) -> dict[str, Any]:
        """The fields of the question in a call of a year; figures come two years late."""
        return {
            "key": self.key,
            "kind": self.kind,
            **self.label.values("label", year),
            **self.help.values("help", year),
            "unit": self.unit,
            "required": self.required,
            "choices": [{"key": c.key, "nb": c.nb, "nn": c.nn, "en": c.en} for c in self.choices],
            "least": self.least,
            "most": self.most,
            "length_unit": self.length_unit,
            "indicator": self.indicator,
            "indicator_sector": self.sector,
            "indicator_year": year - 2 if self.indicator else None,
            "is_confidential": self.is_confidential,
        }


@dataclass(frozen=True)
class SectionSketch:
    """A section before it belongs to a call."""

    title: Words
    questions: tuple[QuestionSketch, ...]

    def titles(self) -> dict[str, str]:
        """The titles as fields of a section."""
        return self.title.values("title", 2000)
