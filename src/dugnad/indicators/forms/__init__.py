"""HTTP in, clean values out: what a series is asked for, what is compared, files of figures, definitions."""

from dugnad.indicators.forms.defining import IndicatorForm, TargetForm
from dugnad.indicators.forms.reading import (
    ComparisonForm,
    ExplanationForm,
    SeriesForm,
    TriedTargetForm,
    VintagesFilter,
)
from dugnad.indicators.forms.uploading import ColumnsForm, KeptForm, PreviewedForm, TableForm, UploadForm

__all__ = [
    "ColumnsForm",
    "ComparisonForm",
    "ExplanationForm",
    "IndicatorForm",
    "KeptForm",
    "PreviewedForm",
    "SeriesForm",
    "TableForm",
    "TargetForm",
    "TriedTargetForm",
    "UploadForm",
    "VintagesFilter",
]
