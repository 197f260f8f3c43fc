"""A call as a member would meet it, before anybody is asked."""

from datetime import date

from dugnad.calls.models import Answer, Call, Reply
from dugnad.calls.queries.calls import questions_of
from dugnad.calls.queries.conditions import because
from dugnad.calls.queries.prefill import prefilled_for
from dugnad.calls.queries.profile import before_this
from dugnad.calls.queries.replies import Item, ReplySheet
from dugnad.calls.rules import is_asked
from dugnad.members.models import Organisation


def preview_sheet(call: Call, organisation: Organisation, *, on: date) -> ReplySheet:
    """The sheet that a member would meet when it opens its reply; nothing of it is stored."""
    reply, questions = Reply(call=call, organisation=organisation), questions_of(call)
    prefilled = prefilled_for(reply, questions, on=on)
    last, known = before_this(reply, questions)
    brought = {q.pk: Answer(question=q, value=known[q.key].value) for q in questions if q.key in known}
    values = {pk: answer.value for pk, answer in brought.items()}
    items = [
        Item(
            question=question,
            answer=brought.get(question.pk),
            prefilled=prefilled.get(question.key),
            last_value=last.get(question.key),
            last_year=question.facts.as_text(question, last.get(question.key)),
            is_asked=is_asked(question, values),
            because=because(question, values),
            known=known.get(question.key),
        )
        for question in questions
    ]
    return ReplySheet(reply, items)
