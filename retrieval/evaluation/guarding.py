"""The guard of `danvan rebuild --guard FILE`: both indexes answer the file's questions before the swap."""

from __future__ import annotations

from pathlib import Path

from retrieval.engine import Engine
from retrieval.errors import WorseIndex
from retrieval.evaluation import guard
from retrieval.evaluation.questions import read_questions
from retrieval.evaluation.scoring import evaluate
from retrieval.index.generation import Generation
from retrieval.progress import Progress, silent
from retrieval.rebuild import Guard, Parts
from retrieval.settings import Settings


def guarding(settings: Settings, parts: Parts, questions: Path, progress: Progress = silent) -> Guard:
    """A guard for `rebuild`. Raises `QuestionFileError` at once where the file is malformed.

    An index of another model cannot be asked with this one: it then stands as it is, and only a first index
    or one of the same model is compared.
    """
    asked = read_questions(questions)

    def check(live: Generation | None, new: Generation) -> None:
        if live is None or live.description.recipe["encoder"] != new.description.recipe["encoder"]:
            return
        before = evaluate(Engine(settings, parts, live), asked, progress)
        verdict = guard.compare(before, evaluate(Engine(settings, parts, new), asked, progress))
        if verdict.worse:
            raise WorseIndex(f"The index was not replaced.\n{guard.explain(verdict)}")

    return check
