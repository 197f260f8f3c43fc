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
from dugnad.editions.views.comparing import compare_editions, compared_editions_csv
from dugnad.editions.views.composing import (
    compose_edition,
    create_edition,
    edit_edition,
    name_replacement,
    step_edition,
)
from dugnad.editions.views.files import edition_data, edition_file, edition_pdf, edition_picture
from dugnad.editions.views.reading import (
    edition,
    edition_member,
    edition_revisions,
    editions,
    figure,
    revisions_csv,
)

__all__ = [
    "add_block",
    "arrange_edition",
    "choose_block",
    "compare_editions",
    "compared_editions_csv",
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
    "name_replacement",
    "remove_block",
    "revisions_csv",
    "step_edition",
]
