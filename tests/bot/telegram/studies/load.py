"""The bot under load, faults, kills and rebuilds; prints its figures, exits 1 where one is not reached.

    python -m tests.bot.telegram.studies.load [--questions 1000] [--chats 200] [--only NAME …]

Everything stays on 127.0.0.1: the bot is a process of its own, Telegram is tests/telegram_server with its
limits on. Takes some five minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bot.telegram.bench import ROOT, real_bot
from tests.telegram_server import Chat, Faults, Person, TelegramServer

BOSS = Person(1)
PROBE = "editMessageText"  # how the bot looks for a message; where nothing is rebuilt it edits nothing else
_ASKED = re.compile(r"câu (\d+) nhóm|câu (\d+) riêng")


@dataclass
class Load:
    """Questions sent, by number: the chat, and when."""

    chats: int
    questions: int
    seconds: float
    seed: int = 1
    sent: dict[int, tuple[int, int]] = field(default_factory=dict)  # number -> (chat, update)

    def run(self, server: TelegramServer) -> None:
        """Sends them at random moments, every chat its share; one chat in ten is a group."""
        chance = random.Random(self.seed)
        order = [number % self.chats for number in range(self.questions)]
        chance.shuffle(order)
        began = time.monotonic()
        for number, chat in enumerate(order):
            time.sleep(max(0.0, began + number * self.seconds / self.questions - time.monotonic()))
            person = Person(1000 + chat)
            if chat % 10 == 0:
                group = Chat(-1_000_000_001_000 - chat, "supergroup")
                message = server.write(person, f"/hoi câu {number} nhóm", group)
                self.sent[number] = (group.id, message["update_id"])
            else:
                message = server.write(person, f"câu {number} riêng")
                self.sent[number] = (person.id, message["update_id"])


class Bot:
    """The bot's process, its log read as it comes."""

    def __init__(self, server: TelegramServer, folder: Path, *section: str) -> None:
        self._server, self._folder, self._section = server, folder, section
        self.lines: list[dict[str, Any]] = []
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.bot.telegram.fake_bot", "--base-url", self._server.base_url]
        self.process = subprocess.Popen(
            [*command, "--folder", str(self._folder), "--delay", "0.05", "log_questions=true", *self._section],
            cwd=ROOT,
            env={**os.environ, "DANVAN_TELEGRAM_TOKEN": self._server.token},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self.process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                print("  log:", line.rstrip())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        self._reader.join(5)


@dataclass
class Figures:
    """What came of a load."""

    answers: dict[int, list[float]]  # number -> when each of its answers was accepted
    lost: int
    duplicates: int
    disorder: int
    mixed: int

    def __str__(self) -> str:
        return (
            f"answered {len(self.answers)}, lost {self.lost}, answered twice {self.duplicates}, "
            f"out of order {self.disorder}, mixed generations {self.mixed}"
        )


def judged(server: TelegramServer, load: Load) -> Figures:
    """Reads from the server's record what every chat got."""
    answers: dict[int, list[float]] = defaultdict(list)
    by_chat: dict[int, list[int]] = defaultdict(list)
    mixed = 0
    for call in server.world.effective("sendMessage"):
        match = _ASKED.search(str(call.params.get("text", "")))
        if match is None:
            continue
        number = int(match[1] or match[2])
        if number not in answers:
            by_chat[int(call.params["chat_id"])].append(number)
        answers[number].append(call.at)
        text = str(call.params["text"])
        generations = set(re.findall(r"Chỉ mục (\d+) nghe", text) + re.findall(r"Thế hệ (\d+)", text))
        mixed += len(generations) != 1
    disorder = sum(a > b for numbers in by_chat.values() for a, b in itertools.pairwise(numbers))
    return Figures(
        answers,
        lost=sum(number not in answers for number in load.sent),
        duplicates=sum(len(times) - 1 for times in answers.values()),
        disorder=disorder,
        mixed=mixed,
    )


def drained(server: TelegramServer, load: Load, seconds: float) -> None:
    """Waits until everything is answered, or the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if judged(server, load).lost == 0:
            time.sleep(2.0)
            return
        time.sleep(0.5)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def times(server: TelegramServer, load: Load, figures: Figures, bot: Bot) -> str:
    """Milliseconds from update handed out to reply accepted: all of it, and waiting for limits and turns apart."""
    waits = {}
    for line in bot.lines:
        match = _ASKED.search(str(line.get("question", "")))
        if line.get("message") == "answered" and match:
            waits[int(match[1] or match[2])] = (line["limits_ms"], line["turn_ms"], line["own_ms"], line["worker_ms"])
    whole, own, busy = [], [], []
    for number, (_, update) in load.sent.items():
        if number in waits and number in figures.answers:
            total = 1000 * (figures.answers[number][0] - server.world.handed_out[update])
            whole.append(total)
            own.append(max(0.0, total - waits[number][0] - waits[number][1]))
            busy.append(max(0.0, own[-1] - waits[number][3]))
    inner = [wait[2] for wait in waits.values()]
    return (
        f"own time p50 {percentile(own, 0.5):.0f} ms, p95 {percentile(own, 0.95):.0f} ms "
        f"(by the bot's clock p95 {percentile(inner, 0.95):.0f} ms; without the queue for a worker, which "
        f"grows while a poll fails, p50 {percentile(busy, 0.5):.0f} ms, p95 {percentile(busy, 0.95):.0f} ms); with waiting for limits, turns and faults "
        f"p50 {percentile(whole, 0.5):.0f} ms, p95 {percentile(whole, 0.95):.0f} ms"
    )


def under_faults(options: argparse.Namespace, folder: Path, after: float = 0.0) -> bool:
    faults = Faults(options.share, seed=5, after=after)
    with TelegramServer(faults=faults) as server:
        server.time_out_s = 5.0
        load = Load(options.chats, options.questions, options.questions * 0.06)
        bot = Bot(server, folder)
        # Before it has sent anything, a bot does not look for lost messages: they might be an earlier process's.
        server.write(BOSS, "chào")
        server.await_messages(BOSS, 1, 60)
        time.sleep(1.0)
        load.run(server)
        drained(server, load, 120)
        figures = judged(server, load)
        bot.end()
        probes = sum(call.method == PROBE for call in server.world.calls)
        changed = len(server.world.effective(PROBE))
        refused = Counter(call.error for call in server.world.refused() if call.method != PROBE)
        print(f"  {figures}; calls that looked for a lost message {probes}, that changed one {changed}")
        print(
            f"  calls beyond the limits {server.limits.refused}, refused {dict(refused)}, faults {dict(faults.befallen)}"
        )
        print(f"  {times(server, load, figures, bot)}")
        wrong = figures.lost + figures.duplicates + figures.disorder + figures.mixed + changed
        return wrong == server.limits.refused == 0 and not refused


def ambiguous(options: argparse.Namespace, folder: Path) -> bool:
    """Half of the 500s, resets and time-outs befall the answer to a call that took effect."""
    return under_faults(options, folder, after=0.5)


def killed(options: argparse.Namespace, folder: Path) -> bool:
    with TelegramServer(faults=Faults(options.share, seed=6)) as server:
        server.time_out_s = 5.0
        load = Load(options.chats, options.questions, options.questions * 0.08)
        bot = Bot(server, folder)
        sending = threading.Thread(target=load.run, args=(server,))
        sending.start()
        rated = set()
        kills = 10
        for kill in range(kills):
            time.sleep(load.seconds / (kills + 1))
            rated |= rate(server, 3)
            time.sleep(0.4)
            if kill % 2:
                moment_of_acceptance(server)
            bot.kill()
            bot.start()
        sending.join()
        drained(server, load, 180)
        figures = judged(server, load)
        bot.end()
        kept = {
            number
            for (number,) in sqlite3.connect(folder / "state" / "bot.sqlite").execute("SELECT answer FROM feedback")
        }
        print(f"  killed {kills} times: {figures}; ratings given {len(rated)}, kept {len(kept & rated)}")
        print(f"  calls beyond the limits {server.limits.refused} (a new process does not know what the old one sent)")
        return figures.lost == figures.disorder == 0 and rated <= kept


def moment_of_acceptance(server: TelegramServer) -> None:
    """Returns as an answer is accepted, before the bot can have read that it was: the worst time to be killed."""
    before = len(server.world.effective("sendMessage"))
    until = time.monotonic() + 10
    while len(server.world.effective("sendMessage")) == before and time.monotonic() < until:
        time.sleep(0.0005)


def rate(server: TelegramServer, count: int) -> set[int]:
    """Taps 👍 under some answers; returns their numbers."""
    rated = set()
    private = [chat for chat in list(server.world.messages) if chat >= 1000]
    for chat in random.Random(len(server.world.calls)).sample(private, min(count, len(private))):
        shown = [m for m in server.seen(Person(chat)) if "reply_markup" in m]
        if shown:
            server.tap(Person(chat), shown[-1], "👍")
            data = shown[-1]["reply_markup"]["inline_keyboard"][1][1]["callback_data"]
            rated.add(int(data.split(":")[1]))
    return rated


def rebuilt(options: argparse.Namespace, folder: Path) -> bool:
    with TelegramServer(faults=Faults(options.share, seed=7)) as server:
        server.time_out_s = 5.0
        load = Load(options.chats, options.questions // 2, options.questions * 0.03)
        bot = Bot(server, folder, f"administrators=[{BOSS.id}]")
        sending = threading.Thread(target=load.run, args=(server,))
        sending.start()
        while sending.is_alive():
            server.write(BOSS, "/capnhat")
            time.sleep(6.0)
        sending.join()
        drained(server, load, 120)
        figures = judged(server, load)
        bot.end()
        swaps = sum("Chỉ mục mới" in m["text"] for m in server.seen(BOSS))
        failed = sum("lỗi" in str(c.params.get("text")) for c in server.world.effective("sendMessage"))
        print(f"  {figures}; indexes swapped in {swaps}, failed answers {failed}")
        return figures.lost == figures.mixed == figures.disorder == failed == 0 and swaps > 1


def real(options: argparse.Namespace, folder: Path) -> bool:
    """`danvan bot` with the real engine, at a rate that two cores stand: how long the bot itself takes."""
    file = ROOT / "tests" / "questions" / "seeds-open.jsonl"
    texts = [json.loads(line)["question"] for line in file.read_text().splitlines()]
    with TelegramServer(faults=Faults(options.share, seed=8, spared=frozenset({"getUpdates"}))) as server:
        server.time_out_s = 5.0
        log = folder / "log"
        with log.open("w") as stream:
            bot = real_bot(folder, server, stream)
        server.write(Person(999), texts[0])
        server.await_messages(Person(999), 1, 400)
        count = options.questions // 5
        people = [Person(1000 + n) for n in range(options.chats // 2)]
        asked = []
        for number in range(count):
            asked.append(server.write(people[number % len(people)], texts[number % len(texts)])["update_id"])
            time.sleep(0.33)
        for number, person in enumerate(people[:count]):
            server.await_messages(person, len(range(number, count, len(people))), 120)
        bot.terminate()
        bot.wait(60)
        told = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
        own = [line["own_ms"] for line in told if line["message"] == "answered"]
        sent = len(server.world.effective("sendMessage"))
        print(
            f"  {count} questions to the real engine, answered {len(own) - 1}, messages {sent}; "
            f"own time p50 {percentile(own, 0.5):.0f} ms, p95 {percentile(own, 0.95):.0f} ms"
        )
        expected = {"setMyCommands", PROBE}  # nobody administers here
        refused = [c for c in server.world.refused() if c.method not in expected]
        return len(own) - 1 == count and not refused


def generated(options: argparse.Namespace, folder: Path) -> bool:
    from tests.bot.telegram.studies.generated import accepted

    accepted_, refused = accepted(2000, folder)
    print(f"  messages accepted {accepted_}, refused {refused}")
    return not refused


STUDIES: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "generated": generated,
    "faults": under_faults,
    "ambiguous": ambiguous,
    "killed": killed,
    "rebuilt": rebuilt,
    "real": real,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--only", nargs="+", choices=STUDIES, default=list(STUDIES))
    parser.add_argument("--share", type=float, default=0.05, help="of the calls that go wrong")
    options = parser.parse_args()
    right = True
    for name in options.only:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            print(f"{name}:", flush=True)
            reached = STUDIES[name](options, Path(folder))
            print(f"  {'reached' if reached else 'NOT REACHED'} in {time.monotonic() - began:.0f} s", flush=True)
            right &= reached
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
