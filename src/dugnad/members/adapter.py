"""Sign-in by an e-mailed code: eight digits, and only for people whom the alliance knows."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """How allauth's sign-in behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves: the secretariat does, with a seat or an office."""
        return False

    def generate_login_code(self) -> str:
        """Eight digits: 10^8 possibilities against five tries in ten minutes."""
        return f"{secrets.randbelow(10**8):08d}"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no user name; the e-mail is enough."""
