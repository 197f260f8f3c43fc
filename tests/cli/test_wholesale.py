"""The whole alliance, out and in again: nothing is lost, nothing is added, and damage is found."""

import json
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from dugnad import wholesale
from dugnad.documents.models import Document
from dugnad.documents.states import State
from dugnad.kit import changes, history, uploads
from dugnad.kit.errors import Refused
from dugnad.kit.mail import Letter
from dugnad.kit.models import Change, Heartbeat, OutgoingMail, StoredFile
from dugnad.members.models import Organisation, Seat
from dugnad.wholesale import rows
from tests.cli.home import Home
from tests.factories.documents import AT, make_attachment, make_document, make_picture, make_story, take_to
from tests.factories.members import make_editor, make_municipality, make_seat, make_secretary
from tests.factories.programme import make_activity
from tests.postgres import Server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alliance() -> None:
    """A small alliance with most of what there is: people, documents, files, mail, a deputy, a trail."""
    hamar = make_municipality(subregion="Hamarregionen")
    make_secretary()
    make_editor(hamar)
    deputy = make_seat(role="deputy")
    member = make_seat()
    Seat.objects.filter(pk=deputy.pk).update(deputy_for=member)  # points at a row that comes later
    story = make_story(
        hamar, activities=[make_activity()], goals=[7, 13], effect_value="120.50", effect_unit="t_co2e_a"
    )
    make_attachment(story)
    take_to(story, State.PUBLISHED)
    make_document(hamar, title="Utkast – «æøå» 🌱")
    changes.queue_mail("hello", "kari@demo.example", Letter("Hei", "Hei"), at=AT + timedelta(microseconds=7))
    changes.beat("worker", at=AT)


def empty_this_installation() -> None:
    call_command("flush", verbosity=0, interactive=False)
    shutil.rmtree(settings.FILES_ROOT)


