"""/capnhat, /trangthai, reports sent as files."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path

import pytest

from retrieval.errors import StoreBusy
from retrieval.progress import Progress
from retrieval.rebuild import RebuildResult, Skipped
from retrieval.settings import Settings
from tests.bot.telegram.bench import BotEngine, settings_in
from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Person, TelegramServer

BOSS, AN = Person(1), Person(11)
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"
REPORT = "Hội nghị dân vận huyện Tân Lạc\n\nNgày 5/6/2024, tại huyện Tân Lạc, đồng chí Hà Văn Tâm chủ trì hội nghị.\n"
RESULT = RebuildResult(("a.txt",), (), (), 2, (Skipped("b.txt", "it is empty"),), 9, 3, 1.25, True)


class SlowRebuild:
    """Goes on, with progress, until it is let go; `error` is raised then."""

    def __init__(self, error: Exception | None = None) -> None:
        self.let_go = threading.Event()
        self.error = error
        self.runs = 0

    def __call__(self, settings: Settings, progress: Progress) -> RebuildResult:
        self.runs += 1
        for done in range(1000):
            progress("encoding", done, 1000)
            if self.let_go.wait(0.01):
                break
        if self.error:
            raise self.error
        return RESULT


@pytest.fixture(autouse=True)
def quick_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.rebuilding._BETWEEN", 0.3)


def texts(server: TelegramServer, person: Person) -> list[str]:
    return [m.get("text", "") for m in server.seen(person)]


def test_an_update_is_told_and_the_old_index_serves_meanwhile(server: TelegramServer, start_bot: StartBot) -> None:
    rebuild, engine = SlowRebuild(), BotEngine()
    start_bot(engine, rebuild=rebuild, administrators=(BOSS.id,))
    server.write(BOSS, "/capnhat")
    server.await_(
        lambda: (
            "encoding" in server.world.bot_messages(BOSS.id)[-1]["text"]
            if server.world.bot_messages(BOSS.id)
            else False
        )
    )
    server.write(AN, QUESTION)
    assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
    server.write(BOSS, "/update")
    assert "đang chạy" in server.await_messages(BOSS, 2)[1]["text"]
    time.sleep(1.0)
    rebuild.let_go.set()
    done = server.await_messages(BOSS, 3)[2]["text"]
    assert "thêm 1" in done and "b.txt: it is empty" in done
    assert engine.refreshed and rebuild.runs == 1
    edits = [c.at for c in server.world.effective("editMessageText")]
    assert all(later - earlier > 0.2 for earlier, later in itertools.pairwise(edits))


@pytest.mark.parametrize(("error", "said"), [(StoreBusy("held"), "đang chạy"), (OSError("disk"), "OSError")])
def test_an_update_that_fails_says_so(server: TelegramServer, start_bot: StartBot, error: Exception, said: str) -> None:
    rebuild = SlowRebuild(error)
    rebuild.let_go.set()
    start_bot(rebuild=rebuild, administrators=(BOSS.id,))
    server.write(BOSS, "/capnhat")
    assert said in server.await_messages(BOSS, 2)[1]["text"]
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)


def test_an_update_that_a_restart_interrupted_is_begun_again(server: TelegramServer, start_bot: StartBot) -> None:
    first, second = SlowRebuild(), SlowRebuild()
    bot = start_bot(rebuild=first, administrators=(BOSS.id,))
    server.write(BOSS, "/capnhat")
    server.await_messages(BOSS, 1)
    bot.stop()
    first.let_go.set()
    second.let_go.set()
    bot = start_bot(rebuild=second, administrators=(BOSS.id,))
    assert "thêm 1" in server.await_messages(BOSS, 3)[2]["text"]
    bot.stop()
    start_bot(rebuild=second, administrators=(BOSS.id,))
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)
    assert second.runs == 1


def test_the_status_counts_without_texts(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(administrators=(BOSS.id,))
    server.write(AN, QUESTION)
    server.write(AN, "Giá vàng?")
    server.await_messages(AN, 2)
    server.write(BOSS, "/trangthai")
    text = server.await_messages(BOSS, 1)[0]["text"]
    assert "24 giờ qua: 2" in text and "Trả lời: 1 · không nêu: 1 · lỗi: 0" in text and "Mô hình: fake" in text


def test_a_report_is_read_shown_confirmed_and_added(
    server: TelegramServer, start_bot: StartBot, tmp_path: Path
) -> None:
    rebuild = SlowRebuild()
    rebuild.let_go.set()
    reports = settings_in(tmp_path).paths.reports
    reports.mkdir()
    (reports / "tan-lac.txt").write_text("another")
    start_bot(rebuild=rebuild, administrators=(BOSS.id,))
    server.send_file(BOSS, "../tan-lac.txt", REPORT.encode())
    (shown,) = server.await_messages(BOSS, 1)
    assert "Hội nghị dân vận huyện Tân Lạc" in shown["text"] and "Hà Văn Tâm" in shown["text"]
    assert "5/6/2024" in shown["text"] and rebuild.runs == 0
    server.tap(BOSS, shown, "Thêm")
    assert "thêm 1" in server.await_messages(BOSS, 3)[2]["text"]
    assert (reports / "tan-lac-2.txt").read_text() == REPORT
    assert (reports / "tan-lac.txt").read_text() == "another"
    assert sorted(p.name for p in reports.iterdir()) == ["tan-lac-2.txt", "tan-lac.txt"]
    server.tap(BOSS, shown, "Thêm")
    server.await_(lambda: len(server.world.answered_callbacks) == 2)
    assert rebuild.runs == 1


def test_a_report_that_is_discarded_leaves_nothing(server: TelegramServer, start_bot: StartBot, tmp_path: Path) -> None:
    start_bot(administrators=(BOSS.id,))
    server.send_file(BOSS, "x.txt", REPORT.encode())
    server.tap(BOSS, server.await_messages(BOSS, 1)[0], "Bỏ")
    server.await_(lambda: "Đã bỏ" in server.world.bot_messages(BOSS.id)[0]["text"])
    assert not list((tmp_path / "state" / "uploads").iterdir())


def test_what_is_not_even_downloaded(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(administrators=(BOSS.id,))
    server.send_file(BOSS, "big.txt", b"x", size=21 * 1024 * 1024)
    server.send_file(BOSS, "film.mp4", b"x")
    server.send_file(AN, "x.txt", REPORT.encode())
    big, film = server.await_messages(BOSS, 2)
    assert "20 MB" in big["text"] and ".txt" in film["text"]
    assert "quản trị viên" in server.await_messages(AN, 1)[0]["text"]
    assert not server.world.effective("getFile", "file")


def test_a_file_that_holds_nothing_is_said(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(administrators=(BOSS.id,))
    server.send_file(BOSS, "x.txt", b" \n ")
    assert "Không đọc được x.txt" in server.await_messages(BOSS, 1)[0]["text"]
