"""HTTP in, clean values out: what a series is asked for, what is compared, files of figures, definitions."""

from dugnad.indicators.forms.defining import IndicatorForm, TargetForm
from dugnad.indicators.forms.maps import BordersForm, MapForm
from dugnad.indicators.forms.reading import (
    ComparisonForm,
    ExplanationForm,
    SeriesForm,
    TriedTargetForm,
    VintagesFilter,
)
from dugnad.indicators.forms.scrutiny import PublishedFigureForm
from dugnad.indicators.forms.uploading import (
    ColumnsForm,
    KeptForm,
    PreviewedForm,
    RegisterFilesForm,
    TableForm,
    UploadForm,
)

__all__ = [
    "BordersForm",
    "ColumnsForm",
    "ComparisonForm",
    "ExplanationForm",
    "IndicatorForm",
    "KeptForm",
    "MapForm",
    "PreviewedForm",
    "PublishedFigureForm",
    "RegisterFilesForm",
    "SeriesForm",
    "TableForm",
    "TargetForm",
    "TriedTargetForm",
    "UploadForm",
    "VintagesFilter",
]
