"""Sentences and signs of the register: counts that say what they count, states with their mark."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dugnad.declarations.models import CampaignStep, Endorsement, office_in_words
from dugnad.declarations.queries.campaigns import ChaseRow
from dugnad.declarations.queries.consent import decision_words
from dugnad.declarations.queries.register import Counts, Register, RegisterRow
from dugnad.declarations.queries.register_files import counts_told
from dugnad.declarations.queries.verifying import Proof
from dugnad.declarations.states import EndorsementState, Standing, Verdict
from dugnad.kit.formats import day as in_words
from dugnad.kit.text import spoken

register = template.Library()
TONES = {
    Standing.ON_THE_DAY: "done",
    Standing.LATER: "done",
    Standing.ENDORSED: "active",
    Standing.CONSIDERING: "active",
    Standing.SIGNED_BEFORE: "warning",
    Standing.ENDORSED_BEFORE: "warning",
    Standing.DECLINED: "off",
    Standing.WITHDRAWN: "off",
}
VERDICT_TONES = {Verdict.GENUINE: "done", Verdict.UNKNOWN: "danger"}


@register.simple_tag
def standing_mark(row: RegisterRow) -> SafeString:
    """Where a member stands, in words with a mark."""
    return _mark(TONES.get(row.standing, ""), str(row.standing.label))


@register.simple_tag
def standing_counts(rows: list[RegisterRow]) -> str:
    """How many of some members have signed the words."""
    counts = Counts.of(rows)
    return _("%(signed)s of %(members)s signed") % {"members": counts.members, "signed": counts.signed}


@register.simple_tag
def verdict_mark(proof: Proof) -> SafeString:
    """What a paper is worth, in words with a mark."""
    return paper_mark(proof.verdict)


@register.simple_tag
def paper_mark(verdict: Verdict) -> SafeString:
    """The same where the paper stands beside others."""
    return _mark(VERDICT_TONES.get(verdict, "warning"), str(verdict.label))


def _mark(tone: str, words: str) -> SafeString:
    return format_html('<span class="status" data-tone="{}">{}</span>', tone, words)


@register.simple_tag
def signed_sentence(shown: Register) -> str:
    """54 have signed, 50 of them at the ceremony and 4 on another day."""
    counts = shown.counts
    if not counts.signed:
        return _("Nobody has signed these words.")
    told = {"signed": counts.signed, "day": counts.on_the_day, "later": counts.later}
    words = ngettext(
        "%(signed)s has signed, %(day)s at the ceremony and %(later)s on another day.",
        "%(signed)s have signed, %(day)s at the ceremony and %(later)s on another day.",
        counts.signed,
    )
    return words % told


@register.simple_tag
def with_and_without(shown: Register) -> str:
    """The same count with the county authorities and without, so that nobody mixes them."""
    if not shown.everyone.signed:
        return ""
    told = {"all": shown.everyone.signed, "municipalities": shown.municipalities.signed}
    return _("With county authorities %(all)s, municipalities alone %(municipalities)s.") % told


@register.simple_tag
def endorsed_sentence(shown: Register) -> str:
    """How many stand behind the words, signed or not, and how they said so."""
    counts = shown.counts
    told = {"endorsed": counts.endorsed, "council": counts.council, "mayor": counts.mayor}
    return (
        _(
            "%(endorsed)s stand behind the words: %(council)s by decision of a political body, %(mayor)s by "
            "the mayor’s confirmation."
        )
        % told
    )


@register.simple_tag
def decided(endorsement: Endorsement) -> str:
    """How a member endorsed: body and case, or the mayor's confirmation."""
    return decision_words(endorsement)


@register.filter
def office(signature: Any) -> str:
    """What the office of a signatory is called."""
    return office_in_words(signature)


@register.filter
def waiting_words(rows: list[ChaseRow]) -> str:
    """How many of some members we wait for, and how many of these are overdue."""
    words = ngettext("%(count)s to wait for", "%(count)s to wait for", len(rows)) % {"count": len(rows)}
    late = sum(row.is_overdue for row in rows)
    overdue = _("%(count)s overdue") % {"count": late}
    return f"{words}, {overdue}" if late else words


@register.filter
def waiting_as(rows: list[ChaseRow]) -> str:
    """What those that we wait for have said so far, so that the list agrees with the count beside it."""
    states = Counter(row.endorsement.state for row in rows)
    told = [
        (_("no answer yet"), states[EndorsementState.ASKED]),
        (_("under consideration"), states[EndorsementState.CONSIDERING]),
        (_("endorsed other words"), states[EndorsementState.ENDORSED]),
    ]
    return ", ".join(f"{count} {words}" for words, count in told if count)


@register.filter
def counted(shown: Register) -> list[tuple[str, int]]:
    """Each count of the register with what it counts; those that count nothing are left out."""
    told = counts_told(shown)
    return [(words, count) for words, count in told if count]


@register.filter
def made_up(rows: Iterable[RegisterRow]) -> bool:
    """Whether anything in these rows is invented for the demonstration."""
    return any(row.endorsement is not None and row.endorsement.is_illustrative for row in rows)


@register.simple_tag
def step_title(step: CampaignStep) -> str:
    """What a step is called: by its own name, else by its kind."""
    return spoken(step, "title") or step.get_kind_display()


@register.simple_tag
def verdict_sentence(proof: Proof) -> str:
    """What the verdict means, in a sentence."""
    told = {"member": proof.signature.endorsement.organisation.name if proof.signature else ""}
    told["day"] = in_words(proof.anew.signed_on) if proof.anew else ""
    if proof.anew and proof.verdict == Verdict.CHANGED:
        return (
            _(
                "The signature is in the register, but the text has been changed since. What was signed is "
                "not valid for this version. %(member)s signed the new words on %(day)s."
            )
            % told
        )
    return {
        Verdict.GENUINE: _("The signature is in the register, and the words have not been changed since."),
        Verdict.CHANGED: _(
            "The signature is in the register, but the text has been changed since. What was signed is not "
            "valid for this version."
        ),
        Verdict.REPLACED: _("The signature was given, and %(member)s has signed again since.") % told,
        Verdict.REVOKED: _("The signature was given, and has been revoked."),
        Verdict.UNKNOWN: _unknown(proof),
    }[proof.verdict]


def _unknown(proof: Proof) -> str:
    if proof.is_copy:
        return _(
            "We have not made this file. It may have been opened and saved anew, which changes it: try the "
            "code that stands on the paper."
        )
    return _("We know no paper with the code %(code)s. See that every sign is right.") % {"code": proof.code}
