"""The deeds, the verbs that tell of them, and what may stand between a verb and the one who does it.

Patterns match texts that `offices.evened` has given one placement of tones.
"""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.answering import offices
from retrieval.vietnamese import UPPER


class Deed(StrEnum):
    """What somebody does at a meeting, or to a report of it."""

    CHAIR = "chair"
    ATTEND = "attend"
    OPEN = "open"
    CONCLUDE = "conclude"
    SPEAK = "speak"
    REPORT = "report"  # presents a report, passes on a subject
    AWARD = "award"
    SIGN = "sign"
    ANNOUNCE = "announce"
    VISIT = "visit"
    LEAD = "lead"  # a delegation or a group
    ORGANISE = "organise"
    REPLACE = "replace"
    APPOINTED = "appointed"
    WRITE = "write"
    PHOTOGRAPH = "photograph"


VERBS: tuple[tuple[Deed, str], ...] = (
    (
        Deed.CHAIR,
        r"(?:đồng )?chủ trì(?!ệu)|(?:đồng )?chủ tọa|điều hành(?= (?:hội nghị|cuộc họp|phiên|buổi|tọa đàm|"
        r"lễ|đại hội|thảo luận))|dưới sự (?:chủ trì|điều hành|chủ tọa) của",
    ),
    (Deed.OPEN, r"(?:phát biểu )?(?:khai mạc|khai giảng|đề dẫn)(?! vào)"),
    (
        Deed.CONCLUDE,
        r"(?:phát biểu )?(?:bế mạc|tổng kết hội (?:nghị|thi)|kết luận(?! (?:số|của|này|về|thanh tra|"
        r"kiểm tra|\d)))",
    ),
    (
        Deed.LEAD,
        r"làm (?:trưởng|phó trưởng|tổ trưởng) ?(?:đoàn|nhóm|ban|tiểu ban|khối)?|dẫn đầu|(?:là|"
        r"làm) trưởng đoàn",
    ),
    (
        Deed.ANNOUNCE,
        r"công bố(?! (?:kết quả xếp|đường))|đọc (?:các )?quyết định|thông báo(?! (?:số|kết luận số))|"
        r"(?:trao và )?công bố quyết định",
    ),
    (
        Deed.REPORT,
        r"trình bày|báo cáo(?= (?:tóm tắt|kết quả|tình hình|tại|tổng kết|về|trước|đề dẫn|kiểm điểm))|"
        r"thông qua(?! việc)|quán triệt|truyền đạt|phổ biến|triển khai(?= (?:chuyên đề|nội dung|"
        r"các nội dung|nghị quyết|chỉ thị|văn bản))|giới thiệu(?= (?:chuyên đề))|giảng dạy|lên lớp|"
        r"hướng dẫn kỹ năng",
    ),
    (
        Deed.AWARD,
        r"(?:đã )?(?:trao(?! đổi)(?: tặng| thưởng)?|tặng(?! thêm)|khen thưởng(?= cho)|khen tặng|"
        r"tuyên dương|gắn (?:huân chương|huy hiệu)|thừa ủy quyền[^,;.]{0,60}? trao)",
    ),
    (
        Deed.SIGN,
        r"ký kết|ký(?= (?:ban hành|quyết định|chương trình|kế hoạch|kết|giao ước|cam kết|thỏa thuận|"
        r"quy chế|công văn|văn bản|nghị quyết|chỉ thị|hướng dẫn|thông|tờ|kế|bản|vào|phối hợp|quy))",
    ),
    (
        Deed.VISIT,
        r"(?:đến |tới |đi |về )?thăm(?! dò| quan)(?: hỏi)?|(?:đến |tới )chúc (?:mừng|tết|thọ)|viếng|"
        r"dâng hương",
    ),
    (
        Deed.ATTEND,
        r"(?:về |đến |tới |cùng |tham |còn )?(?:cùng )?dự(?! (?:án|thảo|kiến|toán|báo|phòng|trữ|định|"
        r"nguồn|bị|lễ tang))(?: họp)?|có mặt|hiện diện|(?:cùng )?tham gia(?= (?:đoàn|buổi|cuộc|hội nghị|"
        r"lễ|lớp|chương trình|có|còn))|với sự (?:tham dự|tham gia|có mặt|hiện diện) của|có sự (?:tham dự|"
        r"tham gia|có mặt|hiện diện) của|(?:đi cùng|cùng đi|tháp tùng)(?: với)?(?: đoàn)?|"
        r"về phía [^,;.:]{2,50}?(?=,? (?:còn )?có)|tiếp(?= (?:và làm việc|đoàn|xúc))|làm việc với đoàn|"
        r"(?:đón )tiếp",
    ),
    (Deed.REPLACE, r"thay(?= (?:thế )?(?:cho )?(?:đồng chí|ông|bà|anh|chị))|kế nhiệm"),
    (
        Deed.APPOINTED,
        r"(?:được |đã )*(?:bầu|bổ nhiệm|chỉ định|điều động|luân chuyển|phân công|tín nhiệm|"
        r"hiệp thương)(?= (?:làm|giữ|vào|và|bổ|tham|đến|về|đồng chí|ông|bà))|nhận nhiệm vụ|nhận quyết định",
    ),
    (
        Deed.SPEAK,
        r"phát biểu(?: (?:chỉ đạo|ý kiến|giao nhiệm vụ|nhận nhiệm vụ|chào mừng|tham luận))?|nhấn mạnh|"
        r"khẳng định|cho biết|cho rằng|cho hay|đề nghị|yêu cầu|lưu ý|chia sẻ|bày tỏ|đánh giá(?= cao)|"
        r"ghi nhận|biểu dương|khen ngợi|chỉ ra|chỉ rõ|nêu(?: rõ)?|nhận xét|đề xuất|kiến nghị|phản ánh|"
        r"giải đáp|trả lời|giải trình|tham luận|thảo luận|trao đổi|thông tin|nói|kể|hỏi|hứa|khuyên|tâm sự|"
        r"gợi ý|quán triệt|phân tích|đặt vấn đề|gợi mở|chúc mừng|cảm ơn|tin tưởng|mong muốn|cho ý kiến|"
        r"chỉ đạo|(?<=đã )giới thiệu|giới thiệu(?= (?:khái quát|tóm tắt|về))|ví(?= )|giao(?= (?:sở|ban|"
        r"cho|các|ldld|lđlđ|ubnd))|nêu ý kiến|lý giải|thừa nhận|làm rõ|kêu gọi|"
        r"(?:cũng )?theo(?= (?:đồng chí|ông|bà|anh|chị|thượng|đại|trung|thiếu|linh mục|TS|GS|PGS))",
    ),
    (
        Deed.ORGANISE,
        r"(?:phối hợp (?:với )?[^,;.]{0,80}? )?tổ chức(?= (?:thành công )?(?:hội|lễ|lớp|buổi|cuộc|đoàn|"
        r"chương trình|đại hội|tọa đàm|tập huấn|sơ kết|tổng kết|gặp mặt|ra quân|phiên|toạ))",
    ),
)
VERB = re.compile("|".join(rf"(?P<{deed.name}>(?<!\w)(?i:{form})(?!\w))" for deed, form in VERBS))
NOT_A_VERB = re.compile(
    r"(?i:(?<!\w)(?:ban|bản|người|việc|công tác|sự|các|những|được|ý kiến|nội dung|quyết định|thư|chữ|"
    r"tấm|số|lời|buổi|bài|đăng))\s$"
)

