"""Series of the real country in the codes of any day: keys, land, the traps of its history."""

import csv
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dugnad.engine.boundaries import (
    Divisions,
    Key,
    Land,
    Membership,
    Missing,
    Region,
    SplitRefused,
    UnknownCode,
    convert,
    harmonise,
    land_on,
    lands_in,
    move,
)
from tests.engine.divisions import (
    D2016,
    D2019,
    D2021,
    D2024,
    SMALL,
    real,
    series_over,
    small,
    whole_series_over,
)

COUNTRY = small()
REAL = real()
D2006 = date(2006, 1, 1)
YEARS = st.sampled_from([D2006, D2016, D2019, D2021, D2024])
INHABITANTS = {"1508": 58_509.0, "1580": 9_458.0}


def by_inhabitants(measure, divisions=REAL, published=D2021, to=D2024):
    """A key by inhabitants."""
    return Key.of_measure("inhabitants 1 January 2024", divisions, measure, published=published, to=to)


# Keys of a measure -----------------------------------------------------------------------------------------


def test_a_split_is_shared_by_the_inhabitants_of_its_parts():
    moved = convert(
        REAL, {("1507", 2021): 67_967.0}, published=D2021, to=D2024, key=by_inhabitants(INHABITANTS)
    )
    assert moved.values == {("1508", 2021): pytest.approx(58_509), ("1580", 2021): pytest.approx(9_458)}
    assert (moved.key, moved.keyed) == ("inhabitants 1 January 2024", {"1508", "1580"})


def test_those_who_were_merged_before_the_split_are_shared_together():
    before = {"1504": 40.0, "1523": 10.0, "1529": 20.0, "1534": 20.0, "1546": 10.0}
    key = by_inhabitants({"1508": 3.0, "1580": 1.0}, published=D2019)
    values = {(code, 2015): value for code, value in before.items()}
    moved = convert(REAL, values, published=D2019, to=D2024, key=key)
    assert moved.values == {("1508", 2015): pytest.approx(75.0), ("1580", 2015): pytest.approx(25.0)}


def test_a_merger_is_undone_by_the_inhabitants_of_those_who_merged():
    measure = {"0220": 60_000.0, "0627": 20_000.0, "0628": 20_000.0}
    key = by_inhabitants(measure, published=D2024, to=D2019)
    moved = convert(REAL, {("3203", 2022): 10.0}, published=D2024, to=D2019, key=key)
    assert moved.values == {("0220", 2022): 6.0, ("0627", 2022): 2.0, ("0628", 2022): 2.0}


@pytest.mark.parametrize(
    "measure", [{"1508": 1.0}, {"1508": 0.0, "1580": 0.0}, {}], ids=["a part without", "nobody", "nothing"]
)
def test_a_measure_that_does_not_tell_of_every_part_is_no_key(measure):
    assert by_inhabitants(measure).weights == {}


@pytest.mark.parametrize(
    ("code", "published"),
    [("0720", D2016), ("5012", D2019), ("1850", D2019)],
    ids=["Stokke", "Snillfjord", "Tysfjord"],
)
def test_a_split_among_neighbours_cannot_be_measured_by_the_inhabitants_of_the_neighbours(code, published):
    everybody = dict.fromkeys(REAL.on(D2024), 1000.0)
    assert code not in by_inhabitants(everybody, published=published).weights
    with pytest.raises(SplitRefused, match=f"{code} is divided between"):
        convert(
            REAL,
            {(code, 2015): 1.0},
            published=published,
            to=D2024,
            key=by_inhabitants(everybody, published=published),
        )


def test_the_caller_may_know_that_a_split_restored_what_was_merged():
    restored = Key(
        "Haram as before 2020",
        {
            "1504": {"1508": 1.0},
            "1523": {"1508": 1.0},
            "1529": {"1508": 1.0},
            "1546": {"1508": 1.0},
            "1534": {"1580": 1.0},
        },
    )
    values = {("1504", 2015): 5.0, ("1523", 2015): 1.0, ("1529", 2015): 1.0, ("1546", 2015): 1.0}
    moved = convert(REAL, values | {("1534", 2015): 4.0}, published=D2019, to=D2024, key=restored)
    assert moved.values == {("1508", 2015): 8.0, ("1580", 2015): 4.0}


