"""A whole Klimastatus call, answered by keyboard through a lost line, and answered in a spreadsheet."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
CALL = "/innhenting/klimastatus-2021"
STORY = " ".join(["Vi bytter ut ferja med en som går på strøm, og alle kan være med."] * 20)  # 280 words
# What is written, by the name of the input: text is typed, a number of steps is taken in a list.
WRITTEN: dict[str, str | int] = {
    "emissions-total.right": 1,
    "emissions-total.value": "12345",
    "emissions-total.reason": "Vår egen telling, uten gjennomgangstrafikk.",
    "climate-plan-adopted": "2019-06-06",  # the browser's own calendar may ask for the month first
    "target-year": "2030",
    "target-reduction": "55,5",
    "climate-budget": 1,
    "measures": "Ladepunkter ved alle skoler, og en gang- og sykkelvei til sentrum.",
    "procurement": 2,
    "adaptation": 0,
    "story.title": "Ferja som ble stille",
    "story.text": STORY,
    "story.theme": 1,
    "climate-school": 0,
    "contact-name": "Kari Nordmann",
    "contact-email": "kari@kommunen.example",
    "comments": "Takk for at dere spør bare én gang.",
}
BEFORE_THE_LINE_IS_LOST = list(WRITTEN).index("procurement")
DAY_BY_KEYBOARD, DAY_IN_SHEET = "06062019", "6.6.2019"
RADIOS = frozenset({"emissions-total.right", "climate-budget", "procurement", "adaptation"})
TICKED = frozenset({"climate-school"})


def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until the focus is there, as a person without a mouse does."""
    for _press in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("words => document.activeElement.matches(words)", selector):
            return
    raise AssertionError(f"The Tab key never came to {selector}.")


def answer(page: Page, name: str) -> None:
    """Go to an input by keyboard, and write what is to stand in it."""
    wanted = WRITTEN[name]
    tab_to(page, f'[name="{name}"]')
    if name == "climate-plan-adopted":
        page.keyboard.type(DAY_BY_KEYBOARD)
    elif isinstance(wanted, str):
        page.keyboard.insert_text(wanted) if len(wanted) > 100 else page.keyboard.type(wanted)
    elif name in RADIOS | TICKED:
        page.keyboard.press("Space")
        for _step in range(wanted):
            page.keyboard.press("ArrowDown")
    else:
        for _step in range(wanted):
            page.keyboard.press("ArrowDown")


def state_of(page: Page, state: str) -> None:
    """Wait until the page says how it stands with what was written."""
    expect(page.locator("#saved-state")).to_have_attribute("data-state", state, timeout=20_000)


def submitted(page: Page, site: str, organisation: str) -> dict[str, Any]:
    """What the member takes along of its submitted reply."""
    answers = page.context.request.get(f"{site}{CALL}/{organisation}/svar.json")
    return dict(json.loads(answers.body()))


