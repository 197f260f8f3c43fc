"""What leaves the house: data package, folder and PDF, the same bytes from the same edition."""

import csv
import hashlib
import io
import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pytest
from django.conf import settings
from django.utils import translation

from dugnad.documents.states import State as DocumentState
from dugnad.editions import commands
from dugnad.editions.changes import compose_edition
from dugnad.editions.models import Edition, Figure
from dugnad.editions.queries.files import files_of, pdf_of
from dugnad.editions.queries.package import data_files
from dugnad.editions.queries.printing import printed, story_picture
from dugnad.editions.states import State
from dugnad.indicators.models import Source, Vintage
from dugnad.kit.errors import Refused
from tests.factories.documents import make_attachment, make_story, take_to
from tests.factories.editions import (
    EMISSIONS,
    HAMAR,
    NOBODY,
    ROAD,
    make_begun_edition,
    make_edition,
    make_figures,
    make_region,
)
from tests.factories.indicators import make_vintage

pytestmark = pytest.mark.django_db
NAMES = [
    "CITATION.cff",
    "SHA256SUMS",
    "alle-tall.json",
    "datapackage.json",
    "delregioner.csv",
    "klimastatus.json",
    "kommuner.csv",
    "region.csv",
    "vintages.csv",
]


@pytest.fixture(autouse=True)
def region() -> None:
    make_region()
    make_figures()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def text_of(pdf: bytes) -> str:
    """The text as a reader's program gets it."""
    import pymupdf  # the checker brings it; its own modules warn when it is loaded twice

    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


# Data -------------------------------------------------------------------------------------------------


def test_the_package_holds_three_tables_a_data_set_a_description_and_checksums() -> None:
    files = files_of(make_edition(State.PUBLISHED))
    assert sorted(files) == NAMES
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }


def test_every_figure_stands_in_one_table() -> None:
    files = data_files(make_edition(State.PUBLISHED))
    keys = [
        row["key"] for name in ("region.csv", "delregioner.csv", "kommuner.csv") for row in rows(files[name])
    ]
    assert sorted(keys) == sorted(Figure.objects.values_list("key", flat=True))
    (total,) = [row for row in rows(files["region.csv"]) if row["key"] == "alliance-2018"]
    assert (total["place_name"], total["sector"], total["value"], total["unit"], total["illustrative"]) == (
        "Osloregionen",
        "total",
        "815.0",
        "t CO2e",
        "false",
    )


def test_the_data_set_has_a_value_or_a_gap_for_every_place_year_and_sector() -> None:
    data = json.loads(data_files(make_edition(State.PUBLISHED))["klimastatus.json"])
    places, years, sectors = (list(data["dimension"][name]["category"]["index"]) for name in data["id"])
    assert (data["version"], data["size"], years, sectors) == (
        "2.0",
        [7, 3, 3],
        ["2009", "2017", "2018"],
        ["total", "road_traffic", "heating"],
    )
    assert len(data["value"]) == 7 * 3 * 3
    for figure in Figure.objects.filter(measure="emissions"):
        at = [
            places.index(figure.place),
            years.index(str(figure.year)),
            sectors.index(figure.sector or "total"),
        ]
        assert data["value"][at[0] * 9 + at[1] * 3 + at[2]] == figure.value


def test_the_description_names_sources_licences_and_hashes() -> None:
    edition = make_edition(State.PUBLISHED)
    files = files_of(edition)
    package = json.loads(files["datapackage.json"])
    assert (package["name"], package["state"], package["illustrative"], package["content_sha256"]) == (
        "klimastatus-2020",
        "published",
        False,
        edition.content_sha256,
    )
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0", "NLOD-2.0"]
    assert {source["official"] for source in package["sources"]} == {True}
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[resource['path']]).hexdigest()}"


def test_a_draft_says_so_in_its_data() -> None:
    edition = make_edition()
    assert "Utkast: tall kan endre seg." in json.loads(data_files(edition)["klimastatus.json"])["note"]
    assert json.loads(files_of(edition)["datapackage.json"])["state"] == "draft"


def test_files_are_kept_for_the_next_reader_and_made_anew_for_other_content(settings: Any) -> None:
    edition = make_edition()
    first = files_of(edition)
    assert files_of(edition) == first
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 60.0}, seen_on=date(2021, 5, 2))
    again = files_of(compose_edition(edition, **NOBODY))
    assert again["region.csv"] != first["region.csv"]
    kept = list((Path(settings.HOME) / "cache" / "editions" / str(edition.pk)).iterdir())
    assert len(kept) == 1


def test_files_are_made_though_they_cannot_be_kept(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "a-file"
    settings.HOME.write_text("no folder")
    assert sorted(files_of(make_edition())) == NAMES


# The folder -------------------------------------------------------------------------------------------


def published_in(folder: Path) -> dict[str, bytes]:
    told = commands.publish(year=2020, out=folder)
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert sorted(found) == told["files"]
    return {name: path.read_bytes() for name, path in found.items()}


def test_publish_writes_the_same_folder_again_whatever_has_come_since(tmp_path: Path) -> None:
    make_edition(State.PUBLISHED)
    first = published_in(tmp_path / "one")
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 60.0}, seen_on=date(2021, 6, 1))
    with translation.override("en"):
        assert published_in(tmp_path / "two") == first


