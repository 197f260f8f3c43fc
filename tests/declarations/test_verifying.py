"""Whether a paper is genuine, and of the words that hold."""

import pytest

from dugnad.declarations import changes
from dugnad.declarations.queries import proof_of_code, proof_of_file
from dugnad.declarations.states import Verdict
from dugnad.kit.uploads import path_of
from tests.factories.consent import AT, NOBODY, changed, offered, signed

pytestmark = pytest.mark.django_db


def copy_of(stored) -> list[bytes]:
    content = path_of(stored.sha256).read_bytes()
    return [content[:100], content[100:]]


def test_a_signature_is_found_by_its_code_however_it_is_written():
    one = signed()
    for typed in (one.code, one.code.lower(), one.code.replace("-", " "), f" {one.code} "):
        found = proof_of_code(typed)
        assert (found.verdict, found.signature, found.wording, found.is_copy) == (
            Verdict.GENUINE, one, one.endorsement.wording, False,
        )  # fmt: skip


def test_a_copy_is_found_by_its_checksum_and_another_file_is_not():
    one = signed()
    chunks = copy_of(changes.make_signed_paper(one, **NOBODY))
    found = proof_of_file(chunks)
    assert (found.verdict, found.code, found.is_copy) == (Verdict.GENUINE, one.code, True)
    unknown = proof_of_file([*chunks, b" "])
    assert (unknown.verdict, unknown.wording, unknown.signed_words) == (Verdict.UNKNOWN, None, "")


def test_a_paper_of_words_that_were_changed_is_not_valid_for_this_version():
    one = signed()
    stored = changes.make_signed_paper(one, **NOBODY)
    changed(one.endorsement.wording)
    for found in (proof_of_code(one.code), proof_of_file(copy_of(stored))):
        assert (found.verdict, found.signed_words) == (Verdict.CHANGED, one.sha256)
        assert found.words not in ("", one.sha256)


def test_a_revoked_signature_says_so():
    one = signed()
    changes.revoke_signature(one, reason="Feil navn", on=AT.date(), **NOBODY)
    assert proof_of_code(one.code).verdict == Verdict.REVOKED


def test_who_signed_the_new_words_has_taken_nothing_back():
    old = signed()
    own, first = old.endorsement, old.endorsement.wording.points.first().text_nb
    changes.offer_wording(changed(own.wording), by=None, at=AT)
    assert proof_of_code(old.code).verdict == Verdict.CHANGED
    new = signed(own, on=AT.date(), endorses_too=True)
    found = proof_of_code(old.code)
    assert (found.verdict, found.anew) == (Verdict.CHANGED, new)
    changes.revoke_signature(new, reason="Feil navn", on=AT.date(), **NOBODY)
    assert proof_of_code(old.code).anew is None
    changes.offer_wording(changed(own.wording, first), by=None, at=AT)
    latest = signed(own, on=AT.date(), endorses_too=True)
    found = proof_of_code(old.code)
    assert (found.verdict, found.anew, found.signature.sha256) == (Verdict.REPLACED, latest, latest.sha256)


def test_a_joint_paper_is_found_by_code_and_copy():
    signed()
    joint = changes.make_joint_paper(offered(), **NOBODY)
    for found in (proof_of_code(joint.code), proof_of_file(copy_of(joint.file))):
        assert (found.verdict, found.joint, found.wording, found.signed_words) == (
            Verdict.GENUINE, joint, joint.wording, joint.sha256,
        )  # fmt: skip


def test_a_code_that_nobody_was_given_is_not_known():
    found = proof_of_code("7K3M-Q0WD-92XA" * 20)
    assert (found.verdict, found.signature, found.joint) == (Verdict.UNKNOWN, None, None)
