"""Points and their lineage: written, arranged, taken out, and what became of each, on one page."""

from datetime import date, datetime
from itertools import pairwise, product
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.kinds import SuccessionKind
from dugnad.declarations.models import Point, Wording
from dugnad.declarations.queries import Told
from dugnad.declarations.rules import Fault, Step
from dugnad.declarations.states import WordingState
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict
from dugnad.kit.models import Change
from tests.factories.declarations import make_endorsement, make_point, make_wording
from tests.factories.members import make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
WRITE = "/erklaering/ordforererklaering/2022/rediger/"
KEPT, SHARPENED, SPLIT = SuccessionKind.KEPT, SuccessionKind.SHARPENED, SuccessionKind.SPLIT
MERGED, NEW, DROPPED = SuccessionKind.MERGED, SuccessionKind.NEW, SuccessionKind.DROPPED
WHY = {"reason_nb": "Derfor."}


@pytest.fixture
def secretary() -> Client:
    client = Client()
    client.force_login(make_secretary())
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def draft() -> Wording:
    """A revision of a text with three points, a, b and c."""
    before = make_wording("2019")
    for key in "abc":
        make_point(before, key, number=key, title_nb=key.upper(), text_nb=f"Gjør {key}.")
    changes.offer_wording(before, **NOBODY)
    changes.adopt_wording(before, on=date(2019, 2, 7), **NOBODY)
    return changes.begin_revision(before, name="2022", **NOBODY)


def words(response: Any) -> str:
    return str(response.content.decode())


def old(draft: Wording, key: str) -> Point:
    return draft.based_on.points.get(key=key)  # type: ignore[union-attr]


def new(draft: Wording, key: str) -> Point:
    return draft.points.get(key=key)


def settle(draft: Wording, *told: Told) -> int:
    return changes.settle_lineage(draft, told, seen=queries.seen_in_lineage(draft), **NOBODY)


def ways(draft: Wording) -> set[tuple[str, str, str]]:
    """What is said of the points: (old, kind, new)."""
    return {
        (
            each.predecessor.key if each.predecessor else "",
            each.kind,
            each.successor.key if each.successor else "",
        )
        for each in draft.successions.select_related("predecessor", "successor")
    }


# Rules of lineage -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "faults"),
    [
        ([Step(KEPT, 1, 11), Step(KEPT, 2, 12)], []),
        ([Step(SHARPENED, 1, 11, "Derfor."), Step(KEPT, 2, 12)], []),
        ([Step(SPLIT, 1, 11, "Derfor."), Step(SPLIT, 1, 12, "Derfor."), Step(DROPPED, 2, None, "Ja.")], []),
        ([Step(MERGED, 1, 11, "Derfor."), Step(MERGED, 2, 11, "Derfor."), Step(NEW, None, 12, "Ja.")], []),
        (
            [Step(SPLIT, 1, 11, "Ja."), Step(MERGED, 1, 12, "Ja."), Step(MERGED, 2, 12, "Ja.")],
            [],
        ),
        ([Step(KEPT, 1, 11)], [Fault("unsettled", old=2), Fault("unsettled", new=12)]),
        ([Step(SHARPENED, 1, 11), Step(KEPT, 2, 12)], [Fault("reason", 1, 11, SHARPENED)]),
        (
            [Step(KEPT, 1, 11), Step(KEPT, 1, 12), Step(DROPPED, 2, None, "Ja.")],
            [Fault("crowded", 1, 11, KEPT), Fault("crowded", 1, 12, KEPT)],
        ),
        (
            [Step(KEPT, 1, 11), Step(KEPT, 2, 12), Step(DROPPED, 2, None, "Ja.")],
            [Fault("crowded", 2, 12, KEPT), Fault("crowded", 2, None, DROPPED)],
        ),
        (
            [Step(KEPT, 1, 11, same_name=False), Step(KEPT, 2, 12, same_words=False)],
            [Fault("renamed", 1, 11, KEPT), Fault("reworded", 2, 12, KEPT)],
        ),
        (
            [Step(SPLIT, 1, 11, "Ja."), Step(MERGED, 2, 12, "Ja.")],
            [Fault("lonely", 1, 11, SPLIT), Fault("lonely", 2, 12, MERGED)],
        ),
    ],
)
def test_lineage_faults_names_what_is_missing_or_does_not_fit(steps, faults):
    assert rules.lineage_faults([1, 2], [11, 12], steps) == faults


