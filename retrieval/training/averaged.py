"""Average two readers, the later one trained on from the earlier: it keeps more of what the earlier one could read.

After Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"; the factors of the low-rank updates are
averaged, not their products.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def average(earlier: Path, later: Path, share: float, out: Path) -> None:
    """Write the average of two files, `later` counting `share`; `out` may be one of them.

    Raises `ValueError` where they are not of one form.
    """
    np.savez_compressed(out, allow_pickle=False, **averaged(earlier, later, share))


def averaged(earlier: Path, later: Path, share: float) -> dict[str, NDArray[np.generic]]:
    """The arrays of the average; notes and shapes are those of `later`."""
    with np.load(earlier, allow_pickle=False) as before, np.load(later, allow_pickle=False) as after:
        if set(before.files) != set(after.files) or any(before[n].shape != after[n].shape for n in after.files):
            raise ValueError(f"{earlier} and {later} are not of one form: average only readers of one recipe.")
        mixed: dict[str, NDArray[np.generic]] = {}
        for name in after.files:
            old, new = before[name], after[name]
            mixed[name] = new
            if new.dtype.kind == "f":
                mixed[name] = ((1 - share) * old.astype(np.float32) + share * new.astype(np.float32)).astype(new.dtype)
    mixed["recipe"] = np.array(noted(str(mixed["recipe"]), earlier.stem, share))
    return mixed


def noted(recipe: str, earlier: str, share: float) -> str:
    """What stands in an average as its recipe."""
    return f"{recipe}, averaged with {earlier}: {share} of this"
