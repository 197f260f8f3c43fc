"""Questions that are answered by files: kept once made, because an edition's content seldom changes."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from dugnad.editions.models import Edition
from dugnad.editions.queries.package import archive, data_files, described
from dugnad.editions.queries.printing import printed

FORMAT = "2"  # of the files; raised when the code that writes them says something else


def files_of(edition: Edition) -> dict[str, bytes]:
    """The data files of an edition with package and checksums."""
    names = _folder(edition) / "names"
    with suppress(OSError):
        return {name: (_folder(edition) / name).read_bytes() for name in names.read_text().splitlines()}
    files = described(edition, data_files(edition))
    for name, content in {**files, "names": "\n".join(files).encode()}.items():
        _keep(edition, name, content)
    return files


def archive_of(edition: Edition) -> bytes:
    """The data files of an edition in one ZIP."""
    return _kept(edition, "data.zip", lambda: archive(edition, files_of(edition)))


def pdf_of(edition: Edition, language: str) -> bytes:
    """The report as PDF in a language."""
    return _kept(edition, f"klimastatus-{language}.pdf", lambda: printed(edition, language))


def _kept(edition: Edition, name: str, make: Callable[[], bytes]) -> bytes:
    with suppress(OSError):
        return (_folder(edition) / name).read_bytes()
    content = make()
    _keep(edition, name, content)
    return content


def _folder(edition: Edition) -> Path:
    """Where the files of this very content are: a new revision has a new place."""
    content = [
        FORMAT,
        edition.content_sha256,
        edition.revision,
        edition.composed_at,
        edition.state,
        edition.replaced_by_id,
    ]
    stamp = hashlib.sha256("|".join(map(str, content)).encode()).hexdigest()[:32]
    return Path(settings.HOME) / "cache" / "editions" / str(edition.pk) / stamp


def _keep(edition: Edition, name: str, content: bytes) -> None:
    """Put a file where the next reader finds it whole; those of earlier content go."""
    folder = _folder(edition)
    with suppress(OSError):  # a full disk costs time, not the file
        if not folder.exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(folder / name)
