"""The meetings of `meetings_material` in Indico, through its own models; run by its own interpreter.

    INDICO_CONFIG=… PYTHON_OF_INDICO -m benchmarks.indico_seed FOLDER

FOLDER holds the papers, and gets `indico-places.json`: where everything stands. Run again, it makes new ones.
"""

import json
import sys
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta
from indico.core.db import db
from indico.core.db.sqlalchemy.descriptions import RenderMode
from indico.core.db.sqlalchemy.protection import ProtectionMode
from indico.modules.attachments.models.attachments import Attachment, AttachmentFile, AttachmentType
from indico.modules.attachments.models.folders import AttachmentFolder
from indico.modules.categories import Category
from indico.modules.categories.operations import create_category
from indico.modules.events.contributions.operations import create_contribution
from indico.modules.events.features.util import set_feature_enabled
from indico.modules.events.models.events import EventType
from indico.modules.events.notes.models.notes import EventNote
from indico.modules.events.operations import create_event
from indico.modules.events.registration.models.forms import RegistrationForm
from indico.modules.events.registration.util import create_personal_data_fields
from indico.modules.users import User
from indico.util.date_time import now_utc
from indico.web.flask.app import make_app

from benchmarks import meetings_material as material


def main() -> None:
    """Seed, and write down where everything stands."""
    folder = Path(sys.argv[1])
    app = make_app()
    with app.test_request_context():
        places = _seed(material.papers(folder))
        db.session.commit()
    (folder / "indico-places.json").write_text(json.dumps(places, indent=1))


def _seed(papers: dict[str, bytes]) -> dict[str, Any]:
    now = now_utc()
    keeper, reader = _user("sekretariat"), _user("leser")
    group, busy = _category(material.GROUP), _category(material.BUSY)
    for category, moments in ((group, material.weeks(now)), (busy, material.days(now))):
        for number, starts in enumerate(moments, 1):
            _event(category, keeper, material.title_of(number), starts, timedelta(hours=2))
    meeting = _meeting(group, keeper, papers)
    sessions = [_session(busy, keeper, number) for number in range(material.ROUNDS + 1)]
    return {
        "keeper": keeper.id,
        "reader": reader.id,
        "group": group.id,
        "busy": busy.id,
        "meeting": meeting.id,
        "sessions": [[session.event.id, session.id] for session in sessions],
        "later": f"{now + relativedelta(months=1):%Y-%m}",  # from here on the page leaves out
    }


def _user(name: str) -> Any:
    address = f"{name}@large.example"
    known = User.query.filter_by(email=address, is_deleted=False).first()
    if known:
        return known
    user = User(first_name="Kari", last_name=name.title(), email=address, affiliation="Osloregionen")
    db.session.add(user)
    db.session.flush()
    return user


def _category(title: str) -> Any:
    return create_category(Category.get_root(), {"title": title, "description": material.MANDATE})


def _event(category: Any, keeper: Any, title: str, starts: datetime, lasts: timedelta, **more: Any) -> Any:
    told = {
        "title": title, "start_dt": starts, "end_dt": starts + lasts, "timezone": "Europe/Oslo",
        "creator": keeper, "description": "", **more,
    }  # fmt: skip
    return create_event(category, EventType.meeting, told)


def _meeting(category: Any, keeper: Any, papers: dict[str, bytes]) -> Any:
    starts = now_utc() - timedelta(days=13)
    place = {"location_data": {"source": None, "inheriting": False, "venue_name": "Rådhuset", "room_name": "",
                               "address": ""}}  # fmt: skip
    event = _event(
        category,
        keeper,
        material.MEETING,
        starts,
        timedelta(hours=4),
        **place,
        description=material.MANDATE,
    )
    db.session.commit()  # a connection of its own counts the points, and must see the event
    for number, point in enumerate(material.points()):
        item = create_contribution(
            event,
            {
                "title": point.title,
                "description": f"{point.text}\n\n**Forslag til vedtak:** {point.proposal}",
                "duration": timedelta(minutes=point.minutes),
                "start_dt": starts + timedelta(minutes=point.minutes * number),
            },
        )
        _paper(item, keeper, point, papers[point.paper])
        word = "Vedtak" if point.is_decision else "Oppgave"
        note = EventNote.get_or_create(item)
        note.create_revision(RenderMode.markdown, f"{point.said}\n\n**{word}:** {point.outcome}", keeper)
        db.session.add(note)
    db.session.flush()
    return event


def _paper(item: Any, keeper: Any, point: material.Point, content: bytes) -> None:
    attachment = Attachment(
        folder=AttachmentFolder.get_or_create_default(linked_object=item), user=keeper, title=point.title,
        type=AttachmentType.file, protection_mode=ProtectionMode.inheriting,
    )  # fmt: skip
    attachment.file = AttachmentFile(user=keeper, filename=point.paper, content_type="application/pdf")
    attachment.file.save(BytesIO(content))
    db.session.add(attachment)
    db.session.flush()


def _session(category: Any, keeper: Any, number: int) -> Any:
    """Something to sign up for; the first has room for everybody, and is for warming up."""
    event = _event(category, keeper, f"Kurs {number}", now_utc() + timedelta(days=17), timedelta(hours=1))
    db.session.commit()
    set_feature_enabled(event, "registration", True)
    form = RegistrationForm(
        event=event, title="Påmelding", currency="NOK", start_dt=now_utc(), require_captcha=False,
        registration_limit=material.CAPACITY if number else None,
    )  # fmt: skip
    create_personal_data_fields(form)
    db.session.add(form)
    db.session.flush()
    return form


if __name__ == "__main__":
    main()
