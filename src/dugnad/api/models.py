"""Nouns: the keys with which programs act for their users."""

from django.db import models

from dugnad.members.models import User


class ApiToken(models.Model):
    """A key that lets a program act for one user; only its hash is kept, so that nobody can read it here."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
