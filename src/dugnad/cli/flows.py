"""Commands about material flows: a study in a folder or workbook, reconciled into files."""

import argparse
from pathlib import Path
from typing import Any

from dugnad.cli.speaking import Complaint, InputError, print_report


def flows(options: argparse.Namespace) -> int:
    """Reconcile a study and write what came of it. It needs no installation and no database."""
    from dugnad.engine.flows.errors import FlowSystemError
    from dugnad.engine.flows.tables import FlowsUnreadable

    source = Path(options.study)
    if not source.exists():
        raise InputError(f"{source}: no such file or folder")
    if not 0 < options.alpha < 1:
        raise InputError(f"{options.alpha:g}: the significance of tests lies between 0 and 1, such as 0.05")
    try:
        report = _reconcile(source, options)
    except FlowsUnreadable as wrong:
        _refuse(source, wrong, options.json)
    except FlowSystemError as wrong:
        raise InputError(f"{source}: {wrong}") from None
    print_report(report, options.json)
    return 0


def _refuse(source: Path, wrong: Any, as_json: bool) -> None:
    """All that is wrong on standard output, and on the other how much it is."""
    lines = [str(complaint) for complaint in wrong.complaints]
    print_report({"complaints": lines}, as_json, lines=lines)
    raise Complaint(f"{source}: {len(lines)} to correct; nothing was written")


def _reconcile(source: Path, options: argparse.Namespace) -> dict[str, Any]:
    from dugnad.engine.flows.folder import read_study
    from dugnad.engine.flows.report import Outcome, files_of

    study = read_study(source, unit=options.unit)
    found = study.system().reconcile()
    place, year = _drawn(options, found.structure.cells)
    files = files_of(Outcome(study, found, place, year, alpha=options.alpha))
    _write(Path(options.out), files)
    test = found.tests(options.alpha).global_
    return {
        "study": study.name,
        "flows": len(found.system.all_flows),
        "observations": len(found.system.observations),
        "places and years": len(found.structure.cells),
        "degrees of redundancy": test.dof,
        "p value": test.p_value if test.dof else "not testable",
        "the observations": _agree(test),
        "passed over": list(study.notes) or "nothing",
        "written": [str(Path(options.out) / name) for name in files],
    }


def _agree(test: Any) -> str:
    if not test.dof:
        return "are not observed twice over, so they could not be tested"
    return "disagree by more than their uncertainty explains" if test.rejected else "agree"


def _drawn(options: argparse.Namespace, cells: Any) -> Any:
    """The place and year of the picture: those that were asked for, else the first place's last year."""
    for place, year in cells:
        if options.place in (None, place) and options.year in (None, year):
            chosen = options.place or place
            years = [told for there, told in cells if there == chosen and told is not None]
            return chosen, options.year or max(years, default=None)
    asked = ", ".join(str(word) for word in (options.place, options.year) if word is not None)
    raise InputError(f"{asked}: no observation is of this place and year")


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
    except OSError as wrong:
        raise InputError(f"{folder}: cannot be written ({wrong.strerror})") from None
