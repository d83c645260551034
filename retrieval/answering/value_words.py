"""Words around values: what is counted, how numbers are written out, provinces, kinds of documents.

Tables of words that stand beside figures are written with their diacritics, since "bản" counts and "ban" does
not; those against which a question is held are folded. Each says which it is.
"""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


# --- counting (as written) -----------------------------------------------------------------------

# Bare measures: nothing needs to follow.
MEASURES = _lines("""
    km2, km², km, m2, m², m3, m³, mét vuông, mét khối, mét, m, ha, hecta, héc-ta, cây số, cm, mm
    tuổi, điểm phần trăm, điểm, giờ, phút, giây, đồng, USD, đô la, phần trăm, %
""")

# Classifiers: the counted noun may follow ("tấn gạo", "suất quà", "chiếc xe đạp").
CLASSIFIERS = _lines("""
    tấn, tạ, yến, kg, ki-lô-gam, gam, lít, suất, phần, lượt, chiếc, căn, cây, con, bộ, lá, bài, cuốn, tờ, quyển, khẩu
    ngôi, bông, chuyến, gói, túi, thùng, hộp, mũi, liều, đĩa, khoản, loại, nhóm, cặp, đôi, đoàn, món, tuyến, vòng, mảnh
    cuộc, buổi, đợt, lớp, câu, tổ, đội, hạng mục, cái, đầu, bao, kỳ
""")

# Those of things done or made, whose noun has two syllables ("đợt khảo sát", "chiếc xe đạp").
LONG_CLASSIFIERS = frozenset(("cuộc", "buổi", "đợt", "lớp", "chiếc", "hạng mục", "loại", "cái"))

# Nouns counted in such reports; the longest that fits is the unit.
COUNTED = _lines("""
    mô hình, tập thể, cá nhân, hội viên, đoàn viên, đảng viên, học viên, đại biểu, người dân, người, hộ dân, hộ gia đình
    hộ nghèo, hộ cận nghèo, hộ, gia đình, lượt người dân, lượt người, lượt công dân, lượt hộ, cán bộ, chiến sĩ, chiến sỹ
    đồng chí, tín đồ, già làng, học sinh, sinh viên, công nhân, nhân khẩu, thành viên, thí sinh, suất quà, phần quà
    căn nhà, ngôi nhà, cây cầu, cây xanh, cây trồng, con đường, công trình, dự án, tuyến đường, văn bản, chỉ thị
    nghị quyết, kế hoạch, chương trình, hướng dẫn, báo cáo, bằng khen, giấy khen, sổ tiết kiệm, hội nghị, cuộc họp
    cuộc giám sát, buổi đối thoại, lớp tập huấn, đơn thư, đơn, vụ việc, vụ, việc, ý kiến, kiến nghị, câu hỏi, phiếu
    hồ sơ, nội dung, nhiệm vụ, nhóm nhiệm vụ, giải pháp, chỉ tiêu, mục tiêu, tiêu chí, khâu đột phá, lĩnh vực, tỉnh
    huyện, thành phố, thị xã, thị trấn, quận, xã, phường, thôn, bản, buôn, ấp, xóm, làng, khu phố, tổ dân phố, đơn vị
    cơ quan, cơ sở, sở, ban, ngành, chi bộ, đảng bộ, chi hội, chi đoàn, tổ chức, doanh nghiệp, trường
    tiết mục, tiểu phẩm, tổ công tác, cháu, giải, giải thưởng, ngày công, ngày, tuần, tháng, quý, năm
    lần, đợt ra quân, lượt, khóa, khoá, trận, tin bài, bộ phận
    tổ hòa giải, tổ hoà giải, nhóm nòng cốt, chức sắc, chức việc, chùa, nhà thờ, giáo xứ, dòng họ, phụ nữ, trẻ em
    trường hợp, điểm cầu, địa phương, bài viết, câu lạc bộ, nhân sự, tháng lương
""")

SCALES = {"trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}

NUMBER_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười hai": 12, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30,
}  # fmt: skip

ABOUT = _lines("""
    hơn, gần, trên, khoảng, dưới, ước, ước đạt, ngót, xấp xỉ, chừng, ít nhất, không dưới, tối thiểu, tối đa
    more than, over, nearly, about, almost, around, at least, fewer than, less than, under
""")

