"""Two write the minutes at once, a member comments, the group decides in writing; also without a script."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MEETING = "/moter/faggruppe-for-klima-og-miljo-2021-05-20/"
MARCH = "/moter/faggruppe-for-klima-og-miljo-2021-03-17/"
PROCEDURE = "/moter/saker-som-avgjores-skriftlig-2021-04-06/protokoll/"
STAFF = "sekretariat@demo.example"


def saves(page: Page):
    """Wait until the page has saved by itself."""
    return page.expect_response(lambda answer: answer.url.endswith("/lagre/"), timeout=15_000)


def field(page: Page, number: int):
    """The box of a point, by its place on the agenda."""
    return page.locator("[data-question] textarea").nth(number)


def test_two_who_write_minutes_at_once_lose_nothing(visit_own):
    visitors = [visit_own(STAFF), visit_own(STAFF)]
    first, second = (visitor.open(f"{MEETING}referat/") for visitor in visitors)
    with saves(first):
        field(first, 0).fill("Innkalling og saksliste ble godkjent.")
    expect(first.locator("#saved-state")).to_have_attribute("data-state", "saved")
    with saves(second):
        field(second, 2).fill("Utkastet ble lest kapittel for kapittel.")
    field(second, 0).fill("Sakslisten ble godkjent.")
    clash = second.locator(".clash")
    expect(clash).to_contain_text("Innkalling og saksliste ble godkjent.", timeout=15_000)
    assert visitors[1].axe() == []
    with saves(second):
        clash.get_by_role("button").first.click()
    first.reload()
    assert field(first, 0).input_value() == "Sakslisten ble godkjent."
    assert field(first, 2).input_value() == "Utkastet ble lest kapittel for kapittel."
    assert visitors[0].axe() == []
    # The browser itself notes the answer by which the page is told of a clash.
    assert [one for one in visitors[1].complaints if "409" not in one] == []


def test_an_outcome_is_entered_beforehand_without_a_script_and_nothing_typed_is_lost(visit_own):
    secretary = visit_own(STAFF, script=False)
    page = secretary.open(f"{MEETING}referat/")
    field(page, 3).fill("Skrevet uten skript.")
    page.locator('button[name="outcome"]').nth(3).click()
    page.locator('input[name="kind"][value="decision"]').check()
    page.locator('[name="text"]').fill("Faggruppen setter ned en skrivegruppe på tre.")
    page.locator("main form.form button[type=submit]").click()
    assert field(page, 3).input_value() == "Skrevet uten skript."
    expect(page.locator(".agenda-outcome").first).to_contain_text("skrivegruppe på tre", use_inner_text=True)
    stranger = visit_own().open("/moter/vedtak/?q=skrivegruppe")
    assert stranger.locator("main .rows li").count() == 0


def test_minutes_that_are_out_are_commented_on_and_read_as_pdf(visit_own):
    secretary = visit_own(STAFF)
    page = secretary.open(f"{MARCH}referat/les/")
    page.get_by_role("link", name="Kommentar").first.click()
    page.locator('[name="text"]').fill("Fristen var 23. april.")
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("section", has_text="Fristen var 23. april.").first).to_be_visible()
    assert secretary.axe() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.suggested_filename.startswith("referat-")
    assert secretary.complaints == []


def test_the_record_leads_to_the_decision_and_the_decision_to_its_extract(visit):
    secretary = visit(STAFF)
    page = secretary.open(PROCEDURE)
    expect(page.locator("main")).to_contain_text("Ville ha et møte", use_inner_text=True)
    assert secretary.axe() == []
    page.get_by_role("link", name="Vedtaket i registeret").click()
    assert secretary.axe() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Utskrift (PDF)").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_a_task_is_closed_in_one_press(visit_own):
    secretary = visit_own(STAFF)
    page = secretary.open("/moter/oppgaver/")
    assert secretary.axe() == []
    before = page.locator("form.task-done").count()
    form = page.locator("form.task-done").first
    form.locator('[name="note"]').fill("Spurt på e-post.")
    form.locator("button").click()
    expect(page.locator("form.task-done")).to_have_count(before - 1)
    expect(page.locator("main")).to_contain_text("Spurt på e-post.", use_inner_text=True)
