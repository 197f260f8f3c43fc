"""Verbs about years, activities and milestones."""

from datetime import date, datetime

import pytest

from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict
from dugnad.kit.history import changes_of
from dugnad.kit.models import Change
from dugnad.programme import changes, queries
from dugnad.programme.models import Activity, Milestone, Programme, Strand
from dugnad.programme.states import ActivityStatus, ProgrammeState
from tests.factories.members import make_body, make_person
from tests.factories.programme import make_activity, make_milestone, make_programme, make_strand
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
DAY = date(2021, 5, 3)
NEW_YEAR = date(2022, 1, 3)
NOBODY: dict[str, object] = {"by": None, "at": AT}


# Years -------------------------------------------------------------------------------------------------


def test_draft_programme_begins_a_year() -> None:
    changes.draft_programme(year=2022, title_nb="Klimaprogrammet", **NOBODY)
    assert Programme.objects.get().state == ProgrammeState.DRAFT


def test_draft_programme_refuses_a_year_that_is_begun() -> None:
    make_programme(2022)
    with refused("invalid", field="year"):
        changes.draft_programme(year=2022, title_nb="Klimaprogrammet", **NOBODY)


def test_edit_programme_changes_its_title() -> None:
    programme = make_programme()
    assert changes.edit_programme(programme, title_en="Our programme", **NOBODY)
    assert Programme.objects.get().title_en == "Our programme"


def test_adopt_programme_opens_it_to_everybody() -> None:
    programme = make_programme(2021, ProgrammeState.DRAFT)
    changes.adopt_programme(programme, on=DAY, **NOBODY)
    stored = Programme.objects.get()
    assert (stored.state, stored.adopted_on) == (ProgrammeState.ADOPTED, DAY)


def test_adopt_programme_refuses_a_second_time() -> None:
    with refused("adopted"):
        changes.adopt_programme(make_programme(), on=DAY, **NOBODY)


def test_freeze_programme_keeps_its_bytes_and_their_hash() -> None:
    activity = make_activity(goals=[13])
    sha256 = changes.freeze_programme(activity.programme, on=NEW_YEAR, **NOBODY)
    stored = Programme.objects.get()
    assert (stored.state, stored.frozen_at, stored.snapshot_sha256) == (ProgrammeState.FROZEN, AT, sha256)
    assert bytes(stored.snapshot) == queries.canonical_bytes(stored)
    assert queries.is_untouched(stored)


def test_a_frozen_year_that_was_changed_behind_our_back_is_found_out() -> None:
    activity = make_activity()
    changes.freeze_programme(activity.programme, on=NEW_YEAR, **NOBODY)
    Activity.objects.update(title_nb="Another")
    assert not queries.is_untouched(Programme.objects.get())


def test_freeze_programme_refuses_before_december() -> None:
    with refused("freeze"):
        changes.freeze_programme(make_programme(2021), on=date(2021, 11, 30), **NOBODY)


def test_nothing_of_a_frozen_year_changes() -> None:
    activity = make_activity()
    step = make_milestone(activity)
    programme, strand = activity.programme, activity.strand
    changes.freeze_programme(programme, on=NEW_YEAR, **NOBODY)
    verbs = [
        lambda: changes.edit_programme(programme, title_nb="Another", **NOBODY),
        lambda: changes.add_strand(programme, title_nb="Another", **NOBODY),
        lambda: changes.edit_strand(strand, title_nb="Another", **NOBODY),
        lambda: changes.add_activity(strand, title_nb="Another", **NOBODY),
        lambda: changes.edit_activity(activity, title_nb="Another", **NOBODY),
        lambda: changes.update_status(activity, ActivityStatus.DONE, **NOBODY),
        lambda: changes.set_goals(activity, [13], **NOBODY),
        lambda: changes.add_milestone(activity, title_nb="Another", due=DAY, **NOBODY),
        lambda: changes.edit_milestone(step, title_nb="Another", **NOBODY),
        lambda: changes.complete_milestone(step, on=DAY, **NOBODY),
        lambda: changes.carry_activity_to(make_activity(make_programme(2020)), programme, **NOBODY),
    ]
    for verb in verbs:
        with refused("frozen"):
            verb()
    assert queries.is_untouched(Programme.objects.get(year=2021))


