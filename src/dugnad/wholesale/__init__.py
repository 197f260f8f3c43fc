"""The whole alliance in one piece: out to a file or folder, and in again, the same to the last byte."""

from dugnad.wholesale.transfer import backup, export_all, import_all, restore

__all__ = ["backup", "export_all", "import_all", "restore"]
