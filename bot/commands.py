"""rebuild | ask | repl | show | bot | feedback | eval: the command line, as others rely on it.

Standard output carries answers alone; whatever else is said goes to standard error. Exit status: 0 answered,
or said that the reports do not tell; 1 failed; 2 wrong usage or configuration. Every command imports what it
uses when it is run, so that `danvan ask` starts fast.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import DanvanError, UsageError

if TYPE_CHECKING:
    from retrieval.progress import Progress
    from retrieval.rebuild import Guard, Parts
    from retrieval.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a test may have put something simpler there
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except DanvanError as error:
        _say(error)
        return error.exit_status
    except BrokenPipeError:
        # Nobody reads on; the interpreter must not stumble over what is left in the buffer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    return status


def _say(text: object) -> None:
    print(f"danvan: {text}", file=sys.stderr, flush=True)


# --- what can be typed -----------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="danvan",
        description="Answers questions about Vietnamese reports, with the sentence that proves the answer.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.add_argument("--config", type=Path, metavar="FILE", help="another settings file")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    places = _places()

    rebuild = commands.add_parser("rebuild", parents=[places], help="build the index, as far as reports changed")
    rebuild.add_argument(
        "--guard",
        type=Path,
        metavar="FILE",
        help="swap in only an index that scores no worse on FILE's questions",
    )
    rebuild.set_defaults(run=_rebuild)

    ask = commands.add_parser("ask", parents=[places], help="answer one question, or a file of them")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--batch", metavar="FILE", help='one {"id": …, "question": …} a line; - is stdin')
    ask.add_argument("--top-k", type=_positive, metavar="N", help="passages to hand out with the answer")
    ask.set_defaults(run=_ask)

    repl = commands.add_parser("repl", parents=[places], help="converse in the terminal")
    repl.set_defaults(run=_repl)

    show = commands.add_parser("show", parents=[places], help="list the reports, or print one as it is kept")
    show.add_argument("report", nargs="?", metavar="REPORT", help="its path inside the folder of reports")
    show.set_defaults(run=_show)

    bot = commands.add_parser("bot", parents=[places], help="run the Telegram bot")
    bot.add_argument("--base-url", metavar="URL", help="another Bot API server: http://127.0.0.1:9000/bot")
    bot.set_defaults(run=_bot)

    feedback = commands.add_parser(
        "feedback", parents=[places], help="write what Telegram's users thought of answers as a question file"
    )
    feedback.add_argument("file", type=Path, metavar="FILE")
    feedback.set_defaults(run=_feedback)

    score = commands.add_parser("eval", parents=[places], help="score a file of questions")
    score.add_argument("--questions", type=Path, required=True, metavar="FILE")
    score.add_argument("--json", action="store_true", help="print the figures as JSON")
    score.add_argument("--html", type=Path, metavar="FILE", help="write a page with every failure")
    score.set_defaults(run=_eval)
    return parser


def _places() -> argparse.ArgumentParser:
    places = argparse.ArgumentParser(add_help=False)
    places.add_argument("--seeds", type=Path, metavar="DIR", help="the folder of reports")
    places.add_argument("--index", type=Path, metavar="DIR", help="the folder of the index built from it")
    places.add_argument("--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="another settings file")
    return places


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on, not {text!r}")
    return int(text)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from importlib.metadata import version

        print(version("danvan"))
        parser.exit()


def _settings(arguments: argparse.Namespace) -> Settings:
    from retrieval.settings import load_settings

    settings = load_settings(arguments.config)
    return settings.with_paths(reports=arguments.seeds, index=arguments.index)


# --- what is done ----------------------------------------------------------------------------------


def _rebuild(arguments: argparse.Namespace) -> int:
    from bot.watching import Watching
    from retrieval.rebuild import open_parts, rebuild

    settings = _settings(arguments)
    with Watching() as progress:
        parts = open_parts(settings, progress)
        guard = _guard(settings, parts, arguments.guard, progress) if arguments.guard else None
        result = rebuild(settings, progress, parts=parts, guard=guard)
    for skipped in result.skipped:
        _say(f"skipped {skipped.id}: {skipped.reason}")
    _say(
        f"{len(result.added)} added, {len(result.changed)} changed, {len(result.removed)} removed, "
        f"{result.unchanged} unchanged; {result.passages} passages in {result.seconds:.1f} s"
    )
    return 0


def _guard(settings: Settings, parts: Parts, questions: Path, progress: Progress) -> Guard:
    from retrieval.evaluation.guarding import guarding

    return guarding(settings, parts, questions, progress)


def _ask(arguments: argparse.Namespace) -> int:
    from bot import asking, wiring

    question = " ".join(arguments.question).strip()
    if bool(question) == bool(arguments.batch):
        raise UsageError('ask one question: danvan ask "ai chủ trì?", or a file of them: danvan ask --batch FILE')
    settings = _settings(arguments)
    if not arguments.batch:
        gc.disable()  # one answer makes little garbage, and the collector's rounds are a tenth of the start
    if arguments.batch:
        with asking.opened(arguments.batch) as lines:
            asking.answer_lines(wiring.engine(settings), lines, sys.stdout, arguments.top_k)
    elif arguments.json:
        asking.answer_json_line(wiring.engine(settings), question, sys.stdout, arguments.top_k)
    else:
        asking.answer(wiring.engine(settings), question, sys.stdout, arguments.top_k)
    return 0


def _repl(arguments: argparse.Namespace) -> int:
    from bot import repl, wiring

    settings = _settings(arguments)
    engine = wiring.engine(settings)
    return repl.run(wiring.conversation(engine), engine.reports(), settings.paths.history)


def _show(arguments: argparse.Namespace) -> int:
    from bot import wiring

    engine = wiring.engine(_settings(arguments))
    if arguments.report is None:
        for report in engine.reports():
            print(report.id, report.date or "-", report.title, sep="\t")
    else:
        print(engine.report(arguments.report).text)
    return 0


def _bot(arguments: argparse.Namespace) -> int:
    from bot.telegram import run

    run(_settings(arguments), base_url=arguments.base_url)
    return 0


def _feedback(arguments: argparse.Namespace) -> int:
    from bot import wiring
    from bot.telegram import feedback

    settings = _settings(arguments)
    count = feedback.write(settings.paths.state, wiring.engine(settings).reports(), arguments.file)
    _say(f"{count} questions in {arguments.file}")
    return 0


def _eval(arguments: argparse.Namespace) -> int:
    import json

    from bot import wiring
    from bot.watching import Watching
    from retrieval.evaluation import figures, page, questions, scoring

    asked = questions.read_questions(arguments.questions)
    engine = wiring.engine(_settings(arguments))
    with Watching() as progress:
        evaluation = scoring.evaluate(engine, asked, progress)
    if arguments.html:
        written = page.page(evaluation, f"danvan: {arguments.questions.name}", [str(engine.description)])
        _write(arguments.html, written)
    if arguments.json:
        print(json.dumps(figures.as_json(evaluation), ensure_ascii=False))
    else:
        print(figures.table(evaluation))
    return 0


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise UsageError(f"{file}: cannot be written ({exc.strerror or exc})") from exc
