"""Questions about words: which dossiers, consultations and asks hold them."""

from dataclasses import dataclass

from django.urls import reverse

from dugnad.dossiers.models import Ask, Consultation, Dossier
from dugnad.dossiers.queries.asks import visible_asks
from dugnad.dossiers.queries.consultations import visible_consultations
from dugnad.dossiers.queries.dossiers import visible_dossiers
from dugnad.kit import formats
from dugnad.kit.text import Fit, fit, localised
from dugnad.members.rules import Viewer

LANGUAGES = ("nb", "nn", "en")
Marked = Dossier | Consultation | Ask  # each says whether it was made up


@dataclass(frozen=True)
class Hit:
    """What a search found: a dossier, a consultation or an ask, named as the thread names it."""

    kind: str
    key: str
    title: str
    note: str
    url: str
    is_illustrative: bool
    fit: Fit


def search(text: str, viewer: Viewer) -> list[Hit]:
    """What the viewer may read that holds every word: three questions."""
    dossiers = [
        _hit(("dossier", one.key), localised(one, "title"), one.get_state_display(), one, fits)
        for one in visible_dossiers(viewer)
        if (fits := fit(text, *(getattr(one, f"title_{language}") for language in LANGUAGES)))
    ]
    consultations = [
        _hit(("consultation", one.slug), one.title, f"{one.sender}, {formats.day(one.deadline)}", one, fits)
        for one in visible_consultations(viewer)
        if (fits := fit(text, one.title, one.sender, one.case_number))
    ]
    asks = [
        _hit(("ask", f"{one.dossier.key}/{one.pk}"), str(one), localised(one.dossier, "title"), one, fits)
        for one in visible_asks(viewer).select_related("dossier")
        if (fits := fit(text, one.text))
    ]
    return [*dossiers, *consultations, *asks]


def _hit(name: tuple[str, str], title: str, note: str, one: Marked, fits: Fit) -> Hit:
    kind, key = name
    return Hit(kind, key, title, note, reverse(kind, args=key.split("/")), one.is_illustrative, fits)
