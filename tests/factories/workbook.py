"""A workbook in somebody's hands: they edit cells and add rows, and send it back."""

from pathlib import Path

from hypothesis import strategies as st

from dugnad.kit.spreadsheets import Sheet, read_workbook, write_workbook


class Book:
    """A workbook as it came, by sheet and heading; `save` writes it as it is now."""

    def __init__(self, content: bytes, folder: Path) -> None:
        self.path = folder / "book.xlsx"
        self.path.write_bytes(content)
        self.sheets: dict[str, list[list[object]]] = {}
        for row in read_workbook(self.path):
            self.sheets.setdefault(row.sheet, []).append(list(row.cells))

    def write(self, sheet: str, row: int, column: str, value: object) -> None:
        """Write into one cell; rows are counted as the spreadsheet shows them."""
        rows = self.sheets[sheet]
        rows[row - 1][rows[0].index(column)] = value

    def add(self, sheet: str, values: dict[str, object]) -> None:
        """Add a row at the end, by heading."""
        self.sheets[sheet].append([values.get(str(name), "") for name in self.sheets[sheet][0]])

    def save(self) -> Path:
        """Write the file, and say where it lies."""
        sheets = [Sheet(name, rows[0], rows[1:]) for name, rows in self.sheets.items()]  # type: ignore[arg-type]
        self.path.write_bytes(write_workbook(sheets))
        return self.path


def words(*, most: int = 60) -> st.SearchStrategy[str]:
    """Text that a field holds: no blanks at its ends, no control characters."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
    return st.text(letters, min_size=1, max_size=most).map(str.strip).filter(bool)


def paragraphs() -> st.SearchStrategy[str]:
    """Text of no, one or several lines."""
    return st.lists(words(), max_size=3).map("\n".join)
