"""What a reconciliation answers beside its tables: tests, draws, pictures, accounts and files."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from dugnad.engine.flows.diagram import Diagram
    from dugnad.engine.flows.gross_errors import GrossErrors
    from dugnad.engine.flows.reconciliation import Reconciliation
    from dugnad.engine.flows.sampling import Draws
    from dugnad.engine.flows.significance import Tests
    from dugnad.engine.flows.storing import ProcessStock


class Answers:
    """Mixed into Reconciliation; each answer is worked out by a module of its own when it is asked for."""

    @cached_property
    def states_balances_alone(self) -> bool:
        """Whether only balances and bounds tie flows: no relation, ratio, observed sum or shared error."""
        system = self._this.system
        if system.relations or system.ratios:
            return False
        return not any(told.shared or told.cell[0] in system.aggregates for told in system.observations)

    @property
    def test(self) -> "Tests":
        """Global, nodal and measurement tests at 5 per cent."""
        return self.tests()

    def tests(self, alpha: float = 0.05) -> "Tests":
        """The tests at another significance."""
        from dugnad.engine.flows.significance import Tests

        return Tests(self._this, alpha)

    def identify_gross_errors(self, alpha: float = 0.05) -> "GrossErrors":
        """Which observations may be wrong, by serial elimination, each with what cannot be told from it."""
        from dugnad.engine.flows.gross_errors import identify_gross_errors

        return identify_gross_errors(self._this, alpha)

    def sample(
        self, count: int, *, seed: int, constraint: str = "posterior", place: str | None = None,
        year: int | None = None,
    ) -> "Draws":  # fmt: skip
        """Draws of the flows from all that the observations say; constraint="prior": of the observations."""
        from dugnad.engine.flows.sampling import sample

        return sample(self._this, self._this.cell(place, year), count, seed=seed, constraint=constraint)

    def project(
        self, draws: "Draws | ArrayLike", place: str | None = None, year: int | None = None
    ) -> "Draws":
        """Draws of the observations, each reconciled: how the estimate scatters."""
        from dugnad.engine.flows.sampling import project

        return project(self._this, self._this.cell(place, year), draws)

    def stock(self, process: str, place: str | None = None, layer: str | None = None) -> "ProcessStock":
        """The stock of a process, by lifetimes and what was reconciled to run into it."""
        from dugnad.engine.flows.storing import stock_of_reconciliation

        return stock_of_reconciliation(self._this, process, place, layer)

    def sankey(
        self,
        place: str | None = None,
        year: int | None = None,
        quality: "Mapping[str, str] | None" = None,
        layer: str | None = None,
    ) -> "Diagram":
        """The flows of a place and year: `as_json()` is for other programs, `sankey.svg` draws it.

        layer: which is drawn; without it all that have the unit of the first.
        """
        from dugnad.engine.flows.diagram import diagram_of

        return diagram_of(self._this, place, year, layer=layer, quality=quality)

    def to_floweaver_csv(self) -> str:
        """All flows that can be known, as floweaver reads them."""
        from dugnad.engine.flows.formats.floweaver import write_floweaver
        from dugnad.engine.flows.study import Study

        return write_floweaver(Study.of(self._this))

    @property
    def _this(self) -> "Reconciliation":
        return cast("Reconciliation", self)
