"""Offices: how a report writes them, and whether one answers to the office that is asked for.

Patterns match texts that `evened` has given one placement of tones; offsets stay those of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.vietnamese import UPPER, fold

_VOWELS = (("o", "òóỏõọ", "a", "àáảãạ"), ("o", "òóỏõọ", "e", "èéẻẽẹ"), ("u", "ùúủũụ", "y", "ỳýỷỹỵ"))
_EARLY = {
    cased(first + late): cased(early + last)
    for first, earlies, last, lates in _VOWELS
    for early, late in zip(earlies, lates, strict=True)
    for cased in (str.lower, str.upper, str.capitalize)
}
_LATE_TONE = re.compile(rf"(?:{'|'.join(_EARLY)})(?!\w)")


def evened(text: str) -> str:
    """The text with every tone placed the older way (uỷ is ủy, hoà is hòa), letter for letter."""
    return _LATE_TONE.sub(lambda m: _EARLY[m.group()], text)


def words(listed: str) -> str:
    """An alternation of the phrases between bars, longest first, each ending where a word does."""
    phrases = sorted({" ".join(p.split()) for p in listed.split("|") if p.strip()}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(evened(p)).replace(r"\ ", r"\s+") for p in phrases) + r")(?!\w)"


# --- the words of an office -----------------------------------------------------------------------

_RANKS = """bí thư|tổng bí thư|chủ tịch|chủ nhiệm|giám đốc|tổng giám đốc|hiệu trưởng|hiệu phó|viện trưởng|
vụ trưởng|cục trưởng|tổng cục trưởng|chi cục trưởng|bộ trưởng|thứ trưởng|thủ tướng|chánh văn phòng|
chánh thanh tra|chánh án|chánh|tư lệnh|chính ủy|chính trị viên|chỉ huy trưởng|chỉ huy phó|tham mưu trưởng|
đồn trưởng|tiểu đoàn trưởng|trung đoàn trưởng|đại đội trưởng|hội trưởng|chi hội trưởng|chi hội phó|
chi đoàn trưởng|tổ trưởng|tổ phó|nhóm trưởng|đội trưởng|trưởng ban|trưởng phòng|trưởng đoàn|trưởng khối|
trưởng công an|trưởng thôn|trưởng bản|trưởng buôn|trưởng ấp|trưởng xóm|trưởng khu|trưởng nhóm|trưởng bộ môn|
trưởng khoa|trưởng trạm|trưởng tiểu ban|trưởng tiểu khu|trưởng cụm|trưởng đài|trưởng họ|ban|phòng|đoàn|khối|
tổng biên tập|thư ký|tổng thư ký|ủy viên|đại biểu quốc hội|đại biểu hđnd|phó ban|phó phòng|phó đoàn|
phó trưởng|đại diện|trợ lý|thường trực|trưởng"""
_SHORT_RANKS = "UVTV|UVBTV|UVBCH|UVTW|UVTƯ|UVTWĐ|UV|UVTVTU|TUV|HUV|UVBTVTU|UVBTVHU|PBT|PCT|BTV"
_MEMBERS = "tỉnh ủy viên|huyện ủy viên|thành ủy viên|đảng ủy viên|thị ủy viên|ủy viên"
_CALLINGS = """công nhân|học viên|giáo viên|giảng viên|nông dân|sinh viên|hội viên|đảng viên|cán bộ|
chuyên viên|chuyên gia|kỹ sư|bác sĩ|luật sư|nghệ nhân|trụ trì|chủ hộ|chủ cơ sở|chủ quán|chủ doanh nghiệp|
mẹ liệt sĩ|thành viên|phóng viên|người có uy tín|già làng|cộng tác viên|tuyên truyền viên|thanh tra viên|
kiểm sát viên|báo cáo viên|cán sự|giáo dân|quản lý|phật tử|nhân viên|y sĩ|dược sĩ|kế toán|chủ trang trại|
tình nguyện viên"""
_SINGLE = frozenset(("ban", "phòng", "đoàn", "khối", "thường trực", "đại diện"))  # of _RANKS, only behind another rank

_OPENING = "|".join(r for r in _RANKS.replace("\n", "").split("|") if r not in _SINGLE)
_BODIES = """ban|ủy ban|ủy|bộ|sở|cục|vụ|viện|phòng|hội|đoàn|đoàn đại biểu quốc hội|liên đoàn|liên hiệp|
liên minh|hội đồng|hội đồng nhân dân|ủy ban nhân dân|văn phòng|đảng ủy|đảng bộ|tỉnh ủy|huyện ủy|thành ủy|
thị ủy|quận ủy|chi bộ|chi hội|chi đoàn|chi cục|tổng cục|tổng công ty|công ty|tỉnh đoàn|huyện đoàn|
thành đoàn|thị đoàn|quận đoàn|xã đoàn|đảng đoàn|ban cán sự|ban cán sự đảng|công đoàn|công an|quân khu|
quân đoàn|trường|trung tâm|bệnh viện|mặt trận|mặt trận tổ quốc|tòa án|tòa án nhân dân|viện kiểm sát|
viện kiểm sát nhân dân|khối|cơ quan|thanh tra|tiểu ban|tổ|đội|đồn|trạm|trung đoàn|tiểu đoàn|sư đoàn|lữ đoàn|
binh đoàn|bộ đội|ngân hàng|báo|đài|tập đoàn|hợp tác xã|kho bạc|bảo hiểm xã hội|học viện|câu lạc bộ|
nhà văn hóa|thư viện|tạp chí|nhà xuất bản|xí nghiệp|đảng bộ khối|hạt kiểm lâm|chùa|giáo xứ|UBND|HĐND|MTTQ|
LĐLĐ|BTV"""
_FIELDS = """dân vận|tuyên giáo|nội chính|dân tộc|tôn giáo|nông dân|phụ nữ|thanh niên|thanh thiếu niên|
cựu chiến binh|người cao tuổi|chữ thập đỏ|khuyến học|luật gia|lao động|chính trị|quân sự|quốc phòng|an ninh|
biên phòng|chấp hành|thường vụ|thường trực|bí thư|chủ tịch|giám đốc|quản trị|dự án|khu công nghiệp|
khu kinh tế|đảng|chính quyền|đoàn thể|nhân dân|tổ quốc|cộng sản|việt nam|trung ương|tỉnh|huyện|xã|phường|
thị trấn|thị xã|thành phố|quận|cơ sở|cấp ủy|cấp|thôn|bản|làng|ấp|buôn|xóm|khu phố|khu dân cư|tổ dân phố|
đặc khu|giáo dục|giáo dục và đào tạo|y tế|văn hóa|văn hóa, thể thao và du lịch|văn hóa - thông tin|thể thao|
du lịch|truyền thông|nội vụ|thương binh|thương binh và xã hội|lao động - thương binh và xã hội|xã hội|
tư pháp|tài chính|kế hoạch|đầu tư|kế hoạch và đầu tư|lý luận|nghiên cứu|chính sách|tài nguyên|môi trường|
tài nguyên và môi trường|nông nghiệp|phát triển nông thôn|nông nghiệp và phát triển nông thôn|công thương|
giao thông|vận tải|khoa học|công nghệ|khoa học và công nghệ|khoa học, công nghệ|kinh tế|hạ tầng|pháp chế|
dân chủ|quần chúng|phong trào|thi đua|thi đua - khen thưởng|đối ngoại|ngoại vụ|tiếng dân tộc|công đoàn|
viên chức|cán bộ|công chức|hành chính|nhà nước|pháp luật|quốc hội|quốc gia|giảng viên|kiểm sát|
nhân dân tối cao|tối cao|phát thanh|truyền hình|phát thanh và truyền hình|phát thanh - truyền hình|báo chí|
xuất bản|sinh viên|học sinh|doanh nghiệp|doanh nhân|hữu nghị|từ thiện|bảo trợ|người mù|nạn nhân|
chất độc da cam|cựu thanh niên xung phong|làm vườn|sinh vật cảnh|đông y|nhà báo|văn học|nghệ thuật|
văn học - nghệ thuật|dân quân|tự vệ|phó|chuyên trách|thứ nhất|danh dự|lâm thời|khóa|nhiệm kỳ|quy chế|
lưu động|tỉnh ủy viên|đại học|cao đẳng|tiểu học|trung học|phổ thông|mầm non|phổ thông dân tộc nội trú|
nội trú|trị sự|phật giáo|giáo hội|giáo hội phật giáo|công giáo|đoàn kết|tin lành|cao đài|hòa hảo|
đoàn kết công giáo|hội thi|giám khảo|ban tổ chức|kiểm lâm|thuế|hải quan|thống kê|dân số|trẻ em|gia đình|
cứu trợ|nghiệp vụ|hội|đoàn|ban|viên|thuộc|trực thuộc|các cơ quan|trực tuyến"""

# Fields that are verbs as well: fields where capitalised, or right behind the body they name.
_DOINGS = """tổ chức|kiểm tra|chỉ huy|chỉ đạo|quản lý|xây dựng|giám sát|phản biện|tham mưu|vận động|
tuyên truyền|khen thưởng|điều hành|đào tạo|thông tin|thông tin và truyền thông|công tác|tổng hợp|hợp tác|
điều phối"""

STOPS = words(
    """chủ trì|đồng chủ trì|chủ tọa|điều hành hội nghị|phát biểu|dự|tham dự|về dự|đến dự|tới dự|cùng dự|kết luận|
