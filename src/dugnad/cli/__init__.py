"""The command line."""

from dugnad.cli.program import main
from dugnad.cli.words import COMMANDS

__all__ = ["COMMANDS", "main"]
