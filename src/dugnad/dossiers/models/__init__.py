"""Nouns: dossiers, consultations, what is asked for and answered, and whom we spoke to."""

from dugnad.dossiers.models.asks import Ask, Basis, Response
from dugnad.dossiers.models.consultations import Consultation
from dugnad.dossiers.models.dossiers import Dossier, Touchpoint

__all__ = ["Ask", "Basis", "Consultation", "Dossier", "Response", "Touchpoint"]
