"""What the browser gets from others is what was fetched: every file stands in its list of checksums."""

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

FOLDERS = ["src/dugnad/kit/static/vendor", "tests/vendor"]
LIST = "SHA256SUMS"


def differences(folder: Path) -> list[str]:
    """Files that differ from the list, are missing, or stand there without being listed."""
    lines = [line.split(maxsplit=1) for line in (folder / LIST).read_text().splitlines() if line]
    listed = {name.lstrip("*"): sha256 for sha256, name in lines}
    present = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != LIST
    }
    both = listed.keys() & present.keys()
    return sorted(
        [f"{name} is missing" for name in listed.keys() - both]
        + [f"{name} is not listed" for name in present.keys() - both]
        + [f"{name} differs" for name in both if listed[name] != present[name]]
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_vendored_files_are_what_was_fetched(folder):
    assert differences(ROOT / folder) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_changed_missing_or_added_file_is_reported(folder, tmp_path):
    copy = tmp_path / "vendor"
    shutil.copytree(ROOT / folder, copy)
    changed, missing, *_rest = sorted(
        path for path in copy.rglob("*") if path.is_file() and path.name != LIST
    )
    changed.write_bytes(changed.read_bytes() + b"\n")
    missing.unlink()
    (copy / "zz.js").write_text("run()")
    names = [path.relative_to(copy).as_posix() for path in (changed, missing)]
    assert differences(copy) == [f"{names[0]} differs", f"{names[1]} is missing", "zz.js is not listed"]


def test_every_package_brings_its_licence():
    packages = [path for path in (ROOT / FOLDERS[0]).iterdir() if path.is_dir()]
    assert [path.name for path in packages if not list(path.glob("LICENSE*"))] == []