khai mạc|bế mạc|trao|tặng|trao tặng|thăm|đến thăm|ký|ký kết|công bố|trình bày|báo cáo|thông qua|quán triệt|
truyền đạt|giới thiệu|nhấn mạnh|khẳng định|cho biết|cho rằng|đề nghị|yêu cầu|chúc mừng|tiếp|làm việc|
kiểm tra tại|đánh giá|ghi nhận|biểu dương|chỉ đạo hội nghị|đã|đang|sẽ|tại|có|cùng|với|được|nói|hỏi|
đối thoại|gặp gỡ|tổ chức hội nghị|triển khai|làm trưởng|cho|từ|đến|trên|vì|do|theo|nhân|trong|bị|chia sẻ|
nêu|cũng"""
)
HEADS = rf"(?:(?:nguyên|quyền|tân)\s+)?(?:phó\s+|đồng\s+)?(?:{words(_MEMBERS)}|{words(_OPENING)}|{words(_SHORT_RANKS)})"
BODY_HEADS = words(_BODIES)
HEAD = re.compile(rf"(?<![\w’'])(?i:{HEADS})")
CALLING = re.compile(rf"(?<!\w)(?i:{words(_CALLINGS)})")

BODY = re.compile(rf"(?<![\w’'])(?i:{BODY_HEADS})")

_CAPITALISED = rf"(?!(?i:{STOPS}|{HEADS}|{words('đồng chí|ông|bà|các')}))[{UPPER}][\w’'.]*(?<!\.)"
_NUMBER = r"\d+(?!\w)(?![.,/]\d)"
_DOING = rf"(?:(?=[{UPPER}])|(?<=[Bb]an )|(?<=BAN )|(?<=[Đđ]oàn ))(?i:{words(_DOINGS)})"
_WORD = rf"(?:{_DOING}|(?i:{words(f'{_FIELDS}|{_BODIES}')})|{_CAPITALISED}|{_NUMBER})"
_GAP = (
    rf"(?:\s+|\s?[-–&/]\s?(?=[{UPPER}])|\s+(?:và|của)\s+(?=[{UPPER}]|(?i:{words(_FIELDS)}))|"
    rf"\.(?=[{UPPER}]))"
)
_CONTINUED = re.compile(rf"(?:{_GAP}(?!(?i:{HEADS}|{STOPS})){_WORD})*")
_LEVELS = words("huyện|tỉnh|xã|thành phố|thị xã|quận|phường|TP")
_PLACE_AFTER = re.compile(rf",\s*(?i:{_LEVELS})(?:\s+{_CAPITALISED})+(?=\s*(?:[,;.)(–-]|$))")
JOINT = re.compile(
    r"\s*(?:,\s*(?:kiêm\s+|đồng thời là\s+|và\s+)?|;\s*(?=(?i:phó |trưởng )(?!.*?:))|\s-\s?|\s?–\s?|"
    r"\s+kiêm\s+|\s+và\s+)"
)


def end_of(text: str, start: int, limit: int) -> int:
    """Where the office or organisation whose first word stands at `start` ends, at `limit` at the latest."""
    head = next((m for p in (HEAD, CALLING, BODY) if (m := p.match(text, start, limit))), None)
    if not head:
        return start
    continued = _CONTINUED.match(text, head.end(), limit)
    end = continued.end() if continued else head.end()
    place = _PLACE_AFTER.match(text, end, limit)
    return place.end() if place else end


# --- answering to an office ------------------------------------------------------------------------

# What an office is made of; each part has one sign, however it is written. Folded, the first that fits is taken.
_PARTS: tuple[tuple[str, str], ...] = (
    (
        "standing_committee_member",
        r"uvb?tv(?:tu|hu)?|uy vien (?:ban )?(?:thuong vu|tv)|members? of the standing committee",
    ),
    ("deputy", r"pho|vice|deputy"),
    ("former", r"nguyen(?= (?:pho|bi|chu|truong|uy))|former|ex"),
    ("deputy secretary", r"pbt"),
    ("deputy chair", r"pct"),
    ("deputy head", r"ptb"),
    ("council", r"hoi dong nhan dan|hdnd|peoples council"),
    ("government", r"uy ban nhan dan|ubnd|peoples committee"),
    (
        "front",
        r"(?:uy ban |ub ?)?(?:mat tran to quoc|mttq|mat tran)(?: ?viet nam| ?vn)?|ubmttqvn|ubmttq"
        r"|(?:vietnam )?fatherland front",
    ),
    ("members_board", r"ban chap hanh|bch"),
    ("member", r"uy vien|uv|member"),
    ("standing", r"thuong truc|standing"),
    ("mobilisation", r"dan van|mass mobili[sz]ation|civil affairs"),
    ("propaganda", r"tuyen giao|propaganda"),
    ("organisation", r"(?<=ban )to chuc|(?<=bo phan )to chuc|organi[sz]ation"),
    ("inspection", r"kiem tra|inspection"),
    ("internal", r"noi chinh|internal affairs"),
    ("farmers", r"nong dan|farmers?"),
    ("women", r"lien hiep phu nu|lhpn|phu nu|womens?"),
    ("veterans", r"cuu chien binh|ccb|veterans?"),
    ("youth", r"tinh doan|huyen doan|thanh doan|doan thanh nien|doan tncs|youth"),
    ("labour", r"lien doan lao dong|ldld|labou?r"),
    ("police", r"cong an|police"),
    ("military", r"quan su|chqs|military"),
    ("central central", r"trung uong|t ?u ong|tw|central"),
    ("province party", r"tinh uy|tinh dang bo|provincial party committee"),
    ("district party", r"huyen uy|district party committee"),
    ("city party", r"thanh uy|city party committee"),
    ("town party", r"thi uy"),
    ("commune party", r"dang uy(?: xa)?"),
    ("party", r"cap uy|party committee|party"),
    ("province", r"tinh|province|provincial"),
    ("district", r"huyen|district"),
    ("city", r"thanh pho|tp|city"),
    ("town", r"thi xa|tx"),
    ("commune", r"xa|phuong|thi tran|commune|ward"),
    ("secretary", r"bi thu|secretary|bt"),
    ("chair", r"chu tich|ct|chair(?:man|woman|person)?|president"),
    ("director", r"giam doc|gd|director"),
    ("manager", r"chu nhiem"),
    ("commissar", r"chinh uy|commissar"),
    ("head", r"truong|dung dau|head|heads|leader"),
)
_PART = re.compile("|".join(rf"(?P<p{n}>(?<!\w)(?:{form})(?!\w))" for n, (_, form) in enumerate(_PARTS)))
_RANK_SIGNS = frozenset("secretary chair director manager commissar head member standing_committee_member".split())
_LEVEL_SIGNS = frozenset("central province district city town commune".split())
_BODY_SIGNS = frozenset(
    "council government front members_board mobilisation propaganda organisation inspection internal farmers women "
    "veterans youth labour police military party".split()
)
_BARE = frozenset(
    "ban bo so hoi phong doan uy vien viet nam vn cua tai o cac the of and a an in at for to s dong chi ong ba "
    "commission committee union association department va la ai ub van la khoi nhiem ky khoa who is was".split()
)
_BETWEEN = re.compile(r"[,;(]|\s[-–]\s|\bki[êe]m\b|\bđồng thời\b")


@lru_cache(maxsize=4096)
def _signs(office: str) -> tuple[frozenset[str], frozenset[str]]:
    """The signs of an office, and its remaining words (mostly places)."""
    rest = re.sub(r"[’'.]", "", fold(evened(office)))
    rest = re.sub(r"[^\w\s]", " ", rest)
    rest = " ".join(rest.split())
    signs: set[str] = set()
    for match in _PART.finditer(rest):
        assert match.lastgroup is not None
        signs.update(_PARTS[int(match.lastgroup[1:])][0].split())
    left = _PART.sub(" ", rest).split()
    return frozenset(signs), frozenset(word for word in left if word not in _BARE)


def office_matches(asked: str, role: str) -> float:
    """How far a role answers to the office asked for, 0..1: rank, body and level have to agree."""
    wanted = _signs(asked)
    held = [part for part in _BETWEEN.split(role) if part.strip()]
    around = frozenset().union(*(_signs(part)[0] & _LEVEL_SIGNS for part in held)) if held else frozenset()
    return max((_match(wanted, _signs(part), around) for part in held), default=0.0)


def _match(
    wanted: tuple[frozenset[str], frozenset[str]],
    held: tuple[frozenset[str], frozenset[str]],
    around: frozenset[str],
) -> float:
    (asked, asked_words), (signs, words_) = wanted, held
    if not asked & _RANK_SIGNS and not asked & _BODY_SIGNS and not asked_words:
        return 0.0
    for kind in (_RANK_SIGNS, frozenset(("deputy", "former"))):
        if asked & kind != signs & kind and (asked & kind or kind is not _RANK_SIGNS):
            return 0.0
    if "standing" in asked and "standing" not in signs:
        return 0.0
    score = 1.0 if asked & _RANK_SIGNS else 0.6
    levels, held_levels = asked & _LEVEL_SIGNS, signs & _LEVEL_SIGNS or around
    if levels and held_levels and not levels & held_levels:
        return 0.0
    bodies, held_bodies = asked & _BODY_SIGNS, signs & _BODY_SIGNS
    if not bodies <= held_bodies:
        missing = bodies - held_bodies
        if held_bodies - {"party"} or missing - {"party"}:
            return 0.0
        score *= 0.8
    elif held_bodies - bodies - {"party"}:
        score *= 0.7 if not bodies else 0.6
    if levels and not held_levels:
        score *= 0.9
    if asked_words and words_:
        shared = len(asked_words & words_) / len(asked_words)
        score *= 0.4 + 0.6 * shared
    elif asked_words:
        score *= 0.85
    if "standing" in signs and "standing" not in asked:
        score *= 0.9
    return round(score, 3)
