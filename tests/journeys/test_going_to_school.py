"""A session of Klimaskolen from plan to certificate: signed up without an account, moved up, evaluated."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LIST = "Navn;Varighet;E-post\nKari Nordmann;80;kari@hamar.kommune.no\nUkjent Telefon;75;\n"


def link_in(site, address: str, pattern: str, patience: float = 25.0) -> str:
    """The last link of a kind in the mails that the worker has sent to an address."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for text in reversed(site.mails_to(address)):
            if found := re.findall(pattern, text.replace("=\n", "").replace("=7E", "~")):
                return str(found[-1])
        time.sleep(0.2)
    raise AssertionError(f"no link {pattern} came to {address}")


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()
    page.wait_for_load_state()


def follow(page, words) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def fine(visitor) -> bool:
    return visitor.axe() == [] and visitor.overflow() <= 0


def fill_session(page, starts: str, ends: str, closes: str) -> None:
    page.locator('[name="title_nb"]').fill("Klimaskolen: ombruk")
    page.locator('[name="starts"]').fill(starts)
    page.locator('[name="ends"]').fill(ends)
    page.locator('[name="closes"]').fill(closes)
    page.locator('[name="capacity"]').fill("1")
    page.locator('[name="speakers"]').fill("Ola Demo, Hamar kommune")


def sign_up(page, name: str, email: str) -> None:
    page.locator('[name="name"]').fill(name)
    page.locator('[name="email"]').fill(email)
    page.locator("form.form button").click()
    page.wait_for_load_state()


def test_a_session_goes_from_plan_to_waiting_list_and_own_page(visit_own):
    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open("/klimaskolen/ny/")
    assert fine(secretary)
    fill_session(page, "2021-06-10T09:00", "2021-06-10T10:30", "2021-06-09T12:00")
    press(page, "Planlegg")
    assert "Samlingen er planlagt" in page.content()
    assert fine(secretary)
    address = page.url.removeprefix(secretary.site.url)
    follow(page, "Kunngjør samlingen")
    press(page, "Kunngjør")

    stranger = visit_own(width=320)
    page = stranger.open(address)
    assert "Hamar kommune" in page.content()
    assert fine(stranger)
    follow(page, "Meld deg på")
    assert fine(stranger)
    sign_up(page, "Kari Nordmann", "kari@hamar.kommune.no")
    stranger.complaints.clear()  # a browser calls a refused form an error
    expect(page.locator('[name="organisation"] option:checked')).to_have_text("Hamar", use_inner_text=True)
    page.locator('[name="note"]').fill("Hva koster det?")
    page.locator("form.form button").click()
    page.wait_for_load_state()
    assert "Takk" in page.content()

    other = visit_own(width=320, dark=True, script=False)
    page = other.open(f"{address}pamelding/")
    assert "ventelisten" in page.content()
    sign_up(page, "Åse Lie", "ase@firma.example")
    own = link_in(other.site, "ase@firma.example", r"/klimaskolen/plass/[^\s]+/")
    assert "nummer 1" in other.open(own).content()

    page = stranger.open(link_in(stranger.site, "kari@hamar.kommune.no", r"/klimaskolen/plass/[^\s]+/"))
    assert "Du har plass" in page.content()
    assert fine(stranger)
    follow(page, "Jeg kommer likevel ikke")
    press(page, "Jeg kommer ikke")
    assert "Takk for at du sa fra" in page.content()
    assert "Du har plass" in other.open(own).content()

    page = secretary.open(address)
    assert "Åse Lie" in page.content()
    assert fine(secretary)
    assert stranger.complaints == secretary.complaints == []


def test_a_held_session_shows_certificates_evaluation_and_coverage(visit_own):
    secretary = visit_own("sekretariat@demo.example")
    address = "/klimaskolen/klimaskolen-klimabudsjett-2020-10-21/"
    page = secretary.open(address)
    assert "som var til stede, har svart" in page.content()
    assert fine(secretary)
    follow(page, "Les inn deltakerrapport")
    page.locator('[name="file"]').set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.locator("form.form button").click()
    page.wait_for_load_state()
    assert "Ukjent Telefon" in page.content()
    assert fine(secretary)
    follow(page, "Avbryt")
    follow(page, re.compile("Kursbevis.*Anne Bakken"))
    expect(page.locator("h1")).to_contain_text("ekte", use_inner_text=True)
    assert fine(secretary)
    code = page.locator("main code").inner_text()
    follow(page, "Trekk kursbeviset tilbake")
    page.locator('[name="because"]').fill("Feil person")
    press(page, "Trekk kursbeviset tilbake")

    stranger = visit_own(script=False)
    page = stranger.open("/klimaskolen/bevis/")
    page.locator('[name="kode"]').fill(code.lower().replace("-", " "))
    press(page, "Kontroller")
    expect(page.locator("h1")).to_contain_text("trukket tilbake", use_inner_text=True)
    assert "Feil person" in page.content()

    for path in (
        "/klimaskolen/dekning/",
        "/klimaskolen/tema/neste/",
        "/klimaskolen/?tema=klimabudsjett&ar=2020",
    ):
        secretary.open(path)
        assert fine(secretary), path
    assert secretary.complaints == []
