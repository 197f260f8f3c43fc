"""The declaration is read, a change of it proposed, adopted, and seen in the difference of two texts."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ROOT = "/erklaering/ordforererklaering/"
WORDS = "Ta vare på naturen i kommunen, og gjøre sin del for en ren Oslofjord."


def press(page, selector: str) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False])
def test_a_proposal_goes_from_a_member_of_a_body_to_the_difference_of_two_texts(visit_own, script):
    # What is adopted with a script stands there when the same is done without one.
    words = WORDS if script else f"{WORDS} Hvert år."
    proposer = visit_own("styret@demo.example", width=320, script=script)
    page = proposer.open(f"{ROOT}2022/")
    press(page, '#natur a[href$="?punkt=natur"]')
    assert page.locator('[name="text"]').input_value() != ""
    page.locator('[name="text"]').fill(words)
    press(page, "form.form button")
    assert "Skriv" in page.locator(".error-summary").inner_text() or page.locator(".field-error").count()
    assert page.locator('[name="text"]').input_value() == words
    proposer.complaints.clear()  # a browser calls a refused form an error
    page.locator('[name="reason"]').fill("Kortere er klarere.")
    page.locator('[name="behalf"]').select_option(label="Styret")
    press(page, "form.form button")
    assert "Foreslått av Styret" in page.content()
    if script:  # what looks is itself a script
        assert proposer.axe() == []
    proposal = page.url.removeprefix(proposer.site.url)

    secretary = visit_own("sekretariat@demo.example", script=script)
    page = secretary.open(proposal)
    press(page, '.page-actions a[href$="/vedta/"]')
    press(page, "form.form button")
    assert "Forslaget er vedtatt" in page.content()
    page = secretary.open(f"{ROOT}2022/#natur")
    expect(page.locator("#natur")).to_contain_text(words, use_inner_text=True)
    if script:  # what looks is itself a script
        assert secretary.axe() == []
    page = secretary.open(f"{ROOT}2022/sammenlign/")
    assert words in page.locator("#natur").inner_text().replace("(satt inn: ", "")
    expect(page.locator("#natur")).to_contain_text(
        "Erklæringen av 2019 nevnte ikke naturen.", use_inner_text=True
    )
    if script:  # what looks is itself a script
        assert secretary.axe() == []
    assert proposer.complaints + secretary.complaints == []


def test_a_stranger_reads_what_holds_and_no_draft(visit_own):
    stranger = visit_own(language="en", width=320)
    page = stranger.open("/erklaering/")
    assert "told in our own words" in page.content()
    assert "Under way" not in page.content()
    press(page, '.page-actions a[href$="/2019/"]')
    assert page.locator(".points > li").count() == 15
    assert "You read a translation" in page.content()
    assert stranger.axe() == []
    assert stranger.complaints == []
