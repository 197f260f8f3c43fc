"""Where somebody writes: a whole reply, one section of it, or a section that was lent to them by a link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dugnad.calls import rules
from dugnad.calls.models import Forwarding, Reply, Section
from dugnad.calls.queries import ReplySheet, part_of, sheet_of
from dugnad.calls.views.finding import viewer_on
from dugnad.kit import clock


@dataclass(frozen=True)
class Desk:
    """One page of answers: what it shows, who writes on it, and where its buttons lead."""

    request: HttpRequest
    reply: Reply
    show: Callable[..., HttpResponse]  # draws the page again, with what came back
    page: str  # the address of the page itself
    save: str  # where its script saves
    news: str  # where its script asks what colleagues have saved
    section: Section | None = None
    forwarding: Forwarding | None = None
    token: str = ""  # of the link, for the addresses below it

    def sheet(self, *, with_last_year: bool = False) -> ReplySheet:
        """What the page asks, as it stands now."""
        return part_of(sheet_of(self.reply, on=clock.today(), with_last_year=with_last_year), self.section)

    @property
    def may_write(self) -> bool:
        """Whether what is sent here can be stored."""
        if self.forwarding is None:
            return rules.may_write(viewer_on(self.request), self.reply.call, self.reply)
        began = self.request.first_byte_at  # type: ignore[attr-defined]
        return rules.is_lent(
            self.forwarding, self.reply.call, self.reply, first_byte_at=began, at=clock.now()
        )

    @property
    def hand(self) -> dict[str, Any]:
        """Who writes, as the verb wants it."""
        if self.forwarding is None:
            return {"by": viewer_on(self.request).person}
        began = self.request.first_byte_at  # type: ignore[attr-defined]
        return {"by": None, "forwarding": self.forwarding, "first_byte_at": began}


def desk_of(
    request: HttpRequest, reply: Reply, show: Callable[..., HttpResponse], section: Section | None = None
) -> Desk:
    """The page of a reply, or of one of its sections, for those who have signed in."""
    place = (reply.call.slug, reply.organisation.slug)
    page = reverse("reply_section", args=[*place, section.pk]) if section else reverse("reply", args=place)
    save, news = reverse("save_draft", args=place), reverse("reply_news", args=place)
    if section:  # so that what its script is told is counted in the section too
        save, news = f"{save}?section={section.pk}", f"{news}?section={section.pk}"
    return Desk(request, reply, show, page, save, news, section)