EDGES = st.sets(st.sampled_from([*product((1, 2, 3), (11, 12, 13))]))


@given(EDGES)
def test_a_lineage_without_faults_is_closed_and_one_that_is_not_closed_has_faults(edges):
    """Whatever comes from whatever: called by what it is, every point of both texts has something said."""
    olds, news = (1, 2, 3), (11, 12, 13)
    steps = [Step(_kind(edge, edges), *edge, "Derfor.") for edge in sorted(edges)]
    told = [
        *steps,
        *(Step(DROPPED, pk, None, "Derfor.") for pk in olds if all(edge[0] != pk for edge in edges)),
        *(Step(NEW, None, pk, "Derfor.") for pk in news if all(edge[1] != pk for edge in edges)),
    ]
    assert rules.lineage_faults(olds, news, told) == []
    assert {step.old for step in told} >= set(olds)
    assert {step.new for step in told} >= set(news)
    for left_out in told:
        rest = [step for step in told if step != left_out]
        assert rules.lineage_faults(olds, news, rest) or (left_out.old and left_out.new)


def _kind(edge: tuple[int, int], edges: set[tuple[int, int]]) -> SuccessionKind:
    roots = sum(new == edge[1] for _old, new in edges)
    ends = sum(old == edge[0] for old, _new in edges)
    return MERGED if roots > 1 else SPLIT if ends > 1 else SHARPENED


@pytest.mark.parametrize(
    ("kind", "ends", "reason", "lacking"),
    [
        (KEPT, (True, True), "", ""),
        (KEPT, (False, True), "", "predecessor"),
        (NEW, (True, True), "Ja.", "predecessor"),
        (DROPPED, (True, True), "Ja.", "successor"),
        (SHARPENED, (True, True), " ", "reason"),
    ],
)
def test_succession_lacks(kind, ends, reason, lacking):
    has_old, has_new = ends
    assert rules.succession_lacks(kind, predecessor=has_old, successor=has_new, reason=reason) == lacking


# Verbs ------------------------------------------------------------------------------------------------------


def test_add_point_stands_where_it_is_told_under_a_name_that_none_has_had(draft):
    changes.remove_point(new(draft, "b"), **NOBODY)
    added = changes.add_point(
        draft, number="x", kind="measure", title_nb="B", after=new(draft, "a"), **NOBODY
    )
    nameless = changes.add_point(draft, number="y", kind="measure", title_nb="!", **NOBODY)
    assert [point.key for point in queries.points_of(draft)] == ["a", added.key, "c", nameless.key]
    assert (added.key, nameless.key) == ("b-2", "punkt")


def test_add_point_refuses_a_number_that_is_taken(draft):
    with refused("number", field="number"):
        changes.add_point(draft, number="a", kind="measure", title_nb="Ny", **NOBODY)


def test_the_first_point_stands_first():
    assert (
        changes.add_point(make_wording(), number="1", kind="measure", title_nb="Ny", **NOBODY).position == 1
    )


def test_add_new_point_says_why_it_is_new_or_leaves_it_to_be_said(draft):
    told = {"kind": "measure", **NOBODY}
    changes.add_new_point(draft, number="d", title_nb="D", reason="Naturen manglet.", **told)
    changes.add_new_point(draft, number="e", title_nb="E", reason="", **told)
    assert ("", NEW, "d") in ways(draft)
    assert [gap.point.key for gap in queries.gaps_of(draft)] == ["e"]


