"""Codes on papers: read however they are written, and never twice the same."""

from hypothesis import given
from hypothesis import strategies as st

from dugnad.kit.codes import ALPHABET, code_as_printed, new_code


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_a_code_is_read_however_it_is_written(signs):
    printed = code_as_printed(signs)
    assert printed == f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"
    assert code_as_printed(f" {printed.lower()} ") == code_as_printed(printed) == printed
    assert code_as_printed(printed.replace("0", "o").replace("1", "l")) == printed


def test_new_codes_are_printed_in_three_groups_and_differ():
    codes = {new_code() for _one in range(100)}
    assert len(codes) == 100
    assert all(code == code_as_printed(code) and len(code) == 14 for code in codes)
