"""The room of members as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from dugnad.kit import clock

DJANGOS_OWN = "update_last_login"  # the name under which Django listens


class MembersConfig(AppConfig):
    """Signing in is noted by our own clock: Django's would write a day that the demo does not know."""

    name = "dugnad.members"

    def ready(self) -> None:
        """Take over from Django."""
        user_logged_in.disconnect(dispatch_uid=DJANGOS_OWN)
        user_logged_in.connect(_note_sign_in, dispatch_uid=DJANGOS_OWN)


def _note_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    from dugnad.members.changes import note_sign_in

    note_sign_in(user, at=clock.now())