# Words that end the noun after a number.
AFTER_UNIT = frozenset(
    """
    và với của trong cho tại ở đến từ là được đã đang sẽ để do đó về theo trên dưới gồm như khi thì mà nên bị có còn
    không tham dự trị giá tặng trao đạt chiếm so hiện đầu này đo nào mới thuộc trở lên xuống vào ra cũng bằng qua hay
    hoặc nhằm giữa sau trước báo phát chỉ tăng giảm gần hơn khoảng các những một đều cùng rất từng lại phải tiêu xuất
    hoàn tô làm xây nhận giữ tiếp nhất ít nhiều gấp sang chưa hỗ đi nằm họp học giúp ký sống nói nộp hiến góp cần nay
    thực hiện tổ triển khai tập ủng đăng cấp phục vụ thành liên đường trị thăm hưởng ứng bán tiết kiệm
""".split()
)

# --- comparing units (folded) --------------------------------------------------------------------

MONEY = ("dong", "vnd", "vnđ", "usd", "do la", "trieu dong", "ty dong", "ti dong", "nghin dong", "ngan dong", "tien")

# Units of one dimension: asked for one, any will do.
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(MONEY),
    frozenset(("m2", "m²", "ha", "hecta", "hec-ta", "met vuong", "km2", "km²", "dien tich")),
    frozenset(("km", "m", "met", "cay so")),
    frozenset(("m3", "m³", "met khoi", "lit")),
    frozenset(("tan", "kg", "ta", "yen", "gam")),
    frozenset(("%", "phan tram")),
    frozenset(("vu", "vu viec")),
    frozenset(("suat qua", "phan qua", "qua", "suat", "phan")),
    frozenset(("ho", "ho dan", "ho gia dinh", "gia dinh")),
)

PEOPLE = frozenset(
    _lines("""
    nguoi, hoi vien, doan vien, dang vien, hoc vien, dai bieu, can bo, chien si, dong chi, hoc sinh, sinh vien
    cong nhan, nhan khau, thanh vien, thi sinh, luot nguoi, luot, nguoi dan, tin do, ca nhan, gia lang
""")
)

# --- numbers and the calendar (folded) ------------------------------------------------------------

ORDINALS = {
    "nhat": 1,
    "hai": 2,
    "nhi": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
}

ENGLISH_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

MONTH_WORDS = {
    "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi mot": 11, "muoi hai": 12,
    "muoi": 10, "chap": 12,
}  # fmt: skip

ENGLISH_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

# English nouns and what reports call them.
ENGLISH_UNITS: dict[str, tuple[str, ...]] = {
    "model": ("mo hinh",), "collective": ("tap the",), "group": ("tap the", "nhom"), "team": ("doi",),
    "individual": ("ca nhan",), "member": ("hoi vien", "doan vien", "thanh vien"), "household": ("ho", "ho gia dinh"),
    "family": ("ho", "gia dinh"), "gift": ("suat qua", "phan qua", "qua"), "gift package": ("suat qua", "phan qua"),
    "package": ("suat qua", "phan qua"), "gift parcel": ("suat qua", "phan qua"), "parcel": ("suat qua", "phan qua"),
    "people": ("nguoi", "luot nguoi"), "person": ("nguoi",), "resident": ("nguoi dan", "nguoi"),
    "participant": ("hoc vien", "dai bieu", "nguoi"), "trainee": ("hoc vien",), "student": ("hoc sinh", "hoc vien"),
    "delegate": ("dai bieu",), "official": ("can bo",), "cadre": ("can bo",), "soldier": ("chien si",),
    "worker": ("cong nhan",), "commune": ("xa",), "ward": ("phuong",), "district": ("huyen",), "province": ("tinh",),
    "village": ("thon", "ban", "xom", "buon", "lang"), "tonne": ("tan",), "ton": ("tan",), "kilometre": ("km",),
    "kilometer": ("km",), "square metre": ("m2",), "square meter": ("m2",), "hectare": ("ha",),
    "case": ("vu", "vu viec"),
    "house": ("can nha", "nha"), "home": ("can nha", "nha"), "bridge": ("cay cau", "cau"), "bicycle": ("chiec xe dap",),
    "bike": ("chiec xe dap",), "gun": ("khau sung",), "weapon": ("khau sung",), "firearm": ("khau sung",),
    "question": ("cau hoi",), "point": ("diem",), "meeting": ("cuoc hop", "hoi nghi", "cuoc"),
    "conference": ("hoi nghi",),
    "document": ("van ban",), "day": ("ngay",), "month": ("thang",), "year": ("nam",), "time": ("lan",),
    "visit": ("lan", "luot"), "campaign": ("dot ra quan", "dot"), "task": ("nhiem vu",),
    "complaint": ("don", "don thu"),
    "petition": ("don", "don thu"), "certificate": ("bang khen", "giay khen"), "unit": ("don vi",), "vote": ("phieu",),
    "ballot": ("phieu",), "class": ("lop",), "course": ("lop",), "project": ("du an",), "tree": ("cay", "cay xanh"),
    "follower": ("tin do",), "adherent": ("tin do",), "woman": ("phu nu",), "money": ("dong",), "dong": ("dong",),
    "percent": ("%",), "prize": ("giai",), "round": ("vong",), "term": ("nhiem ky",), "page": ("trang",),
}  # fmt: skip

