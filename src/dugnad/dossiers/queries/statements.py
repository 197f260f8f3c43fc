"""The words with which a statement is begun: what it answers, and what we ask for."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from dugnad.dossiers.models import Consultation
from dugnad.kit.history import changes_of


def title_of_statement(consultation: Consultation, language: str) -> str:
    """What the statement is called."""
    with override(language):
        return (_("Statement: %(title)s") % {"title": consultation.title})[:200]


def body_of_statement(consultation: Consultation, language: str) -> str:
    """A draft with its headings: our position, and each ask with the reason that was written to it."""
    with override(language):
        parts = [
            _("To %(sender)s") % {"sender": consultation.sender}
            + (f" ({consultation.case_number})" if consultation.case_number else ""),
            *_section(_("Our position"), consultation.dossier.position),
            f"## {_('What we ask for')}",
            *_asks(consultation),
        ]
    return "\n\n".join(parts)


def earlier_statements(consultation: Consultation) -> set[int]:
    """The numbers of the statements that were begun and withdrawn before this one, as the trail has them."""
    begun = changes_of(consultation).filter(verb="begin_statement").values_list("after", flat=True)
    return {after["statement"] for after in begun if after} - {consultation.statement_id}


def _section(heading: str, text: str) -> list[str]:
    return [f"## {heading}", text] if text.strip() else []


def _asks(consultation: Consultation) -> list[str]:
    found = consultation.asks.order_by("pk")
    asks = [
        f"{number}. {ask.text}" + (f" {ask.reason}" if ask.reason else "")
        for number, ask in enumerate(found, 1)
    ]
    return ["\n".join(asks)] if asks else []
