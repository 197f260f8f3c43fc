"""Ready models: what each asks, what is in it, and what it does not know, in the words of the alliance.

The names of processes and flows are stored with a study, in bokmål as all names there.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).with_suffix(".toml")
HOUSEHOLD, ACCOUNTS, CONSTRUCTION = "husholdningsavfall", "avfallsregnskap", "byggavfall"
# What the nation's figures are shared out by: as sources name it, in bokmål.
KEYS = {"inhabitants": "innbyggere", "employees": "ansatte", "floor_area": "gulvareal"}


@dataclass(frozen=True)
class ModelWords:
    """One ready model: its word in addresses, its texts, and what its processes and flows are called."""

    key: str
    materials: str
    source: str
    relative_sd: float  # per cent
    names: Mapping[str, str]
    name_nb: str
    name_nn: str
    name_en: str
    sentence_nb: str
    sentence_nn: str
    sentence_en: str
    needs_nb: str
    needs_nn: str
    needs_en: str
    question_nb: str
    question_nn: str
    question_en: str
    scope_nb: str
    scope_nn: str
    scope_en: str
    limits_nb: str
    limits_nn: str
    limits_en: str

    def texts(self, *names: str) -> dict[str, str]:
        """Texts in all languages, as the fields of a study."""
        return {f"{name}_{code}": getattr(self, f"{name}_{code}") for name in names for code in LANGUAGES}


LANGUAGES = ("nb", "nn", "en")


@lru_cache
def models() -> dict[str, ModelWords]:
    """The ready models, by their words in addresses."""
    told = tomllib.loads(CONTENT.read_text(encoding="utf-8"))
    return {key: ModelWords(key=key, **values) for key, values in told.items()}