# The traps of the real history -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "published", "parts"),
    [
        ("0720", D2016, ["3905", "3907"]),
        ("1507", D2021, ["1508", "1580"]),
        ("5012", D2019, ["5055", "5056", "5059"]),
        ("1613", D2016, ["5055", "5056", "5059"]),
        ("1850", D2019, ["1806", "1875"]),
    ],
    ids=["Stokke", "Ålesund", "Snillfjord", "Snillfjord before Trøndelag", "Tysfjord"],
)
def test_each_split_in_the_country_is_known(code, published, parts):
    assert REAL.successors(code, published=published, to=D2024) == parts


def test_there_are_no_other_splits_since_2006():
    divided = {code for code, targets in REAL.reach(D2006, D2024).items() if len(targets) > 1}
    into_aalesund = {"1504", "1523", "1529", "1534", "1546"}
    assert divided == {"0720", "1613", "1850"} | into_aalesund


def test_each_number_leads_where_the_history_of_numbers_leads(real_data):
    with (real_data / "geography" / "municipality_code_history.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["successor_code"]]
    wanted = {}
    for row in rows:
        day = date(int(float(row["valid_to_year"])), 12, 31)
        if day.year >= 2006:
            wanted.setdefault((row["code"], day), set()).add(row["successor_code"])
    ours = {
        (code, day): set(REAL.successors(code, published=day, to=date(day.year + 1, 1, 1)))
        for code, day in wanted
    }
    assert len(wanted) > 400
    # The history lacks the split of Stokke in 2017, whose north went to Tønsberg.
    assert {code for code, day in wanted if ours[code, day] != wanted[code, day]} == {"0720"}


def test_the_inhabitants_of_the_country_are_the_same_in_every_division(real_data):
    with (real_data / "geography" / "population_2006_2026_by_municipality_2024codes.csv").open() as file:
        people = {(row["code"], int(row["year"])): float(row["population"]) for row in csv.DictReader(file)}
    for day in (D2006, D2016, D2019, D2021):
        moved = move(REAL, people, published=D2024, to=day)
        told = moved.values.values()
        together = [value for undivided in moved.undivided for value in undivided.values.values()]
        assert sum(told) + sum(together) == sum(people.values())


# The alliance's municipalities, in every generation of codes -----------------------------------------------


def members_told(real_data):
    """The working list of members in the reference: code now, 2020–2023, and before."""
    path = real_data.parent / "domain" / "reference.md"
    if not path.exists():
        pytest.skip("the list of members with their codes is not here")
    text = path.read_text(encoding="utf-8").partition("## Appendix A")[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [
        (row[1], row[4], re.findall(r"\b\d{4}\b", row[5]))
        for row in rows
        if len(row) == 7 and re.fullmatch(r"\d{4}", row[1])
    ]


def test_every_member_of_the_alliance_leads_from_its_old_numbers_to_its_new_one(real_data):
    told = members_told(real_data)
    assert len(told) == 67
    for now, between, before in told:
        assert REAL.successors(between, published=D2021, to=D2024) == [now]
        # 0718 Ramnes ended in 2002, before the register of numbers begins.
        for code in set(before) - {"0718"}:
            assert REAL.successors(code, published=D2019, to=D2024) == [now], code


def test_every_member_of_the_alliance_is_the_sum_of_its_old_numbers(real_data):
    """What held in 2019 is worked out, because the list also names numbers that had ended before."""
    for now, _between, before in members_told(real_data):
        held = [code for code in before if code in REAL.on(D2019)]
        values = {(code, 2009): float(10**place) for place, code in enumerate(held)}
        moved = convert(REAL, values, published=D2019, to=D2024)
        assert moved.values == {(now, 2009): sum(values.values())}


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("3203", {"0220", "0627", "0628"}),
        ("3226", {"0121", "0221"}),
        ("3301", {"0602", "0625", "0711"}),
        ("3903", {"0713", "0715"}),
        ("3236", {"0532"}),
        ("3234", {"0533"}),
        ("0301", {"0301"}),
    ],
    ids=["Asker", "Aurskog-Høland", "Drammen", "Holmestrand", "Jevnaker", "Lunner", "Oslo"],
)
def test_mergers_across_counties_have_all_their_parts(now, before):
    assert REAL.parts_of([now], published=D2019, to=D2024) == before


