"""The picture of flows: everything in its place, nothing by chance, and all of it in words too."""

import json
from itertools import pairwise

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.engine.flows import FlowSystemError, MFASystem
from dugnad.engine.flows.diagram import (
    ASSUMED,
    ESTIMATED,
    INTERVAL,
    MEASURED,
    Diagram,
    Link,
    Node,
    focused,
    grouped,
    of_layer,
    only_measured,
)
from dugnad.engine.flows.layout import GAP, lay_out
from dugnad.engine.flows.sankey import Words, plain_number, scale_of, svg

PROCESSES = st.sampled_from([None, "A", "B", "C", "D", "E"])


@st.composite
def diagrams(draw):
    """Any flows between a few processes and the environment, cycles among them."""
    links = []
    for number in range(draw(st.integers(0, 12))):
        source, target = draw(PROCESSES), draw(PROCESSES)
        if source == target:
            continue
        value = draw(st.none() | st.floats(0, 1e6))
        spread = draw(st.floats(0, 1e5))
        upper = draw(st.none() | st.just(spread)) if value is None else None
        evidence = INTERVAL if value is None else draw(st.sampled_from([MEASURED, ESTIMATED, ASSUMED]))
        links.append(
            Link(f"F{number}", source, target, value, spread, evidence=evidence, lower=0.0, upper=upper)
        )
    return Diagram.of(links, [Node("A", "AB", stock=True), Node("B", "AB")], "Chance", "t/a")


def _waste():
    return Diagram.of(
        [
            Link("Collected", None, "Sorting", 100.0, 5.0, "goods", "redundant", MEASURED),
            Link("Metal", "Sorting", "Recycling", 30.0, 3.0, "goods", "observable", ESTIMATED),
            Link("Rest", "Sorting", "Burning", 70.0, 6.0, "goods", "redundant", ASSUMED, "assumed"),
            Link("Back", "Recycling", "Sorting", 4.0, 1.0, "goods", "redundant", MEASURED),
            Link(
                "Ash", "Burning", None, None, None, "goods", "unobservable", INTERVAL, lower=2.0, upper=18.0
            ),
            Link("Gas", "Burning", None, None, None, "goods", "unobservable", INTERVAL, lower=5.0),
            Link("Stored", "Recycling", None, None, evidence=INTERVAL, lower=float("-inf"), upper=9.0),
            Link("Lost", "Recycling", None, None, None, "goods", "unobservable", INTERVAL),
        ],
        [Node("Recycling", stock=True)],
        "Waste <2024> & more",
        "kt/a",
    )


def _texts(drawn):
    return ["".join(element.itertext()) for element in ElementTree.fromstring(drawn).iter() if element.text]


# Layout ---------------------------------------------------------------------------------------------------


@given(diagrams())
@settings(max_examples=60)
def test_bands_fill_their_processes_and_processes_keep_their_distance(diagram):
    found = lay_out(diagram)
    for place in found.places:
        for steps, port in ((place.out, "y0"), (place.into, "y1")):
            ends = sorted((getattr(step, port), getattr(step, port) + step.width) for step in steps)
            assert all(end <= begin + 1e-6 for (_b, end), (begin, _e) in pairwise(ends))
            assert all(begin >= -1e-6 and end <= place.height + 1e-6 for begin, end in ends)
    for column in range(found.columns):
        stack = sorted((p for p in found.places if p.column == column), key=lambda p: p.y)
        assert all(upper.y + upper.height + GAP <= lower.y + 1e-6 for upper, lower in pairwise(stack))


@given(diagrams())
@settings(max_examples=60)
def test_bands_lead_to_the_right_but_for_those_that_close_a_cycle(diagram):
    for band in lay_out(diagram).bands:
        for step in band.steps:
            assert band.back or step.target.column == step.source.column + 1
        assert band.width >= band.link.width * lay_out(diagram).scale - 1e-9


def test_of_a_cycle_the_thinnest_flow_is_drawn_back():
    found = lay_out(_waste())
    assert [band.link.flow for band in found.bands if band.back] == ["Back"]
    assert found.bands[3].lane > found.height


def test_loops_lie_within_each_other():
    links = [
        Link("on", "A", "B", 9.0),
        Link("further", "B", "C", 9.0),
        Link("one back", "C", "B", 2.0),
        Link("two back", "C", "A", 3.0),
        Link("other back", "C", "A", 1.0),
    ]
    found = {band.link.flow: band for band in lay_out(Diagram.of(links)).bands}
    assert found["one back"].lane < found["two back"].lane
    assert found["one back"].out < found["two back"].out
    assert [band for band in found if found[band].back] == ["one back", "two back", "other back"]


