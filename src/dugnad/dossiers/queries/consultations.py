"""Questions about consultations: which are open and until when, one of them, the days on the way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dugnad.dossiers import rules
from dugnad.dossiers.models import Consultation
from dugnad.dossiers.queries.asks import AskRow, ask_rows, counted, visible_asks
from dugnad.dossiers.queries.dossiers import visible_dossiers
from dugnad.dossiers.states import AskState, Standing, Verdict
from dugnad.events.queries.decisions import decided
from dugnad.kit.clock import at_oslo, local_day
from dugnad.kit.formats import day
from dugnad.kit.models import Change
from dugnad.members.rules import Viewer


@dataclass(frozen=True)
class ConsultationRow:
    """A consultation in a list: where it stands, how many days are left, what came of what we asked for."""

    consultation: Consultation
    standing: Standing
    left: int | None  # days; none when the deadline passed earlier today
    asks: list[AskRow] = field(default_factory=list)

    @property
    def is_waiting(self) -> bool:
        """Whether something is still to be done about it."""
        return rules.is_open(self.standing)

    @property
    def counts(self) -> list[tuple[AskState, int]]:
        """How many asks stand where."""
        return counted(self.asks)

    @property
    def approved_by(self) -> str:
        """The body whose decision approved it, where the reader may know of the decision."""
        decision = self.consultation.approved_in
        is_told = getattr(self.consultation, "is_decision_told", False)
        return str(decision.body or "") if decision and is_told else ""


@dataclass(frozen=True)
class Listed:
    """The consultations of a list: open by their deadline, then what was sent, then what we left."""

    open: list[ConsultationRow]
    sent: list[ConsultationRow]
    left: list[ConsultationRow]

    @property
    def lists(self) -> tuple[list[ConsultationRow], ...]:
        """The three lists, in their order."""
        return self.open, self.sent, self.left

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.open) + len(self.sent) + len(self.left)


def visible_consultations(viewer: Viewer) -> QuerySet[Consultation]:
    """The consultations that the viewer may know of: those of dossiers that they may know of.

    That we leave one unanswered is our own affair until we say so.
    """
    found = Consultation.objects.filter(dossier__in=visible_dossiers(viewer))
    return found if rules.is_at_work(viewer) else found.exclude(verdict=Verdict.NO_GO)


def consultation_rows(viewer: Viewer, *, at: datetime, channel: str = "", dossier: int = 0) -> Listed:
    """The consultations as lists show them: three questions for any number."""
    found = visible_consultations(viewer).select_related("dossier", "approved_in__body", "statement")
    found = found.filter(channel=channel) if channel else found
    found = found.filter(dossier=dossier) if dossier else found
    told = decided(viewer, on=local_day(at)).order_by().filter(pk=OuterRef("approved_in"))
    found = found.annotate(is_decision_told=Exists(told))
    asks = _asks_of(found, viewer)
    rows = [_row(one, asks.get(one.pk, []), at=at) for one in found.order_by("deadline", "pk")]
    sent = [row for row in rows if row.standing == Standing.SENT]
    return Listed(
        open=[row for row in rows if rules.is_open(row.standing)],
        sent=sorted(sent, key=lambda row: row.consultation.sent_on or date.min, reverse=True),
        left=[row for row in reversed(rows) if row.standing == Standing.LEFT],
    )


def _asks_of(consultations: QuerySet[Consultation], viewer: Viewer) -> dict[int, list[AskRow]]:
    keys = consultations.order_by().values("pk")
    asks: dict[int, list[AskRow]] = {}
    for row in ask_rows(visible_asks(viewer).filter(consultation__in=keys)):
        asks.setdefault(row.ask.consultation_id or 0, []).append(row)
    return asks


def _row(consultation: Consultation, asks: list[AskRow], *, at: datetime) -> ConsultationRow:
    standing = rules.standing_of(consultation, at=at)
    return ConsultationRow(consultation, standing, rules.days_left(consultation, at=at), asks)


def consultation_at(slug: str, viewer: Viewer) -> Consultation | None:
    """The consultation at this address, if the viewer may know of it."""
    found = visible_consultations(viewer).select_related(
        "dossier__responsible", "dossier__activity__programme", "approved_in__item__event",
        "approved_in__body", "statement", "call", "sent_by", "file",
    )  # fmt: skip
    return found.filter(slug=slug).first()


def asks_of(consultation: Consultation, viewer: Viewer) -> list[AskRow]:
    """What we ask for in our answer, in the order in which it was written."""
    found = visible_asks(viewer).filter(consultation=consultation)
    return sorted(ask_rows(found), key=lambda row: row.ask.pk)


def open_consultations(viewer: Viewer, *, at: datetime) -> list[ConsultationRow]:
    """What waits for us, by its deadline, for those who work with it."""
    if not rules.is_at_work(viewer):
        return []
    waiting = visible_consultations(viewer).filter(sent_on__isnull=True).exclude(verdict=Verdict.NO_GO)
    waiting = waiting.select_related("dossier", "statement").order_by("deadline", "pk")
    return [_row(one, [], at=at) for one in waiting]


def deadlines_in_year(year: int, viewer: Viewer) -> QuerySet[Consultation]:
    """The consultations whose deadline is in a year."""
    first, last = at_oslo(date(year, 1, 1), time()), at_oslo(date(year + 1, 1, 1), time())
    found = visible_consultations(viewer).exclude(verdict=Verdict.NO_GO).select_related("dossier")
    return found.filter(deadline__gte=first, deadline__lt=last).order_by("deadline", "pk")


def register(viewer: Viewer) -> QuerySet[Consultation]:
    """The register of what we have said: every statement that was sent, the newest first."""
    found = visible_consultations(viewer).filter(sent_on__isnull=False)
    found = found.select_related("dossier", "approved_in__body", "approved_in__item", "statement")
    return found.order_by("-sent_on", "-pk")


def listing(rows: Iterable[ConsultationRow]) -> tuple[list[str], list[list[Any]]]:
    """The list as a spreadsheet has it: header and rows."""
    header = [
        _("Title"), _("Issue"), _("Channel"), _("Who asks"), _("Case number"), _("Sent out on"),
        _("Deadline"), _("Standing"), _("Sent on"), _("Approved by"), _("Together with"), _("Asks"),
        _("Met or partly met"), _("Address"),
    ]  # fmt: skip
    return header, [_line(row) for row in rows]


def _line(row: ConsultationRow) -> list[Any]:
    one = row.consultation
    met = sum(1 for ask in row.asks if ask.state in {AskState.MET, AskState.PARTLY_MET})
    return [
        one.title, str(one.dossier), str(one.get_channel_display()), one.sender, one.case_number,
        one.announced_on, local_day(one.deadline), str(row.standing.label), one.sent_on or "",
        row.approved_by, ", ".join(one.partners), len(row.asks),
        met, f"{settings.PUBLIC_URL}{reverse('consultation', args=[one.slug])}",
    ]  # fmt: skip


def corrections_in(changes: Iterable[Change]) -> dict[int, str]:
    """Of each time that the day of sending was put right: from which day to which, and why."""
    return {change.pk: _correction(change) for change in changes if change.verb == "correct_sent_day"}


def _correction(change: Change) -> str:
    noted, sent = (date.fromisoformat(told["sent_on"]) for told in (change.before, change.after))
    return f"{day(noted)} → {day(sent)}: {change.after['because']}"
