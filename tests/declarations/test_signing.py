"""Signatures, confirmations by new mayors, and the papers that prove them."""

import re
from datetime import date
from functools import partial

import pytest
import typst
from django.db import connection

from dugnad.declarations import changes
from dugnad.declarations.kinds import EndorsementWay
from dugnad.declarations.models import Point, Signature
from dugnad.declarations.queries import happenings, proof_of_code, row_of_member
from dugnad.declarations.queries.campaigns import chase_list
from dugnad.declarations.queries.papers import told_to_all, told_to_one
from dugnad.declarations.states import EndorsementState, Revocation, Standing, Verdict
from dugnad.kit.errors import Refused
from dugnad.kit.uploads import path_of
from dugnad.members.kinds import LanguageForm, OfficeKind
from tests.factories.consent import (
    AT,
    CEREMONY,
    DAY,
    NOBODY,
    asked,
    changed,
    endorsed,
    offered,
    planned,
    signed,
)
from tests.factories.members import make_municipality

pytestmark = pytest.mark.django_db


def refused(act, *args, **kwargs) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.code, refusal.value.field


def test_sign_keeps_who_in_which_office_on_which_day_and_which_words():
    own = endorsed()
    one = signed(
        own, office=OfficeKind.DEPUTY_MAYOR, is_deputy=True, at_ceremony=True, signatory=" Ola Vara "
    )
    told = (one.signatory, one.office, one.is_deputy, one.signed_on, one.at_ceremony, one.sha256)
    assert told == ("Ola Vara", "deputy_mayor", True, CEREMONY.date(), True, own.wording.sha256)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", one.code)


def test_sign_refuses_what_the_member_has_not_endorsed_unless_both_are_entered():
    own = asked()
    assert refused(signed, own) == ("unendorsed", "endorses_too")
    signed(own, endorses_too=True)
    own.refresh_from_db()
    told = (own.state, own.way, own.endorsed_on, own.signatures.count())
    assert told == (EndorsementState.ENDORSED, EndorsementWay.MAYOR, CEREMONY.date(), 1)


def test_sign_with_both_leaves_an_endorsement_that_stands_as_it_is():
    own = endorsed()
    signed(own, endorses_too=True)
    own.refresh_from_db()
    assert own.endorsed_on == DAY


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (date(2021, 5, 4), ("day", "on")),
        (date(2021, 2, 28), ("day", "on")),
        (date(2021, 4, 7), ("unendorsed", "on")),
    ],
)
def test_sign_refuses_days_to_come_days_before_the_offer_and_before_the_endorsement(on, refusal):
    assert refused(signed, endorsed(), on=on) == refusal


def test_sign_at_the_ceremony_is_on_its_day():
    own = endorsed()
    planned(own.wording)
    told = {"on": date(2021, 4, 23), "at_ceremony": True}
    assert refused(signed, own, **told) == ("at_ceremony", "at_ceremony")
    assert signed(own, at_ceremony=True).at_ceremony


def test_sign_refuses_a_second_signature_under_the_same_words():
    own = endorsed()
    signed(own)
    assert refused(signed, own) == ("signed", "")


def test_sign_refuses_a_text_that_is_being_changed():
    own = endorsed()
    changed(own.wording)
    assert refused(signed, own) == ("state", "")


def test_sign_again_after_the_words_changed_keeps_the_old_signature_to_be_read():
    own = endorsed()
    old = signed(own)
    changes.offer_wording(changed(own.wording), by=None, at=AT)
    assert refused(signed, own, on=AT.date()) == ("unendorsed", "endorses_too")
    new = signed(own, on=AT.date(), endorses_too=True)
    old.refresh_from_db()
    assert (old.revoked_on, old.sha256 != new.sha256, own.signatures.count()) == (AT.date(), True, 2)
    assert own.signature == new
    assert (old.revoked_because, old.revoked_as) == ("", Revocation.SIGNED_ANEW)
    assert old.why_revoked == "Ordene ble endret, og teksten er undertegnet på nytt."


def returned() -> tuple[Signature, Signature]:
    """A signature, one of other words that followed it, and the text as it was at first, offered anew."""
    first = signed()
    own, words = first.endorsement, first.endorsement.wording.points.first().text_nb
    changes.offer_wording(changed(own.wording), by=None, at=AT)
    second = signed(own, on=AT.date(), endorses_too=True)
    changes.offer_wording(changed(own.wording, words), by=None, at=AT)
    for one in (first, second):
        one.refresh_from_db()
    return first, second


