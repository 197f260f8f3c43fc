"""The kit as a Django application."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Checks of the installation are registered when the kit is ready."""

    name = "dugnad.kit"

    def ready(self) -> None:
        """Register the system checks."""
        from dugnad.kit import checks  # noqa: F401
