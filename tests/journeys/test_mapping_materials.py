"""From a figure that is typed to a picture that everybody sees, and looked at without a script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
STUDY = "/materialstrommer/byggematerialer/"


def test_the_secretary_adds_a_figure_and_everybody_sees_what_comes_of_it(visit_own):
    visitor = visit_own("sekretariat@demo.example")
    page = visitor.open(f"{STUDY}tall/ny/")
    page.get_by_label("Strøm").select_option(label="Ombruk")
    for label, words in {"Mengde": "7 500", "Standardavvik": "400", "Kilde": "Veiing i mai"}.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("År", exact=True).fill("2019")
    page.get_by_label("1: ").check()
    assert visitor.axe() == []
    page.get_by_role("button", name="Legg til et tall").click()
    page.wait_for_url(f"**{STUDY}tall/")
    expect(page.locator("main")).to_contain_text("Erstattet av Veiing i mai", use_inner_text=True)
    visitor.open(f"{STUDY}kjoringer/ny/").get_by_role("button", name="Bestill kjøringen").click()
    page.wait_for_url("**/kjoringer/2/")
    # The page that waits looks again by itself, until the worker has computed the run.
    page.get_by_role("button", name="Jeg har sett gjennom den").click(timeout=90_000)
    page.get_by_role("button", name="Godta kjøringen").click()
    expect(page.locator("main")).to_contain_text("Nå kan alle se den", use_inner_text=True)
    assert page.locator("svg.sankey:visible").count() == 1
    assert visitor.axe() == []
    assert visitor.complaints == []


def test_the_secretary_begins_a_study_from_a_ready_model_and_sees_it_before_it_is_made(visit_own, tmp_path):
    file = tmp_path / "avfall.csv"
    lines = ["kommune;år;kg per innbygger;innbyggere;andel materialgjenvinning", "Hamar;2019;391;31 200;0,48"]
    file.write_text("\n".join(lines), encoding="utf-8")
    visitor = visit_own("sekretariat@demo.example")
    page = visitor.open("/materialstrommer/ny/")
    assert visitor.axe() == []
    page.get_by_role("link", name="Husholdningsavfall i kommunene").click()
    page.get_by_label("Navn", exact=True).fill("Avfall fra husholdningene")
    page.get_by_label("Husholdningsavfall", exact=True).set_input_files(file)
    page.get_by_role("button", name="Vis hva som blir laget").click()
    page.get_by_role("heading", name="Dette blir laget").wait_for()
    expect(page.locator("main")).to_contain_text("Ingen tall for", use_inner_text=True)
    assert visitor.axe() == []
    page.get_by_role("button", name="Lag studien").click()
    page.get_by_role("heading", name="Avfall fra husholdningene").wait_for()
    expect(page.locator("main")).to_contain_text("Hva denne studien ikke vet", use_inner_text=True)
    assert visitor.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_goes_from_year_to_year_and_sees_only_what_is_measured(script, visit):
    visitor = visit(script=script)
    page = visitor.open("/materialstrommer/husholdningsavfall/")
    page.get_by_role("link", name="2018").click()
    page.wait_for_url("**ar=2018**")
    page.get_by_role("heading", name="Hele området, 2018").wait_for()
    page.get_by_role("link", name="Bare det som er målt").click()
    page.wait_for_url("**malt=1**")
    assert page.locator(".sankey-measured").count() > 0
    assert page.locator(".sankey-band.sankey-interval").count() == 0
    assert visitor.overflow() <= 0
    assert visitor.complaints == []
