"""Which deed a question asks about: in Vietnamese, with marks or without, and in English."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.answering.deed_words import Deed
from retrieval.answering.people import Offsets
from retrieval.vietnamese import fold

# Folded; the first that fits is what is asked for.
_ASKED: tuple[tuple[Deed, str], ...] = (
    (
        Deed.PHOTOGRAPH,
        r"chup (?:anh|hinh|buc)|anh (?:cua|do) (?:ai|tac gia)|nguoi chup|(?:tac gia|nguoi) (?:buc |"
        r"tam )?anh|photograph\w*|took the (?:photo|picture)s?|photo credit",
    ),
    (
        Deed.WRITE,
        r"(?:ai|nguoi|phong vien nao|do ai|tac gia nao) (?:da )?viet|viet (?:bai|ban tin|tin)|do ai viet|"
        r"tac gia|chap but|dua tin|ky ten duoi bai|\bwrote\b|written by|author\w*|by ?line|reporter|"
        r"journalist",
    ),
    (
        Deed.REPLACE,
        r"(?:ai|nguoi|vi nao) (?:la nguoi |da |len )?(?:thay(?! mat)|ke nhiem)|replaced?|succeed\w*|"
        r"took over from|successor",
    ),
    (
        Deed.APPOINTED,
        r"(?:ai|nguoi|vi nao|dong chi nao) (?:moi )?(?:duoc|vua duoc) (?:bau|bo nhiem|chi dinh|dieu dong|"
        r"phan cong|giao giu)|(?:was|were|been|who got) (?:newly )?(?:appointed|elected|assigned)",
    ),
    (
        Deed.ANNOUNCE,
        r"cong bo|doc (?:cac )?(?:quyet dinh|q\.?d)|tuyen doc|announce\w*|read out|made public",
    ),
    (
        Deed.SIGN,
        r"\bky (?:ket|ban hanh|quyet dinh|vao|chuong trinh|ke hoach|cong van|van ban|thoa thuan|cam ket|"
        r"ten)|dat but ky|\b(?:ai|nguoi|do ai) (?:da )?ky\b|\bsign(?:ed|s|ing|atory)?\b",
    ),
    (
        Deed.LEAD,
        r"truong doan|dan dau doan|dan dau|truong nhom|cam dau|(?:led|leads?|headed|"
        r"heading) (?:the )?(?:[\w']+ ){0,5}(?:team|delegation|group|mission)|led by",
    ),
    (
        Deed.OPEN,
        r"khai mac|khai giang|mo man|mo dau (?:hoi nghi|buoi)|opened|opening (?:speech|remarks|address)|"
        r"inaugurat\w+",
    ),
    (
        Deed.CONCLUDE,
        r"ket luan (?!so|cua)|loi ket luan|be mac|chot lai|tong ket lai|noi loi ket|concluding|"
        r"conclud\w+ (?:the|remarks)|conclusions?\b|closing|wrapped up|sum(?:med|s) up",
    ),
    (
        Deed.CHAIR,
        r"chu tri|chu toa|cam trich|cam chich|cam cang|dieu hanh|dieu khien|ghe chu|dung dau (?:cuoc|"
        r"hoi nghi)|chu xi|(?:co-?)?chair(?:ed|ing)|who (?:co-)?chairs(?! (?:the |\S+'s )?(?:\S+ ){0,4}(?:front|"
        r"committee|council|commission|union|association|party|board))|(?:did|will|to|"
        r"would) (?:\w+ ){0,4}chair|presid(?:e|es|ed|ing)|moderat\w+|the chair(?:man|woman|person)? (?:of|"
        r"at) the (?:\S+ ){0,6}(?:meeting|conference|briefing|session)|in the chair|(?:co-)?chairs? (?:of|"
        r"at) the (?:\S+ ){0,6}(?:meeting|conference|briefing|session)|co-chairs\b|(?:ran|run|running|"
        r"leads?|led|headed|conducted|hosted) (?:the|this|that) (?:\S+ ){0,6}(?:meeting|conference|"
        r"briefing|session|event|review|dialogue)",
    ),
    (
        Deed.REPORT,
        r"trinh bay|bao cao (?:ket qua|tong ket|tom tat|tinh hinh)|doc bao cao|"
        r"thong qua (?:cac )?(?:noi dung|bao cao)|quan triet|truyen dat|truyen dat chuyen de|"
        r"day chuyen de|giang (?:bai|chuyen de|day)|len lop|dung lop|lectur\w+|taught|teach|present(?:ed|"
        r"s|ing) (?:the |a )?(?:\S+ ){0,3}(?:report|topic|content|tasks?)|delivered the report|reported",
    ),
    (
        Deed.AWARD,
        r"\btrao\b(?! doi)|\btang\b(?! (?:cuong|len|truong|bao|them))|khen thuong cho|phat thuong|"
        r"gan huan chuong|award(?:ed|s|ing)|present(?:ed|s|ing)|hand(?:ed|s|ing)? (?:out|over)|"
        r"gave (?:the )?(?:\S+ ){0,3}(?:gifts?|certificates?|bicycles?|awards?|prizes?)|donat\w+|bestow\w+",
    ),
    (
        Deed.VISIT,
        r"(?:den|toi|di) (?:tham|vieng|chuc)|\btham (?:hoi|va|ho|gia dinh)|visit(?:ed|s|ing)?\b|called on|"
        r"paid a visit",
    ),
    (
        Deed.SPEAK,
        r"phat bieu|len tieng|y kien|chi dao|nhan manh|khang dinh|de nghi|yeu cau|luu y|cho (?:biet|rang|"
        r"hay)|\bnoi\b(?! (?:chinh|vu|dung|ngoai|bo|tren|nay|do|dau|nao|co|o|to))|loi (?:cua ai|ai)|"
        r"nhan xet|danh gia cao|(?<!bang )(?<!giay )khen(?! thuong)|ngoi khen|bieu duong|chia se|de xuat|"
        r"kien nghi|phan anh|tham luan|giai dap|tra loi|gioi thieu|nhac nho|giao nhiem vu|bay to|"
        r"doc dien van|\bsa(?:id|ys)\b|sp(?:oke|eak\w*)|speech|remark(?:ed|s)|stress\w*|emphasi[sz]\w+|"
        r"prais\w+|urged|asked for|request\w+|suggest\w+|propos\w+|gave (?:the )?(?:directions|guid\w+|"
        r"an overview)|overview|guiding|commend\w+|introduced|addressed|comment\w*|told|call(?:ed|s) for|"
        r"observed|argued|admitted",
    ),
    (
        Deed.ATTEND,
        r"tham du|\bdu\b(?! (?:an|kien|thao))|co mat|hien dien|den hop|den du|tham gia|toi du|gop mat|"
        r"khach moi|attend\w*|present at|(?:was|were) present|took part|participat\w+|came to|guests?\b|"
        r"joined|went to|represent\w+",
    ),
    (
        Deed.ORGANISE,
        r"to chuc (?:hoi|le|lop|buoi|cuoc|chuong)|(?:ai|don vi nao|co quan nao) (?:da |dung ra )?to chuc|"
        r"do (?:ai|don vi nao|co quan nao) to chuc|organi[sz]ed|held by|organi[sz]er|hosted",
    ),
)
_ASKS = [(deed, re.compile(rf"(?<!\w)(?:{form})(?!\w)")) for deed, form in _ASKED]
_WHO = re.compile(
    r"(?<!\w)(?:ai|(?:vi|dong chi|nguoi|ong|ba|tac gia|phong vien|co quan|don vi|to chuc|can bo|lanh dao) nao"
    r"|vi(?: \S+){1,6}? nao|ten (?:la )?gi|who|whose|by whom|name of"
    r"|(?<!at )(?<!in )(?<!on )(?<!where )which(?!(?: \S+){1,3} (?:did|do|does) )(?: \S+){1,4})(?!\w)"
)
_OBJECT = re.compile(r"(?<!\w)(?:cho|voi|giao|tang|toi|gap|tham|nhung) $")
_BY_ANOTHER = re.compile(
    r"(?<!\w)(?:do|boi) (?!ai|nguoi nao|vi nao|dong chi nao)(?:[^\s,]+ ){1,9}$|(?<!\w)(?:duoc|dc|"
    r"d\.c) (?:[^\s,]+ ){0,8}$"
)
_BY_SOMEBODY = re.compile(r" by (?!whom|who\b|which)")
_SUBJECT_AT_HEAD = re.compile(
    r"(?:nguoi|ng|vi|dong chi|dc|ong|ba|can bo|nha bao|the (?:person|man|woman|official))(?!\w)"
)


@lru_cache(maxsize=256)
def asked_deed(question: str) -> Deed | None:
    """The deed of the person a question asks for; None where it asks for none of them."""
    folded = fold(question)
    asking = [m for m in _WHO.finditer(folded) if not _is_object(folded, m.start())]
    hits = [
        (match.span(), deed)
        for deed, pattern in _ASKS
        for match in pattern.finditer(folded)
        if not _by_another(folded, match.span(), deed)
    ]
    if not asking or not hits:
        return None
    if _SUBJECT_AT_HEAD.match(folded) and asking[0].start() > hits[0][0][0]:
        return min(hits, key=lambda hit: hit[0][0])[1]
    return min(hits, key=lambda hit: min(_distance(hit[0], word.span()) for word in asking))[1]


def _is_object(folded: str, at: int) -> bool:
    """Whether "ai" is whom something is done to: "tham mưu cho ai"."""
    before = _OBJECT.search(folded, 0, at)
    return before is not None and before.group().strip() != "nhung" and folded.startswith("ai", at)


def _by_another(folded: str, verb: Offsets, deed: Deed) -> bool:
    """Whether somebody named does it, or the one asked for has it done: "do ông A chủ trì", "được … thăm"."""
    if _BY_SOMEBODY.match(folded, verb[1]):
        return True
    return deed is not Deed.APPOINTED and _BY_ANOTHER.search(folded, 0, verb[0]) is not None


def _distance(verb: Offsets, asking: Offsets) -> int:
    return max(verb[0] - asking[1], asking[0] - verb[1], 0)
