"""Where a whole alliance is written to and read from: a folder of plain files, or one zip file."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip file knows: the same content, the same bytes


class Container(Protocol):
    """Anything that holds named runs of bytes."""

    def write(self, name: str) -> IO[bytes]: ...

    def read(self, name: str) -> IO[bytes]: ...

    def names(self) -> list[str]: ...


class Folder:
    """A folder in which every name is a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str) -> IO[bytes]:
        """Open a file for writing; folders on the way are made."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")

    def read(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        return (self.path / name).open("rb")

    def names(self) -> list[str]:
        """Every file, in order."""
        found = (path for path in self.path.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.path).as_posix() for path in found)


class Archive:
    """A zip file in which every name is an entry."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def write(self, name: str) -> IO[bytes]:
        """Open an entry for writing; rows are packed, files are often packed already."""
        entry = zipfile.ZipInfo(name, date_time=MIDNIGHT)
        entry.compress_type = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = 3, 0o600 << 16
        return self.archive.open(entry, "w", force_zip64=True)

    def read(self, name: str) -> IO[bytes]:
        """Open an entry for reading."""
        return self.archive.open(name)

    def names(self) -> list[str]:
        """Every entry, in order."""
        return sorted(self.archive.namelist())


@contextmanager
def new_archive(path: Path) -> Iterator[Archive]:
    """A zip file that appears under its name when it is whole and on the disk, and not before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                yield Archive(archive)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
