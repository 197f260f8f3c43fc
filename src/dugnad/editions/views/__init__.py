"""Pages of Klimastatus: the list, an edition, a member's page, figures with their trail, files."""

from dugnad.editions.views.arranging import (
    add_block,
    arrange_edition,
    choose_block,
    copy_arrangement,
    edit_block,
    move_block,
    remove_block,
)
from dugnad.editions.views.composing import compose_edition, create_edition, edit_edition, step_edition
from dugnad.editions.views.files import edition_data, edition_file, edition_pdf, edition_picture
from dugnad.editions.views.reading import edition, edition_member, edition_revisions, editions, figure

__all__ = [
    "add_block",
    "arrange_edition",
    "choose_block",
    "compose_edition",
    "copy_arrangement",
    "create_edition",
    "edit_block",
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
    "move_block",
    "remove_block",
    "step_edition",
]