def by_hand(page: Page) -> None:
    """Read through and submit, by keyboard alone."""
    tab_to(page, 'button[name="read"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/les/")
    tab_to(page, 'form[action$="/send-inn/"] button')
    page.keyboard.press("Enter")
    page.wait_for_url("**/kvittering/*/")


def test_a_whole_call_is_answered_by_keyboard_through_a_lost_line_and_submitted(visit_own: Any) -> None:
    manager = visit_own("aremark.leder@demo.example")
    page = manager.open(f"{CALL}/aremark/")
    names = list(WRITTEN)
    for name in names[:BEFORE_THE_LINE_IS_LOST]:
        answer(page, name)
    state_of(page, "saved")

    manager.context.set_offline(True)
    for name in names[BEFORE_THE_LINE_IS_LOST:]:
        answer(page, name)
    state_of(page, "failed")
    manager.context.set_offline(False)
    state_of(page, "saved")

    by_hand(page)
    kept = submitted(page, manager.site.url, "aremark")
    assert kept["state"] == "submitted"
    said = {key: row["value"] for key, row in kept["answers"].items()}
    assert said["emissions-total"] == {
        "right": False, "value": 12345, "reason": WRITTEN["emissions-total.reason"],
    }  # fmt: skip
    assert (said["climate-plan-adopted"], said["target-reduction"]) == ("2019-06-06", 55.5)
    assert (said["procurement"], said["climate-budget"]) == ("considered", "planned")
    assert said["story"]["text"] == STORY
    assert said["comments"] == WRITTEN["comments"]
    assert len(kept["receipt"]["sha256"]) == 64
    # The line was cut on purpose, and the browser says so; nothing else may be said.
    assert [text for text in manager.complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


# The same in a spreadsheet -------------------------------------------------------------------------------


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Where the columns stand, by the headings that a person reads."""
    return {str(cell.value): cell.column for cell in sheet[1]}


def fill(path: Path) -> None:
    """Write the same answers into the workbook, each in the cell beside its question."""
    book = load_workbook(path)
    sheet = book["Svar"]
    columns = columns_of(sheet)
    for row in range(2, sheet.max_row + 1):
        name = str(sheet.cell(row, columns["Spørsmålsnøkkel"]).value)
        if name in WRITTEN:
            cell = sheet.cell(row, columns["Svar"])
            cell.value = typed_in(book, sheet, cell, name)
    book.save(path)


def typed_in(book: Any, sheet: Worksheet, cell: Cell, name: str) -> str:
    """The words that are written, or the one that is chosen from the cell's own list."""
    wanted = WRITTEN[name]
    if isinstance(wanted, str):
        return DAY_IN_SHEET if name == "climate-plan-adopted" else wanted
    if name in TICKED:
        return "Klimabudsjett i praksis"
    offered = list_of(book, sheet, cell)
    # A list in a spreadsheet has no empty line first, as the one on the page has.
    return offered[wanted if name in RADIOS else wanted - 1]


def list_of(book: Any, sheet: Worksheet, cell: Cell) -> list[str]:
    """What the cell offers: words in its own rule, or cells of the hidden sheet that the rule names."""
    rule = next(rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref)
    words = str(rule.formula1)
    if words.startswith('"'):
        return words.strip('"').split(",")
    name, _mark, cells = words.lstrip("=").partition("!")
    return [str(one.value) for row in book[name.strip("'")][cells.replace("$", "")] for one in row]


def write_on_page(page: Page) -> None:
    """The same answers on the page, with a mouse."""
    for name, wanted in WRITTEN.items():
        fields: Locator = page.locator(f'[name="{name}"]')
        if isinstance(wanted, str):
            fields.fill(wanted)
        elif name in RADIOS | TICKED:
            fields.nth(wanted).check()
        else:
            fields.select_option(index=wanted)
    with page.expect_navigation():
        page.locator('button[name="read"]').click()
    page.locator('form[action$="/send-inn/"] button').click()
    page.wait_for_url("**/kvittering/*/")


def test_the_spreadsheet_gives_the_same_stored_answers_as_the_page(visit_own: Any, tmp_path: Path) -> None:
    on_page = visit_own("eidskog.leder@demo.example")
    write_on_page(on_page.open(f"{CALL}/eidskog/"))

    in_sheet = visit_own("grue.leder@demo.example")
    page = in_sheet.open(f"{CALL}/grue/")
    with page.expect_download() as fetched:
        page.locator('a[href$="/regneark.xlsx"]').click()
    path = tmp_path / "grue.xlsx"
    fetched.value.save_as(path)
    fill(path)
    page = in_sheet.open(f"{CALL}/grue/regneark/")
    page.locator('input[type="file"]').set_input_files(path)
    with page.expect_navigation():
        page.locator('main form button[type="submit"]').click()
    page = in_sheet.open(f"{CALL}/grue/les/")
    page.locator('form[action$="/send-inn/"] button').click()
    page.wait_for_url("**/kvittering/*/")

    one = submitted(on_page.page, on_page.site.url, "eidskog")
    other = submitted(page, in_sheet.site.url, "grue")
    assert other["answers"] == one["answers"]
    assert len(other["answers"]) == 13
    assert (on_page.complaints, in_sheet.complaints) == ([], [])
