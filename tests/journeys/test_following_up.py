"""A member tells of three points by keyboard, the secretariat accepts, and the matrix shows it."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CALL = "oppfolging-2021"
REPLY = f"/innhenting/{CALL}/hamar/"
MATRIX = "/erklaering/ordforererklaering/oppfolging/2021/"
POINTS = ("samlet-region", "klimamaal", "groenne-naeringer")
DONE = "Lagt frem for kommunestyret i februar."


def press(page: Page, selector: str) -> None:
    """Press a button as the keyboard does."""
    page.locator(selector).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tell(page: Page, point: str) -> None:
    """Choose the third state with the arrows, and write what was done in the next field."""
    page.locator(f'input[name="{point}.state"]').first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(DONE)


def test_a_member_tells_of_points_by_keyboard_and_the_matrix_shows_it(visit_own):
    secretary = visit_own("sekretariat@demo.example")
    page = secretary.open(f"/innhenting/{CALL}/apne/")
    press(page, "main form button[type='submit']")

    adviser = visit_own("hamar.leder@demo.example")
    page = adviser.open(REPLY)
    for point in POINTS:
        tell(page, point)
    assert adviser.axe() == []
    for name in page.locator('input[name$=".state"]').evaluate_all("all => all.map(one => one.name)"):
        if not any(name.startswith(point) for point in POINTS):
            # What is filled in from last year does not count before somebody changes it or says so.
            planned = page.locator(f'input[name="{name}"][value="planned"]')
            other = page.locator(f'input[name="{name}"][value="not_begun"]')
            (other if planned.is_checked() else planned).check()
    press(page, 'button[name="read"]')
    assert DONE in page.content()
    press(page, 'form[action$="/send-inn/"] button')

    page = secretary.open(REPLY)
    press(page, 'form[action$="/godta/"] button')

    page = adviser.open(MATRIX)
    cell = page.locator('a[href="hamar/samlet-region/"]')
    assert "I gang" in (cell.locator(".ds-sr-only").text_content() or "")
    assert adviser.axe() == []
    cell.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert DONE in page.content()
    assert adviser.axe() == []
    assert adviser.complaints == secretary.complaints == []
