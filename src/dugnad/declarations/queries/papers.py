"""Questions that end on paper: a signed text for each member and for all, and the sheet of the ceremony."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dugnad.declarations.kinds import PointKind
from dugnad.declarations.models import Attendance, Campaign, Point, Signature, Wording
from dugnad.declarations.queries.wordings import points_of
from dugnad.kit import formats
from dugnad.kit.pdf import compile_pdf

TEMPLATES = Path(__file__).parents[1] / "templates" / "declarations"
SIGNED_IN = "nb"  # bokmål is what is signed, so the paper that proves it is in bokmål


def signed_paper(signature: Signature, *, at: datetime) -> bytes:
    """The text with one member's signature, as PDF/UA-1."""
    endorsement = signature.endorsement
    with translation.override(SIGNED_IN):
        return _paper(
            endorsement.wording,
            [signature],
            title=_("%(declaration)s, signed by %(member)s")
            % {"declaration": endorsement.wording, "member": endorsement.organisation},
            code=signature.code,
            at=at,
        )


def joint_paper(wording: Wording, signatures: Iterable[Signature], *, code: str, at: datetime) -> bytes:
    """The text with everybody's signatures, as PDF/UA-1."""
    with translation.override(SIGNED_IN):
        title = _("%(declaration)s with all who have signed") % {"declaration": wording}
        return _paper(wording, signatures, title=title, code=code, at=at)


def _paper(
    wording: Wording, signatures: Iterable[Signature], *, title: str, code: str, at: datetime
) -> bytes:
    signatures = list(signatures)
    data = {
        "title": title,
        "heading": wording.declaration.title_nb,
        "name": wording.name,
        "alliance": settings.ALLIANCE["name"],
        "preamble": [part.strip() for part in wording.preamble_nb.split("\n\n") if part.strip()],
        "parts": _parts(points_of(wording)),
        "signatures": [_signature(one) for one in signatures],
        "sha256": signatures[0].sha256,
        "code": code,
        "address": f"{settings.PUBLIC_URL}/erklaering/bevis/{code}/",
        "words": _words(wording, at),
    }
    return compile_pdf(TEMPLATES / "paper.typ", data, {}, at=at)


def _parts(points: list[Point]) -> list[dict[str, Any]]:
    """The points under the heading of their part, in the order of the text."""
    parts: list[dict[str, Any]] = []
    for point in points:
        label = str(PointKind(point.kind).label)
        if not parts or parts[-1]["heading"] != label:
            parts.append({"heading": label, "points": []})
        text = _("The words of this point are not known.") if point.is_missing else point.text_nb
        parts[-1]["points"].append({"number": point.number, "title": point.title_nb, "text": text})
    return parts


def _signature(one: Signature) -> dict[str, str]:
    office = one.office_title or one.get_office_display()
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
            for held in one.endorsement.reservations.select_related("point")
        ),
    }


def _words(wording: Wording, at: datetime) -> dict[str, str]:
    made_up = _("Made up for demonstration: who signed, and their names, are not real.")
    return {
        "signatures": _("Signed by"),
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
        "paraphrase": _("The words are told in our own words from public sources.")
        if wording.is_paraphrase
        else "",
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
    office = one.office_title or one.get_office_display()
    who = ", ".join(filter(None, [one.name, office, _("deputy") if one.is_deputy else ""]))
    return [str(number), one.endorsement.organisation.name, who, one.pronunciation, one.note]
