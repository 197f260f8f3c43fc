"""What a member tells of points for a year: entered, told anew, taken out."""

from typing import Any

import pytest

from dugnad.declarations import changes, rules
from dugnad.declarations.changes import Told
from dugnad.declarations.kinds import EvidenceKind, PointKind, Scope
from dugnad.declarations.models import Evidence, Point, Progress
from dugnad.declarations.queries import evidence_rows
from dugnad.declarations.states import ProgressState, WordingState
from dugnad.kit.access import Role
from dugnad.kit.errors import Refused
from dugnad.kit.history import changes_of
from dugnad.members.models import Organisation
from dugnad.members.rules import Viewer
from tests.factories.declarations import AT, make_point, make_wording
from tests.factories.members import make_municipality

pytestmark = [pytest.mark.django_db]
WHO: dict[str, Any] = {"by": None, "at": AT}
DECIDED = {"body_name": "Kommunestyret", "case_number": "12/21"}


@pytest.fixture
def hamar() -> Organisation:
    return make_municipality()


@pytest.fixture
def point() -> Point:
    return make_point(make_wording(state=WordingState.ADOPTED))


def tell(hamar: Organisation, *told: Told, year: int = 2021, **values: Any) -> list[Progress]:
    return changes.record_progress(hamar, told, year=year, **(WHO | values))


def rows() -> list[tuple[str, int, str, str]]:
    return list(Progress.objects.order_by("pk").values_list("point__key", "year", "state", "done"))


def trail_of(progress: Progress) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    return [(change.verb, change.before, change.after) for change in changes_of(progress)]


def test_record_progress_enters_what_was_told_with_a_trail(hamar: Organisation, point: Point) -> None:
    (progress,) = tell(
        hamar, Told(point, "under_way", done=" Ladere. ", next_step="Biler."), source="a/hamar"
    )
    assert rows() == [("kutt-utslipp", 2021, "under_way", "Ladere.")]
    assert (progress.source, progress.told_at, progress.is_illustrative) == ("a/hamar", AT, False)
    told = {"state": "under_way", "done": "Ladere.", "next_step": "Biler.", "year": 2021, "source": "a/hamar"}
    assert trail_of(progress) == [("record_progress", {}, told)]


def test_record_progress_told_again_changes_nothing(hamar: Organisation, point: Point) -> None:
    told = Told(point, "planned", evidence=evidence_rows(**DECIDED))
    (progress,) = tell(hamar, told)
    evidence = Evidence.objects.get()
    assert tell(hamar, told) == []
    assert (Evidence.objects.get(), len(trail_of(progress))) == (evidence, 1)


def test_record_progress_replaces_what_stood_there(hamar: Organisation, point: Point) -> None:
    tell(hamar, Told(point, "planned", help_wanted="Mal"))
    (progress,) = tell(hamar, Told(point, "in_place", done="Gjort."))
    progress.refresh_from_db()
    assert rows() == [("kutt-utslipp", 2021, "in_place", "Gjort.")]
    assert (progress.help_wanted, trail_of(progress)[0][1]["state"]) == ("", "planned")


def test_record_progress_keeps_each_year_and_each_point(hamar: Organisation, point: Point) -> None:
    other = make_point(point.wording, "klimatilpasning")
    tell(hamar, Told(point, "planned"), Told(other, "not_begun"), year=2020)
    tell(hamar, Told(point, "in_place"))
    assert rows() == [
        ("kutt-utslipp", 2020, "planned", ""),
        ("klimatilpasning", 2020, "not_begun", ""),
        ("kutt-utslipp", 2021, "in_place", ""),
    ]


def test_evidence_told_again_stays_the_row_that_it_was_and_what_is_not_told_goes(
    hamar: Organisation, point: Point
) -> None:
    both = evidence_rows(**DECIDED, link="https://hamar.no/plan/")
    tell(hamar, Told(point, "in_place", evidence=both))
    decision = Evidence.objects.get(kind=EvidenceKind.DECISION)
    (progress,) = tell(hamar, Told(point, "in_place", evidence=evidence_rows(**DECIDED)))
    assert list(progress.evidence.all()) == [decision]
    assert (decision.organisation, decision.point, str(decision)) == (hamar, point, "Kommunestyret, 12/21")


def test_the_same_evidence_twice_is_one_row(hamar: Organisation, point: Point) -> None:
    tell(hamar, Told(point, "in_place", evidence=[*evidence_rows(**DECIDED), *evidence_rows(**DECIDED)]))
    assert Evidence.objects.count() == 1


