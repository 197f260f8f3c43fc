"""The worker: sends mail, does periodic work, and shows that it lives."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections

from dugnad.analyses.changes import compute_runs
from dugnad.calls.changes import send_reminders
from dugnad.events.changes import (
    close_due_procedures,
    erase_old_guests,
    remind_due_procedures,
    send_due_letters,
)
from dugnad.indicators.changes import ask_sources, load_first_day
from dugnad.kit import changes, clock, history

log = logging.getLogger(__name__)

REST = 3.0  # seconds between two looks at the outbox
BEAT = timedelta(seconds=30)
TICK = timedelta(minutes=1)
LETTERS = 10  # at a time: the mail server may be slow, and the lease on a mail is five minutes


@dataclass(frozen=True)
class Job:
    """Work that comes back: what it does, and how often. One run for each period, on one machine."""

    name: str
    every: timedelta
    work: Callable[[datetime], str]


@dataclass
class Rhythm:
    """Something that comes back every so often."""

    every: timedelta
    last: datetime = datetime(2000, 1, 1, tzinfo=clock.OSLO)

    def beats(self, now: datetime) -> bool:
        """Whether its time has come again; the demo's clock begins its day anew at midnight."""
        if self.last <= now < self.last + self.every:
            return False
        self.last = now
        return True


def work(once: bool = False, server: int | None = None) -> int:
    """Send mail and do periodic work until told to stop, or until the server beside it is gone."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    heart, rounds = Rhythm(BEAT), Rhythm(TICK)
    while True:
        try:
            _look_around(heart, rounds, stop)
        except Exception:
            # Whatever went wrong must not end the worker: mail would wait until somebody noticed.
            log.exception("the worker stumbled; it tries again")
            if once:
                raise
        close_old_connections()
        if once or (server is not None and server != os.getppid()) or stop.wait(REST):
            return 0


def _look_around(heart: Rhythm, rounds: Rhythm, stop: threading.Event) -> None:
    now = clock.now()
    if heart.beats(now):
        changes.beat("worker", at=now)
    if rounds.beats(now):
        tick()
    while changes.deliver_mail(at=clock.now(), limit=LETTERS) and not stop.is_set():
        continue
    compute_runs(at=clock.now())  # somebody looks at the page that waits


def tick() -> dict[str, Any]:
    """Do the periodic work whose period has begun and that nobody has done; says what became of each job."""
    now = clock.now()
    return {"at": now.isoformat(timespec="seconds"), "jobs": {job.name: _run(job, now) for job in JOBS}}


def _run(job: Job, now: datetime) -> str:
    run = changes.start_run(job.name, due=_beginning(now, job.every))
    if run is None:
        return "done before"
    try:
        outcome = job.work(now)
    except Exception as error:  # one job's fault must not keep the next one from its work
        log.exception("periodic work failed: %s", job.name)
        outcome = f"failed: {type(error).__name__}"
    changes.finish_run(run, outcome, at=clock.now())
    return outcome


def _beginning(now: datetime, every: timedelta) -> datetime:
    """When the present period began, counted from local midnight; nightly work begins at two o'clock."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if every >= timedelta(days=1):
        night = midnight.replace(hour=2)
        return night if now >= night else night - timedelta(days=1)
    return midnight + (now - midnight) // every * every


# Jobs ----------------------------------------------------------------------------------------------------


def _clear_sessions(now: datetime) -> str:
    SessionStore.clear_expired()
    return "done"


def _verify_trail(now: datetime) -> str:
    broken = history.broken_entries()
    if broken:
        log.error("the trail is broken at %d entries, the first one is %d", len(broken), broken[0])
        return f"BROKEN: {len(broken)} entries, the first one is {broken[0]}"
    return "whole"


def _remind(now: datetime) -> str:
    """Send the reminders whose day has come, and those for a day that a member named and that has passed.

    Not once for a period but as often as it is asked: each reminder is unique, so that a worker that
    was stopped half-way is followed by one that sends the rest.
    """
    return f"{send_reminders(at=now)} queued"


def _write_to_signed_up(now: datetime) -> str:
    """Send the link, the reminder and the thanks of each session when their time has come, each once."""
    return f"{send_due_letters(at=now)} queued"


def _decide_in_writing(now: datetime) -> str:
    """Remind those who have not answered in writing, and make the record when the deadline has passed."""
    closed = close_due_procedures(at=now)
    return f"{closed} closed, {remind_due_procedures(at=now)} queued"


def _forget_guests(now: datetime) -> str:
    """Forget the guests of events that are past the time their kind allows."""
    return f"{erase_old_guests(at=now)} forgotten"


def _ask_sources(now: datetime) -> str:
    """Ask the publishers that somebody has switched on whether they have new figures; nothing is taken in."""
    return ask_sources(seen_on=clock.calendar_day(), at=now)


def _compute_runs(now: datetime) -> str:
    """Compute the runs of material flows that somebody has ordered, also where cron does a worker's work."""
    return f"{compute_runs(at=now)} computed"


def _be_ready(now: datetime) -> str:
    """Indicators that came with a new version are there, also where another web server has the pages."""
    load_first_day(by=None, at=now)
    return "done"


JOBS = [
    Job("runs", TICK, _compute_runs),
    Job("reminders", timedelta(minutes=15), _remind),
    Job("letters of the school", timedelta(minutes=15), _write_to_signed_up),
    Job("written procedures", timedelta(minutes=15), _decide_in_writing),
    Job("guests", timedelta(days=1), _forget_guests),
    Job("expired sessions", timedelta(days=1), _clear_sessions),
    Job("trail", timedelta(days=1), _verify_trail),
    Job("first day", timedelta(days=1), _be_ready),
    # Last: a publisher that does not answer may keep the worker waiting for a minute or two.
    Job("sources", timedelta(days=1), _ask_sources),
]
