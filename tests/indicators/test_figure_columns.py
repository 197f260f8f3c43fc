"""Figures kept by column come out as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from dugnad.indicators.sources.figure_columns import FigureColumns
from dugnad.indicators.sources.reading import Figure

words = st.sampled_from(["", "0301", "Veitrafikk", "CO2"]) | st.text(max_size=8)
figures = st.builds(
    Figure,
    st.integers(1, 2**32 - 1),
    words,
    st.integers(0, 2**16 - 1),
    words,
    words,
    words,
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    words,
)


@given(st.lists(figures, max_size=30))
def test_figures_come_out_as_they_went_in(given_ones):
    columns = FigureColumns()
    for figure in given_ones:
        columns.append(figure)
    assert list(columns) == given_ones
    assert (len(columns), columns.first(2)) == (len(given_ones), given_ones[:2])
