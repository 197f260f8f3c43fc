"""A published edition to its readers: whatever happens afterwards, pages, print and data stay."""

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.test import Client

from dugnad.calls import changes as calls
from dugnad.documents import changes as documents
from dugnad.documents.models import Document
from dugnad.documents.states import State as DocumentState
from dugnad.editions import commands
from dugnad.editions.models import Edition
from dugnad.editions.queries import region_report
from dugnad.editions.queries.printing import PAPER, printed
from dugnad.editions.states import State
from dugnad.kit import charts
from dugnad.members import changes as members
from dugnad.members.models import Membership, Organisation
from dugnad.programme import changes as programme
from dugnad.programme.models import Activity
from tests.editions.test_files import text_of
from tests.factories.calls import make_call, make_reply, submit
from tests.factories.documents import make_attachment, make_story, take_to
from tests.factories.editions import (
    EMISSIONS,
    HAMAR,
    INHABITANTS,
    LATER,
    ROAD,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage, population
from tests.factories.programme import make_activity, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
PAGES = ("", "3403/", "3416/", "tall/alliance-2018/", "tall/3403-2018-heating/", "data/")
FILES = (
    "region.csv",
    "delregioner.csv",
    "kommuner.csv",
    "klimastatus.json",
    "datapackage.json",
    "SHA256SUMS",
)
NOBODY = {"by": None, "at": LATER}
NOTICE = re.compile(r'<div class="notice"[^>]*>.*?</div>', re.S)
# What leads on from the page to what lives on stands beside it, and lives on too.
THREAD = re.compile(r'<section class="thread-panel.*?</section>', re.S)


@pytest.fixture(autouse=True)
def edition() -> Edition:
    """An edition with everything in it: figures, an answer, an activity, a story with its picture."""
    make_region()
    make_figures()
    hamar = Organisation.objects.get(slug="hamar")
    reply = make_reply(make_call({"measures": {}}, year=2020, slug="klimastatus-2020"), hamar, measures="El")
    submit(reply)
    calls.accept_reply(reply, **NOBODY)
    make_activity(make_programme(2020), status_note="Godt i gang")
    story = make_story(hamar, year=2020)
    make_attachment(story)
    take_to(story, DocumentState.PUBLISHED)
    return make_edition(State.PUBLISHED)


def pages() -> dict[str, str]:
    """What stands on each page between its head and its foot."""
    html = {end: Client().get(f"/klimastatus/2020/{end}").content.decode() for end in PAGES}
    return {
        end: THREAD.sub("", text[text.index("<main") : text.index("</main>")]) for end, text in html.items()
    }


def files() -> dict[str, bytes]:
    """Every file that is fetched from the pages, and the report in print, made anew."""
    fetched = {name: Client().get(f"/klimastatus/2020/data/{name}").content for name in FILES}
    return {**fetched, "pdf": printed(Edition.objects.get())}


def all_that_can_happen() -> None:
    """Everything that an edition is made of changes, but for the figures."""
    hamar, activity = Organisation.objects.get(slug="hamar"), Activity.objects.get()
    members.rename_organisation(hamar, "Hámmár", **NOBODY)
    members.end_membership(
        Membership.objects.get(organisation=hamar, group__slug="alliance"), on=date(2021, 5, 1), **NOBODY
    )
    programme.update_status(activity, "done", note="Ferdig", **NOBODY)
    programme.edit_activity(activity, title_nb="Et annet navn", **NOBODY)
    documents.withdraw(Document.objects.get(), reason="Feil.", **NOBODY)


def test_what_happens_to_members_activities_and_stories_changes_no_page_and_no_file() -> None:
    before = pages(), files()
    for words in ("Hamar", "Godt i gang", "Varmelager i tegl"):
        assert words in before[0][""]
    assert "El" in before[0]["3403/"]
    all_that_can_happen()
    assert (pages(), files()) == before


def test_later_figures_are_told_beside_the_pages_and_change_none_of_them() -> None:
    before = pages(), files()
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 500.0}, seen_on=date(2021, 6, 1))
    make_vintage(dict.fromkeys(INHABITANTS, 7.0), indicator=population(), seen_on=date(2021, 6, 1))
    after = pages(), files()
    assert {end for end in PAGES if NOTICE.search(after[0][end])} == {
        "",
        "3403/",
        "3416/",
        "tall/alliance-2018/",
    }
    assert {end: NOTICE.sub("", text).split() for end, text in after[0].items()} == {
        end: text.split() for end, text in before[0].items()
    }
    assert after[1] == before[1]


def test_the_folder_is_the_same_bytes_after_everything_that_can_happen(tmp_path: Path) -> None:
    commands.publish(year=2020, out=tmp_path / "one")
    all_that_can_happen()
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 500.0}, seen_on=date(2021, 6, 1))
    commands.publish(year=2020, out=tmp_path / "two")
    one, two = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "one", tmp_path / "two")
    )
    assert one == two


def test_charts_in_print_are_drawn_from_what_the_pages_show(edition: Edition) -> None:
    report = region_report(edition, "Osloregionen")
    assert report is not None
    drawings = [charts.draw(chart, width=PAPER) for chart in report.charts.values()]
    said = [words for svg in drawings for words in re.findall(r"<text[^>]*>([^<]+)</text>", svg)]
    drawn = {" ".join(words.split()) for words in said}
    content = printed(edition)
    text = text_of(content)
    assert {"950", "815", "Veitrafikk", "Hamarregionen"} <= drawn
    assert {words for words in drawn if words not in text} == set()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        photographs = [name for page in pdf.pages for name in page.get_images()]
    assert len(photographs) == 1