def test_a_signature_counts_again_when_the_text_comes_back_to_its_words():
    first, second = returned()
    assert (first.revoked_on, first.revoked_as) == (None, "")
    assert (second.revoked_on, second.revoked_as) == (AT.date(), Revocation.WORDS_BACK)
    row = row_of_member(first.endorsement.wording, first.endorsement.organisation, on=AT.date())
    assert (row.signature, row.standing) == (first, Standing.LATER)
    verdicts = [proof_of_code(one.code).verdict for one in (first, second)]
    assert verdicts == [Verdict.GENUINE, Verdict.CHANGED]
    campaign = planned(first.endorsement.wording)
    assert chase_list(campaign, on=AT.date()) == []
    changes.open_campaign(campaign, by=None, at=AT)
    assert changes.remind_of_campaign(campaign, [first.endorsement], by=None, at=AT) == 0
    told = happenings(first.endorsement, [second, first], first.sha256)
    assert told[-1].note == str(Revocation.WORDS_BACK.label)
    changes.offer_wording(changed(first.endorsement.wording), by=None, at=AT)
    second.refresh_from_db()
    assert second.revoked_on is None


def test_who_drew_back_does_not_come_back_with_the_words():
    first = signed()
    own, words = first.endorsement, first.endorsement.wording.points.first().text_nb
    changes.offer_wording(changed(own.wording), by=None, at=AT)
    second = signed(own, on=AT.date(), endorses_too=True)
    changes.revoke_signature(second, reason="Feil navn", on=AT.date(), **NOBODY)
    changes.offer_wording(changed(own.wording, words), by=None, at=AT)
    first.refresh_from_db()
    assert first.revoked_as == Revocation.SIGNED_ANEW


def test_revoke_signature_says_from_when_and_why():
    one = signed()
    assert refused(changes.revoke_signature, one, reason=" ", on=AT.date(), **NOBODY) == ("reason", "reason")
    for day in (date(2021, 4, 21), date(2021, 5, 4)):
        assert refused(changes.revoke_signature, one, reason="Feil", on=day, **NOBODY) == ("on", "on")
    changes.revoke_signature(one, reason="Feil navn", on=AT.date(), **NOBODY)
    assert (one.revoked_on, one.revoked_because) == (AT.date(), "Feil navn")
    assert one.endorsement.signature is None
    assert refused(changes.revoke_signature, one, reason="Feil", on=AT.date(), **NOBODY) == ("state", "")


def test_confirm_tells_what_somebody_new_in_office_says():
    own = endorsed()
    told = {"name": " Nora Ny ", "office": OfficeKind.MAYOR, "stands_by": False, "note": "Vil se på det."}
    said = changes.confirm(own, on=AT.date(), **told, **NOBODY)
    assert (said.name, said.stands_by, said.note) == ("Nora Ny", False, "Vil se på det.")
    assert refused(changes.confirm, own, on=date(2021, 4, 7), **told, **NOBODY) == ("on", "on")


def test_confirm_refuses_a_promise_that_was_not_made():
    told = {"name": "Nora", "office": OfficeKind.MAYOR, "stands_by": True, "on": DAY}
    assert refused(changes.confirm, asked(), **told, **NOBODY) == ("state", "")


def test_make_signed_paper_is_made_once_and_kept_under_its_checksum():
    own = endorsed()
    point = own.wording.points.first()
    changes.reserve(own, {point: "Ingen jernbane."}, **NOBODY)
    one = signed(own, is_deputy=True)
    stored = changes.make_signed_paper(one, **NOBODY)
    content = path_of(stored.sha256).read_bytes()
    assert (content[:5], b"pdfuaid" in content) == (b"%PDF-", True)
    assert changes.make_signed_paper(one, **NOBODY) == stored


def test_make_signed_paper_refuses_words_that_nobody_signed():
    one = signed()
    changed(one.endorsement.wording)
    assert refused(changes.make_signed_paper, one, **NOBODY) == ("words", "")