def test_edit_point_tells_the_second_of_two_writers(draft):
    point = new(draft, "a")
    seen = queries.seen_in_point(point)
    changes.edit_point(new(draft, "a"), seen=seen, text_nb="Gjør a nå.", **NOBODY)
    with pytest.raises(Conflict) as caught:
        changes.edit_point(point, seen=seen, text_nb="Gjør a senere.", **NOBODY)
    assert caught.value.details["theirs"] == {"text_nb": "Gjør a nå."}
    assert caught.value.details["yours"] == {"text_nb": "Gjør a senere."}


def test_two_may_write_in_two_points_at_once(draft):
    a, b = new(draft, "a"), new(draft, "b")
    seen = {point.key: queries.seen_in_point(point) for point in (a, b)}
    changes.edit_point(a, seen=seen["a"], text_nb="Gjør a nå.", **NOBODY)
    assert changes.edit_point(b, seen=seen["b"], text_nb="Gjør b nå.", **NOBODY)


def test_edit_point_refuses_a_number_that_is_taken_and_a_text_that_stands(draft):
    with refused("number", field="number"):
        changes.edit_point(new(draft, "a"), number="b", **NOBODY)
    with refused("state"):
        changes.edit_point(old(draft, "a"), text_nb="Noe annet.", **NOBODY)


def test_remove_point_leaves_the_old_point_to_be_settled(draft):
    changes.remove_point(new(draft, "b"), **NOBODY)
    assert [gap.point.pk for gap in queries.gaps_of(draft)] == [old(draft, "b").pk]
    assert Change.objects.get(verb="remove_point").before["text_nb"] == "Gjør b."


def test_remove_point_refuses_where_something_is_kept_under_it():
    wording = make_wording()
    point = make_point(wording)
    endorsement = make_endorsement(wording=wording)
    endorsement.reservations.create(point=point, text="Ikke hos oss.")
    with refused("used"):
        changes.remove_point(point, **NOBODY)
    assert Point.objects.filter(pk=point.pk).exists()


def test_arrange_points_lets_two_points_change_places_and_numbers(draft):
    a, b, c = queries.points_of(draft)
    seen = queries.seen_in_order(draft)
    changes.arrange_points(draft, [(b, "a"), (a, "b"), (c, "c")], seen=seen, **NOBODY)
    assert [(point.key, point.number) for point in queries.points_of(draft)] == [
        ("b", "a"),
        ("a", "b"),
        ("c", "c"),
    ]
    assert Change.objects.filter(verb="arrange_points").count() == 1


def test_arrange_points_in_the_order_that_they_have_changes_nothing(draft):
    order = [(point, point.number) for point in queries.points_of(draft)]
    changes.arrange_points(draft, order, seen=queries.seen_in_order(draft), **NOBODY)
    assert not Change.objects.filter(verb="arrange_points").exists()


def test_arrange_points_refuses_one_number_twice_and_an_order_that_somebody_changed(draft):
    order = [(point, "1") for point in queries.points_of(draft)]
    with refused("number"):
        changes.arrange_points(draft, order, seen=queries.seen_in_order(draft), **NOBODY)
    with refused("seen"):
        changes.arrange_points(draft, order, seen="før", **NOBODY)


def test_serve_point_may_change_when_the_words_stand(draft):
    from tests.factories.programme import make_activity

    activity = make_activity()
    for _twice in range(2):
        changes.serve_point(old(draft, "a"), activities=[activity], indicators=[], **NOBODY)
    assert list(old(draft, "a").activities.all()) == [activity]
    assert Change.objects.filter(verb="serve_point").count() == 1


def test_the_secretariat_chooses_what_speaks_to_a_point_and_the_second_of_two_is_told(draft, secretary):
    from tests.factories.indicators import make_indicator
    from tests.factories.programme import make_activity

    activity, indicator = make_activity(), make_indicator()
    path = f"/erklaering/ordforererklaering/2022/taler-til/{new(draft, 'a').key}/"
    page = secretary.get(path)
    chosen = {
        "seen": page.context["form"]["seen"].value(),
        "activities": [activity.pk],
        "indicators": [indicator.pk],
    }
    assert secretary.post(path, chosen).status_code == 302
    assert queries.served_by(new(draft, "a")) == {
        "activities": [activity.pk],
        "indicators": [indicator.pk],
    }
    late = secretary.post(path, chosen | {"activities": []})
    assert (late.status_code, "Somebody else has changed" in late.text) == (422, True)
    again = {"seen": late.context["form"]["seen"].value(), "activities": [], "indicators": []}
    assert secretary.post(path, again).status_code == 302
    assert queries.served_by(new(draft, "a")) == {"activities": [], "indicators": []}


