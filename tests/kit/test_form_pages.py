"""Addresses that only take what a form sends: opened, each of them leads to the page that holds the form."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from django.test import RequestFactory
from django.urls import get_resolver, resolve

from dugnad.kit.middleware import page_of_form

# Every address that takes only POST, and the page to which it leads whoever opens it. A new one belongs here.
LEADS_TO = {
    "accept_reply": "reply",
    "accept_run": "run",
    "accept_section": "review_reply",
    "add_reminder": "reminders",
    "add_section": "questions",
    "answer_for_members": "read_reply",
    "approve": "document",
    "ask_again": "questions",
    "ask_for_approval": "reply",
    "check_run": "run",
    "close_account": "person",
    "close_campaign": "campaign",
    "complete_milestone": "programme_now",
    "compose_edition": "edition",
    "confirm_membership": "members",
    "confirm_preamble": "edit_wording",
    "confirm_reply": "reply",
    "confirm_translation": "edit_point",
    "copy_arrangement": "arrange_edition",
    "decline_reply": "reply",
    "decline_story": "story_inbox",
    "demo_sign_in": "front",
    "demo_token": "front",
    "detach": "document",
    "detach_file": "reply",
    "detach_forwarded_file": "forwarded_section",
    "drop_objection": "objections",
    "end_forwarding": "reply",
    "expect_reply": "reply",
    "export_person": "person",
    "give_account": "person",
    "make_joint_paper": "register",
    "make_missing_papers": "ceremony",
    "make_signed_paper": "consent",
    "move_block": "arrange_edition",
    "move_question": "questions",
    "move_section": "questions",
    "name_replacement": "edition",
    "object_to_reply": "reply",
    "open_campaign": "campaign",
    "order_ceremony": "ceremony",
    "publish": "document",
    "remind_of_campaign": "campaign",
    "remove_basis": "back_ask",
    "remove_block": "arrange_edition",
    "remove_flow": "quantities",
    "remove_follow_up": "follow_up_plan",
    "remove_paper": "campaign",
    "remove_question": "questions",
    "remove_section": "questions",
    "remove_use": "document",
    "renew_report": "year_report",
    "reopen_follow_up": "follow_up_plan",
    "reopen_milestone": "programme_now",
    "retire_question": "questions",
    "retract_contact": "note_contact",
    "return_reply": "reply",
    "return_section": "review_reply",
    "return_with_note": "document",
    "revoke_token": "tokens",
    "save_draft": "reply",
    "save_forwarded": "forwarded_section",
    "save_notes": "write_minutes",
    "send_objections": "objections_letter",
    "set_aside_find": "found_figures",
    "set_table": "fetch_figures",
    "sign_at_ceremony": "ceremony",
    "step_edition": "edition",
    "stop_reminder": "reminders",
    "store_register": "read_register",
    "store_vintage": "import_vintage",
    "submit_for_review": "document",
    "submit_reply": "read_reply",
    "take_find": "found_figures",
    "take_in_story": "story_inbox",
    "tick_step": "campaign",
    "unlink_item": "link_item",
    "watch_source": "fetch_figures",
    "withdraw": "document",
    "withdraw_published_figure": "published_figure",
    "withdraw_reply": "reply",
}


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address, pattern


def takes_only_post(view: Any) -> bool:
    """Whether the view says so above its name; those of libraries are theirs."""
    if not getattr(view, "__module__", "").startswith("dugnad."):
        return False
    return "@require_POST" in inspect.getsource(inspect.unwrap(view)).partition("def ")[0]


def example(address: str) -> str:
    """An address as somebody would open it."""
    return "/" + re.sub(r"<slug:\w+>", "ord", re.sub(r"<int:\w+>", "1", address))


def leads_to(address: str) -> str:
    """The name of the page to which an address leads, at once or by way of others that lead on."""
    for _step in range(3):
        request = RequestFactory().get(address)
        request.resolver_match = resolve(address)
        if not takes_only_post(request.resolver_match.func):
            return str(request.resolver_match.url_name)
        address = page_of_form(request)
    raise AssertionError(address)


def test_every_address_that_only_takes_what_is_sent_leads_to_the_page_that_holds_its_form():
    found = {
        pattern.name: leads_to(example(address))
        for address, pattern in addresses(get_resolver().url_patterns)
        if takes_only_post(pattern.callback)
    }
    assert found == LEADS_TO
