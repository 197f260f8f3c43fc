"""What Indico's pages cost; run by its own interpreter, as `benchmarks.meetings` does.

INDICO_CONFIG=… MEETINGS_PAPERS=FOLDER PYTHON_OF_INDICO -m benchmarks.indico_measure pages FILE
INDICO_CONFIG=… MEETINGS_PAPERS=FOLDER PYTHON_OF_INDICO -m benchmarks.indico_measure places NUMBER
"""

import json
import os
import statistics
import sys
from collections.abc import Callable
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

from indico.core.db import db
from indico.modules.attachments.models.attachments import Attachment
from indico.modules.attachments.models.folders import AttachmentFolder
from indico.modules.attachments.tasks import generate_materials_package
from indico.modules.events.models.events import Event
from indico.modules.events.registration.models.registrations import Registration
from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks import costs
from benchmarks import meetings_material as material
from benchmarks.indico_app import application as app

PLACES = json.loads((Path(os.environ["MEETINGS_PAPERS"]) / "indico-places.json").read_text())
TOKEN = {"X-CSRF-Token": "00000000-0000-0000-0000-000000000000"}  # what its form sends for a stranger
numbers = count()


def main() -> None:
    """Measure the pages, or tell who has a place."""
    if sys.argv[1] == "places":
        with app.app_context():
            print(_taken(int(sys.argv[2])))
        return
    Path(sys.argv[2]).write_text(json.dumps(_measured(app), indent=1))


def _taken(number: int) -> int:
    _event, form = PLACES["sessions"][number]
    return int(Registration.query.filter_by(registration_form_id=form, is_deleted=False).count())


def _measured(app: Any) -> dict[str, Any]:
    side = costs.Side(app, [], lambda: _backend(app))

    @event.listens_for(Engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        side.statements.append(statement)

    readers = {
        "a stranger": "",
        "a reader": _cookies(app, PLACES["reader"]),
        "whoever runs it": _cookies(app, PLACES["keeper"]),
    }
    return {
        "name": f"Indico {version('indico')}",
        "versions": f"Python {sys.version.split()[0]}, SQLAlchemy {version('sqlalchemy')}",
        "pages": costs.pages(side, paths(), readers),
        "sign_up": _sign_ups(side),
        "bundle": _papers_of(app, side),
    }


def paths() -> dict[str, list[str]]:
    """The pages beside ours; a group is a category here, and its page is the list of its meetings.

    The page shows those of a few weeks, and fetches the rest when the reader wants them.
    """
    group, busy = f"/category/{PLACES['group']}/", f"/category/{PLACES['busy']}/"
    return {
        "the meeting": [f"/event/{PLACES['meeting']}/"],
        "the group": [group],
        "two hundred meetings to come": [busy, f"{busy}event-list?after={PLACES['later']}"],
        "the list as it opens, most of them over": [group],
        "the form to sign up": [_form(0)],
    }


def _form(number: int) -> str:
    of_event, form = PLACES["sessions"][number]
    return f"/event/{of_event}/registrations/{form}/"


def _backend(app: Any) -> int:
    with app.app_context():
        return int(db.session.execute(db.text("SELECT pg_backend_pid()")).scalar())


def _cookies(app: Any, user: int) -> str:
    """A session of somebody who has signed in."""
    sessions, response = app.session_interface, app.response_class()
    with app.test_request_context():
        session = sessions.session_class({"_user_id": user}, sid=sessions.generate_sid(), new=True)
        session.modified = True
        sessions.save_session(app, session, response)
    return costs.Answer(200, list(response.headers), b"").cookies


def typed(number: int) -> bytes:
    """What the form sends."""
    told = {"first_name": "Kari", "last_name": f"Nummer {number}", "affiliation": "Storvik kommune"}
    return json.dumps({**told, "email": f"kari-{os.getpid()}-{number}@large.example"}).encode()


def _sign_ups(side: costs.Side) -> dict[str, float]:
    def sign_up() -> None:
        request = costs.Request(_form(0), "POST", "", typed(next(numbers)), "application/json", TOKEN)
        answer = costs.ask(side.application, request)
        assert answer.status == 200, costs.said(answer)

    return _many(side, sign_up, 30)


def _many(side: costs.Side, work: Callable[[], None], times: int) -> dict[str, float]:
    for _time in range(costs.WARM if times > costs.WARM else 1):
        work()
    side.statements.clear()
    work()
    queries = len(side.statements)
    spent = [costs.spent(side, work) for _time in range(times)]
    return {"queries": queries, "cpu": statistics.median(one[0] for one in spent)}


def _papers_of(app: Any, side: costs.Side) -> dict[str, Any]:
    """There is no PDF of agenda and papers: a zip of the papers, which a task makes, and the timetable."""
    address = f"/event/{PLACES['meeting']}/timetable/timetable.pdf"

    def timetable() -> None:
        answer = costs.ask(side.application, costs.Request(address))
        assert answer.body.startswith(b"%PDF"), costs.said(answer)

    def package() -> None:
        with app.test_request_context():
            found = Attachment.query.join(AttachmentFolder).filter(
                AttachmentFolder.event_id == PLACES["meeting"]
            )
            papers = [paper.id for paper in found]
            assert len(papers) == material.POINTS, f"{len(papers)} papers"
            generate_materials_package(papers, Event.get(PLACES["meeting"]))

    return {
        "its package, a zip of the papers": _many(side, package, 7),
        "its timetable as PDF, without the papers": _many(side, timetable, 7),
    }


if __name__ == "__main__":
    main()