def test_an_empty_diagram_is_a_picture_too():
    assert "</svg>" in svg(Diagram.of([]))


# Drawing --------------------------------------------------------------------------------------------------


@given(diagrams())
@settings(max_examples=40)
def test_a_picture_is_whole_and_the_same_each_time(diagram):
    drawn = svg(diagram)
    assert drawn == svg(diagram)
    root = ElementTree.fromstring(drawn)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert "nan" not in drawn
    assert "<script" not in drawn


def test_a_picture_tells_itself_to_those_who_hear_it():
    root = ElementTree.fromstring(svg(_waste(), identifier="own"))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "own-title own-desc")
    told = {element.get("id"): element.text for element in root if element.get("id")}
    assert told["own-title"] == "Waste <2024> & more"
    assert told["own-desc"] == (
        "8 flows between 3 processes, in kt/a. The largest: environment → Sorting 100 ± 5; "
        "Sorting → Burning 70 ± 6; Sorting → Recycling 30 ± 3; Recycling → Sorting 4 ± 1. "
        "Only an interval is known of: Ash, Gas, Stored, Lost."
    )


def test_each_kind_of_evidence_is_drawn_in_its_own_way():
    drawn = svg(_waste())
    for kind in ("measured", "estimated", "assumed", "interval"):
        assert f'class="sankey-band sankey-{kind} ' in drawn
    assert 'fill="url(#sankey-hatch)"' in drawn
    assert 'fill="url(#sankey-dots)"' in drawn
    assert 'class="sankey-stock"' in drawn


def test_a_turned_band_of_somebodys_word_is_dotted_too():
    back = Link("Back", "B", "A", 1.0, 0.0, evidence=ASSUMED)
    assert 'stroke="url(#sankey-dots)"' in svg(Diagram.of([Link("On", "A", "B", 5.0), back]))


def test_figures_stand_beside_names_and_intervals_are_told():
    texts = _texts(svg(_waste()))
    assert "between 2 and 18" in texts
    assert "at least 5" in texts
    assert "at most 9" in texts
    assert "not known" in texts
    assert any(text.startswith("Ash\nBurning → environment: between 2 and 18 kt/a") for text in texts)


def test_a_page_with_its_own_stylesheet_gets_no_style_and_its_own_words():
    words = Words(measured="målt", environment="omverdenen")
    drawn = svg(_waste(), styled=False, words=words, number=lambda value: f"<{value:.0f}>")
    assert "<style>" not in drawn
    texts = _texts(drawn)
    assert "målt" in texts
    assert "<100> ± <5>" in texts


def test_pictures_side_by_side_have_one_scale():
    small = Diagram.of([Link("a", None, "P", 2.0), Link("b", "P", None, 2.0)], [Node("P")])
    large = Diagram.of([Link("a", None, "P", 6.0), Link("b", "P", None, 6.0)], [Node("P")])
    scale = min(scale_of(small), scale_of(large))
    assert scale == scale_of(large)
    widths = [[band.width for band in lay_out(each, scale=scale).bands] for each in (small, large)]
    assert widths[1] == pytest.approx([3 * width for width in widths[0]])
    assert svg(small, scale=scale) != svg(small) == svg(small, scale=scale_of(small))


def test_a_long_name_stands_in_lines_of_its_own():
    drawn = svg(Diagram.of([Link("Sorting", "Demolition and sorting on the building site", None, 2.0)]))
    assert {"Demolition and", "sorting on the", "building site"} <= set(_texts(drawn))


def test_layers_have_colours_of_their_own_and_are_named():
    links = [Link("a", None, "P", 2.0, 0.1, "goods"), Link("b", "P", None, 1.0, 0.1, "Cu")]
    drawn = svg(Diagram.of(links))
    assert "sankey-hue-0" in drawn
    assert "sankey-hue-1" in drawn
    assert {"goods", "Cu"} <= set(_texts(drawn))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (12_412.6, "12\u202f400"),
        (999.6, "1\u202f000"),
        (50.0, "50"),
        (7.9, "7.9"),
        (0.012345, "0.0123"),
        (-1234.5, "−1\u202f230"),
        (-2.5e-9, "−2.50e−09"),
    ],
)
def test_numbers_have_three_figures_that_count(value, words):
    assert plain_number(value) == words


