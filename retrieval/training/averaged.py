"""Average two readers, the later one trained on from the earlier: it keeps more of what the earlier one could read.

`python -m retrieval.training.averaged --earlier FILE --later FILE --share S --out FILE`. After Wortsman et al. 2022,
"Robust fine-tuning of zero-shot models"; the factors of the low-rank updates are averaged, not their products.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def averaged(earlier: Path, later: Path, share: float) -> dict[str, NDArray[np.generic]]:
    """The arrays of both files, those of `later` counting `share`; notes and shapes are those of `later`.

    Raises `ValueError` where the files are not of one form.
    """
    with np.load(earlier, allow_pickle=False) as before, np.load(later, allow_pickle=False) as after:
        if set(before.files) != set(after.files) or any(before[n].shape != after[n].shape for n in after.files):
            raise ValueError(f"{earlier} and {later} are not of one form: average only readers of one recipe.")
        mixed: dict[str, NDArray[np.generic]] = {}
        for name in after.files:
            old, new = before[name], after[name]
            mixed[name] = new
            if new.dtype.kind == "f":
                mixed[name] = ((1 - share) * old.astype(np.float32) + share * new.astype(np.float32)).astype(new.dtype)
    mixed["recipe"] = np.array(f"{mixed['recipe']}, averaged with {earlier.stem}: {share} of this")
    return mixed


def main(arguments: Sequence[str] | None = None) -> None:
    """Average and write."""
    parser = argparse.ArgumentParser(description="Average two readers.")
    for name, kind in (("earlier", Path), ("later", Path), ("share", float), ("out", Path)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    options = parser.parse_args(arguments)
    np.savez_compressed(options.out, allow_pickle=False, **averaged(options.earlier, options.later, options.share))


if __name__ == "__main__":
    main()