# As written: the 63 provinces and cities until June 2025; the names of the 34 since July 2025 are all among them.
PROVINCES = _lines("""
    An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình Định, Bình Phước
    Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên, Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang
    Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu Giang, Hòa Bình, Hồ Chí Minh, Hưng Yên, Khánh Hòa, Kiên Giang
    Kon Tum, Lai Châu, Lạng Sơn, Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên
    Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái Nguyên
    Thanh Hóa, Thừa Thiên Huế, Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc, Yên Bái, Đăk Lăk, Đăk Nông
    Đắc Lắc, Đắc Nông, Bắc Cạn, Vũng Tàu, Sài Gòn
""")

# Districts and towns, also the former ones, by which a question without capitals names a place. Left out are those
# whose syllables without marks are often other words (Cần Đước, Văn Bàn): in 1,500 texts written for training none
# of these stood for anything else more than once.
DISTRICTS = _lines("""
    Hoàn Kiếm, Tây Hồ, Long Biên, Cầu Giấy, Sóc Sơn, Mê Linh, Sơn Tây, Phúc Thọ, Hoài Đức, Quốc Oai, Thạch Thất
    Chương Mỹ, Thanh Oai, Phú Xuyên, Ứng Hòa, Mỹ Đức, Mèo Vạc, Yên Minh, Vị Xuyên, Bắc Mê, Xín Mần, Bắc Quang
    Bảo Lạc, Hà Quảng, Trùng Khánh, Hạ Lang, Quảng Hòa, Nguyên Bình, Thạch An, Pác Nặm, Ngân Sơn, Bạch Thông, Na Rì
    Chiêm Hóa, Hàm Yên, Yên Sơn, Sơn Dương, Na Hang, Bát Xát, Mường Khương, Bảo Yên, Sa Pa, Mường Nhé, Mường Chà
    Tủa Chùa, Mường Ảng, Nậm Pồ, Mường Lay, Tam Đường, Mường Tè, Sìn Hồ, Phong Thổ, Than Uyên, Tân Uyên, Nậm Nhùn
    Quỳnh Nhai, Thuận Châu, Mường La, Bắc Yên, Phù Yên, Mộc Châu, Yên Châu, Mai Sơn, Sốp Cộp, Nghĩa Lộ, Lục Yên
    Văn Yên, Trạm Tấu, Yên Bình, Lương Sơn, Kim Bôi, Cao Phong, Tân Lạc, Mai Châu, Lạc Sơn, Yên Thủy, Lạc Thủy
    Phú Lương, Đồng Hỷ, Võ Nhai, Phú Bình, Tràng Định, Văn Lãng, Cao Lộc, Bắc Sơn, Hữu Lũng, Lộc Bình, Móng Cái
    Cẩm Phả, Uông Bí, Bình Liêu, Tiên Yên, Đầm Hà, Hải Hà, Ba Chẽ, Quảng Yên, Yên Thế, Tân Yên, Lạng Giang, Lục Ngạn
    Yên Dũng, Việt Yên, Hiệp Hòa, Việt Trì, Đoan Hùng, Phù Ninh, Yên Lập, Cẩm Khê, Thanh Sơn, Thanh Thủy, Tân Sơn
    Vĩnh Yên, Phúc Yên, Lập Thạch, Tam Dương, Bình Xuyên, Yên Lạc, Vĩnh Tường, Yên Phong, Quế Võ, Từ Sơn
    Thuận Thành, Nam Sách, Kinh Môn, Kim Thành, Thanh Hà, Bình Giang, Gia Lộc, Ninh Giang, Thanh Miện, Hồng Bàng
    Ngô Quyền, Lê Chân, Kiến An, Đồ Sơn, Thủy Nguyên, An Lão, Kiến Thụy, Cát Hải, Văn Giang, Yên Mỹ, Mỹ Hào
    Khoái Châu, Tiên Lữ, Phù Cừ, Quỳnh Phụ, Hưng Hà, Đông Hưng, Thái Thụy, Tiền Hải, Kiến Xương, Phủ Lý, Duy Tiên
    Kim Bảng, Bình Lục, Mỹ Lộc, Ý Yên, Nghĩa Hưng, Nam Trực, Trực Ninh, Xuân Trường, Giao Thủy, Hải Hậu, Tam Điệp
    Gia Viễn, Hoa Lư, Yên Khánh, Kim Sơn, Sầm Sơn, Bỉm Sơn, Mường Lát, Lang Chánh, Ngọc Lặc, Cẩm Thủy, Thạch Thành
    Hà Trung, Vĩnh Lộc, Yên Định, Thọ Xuân, Thường Xuân, Triệu Sơn, Thiệu Hóa, Hoằng Hóa, Hậu Lộc, Nga Sơn, Như Xuân
    Như Thanh, Quảng Xương, Nghi Sơn, Hoàng Mai, Quế Phong, Quỳ Châu, Kỳ Sơn, Nghĩa Đàn, Quỳnh Lưu, Con Cuông
    Diễn Châu, Yên Thành, Nghi Lộc, Hưng Nguyên, Hồng Lĩnh, Hương Sơn, Đức Thọ, Vũ Quang, Nghi Xuân, Can Lộc
    Hương Khê, Thạch Hà, Cẩm Xuyên, Lộc Hà, Tuyên Hóa, Quảng Trạch, Bố Trạch, Lệ Thủy, Vĩnh Linh, Gio Linh, Đa Krông
    Cam Lộ, Triệu Phong, Phú Vang, Hương Thủy, Hương Trà, A Lưới, Phú Lộc, Liên Chiểu, Thanh Khê, Cẩm Lệ, Tam Kỳ
    Hội An, Tây Giang, Đông Giang, Đại Lộc, Duy Xuyên, Nam Giang, Phước Sơn, Hiệp Đức, Thăng Bình, Tiên Phước
    Núi Thành, Phú Ninh, Nông Sơn, Bình Sơn, Trà Bồng, Tư Nghĩa, Sơn Hà, Minh Long, Nghĩa Hành, Đức Phổ, Lý Sơn
    Quy Nhơn, Hoài Nhơn, Hoài Ân, Phù Mỹ, Vĩnh Thạnh, Tây Sơn, Phù Cát, An Nhơn, Tuy Phước, Vân Canh, Tuy Hòa
    Tuy An, Sơn Hòa, Sông Hinh, Tây Hòa, Nha Trang, Cam Ranh, Vạn Ninh, Ninh Hòa, Khánh Vĩnh, Diên Khánh, Khánh Sơn
    Ninh Sơn, Ninh Hải, Ninh Phước, Thuận Bắc, Phan Thiết, Tuy Phong, Bắc Bình, Hàm Thuận, Tánh Linh, Đức Linh
    Hàm Tân, Đắk Glei, Ngọc Hồi, Đắk Tô, Kon Plông, Kon Rẫy, Đắk Hà, Sa Thầy, Pleiku, An Khê, Ayun Pa, Kbang
    Đak Đoa, Chư Păh, Ia Grai, Mang Yang, Kông Chro, Chư Prông, Chư Sê, Đak Pơ, Ia Pa, Krông Pa, Phú Thiện, Chư Pưh
    Buôn Hồ, Ea Súp, Krông Búk, Krông Năng, Ea Kar, Krông Bông, Krông Pắc, Krông Ana, Cư Kuin, Gia Nghĩa, Đắk Glong
    Cư Jút, Đắk Mil, Krông Nô, Đắk Song, Tuy Đức, Bảo Lộc, Đam Rông, Lâm Hà, Đạ Huoai, Đạ Tẻh, Phước Long, Đồng Xoài
    Lộc Ninh, Bù Đốp, Bù Đăng, Chơn Thành, Phú Riềng, Tân Biên, Tân Châu, Châu Thành, Trảng Bàng, Bàu Bàng
    Dầu Tiếng, Bến Cát, Thuận An, Long Khánh, Tân Phú, Trảng Bom, Cẩm Mỹ, Xuân Lộc, Nhơn Trạch, Châu Đức, Xuyên Mộc
    Long Điền, Tân An, Kiến Tường, Tân Hưng, Vĩnh Hưng, Mộc Hóa, Thạnh Hóa, Đức Huệ, Đức Hòa, Thủ Thừa, Tân Trụ
    Cần Giuộc, Mỹ Tho, Gò Công, Cai Lậy, Tân Phước, Mỏ Cày, Giồng Trôm, Bình Đại, Thạnh Phú, Càng Long, Tiểu Cần
    Cầu Ngang, Trà Cú, Mang Thít, Vũng Liêm, Trà Ôn, Bình Tân, Cao Lãnh, Sa Đéc, Hồng Ngự, Tân Hồng, Tháp Mười
    Lấp Vò, Long Xuyên, Châu Đốc, Phú Tân, Châu Phú, Thoại Sơn, Rạch Giá, Hà Tiên, Kiên Lương, Tân Hiệp, Giồng Riềng
    Gò Quao, An Biên, An Minh, Vĩnh Thuận, Phú Quốc, U Minh, Ninh Kiều, Ô Môn, Bình Thủy, Thốt Nốt, Thới Lai
    Phụng Hiệp, Long Mỹ, Mỹ Xuyên, Vĩnh Châu, Vĩnh Lợi, Thới Bình, Đầm Dơi, Ngọc Hiển, Hóc Môn, Bình Chánh, Nhà Bè
    Gò Vấp, Thủ Đức, Phú Nhuận
""")

