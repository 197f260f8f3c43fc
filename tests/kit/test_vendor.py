"""What we ship from others is what we have listed."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("folder", ["src/dugnad/kit/static/vendor", "tests/vendor"])
def test_every_vendored_file_is_listed_with_its_sum(folder):
    place = ROOT / folder
    listed = dict(reversed(line.split("  ", 1)) for line in (place / "SHA256SUMS").read_text().splitlines())
    found = {
        str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == listed
