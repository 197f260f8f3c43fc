"""Verbs about studies and the register."""

from datetime import datetime, timedelta

import pytest

from dugnad.analyses import changes
from dugnad.analyses.models import Actor, Project, Study
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict
from dugnad.kit.history import changes_of
from tests.factories.analyses import make_actor, make_project, make_study
from tests.factories.members import make_municipality
from tests.refusals import refused

pytestmark = pytest.mark.django_db
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, object] = {"by": None, "at": AT}
ASKS = {"question_nb": "Hvor?", "materials": "tre"}


def told(noun: object) -> list[str]:
    return [change.verb for change in changes_of(noun)]  # type: ignore[arg-type]


# Studies -----------------------------------------------------------------------------------------------


def test_add_study_finds_an_address_and_places() -> None:
    hamar = make_municipality("Hamar")
    study = changes.add_study(name_nb="Bygg og anlegg", places=[hamar], **ASKS, **NOBODY)
    assert (study.slug, list(study.places.all())) == ("bygg-og-anlegg", [hamar])
    assert told(study) == ["set_places", "add_study"]


@pytest.mark.parametrize(("name", "slug"), [("Register", "register-2"), ("!", "studie")])
def test_add_study_keeps_out_of_our_own_addresses(name: str, slug: str) -> None:
    assert changes.add_study(name_nb=name, **ASKS, **NOBODY).slug == slug


def test_add_study_refuses_years_that_run_backwards() -> None:
    with refused("years", field="last_year"):
        changes.add_study(name_nb="A", first_year=2021, last_year=2020, **ASKS, **NOBODY)


def test_edit_study_changes_words_and_places() -> None:
    study, later = make_study(), AT + timedelta(hours=1)
    assert changes.edit_study(study, places=[make_municipality()], materials="stål", by=None, at=later)
    assert (Study.objects.get().materials, Study.objects.get().updated_at) == ("stål", later)


def test_edit_study_says_when_nothing_is_new() -> None:
    study = make_study()
    assert not changes.edit_study(study, places=[], seen=AT, materials=study.materials, **NOBODY)
    assert told(study) == []


def test_edit_study_keeps_what_a_colleague_wrote_meanwhile() -> None:
    study = make_study()
    with pytest.raises(Conflict) as caught:
        changes.edit_study(study, seen=AT - timedelta(hours=1), materials="stål", **NOBODY)
    assert caught.value.details["theirs"] == {"materials": "tre, betong"}


# The register ------------------------------------------------------------------------------------------

KONGSVINGER = {"carried_by": "Circular Norway", "area": "Kongsvingerregionen", "materials_nb": "bygg"}


def test_add_project_enters_who_maps_what() -> None:
    found = changes.add_project(name="Circle Scan", first_year=2019, **KONGSVINGER, **NOBODY)
    assert (found.slug, told(found)) == ("circle-scan", ["add_project"])


def test_add_project_refuses_years_that_run_backwards() -> None:
    with refused("years", field="last_year"):
        changes.add_project(name="A", first_year=2019, last_year=2018, **KONGSVINGER, **NOBODY)


def test_edit_project_changes_words_and_places() -> None:
    project = make_project()
    assert changes.edit_project(project, places=[make_municipality()], money_nb="1 million", **NOBODY)
    assert Project.objects.get().money_nb == "1 million"
    assert not changes.edit_project(project, money_nb="1 million", **NOBODY)


def test_add_actor_enters_it_with_its_studies() -> None:
    study = make_study()
    actor = changes.add_actor(name="GIR", category="waste", email="post@gir.no", studies=[study], **NOBODY)
    assert list(actor.studies.all()) == [study]


def test_add_actor_refuses_a_persons_own_address() -> None:
    with refused("private", field="email"):
        changes.add_actor(name="GIR", category="waste", email="kari@gir.no", **NOBODY)


def test_add_actor_refuses_a_second_one_of_the_same_name_and_place() -> None:
    make_actor("GIR")
    with refused("twice", field="name"):
        changes.add_actor(name="GIR", category="waste", **NOBODY)


def test_edit_actor_changes_what_differs() -> None:
    actor = make_actor()
    assert changes.edit_actor(actor, studies=[make_study()], does="Sorterer", **NOBODY)
    assert Actor.objects.get().does == "Sorterer"
    assert not changes.edit_actor(actor, does="Sorterer", **NOBODY)
