"""A Sankey diagram for a narrow screen: as wide as a phone, with numbers beside the bands and names below."""

from typing import Any

from defusedxml import ElementTree

from dugnad.engine.flows.diagram import DOWNSCALED, INTERVAL, Diagram, Link
from dugnad.engine.flows.narrow import WIDTH, narrow_svg
from dugnad.engine.flows.sankey import Words

SVG = "{http://www.w3.org/2000/svg}"
LINKS = [
    Link("Collected", None, "Sorting and storing of what households have left", 100.0, 10.0),
    Link("Burnt", "Sorting and storing of what households have left", None, 60.0, evidence=DOWNSCALED),
    Link("Sold", "Sorting and storing of what households have left", "Mill", 40.0),
    Link("Paper", "Mill", None, None, evidence=INTERVAL, lower=0.0, upper=40.0),
    Link("Returned", "Mill", "Sorting and storing of what households have left", 5.0),
]


def drawn(links: list[Link], **how: Any) -> Any:
    diagram = Diagram.of(links, title="Waste", unit="t/a")
    return ElementTree.fromstring(narrow_svg(diagram, **how))


def texts(root: Any) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_it_is_as_wide_as_a_phone_and_nothing_lies_outside() -> None:
    root = drawn(LINKS)
    assert float(root.get("width", "")) == WIDTH
    low = float(root.get("height", ""))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "")) <= WIDTH
        assert 0 <= float(text.get("y", "")) <= low


def test_each_place_has_a_number_in_the_picture_and_in_the_list_with_its_name_and_figure() -> None:
    found = texts(drawn(LINKS))
    names = ["Collected", "Burnt", "Mill", "Paper"]
    numbers = [word for word in found if word.isdecimal()]
    assert sorted(numbers) == sorted([str(n) for n in range(1, 6)] * 2)
    assert set(names) <= set(found)
    assert {"100 ± 10 t/a", "between 0 and 40 t/a"} <= set(found)
    assert "Sorting and storing of what" in found  # a long name has several lines
    assert "Waste" not in found


def test_it_says_what_the_drawing_means() -> None:
    found = texts(drawn(LINKS, words=Words(fringe="soft edge")))
    meaning = ["measured", "downscaled", "only an interval is known", "soft edge"]
    assert [word for word in found if word in meaning] == meaning
    layers = texts(drawn([Link("A", None, "B", 1.0, layer="wood"), Link("C", "B", None, 1.0, layer="steel")]))
    assert {"wood", "steel"} <= set(layers)
    assert "edge: ± standard deviation" not in layers


def test_more_columns_than_a_phone_holds_make_it_wider() -> None:
    chain = [Link(f"F{n}", f"P{n}", f"P{n + 1}", 1.0) for n in range(12)]
    assert float(drawn(chain).get("width", "")) > WIDTH
