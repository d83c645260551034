"""Rebuilds that are killed: a process that forks one rebuild after the other and kills each at another moment.

    python interrupted.py ROOT audited|timed

After each kill it prints one line and waits for one, so that the test can look at the folder in between.
`audited` kills at the first, second, third … thing done to a file below the index until a rebuild gets
through; `timed` at random moments. Nothing is imported or computed in the parent that a fork could not bear.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from retrieval.rebuild import rebuild
from retrieval.settings import load_settings
from tests.conftest import ROOT, placed
from tests.fakes_encoder import bag_parts

EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "os.truncate"}


def rebuild_here(root: Path) -> None:
    settings = load_settings(ROOT / "config" / "danvan.toml")
    settings = replace(settings, paths=replace(settings.paths, cache=root / "cache"))
    rebuild(placed(settings, root), parts=bag_parts(tokens=40))


def die_at(moment: int, root: Path) -> None:
    seen = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in EVENTS and str(arguments[0]).startswith(str(root / "index")):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def change(root: Path, number: int) -> None:
    for name in ("a.txt", "b.txt"):
        text = f"Triển khai nhiệm vụ dân vận\nĐây là bản số {number} của báo cáo.\nTỉnh trao quà cho bà con."
        (root / "reports" / name).write_text(text, encoding="utf-8")


def killed(root: Path, moment: int | None, delay: float) -> bool:
    child = os.fork()
    if child == 0:
        if moment is not None:
            die_at(moment, root)
        rebuild_here(root)
        os._exit(0)
    if moment is None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main(root: Path, how: str) -> None:
    started = time.perf_counter()
    change(root, 0)
    assert not killed(root, sys.maxsize, 0)
    usual = time.perf_counter() - started
    number, delays = 0, random.Random(7)
    while True:
        number += 1
        change(root, number)
        dead = killed(root, number if how == "audited" else None, delays.uniform(0, usual))
        print(number, "killed" if dead else "through", flush=True)
        if not sys.stdin.readline():
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
