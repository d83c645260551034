"""Which kind of answer a question asks for, in Vietnamese with and without diacritics and in English.

In the Vietnamese table the first pattern that is found decides; in the English one that which stands first in the
question does, since English puts its question word in front.
"""

from __future__ import annotations

import re

from retrieval.answering.value_words import FAMILY_NAMES
from retrieval.records import Kind, Language
from retrieval.vietnamese import fold


def _either(*patterns: str) -> str:
    return "|".join(patterns)


def _nouns(text: str) -> str:
    return "(?:" + "|".join(noun.strip() for noun in text.replace("\n", ",").split(",") if noun.strip()) + ")"


# --- Vietnamese: written with diacritics, and read without them too ---------------------------------------------------

_PERSON = _nouns("""
    người, (?<!đơn )(?<!cương )vị, ông, bà, anh, chị, đồng chí, cán bộ, lãnh đạo, đại biểu, già làng, linh mục, nhà sư
    cá nhân, thí sinh, học viên, giảng viên, tác giả, phóng viên, nhà báo, nhân vật, nghệ sĩ, nghệ nhân, bí thư
    chủ tịch, (?:phó )?trưởng \\w+, giám đốc, thiếu tá, trung tá, thượng tá, đại tá, thiếu tướng, trung tướng, đại úy
    trung úy
""")
_AREA = _nouns("""
    địa phương, địa bàn, tỉnh, thành phố, huyện, (?<!cơ )quận, thị xã, thị trấn, xã, phường, thôn, (?<!văn )bản, buôn
    làng, ấp, xóm, khu phố, quốc gia, hội trường, khách sạn, nhà hát, nhà văn hóa, nhà văn hoá, trụ sở, trung tâm
    sân vận động, phòng họp, điểm cầu
""")
_TIME = _nouns("""
    ngày, hôm, tháng, năm, quý, lúc, khi, giờ, thời điểm, thời gian, dịp, buổi, tuần, giai đoạn, thời kỳ, thế kỷ
    thập niên, thập kỷ, thời hạn, mùa
""")
_DOCUMENT = _nouns("kế hoạch, chỉ thị, nghị quyết, quyết định, kết luận, đề án, công văn, văn bản, chương trình")
_OFFICE = r"(?<!tổ )\b(?:chức(?: vụ| danh| trách)?|cương vị|vị trí(?: công tác)?|vai trò|nghề(?: nghiệp)?)"
_COUNT = r"(?:bao nhiêu|bao nhiu|bn|mấy(?! (?:tính|móc|bay)))"
_NO = r"(?:không|khong|hông|hok|ko|k)"
_LAST = r"(?: (?:vậy|ạ|à|nhỉ|thế|v))?[^\w]*$"
_NOUN = r"(?:(?!(?:là|đã|bị|được|của|có(?! (?:quan|sở))|trong|cho|với|về|do|ở|tại)\b)[\w-]+ )"
_STATED = r"(?:(?!\b(?:ai|gì|nào|bao nhiêu|mấy)\b).)*"
_ACTS = r"(?:có|được|đã|là|trực|chủ|dự|phát|trao|thu|đứng|tham|ký|giữ|làm|dẫn|nói|đến|về)"
_NOT_WHERE = r"(?<!đứng )(?<!dẫn )(?<!bắt )(?<!hàng )(?<!ban )"  # đầu, where the marks are missing

