"""A study from a ready model: what would be made, what is missing by name, and the study with its limits."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from dugnad.analyses import changes
from dugnad.analyses.kinds import WHOLE
from dugnad.analyses.models import Dataset, Quantity, Study
from dugnad.analyses.queries import ready
from dugnad.analyses.queries.computing import reconciled
from dugnad.analyses.queries.systems import frozen_of
from dugnad.analyses.reference.building_waste import ASPHALT, FACTORS, PUBLISHED_TOTALS, SPLIT
from dugnad.analyses.reference.ready_models import ACCOUNTS, CONSTRUCTION, HOUSEHOLD, KEYS, LANGUAGES, models
from dugnad.analyses.sources import model_complaints
from dugnad.kit.errors import Refused
from dugnad.kit.models import Change
from dugnad.members.models import Organisation
from tests.factories.analyses import AT
from tests.factories.members import make_municipality, make_secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
DAY = date(2021, 5, 3)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
WASTE = [
    "kommune;år;kg per innbygger;innbyggere;andel materialgjenvinning",
    "Hamar;2019;400;31 000;0,45", "Stange;2019;500;20 000;", "Stange;2018;500;;",
]  # fmt: skip
NATION = [
    "Avfall (1 000 tonn)",
    "material;behandling;2021;2022",
    "Tre;Levert til forbrenning;6;7",
    "Tre;Levert til materialgjenvinning;2;3",
]
KEY = ["region;2020", "0 Hele landet;5 000 000", "Hamar;50 000", "Stange;25 000"]
BUILT = ["kommune;år;nybygg m2;riving m2", "Hamar;2020;10 000;1 000", "Stange;2020;5 000;"]


@pytest.fixture
def places() -> list[Organisation]:
    names = {"Hamar": "3403", "Stange": "3413", "Løten": "3412"}
    return [make_municipality(name, code) for name, code in names.items()]


def file(path: Path, lines: list[str]) -> ready.GivenFile:
    path.write_text("\n".join(lines), encoding="utf-8")
    return ready.GivenFile(path, f"{path.name}.csv")


def given(tmp_path: Path, places: list[Organisation], model: str, **more: Any) -> ready.Given:
    files = {
        name: file(tmp_path / name, lines)
        for name, lines in {
            HOUSEHOLD: {"waste": WASTE},
            ACCOUNTS: {"accounts": NATION, "key": KEY},
            CONSTRUCTION: {"activity": BUILT},
        }[model].items()
    }
    values = {"source": "SSB", "vintage": "2020-06", "relative_sd": 5.0, "today": DAY} | more
    return ready.Given(model=model, places=places, files=files | values.pop("files", {}), **values)


def english(found: ready.Described) -> tuple[list[str], list[str]]:
    with translation.override("en"):
        return found.missing, [error.reason for error in found.errors]


# What would be made ------------------------------------------------------------------------------------


def test_household_waste_is_described_with_what_is_missing_by_name(
    tmp_path: Path, places: list[Organisation]
) -> None:
    found = ready.described(given(tmp_path, places, HOUSEHOLD))
    assert found.figures == [
        ("Husholdningsavfall", "Hamar", 2019, 12_400.0, 620.0),
        ("Til materialgjenvinning", "Hamar", 2019, 5_580.0, 279.0),
        ("Husholdningsavfall", "Stange", 2019, 10_000.0, 500.0),
    ]
    assert (found.more, found.told_places) == (0, ["Hamar", "Stange"])
    assert english(found)[0] == [
        "No figures of Løten.",
        "Left out, without number of inhabitants in 2018: Stange.",
        "Only an interval is known of treatment in 2019: Stange.",
    ]
    assert "Ingen tall for Løten." in found.limits["limits_nb"]
    assert "Ingen tal for Løten." in found.limits["limits_nn"]
    assert " Da studien ble laget, 3. mai 2021: Ingen tall for Løten." in found.limits["limits_nb"]
    assert " When the study was made, 3 May 2021: No figures of Løten." in found.limits["limits_en"]
    assert found.materials == "husholdningsavfall"


def test_household_waste_passes_over_years_of_inhabitants_alone(
    tmp_path: Path, places: list[Organisation]
) -> None:
    people = file(tmp_path / "b", ["region;2019;2020", "Hamar;31 000;31 500"])
    waste = file(tmp_path / "a", ["kommune;år;kg per innbygger", "Hamar;2019;400"])
    told = given(tmp_path, places[:1], HOUSEHOLD, files={"waste": waste, "inhabitants": people})
    found = ready.described(told)
    assert [year for _flow, _place, year, _value, _sd in found.figures] == [2019]
    assert english(found)[0] == ["Only an interval is known of treatment in 2019: Hamar."]


def test_accounts_are_described_for_the_newest_year_by_the_nearest_key(
    tmp_path: Path, places: list[Organisation]
) -> None:
    found = ready.described(given(tmp_path, places, ACCOUNTS))
    assert [(flow, place, year, round(value, 6)) for flow, place, year, value, _sd in found.figures] == [
        ("Tre", "Hamar", 2022, 100.0),
        ("Tre", "Stange", 2022, 50.0),
    ]
    assert found.ready is not None
    assert found.ready.told[0].observation.source == "SSB, fordelt etter innbyggere (2020)"
    assert english(found)[0] == ["No key of Løten."]
    assert found.materials == "Tre"
    assert "Nøkkelen er fra 2020, avfallet fra 2022." in found.limits["limits_nb"]


def test_accounts_tell_which_cells_are_empty_in_the_readers_language(
    tmp_path: Path, places: list[Organisation]
) -> None:
    lines = ["Avfall (tonn);;;", "år;materiale;Materialgjenvinning;Forbrenning;Deponi", "2022;Papir;;2;"]
    accounts = file(tmp_path / "a", [*lines, "2022;Tre;3;;1"])
    told = given(tmp_path, places, ACCOUNTS, files={"accounts": accounts, "key": file(tmp_path / "b", KEY)})
    found = ready.described(told)
    cells = "Papir → Materialgjenvinning, Deponi; Tre → Forbrenning."
    with translation.override("nb"):
        assert found.remarks[0] == (
            f"Avfallsregnskapet for 2022 har ikke noe tall her, og det regnes som ingenting: {cells}"
        )
    with translation.override("nn"):
        assert found.remarks[0] == (
            f"Avfallsrekneskapen for 2022 har ikkje noko tal her, og det blir rekna som ingenting: {cells}"
        )
    assert f"have no figure here, and it counts as nothing: {cells}" in found.limits["limits_en"]


def test_accounts_ask_for_the_nations_key_and_a_year_that_is_there(
    tmp_path: Path, places: list[Organisation]
) -> None:
    key = file(tmp_path / "k", ["region;2022", "Hamar;50 000"])
    with pytest.raises(Refused) as nation:
        ready.described(given(tmp_path, places, ACCOUNTS, files={"key": key}))
    assert nation.value.field == "nation"
    found = ready.described(given(tmp_path, places, ACCOUNTS, files={"key": key}, nation=5e6, year=2021))
    assert found.figures[0][3] == pytest.approx(80.0)
    with pytest.raises(Refused) as year:
        ready.described(given(tmp_path, places, ACCOUNTS, year=1999))
    assert (year.value.field, "2021, 2022" in str(year.value.message)) == ("year", True)


def test_building_waste_is_described_by_published_factors_and_the_countrys_split(
    tmp_path: Path, places: list[Organisation]
) -> None:
    found = ready.described(given(tmp_path, places[:2], CONSTRUCTION))
    assert [(flow, place, value) for flow, place, _year, value, _sd in found.figures] == [
        ("Avfall fra nybygging", "Hamar", 450.0),
        ("Avfall fra riving", "Hamar", 800.0),
        ("Avfall fra nybygging", "Stange", 225.0),
    ]
    assert "NHP/Multiconsult" in found.ready.told[0].observation.source  # type: ignore[union-attr]
    assert "SSB, avfall fra byggeaktivitet 2022" in found.limits["limits_en"]


def test_building_waste_takes_factors_of_ones_own(tmp_path: Path, places: list[Organisation]) -> None:
    own = file(tmp_path / "f", ["aktivitet;materiale;kg per m2;usikkerhet;kilde", "nybygg;Tre;10;2;Egen"])
    found = ready.described(given(tmp_path, places, CONSTRUCTION, files={"factors": own}))
    assert found.figures[0] == ("Tre, nybygging", "Hamar", 2020, 100.0, pytest.approx((20**2 + 5**2) ** 0.5))
    assert english(found)[0] == [
        "No figures of Løten.",
        "Left out, demolition without a factor in 2020: Hamar.",
    ]
    assert found.remarks == []


def test_what_is_wrong_in_a_file_is_told_and_nothing_would_be_made(
    tmp_path: Path, places: list[Organisation]
) -> None:
    for model, name, lines, words in (
        (HOUSEHOLD, "waste", [*WASTE, "Hamar;2017;mye;1;"], "is no number"),
        (HOUSEHOLD, "waste", [WASTE[0], "Hamar;2019;-400;10;"], "It is below zero."),
        (
            HOUSEHOLD,
            "waste",
            [WASTE[0], "Hamar;2019;400;;"],
            "Missing: No figures of Stange, Løten. Left out",
        ),
        (
            ACCOUNTS,
            "key",
            ["region;2020", "Norge;7", "Hamar;9"],
            "more of the key (9) than the whole country (7)",
        ),
        (ACCOUNTS, "accounts", ["material;2022", "Tre;4"], "no amounts of waste"),
        (CONSTRUCTION, "activity", ["kommune;år;hunder", "Hamar;2020;7"], "no areas of new building"),
    ):
        bad = {name: file(tmp_path / "bad", lines)}
        with translation.override("en"):
            found = ready.described(given(tmp_path, places, model, files=bad))
        assert found.ready is None
        assert words in " ".join(english(found)[1])
        assert (found.figures, found.more, found.told_places, found.missing) == ([], 0, [], [])


@pytest.mark.parametrize("year", ["1066", "2999"])
def test_a_year_of_a_file_that_no_figure_can_be_of_is_named(
    tmp_path: Path, places: list[Organisation], year: str
) -> None:
    waste = file(tmp_path / "w", [*WASTE, f"Hamar;{year};400;31 000;"])
    with translation.override("en"):
        found = ready.described(given(tmp_path, places, HOUSEHOLD, files={"waste": waste}))
    (error,) = found.errors
    assert (error.row, error.column) == (len(WASTE) + 1, WASTE[0].split(";")[1])
    assert error.reason.startswith(f"No figure can be of {year}. Write a year from 1900 to ")


def test_two_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    twins = [make_municipality("Våler", "3114"), make_municipality("Våler", "3419", slug="valer-innlandet")]
    lines = [WASTE[0], "3114;2019;400;1 000;", "3419;2019;400;2 000;"]
    found = ready.described(given(tmp_path, twins, HOUSEHOLD, files={"waste": file(tmp_path / "a", lines)}))
    assert [(place, value) for _flow, place, _year, value, _sd in found.figures] == [
        ("Våler (valer)", 400.0),
        ("Våler (valer-innlandet)", 800.0),
    ]


def test_figures_are_of_the_day_that_is_told_or_the_files_or_today(
    tmp_path: Path, places: list[Organisation]
) -> None:
    class Published:
        updated = "2020-06-15"

    told, silent = (given(tmp_path, places, HOUSEHOLD, vintage=day) for day in ("2020", ""))
    assert (told.seen(Published()), silent.seen(Published()), silent.seen()) == (  # type: ignore[arg-type]
        "2020", "2020-06-15", "2021-05-03",
    )  # fmt: skip


def test_limits_and_materials_fit_their_fields(tmp_path: Path, places: list[Organisation]) -> None:
    lines = [NATION[0], NATION[1], *(f"Stoff {n} {'x' * 20};Levert til deponi;1;1" for n in range(20))]
    found = ready.described(
        given(tmp_path, places, ACCOUNTS, files={"accounts": file(tmp_path / "n", lines)})
    )
    found.notes.append(lambda: "y" * 5_000)
    assert len(found.materials) == 200
    assert {len(text) for text in found.limits.values()} == {4_000}


# What the engine says, and what is published -----------------------------------------------------------


def test_every_complaint_of_the_models_has_words() -> None:
    says = [
        "Hamar, 2019: -1 is no amount; it must be 0 or more.",
        "Hamar, 2019: the shares add up to 1.200, more than 1.",
        "Hamar, 2019, energy: 1.2 is more than 1.",
        "The places have 9 of the key, more than the nation’s 7.",
        "No place has a key.",
        "new: a factor stands twice (all).",
        "new: its factors are of the whole and of materials; tell one.",
    ]
    with translation.override("nb"):
        told = [model_complaints.in_words(sentence) for sentence in says]
    assert not set(says) & set(told)
    assert told[0] == "Hamar, 2019: et tall er under null."
    assert model_complaints.in_words("Something else.") == "Something else."


def test_a_key_that_is_larger_than_the_country_is_named_where_the_countrys_stands(
    tmp_path: Path, places: list[Organisation]
) -> None:
    key = file(tmp_path / "k", ["region;2019;2020", "Hamar;8 000;9 000,5", "Norge;20 000;7 000"])
    told = given(tmp_path, places, ACCOUNTS, files={"accounts": file(tmp_path / "a", NATION), "key": key})
    with translation.override("nb"):
        (error,) = ready.described(told).errors
    assert (error.sheet, error.row, error.column) == ("k.csv", 3, "2020")
    assert error.reason == ("Stedene har til sammen mer av nøkkelen (9\xa0000,5) enn hele landet (7\xa0000).")


def test_a_key_that_is_larger_than_the_country_that_was_typed_is_told_at_that_field(
    tmp_path: Path, places: list[Organisation]
) -> None:
    with pytest.raises(Refused, match="more of the key") as refused, translation.override("en"):
        ready.described(given(tmp_path, places, ACCOUNTS, nation=70.0))
    assert refused.value.field == "nation"


def test_what_is_wrong_with_keys_or_factors_names_their_file(
    tmp_path: Path, places: list[Organisation]
) -> None:
    nothing = {"key": file(tmp_path / "k", ["region;2020", "Norge;7 000", "Hamar;0"])}
    (error,) = ready.described(given(tmp_path, places, ACCOUNTS, files=nothing)).errors
    assert error.sheet == "k.csv"
    head = "aktivitet;kg per m2;usikkerhet;kilde"
    twice = {"factors": file(tmp_path / "f", [head, "nybygg;45;5;A", "nybygg;46;5;B"])}
    (error,) = ready.described(given(tmp_path, places, CONSTRUCTION, files=twice)).errors
    assert error.sheet == "f.csv"


def test_an_amount_below_zero_is_named_in_the_files_own_row_and_column(
    tmp_path: Path, places: list[Organisation]
) -> None:
    lines = ["Avfall (tonn);;", "materiale;behandling;2022", "Tre;Forbrenning;4"]
    accounts = file(tmp_path / "a", [*lines, "Papir;Materialgjenvinning;-5"])
    told = given(tmp_path, places, ACCOUNTS, files={"accounts": accounts, "key": file(tmp_path / "k", KEY)})
    with translation.override("nb"):
        (error,) = ready.described(told).errors
    assert (error.sheet, error.row, error.column, error.reason) == (
        "a.csv",
        4,
        "2022",
        "Tallet er under null.",
    )


def test_published_figures_add_up_and_factors_lie_within_what_their_sources_found() -> None:
    sums = [sum(kinds.values()) + ASPHALT[activity] for activity, kinds in SPLIT.items()]
    assert [abs(found - told) <= 2 for found, told in zip(sums, PUBLISHED_TOTALS, strict=True)] == [True] * 3
    assert all(one.least <= one.kilograms <= one.most and one.source for one in FACTORS.values())
    assert FACTORS["new"].sd == pytest.approx(50 / 12**0.5)


def test_models_say_in_every_language_what_they_do_not_know() -> None:
    assert set(models()) == {HOUSEHOLD, ACCOUNTS, CONSTRUCTION} == set(ready.MAKERS)
    for words in models().values():
        assert all(words.texts("name", "sentence", "needs", "question", "scope", "limits").values())
        assert len({getattr(words, f"limits_{code}") for code in LANGUAGES}) == 3
    assert set(KEYS) == {"inhabitants", "employees", "floor_area"}


# The study ---------------------------------------------------------------------------------------------


def test_start_from_model_makes_the_study_with_its_figures_limits_and_trail(
    tmp_path: Path, places: list[Organisation]
) -> None:
    found = ready.described(given(tmp_path, places, HOUSEHOLD))
    study = changes.start_from_model(found, name=models()[HOUSEHOLD].name_nb, is_illustrative=True, **NOBODY)
    assert (study.slug, study.state, study.is_illustrative) == (
        "husholdningsavfall-i-kommunene",
        "planned",
        True,
    )
    assert (study.name_en, study.first_year, study.last_year) == (
        "Household waste in the municipalities",
        2019,
        2019,
    )
    assert "Løten" in study.limits_en
    assert study.places.count() == 3
    assert [process.name for process in study.processes.all()] == [
        "Innsamling", "Materialgjenvinning", "Annen behandling",
    ]  # fmt: skip
    one = Quantity.objects.filter(place=places[0], flow__name="Husholdningsavfall").get()
    assert (one.value, one.sd, one.method, one.grade, one.vintage) == (12_400, 620, "measured", 2, "2020-06")
    assert Change.objects.filter(verb="start_from_model").get().after == {"model": HOUSEHOLD}


def test_a_study_from_each_model_can_be_computed_and_balances(
    tmp_path: Path, places: list[Organisation]
) -> None:
    for model in models():
        found = ready.described(given(tmp_path, places[:2], model))
        study = changes.start_from_model(found, name="Vår", **NOBODY)
        answer = reconciled(frozen_of(study))
        assert list(answer.system.aggregates) == ["*"]  # tied to the whole area
        rows = answer.flows
        ends = {flow.name: (flow.source_id, flow.target_id) for flow in study.flows.all()}
        left: dict[Any, float] = {}
        for row in rows.where(place="hamar", year=found.given.year or study.last_year).rows():
            for end, sign in zip(ends[row["flow"]], (-1, 1), strict=True):
                left[end] = left.get(end, 0.0) + sign * row["reconciled"]
        left.pop(None)
        assert max(map(abs, left.values())) < 1e-6
        assert (study.name_nb, study.name_en) == ("Vår", "")


def test_what_the_nation_is_off_all_places_are_off_together(
    tmp_path: Path, places: list[Organisation]
) -> None:
    found = ready.described(given(tmp_path, places[:2], ACCOUNTS))
    study = changes.start_from_model(found, name="Vår", **NOBODY)
    whole = reconciled(frozen_of(study)).flows.row(flow="Tre", place=WHOLE)
    parts = Quantity.objects.filter(flow__name="Tre")
    own = [(one.sd**2 - one.shared_sd**2) for one in parts]
    assert [one.shared_sd for one in parts] == [pytest.approx(0.05 * one.value) for one in parts]
    together = 0.05 * sum(one.value for one in parts)
    assert whole["sd_reconciled"] == pytest.approx((sum(own) + together**2) ** 0.5)


def test_start_from_model_makes_nothing_of_what_has_errors(
    tmp_path: Path, places: list[Organisation]
) -> None:
    bad = {"waste": file(tmp_path / "bad", ["a;b", "c;d"])}
    found = ready.described(given(tmp_path, places, HOUSEHOLD, files=bad))
    with pytest.raises(ValueError, match="has errors"):
        changes.start_from_model(found, name="Vår", **NOBODY)


# Pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def secretary(places: list[Organisation]) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(make_secretary())
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def upload(lines: list[str], name: str = "avfall.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def form(places: list[Organisation], **more: Any) -> dict[str, Any]:
    return {
        "name": "Avfall", "places": [place.pk for place in places], "source": "KOSTRA", "relative_sd": "5",
        "waste": upload(WASTE),
    } | more  # fmt: skip


ADDRESS = "/materialstrommer/ny/husholdningsavfall/"


def test_add_study_offers_the_ready_models_with_what_they_do_not_know(secretary: Client) -> None:
    page = words(secretary.get("/materialstrommer/ny/"))
    for model in models().values():
        assert f'href="/materialstrommer/ny/{model.key}/"' in page
        assert model.limits_en.replace("'", "&#x27;") in page
    assert secretary.get("/materialstrommer/ny/annet/").status_code == 404


@pytest.mark.parametrize("model", [HOUSEHOLD, ACCOUNTS, CONSTRUCTION])
def test_start_from_model_asks_for_its_files_with_every_municipality_chosen(
    secretary: Client, model: str
) -> None:
    page = words(secretary.get(f"/materialstrommer/ny/{model}/"))
    assert page.count("selected") == 3
    assert models()[model].source in page
    answer = secretary.post(f"/materialstrommer/ny/{model}/", {})
    assert (answer.status_code, "Choose a file." in words(answer)) == (422, True)


def test_start_from_model_shows_first_and_makes_what_was_shown(
    secretary: Client, places: list[Organisation]
) -> None:
    shown = secretary.post(ADDRESS, form(places))
    page = words(shown)
    for text in ("This would be made", "12,400 ± 620", "No figures of Løten.", "“avfall.csv” is chosen."):
        assert text in page
    assert not Study.objects.exists()
    found = shown.context["found"]
    again = form(places, waste="", seen=found.digest) | {
        "waste_sha256": found.given.files["waste"].sha256,
        "waste_name": "avfall.csv",
    }
    answer = secretary.post(ADDRESS, again)
    assert (answer.status_code, answer["Location"]) == (302, "/materialstrommer/avfall/")
    dataset = Dataset.objects.get()
    assert (dataset.name, dataset.file is not None, dataset.quantities.count()) == ("avfall.csv", True, 3)
    assert "Løten" in words(secretary.get("/materialstrommer/avfall/"))


def test_start_from_model_shows_again_what_is_other_than_was_seen(
    secretary: Client, places: list[Organisation]
) -> None:
    page = words(secretary.post(ADDRESS, form(places, seen="other")))
    assert "Something has changed since you saw the preview." in page
    assert not Study.objects.exists()


def test_start_from_model_names_cells_and_loses_nothing_that_was_typed(
    secretary: Client, places: list[Organisation]
) -> None:
    bad = upload([WASTE[0], "Hamar;2019;mange;31 000;"], "feil.csv")
    answer = secretary.post(ADDRESS, form(places, name="Mitt navn", waste=bad))
    assert answer.status_code == 422
    for text in ("“mange” is no number", "kg per innbygger", "feil.csv", 'value="Mitt navn"'):
        assert text in words(answer)


def test_start_from_model_tells_what_is_wrong_with_fields_and_files_in_one_go(
    secretary: Client, places: list[Organisation]
) -> None:
    bad = upload([WASTE[0], "Hamar;2019;mange;31 000;"], "feil.csv")
    answer = secretary.post(ADDRESS, form(places, source="", waste=bad))
    assert "source" in answer.context["form"].errors
    assert "“mange” is no number" in words(answer)
    right = secretary.post(ADDRESS, form(places, source=""))
    assert (right.status_code, right.context["found"].ready) == (422, None)


def test_start_from_model_says_which_sums_it_leaves_out(
    secretary: Client, places: list[Organisation]
) -> None:
    summed = upload([f"{WASTE[0]};Sum", "Hamar;2019;400;31 000;45 %;45 %"])
    assert "Left out, because it is the sum of others: Sum." in words(
        secretary.post(ADDRESS, form(places, waste=summed))
    )


def test_start_from_model_refuses_a_file_of_another_kind_and_tells_a_field_at_its_place(
    secretary: Client, places: list[Organisation]
) -> None:
    answer = secretary.post(ADDRESS, form(places, waste=upload(["<html></html>"], "side.html")))
    assert (answer.status_code, "side.html" in words(answer)) == (422, True)
    files = {"accounts": upload(NATION, "n.csv"), "key": upload(["region;2020", "Hamar;50 000"], "k.csv")}
    told = form(places, **files, key_kind="employees", sd_key="30")
    answer = secretary.post("/materialstrommer/ny/avfallsregnskap/", told)
    assert (answer.status_code, "no row for the whole country" in words(answer)) == (422, True)


def test_start_from_model_keeps_a_file_when_another_field_is_wrong(
    secretary: Client, places: list[Organisation]
) -> None:
    answer = secretary.post(ADDRESS, form(places, source=""))
    assert (answer.status_code, "“avfall.csv” is chosen." in words(answer)) == (422, True)