def test_a_backup_restores_to_the_same_alliance_and_the_same_bytes(alliance: None, tmp_path: Path) -> None:
    report = wholesale.backup(tmp_path / "one.zip")
    empty_this_installation()
    assert wholesale.restore(tmp_path / "one.zip") == {**report, "file": str(tmp_path / "one.zip")}
    wholesale.backup(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert history.broken_entries() == []
    assert report["files"] == StoredFile.objects.count() == 2
    file = StoredFile.objects.order_by("pk")[0]
    assert uploads.path_of(file.sha256).read_bytes() == make_picture()


def test_an_export_imports_to_the_same_alliance(alliance: None, tmp_path: Path) -> None:
    report = wholesale.export_all(tmp_path / "out")
    empty_this_installation()
    again = wholesale.import_all(tmp_path / "out")
    assert again == report
    assert wholesale.backup(tmp_path / "one.zip")["content"] == report["content"]


def test_rows_are_stored_some_at_a_time(alliance: None, tmp_path: Path, monkeypatch: Any) -> None:
    report = wholesale.backup(tmp_path / "one.zip")
    empty_this_installation()
    monkeypatch.setattr(rows, "BATCH", 2)
    assert wholesale.restore(tmp_path / "one.zip")["content"] == report["content"]


def test_a_restored_alliance_can_be_written_in(alliance: None, tmp_path: Path) -> None:
    wholesale.backup(tmp_path / "one.zip")
    before = {document.pk for document in Document.objects.all()}
    empty_this_installation()
    wholesale.restore(tmp_path / "one.zip")
    assert make_document().pk not in before
    assert history.broken_entries() == []


def test_rows_are_plain_lines_that_people_can_read(alliance: None, tmp_path: Path) -> None:
    wholesale.export_all(tmp_path / "out")
    lines = (tmp_path / "out/rows/documents.storyfacts.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["effect_value"] == "120.50"
    mail = json.loads(
        (tmp_path / "out/rows/kit.outgoingmail.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    )
    assert (mail["key"], mail["created_at"]) == ("hello", "2021-05-03T07:00:00.000007+00:00")


def test_every_table_of_ours_is_written_but_for_what_belongs_to_a_machine(
    alliance: None, tmp_path: Path
) -> None:
    wholesale.export_all(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    counts = {entry["model"]: entry["rows"] for entry in manifest["models"]}
    assert {model._meta.label: model._base_manager.count() for model in rows.tables()} == counts
    assert "documents.Document_activities" in counts
    assert "kit.Heartbeat" not in counts
    assert Heartbeat.objects.count() == 1


def test_each_table_stands_after_the_ones_that_it_points_at() -> None:
    place = {model: position for position, model in enumerate(rows.tables())}
    late = [
        (model._meta.label, field.name)
        for model in place
        for field in model._meta.concrete_fields
        if field.related_model in place and place[field.related_model] > place[model]
    ]
    assert late == []


def test_content_is_the_same_when_a_database_writes_whole_numbers_in_its_own_way() -> None:
    assert rows.canonical('{"a": 2.0, "b": [1.5, {"c": 3.0}]}') == rows.canonical('{"b":[1.5,{"c":3}],"a":2}')


# Refusals ------------------------------------------------------------------------------------------------


def refusal_of(work: Any) -> str:
    with pytest.raises(Refused) as refusal:
        work()
    return str(refusal.value)


def test_restore_refuses_an_installation_that_is_in_use(alliance: None, tmp_path: Path) -> None:
    wholesale.backup(tmp_path / "one.zip")
    before = Change.objects.count()
    assert "this installation is in use" in refusal_of(lambda: wholesale.restore(tmp_path / "one.zip"))
    assert Change.objects.count() == before


def test_export_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    assert "empty folder" in refusal_of(lambda: wholesale.export_all(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("damaged", ["rows/members.organisation.jsonl", "files"])
def test_import_refuses_what_was_changed_on_the_way_and_stores_nothing(
    alliance: None, tmp_path: Path, damaged: str
) -> None:
    wholesale.export_all(tmp_path / "out")
    path = next(
        path for path in sorted((tmp_path / "out").rglob("*")) if path.is_file() and damaged in str(path)
    )
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Hamar", b"Lamar") if b"Hamar" in content else content[:-1])
    empty_this_installation()
    assert "is damaged" in refusal_of(lambda: wholesale.import_all(tmp_path / "out"))
    assert Organisation.objects.count() == 0


def test_import_refuses_rows_whose_own_manifest_was_made_to_fit(alliance: None, tmp_path: Path) -> None:
    wholesale.export_all(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    manifest["content"] = "0" * 64
    (tmp_path / "out/manifest.json").write_text(json.dumps(manifest))
    empty_this_installation()
    assert "nothing is stored" in refusal_of(lambda: wholesale.import_all(tmp_path / "out"))
    assert Organisation.objects.count() == 0


def test_import_refuses_a_missing_file(alliance: None, tmp_path: Path) -> None:
    wholesale.export_all(tmp_path / "out")
    shutil.rmtree(tmp_path / "out/files")
    empty_this_installation()
    assert "is missing" in refusal_of(lambda: wholesale.import_all(tmp_path / "out"))


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (None, "holds no manifest.json"),
        ("{", "cannot be read"),
        ('{"format": "dugnad-alliance-99"}', "is not known to this version"),
    ],
)
def test_import_refuses_what_is_no_export(tmp_path: Path, manifest: str | None, reason: str) -> None:
    if manifest:
        (tmp_path / "manifest.json").write_text(manifest)
    assert reason in refusal_of(lambda: wholesale.import_all(tmp_path))


def test_import_refuses_an_export_of_other_tables(alliance: None, tmp_path: Path) -> None:
    wholesale.export_all(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    manifest["schema"]["kit"] = "9999_future"
    (tmp_path / "out/manifest.json").write_text(json.dumps(manifest))
    empty_this_installation()
    assert "written by another version" in refusal_of(lambda: wholesale.import_all(tmp_path / "out"))


def test_restore_refuses_a_file_that_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_text("hello")
    assert "not a whole backup file" in refusal_of(lambda: wholesale.restore(tmp_path / "one.zip"))


def test_a_backup_that_fails_leaves_no_file_behind(alliance: None, tmp_path: Path) -> None:
    shutil.rmtree(settings.FILES_ROOT)
    assert "a file that the database tells of is missing" in refusal_of(
        lambda: wholesale.backup(tmp_path / "one.zip")
    )
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_an_ordinary_zip_file(alliance: None, tmp_path: Path) -> None:
    wholesale.backup(tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "manifest.json"
    assert OutgoingMail.objects.count() == 2


@pytest.mark.postgres
def test_an_alliance_moves_to_postgresql_and_back_without_a_changed_byte(
    alliance: None, tmp_path: Path
) -> None:
    wholesale.backup(tmp_path / "one.zip")
    server = Server().start()
    try:
        for step, database in (("two", server.url), ("three", "")):
            (tmp_path / step).mkdir()
            home = Home(tmp_path / step, database=database)
            assert home.run("restore", tmp_path / "one.zip").errors == ""
            assert home.run("backup", tmp_path / f"{step}.zip").errors == ""
            assert (tmp_path / f"{step}.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()
            assert home.run("tick", "--json").json["jobs"]["trail"] == "whole"
    finally:
        server.stop()
