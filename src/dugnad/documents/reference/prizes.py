"""National prizes and lists that ask for measures; the secretariat writes this year's form over them.

Sources: Årets lokale klimatiltak (KS, ZERO, KBN), kommunal-rapport.no 2017: one measure for each
municipality, funded and begun, that others can take over. KLPs klimapris, klp.no 2020. Klimasats, the list of
projects of Miljødirektoratet: county, applicant, grant, status, duration, type of measure.
"""

from dataclasses import dataclass

from dugnad.documents.kinds import StoryField


@dataclass(frozen=True)
class PrizeSketch:
    """A prize before the secretariat has written this year's form."""

    key: str
    name: str
    organiser: str
    link: str
    questions: tuple[tuple[str, StoryField], ...]


PRIZES = (
    PrizeSketch(
        "arets-lokale-klimatiltak",
        "Årets lokale klimatiltak",
        "KS, ZERO og KBN",
        "https://www.ks.no/fagomrader/samfunnsutvikling/klima/oslo-vant-arets-lokale-klimatiltak/",
        (
            ("Kommune", StoryField.OWNER),
            ("Navn på tiltaket", StoryField.TITLE),
            ("Beskriv tiltaket", StoryField.TEXT),
            ("Når startet tiltaket?", StoryField.START),
            ("Hvordan er tiltaket finansiert?", StoryField.FUNDING),
            ("Hvilken klimaeffekt har tiltaket?", StoryField.EFFECT),
            ("Hvordan er effekten beregnet?", StoryField.METHOD),
            ("Hva kan andre kommuner ta etter?", StoryField.TRANSFER),
            ("Kontaktperson", StoryField.CONTACT),
        ),
    ),
    PrizeSketch(
        "klps-klimapris",
        "KLPs klimapris for kommunene",
        "KLP",
        "https://www.klp.no/kurs-og-konferanser/klimakonferansen/klps-klimapris-for-kommunene-2020",
        (
            ("Kommune", StoryField.OWNER),
            ("Tiltak", StoryField.TITLE),
            ("Beskrivelse av tiltaket", StoryField.TEXT),
            ("Effekt på klimagassutslipp", StoryField.EFFECT),
            ("Hvordan effekten er beregnet", StoryField.METHOD),
            ("Overføringsverdi til andre kommuner", StoryField.TRANSFER),
            ("Lenke til mer informasjon", StoryField.LINK),
            ("Kontaktperson", StoryField.CONTACT),
        ),
    ),
    PrizeSketch(
        "klimasats",
        "Klimasats, prosjektomtale",
        "Miljødirektoratet",
        "https://www.miljodirektoratet.no/ansvarsomrader/klima/for-myndigheter/kutte-utslipp-av-klimagasser/klimasats/",
        (
            ("Søker", StoryField.OWNER),
            ("Prosjektnavn", StoryField.TITLE),
            ("Tilskudd", StoryField.FUNDING),
            ("Type tiltak", StoryField.THEME),
            ("Startår", StoryField.START),
            ("Om prosjektet", StoryField.TEXT),
            ("Resultater", StoryField.EFFECT),
            ("Erfaringer som andre kan bruke", StoryField.TRANSFER),
        ),
    ),
)