def test_evidence_that_lacks_what_its_kind_needs_is_refused(hamar: Organisation, point: Point) -> None:
    with pytest.raises(Refused):
        tell(hamar, Told(point, "in_place", evidence=[{"kind": EvidenceKind.LINK, "title": "Uten adresse"}]))
    assert rows() == []


def test_a_long_title_of_evidence_is_cut(hamar: Organisation, point: Point) -> None:
    long = evidence_rows(link=f"https://hamar.no/{'a' * 250}")
    tell(hamar, Told(point, "in_place", evidence=long))
    assert len(Evidence.objects.get().title) == 200


@pytest.mark.parametrize(
    ("facts", "told", "year", "code"),
    [
        ({"kind": PointKind.REQUEST}, "planned", 2021, "point"),
        ({"is_missing": True}, "planned", 2021, "point"),
        ({"scope": Scope.COUNTIES}, "planned", 2021, "point"),
        ({}, "nesten", 2021, "state"),
        ({}, "planned", 2018, "year"),
        ({}, "planned", 2022, "year"),
    ],
)
def test_record_progress_refuses_what_cannot_be_told(
    hamar: Organisation, facts: dict[str, Any], told: str, year: int, code: str
) -> None:
    point = make_point(make_wording(state=WordingState.ADOPTED), **facts)
    with pytest.raises(Refused) as refusal:
        tell(hamar, Told(point, told), year=year)
    assert (refusal.value.code, rows()) == (code, [])


def test_record_progress_refuses_points_of_a_draft(hamar: Organisation) -> None:
    with pytest.raises(Refused) as refusal:
        tell(hamar, Told(make_point(make_wording()), "planned"))
    assert "Ingen blir spurt" in str(refusal.value.message)


def test_retract_progress_takes_out_what_came_from_one_reply(hamar: Organisation, point: Point) -> None:
    other = make_point(point.wording, "klimatilpasning")
    evidence = evidence_rows(**DECIDED)
    (progress,) = tell(hamar, Told(point, "in_place", evidence=evidence), source="call/hamar")
    tell(hamar, Told(other, "planned"))
    key = progress.pk
    assert changes.retract_progress(hamar, source="call/hamar", **WHO) == 1
    assert (rows(), Evidence.objects.count()) == ([("klimatilpasning", 2021, "planned", "")], 0)
    verb, before, _after = trail_of(Progress(pk=key))[0]
    assert (verb, before["state"]) == ("retract_progress", "in_place")
    assert changes.retract_progress(hamar, source="call/hamar", **WHO) == 0


def test_retract_progress_keeps_the_points_that_it_is_told_to(hamar: Organisation, point: Point) -> None:
    other = make_point(point.wording, "klimatilpasning")
    tell(hamar, Told(point, "in_place"), Told(other, "planned"), source="call/hamar")
    changes.retract_progress(hamar, source="call/hamar", keep={other.pk}, **WHO)
    assert rows() == [("klimatilpasning", 2021, "planned", "")]


def test_kinds_asked_names_those_whom_a_point_is_for() -> None:
    every = {scope: rules.kinds_asked(Point(scope=scope)) for scope in Scope}
    assert every == {
        Scope.ALL: ["municipality", "county_authority"],
        Scope.MUNICIPALITIES: ["municipality"],
        Scope.COUNTIES: ["county_authority"],
    }


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ANONYMOUS, False), (Role.GUEST, False), (Role.MEMBER_EDITOR, True), (Role.BODY_MEMBER, True)],
)
def test_only_those_who_work_together_read_what_each_member_told(role: Role, may: bool) -> None:
    assert rules.may_see_members(Viewer(roles=frozenset({role}))) is may


def test_evidence_rows_are_made_of_what_is_there() -> None:
    found = evidence_rows(**DECIDED, link="https://www.hamar.kommune.no/klima/plan/")
    assert [(row["kind"], row["title"]) for row in found] == [
        (EvidenceKind.DECISION, "Kommunestyret, 12/21"),
        (EvidenceKind.LINK, "www.hamar.kommune.no/klima/plan"),
    ]
    assert evidence_rows() == []


def test_states_are_the_five_that_the_marks_have() -> None:
    assert [state.value for state in ProgressState] == [
        "not_begun", "planned", "under_way", "in_place", "not_applicable",
    ]  # fmt: skip