def test_add_strand_stands_last_unless_it_is_given_a_place() -> None:
    programme = make_programme()
    changes.add_strand(programme, title_nb="Kompetanse", **NOBODY)
    changes.add_strand(programme, title_nb="Påvirkning", **NOBODY)
    changes.add_strand(programme, title_nb="Først", position=0, **NOBODY)
    assert [strand.key for strand in queries.strands_of(programme)] == ["forst", "kompetanse", "pavirkning"]


def test_edit_strand_changes_its_title() -> None:
    strand = make_strand()
    changes.edit_strand(strand, title_nn="Kunnskap", **NOBODY)
    assert Strand.objects.get().title_nn == "Kunnskap"


# Activities --------------------------------------------------------------------------------------------


def test_add_activity_takes_the_next_number_and_names_itself() -> None:
    strand = make_strand()
    make_activity(strand=strand, number=7)
    activity = changes.add_activity(strand, title_nb="Følge opp erklæringen", goals=[13, 11], **NOBODY)
    assert (activity.number, activity.key) == (8, "folge-opp-erklaeringen")
    assert list(activity.goals.values_list("goal", flat=True)) == [11, 13]


def test_add_activity_finds_a_short_name_that_is_free() -> None:
    strand = make_strand()
    keys = [changes.add_activity(strand, title_nb="Klimastatus", **NOBODY).key for _number in range(3)]
    assert keys == ["klimastatus", "klimastatus-2", "klimastatus-3"]


def test_add_activity_refuses_an_address_of_ours() -> None:
    with refused("key", field="key"):
        changes.add_activity(make_strand(), title_nb="Another", key="ny", **NOBODY)
    assert changes.add_activity(make_strand(), title_nb="Ny", **NOBODY).key == "ny-2"


def test_add_activity_refuses_a_number_that_is_taken() -> None:
    activity = make_activity()
    with refused("invalid"):
        changes.add_activity(activity.strand, title_nb="Another", number=activity.number, **NOBODY)


def test_add_activity_refuses_a_delay_without_a_word_about_why() -> None:
    with refused("note", field="status_note"):
        changes.add_activity(make_strand(), title_nb="Late", status=ActivityStatus.DELAYED, **NOBODY)


def test_edit_activity_enters_what_differs_and_that_it_was_looked_after() -> None:
    activity, body = make_activity(), make_body()
    later = datetime(2021, 5, 4, 9, 0, tzinfo=OSLO)
    changes.edit_activity(activity, title_nb="Klimastatus", responsible_body=body, by=None, at=later)
    entry = changes_of(activity).get()
    assert (sorted(entry.after), entry.after["responsible_body_id"]) == (
        ["responsible_body_id", "updated_at"],
        body.pk,
    )
    assert Activity.objects.get().updated_at == later


def test_edit_activity_may_change_the_goals_alone() -> None:
    activity = make_activity(goals=[13])
    assert changes.edit_activity(activity, goals=[17], **NOBODY)
    assert changes.edit_activity(activity, goals=[17], **NOBODY) is False


def test_edit_activity_with_nothing_new_changes_nothing() -> None:
    activity = make_activity()
    assert changes.edit_activity(activity, title_nb=activity.title_nb, **NOBODY) is False
    assert not Change.objects.exists()


def test_edit_activity_refuses_a_strand_of_another_year() -> None:
    with refused("strand", field="strand"):
        changes.edit_activity(make_activity(), strand=make_strand(make_programme(2020)), **NOBODY)