# Land -------------------------------------------------------------------------------------------------------


def test_land_that_became_whole_municipalities_takes_in_nothing():
    land = REAL.land({"0220", "0627", "0628", "0301"}, published=D2019, to=D2024)
    assert land == Land(frozenset({"3203", "0301"}), {})


def test_land_that_became_a_part_of_a_municipality_says_what_it_takes_in():
    land = REAL.land({"0711"}, published=D2019, to=D2024)
    assert land == Land(frozenset({"3301"}), {"3301": frozenset({"0602", "0625"})})


def test_the_land_of_nobody_is_none():
    assert REAL.land([], published=D2019, to=D2024) == Land(frozenset(), {})


def test_land_with_a_number_that_does_not_hold_is_refused():
    with pytest.raises(UnknownCode, match="3203 is not a municipality code in the division of 2019-05-01"):
        REAL.land({"3203"}, published=D2019, to=D2024)


def test_the_land_of_a_county_that_is_gone_is_told_in_codes_of_today():
    viken = REAL.land(REAL.in_county("Viken", D2021), published=D2021, to=D2024)
    assert viken.beyond == {}
    assert {code[:2] for code in viken.codes} == {"31", "32", "33"}
    akershus = REAL.land(REAL.in_county("02", D2019), published=D2019, to=D2024)
    assert akershus.beyond == {"3203": {"0627", "0628"}, "3226": {"0121"}}


REGION = Region(
    (
        Membership("0220", date(2005, 1, 1), date(2019, 12, 31)),
        Membership("3025", date(2020, 1, 1)),
        Membership("0701", date(2005, 1, 1), date(2019, 12, 31)),
    )
)


def test_constant_membership_is_the_land_of_one_days_members():
    assert land_on(REGION, REAL, on=D2019, to=D2024) == Land(
        frozenset({"3203", "3901"}), {"3203": frozenset({"0627", "0628"})}
    )
    assert land_on(REGION, REAL, on=D2021, to=D2019).codes == {"0220", "0627", "0628"}


def test_actual_membership_is_the_land_of_each_years_members():
    lands = lands_in(REGION, REAL, years=[2018, 2021], to=D2024)
    assert {year: land.codes for year, land in lands.items()} == {2018: {"3203", "3901"}, 2021: {"3203"}}


# Tables in which each year has its own codes ---------------------------------------------------------------


def test_a_table_with_each_years_own_codes_is_one_series():
    values = {
        ("0220", 2019): 6.0,
        ("0627", 2019): 2.0,
        ("0628", 2019): 2.0,
        ("3025", 2021): 9.0,
        ("3203", 2024): 8.0,
    }
    moved = harmonise(REAL, values, to=D2024)
    assert moved.values == {("3203", 2019): 10.0, ("3203", 2021): 9.0, ("3203", 2024): 8.0}


def test_a_table_is_harmonised_with_a_key_where_a_split_needs_one():
    values = {("1507", 2021): 100.0, ("0220", 2019): 1.0, ("1508", 2024): 80.0}
    moved = harmonise(
        COUNTRY,
        values,
        to=D2024,
        key_for=lambda day: by_inhabitants({"1508": 3.0, "1580": 1.0}, COUNTRY, day),
    )
    assert moved.values == {("1508", 2021): 75.0, ("1580", 2021): 25.0, ("1508", 2024): 80.0}
    assert moved.missing == {("3203", 2019): Missing(("0627", "0628"))}
    assert (moved.key, moved.keyed) == ("inhabitants 1 January 2024", {"1508", "1580"})


