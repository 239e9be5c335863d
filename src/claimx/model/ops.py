"""Matrix products through numpy's BLAS instead of the BLIS that thinc bundles.

numpy's wheels carry an OpenBLAS tuned for the processor at hand; the BLIS build of thinc's
wheels is a generic one and was measured 3.7 times slower. Both are float32 products of the same
matrices: results agree to rounding.
"""

from __future__ import annotations

import os

from thinc.api import NumpyOps, get_current_ops, set_current_ops

SETTING = "CLAIMX_BLAS"


class BlasOps(NumpyOps):  # type: ignore[misc]
    """thinc's numpy operations with every `gemm` done by `numpy.dot`."""

    name = "claimx-numpy"

    def __init__(self, device_type: str = "cpu", device_id: int = -1) -> None:
        super().__init__(device_type, device_id, use_blis=False)


def use_fast_ops() -> bool:
    """Make models loaded from here on multiply through numpy; False if they will not.

    Set the environment variable CLAIMX_BLAS to "thinc" to keep thinc's own. A user's choice of
    another backend (a GPU, Apple's Accelerate) is left alone.
    """
    if os.environ.get(SETTING, "numpy") == "thinc":
        return False
    ops = get_current_ops()
    if isinstance(ops, BlasOps):
        return True
    if type(ops) is not NumpyOps:
        return False
    set_current_ops(BlasOps())
    return True