def test_the_folder_holds_pages_data_pdf_and_checksums_that_hold(tmp_path: Path) -> None:
    make_edition(State.PUBLISHED)
    files = published_in(tmp_path)
    assert {"index.html", "klimastatus-2020.pdf", "datapackage.json", "data/region.csv"} <= files.keys()
    assert sorted(name for name in files if name.startswith("kommuner/")) == [
        "kommuner/0301.html",
        "kommuner/3403.html",
        "kommuner/3416.html",
    ]
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=False, capture_output=True
    )
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_the_pages_open_from_disk_without_anything_from_elsewhere(tmp_path: Path) -> None:
    make_edition(State.PUBLISHED)
    files = published_in(tmp_path)
    for name in ("index.html", "kommuner/3403.html"):
        html = files[name].decode()
        folder = tmp_path / Path(name).parent
        addresses = [part.split('"')[0] for part in html.split('href="')[1:] + html.split('src="')[1:]]
        local = [a.partition("#")[0] for a in addresses if not a.startswith(("#", "http", "mailto:"))]
        assert [address for address in local if not (folder / address).exists()] == []
        assert html.count("<script") == html.count('type="application/json"')


def test_publish_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2020"):
        commands.publish(year=2020, out=tmp_path)
    make_begun_edition()
    with pytest.raises(Refused, match="2020"):
        commands.publish(year=2020, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_draft_is_written_as_a_draft(tmp_path: Path) -> None:
    make_edition()
    told = commands.publish(year=2020, out=tmp_path)
    assert (told["draft"], told["content_sha256"]) == (True, "")
    assert "utkast" in (tmp_path / "index.html").read_text().lower()


# On paper ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Osloregionen slapp ut 14 prosent mindre i 2018 enn i 2009."),
        ("nn", "Osloregionen sleppte ut 14 prosent mindre i 2018 enn i 2009."),
        ("en", "Osloregionen emitted 14 per cent less in 2018 than in 2009."),
    ],
)
def test_the_pdf_can_be_read_aloud_in_each_language(language: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "klimastatus.pdf"
    path.write_bytes(pdf_of(make_edition(State.PUBLISHED), language))
    result = outloud.check(str(path))
    assert (result.verdict, result.errors) == ("pass", 0)
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.Root.Lang).startswith(language)
        assert str(pdf.docinfo["/Title"]) == "Klimastatus 2020 – Osloregionen"
        assert metadata["pdfuaid:part"] == "1"
    text = text_of(path.read_bytes())
    assert said in text
    for name in ("Eidskog", "Hamar", "Oslo"):
        assert name in text


def test_the_pdf_is_the_same_bytes_whatever_has_come_since() -> None:
    edition = make_edition(State.PUBLISHED)
    first = printed(edition)
    make_vintage({**EMISSIONS, (HAMAR, 2018, ROAD): 60.0}, seen_on=date(2021, 6, 1))
    assert printed(Edition.objects.get()) == first
    assert pdf_of(edition, "nb") == pdf_of(edition, "nb") == first


def test_a_chapter_of_the_pdf_shares_its_page_where_the_one_before_left_most_of_it() -> None:
    pages = chapters_of(printed(make_edition(State.PUBLISHED)))
    # The sub-regions leave most of their page to the members, who fill it.
    assert pages["Kommune for kommune"] == pages["Etter delregion"]
    assert pages["Metode og kilder"] == pages["Kommune for kommune"] + 1
    assert pages["Etter sektor"] == pages["Utslippene i regionen"] + 1


def chapters_of(pdf: bytes) -> dict[str, int]:
    """The page of each chapter, as the PDF's own bookmarks tell it."""
    import pymupdf  # the checker brings it; its own modules warn when it is loaded twice

    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return {title: page for level, title, page in document.get_toc() if level == 1}


def test_the_pdf_says_draft_withdrawn_and_made_up() -> None:
    assert "Utkast: tall og tekst kan bli endret" in text_of(printed(make_edition()))
    assert "Feil tall." in text_of(printed(make_edition(State.WITHDRAWN, year=2019)))
    make_figures_up()
    assert "oppdiktet" in text_of(printed(make_edition(year=2018)))


def make_figures_up() -> None:
    Vintage.objects.update(source=Source.objects.get(key="illustrative"))


def test_a_pdf_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="2020"):
        printed(make_begun_edition())


def test_the_pdf_shows_stories_with_their_picture() -> None:
    told = make_story(year=2020, title="Varme av tegl", body="Først.\n\n- **Ett**\n- *To*")
    make_attachment(told)
    take_to(told, DocumentState.PUBLISHED)
    edition = make_edition(State.PUBLISHED)
    content = printed(edition)
    assert "Varme av tegl" in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pictures = [name for page in pdf.pages for name in page.get_images()]
    assert len(pictures) == 1


def test_a_storys_picture_that_is_no_longer_on_disk_is_left_out() -> None:
    told = make_story(year=2020)
    make_attachment(told)
    take_to(told, DocumentState.PUBLISHED)
    edition = make_edition(State.PUBLISHED)
    (story,) = edition.blocks.get(key="stories").content["stories"]
    sha256 = story["picture"]["sha256"]
    assert story_picture(edition, sha256) is not None
    for path in Path(settings.FILES_ROOT).rglob(f"{sha256}*"):
        path.unlink()
    assert story_picture(edition, sha256) is None
    assert "Varmelager i tegl" in text_of(printed(edition))