def test_edit_activity_tells_the_second_of_two_who_edit_at_once() -> None:
    activity = make_activity(title_nb="Before")
    mine = Activity.objects.get()
    seen = activity.updated_at
    later = datetime(2021, 5, 3, 10, 0, tzinfo=OSLO)
    changes.edit_activity(activity, seen=seen, title_nb="Theirs", by=None, at=later)
    with pytest.raises(Conflict) as caught:
        changes.edit_activity(mine, seen=seen, title_nb="Mine", by=None, at=later)
    details = caught.value.details
    assert (details["theirs"], details["yours"]) == ({"title_nb": "Theirs"}, {"title_nb": "Mine"})
    assert datetime.fromisoformat(details["seen"]) == later
    assert Activity.objects.get().title_nb == "Theirs"


def test_update_status_says_how_it_goes() -> None:
    activity = make_activity()
    changes.update_status(activity, ActivityStatus.DELAYED, note="Venter på tall", **NOBODY)
    stored = Activity.objects.get()
    assert (stored.status, stored.status_note) == (ActivityStatus.DELAYED, "Venter på tall")


def test_update_status_refuses_a_drop_without_a_word_about_why() -> None:
    with refused("note", field="status_note"):
        changes.update_status(make_activity(), ActivityStatus.DROPPED, note=" ", **NOBODY)


def test_update_status_to_the_same_status_still_says_that_somebody_looked() -> None:
    activity = make_activity(updated_at=datetime(2021, 1, 1, tzinfo=OSLO))
    assert changes.update_status(activity, activity.status, **NOBODY)
    assert (Activity.objects.get().updated_at, changes_of(activity).get().verb) == (AT, "look_after_activity")


def test_set_goals_replaces_what_was_there() -> None:
    activity = make_activity(goals=[11, 17])
    assert changes.set_goals(activity, [17, 13], **NOBODY)
    assert sorted(activity.goals.values_list("goal", flat=True)) == [13, 17]
    assert (changes_of(activity).get().before, changes_of(activity).get().after) == (
        {"goals": [11, 17]},
        {"goals": [13, 17]},
    )


def test_set_goals_to_the_same_changes_nothing() -> None:
    assert changes.set_goals(make_activity(goals=[13]), [13, 13], **NOBODY) is False


def test_set_goals_refuses_an_eighteenth() -> None:
    with refused("goal", field="goals"):
        changes.set_goals(make_activity(), [18], **NOBODY)


def test_carry_activity_to_takes_goals_open_milestones_and_lineage_along() -> None:
    person = make_person()
    activity = make_activity(
        goals=[13], key="klimastatus", status=ActivityStatus.UNDER_WAY, responsible_person=person
    )
    make_milestone(activity, "Open")
    make_milestone(activity, "Done", done_on=DAY)
    carried = changes.carry_activity_to(activity, make_programme(2022), **NOBODY)
    assert (carried.key, carried.status, carried.carried_from, carried.responsible_person) == (
        "klimastatus", ActivityStatus.UNDER_WAY, activity, person,
    )  # fmt: skip
    assert list(carried.goals.values_list("goal", flat=True)) == [13]
    assert list(carried.milestones.values_list("title_nb", flat=True)) == ["Open"]


def test_carry_activity_to_uses_the_strand_that_the_new_year_has() -> None:
    activity, new_year = make_activity(), make_programme(2022)
    same = make_strand(new_year, activity.strand.key)
    assert changes.carry_activity_to(activity, new_year, **NOBODY).strand == same


def test_carry_activity_to_a_year_where_its_short_name_is_taken() -> None:
    activity, new_year = make_activity(key="klimastatus"), make_programme(2022)
    make_activity(new_year, key="klimastatus")
    assert changes.carry_activity_to(activity, new_year, **NOBODY).key == "klimastatus-2"


def test_carry_activity_to_refuses_an_earlier_year() -> None:
    with refused("year", field="year"):
        changes.carry_activity_to(make_activity(), make_programme(2020), **NOBODY)


def test_carry_activity_to_refuses_what_is_done() -> None:
    with refused("status"):
        changes.carry_activity_to(make_activity(status=ActivityStatus.DONE), make_programme(2022), **NOBODY)


