"""The bundle of agenda and papers: who gets which papers, and files that cannot become pages."""

import io

import pypdf
import pytest
from django.test import Client
from django.utils.html import strip_tags

from dugnad.events import changes
from dugnad.events.queries import papers
from dugnad.events.queries.links import answer_key
from dugnad.events.queries.minutes import minutes_text
from dugnad.kit.models import OutgoingMail
from tests.factories.documents import make_picture
from tests.factories.events import AFTER, AT, NOBODY, make_announced, make_item, make_meeting
from tests.factories.members import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]


def pdf(text="", password=""):
    """A PDF of one empty page, perhaps locked."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Subject": text})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def put(item, content, title, name="sak.pdf", is_restricted=False):
    return changes.add_paper(item, content, name, title=title, is_restricted=is_restricted, **NOBODY)


def bundle(event, *, restricted):
    content = papers.bundle(event, restricted=restricted, closed=restricted, language="nb", at=AFTER["at"])
    return pypdf.PdfReader(io.BytesIO(content))


def titles(reader):
    return [one.title for part in reader.outline for one in (part if isinstance(part, list) else [part])]


def words(reader):
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


@pytest.fixture
def item():
    return make_item(make_announced(make_person()), "Klimastatus")


def test_restricted_papers_and_points_are_only_in_the_bundle_of_those_who_may_read_them(item):
    put(item, pdf("åpent"), "Saksfremlegg")
    put(item, pdf("lukket"), "Personalsak", is_restricted=True)
    closed = make_item(item.event, "Ansettelse", is_confidential=True, proposal="Ansette Kari.")
    put(closed, pdf("tilsetting"), "Innstilling")
    inside, outside = bundle(item.event, restricted=True), bundle(item.event, restricted=False)
    assert titles(inside) == ["Saksliste", "1. Klimastatus", "Saksfremlegg", "Personalsak", "2. Ansettelse",
                              "Innstilling"]  # fmt: skip
    assert titles(outside) == ["Saksliste", "1. Klimastatus", "Saksfremlegg"]
    assert (len(inside.pages), len(outside.pages)) == (4, 2)
    told = words(outside)
    for secret in ("Personalsak", "Ansettelse", "Ansette Kari.", "Innstilling"):
        assert secret not in told
        assert secret in words(inside)


def test_files_that_cannot_become_pages_are_named_with_the_reason_and_the_others_come_along(item):
    put(item, pdf("låst", password="hemmelig"), "Låst avtale")
    put(item, b"%PDF-1.7\nthis is no pdf at all", "Ødelagt notat")
    put(item, make_picture(), "Kart", "kart.jpg")
    put(item, pdf("hel"), "Hel sak")
    reader = bundle(item.event, restricted=True)
    told = words(reader)
    assert "Låst avtale (låst med passord" in told
    assert "Ødelagt notat (skadet" in told
    assert "Kart (ikke en PDF" in told
    assert titles(reader) == ["Saksliste", "1. Klimastatus", "Hel sak"]
    assert len(reader.pages) == 2


def test_a_pdf_without_pages_or_cut_off_in_the_middle_leaves_nothing_behind(item):
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.write(stream)
    put(item, stream.getvalue(), "Tom")
    whole = pdf("halv")
    put(item, whole[: len(whole) // 2], "Halv")
    put(item, pdf("hel"), "Hel sak")
    reader = bundle(item.event, restricted=True)
    assert titles(reader) == ["Saksliste", "1. Klimastatus", "Hel sak"]
    assert len(reader.pages) == 2


def test_a_point_that_was_put_off_is_not_in_the_bundle(item):
    put(item, pdf(), "Papir")
    changes.put_off(item, **NOBODY)
    reader = bundle(item.event, restricted=True)
    assert item.title not in "".join(page.extract_text() for page in reader.pages)
    assert "Papir" not in titles(reader)


def test_a_bundle_says_its_title_and_language_and_keeps_the_structure_of_its_agenda(item):
    put(item, pdf("hel"), "Hel sak")
    reader = bundle(item.event, restricted=False)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Faggruppe for klima og miljø"
    assert (root["/Lang"], root["/PageMode"]) == ("nb-NO", "/UseOutlines")
    assert "/StructTreeRoot" in root
    assert "/Metadata" not in root


def test_an_agenda_without_papers_is_accessible_throughout(item):
    reader = bundle(item.event, restricted=False)
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert titles(reader) == []


def test_one_agenda_is_numbered_alike_in_notice_preview_page_bundle_and_minutes():
    event = make_meeting(make_person("Kari", "kari@hamar.example"), title="Faggruppen")
    titles = ("Første sak", "Utsatt sak", "Siste sak")
    items = [make_item(event, title, minutes=90) for title in titles]
    changes.put_off(items[1], **NOBODY)
    _one, preview = changes.draft_notice(event, "", on=AT.date())
    changes.announce_event(event, **NOBODY)
    mail = OutgoingMail.objects.get()
    for text in (preview.text, mail.text):
        assert "1. Første sak (1/21)" in text
        assert "2. Siste sak (2/21)" in text
        assert "Utsatt sak" not in text
    one = event.participations.get()
    for path in (f"/moter/{event.slug}/", f"/moter/delta/{answer_key(one)}/"):
        page = " ".join(strip_tags(Client().get(path).content.decode()).split())
        assert "2. Siste sak" in page or "2. 2/21 Siste sak" in page
        assert "3. Siste sak" not in page
        assert "minutter mer" not in page
    bundled = words(bundle(event, restricted=True))
    assert "1. Første sak (sak 1/21)" in bundled
    assert "2. Siste sak (sak 2/21)" in bundled
    written = minutes_text(event)
    assert "## 2. Siste sak (sak 2/21)" in written
    assert "## Utsatt sak\n" in written