def test_settle_lineage_says_it_of_all_points_at_once(draft):
    told = [
        Told(MERGED, old(draft, "a"), new(draft, "a"), WHY),
        Told(MERGED, old(draft, "b"), new(draft, "a"), WHY),
        Told(NEW, None, new(draft, "b"), WHY),
        Told(DROPPED, old(draft, "c"), None, WHY),
        Told(NEW, None, new(draft, "c"), WHY),
    ]
    assert settle(draft, *told) == 7
    assert ways(draft) == {
        ("a", MERGED, "a"),
        ("b", MERGED, "a"),
        ("", NEW, "b"),
        ("c", DROPPED, ""),
        ("", NEW, "c"),
    }
    assert settle(draft, *told) == 0
    assert queries.gaps_of(draft) == []


def test_settle_lineage_refuses_what_somebody_changed_and_a_reason_that_is_missing(draft):
    with refused("seen"):
        changes.settle_lineage(draft, [], seen="før", **NOBODY)
    with refused("reason", field="reason_nb"):
        settle(draft, Told(SHARPENED, old(draft, "a"), new(draft, "a")))
    assert len(ways(draft)) == 3


def test_a_point_that_goes_on_takes_its_old_name_where_it_is_free(draft):
    changes.remove_point(new(draft, "b"), **NOBODY)
    added = changes.add_point(draft, number="x", kind="measure", title_nb="Bedre", **NOBODY)
    told = {"predecessor": old(draft, "b"), "successor": added, **WHY}
    changes.settle_succession(draft, kind=SHARPENED, **told, **NOBODY)
    added.refresh_from_db()
    assert added.key == "b"


def test_gaps_are_told_in_words(draft):
    changes.edit_point(new(draft, "a"), text_nb="Gjør a nå.", **NOBODY)
    changes.add_point(draft, number="x", kind="measure", title_nb="X", **NOBODY)
    told = [queries.in_sentence(gap) for gap in queries.gaps_of(draft)]
    assert told == [
        "Punkt x i 2022, X: Det er ikke sagt hvor det kommer fra, eller at det er nytt.",
        "Punkt a i 2022, A: Det står som beholdt, men ordene er andre. Kall det skjerpet, og si hvorfor.",
    ]
    assert queries.gaps_of(draft.based_on) == []


# Lineage through several texts ------------------------------------------------------------------------------


def test_lineage_of_follows_a_point_through_all_texts_and_leaves_its_sisters_out(draft):
    b = changes.add_point(draft, number="x", kind="measure", title_nb="A2", **NOBODY)
    settle(
        draft,
        Told(SPLIT, old(draft, "a"), new(draft, "a"), WHY),
        Told(SPLIT, old(draft, "a"), b, WHY),
        Told(KEPT, old(draft, "b"), new(draft, "b")),
        Told(KEPT, old(draft, "c"), new(draft, "c")),
    )
    changes.offer_wording(draft, **NOBODY)
    changes.adopt_wording(draft, on=date(2021, 5, 3), **NOBODY)
    third = changes.begin_revision(draft, name="2026", **{**NOBODY, "at": AT.replace(year=2022)})
    lineage = queries.lineage_of(draft.declaration)
    a2 = third.points.get(key="a2")
    assert lineage[a2.pk] == [old(draft, "a"), b, a2]
    assert len(lineage[old(draft, "a").pk]) == 5


