"""config/deploy: the unit is what systemd accepts and hardened; the Dockerfile's steps work, without Docker."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.telegram_server import TelegramServer

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "config" / "deploy"
analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")


@analyze
def test_the_unit_is_valid(tmp_path: Path) -> None:
    unit = tmp_path / "danvan.service"
    unit.write_text((DEPLOY / "danvan.service").read_text().replace("/opt/danvan/bin/danvan", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "danvan" not in done.stderr


@analyze
def test_the_unit_is_hardened() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", DEPLOY / "danvan.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-400:]


def test_nothing_secret_is_in_them() -> None:
    for file in DEPLOY.iterdir():
        assert not re.search(r"\d{6,}:[\w-]{30,}", file.read_text())


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def checkout(target: Path) -> None:
    """What Dockerfile.dockerignore lets in."""
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    target.mkdir(parents=True)
    for name in kept:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)


def test_the_steps_of_the_dockerfile(tmp_path: Path) -> None:
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    for name in ("useradd", "chown"):  # users are the container's affair
        (stubs / name).write_text("#!/bin/sh\n")
        (stubs / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{stubs}:{os.environ['PATH']}",
        "PYTHON": sys.executable,
        # The dependencies come from where the tests run: installing them again takes minutes.
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_NO_INDEX": "1",
    }

    def here(text: str) -> str:
        return re.sub(r"(?<![\w.])/(checkout|opt/danvan|data)\b", rf"{tmp_path}/\1", text)

    command: list[str] = []
    workdir = tmp_path
    for word, rest in instructions():
        match word:
            case "ARG" | "ENV":
                environment |= dict(pair.split("=", 1) for pair in here(rest).split())
            case "COPY":
                assert rest == ". /checkout"
                checkout(tmp_path / "checkout")
            case "RUN":
                subprocess.run(["sh", "-ec", here(rest)], env=environment, check=True, capture_output=True, timeout=300)
            case "WORKDIR":
                workdir = Path(here(rest))
            case "ENTRYPOINT" | "CMD":
                command += json.loads(here(rest))
    assert not (tmp_path / "checkout").exists()
    assert (workdir / "config" / "danvan.toml").is_file() and len(list((workdir / "seeds").iterdir())) >= 5
    with TelegramServer() as server:
        done = subprocess.run(
            [*command, "--base-url", server.base_url],
            env={**environment, "DANVAN_TELEGRAM_TOKEN": "424242:AAwrong"},
            cwd=workdir,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1 and "refuses the token" in done.stderr
