"""Every sentence that the front doors say, in both languages; one place for whoever translates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.records import Language


@dataclass(frozen=True, slots=True)
class Phrases:
    """The sentences of one language; {…} is filled in by bot/presentation.py or bot/conversation.py."""

    not_told: str
    unknown: str  # {words}
    contradicted: str
    stated: str
    nearest: str
    others: str
    meant: str  # {meant}
    sources: str  # {question}
    no_sources: str
    reports: str  # {count}
    no_such_report: str  # {name}
    forgotten: str
    empty: str
    unknown_command: str  # {command}
    help: str
    sure: tuple[str, str, str]  # high, fair, low
    date: str  # {day} {month} {year}
    months: tuple[str, ...]
    quotation: tuple[str, str]
    conjunction: str
    busy: str
    no_reports: str
    no_index: str
    no_model: str
    unreachable: str
    failed: str  # {error}

    def confidence(self, value: float) -> str:
        """A confidence (0..1) in words: high from 0.8 on, fair from 0.6 on."""
        high, fair, low = self.sure
        return high if value >= 0.8 else fair if value >= 0.6 else low

    def listed(self, words: Iterable[str]) -> str:
        """Words in quotation marks, with commas and an “and”."""
        opening, closing = self.quotation
        quoted = [f"{opening}{word}{closing}" for word in words]
        return f" {self.conjunction} ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def of(language: Language) -> Phrases:
    """The phrases in which a question of this language is answered; undiacritised is Vietnamese too."""
    return ENGLISH if language is Language.ENGLISH else VIETNAMESE


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

VIETNAMESE = Phrases(
    not_told="Các báo cáo không nêu điều này.",
    unknown="Các báo cáo không nêu: không báo cáo nào nhắc đến {words}.",
    contradicted="Các báo cáo không nêu như câu hỏi giả định.",
    stated="Báo cáo ghi:",
    nearest="Những đoạn gần nhất:",
    others="Báo cáo khác nêu khác:",
    meant="Câu hỏi được hiểu là: “{meant}”",
    sources="Nguồn cho câu hỏi “{question}”:",
    no_sources="Chưa có nguồn nào: hãy hỏi một câu trước.",
    reports="Có {count} báo cáo:",
    no_such_report="Không có báo cáo nào tên “{name}”. Gõ /tailieu để xem danh sách.",
    forgotten="Đã quên câu chuyện trước. Mời bạn hỏi chủ đề mới.",
    empty="Mời bạn gõ một câu hỏi. Gõ /help để xem hướng dẫn.",
    unknown_command="Không có lệnh {command}. Gõ /help để xem hướng dẫn.",
    help=(
        "Hãy hỏi về nội dung các báo cáo, có dấu, không dấu hoặc bằng tiếng Anh, ví dụ: "
        "“Ai chủ trì hội nghị ở Kim Bôi?”. Có thể hỏi tiếp: “Còn ai dự nữa?”.\n"
        "/nguon – các đoạn làm nguồn cho câu trả lời vừa rồi\n"
        "/tailieu – danh sách báo cáo; /tailieu TÊN đọc cả báo cáo\n"
        "/moi – quên câu chuyện, bắt đầu chủ đề mới\n"
        "/help – hướng dẫn này"
    ),
    sure=("Mức chắc chắn: cao", "Mức chắc chắn: khá", "Mức chắc chắn: thấp, nên xem lại nguồn"),
    date="{day}/{month}/{year}",
    months=tuple(str(month) for month in range(1, 13)),
    quotation=("“", "”"),
    conjunction="và",
    busy="Chỉ mục đang được cập nhật. Xin hỏi lại sau ít phút.",
    no_reports="Chưa có báo cáo nào để trả lời. Người quản trị cần thêm báo cáo rồi cập nhật chỉ mục.",
    no_index="Chỉ mục chưa dùng được. Người quản trị cần chạy “danvan rebuild”.",
    no_model="Mô hình chưa dùng được. Người quản trị cần xem nhật ký.",
    unreachable="Chưa kết nối được với Telegram. Xin thử lại sau.",
    failed="Có lỗi: {error}",
)

ENGLISH = Phrases(
    not_told="The reports do not tell.",
    unknown="The reports do not tell: none of them mentions {words}.",
    contradicted="The reports do not tell it as the question supposes.",
    stated="What a report states:",
    nearest="The nearest passages:",
    others="Another report says otherwise:",
    meant="The question was read as: “{meant}”",
    sources="Sources for “{question}”:",
    no_sources="There are no sources yet: ask a question first.",
    reports="There are {count} reports:",
    no_such_report="There is no report called “{name}”. /reports lists them.",
    forgotten="The conversation is forgotten. Ask about something new.",
    empty="Type a question, or /help.",
    unknown_command="There is no command {command}. Type /help.",
    help=(
        "Ask about what the reports say, in Vietnamese (with or without diacritics) or in English: "
        "“Who chaired the Kim Bôi meeting?”. You may go on with “And who spoke?”.\n"
        "/sources – the passages behind the last answer\n"
        "/reports – the list of reports; /reports NAME prints one\n"
        "/new – forget the conversation and start afresh\n"
        "/help – this help"
    ),
    sure=("Confidence: high", "Confidence: fair", "Confidence: low, look at the source"),
    date="{day} {month} {year}",
    months=_MONTHS,
    quotation=("“", "”"),
    conjunction="and",
    busy="The index is being updated. Please ask again in a few minutes.",
    no_reports="There are no reports to answer from. An administrator has to add some and update the index.",
    no_index="The index cannot be used. An administrator has to run “danvan rebuild”.",
    no_model="The model cannot be used. An administrator has to look at the log.",
    unreachable="Telegram cannot be reached. Please try again later.",
    failed="Something went wrong: {error}",
)
