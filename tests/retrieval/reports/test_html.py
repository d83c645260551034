"""Saved web pages: the article is kept in its paragraphs, the page around it is not."""

from __future__ import annotations

import codecs
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import ReportError
from retrieval.reports.html import extract
from tests.retrieval.reports.checks import is_text_or_refused

TITLE = "Triển khai nhiệm vụ công tác dân vận"
LEAD = (
    "Ngày 11/4, tại huyện Kim Bôi, Ban Dân vận Tỉnh ủy tổ chức hội nghị giao ban với các huyện, thành phố trong tỉnh."
)
CHAIR = "Đồng chí Bùi Tiến Lực chủ trì hội nghị."
PAGE = f"""<!DOCTYPE html>
<html><head><title>{TITLE} - Báo Hòa Bình</title><style>p {{ color: red }}</style></head><body>
<header><h1>Báo Hòa Bình điện tử</h1></header><nav><a href="/">Trang chủ</a></nav>
<form><input value="x"><p>Tìm kiếm</p></form>
<article><header><h1>{TITLE}</h1><time>12/4/2024</time></header>
<p>Ngày 11/4, tại huyện <b>Kim</b> <b>Bôi</b>, Ban Dân vận Tỉnh ủy
   tổ chức hội nghị giao ban với các huyện, thành phố trong tỉnh.</p><!-- quảng cáo -->
<script>alert("x")</script><div>{CHAIR}<br>Dự có 12 đ&#7891;ng ch&iacute;.</div></article>
<aside><p>Tin khác</p></aside><footer>Bản quyền</footer></body></html>"""
LINES = [TITLE, "12/4/2024", LEAD, CHAIR, "Dự có 12 đồng chí."]


def lines(markup: str) -> list[str]:
    return extract(markup.encode()).split("\n")


def test_an_article_is_kept_and_the_page_around_it_dropped() -> None:
    assert lines(PAGE) == LINES


def test_the_article_is_told_from_what_stands_beside_it() -> None:
    around = PAGE.replace("<article>", "<main><p>Tin nổi bật</p><article>").replace(
        "</article>", "</article><article>Tin vắn</article></main>"
    )
    assert lines(around) == LINES


def test_a_page_without_an_article_keeps_all_its_blocks() -> None:
    page = (
        PAGE.replace("<article><header>", "<div>")
        .replace("</header>\n<p>Ngày", "<p>Ngày")
        .replace("</article>", "</div>")
    )
    assert lines(page) == LINES
    assert lines(f"<ul><li>một<li>hai</ul><p>ba<p>b<i>ố</i>n<div>năm</div>{CHAIR}") == [
        "một",
        "hai",
        "ba",
        "bốn",
        "năm",
        CHAIR,
    ]


@pytest.mark.parametrize("site", [" - Báo Hòa Bình", " | Cổng thông tin", " » Tin tức", ""])
def test_the_title_of_a_page_without_heading_comes_first_and_without_the_site(site: str) -> None:
    assert lines(f"<title>{TITLE}{site}</title><p>{LEAD}<p>{TITLE}") == [TITLE, LEAD]


def test_a_title_that_is_the_first_line_is_not_said_twice() -> None:
    assert lines(f"<title>{TITLE}</title><p>{TITLE}</p><p>{LEAD}") == [TITLE, LEAD]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert lines(f"<form><p>{LEAD}<p>{CHAIR}</form><form>Đăng nhập</form>") == [LEAD, CHAIR]


def test_figures_stay_beside_what_they_count() -> None:
    table = "<table><tr><td>Kim Bôi</td><td><p>12</p></td></tr><tr><td>Một<br>Hai</td><td>Ba</td></tr></table>"
    assert lines(table) == ["Kim Bôi, 12", "Một", "Hai", "Ba"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines(f"<pre>{LEAD}\n{CHAIR}</pre>") == [LEAD, CHAIR]


@pytest.mark.parametrize(
    "data",
    [
        PAGE.encode(),
        codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"),
        PAGE.replace("<head>", "<head><meta charset='iso-8859-1'>").encode(),
    ],
    ids=["utf-8", "utf-16", "a wrong name"],
)
def test_the_bytes_tell_the_encoding(data: bytes) -> None:
    assert extract(data).split("\n") == LINES


def test_the_page_names_its_encoding() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>会议 in Kim Boi'
    assert extract(page.encode("gb2312")) == "会议 in Kim Boi"


@pytest.mark.parametrize("meta", ["", "<meta charset=iso-8859-1>"])
def test_text_for_old_fonts_is_rewritten(meta: str) -> None:
    page = f"{meta}<p>§ång chÝ Bïi TiÕn Lùc chñ tr× héi nghÞ t¹i huyÖn Kim B«i"
    assert extract(page.encode("latin-1")) == "Đồng chí Bùi Tiến Lực chủ trì hội nghị tại huyện Kim Bôi"


def test_deep_markup_is_read() -> None:
    assert lines("<div>" * 5000 + CHAIR) == [CHAIR]


def test_a_page_of_pictures_is_refused() -> None:
    with pytest.raises(ReportError, match="pictures"):
        extract(b"<img src='data:," + b"A" * 9_000_000 + b"'>")


def test_markup_that_looks_like_something_else_warns_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [extract(data) for data in (b"report.txt", b"<?xml version='1.0'?><a>b</a>")] == ["report.txt", "b"]


PIECES = "<p> <td> <tr> <table> </p> <! <!-- --> <![CDATA[ <? <h1> <title> <pre> <form> &#xD800; & &#9999999999; <meta\tcharset=idna> á".split()


@settings(max_examples=50)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode()))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    assert is_text_or_refused(extract, data)
