"""What a reconciliation answers beside its tables: tests, draws, pictures, accounts and files."""

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.significance import GrossErrors, Tests


class Answers:
    """Mixed into Reconciliation; each answer is worked out by a module of its own when it is asked for."""

    @property
    def test(self) -> "Tests":
        """Global, nodal and measurement tests at 5 per cent."""
        return self.tests()

    def tests(self, alpha: float = 0.05) -> "Tests":
        """The tests at another significance."""
        from dugnad.engine.flows.significance import Tests

        return Tests(self._this, alpha)

    def identify_gross_errors(self, alpha: float = 0.05) -> "GrossErrors":
        """Which observations may be wrong, by serial elimination, each with its equivalent set."""
        from dugnad.engine.flows.significance import identify_gross_errors

        return identify_gross_errors(self._this, alpha)

    @property
    def _this(self) -> "Reconciliation":
        return cast("Reconciliation", self)
