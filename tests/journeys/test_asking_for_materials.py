"""A study asks a municipality for its own quantity, and what it answers takes the place of an estimate."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
STUDY = "/materialstrommer/husholdningsavfall/"
FLOW = "Plast"


def reads(page: Page, words: str) -> None:
    """Wait until the page says so."""
    expect(page.locator("main")).to_contain_text(words, use_inner_text=True)


def test_a_municipality_answers_and_its_figure_counts_in_the_next_run(visit_own):
    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open(STUDY)
    page.get_by_role("link", name="Spør kommunene").click()
    page.wait_for_url("**/spor/")
    for box in page.locator('input[name="flows"]').all():
        box.uncheck()
    page.get_by_label(f"{FLOW}:").check()
    assert secretary.axe() == []
    page.get_by_role("button", name="Lag innhentingen").click()
    page.wait_for_url("**/sporsmal/")
    call = page.url.removesuffix("sporsmal/")
    reads(page, f"{FLOW} i 2019, fra Innsamling til Materialgjenvinning")
    page.goto(f"{call}apne/")
    reads(page, "4 medlemmer blir spurt")
    page.get_by_role("button", name="Åpne innhentingen").click()
    page.wait_for_url(call)

    manager = visit_own("hamar.leder@demo.example")
    answering = manager.page
    answering.goto(f"{call}hamar/")
    reads(answering, "Det studien regner med i dag")
    answering.get_by_label("Mengde").fill("311,5")
    answering.get_by_label("Hvordan vet dere det?").select_option(label="Målt eller telt")
    answering.get_by_label("Hvor mye det kan bomme").fill("4")
    assert manager.axe() == []
    answering.locator('button[name="read"]').click()
    answering.wait_for_url("**/les/")
    reads(answering, "311,5 tonn i året ± 4 %. Målt eller telt")
    answering.locator('form[action$="/send-inn/"] button').click()
    answering.wait_for_url("**/kvittering/*/")

    page.goto(f"{call}hamar/vurder/")
    with page.expect_navigation():
        page.get_by_role("button", name="Godta svaret").click()
    page.goto(f"{call}mengder/")
    reads(page, "311,5")
    assert secretary.axe() == []
    page.get_by_role("button", name="Ta inn tallene").click()
    reads(page, "1 tall er tatt inn")
    reads(page, "Tatt inn fra før")
    secretary.open(f"{STUDY}kjoringer/ny/").get_by_role("button", name="Bestill kjøringen").click()
    # The page that waits looks again by itself, until the worker has computed the run.
    page.get_by_role("button", name="Jeg har sett gjennom den").click(timeout=90_000)
    secretary.open(STUDY)
    reads(page, "1 av 4 har svart")
    assert secretary.overflow() <= 0
    assert secretary.complaints == []
    assert manager.complaints == []