@pytest.mark.parametrize(
    ("lower", "upper", "width"),
    [(2.0, 6.0, 4.0), (None, 6.0, 3.0), (-4.0, 10.0, 5.0), (-9.0, -5.0, 7.0), (1.0, None, 0.0)],
)
def test_an_interval_is_as_wide_as_its_middle(lower, upper, width):
    assert Link("x", None, "A", None, lower=lower, upper=upper).width == width


# Diagrams as data -----------------------------------------------------------------------------------------


def test_a_diagram_is_told_to_other_programs_in_plain_words():
    told = json.loads(json.dumps(_waste().as_json()))
    assert told["nodes"][0] == {"id": "Recycling", "title": "Recycling", "group": "", "stock": True}
    assert told["links"][0] == {
        "flow": "Collected", "source": None, "target": "Sorting", "type": "goods", "value": 100.0, "sd": 5.0,
        "lower": None, "upper": None, "status": "redundant", "evidence": "measured", "quality": "",
    }  # fmt: skip
    assert Diagram.of([Link("x", None, "A", None, upper=float("inf"))]).as_json()["links"][0]["upper"] is None


def test_only_what_is_measured_one_process_and_one_layer_can_be_looked_at():
    assert [link.flow for link in only_measured(_waste()).links] == ["Collected", "Back"]
    assert [link.flow for link in focused(_waste(), "Recycling").links] == ["Metal", "Back", "Stored", "Lost"]
    assert [node.name for node in focused(_waste(), "Burning").nodes] == ["Sorting", "Burning"]
    assert of_layer(_waste(), "Cu").links == ()


def test_processes_of_a_group_are_one_and_their_flows_sums():
    links = [
        Link("a", None, "A", 3.0, 0.3, status="redundant"),
        Link("b", None, "B", 4.0, 0.4, status="redundant", evidence=ESTIMATED),
        Link("between", "A", "B", 1.0, 0.1),
        Link("out", "B", None, 7.0, 0.5, status="redundant"),
    ]
    whole = grouped(Diagram.of(links, [Node("A", "AB", stock=True), Node("B", "AB")]))
    assert [node.name for node in whole.nodes] == ["AB"]
    assert whole.nodes[0].stock
    assert [(link.flow, link.source, link.target, link.value) for link in whole.links] == [
        ("a + b", None, "AB", 7.0),
        ("out", "AB", None, 7.0),
    ]
    assert whole.links[0].sd == pytest.approx(0.5)
    assert (whole.links[0].evidence, whole.links[0].status) == (ESTIMATED, "redundant")
    together = grouped(Diagram.of(links, [Node("A", "AB"), Node("B", "AB")]), lambda one, other: 0.01)
    assert together.links[0].sd == pytest.approx(0.2)


def test_a_sum_with_a_part_that_nobody_knows_has_an_interval():
    links = [
        Link("a", None, "A", 3.0, 0.3, status="redundant"),
        Link("b", None, "B", None, status="unobservable", evidence=INTERVAL, lower=1.0, upper=5.0),
        Link("c", "A", None, None, evidence=INTERVAL),
        Link("d", "B", None, 2.0),
    ]
    whole = grouped(Diagram.of(links, [Node("A", "AB"), Node("B", "AB")])).links
    assert (whole[0].value, whole[0].lower, whole[0].upper, whole[0].status) == (None, 4.0, 8.0, "mixed")
    assert (whole[1].lower, whole[1].upper) == (2.0, float("inf"))


def test_layers_of_another_unit_are_not_drawn_in_one_scale():
    units = {"goods": "t/a", "packaging": "t/a", "energy": "GWh/a"}
    system = MFASystem("all", unit=units, layers=list(units))
    for layer, value in (("goods", 100), ("packaging", 20), ("energy", 5)):
        system.flow("in", None, "P", layer)
        system.flow("out", "P", None, layer)
        system.observe("in", value=value, sd=1, layer=layer)
    found = system.reconcile()
    told = [found.sankey(layer=layer) for layer in (None, "goods", "energy")]
    assert [(diagram.unit, [link.value for link in diagram.links]) for diagram in told] == [
        ("t/a", [100, 100, 20, 20]),
        ("t/a", [100, 100]),
        ("GWh/a", [5, 5]),
    ]
    with pytest.raises(FlowSystemError, match="There is no layer “heat” in all"):
        found.sankey(layer="heat")