def test_make_joint_paper_names_those_who_signed_these_words_and_leaves_the_older_ones():
    wording = offered()
    assert refused(changes.make_joint_paper, wording, **NOBODY) == ("empty", "")
    signed(endorsed(wording=wording))
    first = changes.make_joint_paper(wording, **NOBODY)
    signed(endorsed(make_municipality("Gran", "3446"), wording))
    second = changes.make_joint_paper(wording, **NOBODY)
    assert [one.signatures for one in (first, second)] == [1, 2]
    assert wording.joint_papers.count() == 2


def test_make_joint_paper_leaves_out_who_signed_other_words():
    wording = offered()
    signed(endorsed(wording=wording))
    changes.offer_wording(changed(wording), by=None, at=AT)
    gran = endorsed(make_municipality("Gran", "3446"), wording, on=AT.date())
    signed(gran, on=AT.date())
    assert changes.make_joint_paper(wording, **NOBODY).signatures == 1
    assert Signature.objects.count() == 2


# What is on paper, and when it is made --------------------------------------------------------------------


@pytest.fixture
def compiling(monkeypatch):
    """Lets a test do something each time the compiler is asked, before it works."""
    compiler, doing = typst.compile_with_warnings, []

    def compile_with_warnings(*args, **kwargs):
        for act in [*doing]:
            doing.clear()
            act()
        return compiler(*args, **kwargs)

    monkeypatch.setattr(typst, "compile_with_warnings", compile_with_warnings)
    return doing


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_a_paper_is_compiled(compiling):
    one, locked = signed(), []
    compiling.append(lambda: locked.append(connection.in_atomic_block))
    changes.make_signed_paper(one, **NOBODY)
    compiling.append(lambda: locked.append(connection.in_atomic_block))
    changes.make_joint_paper(one.endorsement.wording, **NOBODY)
    assert locked == [False, False]


def test_a_paper_is_not_kept_where_something_was_entered_while_it_was_made(compiling):
    own = endorsed()
    one, point = signed(own), own.wording.points.first()
    reserve = partial(changes.reserve, own, {point: "Ingen jernbane."}, **NOBODY)
    compiling.append(reserve)
    assert refused(changes.make_signed_paper, one, **NOBODY) == ("meanwhile", "")
    gran = endorsed(make_municipality("Gran", "3446"), own.wording)
    compiling.append(partial(signed, gran))
    assert refused(changes.make_joint_paper, own.wording, **NOBODY) == ("meanwhile", "")
    assert (one.file, own.wording.joint_papers.count()) == (None, 0)


def test_of_two_who_make_the_same_paper_at_once_both_get_the_one_that_was_kept(compiling):
    one = signed()
    other = Signature.objects.select_related("endorsement__wording__declaration").get(pk=one.pk)
    compiling.append(lambda: changes.make_signed_paper(other, **NOBODY))
    assert changes.make_signed_paper(one, **NOBODY) == other.file


def test_a_members_paper_is_in_the_language_of_its_letters_and_says_that_it_is_a_translation():
    member = make_municipality("Vang", "3454")
    member.language_form = LanguageForm.NYNORSK
    member.save()
    own = endorsed(member)
    Point.objects.filter(key="punkt-1").update(text_nn="På nynorsk.", title_nn="Nynorsk")
    Point.objects.filter(key="punkt-2").update(text_nn="Gammalt.", outdated=["nn"])
    told = told_to_one(signed(own), at=AT)
    texts = [point["text"] for part in told["parts"] for point in part["points"]]
    assert (told["language"], texts) == ("nn", ["På nynorsk.", "Gjøre det som står i punkt 2."])
    assert "bokmål" in " ".join(told["notices"])
    assert told_to_one(signed(endorsed(wording=own.wording)), at=AT)["language"] == "nb"


def test_the_joint_paper_says_that_it_is_joint_and_in_which_language():
    wording = offered()
    signed(endorsed(wording=wording))
    paper = changes.make_joint_paper(wording, language="en", **NOBODY)
    told = told_to_all(wording, [signed_one(wording)], language="en", code=paper.code, at=AT)
    assert paper.language == "en"
    assert told["notices"][0].startswith("Joint paper: 1 member had signed these words")
    assert told["words"]["signatures"] == "Signed by 1 member"


def signed_one(wording):
    return Signature.objects.select_related("endorsement__organisation").get(endorsement__wording=wording)