def test_what_a_split_keeps_together_in_one_year_stands_apart():
    moved = harmonise(COUNTRY, {("1507", 2021): 100.0, ("1508", 2024): 80.0}, to=D2024)
    assert (moved.values, moved.key) == ({("1508", 2024): 80.0}, "")
    assert [undivided.values for undivided in moved.undivided] == [{(2021,): 100.0}]


# What always holds -----------------------------------------------------------------------------------------


def in_all(moved):
    """Everything that was moved, told apart or together."""
    together = sum(value for undivided in moved.undivided for value in undivided.values.values())
    return sum(moved.values.values()) + together


@given(YEARS, YEARS, st.data())
def test_the_total_of_the_real_country_is_the_same_in_every_division(published, to, data):
    values = data.draw(some_of_the_country(published))
    assert in_all(move(REAL, values, published=published, to=to)) == sum(values.values())


@given(st.sampled_from([D2006, D2016, D2019, D2021]), st.data())
def test_a_key_of_inhabitants_keeps_the_total(published, data):
    values = data.draw(some_of_the_country(published))
    people = data.draw(spread_over(sorted(REAL.on(D2024))))
    key = by_inhabitants(people, published=published)
    moved = move(REAL, values, published=published, to=D2024, key=key)
    assert in_all(moved) == pytest.approx(sum(values.values()))
    assert {code for undivided in moved.undivided for code in undivided.block.codes}.isdisjoint(key.weights)


@given(st.data())
def test_a_merger_that_is_undone_by_its_own_shares_is_as_it_was(data):
    values = data.draw(whole_series_over(COUNTRY, D2019))
    asker = {code: 1 + values[code, 2019] for code in ("0220", "0627", "0628")}
    there = convert(COUNTRY, {(code, 2019): v for code, v in asker.items()}, published=D2019, to=D2024)
    key = by_inhabitants(asker, COUNTRY, D2024, D2019)
    back = convert(COUNTRY, there.values, published=D2024, to=D2019, key=key)
    assert back.values == {(code, 2019): pytest.approx(value) for code, value in asker.items()}


@given(st.sampled_from([D2016, D2019, D2021]), st.data())
def test_there_and_back_again_is_what_was_where_nothing_merged(day, data):
    alone = [b for b in REAL.blocks(day, D2024) if len(b.codes) == len(b.targets) == 1]
    codes = data.draw(st.lists(st.sampled_from(sorted(code for b in alone for code in b.codes)), unique=True))
    values = {(code, 2015, "road"): float(place) for place, code in enumerate(codes)}
    there = convert(REAL, values, published=day, to=D2024).values
    assert convert(REAL, there, published=D2024, to=day).values == values


@given(series_over(COUNTRY, D2016), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_codes_means_nothing(values, chance):
    rows, codes = list(values.items()), list(SMALL)
    chance.shuffle(rows)
    chance.shuffle(codes)
    one, other = (
        move(country, dict(cells), published=D2016, to=D2024)
        for country, cells in ((COUNTRY, values.items()), (Divisions(codes), rows))
    )
    assert (one.values, one.missing) == (other.values, other.missing)
    assert {u.block: u.values for u in one.undivided} == {u.block: u.values for u in other.undivided}


def some_of_the_country(day):
    """A whole number for every municipality of the country."""
    codes = sorted(REAL.on(day))
    return spread_over(codes).map(lambda found: {(code, 2015): value for code, value in found.items()})


def spread_over(codes):
    """A whole number above zero for each code, all from one drawn number: quicker than 357 of them."""
    return st.integers(0, 2**31).map(
        lambda seed: {code: float(1 + (seed * (place + 7)) % 99_991) for place, code in enumerate(codes)}
    )