# Folded word of a question or report -> the type as reports write it.
DOCUMENT_TYPES = {
    "chi thi": "Chỉ thị", "ct": "Chỉ thị", "nghi quyet": "Nghị quyết", "nq": "Nghị quyết", "ket luan": "Kết luận",
    "kl": "Kết luận", "quyet dinh": "Quyết định", "qd": "Quyết định", "ke hoach": "Kế hoạch", "de an": "Đề án",
    "thong tri": "Thông tri", "thong bao": "Thông báo", "huong dan": "Hướng dẫn", "nghi dinh": "Nghị định",
    "thong tu": "Thông tư", "cong van": "Công văn", "quy dinh": "Quy định", "quy che": "Quy chế",
    "phap lenh": "Pháp lệnh",
    "to trinh": "Tờ trình", "bao cao": "Báo cáo", "chuong trinh": "Chương trình", "cong dien": "Công điện",
    "du thao": "Dự thảo", "van ban": "Văn bản", "luat": "Luật", "lenh": "Lệnh", "thu moi": "Thư mời",
    "directive": "Chỉ thị", "resolution": "Nghị quyết", "conclusion": "Kết luận", "decision": "Quyết định",
    "plan": "Kế hoạch", "scheme": "Đề án", "project": "Đề án", "circular": "Thông tri", "notice": "Thông báo",
    "guidance": "Hướng dẫn", "guideline": "Hướng dẫn", "instruction": "Hướng dẫn", "decree": "Nghị định",
    "regulation": "Quy định", "ordinance": "Pháp lệnh", "programme": "Chương trình", "program": "Chương trình",
    "report": "Báo cáo", "law": "Luật", "dispatch": "Công văn",
}  # fmt: skip

