"""Indicators that are there from the first day."""

from dataclasses import dataclass

from dugnad.indicators.kinds.units import Direction


@dataclass(frozen=True)
class ReadyIndicator:
    """An indicator that is there from the first day, with its source."""

    key: str
    source: str
    unit: str
    direction: Direction
    base_year: int | None
    title_nb: str
    title_nn: str
    title_en: str
    notes_nb: str = ""
    notes_nn: str = ""
    notes_en: str = ""


EMISSIONS, POPULATION = "ghg-emissions", "population"
READY_INDICATORS = (
    ReadyIndicator(
        EMISSIONS, "miljodirektoratet", "t CO2e", Direction.DOWN, 2009,
        "Klimagassutslipp", "Klimagassutslepp", "Greenhouse gas emissions",
        "Direkte utslipp innenfor kommunegrensen. Gjennomgangstrafikk eller én fabrikk kan avgjøre tallet.",
        "Direkte utslepp innanfor kommunegrensa. Gjennomgangstrafikk eller éin fabrikk kan avgjere talet.",
        "Direct emissions inside the municipal border. Through traffic or one plant may decide the figure.",
    ),
    ReadyIndicator(
        POPULATION, "ssb-07459", "persons", Direction.NEITHER, None,
        "Innbyggere 1. januar", "Innbyggjarar 1. januar", "Inhabitants on 1 January",
    ),
    ReadyIndicator(
        "new-electric-cars-share", "vegvesen", "%", Direction.UP, None,
        "Elbilers andel av nye personbiler", "Delen elbilar av nye personbilar",
        "Electric cars' share of new cars",
    ),
    ReadyIndicator(
        "household-waste", "kostra", "kg/persons", Direction.DOWN, None,
        "Husholdningsavfall per innbygger", "Hushaldsavfall per innbyggjar", "Household waste per inhabitant",
    ),
    ReadyIndicator(
        "cars-by-fuel", "ssb-07849", "vehicles", Direction.NEITHER, None,
        "Personbiler etter drivstoff", "Personbilar etter drivstoff", "Passenger cars by fuel",
    ),
    ReadyIndicator(
        "electricity-use", "ssb-14490", "MWh", Direction.DOWN, None,
        "Strømforbruk etter forbrukergruppe", "Straumforbruk etter forbrukargruppe",
        "Electricity use by group of users",
    ),
    ReadyIndicator(
        "national-emissions", "ssb-08940", "t CO2e", Direction.DOWN, 1990,
        "Klimagassutslipp fra norsk territorium", "Klimagassutslepp frå norsk territorium",
        "Greenhouse gas emissions from Norwegian territory",
        "Det nasjonale utslippsregnskapet. Summen av kommunetallene er ikke lik dette.",
        "Den nasjonale utsleppsrekneskapen. Summen av kommunetala er ikkje lik dette.",
        "The national inventory. The municipal figures do not add up to it.",
    ),
    ReadyIndicator(
        "circular-material-use", "eurostat", "%", Direction.UP, None,
        "Sirkulær materialbruk", "Sirkulær materialbruk", "Circular material use rate",
        "Hvor stor del av materialene vi bruker, som er gjenvunnet.",
        "Kor stor del av materiala vi bruker, som er gjenvunne.",
        "How large a part of the materials in use has been recovered from waste.",
    ),
)  # fmt: skip
