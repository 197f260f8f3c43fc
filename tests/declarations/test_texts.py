"""The text of a declaration: begun, written, offered, taken back, adopted, laid aside, and its pages."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from dugnad.declarations import changes, queries, rules
from dugnad.declarations.kinds import PointKind, Scope, SuccessionKind
from dugnad.declarations.models import Declaration, Point, Wording
from dugnad.declarations.states import WordingState
from dugnad.kit.access import Role
from dugnad.kit.clock import OSLO
from dugnad.kit.errors import Conflict, Refused
from dugnad.members.rules import Viewer
from tests.factories.declarations import make_declaration, make_point, make_wording
from tests.factories.members import make_body_member, make_editor, make_guest, make_secretary
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_day")]
AT = datetime(2021, 5, 3, 9, 0, tzinfo=OSLO)
NOBODY: dict[str, Any] = {"by": None, "at": AT}
ROOT = "/erklaering/ordforererklaering/"
STRANGER = Viewer()
SIGNED_IN = Viewer(roles=frozenset({Role.GUEST}))
BODY_MEMBER = Viewer(roles=frozenset({Role.BODY_MEMBER}))
SECRETARY = Viewer(roles=frozenset({Role.SECRETARIAT}))


@pytest.fixture
def stranger() -> Client:
    return in_english(Client())


@pytest.fixture
def secretary() -> Client:
    return signed_in(make_secretary())


def signed_in(user: Any) -> Client:
    client = in_english(Client())
    client.force_login(user)
    return client


def in_english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def words(response: Any) -> str:
    return str(response.content.decode())


def adopted() -> Wording:
    """The text of 2019 with two points, adopted."""
    wording = make_wording("2019")
    make_point(wording, "kutt", title_nb="Kutte", text_nb="Kutte utslipp.")
    make_point(wording, "tilpasning", title_nb="Tilpasse", text_nb="Tåle flom.")
    changes.offer_wording(wording, **NOBODY)
    changes.adopt_wording(wording, on=date(2019, 2, 7), **NOBODY)
    return wording


def revision() -> Wording:
    """A revision of it, begun."""
    return changes.begin_revision(adopted(), name="2022", **NOBODY)


# Rules ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (WordingState.DRAFT, [rules.can_edit, rules.can_offer, rules.can_amend]),
        (WordingState.OFFERED, [rules.can_reopen, rules.can_adopt, rules.can_amend]),
        (WordingState.ADOPTED, [rules.can_revise]),
        (WordingState.WITHDRAWN, []),
    ],
)
def test_each_state_permits_its_own_steps(state, steps):
    all_steps = [
        rules.can_edit,
        rules.can_offer,
        rules.can_reopen,
        rules.can_adopt,
        rules.can_revise,
        rules.can_amend,
    ]
    assert [step for step in all_steps if step(Wording(state=state))] == steps


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (WordingState.ADOPTED, [STRANGER, SIGNED_IN, BODY_MEMBER, SECRETARY]),
        (WordingState.OFFERED, [SIGNED_IN, BODY_MEMBER, SECRETARY]),
        (WordingState.DRAFT, [BODY_MEMBER, SECRETARY]),
        (WordingState.WITHDRAWN, [BODY_MEMBER, SECRETARY]),
    ],
)
def test_may_see_what_is_adopted_offered_and_drafted(state, readers):
    everyone = [STRANGER, SIGNED_IN, BODY_MEMBER, SECRETARY]
    assert [viewer for viewer in everyone if rules.may_see(viewer, Wording(state=state))] == readers


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("2022", True), ("versjon-2", True), ("ny", False), ("Ny 1", False), ("a" * 21, False)],
)
def test_is_name(name, is_one):
    assert rules.is_name(name) == is_one


@pytest.mark.parametrize(("key", "is_one"), [("klima", True), ("bevis", False), ("ny", False), ("Å", False)])
def test_is_key(key, is_one):
    assert rules.is_key(key) == is_one


@pytest.mark.parametrize(
    ("scope", "who"),
    [
        (Scope.ALL, ["municipality", "county_authority"]),
        (Scope.MUNICIPALITIES, ["municipality"]),
        (Scope.COUNTIES, ["county_authority"]),
    ],
)
def test_applies_to_those_whom_the_point_is_for(scope, who):
    kinds = ["municipality", "county_authority", "subregion"]
    assert [kind for kind in kinds if rules.applies_to(Point(scope=scope), kind)] == who


@pytest.mark.parametrize(
    ("kind", "is_missing", "is_asked"),
    [
        (PointKind.COMMITMENT, False, True),
        (PointKind.MEASURE, False, True),
        (PointKind.MEASURE, True, False),
        (PointKind.REQUEST, False, False),
    ],
)
def test_members_are_asked_about_what_they_promised_and_whose_words_are_known(kind, is_missing, is_asked):
    assert rules.is_followed_up(Point(kind=kind, is_missing=is_missing)) == is_asked


def test_members_endorse_a_text_that_stands_still():
    states = [state for state in WordingState if rules.can_endorse(Wording(state=state))]
    assert states == [WordingState.OFFERED, WordingState.ADOPTED]


# Verbs ------------------------------------------------------------------------------------------------------


def test_create_declaration_refuses_a_name_that_is_a_page_or_taken():
    changes.create_declaration(key="klima", title_nb="Klima", **NOBODY)
    with refused("key", field="key"):
        changes.create_declaration(key="bevis", title_nb="Bevis", **NOBODY)
    with refused("key", field="key"):
        changes.create_declaration(key="klima", title_nb="Klima igjen", **NOBODY)


def test_edit_declaration_changes_its_title():
    declaration = make_declaration()
    assert changes.edit_declaration(declaration, title_nb="Løftet", **NOBODY)
    assert Declaration.objects.get().title_nb == "Løftet"


def test_draft_wording_refuses_a_name_that_is_a_page_or_taken():
    declaration = make_declaration()
    changes.draft_wording(declaration, name="2022", **NOBODY)
    with refused("name", field="name"):
        changes.draft_wording(declaration, name="oppfolging", **NOBODY)
    with refused("name", field="name"):
        changes.draft_wording(declaration, name="2022", **NOBODY)


def test_edit_wording_tells_the_second_of_two_writers_and_keeps_both_texts():
    wording = make_wording()
    seen = queries.seen_in_preamble(wording)
    changes.edit_wording(wording, seen=seen, preamble_nb="Vi lover.", **NOBODY)
    with pytest.raises(Conflict) as caught:
        changes.edit_wording(wording, seen=seen, preamble_nb="Vi ønsker.", **NOBODY)
    assert caught.value.details["yours"] == {"preamble_nb": "Vi ønsker."}
    assert caught.value.details["theirs"] == {"preamble_nb": "Vi lover."}
    assert caught.value.details["seen"] == queries.seen_in_preamble(wording)
    assert Wording.objects.get().preamble_nb == "Vi lover."


def test_the_words_of_an_offered_text_stand():
    wording = make_wording(state=WordingState.OFFERED)
    with refused("state"):
        changes.edit_wording(wording, seen="", preamble_nb="Noe annet.", **NOBODY)


def test_offer_wording_fixes_the_words_under_their_fingerprint():
    wording = make_wording()
    make_point(wording)
    changes.offer_wording(wording, seen=queries.fingerprint_of(wording), **NOBODY)
    wording.refresh_from_db()
    assert (wording.state, wording.sha256) == (WordingState.OFFERED, queries.fingerprint_of(wording))


def test_offer_wording_refuses_words_that_were_changed_since_they_were_read():
    wording = make_wording()
    point = make_point(wording)
    seen = queries.fingerprint_of(wording)
    changes.edit_point(point, text_nb="Noe annet.", **NOBODY)
    with refused("seen"):
        changes.offer_wording(wording, seen=seen, **NOBODY)


def test_offer_wording_refuses_a_text_without_points_and_one_that_is_no_draft():
    with refused("points"):
        changes.offer_wording(make_wording(), **NOBODY)
    with refused("state"):
        changes.offer_wording(make_wording("2018", WordingState.ADOPTED), **NOBODY)


def test_offer_wording_refuses_until_it_is_said_what_became_of_every_point():
    draft = revision()
    for point in draft.points.all():
        changes.edit_point(point, text_nb=f"{point.text_nb} Hvert år.", **NOBODY)
    with refused("lineage"):
        changes.offer_wording(draft, **NOBODY)
    for origin in draft.successions.select_related("predecessor", "successor"):
        told = {"predecessor": origin.predecessor, "successor": origin.successor}
        kind = SuccessionKind.SHARPENED
        changes.settle_succession(draft, kind=kind, reason_nb="Det skal måles.", **told, **NOBODY)
    changes.offer_wording(draft, **NOBODY)
    assert draft.state == WordingState.OFFERED


def test_offer_wording_tells_of_one_gap_without_counting_others():
    draft = revision()
    changes.remove_point(draft.points.get(key="kutt"), **NOBODY)
    with pytest.raises(Refused) as caught:
        changes.offer_wording(draft, **NOBODY)
    assert str(caught.value) == "Punkt 1 i 2019, Kutte: Det er ikke sagt hva det ble av det."


def test_reopen_wording_takes_the_fingerprint_away_and_needs_a_reason():
    wording = make_wording(state=WordingState.OFFERED)
    with refused("reason", field="reason"):
        changes.reopen_wording(wording, reason=" ", **NOBODY)
    changes.reopen_wording(wording, reason="Styret vil endre punkt 2.", **NOBODY)
    assert (wording.state, wording.sha256, wording.frozen_at) == (WordingState.DRAFT, "", None)
    with refused("state"):
        changes.reopen_wording(wording, reason="En gang til.", **NOBODY)


def test_adopt_wording_takes_a_day_that_has_come():
    wording = make_wording(state=WordingState.OFFERED)
    with refused("adopted_on", field="adopted_on"):
        changes.adopt_wording(wording, on=date(2021, 5, 4), **NOBODY)
    changes.adopt_wording(wording, on=date(2021, 5, 3), **NOBODY)
    assert (wording.state, wording.adopted_on) == (WordingState.ADOPTED, date(2021, 5, 3))
    with refused("state"):
        changes.adopt_wording(wording, on=date(2021, 5, 3), **NOBODY)


def test_withdraw_wording_lays_aside_what_was_never_adopted():
    wording = make_wording()
    with refused("reason", field="reason"):
        changes.withdraw_wording(wording, reason=" ", **NOBODY)
    changes.withdraw_wording(wording, reason=" Ny vår. ", **NOBODY)
    assert (wording.state, wording.withdrawn_because) == (WordingState.WITHDRAWN, "Ny vår.")
    (entry,) = queries.trail_of(wording)[:1]
    assert queries.told_in([entry], []) == {entry.pk: "Ny vår."}
    with refused("state"):
        changes.withdraw_wording(make_wording("2018", WordingState.ADOPTED), reason="Nei", **NOBODY)


def test_begin_revision_copies_the_words_and_calls_every_point_kept():
    draft = revision()
    assert [(point.key, point.number, point.text_nb) for point in queries.points_of(draft)] == [
        ("kutt", "1", "Kutte utslipp."),
        ("tilpasning", "2", "Tåle flom."),
    ]
    assert set(draft.successions.values_list("kind", flat=True)) == {SuccessionKind.KEPT}
    assert (draft.preamble_nb, draft.based_on.name) == ("Vi vil.", "2019")
    assert queries.gaps_of(draft) == []


def test_begin_revision_takes_what_speaks_to_a_point_along():
    from tests.factories.indicators import make_indicator
    from tests.factories.programme import make_activity

    before = adopted()
    activity, indicator = make_activity(), make_indicator()
    changes.serve_point(
        before.points.get(key="kutt"), activities=[activity], indicators=[indicator], **NOBODY
    )
    draft = changes.begin_revision(before, name="2022", **NOBODY)
    point = draft.points.get(key="kutt")
    assert (list(point.activities.all()), list(point.indicators.all())) == ([activity], [indicator])


def test_begin_revision_refuses_a_draft_and_a_name_that_is_taken():
    with refused("state"):
        changes.begin_revision(make_wording("2020"), name="2022", **NOBODY)
    with refused("name", field="name"):
        changes.begin_revision(adopted(), name="2020", **NOBODY)


# Questions --------------------------------------------------------------------------------------------------


def test_the_text_that_holds_is_the_one_adopted_last():
    old, new = adopted(), make_wording("2022", WordingState.ADOPTED, adopted_on=date(2022, 6, 2))
    declaration = old.declaration
    assert queries.adopted_wording(declaration) == new
    assert queries.holding(queries.visible_wordings(declaration, STRANGER)) == new
    assert queries.holding([]) is None
    assert list(queries.declarations()) == [declaration]


def test_a_text_is_found_by_its_names_by_those_who_may_read_it():
    draft = revision()
    key = draft.declaration.key
    assert queries.wording_of(key, "2022", SECRETARY) == draft
    assert queries.wording_of(key, "2022", STRANGER) is None
    assert queries.wording_of(key, "2030", SECRETARY) is None


def test_untranslated_points_are_those_that_have_bokmal_alone():
    wording = make_wording()
    whole = {f"{name}_{code}": "x" for name in ("title", "text") for code in ("nb", "nn", "en")}
    make_point(wording, "hel", **whole)
    bare = make_point(wording, "bar")
    assert queries.untranslated_points(wording) == [bare]


def test_the_fingerprint_is_of_bokmal_alone():
    wording = make_wording()
    point = make_point(wording)
    before = queries.fingerprint_of(wording)
    changes.edit_point(point, text_en="Do it.", **NOBODY)
    assert queries.fingerprint_of(wording) == before
    changes.edit_point(point, text_nb="Gjør det.", **NOBODY)
    assert queries.fingerprint_of(wording) != before


def test_the_trail_tells_which_point_was_changed_and_why_a_text_was_taken_back():
    draft = revision()
    changes.edit_point(draft.points.get(key="kutt"), text_nb="Kutte mer.", **NOBODY)
    changes.remove_point(draft.points.get(key="tilpasning"), **NOBODY)
    draft.state, draft.sha256, draft.frozen_at = WordingState.OFFERED, "a" * 64, AT
    draft.save()
    changes.reopen_wording(draft, reason="Styret vil endre.", **NOBODY)
    entries = list(queries.trail_of(draft))
    told = queries.told_in(entries, queries.points_of(draft))
    assert [(entry.verb, told.get(entry.pk, "")) for entry in entries] == [
        ("reopen_wording", "Styret vil endre."),
        ("remove_point", "2. Tilpasse"),
        ("edit_point", "1. Kutte"),
        ("begin_revision", ""),
    ]


# Pages ------------------------------------------------------------------------------------------------------


def test_the_front_shows_what_holds_and_not_the_draft_to_a_stranger(stranger):
    draft = revision()
    changes.edit_wording(draft, seen=queries.seen_in_preamble(draft), preamble_nb="Hemmelig ennå.", **NOBODY)
    page = words(stranger.get("/erklaering/"))
    assert "Kutte utslipp." in page
    assert "Hemmelig ennå." not in page


def test_the_front_shows_the_secretariat_the_draft_with_its_counts_and_the_way_to_write(secretary):
    draft = revision()
    changes.edit_point(draft.points.get(key="kutt"), text_nb="Kutte mer.", **NOBODY)
    page = words(secretary.get(ROOT))
    for text in ("Under way: 2022", "Kept</span> 1", "Sharpened</span> 1", f'href="{ROOT}2022/rediger/"'):
        assert text in page


def test_a_paraphrase_and_a_missing_point_say_so(stranger):
    wording = make_wording("2019", WordingState.ADOPTED, is_paraphrase=True)
    make_point(wording, "punkt-7", is_missing=True, title_nb="Ordlyden er ikke funnet", text_nb="")
    page = words(stranger.get(f"{ROOT}2019/"))
    assert "told in our own words" in page
    assert "not known in public" in page


def test_a_translation_says_that_bokmal_is_signed_and_shows_it_when_asked(stranger):
    wording = make_wording("2019", WordingState.ADOPTED)
    make_point(wording, "kutt", text_nb="Kutte utslipp.", text_en="Cut emissions.")
    page = words(stranger.get(f"{ROOT}2019/"))
    assert "You read a translation" in page
    assert "Cut emissions." in page
    signed = words(stranger.get(f"{ROOT}2019/?sprak=nb"))
    assert '<span lang="nb">Kutte utslipp.</span>' in signed
    assert "You read a translation" not in signed


def test_each_point_says_where_it_came_from_what_it_became_and_why(secretary):
    draft = revision()
    changes.edit_point(draft.points.get(key="kutt"), text_nb="Kutte mer.", **NOBODY)
    origin = draft.successions.get(successor__key="kutt")
    told = {"predecessor": origin.predecessor, "successor": origin.successor}
    changes.settle_succession(draft, kind=SuccessionKind.SHARPENED, reason_nb="Det haster.", **told, **NOBODY)
    new, old = words(secretary.get(f"{ROOT}2022/")), words(secretary.get(f"{ROOT}2019/"))
    for text in ("Sharpened", "From point 1 of 2019", "Det haster."):
        assert text in new
    assert f'href="{ROOT}2022/#kutt">In 2022: point 1</a>' in old


def test_the_fate_of_a_point_in_a_draft_is_not_told_to_strangers(stranger):
    revision()
    assert "In 2022" not in words(stranger.get(f"{ROOT}2019/"))


def test_who_gets_the_address_of_an_offered_text_by_mail_is_asked_to_sign_in(stranger):
    make_wording("2022", WordingState.OFFERED)
    response = stranger.get(f"{ROOT}2022/")
    assert response.status_code == 302
    assert response["Location"] == f"/konto/login/?next={ROOT}2022/"
    assert signed_in(make_guest()).get(f"{ROOT}2022/").status_code == 200


def test_a_draft_is_for_the_bodies_that_treat_it(stranger):
    make_wording("2022")
    assert stranger.get(f"{ROOT}2022/").status_code == 404
    assert signed_in(make_editor()).get(f"{ROOT}2022/").status_code == 404
    assert signed_in(make_body_member()).get(f"{ROOT}2022/").status_code == 200


def test_a_changed_fingerprint_is_told(stranger):
    wording = make_wording("2019", WordingState.ADOPTED)
    make_point(wording)
    assert "no longer those that were offered" in words(stranger.get(f"{ROOT}2019/"))


def test_several_declarations_stand_in_a_list(stranger, secretary):
    assert "No declaration yet" in words(stranger.get("/erklaering/"))
    assert 'href="/erklaering/ny/"' in words(secretary.get("/erklaering/"))
    adopted()
    make_declaration("sirkulaer")
    page = words(stranger.get("/erklaering/"))
    assert "2019 holds, adopted 7 February 2019" in page
    assert "No text holds yet" in page


def test_a_declaration_is_created_and_its_text_written_and_offered_on_pages(secretary):
    sent = {"title_nb": "Sirkulær", "key": "sirkulaer", "about_nb": "Vi bruker om igjen."}
    assert secretary.post("/erklaering/ny/", sent)["Location"] == "/erklaering/sirkulaer/"
    root = "/erklaering/sirkulaer/"
    assert secretary.post(f"{root}ny/", {"name": "2021"})["Location"] == f"{root}2021/rediger/"
    assert "No points yet" in words(secretary.get(f"{root}2021/rediger/"))
    text = Wording.objects.get()
    assert "no points yet" in words(secretary.get(f"{root}2021/tilby/"))
    preamble = {"preamble_nb": "Vi vil.", "seen": queries.seen_in_preamble(text)}
    assert secretary.post(f"{root}2021/rediger/innledning/", preamble).status_code == 302
    point = {"number": "1", "kind": "measure", "title_nb": "Bruke om igjen", "scope": "all"}
    assert secretary.post(f"{root}2021/rediger/nytt-punkt/", point).status_code == 302
    text.refresh_from_db()
    page = words(secretary.get(f"{root}2021/tilby/"))
    assert "lack words in nynorsk or English" in page
    offered = {"sure": "on", "seen": queries.fingerprint_of(text)}
    assert secretary.post(f"{root}2021/tilby/", offered).status_code == 302
    assert secretary.post(f"{root}2021/ta-tilbake/", {"reason": "Feil i punkt 1."}).status_code == 302
    offered["seen"] = queries.fingerprint_of(text)
    assert secretary.post(f"{root}2021/tilby/", offered).status_code == 302
    assert secretary.post(f"{root}2021/vedta/", {"on": "2021-05-03"}).status_code == 302
    text.refresh_from_db()
    assert text.state == WordingState.ADOPTED
    assert secretary.post(f"{root}rediger/", {"title_nb": "Sirkulært løfte"}).status_code == 302
    assert "Sirkulært løfte" in words(secretary.get(root))


def test_a_revision_is_begun_and_laid_aside_on_pages(secretary):
    adopted()
    assert secretary.get(f"{ROOT}2019/revider/").status_code == 200
    assert secretary.post(f"{ROOT}2019/revider/", {"name": "2019"}).status_code == 422
    assert secretary.post(f"{ROOT}2019/revider/", {"name": "2022"})["Location"] == f"{ROOT}2022/rediger/"
    assert secretary.get(f"{ROOT}2022/revider/").status_code == 404
    assert secretary.post(f"{ROOT}2022/legg-bort/", {"reason": " "}).status_code == 422
    assert secretary.post(f"{ROOT}2022/legg-bort/", {"reason": "Vi venter."}).status_code == 302
    assert 'Laid aside; it was never adopted. <span lang="no">Vi venter.</span>' in words(
        secretary.get(f"{ROOT}2022/")
    )
    assert secretary.get(f"{ROOT}2022/rediger/").status_code == 404


def test_the_second_of_two_who_write_the_preamble_sees_both_texts_and_can_save_on_top(secretary):
    wording = make_wording("2022")
    seen = queries.seen_in_preamble(wording)
    changes.edit_wording(wording, seen=seen, preamble_nb="Deres ord.", **NOBODY)
    response = secretary.post(f"{ROOT}2022/rediger/innledning/", {"preamble_nb": "Mine ord.", "seen": seen})
    assert response.status_code == 409
    assert "Deres ord." in words(response)
    assert "Mine ord." in words(response)
    again = {"preamble_nb": "Begges ord.", "seen": queries.seen_in_preamble(wording)}
    assert secretary.post(f"{ROOT}2022/rediger/innledning/", again).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_of_a_text_take_the_same_queries_for_one_point_and_for_three(
    rows, secretary, django_assert_num_queries
):
    before = make_wording("2019", WordingState.ADOPTED)
    for number in range(rows):
        make_point(before, f"punkt-{number}", text_nb=f"Tekst {number}.")
    changes.begin_revision(before, name="2022", **NOBODY)
    for path, count in ((ROOT, 15), (f"{ROOT}2022/", 14), (f"{ROOT}2022/sammenlign/", 11)):
        secretary.get(path)
        with translation.override("en"), django_assert_num_queries(count):
            secretary.get(path)


# Translations that are older than bokmål ------------------------------------------------------------------


def translated() -> Point:
    values = {"text_nn": "Kutte utslepp.", "text_en": "Cut emissions."}
    return make_point(make_wording("2022"), "kutt", text_nb="Kutte utslipp.", **values)


def test_edit_point_marks_translations_that_the_bokmaal_words_have_left_behind():
    point = translated()
    changes.edit_point(point, text_nb="Halvere utslipp.", text_nn="Halvere utslepp.", **NOBODY)
    assert point.outdated == ["en"]
    changes.edit_point(point, number="9", **NOBODY)
    assert point.outdated == ["en"]
    changes.edit_point(point, text_en="", **NOBODY)
    assert point.outdated == []


def test_a_word_that_was_emptied_makes_no_other_word_of_its_language_newer():
    point = translated()
    changes.edit_point(point, title_nn="Kutte", title_en="Cut", **NOBODY)
    changes.edit_point(point, title_nb="Kutte alt", **NOBODY)
    changes.edit_point(point, text_nb="Halvere utslipp.", text_nn="", text_en="Halve emissions.", **NOBODY)
    assert point.outdated == ["nn"]
    changes.edit_point(point, title_nb="Kutte", text_nb="Kutte.", text_en="Cut.", **NOBODY)
    assert point.outdated == ["nn", "en"]


def test_confirm_translation_answers_for_the_words_that_were_read_and_no_other():
    point = translated()
    changes.edit_point(point, text_nb="Kutte utslippene.", **NOBODY)
    with refused("seen"):
        changes.confirm_translation(point, "nn", seen="old", **NOBODY)
    changes.confirm_translation(point, "nn", seen=queries.seen_in_point(point), **NOBODY)
    assert Point.objects.get().outdated == ["en"]


def test_a_revision_takes_along_that_a_translation_is_older():
    before = make_wording("2019", WordingState.ADOPTED, outdated=["nn"], preamble_nn="Vi vil.")
    make_point(before, text_nn="Gammalt.", outdated=["nn"])
    draft = changes.begin_revision(before, name="2022", **NOBODY)
    assert (draft.outdated, draft.points.get().outdated) == (["nn"], ["nn"])


def test_words_that_are_older_say_so_to_readers_and_are_confirmed_where_the_text_is_written(secretary):
    point = translated()
    wording = point.wording
    changes.edit_point(point, text_nb="Kutte utslippene.", **NOBODY)
    told = {"preamble_nb": "Vi vil mer.", "preamble_en": "We will."}
    changes.edit_wording(wording, seen=queries.seen_in_preamble(wording), **told, **NOBODY)
    seen = queries.seen_in_preamble(wording)
    changes.edit_wording(wording, seen=seen, preamble_nb="Vi vil mye mer.", **NOBODY)
    page = words(secretary.get(f"{ROOT}2022/"))
    assert page.count("Older than the bokmål text") == 2
    assert "Older than the bokmål text" not in words(secretary.get(f"{ROOT}2022/?sprak=nb"))
    assert "older than the bokmål text. Say that" in words(secretary.get(f"{ROOT}2022/tilby/"))
    page = words(secretary.get(f"{ROOT}2022/rediger/"))
    assert page.count("It still fits") == 3
    secretary.post(f"{ROOT}2022/rediger/punkt/kutt/en/stemmer/", {"seen": queries.seen_in_point(point)})
    seen = queries.seen_in_preamble(wording)
    secretary.post(f"{ROOT}2022/rediger/innledning/en/stemmer/", {"seen": seen})
    page = words(secretary.post(f"{ROOT}2022/rediger/punkt/kutt/nn/stemmer/", {"seen": "x"}, follow=True))
    assert "Somebody changed the words meanwhile" in page
    assert (Point.objects.get().outdated, Wording.objects.get().outdated) == (["nn"], [])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_text_alone_is_a_pdf_in_each_language(secretary, language):
    translated()
    paper = secretary.get(f"{ROOT}2022/tekst-{language}.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"2022-{language}.pdf" in paper["Content-Disposition"]


def test_the_text_in_another_language_is_a_missing_page(secretary):
    translated()
    assert secretary.get(f"{ROOT}2022/tekst-fi.pdf").status_code == 404


def test_the_page_of_the_promise_marks_translations_that_are_older_as_the_text_itself_does(stranger):
    wording = adopted()
    Wording.objects.filter(pk=wording.pk).update(preamble_nb="Vi vil.", preamble_en="We will.")
    assert "Older than the bokmål text" not in words(stranger.get(ROOT))
    Point.objects.filter(wording=wording, key="kutt").update(title_en="Cut", outdated=["en"])
    assert words(stranger.get(ROOT)).count("Older than the bokmål text") == 1
    Wording.objects.filter(pk=wording.pk).update(outdated=["en"])
    assert words(stranger.get(ROOT)).count("Older than the bokmål text") == 2
    assert words(stranger.get(f"{ROOT}2019/")).count("Older than the bokmål text") == 2
