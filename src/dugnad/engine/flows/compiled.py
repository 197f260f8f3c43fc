"""Machine code where numba is installed, the same functions in Python where it is not.

NUMBA_DISABLE_JIT=1 turns compiling off, as it does everywhere; the answers are the same.
"""

from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]

try:
    from numba import config
    from numba import njit as _njit

    COMPILED = not getattr(config, "DISABLE_JIT", 0)
except ImportError:
    COMPILED = False


def compiled(function: Function) -> Function:
    """The function as machine code, kept on the disk; as it is without numba. Its Python is `.py_func`."""
    if COMPILED:
        # Division by zero is ours to look for: numba's own check hinders the lanes from running side by side.
        try:
            return _njit(cache=True, error_model="numpy")(function)
        except RuntimeError:  # there is nowhere to keep it, such as on a disk that may only be read
            return _njit(error_model="numpy")(function)
    function.py_func = function  # type: ignore[attr-defined]
    return function
