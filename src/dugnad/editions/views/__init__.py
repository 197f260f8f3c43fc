"""Pages of Klimastatus: the list, an edition, a member's page, figures with their trail, files."""

from dugnad.editions.views.composing import compose_edition, create_edition, edit_edition, step_edition
from dugnad.editions.views.files import edition_data, edition_file, edition_pdf, edition_picture
from dugnad.editions.views.reading import edition, edition_member, edition_revisions, editions, figure

__all__ = [
    "compose_edition",
    "create_edition",
    "edit_edition",
    "edition",
    "edition_data",
    "edition_file",
    "edition_member",
    "edition_pdf",
    "edition_picture",
    "edition_revisions",
    "editions",
    "figure",
    "step_edition",
]
