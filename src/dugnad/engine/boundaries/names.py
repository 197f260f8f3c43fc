"""Names of municipalities and counties as people and files write them.

In the north a name has several forms (Norwegian, Sámi, Kven): Guovdageaidnu-Kautokeino, Troms-Romssa.
Any one of them is the name. A hyphen alone does not tell: Aurskog-Høland is one form and not two.
"""

import unicodedata
from functools import lru_cache

from dugnad.engine.boundaries.codes import Code

# Counties, by number, in which municipalities have names in several languages.
WITH_SEVERAL_LANGUAGES = frozenset({"16", "17", "18", "19", "20", "50", "54", "55", "56"})
# A form that begins with one of these is part of one name: Sør-Varanger, Aust-Agder.
PARTS_OF_A_NAME = frozenset({"nord", "sør", "aust", "øst", "vest", "midt", "stor", "ytre", "indre"})


def split_county_suffix(name: str) -> tuple[str, str]:
    """“Våler (Østfold)” as the name and the county in the brackets."""
    plain, bracket, county = name.strip().partition("(")
    return (plain.strip(), county.rstrip(") ").strip()) if bracket else (name.strip(), "")


def folded(text: str) -> str:
    """A name as it is compared: one form of each letter, without case, double spaces and spaced hyphens."""
    plain = unicodedata.normalize("NFC", text).replace("–", "-").casefold()
    return "-".join(" ".join(part.split()) for part in plain.split("-"))


def forms(name: str) -> frozenset[str]:
    """The forms of a name, each by itself; none for a name that has only one."""
    parts = folded(name.replace("/", "-")).split("-")
    if len(parts) == 1 or parts[0] in PARTS_OF_A_NAME:
        return frozenset()
    return frozenset(part for part in parts if part != "og")


def is_bilingual(code: Code) -> bool:
    """Whether a municipality lies where names have forms in several languages."""
    return code.county_code in WITH_SEVERAL_LANGUAGES


def names_of(code: Code) -> frozenset[str]:
    """The ways in which a municipality's name may be written."""
    whole = {folded(code.name), folded(split_county_suffix(code.name)[0])}
    return frozenset(whole | forms(code.name) if is_bilingual(code) else whole)


def is_county(code: Code, county: str) -> bool:
    """Whether a code lies in a county, given by its number or by any form of its name."""
    written = {_plain(county), *forms(county)}
    return bool(written & {code.county_code, _plain(code.county_name), *forms(code.county_name)})


@lru_cache(maxsize=500)
def county_in_norwegian(name: str) -> str:
    """The Norwegian form of a county's name where the register writes it in several languages."""
    first, _hyphen, rest = name.partition("-")
    is_one_name = folded(first) in PARTS_OF_A_NAME or rest.startswith("og-")
    return name if is_one_name else first


def _plain(county: str) -> str:
    """A county's name without hyphens (Sogn-og-fjordane is Sogn og Fjordane), its number with its zero."""
    plain = folded(county).replace("-", " ")
    return plain.zfill(2) if plain.isdigit() else plain
