"""A colleague without an account answers a section by a link, with its evidence; nobody else is reached."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
REPLY = "/innhenting/klimastatus-2021/lillestrom/"
COLLEAGUE = "okonomi@lillestrom.example"
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 plan"}


def link_to(site, address: str, patience: float = 20.0) -> str:
    """The link in the mail that the worker sends to an address."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for text in site.mails_to(address):
            if found := re.search(r"/innhenting/del/[\w-]+/", text.replace("=\n", "")):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no link came to {address}")


@pytest.mark.parametrize("script", [True, False])
def test_a_colleague_puts_in_a_file_by_the_link_with_and_without_script(visit_own, script):
    adviser = visit_own("lillestrom@demo.example")
    page = adviser.open(REPLY)
    section = page.locator("#q-climate-plan").evaluate("one => one.closest('.reply-section').id.slice(2)")
    page = adviser.open(f"{REPLY}del/{section}/videresend/")
    address = COLLEAGUE if script else f"uten-{COLLEAGUE}"
    page.locator('[name="name"]').fill("Odd Demo Økonomi")
    page.locator('[name="email"]').fill(address)
    page.locator("form.form button").click()
    page.wait_for_load_state()

    colleague = visit_own(script=script)
    link = link_to(colleague.site, address)
    page = colleague.open(link)
    page.locator("#q-climate-plan .reply-files a").click()
    page.wait_for_load_state()
    page.locator('input[type="file"]').set_input_files(PDF)
    page.locator("form.form button").click()
    page.wait_for_load_state()
    expect(page.locator(".rows")).to_contain_text("Odd Demo Økonomi (via lenke)", use_inner_text=True)
    page.locator(".rows form button").click()
    page.wait_for_load_state()
    assert page.locator(".rows").count() == 0
    assert colleague.complaints == []
    assert "Odd Demo Økonomi (via lenke)" in adviser.open(REPLY).content()
