"""A consultation from its deadline to what came of it, and the thread from a point through it and back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
POINT = "/erklaering/ordforererklaering/punkt/"
BESIDE = "aside.page-aside"


def step(page, beginning):
    """Follow the first link beside the page whose address begins so."""
    link = page.locator(f'{BESIDE} a[href^="{beginning}"]').first
    address = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{address}")
    return address


def press(page, button):
    page.locator("main").get_by_role("button", name=button).click()


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_walks_from_a_point_by_consultation_and_decision_and_back(script, visit):
    visitor = visit(script=script)
    page = visitor.open(f"{POINT}tettsteder/")
    expect(page.locator("main")).to_contain_text("Det vi ber staten om", use_inner_text=True)
    consultation = step(page, "/horinger/ntp-prioriteringer/")
    decision = step(page, "/moter/vedtak/")
    assert step(page, consultation) == consultation
    ask = step(page, "/paavirkning/ntp/krav/")
    assert step(page, consultation) == consultation
    assert step(page, f"{POINT}tettsteder/") == f"{POINT}tettsteder/"
    assert step(page, consultation) == consultation
    assert (decision.count("/"), ask.count("/")) == (4, 5)
    assert visitor.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_advocacy_have_no_barriers(width, visit):
    visitor = visit("sekretariat@demo.example", width=width)
    for path in (
        "/horinger/",
        "/horinger/sirkulaer-okonomi-2021/",
        "/horinger/klimameldingen-i-stortinget/",
        "/horinger/ny/",
        "/paavirkning/",
        "/paavirkning/klimameldingen/",
        "/paavirkning/klimameldingen/kontakt/ny/",
        "/paavirkning/ntp/krav/ny/",
    ):
        visitor.open(path)
        assert (path, visitor.axe()) == (path, [])
        assert visitor.overflow() <= 0, path
    assert visitor.complaints == []


def test_the_secretary_answers_a_consultation_and_enters_what_came_of_it(visit_own):
    visitor = visit_own("sekretariat@demo.example")
    page = visitor.open("/paavirkning/sirkulaer-okonomi/")
    page.get_by_role("link", name="Legg inn en høring").click()
    page.get_by_label("Tittel, slik avsenderen har den").fill("Regler for ombruk av tegl")
    page.get_by_label("Hvem som spør").fill("Miljødirektoratet")
    page.get_by_label("Sendt ut").fill("2021-04-26")
    page.get_by_label("Frist", exact=True).fill("2021-06-11T12:00")
    press(page, "Før inn")
    page.wait_for_url("**/horinger/regler-for-ombruk-av-tegl-2021/")
    expect(page.locator("main")).to_contain_text("Styret møtes ikke i tide.", use_inner_text=True)
    assert visitor.axe() == []
    page.get_by_role("link", name="Svarer vi?").click()
    page.get_by_label("Vi svarer", exact=True).check()
    page.get_by_label("Hvorfor").fill("Alle kommuner river og bygger.")
    press(page, "Lagre")
    page.get_by_role("link", name="Legg til").click()
    page.get_by_label("Det vi ber om").fill("La brukt tegl selges uten ny merking.")
    press(page, "Lagre")
    visitor.open("/horinger/regler-for-ombruk-av-tegl-2021/")
    page.get_by_role("link", name="Begynn på uttalelsen").click()
    press(page, "Begynn")
    page.wait_for_url("**/dokumenter/**")
    expect(page.locator("main")).to_contain_text("La brukt tegl selges uten ny merking.", use_inner_text=True)
    press(page, "Send til vurdering")
    press(page, "Godkjenn")
    visitor.open("/horinger/regler-for-ombruk-av-tegl-2021/")
    page.get_by_role("link", name="Svaret er sendt").click()
    page.get_by_label("Kvitteringsnummer").fill("2021/77")
    press(page, "Lagre")
    page.wait_for_url("**/horinger/regler-for-ombruk-av-tegl-2021/")
    page.locator("main").get_by_role("link", name="La brukt tegl selges").first.click()
    page.get_by_role("link", name="Før inn hva det ble av det").click()
    page.get_by_label("Imøtekommet", exact=True).check()
    page.get_by_label("Hvor det står").fill("Forskriften")
    page.get_by_label("Med deres ord").fill("Brukt tegl kan omsettes lokalt.")
    press(page, "Før inn")
    page.wait_for_url("**/krav/*/")
    expect(page.locator("main")).to_contain_text("Imøtekommet", use_inner_text=True)
    assert visitor.axe() == []
    assert step(page, f"{POINT}materialer/") == f"{POINT}materialer/"
    expect(page.locator("main")).to_contain_text("La brukt tegl selges uten ny merking.", use_inner_text=True)
    assert visitor.complaints == []
