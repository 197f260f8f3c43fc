"""The thread: from any thing to all that belongs to it, both ways, in one question."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dugnad.calls.states import CallState
from dugnad.declarations.kinds import EvidenceKind, SuccessionKind
from dugnad.declarations.models import Point
from dugnad.declarations.states import WordingState
from dugnad.documents import changes as documents
from dugnad.documents.kinds import UseKind
from dugnad.documents.queries import EVERYTHING, PUBLIC
from dugnad.documents.states import State
from dugnad.editions.models import Block, Edition
from dugnad.indicators.models import Indicator
from dugnad.kit.access import Role
from dugnad.members.rules import Viewer
from dugnad.programme.models import Activity
from dugnad.programme.states import ProgrammeState
from dugnad.web.queries.thread import NOUNS, RELATIONS, ROOMS, Thread, thread_of, whole_thread
from dugnad.web.queries.thread_picture import picture_of
from tests.factories.calls import make_call
from tests.factories.declarations import (
    make_amendment,
    make_evidence,
    make_follow_up,
    make_point,
    make_succession,
    make_treatment,
    make_wording,
)
from tests.factories.documents import AT, make_story
from tests.factories.events import make_announced, make_item
from tests.factories.indicators import make_indicator
from tests.factories.members import make_municipality, make_person, make_secretary
from tests.factories.programme import make_activity, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
POINT = "ordforererklaering/kutt-utslipp"
ADVISER = Viewer(roles=frozenset({Role.MEMBER_EDITOR}))
GUEST = Viewer(roles=frozenset({Role.GUEST}))


def told(thread: Thread | None) -> list[tuple[str, str, str]]:
    """The noun, key and relation of everything that a thread meets."""
    groups = thread.groups if thread else ()
    return [(bead.noun.name, bead.key, ", ".join(bead.says)) for group in groups for bead in group.beads]


def near(noun: str, key: str, viewer: Viewer = PUBLIC) -> list[tuple[str, str]]:
    return [(name, word) for name, word, _says in told(thread_of(noun, key, viewer))]


@pytest.fixture
def activity() -> Activity:
    return make_activity(key="klimastatus", title_nb="Klimastatus", title_nn="Klimastatus", title_en="Status")


@pytest.fixture
def point(activity: Activity) -> Point:
    """A point of the text that holds, carried out by an activity and measured by an indicator."""
    point = make_point(make_wording(state=WordingState.ADOPTED), title_nb="Kutte utslipp", number="1")
    point.activities.add(activity)
    point.indicators.add(make_indicator())
    return point


@pytest.fixture
def story(point: Point, activity: Activity) -> Any:
    """A published story that serves the activity and that a member gave as evidence for the point."""
    story = make_story(state=State.PUBLISHED, title="Varme i tegl", activities=[activity])
    make_evidence(point, EvidenceKind.STORY, document=story, on=date(2021, 4, 1))
    return story


@pytest.fixture
def edition(story: Any, activity: Activity) -> Edition:
    """An edition that is made by the activity, tells the story, and shows two indicators."""
    edition = Edition.objects.create(
        year=2020,
        title_nb="Klimastatus 2020",
        state="published",
        content_sha256="a" * 64,
        indicator=make_indicator("emissions"),
        activity=activity,
        members_on=date(2021, 5, 3),
        base_year=2009,
    )
    block = {"kind": "indicator", "key": "indicator-bicycles", "position": 1}
    Block.objects.create(edition=edition, **block)
    documents.note_use(
        story,
        kind=UseKind.EDITION,
        where="Klimastatus 2020",
        on=date(2020, 12, 10),
        link="/klimastatus/2020/",
        by=None,
        at=AT,
    )
    return edition


def test_every_edge_is_walked_both_ways(point, story, edition, activity):
    walks = [
        (("point", POINT), ("activity", "2021/klimastatus")),
        (("point", POINT), ("indicator", "bicycles")),
        (("point", POINT), ("wording", "ordforererklaering/2019")),
        (("document", story.slug), ("point", POINT)),
        (("document", story.slug), ("activity", "2021/klimastatus")),
        (("edition", "2020"), ("activity", "2021/klimastatus")),
        (("edition", "2020"), ("document", story.slug)),
        (("edition", "2020"), ("indicator", "emissions")),
        (("edition", "2020"), ("indicator", "bicycles")),
    ]
    assert [walk for walk in walks if walk[1] not in near(*walk[0])] == []
    assert [walk for walk in walks if walk[0] not in near(*walk[1])] == []


def test_the_secretary_walks_to_tasks_proposals_treatments_and_decisions(point):
    task = make_follow_up(point)
    treatment = make_treatment(point.wording)
    amendment = make_amendment(
        point, state="adopted", settled_at=AT, settled_in=treatment, title="", point_title="Kutte"
    )
    decision = make_evidence(point, EvidenceKind.DECISION, body_name="Kommunestyret", case_number="21/4")
    text = "ordforererklaering/2019"
    assert set(near("point", POINT, EVERYTHING)) >= {
        ("follow_up", f"ordforererklaering/2021/{task.pk}"),
        ("amendment", f"{text}/{amendment.pk}"),
        ("council_decision", str(decision.pk)),
        ("wording", text),
    }
    treated = ("treatment", f"{text}/{treatment.pk}")
    assert near("amendment", f"{text}/{amendment.pk}", EVERYTHING) == [("point", POINT), treated]
    assert treated in near("wording", text, EVERYTHING)
    assert near(*treated, EVERYTHING) == [("wording", text), ("amendment", f"{text}/{amendment.pk}")]


@pytest.mark.parametrize("viewer", [PUBLIC, GUEST])
def test_the_work_on_a_point_is_not_for_strangers_and_guests(viewer, point):
    make_follow_up(point)
    make_amendment(point)
    make_evidence(point, EvidenceKind.DECISION, body_name="Kommunestyret")
    nouns = {noun for noun, _key in near("point", POINT, viewer)}
    assert nouns == {"activity", "indicator", "wording"}
    assert {"follow_up", "amendment", "council_decision"} < {n for n, _key in near("point", POINT, ADVISER)}


def test_a_story_that_names_a_point_is_on_its_thread(point):
    for number, named in enumerate(("1", "Punkt 1", "punkt nr. 1", "kutt-utslipp")):
        story = make_story(state=State.PUBLISHED, title=f"Historie {number}", point=named)
        assert ("document", story.slug) in near("point", POINT), named
        assert near("document", story.slug) == [("point", POINT)]
    elsewhere = make_story(state=State.PUBLISHED, title="En annen", point="7")
    assert near("document", elsewhere.slug) == []


def test_a_story_names_a_point_of_the_text_that_held_in_its_year(point):
    newer = make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    make_point(newer, "tungtransport", number="1")
    old = make_story(state=State.PUBLISHED, title="I fjor", point="1", year=2021)
    new = make_story(state=State.PUBLISHED, title="I år", point="1", year=2022)
    assert (near("document", old.slug), near("document", new.slug)) == (
        [("point", POINT)],
        [("point", "ordforererklaering/tungtransport")],
    )


def test_a_call_asks_about_a_point_and_serves_an_activity(point, activity):
    make_call({"kutt": {"point": "kutt-utslipp"}, "mer": {"point": "1"}, "annet": {}}, activity=activity)
    call = ("call", "klimastatus-2021")
    assert near(*call, ADVISER) == [("point", POINT), ("activity", "2021/klimastatus")]
    assert call in near("point", POINT, ADVISER)
    assert call not in near("point", POINT)


def test_a_draft_of_anything_leaves_no_trace_for_strangers(point, activity):
    story = make_story(title="Hemmelig", activities=[activity])
    make_evidence(point, EvidenceKind.STORY, document=story)
    make_call(state=CallState.DRAFT, activity=activity)
    draft = make_wording("2022")
    hidden = make_point(draft, "tungtransport", title_nb="Hemmelig")
    hidden.activities.add(activity)
    point.activities.add(make_activity(make_programme(2022, ProgrammeState.DRAFT), key="neste"))
    make_succession(point, hidden, SuccessionKind.SPLIT)
    assert near("activity", "2021/klimastatus") == [("point", POINT)]
    assert near("document", story.slug) == near("point", "ordforererklaering/tungtransport") == []
    assert [noun for noun, _key in near("point", POINT)] == ["wording", "activity", "indicator"]
    seen = near("point", POINT, EVERYTHING)
    assert {("point", "ordforererklaering/tungtransport"), ("document", story.slug)} <= set(seen)


def test_a_point_is_one_thing_in_every_text_and_called_as_the_one_that_holds(point, activity):
    draft = make_point(make_wording("2022"), "kutt-utslipp", title_nb="Halvere utslippene", number="2")
    draft.activities.add(activity)
    make_succession(point, draft)
    thread = thread_of("activity", "2021/klimastatus", EVERYTHING)
    assert [(bead.key, bead.title) for bead in thread.groups[0].beads] == [(POINT, "1. Kutte utslipp")]


def test_what_was_laid_aside_is_on_no_thread(point, activity):
    aside = make_wording("2020", WordingState.WITHDRAWN)
    make_point(aside, "glemt").activities.add(activity)
    assert near("activity", "2021/klimastatus", EVERYTHING) == [("point", POINT)]


def test_kinds_of_which_the_viewer_may_see_nothing_have_no_thread(point):
    assert near("call", "klimastatus-2021") == near("follow_up", "ordforererklaering/2021/1") == []


def test_titles_are_in_the_readers_language_and_say_which_where_it_is_another(point, activity):
    with translation.override("en"):
        thread = thread_of("point", POINT, PUBLIC)
        titles = {
            bead.noun.name: (bead.title, bead.language) for group in thread.groups for bead in group.beads
        }
    assert titles["activity"] == ("Status", "en")
    assert titles["indicator"] == ("Bicycles", "nb")


def test_who_asks_in_another_language_is_not_answered_with_what_was_kept(point):
    def title_of_activity() -> str:
        groups = thread_of("point", POINT, PUBLIC).groups
        return next(group.beads[0].title for group in groups if group.noun.name == "activity")

    found = []
    for language in ("nb", "en", "nb"):
        with translation.override(language):
            found.append(title_of_activity())
    assert found == ["Klimastatus", "Status", "Klimastatus"]


def test_a_thread_is_one_question_however_much_there_is(point, story, edition, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            make_story(state=State.PUBLISHED, title=f"{count}-{number}", point="1")
        with django_assert_num_queries(1):
            near("point", POINT)
        with django_assert_num_queries(1):
            whole_thread("point", POINT, PUBLIC)


def test_more_than_a_panel_has_room_for_is_counted(point):
    for number in range(8):
        make_story(state=State.PUBLISHED, title=f"Historie {number}", point="1")
    groups = {group.noun.name: group for group in thread_of("point", POINT, PUBLIC).groups}
    assert (len(groups["document"].beads), groups["document"].rest) == (6, 2)


def test_the_whole_thread_takes_a_second_step_and_does_not_turn_back(point, story, edition):
    walked = whole_thread("edition", "2020", PUBLIC)
    (document,) = next(group for group in walked.groups if group.noun.name == "document").beads
    further = {(bead.noun.name, bead.key) for group in document.groups for bead in group.beads}
    assert further == {("point", POINT), ("activity", "2021/klimastatus")}
    assert (walked.title, walked.language) == ("Klimastatus 2020", "nb")


def test_what_was_given_and_named_is_one_thing_with_both_said(point):
    story = make_story(state=State.PUBLISHED, point="1")
    make_evidence(point, EvidenceKind.STORY, document=story, on=date(2021, 4, 1))
    (bead,) = next(g for g in thread_of("point", POINT, PUBLIC).groups if g.noun.name == "document").beads
    assert (len(bead.says), bead.on) == (2, date(2021, 4, 1))


def test_points_stand_by_their_number_and_the_rest_with_the_newest_first(activity):
    wording = make_wording(state=WordingState.ADOPTED)
    for number in ("10", "2", "b", "a"):
        make_point(wording, f"p-{number}", number=number, title_nb="Punkt").activities.add(activity)
    thread = thread_of("activity", "2021/klimastatus", PUBLIC)
    assert [bead.title for bead in thread.groups[0].beads] == [
        "a. Punkt",
        "b. Punkt",
        "2. Punkt",
        "10. Punkt",
    ]


def test_every_room_tells_nouns_and_relations_that_are_known_to_all():
    edges = [edge for room in ROOMS for edge in room.edges(EVERYTHING)]
    assert {edge.relation for edge in edges} <= RELATIONS.keys()
    assert {end.noun for edge in edges for end in (edge.near, edge.far)} <= NOUNS.keys()
    assert len(NOUNS) == sum(len(room.NOUNS) for room in ROOMS)
    assert len(RELATIONS) == sum(len(room.RELATIONS) for room in ROOMS)


def test_the_decision_of_a_member_says_whose_it_is(point):
    hamar = make_municipality("Hamar", "3403")
    told = {"title": "Klimaplan", "body_name": "Kommunestyret"}
    make_evidence(point, EvidenceKind.DECISION, organisation=hamar, **told)
    make_evidence(point, EvidenceKind.DECISION, **told)
    groups = {group.noun.name: group for group in thread_of("point", POINT, EVERYTHING).groups}
    titles = {bead.title for bead in groups["council_decision"].beads}
    assert titles == {"Hamar: Klimaplan", "Klimaplan"}


def test_the_picture_has_a_bead_for_each_kind_and_an_arc_for_each_pair_that_meets(point, story, edition):
    picture = picture_of(whole_thread("edition", "2020", PUBLIC))
    assert [(kind.noun.name, kind.steps, len(kind.keys)) for kind in picture.kinds] == [
        ("point", 2, 1),
        ("activity", 1, 1),
        ("document", 1, 1),
        ("edition", 0, 0),
        ("indicator", 1, 2),
    ]
    assert len({path for path, _far in picture.arcs}) == len(picture.arcs)
    assert {far for _path, far in picture.arcs} == {True, False}
    assert picture.words.startswith("Ett steg herfra: Aktiviteter (1), ")
    assert "To steg herfra: Punkter i erklæringen (1)." in picture.words


def test_the_picture_says_where_there_is_more_than_it_counts(point):
    for number in range(8):
        make_point(point.wording, f"p-{number}")
    picture = picture_of(whole_thread("point", POINT, PUBLIC))
    assert "Punkter i erklæringen (6+)" in picture.words
    assert picture.height == 40 + 34 * (len(picture.kinds) - 1)


# Pages ----------------------------------------------------------------------------------------------------


def words(path: str, user: Any = None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_thread_stands_beside_the_page_of_every_noun_that_has_one(point, story, edition):
    pages = {
        f"/erklaering/{POINT.replace('/', '/punkt/')}/": "/program/2021/klimastatus/",
        "/program/2021/klimastatus/": "/erklaering/ordforererklaering/punkt/kutt-utslipp/",
        f"/dokumenter/{story.slug}/": "/erklaering/ordforererklaering/punkt/kutt-utslipp/",
        "/klimastatus/2020/": f"/dokumenter/{story.slug}/",
        "/data/bicycles/": "/erklaering/ordforererklaering/punkt/kutt-utslipp/",
    }
    for path, link in pages.items():
        page = words(path)
        panel = page[page.index("thread-kind") :]
        assert f'href="{link}"' in panel, path


def test_the_call_has_its_thread_for_those_who_may_read_it(point, activity):
    make_call({"kutt": {"point": "1"}}, activity=activity)
    page = words("/innhenting/klimastatus-2021/", make_secretary())
    assert 'href="/erklaering/ordforererklaering/punkt/kutt-utslipp/"' in page


def test_a_page_whose_thing_belongs_to_nothing_has_no_thread():
    alone = make_activity(key="alene")
    assert "thread-kind" not in words(reverse("activity", args=[2021, alone.key]))


def test_the_whole_thread_has_a_page_of_its_own(point, story, edition):
    page = words("/traad/edition/2020/")
    assert "<h1>" in page
    assert "Klimastatus 2020" in page
    assert 'role="img" aria-label="Ett steg herfra:' in page
    assert f'href="/dokumenter/{story.slug}/"' in page
    assert f'href="/traad/document/{story.slug}/"' in page
    assert 'href="/erklaering/ordforererklaering/punkt/kutt-utslipp/"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/traad/edition/1999/",
        "/traad/poem/1/",
        "/traad/point/finnes/ikke/",
        "/traad/follow_up/x/",
        "/traad/point/%00/",
    ],
)
def test_what_has_no_thread_is_a_missing_page(path, point):
    assert Client().get(path).status_code == 404


def test_what_has_no_page_is_read_in_the_thread(point):
    decision = make_evidence(point, EvidenceKind.DECISION, title="Klimaplan", body_name="Kommunestyret")
    page = words(f"/traad/council_decision/{decision.pk}/", make_secretary())
    assert "Klimaplan" in page
    assert "/punkt/kutt-utslipp/" in page


def test_a_story_tells_a_screen_reader_which_language_it_is_in(point):
    make_story(state=State.PUBLISHED, title="Ei historie", language="nn", point="1")
    assert 'lang="nn">Ei historie</a>' in words("/erklaering/ordforererklaering/punkt/kutt-utslipp/")


def test_an_indicator_is_everybodys(point):
    assert near("indicator", Indicator.objects.get(key="bicycles").key) == [("point", POINT)]


def test_beside_a_meeting_the_thread_does_not_repeat_its_own_points():
    event = make_announced(make_person(), title="Møtet")
    item = make_item(event, "Klimastatus")
    assert thread_of("meeting", event.slug, Viewer()) is None
    assert whole_thread("meeting", event.slug, Viewer()) is not None
    assert thread_of("agenda_item", f"{event.slug}/{item.pk}", Viewer()) is not None
