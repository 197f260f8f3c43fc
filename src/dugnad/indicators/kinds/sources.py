"""Publishers of figures that are there from the first day, and what we call them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ReadySource:
    """A publisher of figures, with the licence under which they are given."""

    key: str
    publisher: str
    title: str
    licence: str
    url: str = ""
    is_official: bool = True


SSB = "Statistisk sentralbyrå"
MEMBERS_OWN, MADE_UP = "members", "illustrative"
UNNAMED = "unnamed"  # figures that somebody read in without saying whose they are
READY_SOURCES = (
    ReadySource(
        "miljodirektoratet",
        "Miljødirektoratet",
        "Klimagassutslipp i kommuner og fylker",
        "NLOD",
        "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/",
    ),
    ReadySource(
        "ssb-07459",
        "Statistisk sentralbyrå",
        "Befolkning, tabell 07459",
        "CC BY 4.0",
        "https://www.ssb.no/statbank/table/07459",
    ),
    ReadySource("kostra", "Statistisk sentralbyrå", "KOSTRA, husholdningsavfall", "CC BY 4.0"),
    ReadySource(
        "ssb-07849", SSB, "Registrerte kjøretøy, tabell 07849", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/07849",
    ),
    ReadySource(
        "ssb-14490", SSB, "Forbruk av elektrisk kraft, tabell 14490", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/14490",
    ),
    ReadySource(
        "ssb-08940", SSB, "Klimagasser for hele landet, tabell 08940", "CC BY 4.0",
        "https://www.ssb.no/statbank/table/08940",
    ),
    ReadySource(
        "eurostat", "Eurostat", "Sirkulær materialbruk, env_ac_cur", "CC BY 4.0",
        "https://ec.europa.eu/eurostat/databrowser/view/env_ac_cur",
    ),
    ReadySource("vegvesen", "Statens vegvesen", "Førstegangsregistrerte kjøretøy", "NLOD"),
    # What municipalities tell of themselves: a source of its own, never taken for a statistic.
    ReadySource(MEMBERS_OWN, "Kommunene selv", "Egne tall fra godtatte svar", "CC BY 4.0"),
    ReadySource(MADE_UP, "Dugnad", "Oppdiktede tall for demonstrasjon", "CC0", is_official=False),
    ReadySource(UNNAMED, "Utgiver ikke oppgitt", "Tall uten oppgitt utgiver", "–", is_official=False),
)  # fmt: skip
# The titles of our own sources in other languages; one that somebody has added is told as it is written.
SOURCE_TITLES = {
    "Klimagassutslipp i kommuner og fylker": _("Greenhouse gas emissions in municipalities and counties"),
    "Befolkning, tabell 07459": _("Population, table 07459"),
    "KOSTRA, husholdningsavfall": _("KOSTRA, household waste"),
    "Registrerte kjøretøy, tabell 07849": _("Registered vehicles, table 07849"),
    "Forbruk av elektrisk kraft, tabell 14490": _("Use of electric power, table 14490"),
    "Klimagasser for hele landet, tabell 08940": _("Greenhouse gases of the whole country, table 08940"),
    "Sirkulær materialbruk, env_ac_cur": _("Circular use of materials, env_ac_cur"),
    "Førstegangsregistrerte kjøretøy": _("Vehicles registered for the first time"),
    "Egne tall fra godtatte svar": _("Their own figures, from accepted answers"),
    "Oppdiktede tall for demonstrasjon": _("Made-up figures for demonstration"),
    "Tall uten oppgitt utgiver": _("Figures without a named publisher"),
}
# What stands for a publisher and is no name; a publisher's own name is the same in every language.
PUBLISHER_NAMES = {
    "Kommunene selv": _("The municipalities themselves"),
    "Utgiver ikke oppgitt": _("Publisher not named"),
}


def publisher_name(publisher: str) -> str:
    """Whose figures are, in the reader's language where it is no proper name."""
    return str(PUBLISHER_NAMES.get(publisher, publisher))


def publisher_in_sentence(publisher: str) -> str:
    """The same inside a sentence, where only a proper name has a capital letter."""
    name = publisher_name(publisher)
    return name[:1].lower() + name[1:] if publisher in PUBLISHER_NAMES else name


def source_title(title: str) -> str:
    """The title of a source in the reader's language."""
    return str(SOURCE_TITLES.get(title, title))
