"""Questions that end on paper: the text alone, with one signature or with all, and the ceremony's sheet.

What a paper says is gathered first and compiled afterwards: the compiler takes most of a second, and whoever
stores what it made compares first whether the same would be gathered now.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations.kinds import PaperLanguage, PointKind
from dugnad.declarations.models import Attendance, Campaign, Point, Signature, Wording, office_in_words
from dugnad.declarations.queries.wordings import points_of
from dugnad.declarations.rules import language_of_words
from dugnad.kit import formats
from dugnad.kit.pdf import compile_pdf
from dugnad.kit.text import localised
from dugnad.members.kinds import LanguageForm
from dugnad.members.models import Organisation

TEMPLATES = Path(__file__).parents[1] / "templates" / "declarations"
SIGNED_IN = PaperLanguage.BOKMAAL  # bokmål is what is signed; the others are translations, and say so
Told = dict[str, Any]  # all that a paper says, as its template reads it


def language_for(member: Organisation) -> PaperLanguage:
    """The language of a member's papers: that of its own letters; bokmål where it takes either."""
    is_nynorsk = member.language_form == LanguageForm.NYNORSK
    return PaperLanguage.NYNORSK if is_nynorsk else PaperLanguage.BOKMAAL


def told_to_one(signature: Signature, *, at: datetime) -> Told:
    """What the paper of one signature says, in the language of its member."""
    endorsement = signature.endorsement
    with translation.override(language_for(endorsement.organisation)):
        names = {"declaration": _named(endorsement.wording), "member": endorsement.organisation}
        title = _("%(declaration)s, signed by %(member)s") % names
        return _told(endorsement.wording, [signature], title=title, code=signature.code, at=at)


def told_to_all(
    wording: Wording, signatures: Iterable[Signature], *, language: str, code: str, at: datetime
) -> Told:
    """What the paper with everybody's signatures says: that it is one for all, and who has signed."""
    signatures = list(signatures)
    with translation.override(language):
        title = _("%(declaration)s with all who have signed") % {"declaration": _named(wording)}
        joint = ngettext(
            "Joint paper: %(count)s member had signed these words on %(day)s. Its name stands below the "
            "text, and its own paper is genuine beside this one.",
            "Joint paper: %(count)s members had signed these words on %(day)s. Their names stand below the "
            "text, and each one’s own paper is genuine beside this one.",
            len(signatures),
        ) % {"count": len(signatures), "day": formats.day(at.date())}
        return _told(wording, signatures, title=title, code=code, at=at, joint=joint)


def told_unsigned(wording: Wording, *, language: str, at: datetime) -> Told:
    """What the text says on paper before anybody has signed it, for those who treat it at home."""
    with translation.override(language):
        title = _("%(declaration)s, the text") % {"declaration": _named(wording)}
        return _told(wording, [], title=title, code="", at=at)


def compiled(told: Told, *, at: datetime) -> bytes:
    """A paper of the declaration as PDF/UA-1."""
    return compile_pdf(TEMPLATES / "paper.typ", told, {}, at=at)


def _named(wording: Wording) -> str:
    return f"{localised(wording.declaration, 'title')} {wording.name}"


def _told(
    wording: Wording, signatures: list[Signature], *, title: str, code: str, at: datetime, joint: str = ""
) -> Told:
    language = translation.get_language()
    return {
        "language": language,
        "title": title,
        "heading": localised(wording.declaration, "title"),
        "name": wording.name,
        "alliance": settings.ALLIANCE["name"],
        "preamble": [part.strip() for part in _words_of(wording, "preamble").split("\n\n") if part.strip()],
        "parts": _parts(points_of(wording)),
        "signatures": [_signature(one) for one in signatures],
        "sha256": signatures[0].sha256 if signatures else wording.sha256,
        "code": code,
        "address": f"{settings.PUBLIC_URL}/erklaering/bevis/{code}/" if code else "",
        "notices": [joint, *_notices(wording)],
        "words": _words(wording, len(signatures), at),
    }


