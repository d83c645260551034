"""The real command in processes of its own: standard output, exit statuses, and what it may import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import main

ROOT = Path(__file__).parents[2]
DANVAN = Path(sys.executable).with_name("danvan")
CHAIR = "who chaired the Kim Bôi meeting?"
SLOW = {
    "torch",
    "transformers",
    "sentence_transformers",
    "telegram",
    "prompt_toolkit",
    "rich",
    "onnx",
    "sklearn",
    "bs4",
    "docx",
    "lxml",
    "pypdf",
}

Run = subprocess.CompletedProcess[str]


def danvan(*arguments: object, given: str = "", **environment: str) -> Run:
    """Runs the installed command in the project's folder."""
    return subprocess.run(
        [DANVAN, *map(str, arguments)],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=600,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the project's own reports, built by the command."""
    folder = tmp_path_factory.mktemp("commands") / "index"
    run = danvan("rebuild", "--index", folder)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert "5 added" in run.stderr
    return folder


class TestAsk:
    def test_the_answer_its_sentence_and_its_report(self, index: Path) -> None:
        run = danvan("ask", "--index", index, CHAIR)
        assert run.returncode == 0, run.stderr
        answer, quote, source, *_ = run.stdout.splitlines()
        assert answer == "Bùi Tiến Lực"
        assert "Bùi Tiến Lực" in quote
        assert "chủ trì hội nghị" in quote
        assert "000_41f4bdbdfcdba0a7.txt" in source
        assert run.stderr == ""
        assert "\x1b" not in run.stdout

    def test_words_of_a_question_need_no_quotation_marks(self, index: Path) -> None:
        assert danvan("ask", "--index", index, *CHAIR.split()).stdout.startswith("Bùi Tiến Lực\n")

    def test_saying_that_the_reports_do_not_tell_is_no_failure(self, index: Path) -> None:
        run = danvan("ask", "--index", index, "Ai chủ trì hội nghị ở Hà Giang?")
        assert run.returncode == 0
        assert run.stdout.startswith("Các báo cáo không nêu")

    def test_json_keeps_the_contract(self, index: Path) -> None:
        run = danvan("ask", "--json", "--index", index, CHAIR)
        assert run.returncode == 0, run.stderr
        assert len(run.stdout.splitlines()) == 1
        told = json.loads(run.stdout)
        keeps_the_contract(told, index)
        assert told["answer"]["text"] == "Bùi Tiến Lực"
        assert "id" not in told

    def test_json_of_a_declined_question_has_passages(self, index: Path) -> None:
        told = json.loads(danvan("ask", "--json", "--index", index, "Giá vàng hôm nay ở Paris?").stdout)
        keeps_the_contract(told, index)
        assert told["answer"] is None
        assert told["quote"] is None
        assert told["passages"]

    def test_top_k_bounds_the_passages(self, index: Path) -> None:
        run = danvan("ask", "--json", "--top-k", 2, "--index", index, CHAIR)
        assert len(json.loads(run.stdout)["passages"]) == 2

    def test_a_missing_index_is_built_first_and_this_is_said(self, tmp_path: Path) -> None:
        run = danvan("ask", "--index", tmp_path / "new", CHAIR)
        assert run.returncode == 0, run.stderr
        assert run.stdout.startswith("Bùi Tiến Lực\n")
        assert run.stderr.startswith("danvan: ")

    def test_other_reports_are_never_answered_from_the_usual_index(self, tmp_path: Path) -> None:
        reports = tmp_path / "reports"
        reports.mkdir()
        (reports / "a.txt").write_text(
            "Hội nghị dân vận\nNgày 2/3/2024, bà Trần Thị Mai chủ trì hội nghị tại xã Tân Lập.\n", "utf-8"
        )
        told = json.loads(danvan("ask", "--json", "--seeds", reports, "--config", settings_in(tmp_path), CHAIR).stdout)
        assert {passage["report"] for passage in told["passages"]} == {"a.txt"}

    @pytest.mark.parametrize("arguments", [(), ("",), (CHAIR, "--batch", "-")])
    def test_one_question_or_a_batch(self, arguments: tuple[str, ...]) -> None:
        run = danvan("ask", *arguments)
        assert run.returncode == 2
        assert "--batch" in run.stderr


class TestBatch:
    def test_one_answer_a_line_in_the_same_order(self, index: Path) -> None:
        asked = [("b", CHAIR), ("a", "Giá vàng hôm nay ở Paris?"), ("c", "ai chu tri hoi nghi o kim boi?")]
        lines = "".join(json.dumps({"id": id, "question": text}) + "\n" for id, text in asked)
        run = danvan("ask", "--batch", "-", "--index", index, given=lines + "\n")
        assert run.returncode == 0, run.stderr
        told = [json.loads(line) for line in run.stdout.splitlines()]
        assert [(each["id"], each["question"]) for each in told] == asked
        assert [next(iter(each)) for each in told] == ["id"] * 3
        for each in told:
            keeps_the_contract(each, index)

    def test_each_answer_is_flushed_before_the_next_question_is_read(self, index: Path) -> None:
        with subprocess.Popen(
            [DANVAN, "ask", "--batch", "-", "--index", index],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        ) as process:
            assert process.stdin and process.stdout
            for id in ("1", "2"):
                process.stdin.write(json.dumps({"id": id, "question": CHAIR}).encode() + b"\n")
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["id"] == id
            process.stdin.close()
            assert process.wait(60) == 0

    @pytest.mark.parametrize(
        "line", ["nonsense", "[1]", '{"id": "x"}', '{"question": "x"}', '{"id": 1, "question": 2}']
    )
    def test_a_bad_line_is_named_after_what_came_before_was_answered(
        self, index: Path, tmp_path: Path, line: str
    ) -> None:
        file = tmp_path / "questions.jsonl"
        file.write_text(json.dumps({"id": "1", "question": CHAIR}) + f"\n{line}\n", "utf-8")
        run = danvan("ask", "--batch", file, "--index", index)
        assert run.returncode == 2
        assert json.loads(run.stdout)["id"] == "1"
        assert "line 2" in run.stderr

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        run = danvan("ask", "--batch", tmp_path / "none.jsonl")
        assert run.returncode == 2
        assert "none.jsonl" in run.stderr

    def test_a_reader_that_goes_away_is_no_traceback(self, index: Path, tmp_path: Path) -> None:
        file = tmp_path / "questions.jsonl"
        file.write_text("".join(json.dumps({"id": n, "question": CHAIR}) + "\n" for n in range(50)), "utf-8")
        run = subprocess.run(
            ["bash", "-c", f"'{DANVAN}' ask --batch '{file}' --index '{index}' | head -n 1"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        )
        assert json.loads(run.stdout)["id"] == 0
        assert run.stderr == ""


class TestShow:
    def test_reports_are_listed(self, index: Path) -> None:
        run = danvan("show", "--index", index)
        rows = [line.split("\t") for line in run.stdout.splitlines()]
        assert len(rows) == 5
        assert rows[0][0] == "000_41f4bdbdfcdba0a7.txt"

    def test_the_kept_text_is_what_offsets_count_in(self, index: Path) -> None:
        told = json.loads(danvan("ask", "--json", "--index", index, CHAIR).stdout)
        text = danvan("show", "--index", index, told["answer"]["report"]).stdout
        for part in (told["answer"], told["quote"]):
            assert text[part["start"] : part["end"]] == part["text"]

    def test_an_unknown_report_is_an_error(self, index: Path) -> None:
        run = danvan("show", "--index", index, "none.txt")
        assert run.returncode == 1
        assert run.stdout == ""
        assert "none.txt" in run.stderr


class TestEval:
    def test_a_question_file_is_scored(self, index: Path, tmp_path: Path) -> None:
        file = tmp_path / "questions.jsonl"
        gold = {"id": "1", "question": CHAIR, "lang": "en", "report": "000_41f4bdbdfcdba0a7.txt"}
        file.write_text(json.dumps({**gold, "answers": ["Bùi Tiến Lực"]}) + "\n", "utf-8")
        page = tmp_path / "page.html"
        run = danvan("eval", "--questions", file, "--json", "--html", page, "--index", index)
        assert run.returncode == 0, run.stderr
        assert json.loads(run.stdout)
        assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
        assert "R@1" in danvan("eval", "--questions", file, "--index", index).stdout

    def test_a_missing_question_file_is_named(self, tmp_path: Path) -> None:
        run = danvan("eval", "--questions", tmp_path / "none.jsonl")
        assert run.returncode in (1, 2)
        assert "none.jsonl" in run.stderr


class TestRebuild:
    def test_nothing_changed_is_said(self, index: Path) -> None:
        assert "5 unchanged" in danvan("rebuild", "--index", index).stderr

    def test_an_empty_folder_is_a_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        run = danvan("rebuild", "--seeds", tmp_path / "empty", "--index", tmp_path / "index")
        assert run.returncode == 1
        assert "empty" in run.stderr
        assert "Traceback" not in run.stderr

    def test_an_unreadable_report_is_named_and_skipped(self, tmp_path: Path) -> None:
        reports = tmp_path / "reports"
        reports.mkdir()
        (reports / "good.txt").write_text("Hội nghị\nBà Trần Thị Mai chủ trì hội nghị.\n", "utf-8")
        (reports / "void.txt").write_text("", "utf-8")
        run = danvan("rebuild", "--seeds", reports, "--index", tmp_path / "index")
        assert run.returncode == 0, run.stderr
        assert "skipped void.txt" in run.stderr


class TestGuard:
    def test_a_worse_index_is_not_swapped_in(self, tmp_path: Path) -> None:
        reports, index, file = tmp_path / "reports", tmp_path / "index", tmp_path / "questions.jsonl"
        reports.mkdir()
        for report in (ROOT / "seeds").glob("00[01]*"):
            (reports / report.name).write_bytes(report.read_bytes())
        gold = {"id": "chair", "question": CHAIR, "lang": "en", "report": "000_41f4bdbdfcdba0a7.txt"}
        file.write_text(json.dumps({**gold, "answers": ["Bùi Tiến Lực"]}) + "\n", "utf-8")
        places = ("--seeds", reports, "--index", index)
        assert danvan("rebuild", *places, "--guard", file).returncode == 0
        (reports / "000_41f4bdbdfcdba0a7.txt").unlink()
        run = danvan("rebuild", *places, "--guard", file)
        assert run.returncode == 1
        assert CHAIR in run.stderr
        assert danvan("ask", *places, CHAIR).stdout.startswith("Bùi Tiến Lực\n")

    def test_a_bad_question_file_is_named_before_anything_is_built(self, tmp_path: Path) -> None:
        file = tmp_path / "questions.jsonl"
        file.write_text("nonsense\n", "utf-8")
        run = danvan("rebuild", "--index", tmp_path / "index", "--guard", file)
        assert run.returncode in (1, 2)
        assert "questions.jsonl" in run.stderr
        assert not (tmp_path / "index" / "current").exists()


class TestUsage:
    def test_help_names_every_command(self) -> None:
        run = danvan("--help")
        assert run.returncode == 0
        assert all(name in run.stdout for name in ("rebuild", "ask", "repl", "show", "bot", "eval", "--config"))

    @pytest.mark.parametrize(
        "arguments", [(), ("asc",), ("ask", "--top-k", "0", "x"), ("ask", "--tok", "x"), ("eval",)]
    )
    def test_wrong_usage_is_status_2(self, arguments: tuple[str, ...]) -> None:
        run = danvan(*arguments)
        assert run.returncode == 2
        assert run.stdout == ""
        assert "usage:" in run.stderr

    def test_a_wrong_setting_is_status_2(self, tmp_path: Path) -> None:
        file = settings_in(tmp_path)
        file.write_text(file.read_text("utf-8").replace("top_k = 5", "top_k = 0"), "utf-8")
        for before, after in (("--config", "ask"), ("ask", "--config")):
            arguments = (before, file, after, "x") if before == "--config" else (before, after, file, "x")
            run = danvan(*arguments)
            assert run.returncode == 2
            assert "search.top_k" in run.stderr

    def test_the_bot_needs_its_token(self) -> None:
        run = danvan("bot", DANVAN_TELEGRAM_TOKEN="")
        assert run.returncode in (1, 2)
        assert "DANVAN_TELEGRAM_TOKEN" in run.stderr
        assert "Traceback" not in run.stderr

    def test_interrupting_is_quiet(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupted(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("bot.commands._settings", interrupted)
        assert main(["show"]) == 130
        assert capsys.readouterr().err == "danvan: interrupted\n"


@pytest.mark.parametrize("arguments", [["--help"], ["ask", CHAIR], ["ask", "--json", CHAIR], ["show"]], ids=" ".join)
def test_nothing_slow_is_imported(arguments: list[str], index: Path) -> None:
    script = (
        "import atexit, sys\n"
        "from bot.commands import main\n"
        "atexit.register(lambda: print(*sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    places = [] if arguments == ["--help"] else ["--index", str(index)]
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments, *places],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=True,
    )
    loaded = set(run.stderr.splitlines()[-1].split())
    assert loaded & SLOW == set()
    if arguments == ["--help"]:
        assert loaded & {"numpy", "faiss", "onnxruntime", "tokenizers"} == set()


def settings_in(folder: Path) -> Path:
    """A copy of the shipped settings as a project of its own, over the project's reports."""
    text = (ROOT / "config" / "danvan.toml").read_text("utf-8")
    text = text.replace('reports = "seeds"', f'reports = "{ROOT / "seeds"}"')
    file = folder / "config" / "danvan.toml"
    file.parent.mkdir()
    file.write_text(text.replace('"config/glossary.toml"', f'"{ROOT / "config" / "glossary.toml"}"'), "utf-8")
    return file


def keeps_the_contract(told: dict[str, object], index: Path) -> None:
    """Names, types and invariants of one JSON answer."""
    fields = {"question", "language", "answer", "confidence", "quote", "passages", "timings_ms"}
    assert fields <= set(told)
    assert told["language"] in ("vi", "vi-ascii", "en")
    assert isinstance(told["confidence"], float)
    assert 0 <= told["confidence"] <= 1
    passages, timings, answer, quote = (told[key] for key in ("passages", "timings_ms", "answer", "quote"))
    assert isinstance(passages, list)
    assert isinstance(timings, dict)
    assert {"encode", "search", "answer", "total"} <= set(timings)
    scores = [passage["score"] for passage in passages]
    assert scores == sorted(scores, reverse=True)
    for passage in passages:
        assert {"report", "title", "date", "text", "start", "end", "score"} <= set(passage)
        assert passage["end"] - passage["start"] == len(passage["text"])
    assert (answer is None) == (quote is None)
    if isinstance(answer, dict) and isinstance(quote, dict):
        assert answer["report"] == quote["report"]
        assert quote["start"] <= answer["start"] <= answer["end"] <= quote["end"]