# Family names as written, enough to tell a person from an office in "X là ai" and from a place.
FAMILY_NAMES = frozenset(
    """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn lương trịnh đào mai lưu hà cao tạ
    trương phùng vương lâm quách triệu kiều nông vi lò giàng sùng thào hứa tô thái chu tống khổng lại mạc bạch hầu vàng
    tráng điểu thạch sơn kim quàng cầm đàm đậu ngân lành lữ bế mã lục xa cấn khuất nghiêm tăng thân tiêu đồng
    """.split()
)

# --- places -----------------------------------------------------------------------------------------------------------

# Written form, folded -> the level in full.
LEVELS = {
    "tinh": "tỉnh", "thanh pho": "thành phố", "tp.": "thành phố", "tp": "thành phố", "quan": "quận",
    "huyen": "huyện", "thi xa": "thị xã", "tx.": "thị xã", "tx": "thị xã", "thi tran": "thị trấn", "tt.": "thị trấn",
    "xa": "xã", "phuong": "phường", "dac khu": "đặc khu", "thon": "thôn", "ban": "bản", "buon": "buôn", "ap": "ấp",
    "lang": "làng", "xom": "xóm", "khu pho": "khu phố", "to dan pho": "tổ dân phố", "cum": "cụm",
}  # fmt: skip

