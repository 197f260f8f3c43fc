"""What a point on an agenda is about: found by search, linked, shown on the point and in the thread."""

from datetime import date

import pytest
from django.test import Client

from dugnad.declarations.states import WordingState
from dugnad.documents.states import State
from dugnad.dossiers.changes import add_basis
from dugnad.editions.models import Edition
from dugnad.editions.states import State as EditionState
from dugnad.events import changes
from dugnad.events.models import Link
from dugnad.members.rules import Viewer
from dugnad.programme.states import ProgrammeState
from dugnad.web.queries.linkable import PUBLIC, backing, chosen, linkable
from dugnad.web.queries.thread import thread_of
from tests.factories.declarations import make_point, make_wording
from tests.factories.documents import make_story
from tests.factories.dossiers import NOBODY as OF_ASKS
from tests.factories.dossiers import make_ask, make_consultation, make_dossier
from tests.factories.editions import make_edition, make_figures, make_region
from tests.factories.events import NOBODY, make_announced, make_item
from tests.factories.indicators import make_indicator
from tests.factories.members import make_person, make_secretary, make_user
from tests.factories.programme import make_activity, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(make_secretary())
    return client


@pytest.fixture
def item():
    return make_item(make_announced(make_person(), title="Faggruppen"), "Sykkel i regionen")


def address_of(item, more: str = "") -> str:
    return f"/moter/{item.event.slug}/sak/{item.pk}/lenker/{more}"


def test_things_of_four_kinds_are_found_and_only_those_that_everybody_may_read():
    make_activity(make_programme(2021), "Sykkelbyer", key="sykkel")
    make_activity(make_programme(2022, ProgrammeState.DRAFT), "Sykkelbyer", key="sykkel")
    make_point(make_wording(state=WordingState.ADOPTED), key="sykkel", title_nb="Mer sykkel")
    make_indicator("sykkelveier")
    make_story(state=State.PUBLISHED, title="Sykkelen vant")
    make_story(title="Sykkelen taper")
    found = {(one.noun, one.title) for one in linkable("sykkel")}
    assert {noun for noun, _title in found} == {"activity", "point", "indicator", "document"}
    assert "Sykkelen taper" not in {title for _noun, title in found}
    assert [one.key for one in linkable("sykkel") if one.noun == "activity"] == ["2021/sykkel"]
    assert all(one.url.startswith("/") and str(one.kind) for one in linkable("sykkel"))
    assert linkable(" ") == []
    assert chosen(linkable("sykkel"), "activity", "2022/sykkel") is None


def test_a_point_is_linked_shown_and_found_again_in_the_thread(staff, item):
    make_activity(make_programme(2021), "Sykkelbyer", key="sykkel")
    address = f"{address_of(item)}?q=sykkel"
    assert "Sykkelbyer" in staff.get(address).content.decode()
    assert staff.post(address, {"noun": "activity", "key": "2021/sykkel"})["Location"] == address
    assert Link.objects.get().title == "Sykkelbyer"
    assert "Lenket" in staff.get(address).content.decode()
    assert 'href="/program/2021/sykkel/"' in staff.get(f"/moter/{item.event.slug}/").content.decode()
    thread = thread_of("activity", "2021/sykkel", Viewer())
    assert [bead.title for group in thread.groups for bead in group.beads] == ["Sykkel i regionen"]
    link = Link.objects.get()
    assert staff.post(address_of(item, f"{link.pk}/fjern/"))["Location"] == address_of(item)
    assert not Link.objects.exists()
    assert staff.post(address_of(item, f"{link.pk}/fjern/")).status_code == 404


def test_what_was_not_found_is_not_linked(staff, item):
    response = staff.post(f"{address_of(item)}?q=sykkel", {"noun": "activity", "key": "2021/sykkel"})
    assert response.status_code == 422
    assert not Link.objects.exists()
    assert "Ingenting heter det" in response.content.decode()


def test_only_who_runs_the_meeting_links_its_points(item):
    client = Client()
    client.force_login(make_user())
    assert client.get(address_of(item)).status_code == 404
    assert client.get("/moter/ukjent/sak/1/lenker/").status_code == 404
    assert Client().get(address_of(item)).status_code == 302


def test_what_has_no_page_of_its_own_is_named_without_a_link(staff, item):
    changes.link_item(item, "task", "7", "Ringe rundt", **NOBODY)
    changes.link_item(item, "task", "7", "Ringe rundt", **NOBODY)
    page = staff.get(address_of(item)).content.decode()
    assert "Ringe rundt" in page
    assert Link.objects.get().address == ""


def test_consultations_and_editions_that_everybody_may_read_can_be_linked():
    consultation = make_consultation(title="Ombruk av tegl")
    make_consultation(make_dossier("Hemmelig", is_public=False), title="Ombruk i det skjulte")
    assert [(one.noun, one.key) for one in linkable("ombruk")] == [("consultation", consultation.slug)]
    Edition.objects.create(
        year=2020, title_nb="Klimastatus 2020", state="published", content_sha256="a" * 64,
        indicator=make_indicator(), members_on=date(2021, 5, 3), base_year=2009,
    )  # fmt: skip
    assert [(one.noun, one.key) for one in linkable("klimastatus 2020")] == [("edition", "2020")]
    assert [(one.noun, one.url) for one in backing("klimastatus")] == [("edition", "/klimastatus/2020/")]


def test_an_ask_finds_the_lines_of_an_edition_and_stands_in_their_thread(staff):
    make_region()
    make_figures()
    make_edition(EditionState.PUBLISHED)
    assert ("edition_member", "2020/3403") in {(one.noun, one.key) for one in backing("hamar")}
    lines = [one for one in backing("utslipp 2018") if one.noun == "figure"]
    assert lines[0].key == "2020/alliance-2018"
    assert all("2018" in one.title for one in lines)
    assert "figure" in {one.noun for one in backing("veitrafikk")}
    ask = make_ask()
    page = f"/paavirkning/{ask.dossier.key}/krav/{ask.pk}/"
    link = {"noun": "figure", "key": lines[0].key}
    assert staff.post(f"{page}grunnlag/?q=utslipp+2018", link).status_code == 302
    assert ask.bases.get().address == "/klimastatus/2020/tall/alliance-2018/"
    assert page in staff.get("/klimastatus/2020/tall/alliance-2018/").content.decode()
    assert "/klimastatus/2020/tall/alliance-2018/" in staff.get(page).content.decode()


def test_a_line_and_a_municipality_show_what_belongs_to_their_edition_and_its_indicator():
    make_region()
    make_figures()
    edition = make_edition(EditionState.PUBLISHED)
    of_edition, of_indicator = make_ask(), make_ask(text="Gi bedre tall.")
    add_basis(of_edition, "edition", "2020", "Klimastatus", **OF_ASKS)
    add_basis(of_indicator, "indicator", edition.indicator.key, "Utslipp", **OF_ASKS)
    for address in ("/klimastatus/2020/tall/alliance-2018/", "/klimastatus/2020/3403/"):
        text = Client().get(address).content.decode()
        assert 'href="/traad/edition/2020/"' in text
        for ask in (of_edition, of_indicator):
            assert f"/krav/{ask.pk}/" in text
    assert thread_of("figure", "no-year", PUBLIC) is None