_VIETNAMESE: tuple[tuple[Kind, str], ...] = (
    (
        Kind.YES_NO,
        _either(
            rf"\b(?:phải|đúng|hay|được) {_NO}{_LAST}",
            r"^(?:có phải|liệu|phải chăng)\b",
            rf"\b(?:có|đã|được|còn|bị)\b{_STATED} (?:{_NO}|chưa){_LAST}",
        ),
    ),
    (
        Kind.WHY,
        _either(
            r"\b(?:vì|tại|do) (?:sao|đâu)\b|^sao\b|\bsao lại\b",
            r"\b(?:vì (?:lý|lí) do|(?:lý|lí) do (?:gì|nào)|nguyên nhân (?:gì|nào)|mục đích (?:gì|nào))\b",
            r"\bnguyên nhân .*\b(?:là|do) (?:gì|đâu)\b|\bmục đích .*là gì\b",
            r"(?<!vấn )\b(?:để|nhằm)(?: làm)? gì\b|(?<!chức )(?<!đơn )(?<!cương )\bvì (?:điều )?gì\b",
        ),
    ),
    (
        Kind.ROLE,
        _either(
            rf"{_OFFICE} (?:gì|nào|là gì)\b",
            r"\b(?:chức vụ|chức danh|cương vị|nghề nghiệp)(?: \w+){0,8} (?:là )?(?:gì|nào)\b",
            r"\bgiữ chức(?: \w+){0,2} (?:gì|nào)\b",
        ),
    ),
    (Kind.WHO, rf"^{_PERSON}\b.*\bnào {_ACTS}\b"),
    (Kind.LIST, r"\b(?:những|các) (?:ai|gì)\b|\b(?:kể tên|kể ra|liệt kê|nêu tên|nêu các|nêu những)\b"),
    (
        Kind.WHEN,
        _either(
            rf"\b{_TIME} (?:nào|mấy)\b|\b(?:ngày|năm|tháng|hôm) {_COUNT}\b|\bbao giờ\b|\bmấy giờ\b",
            r"(?<!lần )\bthứ mấy\b|\b(?:thời gian|thời điểm|thời hạn|hạn chót|hạn cuối)\b.* là (?:gì|bao lâu)\b",
        ),
    ),
    (
        Kind.WHICH,  # one of several that are numbered
        _either(
            rf"\b{_DOCUMENT}(?: \w+){{0,3}} số (?:mấy|nào|bao nhiêu|gì)\b",
            r"\b(?:đại hội|hội thi|nghị quyết|kỳ)\b.* (?:lần|khóa|khoá)(?: thứ)? (?:mấy|bao nhiêu|bao nhiu|nào)\b",
            r"\b(?:đại hội|hội thi) thứ mấy\b",
        ),
    ),
    (
        Kind.HOW_MANY,
        _either(
            rf"\b(?:{_COUNT}|bao lâu|bao xa)\b",
            r"\b(?:số lượng|tỷ lệ|tỉ lệ|tổng số|con số|kinh phí|giá trị)(?: \w+){0,8} (?:là )?(?:gì|nào|thế nào)\b",
        ),
    ),
    (Kind.LIST, rf"\b(?:hai|ba|bốn|năm|sáu|\d+) {_NOUN}{{1,3}}nào\b"),
    (
        Kind.WHERE,
        _either(
            r"\b(?:ở|tại|từ|đến|về|đi) đâu\b|\b(?:nơi|chỗ) nào\b|\bđịa điểm\b|\bnằm đâu\b",
            rf"\b(?:ở|tại|từ|đến|về) (?:những |các )?{_AREA} nào\b",
        ),
    ),
    (Kind.LIST, rf"\b(?:những|các) {_NOUN}{{1,5}}(?:nào|gì)\b|\b(?:bao )?gồm\b.*\b(?:gì|nào|ai)\b"),
    (Kind.WHERE, rf"\b{_AREA} nào\b|{_NOT_WHERE}\bđâu{_LAST}"),
    (
        Kind.WHO,
        _either(
            rf"\bai\b|\b{_PERSON}(?: [\w-]+){{0,4}} nào\b|\bdanh tính\b|\bhọ tên\b",
            rf"^{_PERSON}\b.* tên (?:là )?gì\b|\btên (?:đầy đủ )?(?:của )?{_PERSON}\b",
        ),
    ),
    (Kind.WHICH, r"\bnào\b"),
    (Kind.OTHER, r"\bgì\b"),
)

# --- English ----------------------------------------------------------------------------------------------------------

_EN_PERSON = _nouns("""
    person, people, man, woman, leader, official, officer, priest, monk, author, writer, journalist, comrade, delegate
    speaker, secretary, chair(?:man|woman|person)?, head, director, elder, soldier, actor, actress, singer, scientist
    president, general
""")
_EN_AREA = _nouns("""
    places?, location, venue, district, province, commune, ward, village, town, city, country, countries, region, area
    hall, hotel, theatre, theater, county, continent, hamlet
""")
_EN_TIME = _nouns("""
    date, day, year, month, time, quarter, decade, century, occasion, deadline, week, period, era, season, afternoon
    morning, weekday
""")
_EN_ROLE = _nouns("posts?, positions?, (?:job )?titles?, roles?, jobs?, offices?, ranks?, occupations?, professions?")
_EN_NUMBER = _nouns("percentage, percent, per cent, proportion, share, fraction, number, amount, sum, quantity")
_EN_SIZE = _nouns("""
    percentage, proportion, share of, number of, amount, sum, total (?:cost|value|number|budget), rate, cost, value
    population
""")
_AUXILIARY = r"(?:were|are|did|do|have|had|does|has|can|could|should|must|will)"
_WHAT = r"(?:what|which)"
_WHAT_IS = r"\bwhat(?:'s| is| was| are| were)"
_SOME = r"(?:(?!kind|type|name)[\w'’-]+ ){0,2}?"  # words between "which" and its noun
_PLURAL = r"(?:[\w-]+ ){0,3}(?!this|was|does|has|is|as)\w+[^s'’\W]s"

