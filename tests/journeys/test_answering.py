"""The adviser answers, loses the line, comes back; the manager submits; the secretary accepts."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
REPLY = "/innhenting/klimastatus-2021/hamar/"
MEASURES = "Vi har byttet ut tolv gravemaskiner, og varmer rådhuset med overskuddsvarme fra ishallen."
COMMENT = "Dette skrev vi mens nettet var borte."


def write(page: Page, key: str, text: str) -> None:
    """Type into one answer, as a person does."""
    field = page.locator(f'#q-{key} [name="{key}"]')
    field.fill("")
    field.press_sequentially(text[:20])
    field.fill(text)


def write_and_save(page: Page, key: str, text: str) -> None:
    """Type into one answer, and wait until the page has saved it by itself."""
    with page.expect_response(lambda answer: answer.url.endswith("/lagre/"), timeout=15_000):
        write(page, key, text)
    expect(page.locator("#saved-state")).to_have_attribute("data-state", "saved")


def answer_of(page: Page, key: str) -> str:
    """What stands in one answer."""
    return page.locator(f'#q-{key} [name="{key}"]').input_value()


def test_what_was_written_without_a_line_is_there_when_it_is_back(visit_own):
    adviser = visit_own("hamar@demo.example")
    page = adviser.open(REPLY)
    write_and_save(page, "measures", MEASURES)

    adviser.context.set_offline(True)
    write(page, "comments", COMMENT)
    expect(page.locator("#saved-state")).to_have_attribute("data-state", "failed", timeout=15_000)
    page.close()

    adviser.context.set_offline(False)
    page = adviser.context.new_page()
    with page.expect_response(lambda answer: answer.url.endswith("/lagre/"), timeout=15_000):
        page.goto(adviser.site.url + REPLY)
    assert answer_of(page, "comments") == COMMENT

    elsewhere = visit_own("hamar.leder@demo.example").open(REPLY)
    assert (answer_of(elsewhere, "measures"), answer_of(elsewhere, "comments")) == (MEASURES, COMMENT)


def test_two_colleagues_who_write_at_once_lose_nothing(visit_own):
    first = visit_own("hamar@demo.example").open(REPLY)
    second = visit_own("hamar.leder@demo.example").open(REPLY)
    write_and_save(first, "comments", "Rådgiverens tekst")
    write(second, "comments", "Lederens tekst")
    clash = second.locator("#q-comments .clash")
    expect(clash).to_contain_text("Rådgiverens tekst", timeout=15_000)
    assert answer_of(second, "comments") == "Lederens tekst"
    with second.expect_response(lambda answer: answer.url.endswith("/lagre/"), timeout=15_000):
        clash.get_by_role("button").first.click()
    first.reload()
    assert answer_of(first, "comments") == "Lederens tekst"


def test_the_manager_submits_and_the_secretary_accepts(visit_own):
    manager = visit_own("hamar.leder@demo.example", language="nb")
    page = manager.open(REPLY + "les/")
    missing = page.locator("#errors li a").evaluate_all("all => all.map(one => one.hash.slice(3))")
    assert set(missing) == {"procurement", "contact-name"}
    page = manager.open(REPLY)
    page.locator('#q-procurement input[type="radio"]').first.check()
    page.locator('[name="contact-name"]').fill("Kari Nordmann")
    page.locator('button[name="read"]').click()
    page.wait_for_url("**/les/")
    page.locator('form[action$="/send-inn/"] button').click()
    page.wait_for_url("**/kvittering/*/")
    receipt = page.locator(".checksum").first.inner_text()
    assert len(receipt) == 64
    assert manager.complaints == []
    assert manager.site.has_mailed("hamar.leder@demo.example", receipt)

    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open("/innhenting/klimastatus-2021/")
    page.locator(f'a[href="{REPLY}"]').first.click()
    page.locator('form[action$="/godta/"] button').click()
    page.wait_for_load_state()
    assert secretary.complaints == []
    assert "/send-inn/" not in visit_own("hamar@demo.example").open(REPLY + "les/").content()


def test_everything_works_without_script(visit_own):
    adviser = visit_own("lillestrom@demo.example", script=False)
    page = adviser.open("/")
    page.goto(adviser.site.url + "/innhenting/klimastatus-2021/lillestrom/")
    page.locator('[name="comments"]').fill("Uten skript, men med knapp.")
    page.locator('button[name="save"]').click()
    page.wait_for_load_state()
    assert page.locator('[name="comments"]').input_value() == "Uten skript, men med knapp."
