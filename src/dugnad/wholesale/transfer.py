"""Out and in: one moment of the alliance, its files beside it, and a manifest that vouches for both."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from dugnad.kit import uploads
from dugnad.kit.errors import Refused
from dugnad.kit.models import StoredFile
from dugnad.wholesale import rows
from dugnad.wholesale.containers import Archive, Container, Folder, new_archive

FORMAT = "dugnad-alliance-1"
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


def backup(file: Path) -> dict[str, Any]:
    """Write the whole alliance to one zip file, while it is in use."""
    with new_archive(file) as archive:
        manifest = _write(archive)
    return {"file": str(file), **_report(manifest)}


def export_all(folder: Path) -> dict[str, Any]:
    """Write the whole alliance to an empty folder of plain files."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("not empty", f"{folder}: give the name of a new or empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    return {"folder": str(folder), **_report(_write(Folder(folder)))}


def restore(file: Path) -> dict[str, Any]:
    """Read a backup into an empty installation."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {"file": str(file), **_report(_read(Archive(archive), str(file)))}
    except zipfile.BadZipFile:
        raise Refused("damaged", f"{file}: this is not a whole backup file") from None


def import_all(folder: Path) -> dict[str, Any]:
    """Read an exported folder into an empty installation."""
    return {"folder": str(folder), **_report(_read(Folder(folder), str(folder)))}


# Out -----------------------------------------------------------------------------------------------------


def _write(container: Container) -> dict[str, Any]:
    _refuse_unless_up_to_date()
    content = hashlib.sha256()
    with _one_moment():
        schema = _schema()
        models = [_write_rows(container, model, content) for model in rows.tables()]
        hashes = list(StoredFile.objects.order_by("sha256").values_list("sha256", "size"))
    # Files never change and are never removed, so they can be copied after the moment has passed.
    for sha256, _size in hashes:
        _write_file(container, sha256)
        content.update(sha256.encode())
    manifest = {
        "format": FORMAT,
        "schema": schema,
        "models": models,
        "files": [{"sha256": sha256, "size": size} for sha256, size in hashes],
        "content": content.hexdigest(),
    }
    with container.write(MANIFEST) as file:
        file.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")
    return manifest


def _refuse_unless_up_to_date() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("tables", "the tables are older than this program; run: dugnad manage migrate")


def _write_rows(container: Container, model: rows.Model, content: "hashlib._Hash") -> dict[str, Any]:
    label, own, count = model._meta.label, hashlib.sha256(), 0
    content.update(f"{label}\n".encode())
    with container.write(_name_of(label)) as file:
        for line in rows.lines_of(model):
            encoded = line.encode() + b"\n"
            file.write(encoded)
            own.update(encoded)
            content.update(rows.canonical(line).encode())
            count += 1
    return {"model": label, "rows": count, "sha256": own.hexdigest()}


def _write_file(container: Container, sha256: str) -> None:
    path = uploads.path_of(sha256)
    if not path.is_file():
        raise Refused("file", f"{path}: a file that the database tells of is missing")
    with path.open("rb") as source, container.write(_place_of(sha256)) as target:
        shutil.copyfileobj(source, target, CHUNK)


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees one moment of the database and keeps nobody from writing."""
    if connection.vendor == "sqlite":
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


# In ------------------------------------------------------------------------------------------------------


def _read(container: Container, name: str) -> dict[str, Any]:
    manifest = _manifest_of(container, name)
    call_command("migrate", verbosity=0, interactive=False)
    models = _models_of(manifest, name)
    _refuse_unless_empty(models)
    for entry in manifest["files"]:
        _read_file(container, entry["sha256"], name)
    with transaction.atomic(durable=True):
        content = hashlib.sha256()
        for model, entry in zip(models, manifest["models"], strict=True):
            _read_rows(container, model, entry, name)
        rows.reset_sequences(models)
        for model in models:
            content.update(f"{model._meta.label}\n".encode())
            for line in rows.lines_of(model):
                content.update(rows.canonical(line).encode())
        for entry in manifest["files"]:
            content.update(entry["sha256"].encode())
        if content.hexdigest() != manifest["content"]:
            raise Refused("damaged", f"{name}: what was read is not what was written; nothing is stored")
    return manifest


def _manifest_of(container: Container, name: str) -> dict[str, Any]:
    if MANIFEST not in container.names():
        raise Refused("manifest", f"{name}: holds no {MANIFEST}; this is no export of a whole alliance")
    with container.read(MANIFEST) as file:
        try:
            manifest = dict(json.loads(file.read()))
        except ValueError:
            raise Refused("manifest", f"{name}: {MANIFEST} cannot be read") from None
    if manifest.get("format") != FORMAT:
        raise Refused(
            "format", f"{name}: this format ({manifest.get('format')}) is not known to this version"
        )
    return manifest


def _models_of(manifest: dict[str, Any], name: str) -> list[rows.Model]:
    """The tables in the manifest's order; other tables than ours belong to another version."""
    ours = {model._meta.label: model for model in rows.tables()}
    theirs = [entry["model"] for entry in manifest["models"]]
    if manifest["schema"] != _schema() or set(theirs) != ours.keys():
        raise Refused(
            "schema", f"{name}: written by another version; read it with that version and upgrade afterwards"
        )
    return [ours[label] for label in theirs]


def _refuse_unless_empty(models: Iterable[rows.Model]) -> None:
    for model in models:
        if model._base_manager.exists():
            raise Refused(
                "not empty",
                f"this installation is in use ({model._meta.label} has rows); restore into an empty one",
            )


def _read_file(container: Container, sha256: str, name: str) -> None:
    try:
        with container.read(_place_of(sha256)) as file:
            content = file.read()
    except (KeyError, FileNotFoundError):
        raise Refused("damaged", f"{name}: file {sha256} is missing") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused("damaged", f"{name}: file {sha256} is damaged")
    uploads.write_bytes(sha256, content)


def _read_rows(container: Container, model: rows.Model, entry: dict[str, Any], name: str) -> None:
    own = hashlib.sha256()
    with container.read(_name_of(entry["model"])) as file:
        rows.store(model, (line.decode() for line in _hashed(file, own)))
    if own.hexdigest() != entry["sha256"]:
        raise Refused("damaged", f"{name}: {_name_of(entry['model'])} is damaged; nothing is stored")


def _hashed(lines: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    for line in lines:
        digest.update(line)
        yield line


# What both share -------------------------------------------------------------------------------------------


def _schema() -> dict[str, str]:
    """The newest migration of each application whose tables are written."""
    graph = MigrationLoader(connection).graph
    labels = {model._meta.app_label for model in rows.tables()}
    return {app: name for app, name in sorted(graph.leaf_nodes()) if app in labels}


def _name_of(label: str) -> str:
    return f"rows/{label.lower()}.jsonl"


def _place_of(sha256: str) -> str:
    return f"files/{sha256[:2]}/{sha256}"


def _report(manifest: dict[str, Any]) -> dict[str, Any]:
    return {
        "rows": sum(entry["rows"] for entry in manifest["models"]),
        "files": len(manifest["files"]),
        "content": manifest["content"],
    }
