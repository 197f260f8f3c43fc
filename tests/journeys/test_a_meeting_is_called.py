"""From a proposal to a deputy: taken up, linked, announced, answered by the link in the mail, handed over."""

import re
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Site

pytestmark = pytest.mark.browser
GROUP = "/moter/grupper/faggruppe-klima-og-miljo/"
MEETING = "/moter/faggruppe-for-klima-og-miljo-2021-05-20/"
PROPOSED = "Felles mal for klimabudsjett i små kommuner"
LINK = re.compile(r"/moter/delta/[^/\s]+/")
WORDS = "Les sak 4 på forhånd."


def links_mailed(site: Site, words: str, patience: float = 20.0) -> list[str]:
    """The links to one's own place in the mails that hold these words, when the worker has sent them."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        texts = [_text(path) for path in sorted((site.home / "mail").glob("*"))]
        if found := [match[0] for text in texts if words in text and (match := LINK.search(text))]:
            return found
        time.sleep(0.2)
    return []


def _text(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""


def test_a_proposal_becomes_a_point_and_a_deputy_comes(visit_own, own_site):
    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open(GROUP)
    assert secretary.axe() == []
    page.get_by_role("link", name=re.compile(f"^Ta opp.*{PROPOSED}")).click()
    expect(page.get_by_role("button", name="Sett den på sakslisten")).to_be_visible()
    assert secretary.axe() == []
    page.get_by_role("button", name="Sett den på sakslisten").click()
    expect(page.locator(".agenda")).to_contain_text(PROPOSED)
    assert secretary.axe() == []

    page.get_by_role("link", name=re.compile(f"^Hva saken gjelder.*{PROPOSED}")).click()
    page.get_by_label("Ord").fill("klimastatus")
    page.locator("main").get_by_role("button", name="Søk").click()
    page.get_by_role("button", name=re.compile("^Lenk")).first.click()
    expect(page.get_by_text("Lenket nå")).to_be_visible()
    assert secretary.axe() == []

    page = secretary.open(f"{MEETING}kunngjor/")
    page.locator("textarea[name=message]").fill(WORDS)
    page.get_by_label("Også til dem som har denne innkallingen").check()
    page.get_by_role("button", name="Se det fylt ut").click()
    expect(page.locator("article.sheet")).to_contain_text(WORDS, use_inner_text=True)
    assert secretary.axe() == []
    page.get_by_role("button", name="Send innkalling").click()
    expect(page.locator("main")).to_contain_text("Innkallingen er sendt", use_inner_text=True)

    guest = visit_own(script=False, width=320, dark=True)
    for own in links_mailed(own_site, WORDS):
        page = guest.open(own)
        if page.get_by_role("link", name="La vara komme i stedet").count():
            break
    assert guest.overflow() <= 0
    page.get_by_role("link", name="La vara komme i stedet").click()
    page.get_by_role("button", name="Kall inn").click()
    expect(page.locator("main")).to_contain_text("er kalt inn for deg", use_inner_text=True)
    page.get_by_label("Ja, jeg kommer").check()
    page.get_by_role("button", name="Endre svaret mitt").click()
    expect(page.locator("main")).to_contain_text("Takk", use_inner_text=True)
    sighted = visit_own()
    sighted.open(own)
    assert sighted.axe() == []

    page = secretary.open(GROUP)
    page.get_by_role("link", name=re.compile("^Overlever ")).first.click()
    expect(page.get_by_role("button", name="Overlever")).to_be_visible()
    assert secretary.axe() == []
    page.get_by_label("Hvem tar over").select_option(index=2)
    page.get_by_role("button", name="Overlever").click()
    expect(page.locator("main")).to_contain_text("er overlevert")

    page = secretary.open("/moter/kalender/min/")
    address = page.locator("code").inner_text()
    page.get_by_role("button", name="Gi meg en ny adresse").click()
    expect(page.locator("code")).not_to_have_text(address)
    assert secretary.axe() == []
    assert secretary.complaints == guest.complaints == sighted.complaints == []