# "Huyện ủy Gia Viễn" names Gia Viễn, but is no place itself.
BODIES = {
    "tinh uy": "tỉnh", "thanh uy": "thành phố", "huyen uy": "huyện", "quan uy": "quận", "thi uy": "thị xã",
    "tinh doan": "tỉnh", "huyen doan": "huyện", "thanh doan": "thành phố", "dang uy xa": "xã", "xa doan": "xã",
}  # fmt: skip

# As written: heads of venues, and what ends one.
VENUE_HEADS = _lines("""
    Nhà hát, Nhà văn hóa, Nhà văn hoá, Nhà khách, Nhà thi đấu, Nhà Thiếu nhi, Nhà rông, Nhà sinh hoạt, Hội trường
    Trung tâm, Trụ sở, Khách sạn, Cung, Quảng trường, Trường, Học viện, Sân vận động, Bảo tàng, Thư viện, Khu di tích
    Khu công nghiệp, Bệnh viện, Văn phòng, Công viên, Tượng đài, Nghĩa trang, Điểm cầu Tỉnh, Điểm cầu Huyện
    trụ sở, hội trường, nhà văn hóa, nhà văn hoá, khách sạn, sân vận động, đình, chùa, Chùa
    điểm cầu Tỉnh, điểm cầu Huyện
""")
VENUE_END = _lines("""
    tổ chức, diễn ra, đã, đang, sẽ, khai mạc, để, với, do, khi, nhằm, phối hợp, được, là, về, có, vào, cho, trong, theo
    bế mạc, chủ trì, phát biểu, long trọng, sáng, chiều, ngày, từ, qua, như, gồm, Ban, Đồng chí, đồng chí, Đảng ủy
    Ủy ban, UBND
""")

# Folded: words that cannot be the second syllable of a name.
ENDS_NAME = frozenset(
    """
    nao nay do kia ay dau gi ai may bao la co duoc dc da dang se khi luc ngay nam thang vao tu den va voi ve de cho cua
    o tai trong theo khong ko thi bi chu ra sao cung ta uy hnay hien nhu
""".split()
)

# As written: words that open no name of a place, whatever their folded form may be.
ORDINARY = frozenset(
    """
    phải còn muốn mong chưa không chẳng sẽ đã đang được bị định gửi xong lại vẫn cần nên nhằm để ít nhiều nhất gợi
    nhắc nói hỏi làm xin mời gọi cho giao ra lên vào thấy biết hiểu muộn sớm mới cũ lớn nhỏ non khó dễ yếu mạnh tốt
    kém nghèo giàu xa gần này đó kia ấy nào gì ai sao đâu vài mỗi mọi các những một hai ba bốn năm sáu bảy tám chín
    mười là và với của ở tại trong ngoài trên dưới về theo từ đến do bởi vì nếu khi lúc hay hoặc thì mà có cũng đều
    rất quá hơn cùng đi lấy đưa nhận đặt mở họp bàn xây giúp tặng trao bầu chọn thi thu chi tổ triển phối thực vận
    tuyên kiểm giám phát chỉ đạo tham dự tiếp tục bao mấy văn liệu phòng vậy nhỉ ạ nhé thế cả nhà đường đất người dân
    """.split()
)

# Folded: what follows "ở" without being a place's name, one word or two.
NOT_PLACES = frozenset(
    """
    hoi hn cuoc buoi lop nhung cac noi dau co dia tinh huyen xa phuong thon ban trung truong nha khu diem quy nhom doi
    don moi toan mot hai ba cap ngoai lon day do khoi linh mang van bai trang muc phan vong giai tet nuoc viet hang
    cong duong uy mat doan chuong nghi bo so khau pham tat tung nhieu cung gan xung chi phong khach le dai su nay
""".split()
)

# Folded: what follows "huyện", "xã" without being its name.
NOT_NAMES = frozenset(
    """
    uy doan hoi ban mttq ubnd hdnd dang nao nay do ta da co duoc dc la se khi va trong ve tai khen tang trao nhan dat
    lan hop hien gom tren nhieu nhat dien giao cu moi
""".split()
)
NOT_NAME_PAIRS = frozenset(
    _lines("""
    to chuc, trien khai, tong ket, so ket, trao tang, phat dong, phat bieu, chi dao, phoi hop, thuc hien, xay dung
    van dong, giao ban, hoan thanh, bao cao, lan thu, tang bang, tang giay, ra quan, tham gia, tham du, chu tri, hop tac
    dien ra, vung cao, nong thon, bien gioi, mien nui, kiem tra, giam sat, ban hanh, quan tam, tap trung, tiep tuc
    dau tien, trong diem, con lai
""")
)
