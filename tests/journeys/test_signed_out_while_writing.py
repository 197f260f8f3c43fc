"""Somebody is signed out while they write, without a script: their words are kept, and sent afterwards."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
REPLY = "/innhenting/klimastatus-2021/hamar/"
COMMENT = "Dette skrev jeg mens økten gikk ut."


def test_what_was_written_when_the_session_ended_is_sent_after_the_sign_in(visit_own):
    adviser = visit_own("hamar@demo.example", language="nb", script=False)
    page = adviser.open(REPLY)
    page.locator('[name="comments"]').fill(COMMENT)
    adviser.context.clear_cookies(name="session")
    page.locator('button[name="save"]').click()

    expect(page.get_by_text("Det du skrev, er tatt vare på")).to_be_visible()
    page.locator('form:has([value="hamar@demo.example"]) button').click()
    expect(page.locator("dd", has_text=COMMENT)).to_be_visible()
    page.get_by_role("button", name="Send det jeg skrev").click()
    page.wait_for_url(f"**{REPLY}")
    assert page.locator('[name="comments"]').input_value() == COMMENT
    adviser.open("/konto/skrevet/")
    assert page.url == adviser.site.url + "/"