_ENGLISH: tuple[tuple[Kind, str], ...] = (
    (Kind.YES_NO, r"^(?:is|are|was|were|did|do|does|has|have|had|will|would|should|can(?! you)|could(?! you))\b"),
    (
        Kind.LIST,
        _either(
            r"\b(?:list|name (?:all|the (?:two|three|four|five|\d+|people|units|bodies|districts|provinces)))\b",
            r"\bwho all\b|\bwho (?:were|are) the (?:co-?\w+|[\w-]+s)\b|\bwho (?:jointly|together|both)\b",
        ),
    ),
    (
        Kind.WHY,
        _either(
            r"\bwhy\b|\bfor what (?:reason|purpose)|\bwhat (?:caused|reason|purpose)|\bhow come\b",
            rf"\b{_WHAT} (?:is|was|were|are) the (?:\w+ )?(?:reason|purpose|aim|cause|goal)\b",
        ),
    ),
    (
        Kind.WHICH,
        rf"{_WHAT_IS} the numbers? of the (?:[\w-]+ )?(?:plan|directive|resolution|decision|conclusion|document)\b",
    ),
    (
        Kind.HOW_MANY,
        _either(
            r"\bhow (?:many|much|old|long|far|large|big|high|tall|often|wide|deep|fast)\b",
            rf"\b{_WHAT} {_EN_NUMBER}\b",
            rf"\b{_WHAT} (?:is|was|were|are|did)\b(?: the| its)?(?: [\w-]+){{0,2}} {_EN_SIZE}\b",
        ),
    ),
    (
        Kind.ROLE,
        _either(
            rf"\b{_WHAT} {_SOME}{_EN_ROLE} (?:is|was|does|did|do|has|had|have|were|are)\b",
            rf"{_WHAT_IS} (?:[^?]*?['’]s?|the|his|her) (?:\w+ )?{_EN_ROLE}\b",
            r"\bwhat does [^?]+ do(?: for a living)?\W*$",
        ),
    ),
    (
        Kind.WHO,
        _either(
            rf"\bwho(?:m|se)?\b|\bby whom\b|\b{_WHAT} {_SOME}{_EN_PERSON}\b",
            rf"{_WHAT_IS} the (?:full )?names? of (?:[\w'’-]+ ){{0,6}}{_EN_PERSON}\b",
        ),
    ),
    (
        Kind.WHEN,
        _either(
            rf"\bwhen\b|\b{_WHAT} {_SOME}{_EN_TIME}s?\b(?! (?:number|table))|\bhow (?:early|late|soon)\b",
            rf"{_WHAT_IS} the (?:\w+ )?(?:date|deadline|day|year)\b",
        ),
    ),
    (
        Kind.WHERE,
        rf"\bwhere\b|\b{_WHAT} {_SOME}{_EN_AREA}\b"
        r"(?! (?:route|party|people|youth|committee|council|official|congress))",
    ),
    (Kind.LIST, rf"\bwhich {_PLURAL} {_AUXILIARY}\b|\bwhat (?:are|were) the {_PLURAL}\b"),
    (Kind.WHICH, r"\bwhich\b"),
    (Kind.OTHER, r"\bwhat\b|\bhow\b"),
)

_MARKED = tuple((kind, re.compile(pattern)) for kind, pattern in _VIETNAMESE)
_UNMARKED = tuple((kind, re.compile(fold(pattern))) for kind, pattern in _VIETNAMESE)
_FOREIGN = tuple((kind, re.compile(pattern)) for kind, pattern in _ENGLISH)


def kind_of(question: str, language: Language) -> Kind:
    """The kind of answer asked for; `OTHER` where no pattern tells."""
    question = " ".join(question.split())
    if _asks_what_someone_is(question, language):
        return Kind.ROLE
    if language is Language.ENGLISH:
        return _first_in_text(question.lower())
    marked = () if language is Language.UNMARKED else _MARKED
    for patterns, view in ((marked, question.lower()), (_UNMARKED, fold(question))):
        for kind, pattern in patterns:
            if pattern.search(view):
                return kind
    return Kind.OTHER


def _first_in_text(question: str) -> Kind:
    found = [(match.start(), rank) for rank, (_, p) in enumerate(_FOREIGN) if (match := p.search(question))]
    return _FOREIGN[min(found)[1]][0] if found else Kind.OTHER


# --- "who is X" with the name of a person: asked is what they are -----------------------------------------------------

_TITLED = re.compile(r"^(?:ong|ba|anh|chi|co|bac|dong chi|d/c|dc|thay) (?P<name>(?:[^\W\d_]+ ){2,5})(?:la|lam) ai\b")
_NAMED = re.compile(r"^(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,3}) la ai\b")
_EN_NAMED = re.compile(
    r"^who(?: is|['’]s| was) (?:mr\.? |mrs\.? |ms\.? |comrade )?(?P<name>(?:[^\W\d_]+ ?){2,5}?)[^\w]*$"
)
_FAMILY = frozenset(map(fold, FAMILY_NAMES))
_OFFICES = frozenset("bi thu chu tich truong pho giam doc nguoi uy ban tac gia vi dai dien".split())


def _asks_what_someone_is(question: str, language: Language) -> bool:
    folded = fold(question)
    if language is not Language.ENGLISH and (match := _TITLED.match(folded)):
        return not _OFFICES.issuperset(match["name"].split()[:1])
    match = (_EN_NAMED if language is Language.ENGLISH else _NAMED).match(folded)
    return match is not None and _is_name(question[slice(*match.span("name"))], question)


def _is_name(name: str, question: str) -> bool:
    words = name.split()
    if question[1:] != question[1:].lower():
        return all(word[0].isupper() for word in words) and not (set(map(fold, words[:1])) & _OFFICES)
    return fold(words[0]) in _FAMILY and not set(map(fold, words)) & _OFFICES