@given(data=st.data())
def test_following_the_lineage_back_and_forth_comes_home(data):
    """Who is of a point's family has that point in its own, however texts were split and merged."""
    layers = [(1, 2, 3), (4, 5, 6), (7, 8)]
    pairs: set[tuple[int, int]] = set()
    for older, newer in pairwise(layers):
        pairs |= data.draw(st.sets(st.sampled_from([*product(older, newer)])))
    kin = queries.families(range(1, 9), pairs)
    assert all(pk in kin[other] for pk, family in kin.items() for other in family)
    assert all(pk in family for pk, family in kin.items())
    assert all({older, newer} <= kin[older] & kin[newer] for older, newer in pairs)


def test_lineage_of_takes_two_queries(draft, django_assert_num_queries):
    with django_assert_num_queries(2):
        lineage = queries.lineage_of(draft.declaration)
        assert {point.wording.name for family in lineage.values() for point in family} == {"2019", "2022"}


def test_successions_at_has_both_ends_at_hand(draft, django_assert_num_queries):
    a = old(draft, "a")
    with django_assert_num_queries(1):
        (step,) = queries.successions_at([a.pk])
        assert (step.predecessor.wording.name, step.successor.wording.name) == ("2019", "2022")


# Pages ------------------------------------------------------------------------------------------------------


def test_the_page_of_a_draft_tells_what_is_left_before_it_can_be_offered(draft, secretary):
    assert "left before it can be offered" not in words(secretary.get(WRITE))
    changes.edit_point(new(draft, "a"), text_nb="Gjør a nå.", **NOBODY)
    page = words(secretary.get(WRITE))
    assert "One thing is left before it can be offered" in page
    assert "It is called kept, but the words are others." in page


def test_a_point_is_edited_and_taken_out_on_pages(draft, secretary):
    point = new(draft, "a")
    sent = {
        "number": "a", "kind": "measure", "scope": "all", "title_nb": "A", "text_nb": "Gjør a nå.",
        "seen": queries.seen_in_point(point),
    }  # fmt: skip
    assert secretary.post(f"{WRITE}punkt/a/", sent)["Location"] == WRITE
    stale = secretary.post(f"{WRITE}punkt/a/", sent | {"text_nb": "Gjør a senere."})
    assert stale.status_code == 409
    assert "Gjør a nå." in words(stale)
    assert secretary.get(f"{WRITE}punkt/z/").status_code == 404
    assert secretary.get(f"{WRITE}punkt/a/ta-ut/").status_code == 200
    assert secretary.post(f"{WRITE}punkt/a/ta-ut/")["Location"] == WRITE
    assert not draft.points.filter(key="a").exists()


def test_a_new_point_is_added_with_its_reason_and_a_taken_number_is_told_at_its_field(draft, secretary):
    sent = {
        "number": "b", "kind": "measure", "scope": "all", "title_nb": "Natur", "text_nb": "Ta vare på.",
        "reason_nb": "Naturen manglet.",
    }  # fmt: skip
    response = secretary.post(f"{WRITE}nytt-punkt/", sent)
    assert response.status_code == 422
    assert "There is a point b already" in words(response)
    assert "Naturen manglet." in words(response)
    assert secretary.post(f"{WRITE}nytt-punkt/", sent | {"number": "d"}).status_code == 302
    assert ("", NEW, "natur") in ways(draft)


def test_the_order_page_saves_places_and_numbers_and_tells_of_one_number_twice(draft, secretary):
    a, b, c = queries.points_of(draft)
    sent = {f"place_{p.pk}": place for place, p in ((3, a), (1, b), (2, c))}
    sent |= {f"number_{p.pk}": number for number, p in (("z", a), ("x", b), ("x", c))}
    sent["seen"] = queries.seen_in_order(draft)
    response = secretary.post(f"{WRITE}rekkefolge/", sent)
    assert response.status_code == 422
    assert "has this number too" in words(response)
    sent[f"number_{c.pk}"] = "y"
    assert secretary.post(f"{WRITE}rekkefolge/", sent).status_code == 302
    assert [(point.key, point.number) for point in queries.points_of(draft)] == [
        ("b", "x"),
        ("c", "y"),
        ("a", "z"),
    ]


