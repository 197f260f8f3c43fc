"""What the secretariat thinks of each section of a reply, and which verdicts a new version keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dugnad.calls.models import Question, Reply, ReplyVersion, SectionReview
from dugnad.calls.queries.versions import newest_version, read_version
from dugnad.calls.states import Verdict

Content = Mapping[str, Any]


@dataclass(frozen=True)
class SectionVerdict:
    """The last verdict on a section, and whether it holds for what was submitted last."""

    review: SectionReview
    stands: bool
    is_same: bool  # the answers are those that the verdict was given on
    is_kept: bool  # given on an earlier version, whose answers here were the same
    was_sent: bool = False  # the reply went back after it, so that the member has read the note

    @property
    def is_accepted(self) -> bool:
        """Whether the section needs no more reading."""
        return self.stands and self.review.verdict == Verdict.ACCEPTED

    @property
    def is_returned(self) -> bool:
        """Whether the section goes back with a note."""
        return self.stands and self.review.verdict == Verdict.RETURNED


def verdicts_of(reply: Reply, newest: ReplyVersion | None = None) -> dict[int, SectionVerdict]:
    """The last verdict on each section (id) that has one.

    A verdict is on the answers that were read. An accepted section stays accepted in a later version when
    its answers are the same; everything else in a new version is read anew.
    """
    newest = newest or newest_version(reply)
    reviews: dict[int, SectionReview] = {}
    for review in reply.section_reviews.select_related("by", "section").order_by("-version", "-pk"):
        reviews.setdefault(review.section_id, review)
    if newest is None or not reviews:
        return {}
    keys = _keys_by_section(reply)
    contents = _contents(reply, newest, {review.version for review in reviews.values()})
    went_back = _went_back(reply)
    return {
        pk: _verdict(review, contents, newest, keys.get(pk, set()), _was_sent(review, went_back))
        for pk, review in reviews.items()
    }


def returned_sections(reply: Reply, newest: ReplyVersion | None = None) -> list[SectionReview]:
    """The sections of the newest version that go back, in order, each with its note."""
    newest = newest or newest_version(reply)
    if newest is None:
        return []
    found = reply.section_reviews.filter(version=newest.number, verdict=Verdict.RETURNED)
    return list(found.select_related("section").order_by("section__position", "section_id"))


def gathered_letter(reply: Reply, newest: ReplyVersion | None = None) -> str:
    """The notes on all sections that go back, as one letter."""
    return letter_of(returned_sections(reply, newest))


def letter_of(returned: Iterable[SectionReview]) -> str:
    """Notes on sections under the titles of the sections."""
    return "\n\n".join(f"{row.section}:\n{row.note}" for row in returned)


def _keys_by_section(reply: Reply) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for section, key in Question.objects.filter(call=reply.call_id).values_list("section_id", "key"):
        found.setdefault(section, set()).add(key)
    return found


def _contents(reply: Reply, newest: ReplyVersion, numbers: set[int]) -> dict[int, Content]:
    """What the newest version says, and the earlier ones that a verdict was given on."""
    earlier = reply.versions.filter(number__in=numbers - {newest.number})
    return {version.number: read_version(version) for version in [newest, *earlier]}


def _went_back(reply: Reply) -> dict[int, datetime]:
    """When each version (number) of a reply was last returned, of those that were."""
    returned = reply.notes.filter(verb="return_reply").order_by("at").values_list("at", flat=True)
    received = list(reply.versions.order_by("number").values_list("number", "received_at"))
    read = ((at, [number for number, came in received if came <= at]) for at in returned)
    return {numbers[-1]: at for at, numbers in read if numbers}


def _was_sent(review: SectionReview, went_back: Mapping[int, datetime]) -> bool:
    """Whether the version that a verdict was given on went back after it."""
    return review.version in went_back and went_back[review.version] >= review.at


def _verdict(
    review: SectionReview,
    contents: Mapping[int, Content],
    newest: ReplyVersion,
    keys: set[str],
    was_sent: bool,
) -> SectionVerdict:
    is_of_newest = review.version == newest.number
    is_same = _part(contents[newest.number], keys) == _part(contents.get(review.version, {}), keys)
    stands = is_of_newest or (is_same and review.verdict == Verdict.ACCEPTED)
    is_kept = stands and not is_of_newest
    return SectionVerdict(review, stands=stands, is_same=is_same, is_kept=is_kept, was_sent=was_sent)


def _part(content: Content, keys: set[str]) -> tuple[Any, ...]:
    """What a version says of some questions: how they were asked, what was answered and put in."""
    asked = {key: row for key, row in content.get("questions", {}).items() if key in keys}
    answers = {key: row for key, row in content.get("answers", {}).items() if key in keys}
    apart = keys & set(content.get("not_applicable", ()))
    return asked, answers, apart, [row for row in content.get("files", []) if row["question"] in keys]