def test_carry_activity_to_refuses_a_second_time() -> None:
    activity, new_year = make_activity(), make_programme(2022)
    changes.carry_activity_to(activity, new_year, **NOBODY)
    with refused("carried"):
        changes.carry_activity_to(activity, new_year, **NOBODY)


def test_carry_activities_carries_all_or_none() -> None:
    first, done = make_activity(), make_activity(status=ActivityStatus.DONE)
    new_year = make_programme(2022)
    with refused("status"):
        changes.carry_activities([first, done], new_year, **NOBODY)
    assert not new_year.activities.exists()
    changes.carry_activities([first], new_year, **NOBODY)
    assert queries.carried_away(first.programme) == {first.pk}


# Milestones --------------------------------------------------------------------------------------------


def test_add_milestone_shows_that_the_activity_is_looked_after() -> None:
    activity = make_activity(updated_at=datetime(2021, 1, 1, tzinfo=OSLO))
    changes.add_milestone(activity, title_nb="Utkast", due=DAY, **NOBODY)
    assert (Milestone.objects.get().title_nb, Activity.objects.get().updated_at) == ("Utkast", AT)


def test_edit_milestone_moves_its_day() -> None:
    step = make_milestone()
    assert changes.edit_milestone(step, due=date(2021, 6, 1), **NOBODY)
    assert Milestone.objects.get().due == date(2021, 6, 1)


def test_edit_milestone_with_nothing_new_leaves_the_activity_alone() -> None:
    step = make_milestone(make_activity(updated_at=datetime(2021, 1, 1, tzinfo=OSLO)))
    assert changes.edit_milestone(step, title_nb=step.title_nb, **NOBODY) is False
    assert Activity.objects.get().updated_at == datetime(2021, 1, 1, tzinfo=OSLO)


def test_complete_milestone_notes_the_day() -> None:
    step = make_milestone()
    changes.complete_milestone(step, on=DAY, **NOBODY)
    assert Milestone.objects.get().done_on == DAY


def test_complete_milestone_refuses_a_second_time() -> None:
    with refused("done"):
        changes.complete_milestone(make_milestone(done_on=DAY), on=DAY, **NOBODY)


def test_reopen_milestone_takes_it_back() -> None:
    step = make_milestone(done_on=DAY)
    changes.reopen_milestone(step, **NOBODY)
    assert Milestone.objects.get().done_on is None


# The ten activities of 2021 ----------------------------------------------------------------------------


def test_load_reference_programme_has_the_ten_activities_with_their_goals() -> None:
    programme = changes.load_reference_programme(**NOBODY)
    rows = queries.activity_rows(programme, on=DAY)
    assert (programme.year, programme.state) == (2021, ProgrammeState.ADOPTED)
    assert [row.goals for row in rows] == [
        [17], [11, 12, 13, 17], [11, 12, 13, 17], [11, 13, 17], [11, 17],
        [17], [11, 12, 17], [11, 12, 17], [7, 11, 12, 17], [7, 11, 12, 13, 14, 15, 17],
    ]  # fmt: skip
    assert [row.activity.strand.position for row in rows] == [1] * 6 + [2] * 3 + [3]


def test_load_reference_programme_is_written_in_three_languages() -> None:
    changes.load_reference_programme(**NOBODY)
    for activity in Activity.objects.all():
        titles = {activity.title_nb, activity.title_nn, activity.title_en}
        ways = {activity.way_of_working_nb, activity.way_of_working_nn, activity.way_of_working_en}
        assert "" not in titles | ways
        assert len(ways) == 3


def test_load_reference_programme_twice_changes_nothing() -> None:
    body = make_body()
    first = changes.load_reference_programme(responsible_body=body, **NOBODY)
    entries = Change.objects.count()
    assert changes.load_reference_programme(responsible_body=body, **NOBODY) == first
    assert (Change.objects.count(), Activity.objects.filter(responsible_body=body).count()) == (entries, 10)
