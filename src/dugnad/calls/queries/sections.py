"""Questions about the sections of a reply: one of them alone, how far each has come, who has which."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from dugnad.calls.models import Forwarding, Reply, Section
from dugnad.calls.queries.replies import ReplySheet, progress_of
from dugnad.calls.rules import Progress, fingerprint
from dugnad.kit.models import Change

WHOLE = 40  # questions that are still pleasant on one page; a longer call is answered section by section


@dataclass(frozen=True)
class OutlineRow:
    """A section in the list of them: how far it has come, and the colleagues who have it."""

    section: Section
    progress: Progress
    forwardings: list[Forwarding]


def part_of(sheet: ReplySheet, section: Section | None) -> ReplySheet:
    """One section of a reply; all of it where none is named."""
    if section is None:
        return sheet
    return replace(sheet, items=[item for item in sheet.items if item.question.section_id == section.pk])


def outline_of(sheet: ReplySheet, forwardings: Iterable[Forwarding] = ()) -> list[OutlineRow]:
    """The sections of a reply in order."""
    lent: dict[int, list[Forwarding]] = {}
    for forwarding in forwardings:
        lent.setdefault(forwarding.section_id, []).append(forwarding)
    return [
        OutlineRow(section, progress_of(items), lent.get(section.pk, [])) for section, items in sheet.sections
    ]


def is_long(sheet: ReplySheet) -> bool:
    """Whether a reply is answered section by section."""
    return len(sheet.items) > WHOLE and len(sheet.sections) > 1


def forwardings_of(reply: Reply) -> QuerySet[Forwarding]:
    """Who was lent which section, the newest first."""
    return reply.forwardings.select_related("section", "by").order_by("-at", "-pk")


WRITTEN = frozenset({"save_draft", "attach_file", "detach_file", "carry_files", "finish_forwarding"})


def told_by_link(changes: Iterable[Change], lent: Iterable[Forwarding]) -> dict[int, str]:
    """By entry (id) the colleague who wrote by a link: the trail itself has only the number of the link."""
    writers = {forwarding.pk: forwarding.writer for forwarding in lent}
    return {
        change.pk: writers[change.after["forwarding"]]
        for change in changes
        if change.verb in WRITTEN and change.after.get("forwarding") in writers
    }


def forwarding_with(token: str) -> Forwarding | None:
    """The section that this link opens: only the hash of a link is known here."""
    found = Forwarding.objects.select_related("reply__call__contact", "reply__organisation", "section", "by")
    return found.filter(sha256=fingerprint(token.encode())).first()


def language_of(reply: Reply) -> str:
    """The form of Norwegian in which a member is written to."""
    return "nn" if reply.organisation.language_form == "nn" else "nb"
