"""What the command line calls: an edition as a folder that opens from disk."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from dugnad.editions.models import Edition
from dugnad.editions.queries import Report, region_report
from dugnad.editions.queries.citing import address_of, citation_file, is_draft
from dugnad.editions.queries.method import colophon
from dugnad.editions.queries.package import checksums, data_files, data_package
from dugnad.editions.queries.printing import printed, story_picture
from dugnad.editions.queries.report import foreword_of, member_reports
from dugnad.kit.errors import Refused

STYLES = (
    "kit/base.css",
    "vendor/designsystemet/theme.css",
    "vendor/designsystemet/designsystemet.css",
    "kit/shell.css",
    "kit/parts.css",
    "kit/pictures.css",
    "kit/charts.css",
    "kit/print.css",
    "editions/editions.css",
)
LANGUAGE = "nb"


def publish(*, year: int, out: Path) -> dict[str, Any]:
    """Write the edition of a year to a folder; the same edition gives the same bytes."""
    edition = Edition.objects.select_related("indicator", "replaced_by").filter(year=year).first()
    if edition is None or edition.composed_at is None:
        raise Refused(
            "year", f"there is no edition of Klimastatus for {year}, or its figures are not worked out yet"
        )
    files = package(edition)
    _make_room(out, year, files)
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return {
        "edition": year,
        "state": edition.state,
        "draft": is_draft(edition),
        "out": str(out),
        "files": sorted(files),
        "content_sha256": edition.content_sha256,
    }


def _make_room(out: Path, year: int, files: Mapping[str, bytes]) -> None:
    """Refuse the folder of another edition; take away what an earlier writing left and this one has not.

    Else files would lie in the folder that its checksums know nothing of.
    """
    if out.exists() and not out.is_dir():
        raise Refused("out", f"{out} is a file; name a folder")
    others = sorted(path.name for path in out.glob("klimastatus-*.pdf") if path.stem != f"klimastatus-{year}")
    if others:
        raise Refused("out", f"{out} holds another edition ({', '.join(others)}); name another folder")
    sums = out / "SHA256SUMS"
    for line in sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else ():
        sha256, _blank, name = line.partition("  ")
        path = out / name
        ours = path.is_file() and out.resolve() in path.resolve().parents
        if name not in files and ours and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()


def package(edition: Edition) -> dict[str, bytes]:
    """Every file of the folder by name: pages, assets, PDF, data, data package, checksums."""
    data = data_files(edition)
    files = {f"data/{name}": content for name, content in data.items()}
    files |= _assets()
    with translation.override(LANGUAGE):
        files |= _pages(edition)
        files["datapackage.json"] = data_package(edition, data, folder="data/")
        files["CITATION.cff"] = citation_file(edition)
    files[f"klimastatus-{edition.year}.pdf"] = printed(edition, LANGUAGE)
    files["SHA256SUMS"] = checksums(files)
    return files


def _pages(edition: Edition) -> dict[str, bytes]:
    """The report and a page for each member, with the pictures that they show."""
    trails = f"{address_of(edition)}tall/"
    report = region_report(edition, settings.ALLIANCE["name"], "data/", trails)
    if report is None:
        return {}
    shared = {
        "edition": edition,
        "draft": is_draft(edition),
        "alliance": settings.ALLIANCE,
        "language": LANGUAGE,
        "styles": STYLES,
        "member_end": ".html",
        "trail_root": trails,
        "replacement_address": address_of(edition.replaced_by) if edition.replaced_by else "",
    }
    context = {
        **shared,
        **colophon(edition, report),
        "report": report,
        "foreword": foreword_of(edition),
        "root": "",
        "member_root": "kommuner/",
        "picture_root": "assets/bilder/",
    }
    pages = {"index.html": _page("editions/offline/index.html", context)}
    beside = {**shared, "root": "../", "member_root": "", "picture_root": "../assets/bilder/"}
    for own in member_reports(edition, report.method, "", trails):
        context = {**beside, "report": own}
        pages[f"kommuner/{own.place['code']}.html"] = _page("editions/offline/member.html", context)
    return pages | _pictures(edition, report)


def _pictures(edition: Edition, report: Report) -> dict[str, bytes]:
    shown = [story["picture"] for _theme, stories in report.stories for story in stories if story["picture"]]
    found = {f"{p['sha256']}.{p['kind']}": story_picture(edition, p["sha256"]) for p in shown}
    return {f"assets/bilder/{name}": picture.content for name, picture in found.items() if picture}


def _page(template: str, context: dict[str, Any]) -> bytes:
    html = render_to_string(template, context)
    return re.sub(r"\n\s*\n+", "\n", html).encode()


def _assets() -> dict[str, bytes]:
    """Styles and fonts beside the pages, with their addresses as they stand in the styles."""
    files = {}
    for name in STYLES:
        content = _static(name)
        files[f"assets/{name}"] = content
        for address in re.findall(rb"url\([\"']?([^\"')]+)[\"']?\)", content):
            if not address.startswith((b"data:", b"#", b"http")):
                target = (Path(name).parent / address.decode()).as_posix()
                files[f"assets/{_straight(target)}"] = _static(_straight(target))
    return files


def _straight(path: str) -> str:
    """A path without its steps up."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _static(name: str) -> bytes:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(str(found)).read_bytes()
