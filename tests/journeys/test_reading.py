"""A stranger reads Klimastatus 2020, with and without script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_reads_klimastatus_and_follows_a_figure_to_its_source(script, visit):
    visitor = visit(script=script)
    page = visitor.open("/klimastatus/")
    page.locator('main a[href="/klimastatus/2020/"]').first.click()
    page.wait_for_url("**/klimastatus/2020/")
    assert page.locator("h1").count() == 1
    assert page.locator("main figure svg").count() >= 1
    assert page.locator("main table").count() >= 1
    page.locator('main a[href^="/klimastatus/2020/tall/"]').first.click()
    page.wait_for_url("**/klimastatus/2020/tall/**")
    assert "oppdikte" in page.locator("main").inner_text().lower()
    assert visitor.complaints == []


def test_a_stranger_finds_a_municipality_and_not_what_it_has_not_published(visit):
    visitor = visit()
    page = visitor.open("/klimastatus/2020/3403/")
    expect(page.locator("h1")).to_contain_text("Hamar", use_inner_text=True)
    assert visitor.context.request.get(f"{visitor.site.url}/klimastatus/2021/").status == 404


def test_a_stranger_downloads_a_pdf_and_data(visit):
    visitor = visit()
    pdf = visitor.context.request.get(f"{visitor.site.url}/klimastatus/2020/pdf")
    assert (pdf.headers["content-type"], pdf.body()[:5]) == ("application/pdf", b"%PDF-")
    table = visitor.context.request.get(f"{visitor.site.url}/klimastatus/2020/data/kommuner.csv")
    assert table.headers["content-type"].startswith("text/csv")
