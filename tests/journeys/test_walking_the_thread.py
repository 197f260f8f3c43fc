"""From a line in Klimastatus to the story, the point, the activity, and back; with and without script."""

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


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_walks_from_klimastatus_to_an_activity_and_back(script, visit):
    visitor = visit(script=script)
    page = visitor.open("/klimastatus/2020/")
    story, point, _activity = (step(page, first) for first in ("/dokumenter/", POINT, "/program/2021/"))
    back = [step(page, address) for address in (point, story, "/klimastatus/2020/")]
    assert back == [point, story, "/klimastatus/2020/"]
    assert visitor.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_thread_have_no_barriers(width, visit):
    visitor = visit("sekretariat@demo.example", width=width)
    for path in (
        f"{POINT}kutt-utslipp/",
        f"{POINT}tungtransport/",
        "/traad/edition/2020/",
        "/erklaering/ordforererklaering/plan/2021/",
        "/erklaering/ordforererklaering/rapport/2021/",
    ):
        visitor.open(path)
        assert (path, visitor.axe()) == (path, [])
        assert visitor.overflow() <= 0, path
    assert visitor.complaints == []


def test_the_secretary_begins_the_report_and_reads_it_as_page_and_pdf(visit_own):
    visitor = visit_own("sekretariat@demo.example")
    page = visitor.open("/erklaering/ordforererklaering/rapport/2021/")
    page.get_by_role("link", name="Begynn på rapporten").click()
    page.get_by_role("button", name="Lag utkastet").click()
    page.wait_for_url("**/dokumenter/**")
    expect(page.locator("h1")).to_contain_text("Slik gikk det i 2021", use_inner_text=True)
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF").click()
    assert pdf.value.suggested_filename.endswith(".pdf")
    visitor.open("/erklaering/ordforererklaering/rapport/2021/")
    assert visitor.axe() == []
    assert visitor.complaints == []