# What may stand between a subject and its verb, and between two verbs of one subject.
AUXILIARY = (
    r"(?:đã|đang|sẽ|cũng|vừa|cùng|đồng|trực tiếp|đến|tới|về|tiếp tục|thì|lại|là người|được giao|"
    r"được phân công|thay mặt [^,;.:]{2,70}?,?|thừa ủy quyền [^,;.:]{2,70}?,?|(?:tại|"
    r"trong) [^,;.:]{2,50}?|nhân dịp này|dịp này|sau đó|tập trung|nêu ý kiến|còn|chính thức|lên|có|"
    r"(?:cùng|và) (?:đoàn|các) [^,;.:]{2,60}?)"
)
TO_VERB = re.compile(rf"(?:\s*\([^()\n]*\))?\s*[,–-]?\s*(?:(?i:{AUXILIARY})\s*,?\s+)*")
AND = re.compile(
    r"(?:[^.;:\n]{0,60}?)(?:,|(?:,\s*)?\s?(?:và|đồng thời|cùng))\s*(?:(?:đã|cũng|đồng thời|"
    r"trực tiếp)\s+)*"
)
COMMA = re.compile(r"\s*,\s*")
HEADED = re.compile(rf"\s*,\s*(?=[{UPPER}])(?:\w+ ){{0,3}}(?:trưởng|phó)(?: \w+){{0,4}} ")  # "…, Cụm trưởng chủ trì"
FRONTED_SHORT = re.compile(r"(?:(?!\s(?i:có)\s)[^.;:,\n]){0,170},\s*")
DEMANDS = re.compile(
    r"(?i:đề nghị|yêu cầu|giao|kiến nghị|đề xuất|khuyên|mong muốn|cho (?:rằng|biết|hay)|nêu|kêu gọi|"
    r"theo|hỏi)"
)
BESIDE = re.compile(
    r"\s*(?:\([^()\n]*\))?\s*(?:,|;|và|cùng với|cùng|–|-)?\s*(?:(?:và|cùng)\s+)?(?:(?:các|"
    r"có)\s+)?(?:(?i:đồng chí|đ/c|ông|bà)\s*:?\s*)?"
)
LIST = re.compile(
    r"[^.;\n]{0,140}?(?:\s(?:còn\s+)?(?:có|gồm|là)|:|\scủa|\sgồm có)\s*:?\s*(?:(?:sự tham dự|"
    r"sự hiện diện|mặt) của\s+)?(?:(?:các|hai|ba|quý)\s+)?(?:(?i:đồng chí|vị|ông|bà|"
    r"đại biểu)\s*:?\s*)?"
)
FRONTED = re.compile(r"[^.;:\n]{0,170}?,\s*(?:(?i:đồng chí|thì)\s+)?")
PRONOUN = re.compile(rf"(?<!\w)(?i:đồng chí|ông|bà|anh|chị|già|cụ)\s+(?:(?i:{AUXILIARY})\s+)*$")
GOVERNED = re.compile(
    r"(?<!\w)(?i:với|của|tại|cho|về|từ|ở|trong|giao|đề nghị|yêu cầu|mời)\s+(?:(?i:các|cả)\s+)?$|(?<=\s)["
    + UPPER
    + r"]\w*\s$"
)  # no subject follows
LEADING_IN = re.compile(
    r"(?:[^,.;:\n]{0,60},\s*)?(?:(?i:tiếp đó|sau đó|trước đó|dịp này|theo đó|nhân dịp này|"
    r"thay mặt)[^,]{0,40},?\s*)?(?:(?i:sau khi|trước khi)\s+)?(?:(?i:về|đến|tới|tham|cùng|ý kiến)\s+)*"
)
BODY = re.compile(
    rf"(?<![\w’'])(?:(?i:đồng chí|ông|bà)\s+)?(?P<head>(?i:{offices.HEADS})|(?=[{UPPER}])(?i:{offices.BODY_HEADS}))"
)
