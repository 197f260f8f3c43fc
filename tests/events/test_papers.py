"""The bundle of agenda and papers: who gets which papers, and files that cannot become pages."""

import io

import pypdf
import pytest

from dugnad.events import changes
from dugnad.events.queries import papers
from tests.factories.documents import make_picture
from tests.factories.events import AFTER, NOBODY, make_announced, make_item
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
    content = papers.bundle(event, restricted=restricted, language="nb", at=AFTER["at"])
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