def _words_of(noun: Any, field: str) -> str:
    """The words in the paper's language; in bokmål where a translation is missing or older than bokmål."""
    return localised(noun, field, language_of_words(noun, str(translation.get_language())))


def _parts(points: list[Point]) -> list[Told]:
    """The points under the heading of their part, in the order of the text."""
    parts: list[Told] = []
    for point in points:
        label = str(PointKind(point.kind).label)
        if not parts or parts[-1]["heading"] != label:
            parts.append({"heading": label, "points": []})
        unknown = _("The words of this point are not known.")
        text = unknown if point.is_missing else _words_of(point, "text")
        title = _words_of(point, "title")
        parts[-1]["points"].append({"number": point.number, "title": title, "text": text})
    return parts


def _signature(one: Signature) -> dict[str, str]:
    office = office_in_words(one)
    deputy = _("%(office)s, as a deputy") % {"office": office} if one.is_deputy else office
    place = _("at the ceremony") if one.at_ceremony else ""
    return {
        "member": one.endorsement.organisation.name,
        "name": one.signatory,
        "office": deputy,
        "day": ", ".join(filter(None, [formats.day(one.signed_on), place])),
        "reservations": "; ".join(
            _("reservation about point %(number)s: %(text)s")
            % {"number": held.point.number, "text": held.text}
            for held in one.endorsement.reservations.all()
        ),
    }


def _notices(wording: Wording) -> list[str]:
    """What a reader must know of the words before reading them."""
    is_translated = translation.get_language() != SIGNED_IN
    return [
        _("Translated. What is signed, and what the fingerprint is of, are the words in bokmål.")
        if is_translated
        else "",
        "" if wording.sha256 else _("Draft. The text may still change."),
        _("The words are told in our own words from public sources.") if wording.is_paraphrase else "",
    ]


def _words(wording: Wording, signed: int, at: datetime) -> dict[str, str]:
    made_up = _("Made up for demonstration: who signed, and their names, are not real.")
    made_up = made_up if signed else _("Made up for demonstration.")
    by = ngettext("Signed by %(count)s member", "Signed by %(count)s members", signed)
    return {
        "signatures": by % {"count": signed},
        "member": _("Member"),
        "name": _("Name"),
        "office": _("Office"),
        "day": _("Day"),
        "proof": _("How to see whether this is genuine"),
        "advice": _(
            "Open the address, or type the code there. A copy of this file can be checked there too."
        ),
        "code": _("Code"),
        "fingerprint": _("Fingerprint of the words (SHA-256)"),
        "made": _("Made %(day)s") % {"day": formats.day(at.date())},
        "page": _("Page"),
        "illustrative": made_up if settings.DEMO or wording.is_illustrative else "",
    }


def ceremony_sheet(campaign: Campaign, coming: Iterable[Attendance], *, language: str, at: datetime) -> bytes:
    """The sheet for whoever leads the ceremony: who is called, in which order, and how the names are said."""
    with translation.override(language):
        data = {
            "language": language,
            "title": _("Ceremony: %(declaration)s") % {"declaration": campaign.wording},
            "lead": ", ".join(
                filter(None, [formats.weekday(campaign.ceremony_at), campaign.place, campaign.occasion])
            ),
            "head": ["", _("Member"), _("Name and office"), _("How the name is said"), _("Note")],
            "rows": [_caller(number, one) for number, one in enumerate(coming, start=1)],
            "page": _("Page"),
            "empty": _("Nobody has been entered yet."),
        }
        return compile_pdf(TEMPLATES / "ceremony.typ", data, {}, at=at)


def _caller(number: int, one: Attendance) -> list[str]:
    office = office_in_words(one)
    who = ", ".join(filter(None, [one.name, office, _("deputy") if one.is_deputy else ""]))
    return [str(number), one.endorsement.organisation.name, who, one.pronunciation, one.note]
