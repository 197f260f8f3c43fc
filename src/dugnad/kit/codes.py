"""Codes on papers that prove themselves: nobody guesses one from another, and they can be read aloud."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that are taken for figures or for each other
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
GROUP, GROUPS = 4, 3


def new_code() -> str:
    """A code of twelve signs, sixty bits of chance, in three groups."""
    return code_as_printed("".join(secrets.choice(ALPHABET) for _place in range(GROUP * GROUPS)))


def code_as_printed(typed: str) -> str:
    """A code as it stands on the paper, from what somebody typed: in any case, with or without hyphens."""
    signs = "".join(sign for sign in typed.upper().translate(LOOKALIKES) if sign in ALPHABET)
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
