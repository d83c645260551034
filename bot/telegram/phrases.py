"""What only the Telegram bot says, in both languages; the rest is in bot/phrases.py."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.records import Language


@dataclass(frozen=True, slots=True)
class BotPhrases:
    """The sentences of one language; {…} is filled in where they are used."""

    welcome: str
    help_groups: str  # {bot}
    help_administrator: str
    surroundings: str
    passages: str
    whole_report: str
    good: str
    bad: str
    earlier: str
    later: str
    page: str  # {page} {pages}
    thanks: str
    ask_correction: str
    correction_hint: str
    correction_kept: str
    expired: str
    changed: str
    not_yours: str
    cancelled: str  # {count}
    nothing_to_cancel: str
    only_text: str
    failed: str
    no_access: str
    your_code: str  # {code} {hours}
    group_no_access: str
    granted_you: str
    revoked_you: str
    only_administrators: str
    granted: str  # {name} {id}
    revoked: str  # {name} {id}
    no_such_code: str
    no_such_grant: str
    access_list: str  # {mode} {granted} {waiting}
    nobody: str
    revoke: str
    approve: str
    access_usage: str
    rebuilding: str
    rebuild_stage: str  # {stage} {done} {total}
    rebuild_busy: str
    rebuilt: str  # {added} {changed} {removed} {unchanged} {passages} {seconds}
    rebuild_skipped: str  # {id} {reason}
    rebuild_failed: str  # {error}
    status: str
    too_big: str  # {size} {most}
    wrong_format: str  # {name} {known}
    unreadable: str  # {name} {reason}
    understood: str  # {name} {title} {outlet} {date} {place} {characters} {beginning}
    unknown_value: str
    add: str
    discard: str
    adding: str  # {name}
    discarded: str
    inline_hint: str
    inline_pair: str
    inline_none: str


def of(language: Language) -> BotPhrases:
    """The phrases of a language; undiacritised Vietnamese is answered in Vietnamese."""
    return ENGLISH if language is Language.ENGLISH else VIETNAMESE


def spoken_by(language_code: str | None) -> Language:
    """The language of somebody whose client says this; Vietnamese where it says nothing or something else."""
    return Language.ENGLISH if (language_code or "").lower().startswith("en") else Language.VIETNAMESE


VIETNAMESE = BotPhrases(
    welcome="Xin chào! Tôi trả lời câu hỏi về các báo cáo, kèm câu làm chứng và nguồn.",
    help_groups=("Trong nhóm: gõ /hoi và câu hỏi, nhắc @{bot}, hoặc trả lời tin nhắn của tôi. /huy – huỷ câu đang hỏi"),
    help_administrator=(
        "Quản trị: /capquyen – cấp quyền; /capnhat – cập nhật chỉ mục; /trangthai – tình trạng. "
        "Gửi một tệp báo cáo cho tôi để thêm vào."
    ),
    surroundings="🔎 Đoạn xung quanh",
    passages="📄 Đoạn khác",
    whole_report="📎 Toàn văn",
    good="👍",
    bad="👎",
    earlier="◀",
    later="▶",
    page="Đoạn {page}/{pages}",
    thanks="Cảm ơn bạn!",
    ask_correction=("Câu trả lời đúng là gì? Hãy trả lời tin nhắn này; gõ “không nêu” nếu các báo cáo không nêu."),
    correction_hint="Câu trả lời đúng…",
    correction_kept="Đã ghi nhận câu trả lời đúng. Cảm ơn bạn!",
    expired="Câu trả lời này đã cũ. Hãy hỏi lại.",
    changed="Báo cáo này đã thay đổi từ đó. Hãy hỏi lại.",
    not_yours="Nút này không thuộc cuộc trò chuyện này.",
    cancelled="Đã huỷ {count} câu hỏi.",
    nothing_to_cancel="Không có câu hỏi nào đang chờ.",
    only_text="Tôi chỉ đọc được tin nhắn chữ. Mời bạn gõ câu hỏi.",
    failed="Có lỗi ngoài dự kiến, câu hỏi chưa được trả lời. Xin hỏi lại sau ít phút.",
    no_access="Bạn chưa được cấp quyền hỏi ở đây. Hãy liên hệ quản trị viên.",
    your_code=("Bạn chưa được cấp quyền. Hãy đưa mã {code} cho quản trị viên; mã có hiệu lực trong {hours} giờ."),
    group_no_access="Bạn chưa được cấp quyền. Hãy nhắn riêng cho tôi để lấy mã.",
    granted_you="Bạn đã được cấp quyền. Mời bạn đặt câu hỏi.",
    revoked_you="Quyền hỏi của bạn đã được thu hồi.",
    only_administrators="Lệnh này chỉ dành cho quản trị viên.",
    granted="Đã cấp quyền cho {name} ({id}).",
    revoked="Đã thu hồi quyền của {name} ({id}).",
    no_such_code="Không có mã này, hoặc mã đã hết hạn.",
    no_such_grant="Không ai có số này trong danh sách.",
    access_list="Chế độ: {mode}\n\nĐã cấp quyền:\n{granted}\n\nĐang chờ:\n{waiting}",
    nobody="(không có)",
    revoke="Thu hồi",
    approve="Duyệt",
    access_usage="/capquyen – danh sách; /capquyen MÃ – duyệt; /capquyen thu SỐ – thu hồi",
    rebuilding="Đang cập nhật chỉ mục; chỉ mục cũ vẫn phục vụ.",
    rebuild_stage="Đang cập nhật chỉ mục: {stage} {done}/{total}",
    rebuild_busy="Một lượt cập nhật khác đang chạy.",
    rebuilt=(
        "Chỉ mục mới đã được dùng: thêm {added}, sửa {changed}, bỏ {removed}, giữ nguyên {unchanged} "
        "báo cáo; {passages} đoạn, {seconds} giây."
    ),
    rebuild_skipped="Bỏ qua {id}: {reason}",
    rebuild_failed="Cập nhật không thành, chỉ mục cũ vẫn phục vụ: {error}",
    status=(
        "Báo cáo: {reports} · đoạn: {passages}\nChỉ mục: {built}\nMô hình: {model}\n"
        "Câu hỏi 24 giờ qua: {day} (7 ngày: {week})\n"
        "Trả lời: {answered} · không nêu: {declined} · lỗi: {errors}\n"
        "Thời gian (24 giờ): giữa {median} ms, 95 % dưới {p95} ms\nĐang chờ: {pending}\nChạy từ: {since}"
    ),
    too_big="Tệp quá lớn ({size} MB); tối đa {most} MB.",
    wrong_format="Không đọc được loại tệp này ({name}). Các loại đọc được: {known}.",
    unreadable="Không đọc được {name}: {reason}",
    understood=(
        "{name}\nTiêu đề: {title}\nNguồn: {outlet}\nNgày: {date}\nNơi: {place}\n"
        "Độ dài: {characters} ký tự\n\n{beginning}\n\nThêm báo cáo này?"
    ),
    unknown_value="không rõ",
    add="Thêm",
    discard="Bỏ",
    adding="Đã thêm {name}. Đang cập nhật chỉ mục…",
    discarded="Đã bỏ tệp này.",
    inline_hint="Gõ câu hỏi, ví dụ: chủ trì Kim Bôi",
    inline_pair="Bạn chưa được cấp quyền – bấm để lấy mã",
    inline_none="Các báo cáo không nêu",
)

ENGLISH = BotPhrases(
    welcome="Hello! I answer questions about the reports, with the sentence that proves it and its source.",
    help_groups=("In groups: /ask with a question, mention @{bot}, or reply to me. /cancel – give up a question"),
    help_administrator=(
        "Administrators: /grant – who may ask; /update – update the index; /status – how things are. "
        "Send me a report as a file to add it."
    ),
    surroundings="🔎 Surrounding text",
    passages="📄 Other passages",
    whole_report="📎 Whole report",
    good="👍",
    bad="👎",
    earlier="◀",
    later="▶",
    page="Passage {page}/{pages}",
    thanks="Thank you!",
    ask_correction=("What is the right answer? Reply to this message; type “not told” if the reports do not tell."),
    correction_hint="The right answer…",
    correction_kept="The right answer is noted. Thank you!",
    expired="This answer is old. Please ask again.",
    changed="This report has changed since. Please ask again.",
    not_yours="This button belongs to another conversation.",
    cancelled="Cancelled questions: {count}.",
    nothing_to_cancel="No question is waiting.",
    only_text="I can only read text. Please type a question.",
    failed=("Something unexpected happened and the question was not answered. Please ask again in a few minutes."),
    no_access="You may not ask here yet. Please talk to an administrator.",
    your_code="You may not ask yet. Give the code {code} to an administrator; it is valid for {hours} hours.",
    group_no_access="You may not ask yet. Write to me in private to get a code.",
    granted_you="You may ask now. What would you like to know?",
    revoked_you="You may no longer ask.",
    only_administrators="This command is for administrators.",
    granted="{name} ({id}) may ask now.",
    revoked="{name} ({id}) may no longer ask.",
    no_such_code="There is no such code, or it has expired.",
    no_such_grant="Nobody in the list has this number.",
    access_list="Mode: {mode}\n\nMay ask:\n{granted}\n\nWaiting:\n{waiting}",
    nobody="(nobody)",
    revoke="Revoke",
    approve="Approve",
    access_usage="/grant – list; /grant CODE – approve; /grant revoke NUMBER – revoke",
    rebuilding="Updating the index; the old one goes on serving.",
    rebuild_stage="Updating the index: {stage} {done}/{total}",
    rebuild_busy="Another update is running.",
    rebuilt=(
        "The new index is in use: {added} added, {changed} changed, {removed} removed, {unchanged} "
        "unchanged; {passages} passages, {seconds} s."
    ),
    rebuild_skipped="Skipped {id}: {reason}",
    rebuild_failed="The update failed, the old index goes on serving: {error}",
    status=(
        "Reports: {reports} · passages: {passages}\nIndex: {built}\nModel: {model}\n"
        "Questions in 24 hours: {day} (7 days: {week})\n"
        "Answered: {answered} · not told: {declined} · errors: {errors}\n"
        "Time (24 hours): median {median} ms, 95 % under {p95} ms\nWaiting: {pending}\nRunning since: {since}"
    ),
    too_big="The file is too big ({size} MB); at most {most} MB.",
    wrong_format="This kind of file cannot be read ({name}). Known: {known}.",
    unreadable="{name} cannot be read: {reason}",
    understood=(
        "{name}\nTitle: {title}\nOutlet: {outlet}\nDate: {date}\nPlace: {place}\n"
        "Length: {characters} characters\n\n{beginning}\n\nAdd this report?"
    ),
    unknown_value="unknown",
    add="Add",
    discard="Discard",
    adding="{name} was added. Updating the index…",
    discarded="The file was discarded.",
    inline_hint="Type a question, for example: who chaired Kim Bôi",
    inline_pair="You may not ask yet – tap to get a code",
    inline_none="The reports do not tell",
)