def lineage_form(draft: Wording, **told: str) -> dict[str, str]:
    """What the lineage page sends: as it stands, with some fields told otherwise, such as new_a_kind."""
    sent = {"seen": queries.seen_in_lineage(draft)}
    for point in draft.points.all():
        sent |= {f"new_{point.pk}_kind": KEPT, f"new_{point.pk}_from": point.number}
    for name, value in told.items():
        side, key, field = name.split("_", 2)
        point = (new if side == "new" else old)(draft, key)
        sent[f"{side}_{point.pk}_{field}"] = value
    return sent


def test_the_lineage_page_shows_what_is_said_and_saves_it_anew(draft, secretary):
    assert secretary.get(f"{WRITE}opphav/").status_code == 200
    assert secretary.post(f"{WRITE}opphav/", lineage_form(draft)).status_code == 302
    assert ways(draft) == {("a", KEPT, "a"), ("b", KEPT, "b"), ("c", KEPT, "c")}
    merged = lineage_form(
        draft, new_a_kind=MERGED, new_a_from="a, B", new_a_reason_nb="Hører sammen.", new_b_kind=NEW,
        new_b_from="", new_b_reason_nb="Plass til noe annet.", new_c_kind="", new_c_from="",
        old_c_dropped="on", old_c_reason_nb="Er gjort.",
    )  # fmt: skip
    assert secretary.post(f"{WRITE}opphav/", merged).status_code == 302
    assert ways(draft) == {("a", MERGED, "a"), ("b", MERGED, "a"), ("", NEW, "b"), ("c", DROPPED, "")}
    page = words(secretary.get(f"{WRITE}opphav/"))
    assert 'value="a, b"' in page
    assert "Hører sammen." in page


@pytest.mark.parametrize(
    ("told", "place", "says"),
    [
        ({"new_a_kind": SHARPENED}, "new_a_reason_nb", "The reason is missing."),
        ({"new_a_from": "q"}, "new_a_from", "The text before has no point q."),
        ({"new_a_from": ""}, "new_a_from", "Write the number of the point that it comes from."),
        ({"new_a_kind": ""}, "new_a_kind", "Choose what it is"),
        ({"new_a_kind": NEW, "new_a_reason_nb": "Ja."}, "new_a_from", "A new point comes from none."),
        ({"new_a_kind": SPLIT, "new_a_reason_nb": "Ja."}, "new_a_kind", "takes more than one point"),
        ({"new_b_from": "a"}, "new_a_kind", "is for one point alone"),
        ({"old_a_dropped": "on", "old_a_reason_nb": "Ja."}, "old_a_dropped", "is for one point alone"),
        (
            {"new_c_kind": "", "new_c_from": "", "old_c_dropped": "on"},
            "old_c_reason_nb",
            "The reason is missing",
        ),
        ({"new_b_from": "c", "new_c_from": "b"}, "new_b_kind", "goes on under its name"),
    ],
)
def test_what_does_not_fit_in_the_lineage_is_told_at_its_field_and_nothing_is_lost(
    draft, secretary, told, place, says
):
    sent = lineage_form(draft, new_b_reason_en="Typed and kept.") | lineage_form(draft, **told)
    response = secretary.post(f"{WRITE}opphav/", sent)
    assert response.status_code == 422
    side, key, field = place.split("_", 2)
    point = (new if side == "new" else old)(draft, key)
    errors = response.context["form"].errors[f"{side}_{point.pk}_{field}"]
    assert any(says in error for error in errors)
    assert ways(draft) == {("a", KEPT, "a"), ("b", KEPT, "b"), ("c", KEPT, "c")}


def test_the_lineage_page_tells_the_second_of_two_and_saves_when_sent_again(draft, secretary):
    stale = lineage_form(draft) | {"seen": "før"}
    response = secretary.post(f"{WRITE}opphav/", stale)
    assert response.status_code == 422
    assert "What you wrote stands below" in words(response)
    assert secretary.post(f"{WRITE}opphav/", lineage_form(draft)).status_code == 302


def test_a_first_text_has_no_lineage_page(secretary):
    make_point(make_wording("2022", WordingState.DRAFT))
    assert secretary.get(f"{WRITE}opphav/").status_code == 404
