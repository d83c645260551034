"""A folder of files -> reports: what is listed, what is read, and how what cannot be is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import NoReports, ReportError
from retrieval.reports import READABLE, list_files, read_report

TEXT = "Triển khai nhiệm vụ dân vận\nNgày 11/4, tại huyện Kim Bôi, tỉnh họp để giao nhiệm vụ công tác dân vận sáu tháng cuối năm cho tất cả các đơn vị."


def write(folder: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_files_of_known_formats_are_listed_by_id(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.TXT", "2024/c.md", ".hidden.txt", ".git/d.txt", "e.odt", "txt")
    assert [file.id for file in list_files(tmp_path)] == ["2024/c.md", "a.TXT", "b.txt"]


def test_a_digest_follows_the_bytes(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    write(tmp_path, "c.txt", text=TEXT + " ")
    a, b, c = list_files(tmp_path)
    assert a.digest == b.digest != c.digest


def test_a_missing_or_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match=r"none.*--seeds"):
        list_files(tmp_path / "none")
    write(tmp_path, "a.odt")
    with pytest.raises(NoReports, match=r"\.txt"):
        list_files(tmp_path)


def test_a_report_is_clean_with_what_it_says_of_itself(tmp_path: Path) -> None:
    write(tmp_path, "x/a.txt", text=f"{TEXT}\n\nLoading...\nBÌNH LUẬN\n")
    (file,) = list_files(tmp_path)
    report = read_report(file)
    assert (report.id, report.text, report.digest) == ("x/a.txt", TEXT, file.digest)
    assert (report.title, report.place) == ("Triển khai nhiệm vụ dân vận", "huyện Kim Bôi")


@pytest.mark.parametrize("text", ["", " \n\t\n", "81\n---\n", "Loading...\nBÌNH LUẬN"])
def test_an_empty_report_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, "a.txt", text=text)
    with pytest.raises(ReportError, match="empty"):
        read_report(list_files(tmp_path)[0])


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (file,) = list_files(tmp_path)
    file.path.unlink()
    with pytest.raises(ReportError, match="cannot be read"):
        read_report(file)


def test_a_name_that_is_not_unicode_is_refused_and_can_be_printed(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o c\xe1o.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    (file,) = list_files(tmp_path)
    file.id.encode()
    with pytest.raises(ReportError, match="name"):
        read_report(file)


def test_a_report_of_another_format_is_read_and_an_old_document_is_not(tmp_path: Path) -> None:
    write(tmp_path, "a.HTML", text="<p>" + TEXT.replace("\n", "<p>"))
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    page, old = list_files(tmp_path)
    assert read_report(page).text == TEXT
    with pytest.raises(ReportError, match=r"\.docx"):
        read_report(old)
    assert {".doc", ".docx"} & set(READABLE) == {".docx"}


def test_a_file_too_large_for_a_report_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(33 * 1024**2)
    with pytest.raises(ReportError, match="32 MiB"):
        read_report(list_files(tmp_path)[0])
