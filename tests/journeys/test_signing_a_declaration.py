"""The register is read, a member signs, and anybody checks the paper; with and without script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SIGNED = "/erklaering/ordforererklaering/2019/register/"
DRAFT = "/erklaering/ordforererklaering/2022/"


def press(page, selector: str) -> None:
    page.locator(selector).click()
    page.wait_for_load_state()


def faultless(visitor, *, script: bool = True) -> None:
    """Accessible and no wider than the window; axe itself is a script, and looks where scripts may run."""
    assert (visitor.axe() if script else []) == []
    if script:  # what looks is itself a script
        assert visitor.overflow() <= 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_the_register_answers_for_today_and_for_the_day_of_the_ceremony(visit, width, dark):
    reader = visit(width=width, dark=dark)
    page = reader.open(SIGNED)
    faultless(reader)
    assert "54 har undertegnet, 50 på dagen og 4 en annen dag." in page.content()
    assert "Med fylkeskommuner 54, bare kommuner 53." in page.content()
    page.locator('[name="on"]').fill("2019-02-07")
    press(page, ".filters button")
    assert "50 har undertegnet, 50 på dagen og 0 en annen dag." in page.content()
    page.locator('[name="counties"]').select_option("no")
    page.wait_for_url("**counties=no**")
    assert "49 har undertegnet" in page.content()
    faultless(reader)
    assert reader.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_member_that_did_not_sign_signs_later_and_the_paper_proves_it(visit_own, script):
    secretary = visit_own("sekretariat@demo.example", width=320 if script else 1280, script=script)
    page = secretary.open(SIGNED + "?state=not_asked")
    # On a phone the members stand by sub-region, else in a table.
    members = ":is(.group-rows, tbody th) a:visible"
    name = page.locator(members).first.inner_text()
    press(page, f"{members} >> nth=0")
    member = page.url.removeprefix(secretary.site.url)
    faultless(secretary, script=script)
    press(page, 'a[href$="undertegner/"]')
    faultless(secretary, script=script)
    press(page, "form.form button")
    expect(page.locator(".form")).to_contain_text(
        "har ikke sluttet seg til disse ordene", use_inner_text=True
    )
    secretary.complaints.clear()  # a browser calls a refused form an error
    page.locator('[name="endorses_too"]').check()
    press(page, "form.form button")
    assert "Underskriften er ført inn" in page.content()
    faultless(secretary, script=script)
    code = page.locator('a[href^="/erklaering/bevis/"]:has-text("-")').first.inner_text()
    with page.expect_download() as download:
        page.locator('a[href$=".pdf"]').click()
    copy = download.value.path()

    stranger = visit_own(script=script)
    page = stranger.open("/erklaering/bevis/")
    faultless(stranger, script=script)
    page.locator('[name="code"]').fill(code.lower().replace("-", " "))
    press(page, "form.form button")
    expect(page.locator('[data-verdict="genuine"]')).to_be_visible()
    assert name in page.content()
    faultless(stranger, script=script)
    page.locator('[name="copy"]').set_input_files(
        {"name": "kopi.pdf", "mimeType": "application/pdf", "buffer": copy.read_bytes()}
    )
    page.locator('[name="code"]').fill("")
    press(page, "form.form button")
    expect(page.locator('[data-verdict="genuine"]')).to_be_visible()
    page.locator('[name="copy"]').set_input_files(
        {"name": "kopi.pdf", "mimeType": "application/pdf", "buffer": copy.read_bytes() + b" "}
    )
    press(page, "form.form button")
    expect(page.locator('[data-verdict="unknown"]')).to_be_visible()
    page = stranger.open(member)
    assert "Undertegnet en annen dag" in page.content()
    assert stranger.complaints == secretary.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_the_campaign_is_planned_and_the_ceremony_put_in_order(visit_own, script):
    secretary = visit_own("sekretariat@demo.example", script=script)
    page = secretary.open(f"{DRAFT}kampanje/")
    faultless(secretary, script=script)
    assert "torsdag 12. mai 2022" in page.content()
    for member, name in (("hamar", "Siv Njål"), ("gran", "Ola Vara")):
        page = secretary.open(f"{DRAFT}register/{member}/moter/")
        page.locator('[name="signatory"]').fill(name)
        page.locator('[name="pronunciation"]').fill("som det skrives")
        press(page, "form.form button")
    page = secretary.open(f"{DRAFT}seremoni/")
    faultless(secretary, script=script)
    first = page.locator("tbody th").first.inner_text()
    press(page, 'button[name="down"] >> nth=0')
    expect(page.locator("tbody th").nth(1)).to_have_text(first, use_inner_text=True)
    assert secretary.complaints == []
