"""Verbs about figures: take in a vintage, define an indicator, set a target. The only writer of this room."""

from dugnad.indicators.changes.borders import import_borders
from dugnad.indicators.changes.catalogue import (
    define_own_indicator,
    end_target,
    load_first_day,
    load_reference_indicators,
    move_target,
    name_publisher,
    set_target,
)
from dugnad.indicators.changes.definitions import add_indicator, edit_indicator
from dugnad.indicators.changes.fetching import (
    Fetched,
    connector_with_key,
    fetch_file,
    set_table,
    take_in_fetched,
)
from dugnad.indicators.changes.imports import (
    READABLE,
    import_emissions,
    import_figures,
    import_indicator,
)
from dugnad.indicators.changes.judging import FileReport
from dugnad.indicators.changes.mappings import columns_in, columns_of, judge_columns, save_mapping
from dugnad.indicators.changes.registers import import_register, import_registers, joined
from dugnad.indicators.changes.scrutiny import (
    edit_published_figure,
    enter_published_figure,
    withdraw_published_figure,
)
from dugnad.indicators.changes.watching import ask_sources, set_aside_find, take_find, watch
from dugnad.indicators.changes.wording import outcome_of

__all__ = [
    "READABLE",
    "Fetched",
    "FileReport",
    "add_indicator",
    "ask_sources",
    "columns_in",
    "columns_of",
    "connector_with_key",
    "define_own_indicator",
    "edit_indicator",
    "edit_published_figure",
    "end_target",
    "enter_published_figure",
    "fetch_file",
    "import_borders",
    "import_emissions",
    "import_figures",
    "import_indicator",
    "import_register",
    "import_registers",
    "joined",
    "judge_columns",
    "load_first_day",
    "load_reference_indicators",
    "move_target",
    "name_publisher",
    "outcome_of",
    "save_mapping",
    "set_aside_find",
    "set_table",
    "set_target",
    "take_find",
    "take_in_fetched",
    "watch",
    "withdraw_published_figure",
]
