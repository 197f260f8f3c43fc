"""A person signs in with a code, and only with the right one."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_an_adviser_signs_in_with_a_code_and_comes_where_they_were_going(visit):
    visitor = visit()
    page = visitor.open("/innhenting/klimastatus-2021/hamar/")
    assert "/konto/login/" in page.url
    page.get_by_label("E-post på jobb").fill("hamar@demo.example")
    page.get_by_role("button", name="Send meg en kode").click()
    page.get_by_label("Kode", exact=True).wait_for()
    code = re.search(r"\b\d{8}\b", page.locator("main").inner_text())
    assert code, "the demo shows the code on the page"
    page.get_by_label("Kode", exact=True).fill("00000000")
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.locator(".field-error, .error-summary").first).to_be_visible()
    page.get_by_label("Kode", exact=True).fill(code.group())
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url("**/innhenting/klimastatus-2021/hamar/")
    expect(page.locator("h1")).to_have_text("Hamar", use_inner_text=True)
    assert visitor.complaints == []


def test_a_stranger_learns_nothing_about_who_is_known(visit):
    answers = []
    for address in ("hamar@demo.example", "nobody@demo.example"):
        page = visit(script=False).open("/konto/login/")
        page.get_by_label("E-post på jobb").fill(address)
        page.get_by_role("button", name="Send meg en kode").click()
        page.get_by_label("Kode", exact=True).wait_for()  # the next page is there, and not still the first
        of_the_demo = page.locator(".notice, section[aria-labelledby=demo-sign-ins]")  # its code and people
        of_the_demo.evaluate_all("all => all.forEach(one => one.remove())")
        answers.append(page.locator("main").inner_text().replace(address, "…"))
    assert answers[0] == answers[1]
