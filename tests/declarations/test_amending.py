"""Changes proposed to a text, point by point: who proposed what, what the bodies said, what became of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.kinds import AmendmentKind, PointKind, Stance, SuccessionKind, TreatmentOutcome
from dugnad.declarations.models import Amendment, Point, Wording
from dugnad.declarations.states import AmendmentState, WordingState
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.text import localised
from dugnad.members.models import User
from dugnad.members.rules import Viewer
from tests.factories.declarations import make_point, make_wording
from tests.factories.members import (
    make_body,
    make_body_member,
    make_editor,
    make_guest,
    make_municipality,
    make_person,
    make_secretary,
)
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
ROOT = "/erklaering/ordforererklaering/2022/forslag/"
REWORD, STRIKE, ADD = AmendmentKind.REWORD, AmendmentKind.STRIKE, AmendmentKind.ADD


@pytest.fixture
def draft() -> Wording:
    """A revision of a text with two points."""
    before = make_wording("2019")
    for key in ("kutt", "tilpasning"):
        make_point(before, key, title_nb=key.title(), text_nb=f"Gjøre {key}.", text_en=f"Do {key}.")
    changes.offer_wording(before, **NOBODY)
    changes.adopt_wording(before, on=date(2019, 2, 7), **NOBODY)
    return changes.begin_revision(before, name="2022", **NOBODY)


@pytest.fixture
def secretary() -> Client:
    return signed_in(make_secretary())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def point_of(draft: Wording, key: str = "kutt") -> Point:
    return draft.points.get(key=key)


def propose(draft: Wording, kind: str = REWORD, **told: Any) -> Amendment:
    values: dict[str, Any] = {"reason": "Fordi.", "text": "Gjøre kutt hvert år."}
    values |= {"point": point_of(draft)} if kind != ADD else {"title": "Natur"}
    return changes.propose_amendment(draft, kind=kind, **{**values, **told}, **NOBODY)


def ways(draft: Wording) -> set[tuple[str, str, str, str]]:
    return {
        (
            each.predecessor.key if each.predecessor else "",
            each.kind,
            each.successor.key if each.successor else "",
            each.reason_nb,
        )
        for each in draft.successions.select_related("predecessor", "successor")
    }


# Rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("viewer", "state", "may"),
    [
        (Viewer(roles=frozenset({Role.SECRETARIAT})), WordingState.DRAFT, True),
        (Viewer(roles=frozenset({Role.BODY_MEMBER})), WordingState.DRAFT, True),
        (Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({1})), WordingState.DRAFT, False),
        (Viewer(roles=frozenset({Role.MEMBER_EDITOR}), edits=frozenset({1})), WordingState.OFFERED, True),
        (Viewer(roles=frozenset({Role.GUEST})), WordingState.OFFERED, False),
        (Viewer(roles=frozenset({Role.SECRETARIAT})), WordingState.ADOPTED, False),
    ],
)
def test_may_amend(viewer, state, may):
    assert rules.may_amend(viewer, Wording(state=state)) == may


def test_may_take_back_is_for_who_proposed_and_who_answers_for_it():
    person = make_secretary().person
    amendment = Amendment(state=AmendmentState.PROPOSED, proposed_by=person, organisation_id=1, body_id=2)
    may = {
        "the one who proposed": Viewer(person=person),
        "an editor of the member": Viewer(edits=frozenset({1})),
        "a member of the body": Viewer(bodies=frozenset({2})),
        "the secretariat": Viewer(roles=frozenset({Role.SECRETARIAT})),
    }
    assert all(rules.may_take_back(viewer, amendment) for viewer in may.values())
    assert not rules.may_take_back(Viewer(edits=frozenset({3})), amendment)
    amendment.state = AmendmentState.ADOPTED
    assert not any(rules.may_take_back(viewer, amendment) for viewer in may.values())


# Verbs ------------------------------------------------------------------------------------------------------


def test_propose_amendment_keeps_the_words_that_it_would_change(draft):
    member = make_municipality()
    amendment = propose(draft, organisation=member)
    assert (amendment.point_number, amendment.point_title, amendment.before) == ("1", "Kutt", "Gjøre kutt.")
    assert (str(amendment), amendment.organisation) == ("1. Kutt", member)
    struck = propose(draft, STRIKE)
    assert (struck.text, struck.before) == ("", "Gjøre kutt.")
    added = propose(draft, ADD)
    assert (str(added), added.before, added.point) == ("Natur", "", None)


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        (REWORD, {"point": None}, "point"),
        (REWORD, {"text": " "}, "text"),
        (REWORD, {"text": "Gjøre kutt."}, "text"),
        (ADD, {"title": ""}, "title"),
        (STRIKE, {"reason": ""}, "reason"),
    ],
)
def test_propose_amendment_says_what_is_lacking(draft, kind, told, field):
    with refused(field, field=field):
        propose(draft, kind, **told)


def test_a_proposal_that_is_sent_twice_is_one_proposal(draft):
    person = make_person("Kari")
    told = {"kind": REWORD, "reason": "Fordi.", "text": "Gjøre kutt hvert år.", "point": point_of(draft)}
    first = changes.propose_amendment(draft, **told, by=person, at=AT)
    again = changes.propose_amendment(draft, **told, by=person, at=AT + timedelta(seconds=5))
    other = changes.propose_amendment(draft, **told | {"reason": "Derfor."}, by=person, at=AT)
    assert (again, other == first, draft.amendments.count()) == (first, False, 2)


def test_propose_amendment_refuses_a_point_of_another_text_and_a_text_that_stands(draft):
    with refused("point"):
        propose(draft, point=draft.based_on.points.get(key="kutt"))
    with refused("state"):
        propose(draft.based_on, point=draft.based_on.points.get(key="kutt"))


def test_adopting_other_words_changes_the_point_sharpens_it_and_keeps_the_words_before(draft):
    amendment = propose(draft, title="Kutte")
    changes.adopt_amendment(amendment, title_nn="Kutte", text_nn="Gjere kutt kvart år.", **NOBODY)
    point = point_of(draft)
    assert (point.title_nb, point.text_nb, point.text_nn, point.text_en) == (
        "Kutte",
        "Gjøre kutt hvert år.",
        "Gjere kutt kvart år.",
        "",
    )
    amendment.refresh_from_db()
    assert (amendment.state, amendment.before, amendment.point) == (
        AmendmentState.ADOPTED,
        "Gjøre kutt.",
        point,
    )
    assert ("kutt", SuccessionKind.SHARPENED, "kutt", "Fordi.") in ways(draft)
    assert queries.gaps_of(draft) == []


def test_adopting_other_words_for_a_point_that_is_sharpened_already_keeps_its_reason(draft):
    first, second = propose(draft), propose(draft, text="Gjøre kutt hver dag.", reason="Oftere.")
    changes.adopt_amendment(first, **NOBODY)
    changes.adopt_amendment(second, **NOBODY)
    second.refresh_from_db()
    assert second.before == "Gjøre kutt hvert år."
    assert ("kutt", SuccessionKind.SHARPENED, "kutt", "Fordi.") in ways(draft)


def test_words_that_an_adopted_proposal_leaves_alone_keep_their_translations(draft, secretary):
    changes.edit_point(
        point_of(draft), title_nn="Kutte", title_en="Cut", text_nn="Gjere kutt.", text_en="Do cuts.", **NOBODY
    )
    reworded = propose(draft)
    page = words(secretary.get(f"{ROOT}{reworded.pk}/vedta/"))
    assert 'value="Cut"' in page
    assert "Do cuts." not in page
    sent = {"seen": queries.seen_in_point(point_of(draft)), "title_nn": "Kutte", "title_en": "Cut"}
    sent |= {"text_nn": "Gjere kutt kvart år.", "text_en": "Do cuts each year."}
    assert secretary.post(f"{ROOT}{reworded.pk}/vedta/", sent).status_code == 302
    point = point_of(draft)
    assert (point.title_nn, point.title_en, point.text_en) == ("Kutte", "Cut", "Do cuts each year.")
    retitled = propose(draft, title="Kutte mer", text=point.text_nb)
    changes.adopt_amendment(retitled, **NOBODY)
    point = point_of(draft)
    assert (point.title_nb, point.title_nn, point.title_en) == ("Kutte mer", "", "")
    assert (point.text_nn, point.text_en) == ("Gjere kutt kvart år.", "Do cuts each year.")


def outdated(draft: Wording, **changed: str) -> Point:
    """A point whose nynorsk and English are older than its bokmål."""
    words = {"title_nn": "Kutte", "title_en": "Cut", "text_nn": "Gjere kutt.", "text_en": "Do cuts."}
    changes.edit_point(point_of(draft), **words, **NOBODY)
    changes.edit_point(point_of(draft), **changed, **NOBODY)
    assert point_of(draft).outdated == ["nn", "en"]
    return point_of(draft)


@pytest.mark.parametrize(
    ("changed", "proposed", "left"),
    [
        ({"title_nb": "Kutte alt"}, {}, "title"),
        ({"text_nb": "Gjøre mer."}, {"title": "Kutte alt", "text": "Gjøre mer."}, "text"),
    ],
)
def test_a_translation_that_is_older_stays_so_when_a_proposal_is_adopted(
    draft, secretary, changed, proposed, left
):
    before = outdated(draft, **changed)
    amendment = propose(draft, **proposed)
    page = words(secretary.get(f"{ROOT}{amendment.pk}/vedta/"))
    assert page.count("Older than the bokmål text. Write it anew") == 2
    assert page.count("filled in still fits") == 2
    kept = {f"{left}_{code}": getattr(before, f"{left}_{code}") for code in ("nn", "en")}
    sent = {"seen": queries.seen_in_point(before), **kept}
    assert secretary.post(f"{ROOT}{amendment.pk}/vedta/", sent).status_code == 302
    point = point_of(draft)
    assert ({name: getattr(point, name) for name in kept}, point.outdated) == (kept, ["nn", "en"])
    offered = words(secretary.get("/erklaering/ordforererklaering/2022/tilby/"))
    assert "older than the bokmål text. Say that" in offered
    with translation.override("nn"):
        assert (str(point), localised(point, "text")) == (f"1. {point.title_nb}", point.text_nb)


def test_who_adopts_says_that_an_older_translation_fits_or_writes_it_anew_or_empties_it(draft, secretary):
    seen = queries.seen_in_point(outdated(draft, title_nb="Kutte alt"))
    amendment = propose(draft)
    sent = {"seen": seen, "title_nn": "Kutte", "holds_nn": "on", "title_en": "Cut", "text_en": "Do all."}
    assert secretary.post(f"{ROOT}{amendment.pk}/vedta/", sent).status_code == 302
    point = point_of(draft)
    assert (point.title_nn, point.text_nn, point.outdated) == ("Kutte", "", ["en"])
    sent = {"seen": queries.seen_in_point(point), "title_en": "Cut everything"}
    again = propose(draft, text="Gjøre kutt hver dag.")
    assert secretary.post(f"{ROOT}{again.pk}/vedta/", sent).status_code == 302
    point = point_of(draft)
    assert (point.title_nn, point.title_en, point.text_en, point.outdated) == ("", "Cut everything", "", [])


def test_a_proposal_of_a_title_leaves_a_text_alone_that_was_adopted_since_and_the_reverse(draft):
    titled = propose(draft, title="Kutte", text=point_of(draft).text_nb)
    worded = propose(draft)
    changes.adopt_amendment(worded, **NOBODY)
    row = queries.amendment_of(draft, titled.pk)
    assert [(piece.text, piece.kind) for piece in row.text] == [("Gjøre kutt hvert år.", "same")]
    assert (row.old_title, row.new_title, row.is_overtaken) == ("Kutt", "Kutte", True)
    changes.adopt_amendment(titled, **NOBODY)
    settled = queries.amendment_of(draft, titled.pk)
    assert [(piece.text, piece.kind) for piece in settled.text] == [("Gjøre kutt hvert år.", "same")]
    assert (settled.old_title, settled.new_title) == ("Kutt", "Kutte")
    again = propose(draft, text="Gjøre kutt hver dag.")
    changes.edit_point(point_of(draft), title_nb="Kutte nå", **NOBODY)
    changes.adopt_amendment(again, **NOBODY)
    point = point_of(draft)
    assert (point.title_nb, point.text_nb) == ("Kutte nå", "Gjøre kutt hver dag.")


def test_the_page_of_adoption_shows_the_difference_to_the_words_that_stand_now(draft):
    amendment = propose(draft, text="Gjøre kutt hver dag.")
    changes.adopt_amendment(propose(draft), **NOBODY)
    row = queries.amendment_of(draft, amendment.pk)
    shown = "".join(piece.text for piece in row.text if piece.kind != "added")
    assert shown == "Gjøre kutt hvert år."
    changes.adopt_amendment(amendment, **NOBODY)
    row = queries.amendment_of(draft, amendment.pk)
    assert "".join(piece.text for piece in row.text if piece.kind != "removed") == "Gjøre kutt hver dag."


def test_adopting_a_point_that_is_to_go_takes_it_out_and_says_why(draft):
    amendment = propose(draft, STRIKE)
    changes.adopt_amendment(amendment, **NOBODY)
    amendment.refresh_from_db()
    assert not draft.points.filter(key="kutt").exists()
    assert (amendment.point, amendment.point_title, amendment.before) == (None, "Kutt", "Gjøre kutt.")
    assert ("kutt", SuccessionKind.DROPPED, "", "Fordi.") in ways(draft)
    assert queries.gaps_of(draft) == []


def test_adopting_that_one_end_of_a_split_goes_leaves_the_other(draft):
    half = changes.add_point(draft, number="x", kind="measure", title_nb="Halv", **NOBODY)
    old = draft.based_on.points.get(key="kutt")
    for end in (point_of(draft), half):
        told = {"predecessor": old, "successor": end, "reason_nb": "To ting."}
        changes.settle_succession(draft, kind=SuccessionKind.SPLIT, **told, **NOBODY)
    changes.adopt_amendment(propose(draft, STRIKE, point=half), **NOBODY)
    assert ("kutt", SuccessionKind.DROPPED, "", "Fordi.") not in ways(draft)
    assert [gap.fault.code for gap in queries.gaps_of(draft)] == ["lonely"]


def test_adopting_a_new_point_adds_it_with_its_reason(draft):
    amendment = propose(draft, ADD, text="Ta vare på naturen.")
    placed = {"number": "1b", "part": PointKind.MEASURE, "after": point_of(draft)}
    changes.adopt_amendment(amendment, **placed, **NOBODY)
    amendment.refresh_from_db()
    assert [point.key for point in queries.points_of(draft)] == ["kutt", "natur", "tilpasning"]
    assert (amendment.point.key, str(amendment)) == ("natur", "1b. Natur")
    assert ("", SuccessionKind.NEW, "natur", "Fordi.") in ways(draft)


def test_a_new_point_stands_at_the_end_of_its_own_part_where_no_place_is_chosen(draft):
    changes.add_point(draft, number="a", kind=PointKind.REQUEST, title_nb="Handlingsrom", **NOBODY)
    placed = {"number": "3", "part": PointKind.MEASURE, "after": None}
    changes.adopt_amendment(propose(draft, ADD), **placed, **NOBODY)
    assert [point.key for point in queries.points_of(draft)] == [
        "kutt", "tilpasning", "natur", "handlingsrom",
    ]  # fmt: skip
    placed = {"number": "c", "part": PointKind.COMMITMENT, "after": None}
    changes.adopt_amendment(propose(draft, ADD, title="Sammen"), **placed, **NOBODY)
    assert queries.points_of(draft)[-1].key == "sammen"


def test_adopt_amendment_refuses_a_point_that_is_gone_a_text_that_stands_and_words_that_changed(draft):
    gone, stale = propose(draft), propose(draft, point=point_of(draft, "tilpasning"))
    seen = queries.seen_in_point(point_of(draft, "tilpasning"))
    changes.remove_point(point_of(draft), **NOBODY)
    gone.refresh_from_db()
    with refused("point"):
        changes.adopt_amendment(gone, **NOBODY)
    changes.edit_point(point_of(draft, "tilpasning"), text_nb="Noe annet.", **NOBODY)
    with refused("seen"):
        changes.adopt_amendment(stale, seen=seen, **NOBODY)
    draft.state, draft.sha256, draft.frozen_at = WordingState.OFFERED, "a" * 64, AT
    draft.save()
    with refused("state"):
        changes.adopt_amendment(stale, **NOBODY)


def test_reject_amendment_needs_a_reason_and_remembers_the_treatment(draft):
    amendment = propose(draft)
    treatment = changes.plan_treatment(draft, make_body(), on=date(2021, 5, 3), **NOBODY)
    with refused("reason", field="because"):
        changes.reject_amendment(amendment, because=" ", **NOBODY)
    changes.reject_amendment(amendment, because="For vagt.", treatment=treatment, **NOBODY)
    assert (amendment.state, amendment.settled_in, amendment.settled_because) == (
        AmendmentState.REJECTED,
        treatment,
        "For vagt.",
    )
    for verb in (changes.reject_amendment, changes.withdraw_amendment, changes.adopt_amendment):
        with refused("state"):
            verb(amendment, because="Igjen.", **NOBODY)


def test_withdraw_amendment_may_say_why(draft):
    amendment = propose(draft)
    changes.withdraw_amendment(amendment, because="Dekket av et annet.", **NOBODY)
    assert (amendment.state, amendment.settled_because) == (AmendmentState.WITHDRAWN, "Dekket av et annet.")


# Questions --------------------------------------------------------------------------------------------------


def test_proposals_stand_by_point_with_the_difference_that_they_make(draft):
    second, first, added = (
        propose(draft, point=point_of(draft, "tilpasning")),
        propose(draft),
        propose(draft, ADD),
    )
    rows = queries.amendments_of(draft)
    groups = queries.by_point(rows, queries.points_of(draft))
    assert [[row.amendment for row in group.rows] for group in groups] == [[first], [second], [added]]
    (row,) = groups[0].rows
    assert "".join(piece.text for piece in row.text if piece.kind != "added") == "Gjøre kutt."
    assert "".join(piece.text for piece in row.text if piece.kind != "removed") == "Gjøre kutt hvert år."
    assert (row.old_title, row.new_title, row.proposer) == ("Kutt", "Kutt", "")
    (row,) = groups[2].rows
    assert (row.old_title, row.new_title) == ("", "Natur")
    assert list(queries.open_amendments(draft)) == [second, first, added]


def test_a_proposal_is_overtaken_when_its_point_says_something_else(draft):
    amendment, added = propose(draft), propose(draft, ADD)
    assert not queries.amendment_of(draft, amendment.pk).is_overtaken
    changes.edit_point(point_of(draft), text_nb="Noe annet.", **NOBODY)
    assert queries.amendment_of(draft, amendment.pk).is_overtaken
    assert not queries.amendment_of(draft, added.pk).is_overtaken
    assert queries.amendment_of(draft, 0) is None


def test_one_proposes_for_the_members_and_bodies_that_one_answers_for():
    hamar, body = make_municipality(), make_body()
    make_municipality("Lillestrøm", "3030")
    day = date(2021, 5, 3)
    adviser = Viewer(edits=frozenset({hamar.pk}), bodies=frozenset({body.pk}))
    assert list(queries.organisations_for(adviser, on=day)) == [hamar]
    assert list(queries.bodies_for(adviser, on=day)) == [body]
    secretary = Viewer(roles=frozenset({Role.SECRETARIAT}))
    assert queries.organisations_for(secretary, on=day).count() == 2
    assert list(queries.bodies_for(secretary, on=day)) == [body]


# Pages ------------------------------------------------------------------------------------------------------


def test_an_editor_proposes_for_the_own_member_once_the_text_is_offered(draft):
    hamar = make_municipality()
    editor = signed_in(make_editor(hamar))
    assert editor.get(f"{ROOT}nytt/").status_code == 404
    changes.offer_wording(draft, **NOBODY)
    page = words(editor.get(f"{ROOT}nytt/?punkt=kutt"))
    assert "Gjøre kutt." in page
    assert "Hamar" in page
    sent = {"kind": REWORD, "point": point_of(draft).pk, "text": "Gjøre mer.", "reason": "Det trengs."}
    assert editor.post(f"{ROOT}nytt/", sent).status_code == 422
    sent["behalf"] = f"member-{hamar.pk}"
    response = editor.post(f"{ROOT}nytt/", sent)
    amendment = Amendment.objects.get()
    assert response["Location"] == f"{ROOT}{amendment.pk}/"
    assert (amendment.organisation, amendment.proposed_by.name) == (hamar, User.objects.get().person.name)
    assert "Proposed by Hamar" in words(editor.get(f"{ROOT}{amendment.pk}/"))
    assert editor.post(f"{ROOT}{amendment.pk}/trekk/", {"because": ""}).status_code == 302
    assert editor.get(f"{ROOT}{amendment.pk}/trekk/").status_code == 404


def test_a_body_member_proposes_for_the_body_and_cannot_take_back_anothers(draft):
    member = make_body_member()
    body = member.person.seats.get().body
    client = signed_in(member)
    sent = {"kind": STRIKE, "point": point_of(draft).pk, "reason": "For svakt.", "behalf": f"body-{body.pk}"}
    assert client.post(f"{ROOT}nytt/", sent).status_code == 302
    assert Amendment.objects.get().body == body
    other = propose(draft)
    assert client.get(f"{ROOT}{other.pk}/trekk/").status_code == 404


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"kind": REWORD}, "Choose the point that the proposal is about."),
        ({"kind": REWORD}, "Write the words that you propose."),
        ({"kind": ADD, "text": "Natur."}, "Write a title for the new point."),
        ({}, "This field is required."),
    ],
)
def test_what_a_proposal_lacks_is_told_and_nothing_typed_is_lost(draft, secretary, told, says):
    response = secretary.post(f"{ROOT}nytt/", {"reason": "Derfor mener vi det.", **told})
    assert response.status_code == 422
    assert says in words(response)
    assert "Derfor mener vi det." in words(response)


def test_the_secretariat_adopts_and_rejects_on_pages(draft, secretary):
    first, second, added = propose(draft), propose(draft, STRIKE), propose(draft, ADD)
    treatment = changes.plan_treatment(draft, make_body(), on=date(2021, 5, 3), **NOBODY)
    changes.enter_treatment(
        treatment, held_on=date(2021, 5, 3), outcome=TreatmentOutcome.RECOMMENDED, **NOBODY
    )
    changes.give_opinions(treatment, {first: (Stance.SUPPORTED, "Bra.")}, **NOBODY)
    page = words(secretary.get(f"{ROOT}{first.pk}/"))
    for text in ("Supports it", "Bra.", "Adopt it", "Do not adopt it"):
        assert text in page
    sent = {"treatment": treatment.pk, "seen": queries.seen_in_point(point_of(draft))}
    assert secretary.post(f"{ROOT}{first.pk}/vedta/", sent)["Location"] == f"{ROOT}{first.pk}/"
    assert "says something else by now" in words(secretary.get(f"{ROOT}{second.pk}/"))
    because = {"because": "Vi beholder det.", "treatment": treatment.pk}
    assert secretary.post(f"{ROOT}{second.pk}/avvis/", {"because": ""}).status_code == 422
    assert secretary.post(f"{ROOT}{second.pk}/avvis/", because).status_code == 302
    placed = {"number": "1", "part": PointKind.MEASURE}
    taken = secretary.post(f"{ROOT}{added.pk}/vedta/", placed)
    assert "There is a point 1 already" in words(taken)
    assert secretary.post(f"{ROOT}{added.pk}/vedta/", placed | {"number": "3"}).status_code == 302
    assert secretary.get(f"{ROOT}{first.pk}/vedta/").status_code == 404
    listed = words(secretary.get(ROOT))
    for text in ("3 proposals", "Adopted", "Not adopted", "Vi beholder det."):
        assert text in listed
    shown = words(secretary.get(f"/erklaering/ordforererklaering/2022/behandling/{treatment.pk}/"))
    assert "Proposals that were settled here" in shown


def test_nothing_is_adopted_into_a_text_that_the_members_have(draft, secretary):
    changes.offer_wording(draft, **NOBODY)
    amendment = propose(draft)
    assert secretary.get(f"{ROOT}{amendment.pk}/vedta/").status_code == 404
    assert "Take it back first." in words(secretary.get(f"{ROOT}{amendment.pk}/"))


def test_proposals_are_for_those_who_are_signed_in(draft, secretary):
    assert "No proposals yet" in words(secretary.get(ROOT))
    assert Client().get(ROOT).status_code == 302
    assert signed_in(make_guest()).get(ROOT).status_code == 404
    changes.offer_wording(draft, **NOBODY)
    page = words(signed_in(User.objects.get(email="gjest@demo.example")).get(ROOT))
    assert "No proposals yet" in page
    assert "Propose a change" not in page


def test_the_text_counts_the_proposals_of_a_point_and_its_draft_those_that_wait(draft, secretary):
    changes.withdraw_amendment(propose(draft), **NOBODY)
    propose(draft)
    assert "2 proposals</a>" in words(secretary.get("/erklaering/ordforererklaering/2022/"))
    assert "1 proposal waits for an answer." in words(
        secretary.get("/erklaering/ordforererklaering/2022/rediger/")
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_proposal_and_for_three(
    rows, draft, secretary, django_assert_num_queries
):
    for number in range(rows):
        propose(
            draft,
            text=f"Gjøre kutt {number}.",
            organisation=make_municipality(f"By {number}", f"340{number}"),
        )
    secretary.get(ROOT)
    with django_assert_num_queries(7):
        secretary.get(ROOT)
