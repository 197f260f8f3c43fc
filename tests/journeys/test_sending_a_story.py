"""A story comes without an account, is worked on, approved by its sender and published."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.factories.documents import make_picture

pytestmark = pytest.mark.browser
PICTURE = {"name": "bat.jpg", "mimeType": "image/jpeg", "buffer": make_picture(400, 300)}
SENTENCE = "Elevane reiser med elbåt til skulen kvar morgon. "


def link_to(site, address: str, patience: float = 20.0) -> str:
    """The link in the mail that the worker sends to a sender."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for text in site.mails_to(address):
            if found := re.search(r"/dokumenter/avsender/[\w-]+/", text.replace("=\n", "")):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no link came to {address}")


def press(page, selector: str) -> None:
    page.locator(selector).click()
    page.wait_for_load_state()


@pytest.mark.parametrize("script", [True, False])
def test_a_story_goes_from_a_stranger_to_everybody_with_and_without_script(visit_own, script):
    address = f"kari-{'med' if script else 'uten'}@gran.example"
    title = f"Elbåten til skulen {'med' if script else 'uten'} skript"
    sender = visit_own(language="nn", width=320, script=script)
    page = sender.open("/dokumenter/send-inn/?fra=gran")
    page.locator('[name="name"]').fill("Kari Demo Nordmann")
    page.locator('[name="email"]').fill(address)
    page.locator('[name="title"]').fill(title)
    page.locator('[name="body"]').fill(SENTENCE * 4)
    page.locator('[name="theme"]').select_option("transport")
    press(page, "form.form button")
    expect(page.locator(".form")).to_contain_text("minst 250 trengst. Det manglar 218.", use_inner_text=True)
    sender.complaints.clear()  # a browser calls a refused form an error
    page.locator('[name="body"]').fill(SENTENCE * 40)
    page.locator('[name="picture"]').set_input_files(PICTURE)
    page.locator('[name="alt_text"]').fill("Ein båt ved kaia")
    page.locator('[name="credit"]').fill("Kari Demo Nordmann")
    page.locator('[name="licence"]').select_option("alliance")
    page.locator('[name="consent"][value="not_needed"]').check()
    press(page, "form.form button")
    assert "Historia er motteken" in page.content()
    if script:  # what looks is itself a script
        assert sender.axe() == []

    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open("/dokumenter/innboks/")
    press(page, f'article:has-text("{title}") form[action$="ta-inn/"] button')
    story = page.url.removeprefix(secretary.site.url)
    page = secretary.open(f"{story}rediger/")
    page.locator('[name="body"]').fill(SENTENCE * 39 + "Det er bra. Det er trygt.")
    press(page, ".action-bar button")
    assert "Avsenderen må godkjenne dem" in page.content()
    page = secretary.open(f"{story}spor-avsender/")
    assert page.locator('[name="email"]').input_value() == address
    press(page, "form.form button")

    page = sender.open(link_to(sender.site, address))
    page.locator("ins").first.wait_for()
    assert "trygt." in " ".join(page.locator("ins").all_inner_texts())
    page.locator('[name="answer"][value="yes"]').check()
    press(page, "form.form button")
    assert "Godkjend av avsendaren" in page.content()

    page = secretary.open(story)
    for step in ("til-vurdering/", "godkjenn/", "publiser/"):
        press(page, f'form[action$="{step}"] button')
    assert title in sender.open(story).content()
    assert sender.complaints == secretary.complaints == []
