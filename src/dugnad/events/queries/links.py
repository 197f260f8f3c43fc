"""Questions about addresses that open something for one person: each is signed, and none is stored."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dugnad.events.kinds import EVENT_FACTS, EventKind
from dugnad.events.models import Event, Participation

SALT = "dugnad.events.participation"
QUESTIONS = "dugnad.events.questions"


def answer_key(one: Participation) -> str:
    """What stands in the address of somebody's own page; it can be made anew for every mail."""
    return signing.Signer(salt=SALT).sign(str(one.pk)).replace(":", "~")


def answer_address(one: Participation) -> str:
    """Where somebody answers without an account."""
    return own_address(one, EVENT_FACTS[EventKind(one.event.kind)].own_page)


def own_address(one: Participation, name: str) -> str:
    """Where a page about an event stands that somebody opens by their link, for mail."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=[answer_key(one)])}"


def draft_address(event: Event) -> str:
    """What such an address looks like, opening nothing: for who reads a letter before it is sent."""
    page = EVENT_FACTS[EventKind(event.kind)].own_page
    return f"{settings.PUBLIC_URL}{reverse(page, args=['0'])}".replace("/0/", "/…/")


def page_address(event: Event, name: str = "meeting") -> str:
    """Where a page about an event stands, for mail."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=[event.slug])}"


def participation_with(key: str) -> Participation | None:
    """Whose page an address opens; None for one that nobody was given, and for who was forgotten."""
    try:
        number = signing.Signer(salt=SALT).unsign(key.replace("~", ":"))
    except signing.BadSignature:
        return None
    found = Participation.objects.select_related(
        "event__body", "event__sign_up", "person", "organisation", "certificate"
    )
    return found.filter(pk=int(number), erased_at__isnull=True).first()


def certificate_address(code: str) -> str:
    """Where anybody sees whether a certificate is genuine."""
    return f"{settings.PUBLIC_URL}{reverse('certificate', args=[code])}"


def questions_address(event: Event) -> str:
    """Where the speakers read what those who come wonder; the secretariat sends it to them."""
    return f"{settings.PUBLIC_URL}{reverse('questions', args=[questions_key(event)])}"


def questions_key(event: Event) -> str:
    """What stands in that address."""
    return signing.Signer(salt=QUESTIONS).sign(str(event.pk)).replace(":", "~")


def event_with_questions(key: str) -> Event | None:
    """Whose questions an address opens; None for one that nobody was given."""
    try:
        number = signing.Signer(salt=QUESTIONS).unsign(key.replace("~", ":"))
    except signing.BadSignature:
        return None
    return Event.objects.filter(pk=int(number)).first()
