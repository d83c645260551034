"""What the made-up reports are written with: names, places, offices, sentence patterns and questions.

Invented people; real kinds of place, body and office. In patterns `{slot}` is filled by the scene.
"""

from __future__ import annotations

from typing import NamedTuple


class Term(NamedTuple):
    """The same thing in Vietnamese and in English."""

    vi: str
    en: str


def _terms(text: str) -> list[Term]:
    return [Term(*map(str.strip, line.split("=", 1))) for line in text.strip().splitlines()]


def _words(text: str) -> list[str]:
    return text.split()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split("|")]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


# --- words ---------------------------------------------------------------------------------------

SURNAMES = _words(
    """
Nguyễn Trần Phạm Hoàng Vũ Đỗ Ngô Dương Mai Trịnh Cao Hà Tạ Lâm Đoàn Phan Vi Lò Hồ Tô Quách Nông Đinh
Võ
"""
)
MIDDLES = _words(
    """
Văn Thị Hữu Quang Ngọc Đức Thanh Xuân Minh Thu Kim Bá Hồng Mạnh Duy Anh Thế Tuyết
"""
)
GIVEN = _words(
    """
Hải Sơn Tuấn Nga Hoa Lan Bình Phương Tùng Cường Hiền Loan Thảo Quyết Vinh Chiến Tâm Khoa Nhung Yến
Thắm Toàn Đạt Trường Hạnh Ngân Giang Long Oanh Duyên Lợi Nghĩa Phúc Trang Việt
"""
)
PROVINCES = _names(
    """
Sơn La | Yên Bái | Phú Thọ | Hà Giang | Lạng Sơn | Thái Bình | Nam Định | Hà Nam | Quảng Trị |
Bình Thuận | Gia Lai | Kon Tum | Long An | Bến Tre | Hậu Giang | Sóc Trăng | Cà Mau | Bình Phước |
Đồng Nai | Lâm Đồng | Phú Yên | Khánh Hòa | Điện Biên | Lào Cai | Bắc Kạn | Hưng Yên
"""
)
DISTRICTS = _names(
    """
Mộc Châu | Văn Chấn | Thanh Sơn | Đồng Văn | Bắc Sơn | Kiến Xương | Ý Yên | Lý Nhân | Hướng Hóa |
Tánh Linh | Đak Đoa | Sa Thầy | Bến Lức | Ba Tri | Phụng Hiệp | Mỹ Xuyên | Cái Nước | Lộc Ninh |
Xuân Lộc | Đức Trọng | Đồng Xuân | Diên Khánh | Tuần Giáo | Bảo Thắng | Chợ Đồn | Khoái Châu
"""
)
COMMUNES = _names(
    """
Tân Lập | Yên Hòa | Nà Ớt | Phú Lâm | Vĩnh Tân | Đại Đồng | Suối Cát | Hòa Thắng | Ia Blang |
Trung Thành | Minh Tân | Bình An | Long Thới | An Bình | Mường Do | Quảng Phú | Thạnh Lợi |
Đông Hưng | Phước Hải | Sơn Thủy
"""
)
PLACE_KINDS = _terms("""
huyện = district
thành phố = city
thị xã = town
xã = commune
phường = ward
tỉnh = province
""")
VENUES = _terms("""
Trung tâm Hội nghị tỉnh = the provincial conference centre
Hội trường Huyện ủy = the hall of the District Party Committee
Nhà văn hóa thôn Đồng Tâm = the cultural house of Đồng Tâm hamlet
Trung tâm Chính trị huyện = the district political centre
trụ sở UBND xã = the office of the commune People's Committee
Hội trường Tỉnh ủy = the hall of the Provincial Party Committee
Nhà khách Công đoàn = the trade union guest house
Đồn Biên phòng cửa khẩu = the border guard station
""")
BODIES = _terms("""
Ban Dân vận Tỉnh ủy = the Provincial Commission for Mass Mobilisation
Ban Dân vận Huyện ủy = the District Commission for Mass Mobilisation
Ban Dân vận Thành ủy = the City Commission for Mass Mobilisation
Ủy ban MTTQ Việt Nam tỉnh = the provincial Fatherland Front Committee
Ủy ban MTTQ huyện = the district Fatherland Front Committee
Hội Liên hiệp Phụ nữ tỉnh = the provincial Women's Union
Hội Nông dân huyện = the district Farmers' Union
Liên đoàn Lao động tỉnh = the provincial Labour Federation
Tỉnh đoàn = the provincial Youth Union
Hội Cựu chiến binh tỉnh = the provincial Veterans' Association
Khối Dân vận xã = the commune mass mobilisation group
Bộ Chỉ huy Quân sự tỉnh = the provincial Military Command
Công an tỉnh = the provincial Police
Sở Nội vụ = the Department of Home Affairs
Đảng ủy Khối các cơ quan tỉnh = the Party Committee of provincial agencies
Hội Chữ thập đỏ tỉnh = the provincial Red Cross
Thường trực Huyện ủy = the Standing Board of the District Party Committee
Ban Dân tộc tỉnh = the provincial Committee for Ethnic Affairs
""")
OFFICES = _terms("""
Trưởng Ban Dân vận Tỉnh ủy = head of the Provincial Commission for Mass Mobilisation
Phó Trưởng Ban Dân vận Tỉnh ủy = deputy head of the Provincial Commission for Mass Mobilisation
Phó Trưởng Ban Thường trực Ban Dân vận Tỉnh ủy = standing deputy head of the Provincial Mass Mobilisation
Trưởng Ban Dân vận Huyện ủy = head of the District Commission for Mass Mobilisation
Phó Bí thư Thường trực Tỉnh ủy = permanent deputy secretary of the Provincial Party Committee
Phó Bí thư Thường trực Huyện ủy = permanent deputy secretary of the District Party Committee
Bí thư Huyện ủy = secretary of the District Party Committee
Bí thư Thành ủy = secretary of the City Party Committee
Bí thư Đảng ủy xã = secretary of the commune Party Committee
Chủ tịch UBND tỉnh = chairman of the provincial People's Committee
Phó Chủ tịch UBND tỉnh = vice chairman of the provincial People's Committee
Chủ tịch UBND huyện = chairman of the district People's Committee
Phó Chủ tịch HĐND huyện = vice chairman of the district People's Council
Phó Chủ tịch Thường trực HĐND tỉnh = standing vice chairman of the provincial People's Council
Chủ tịch Ủy ban MTTQ Việt Nam tỉnh = chairman of the provincial Fatherland Front Committee
Phó Chủ tịch Ủy ban MTTQ tỉnh = vice chairman of the provincial Fatherland Front Committee
Chủ tịch Hội Liên hiệp Phụ nữ tỉnh = president of the provincial Women's Union
Chủ tịch Hội Nông dân tỉnh = president of the provincial Farmers' Union
Chủ tịch Liên đoàn Lao động tỉnh = president of the provincial Labour Federation
Bí thư Tỉnh đoàn = secretary of the provincial Youth Union
Chủ tịch Hội Cựu chiến binh huyện = president of the district Veterans' Association
Giám đốc Sở Nội vụ = director of the Department of Home Affairs
Phó Giám đốc Công an tỉnh = deputy director of the provincial Police
Chính ủy Bộ Chỉ huy Quân sự tỉnh = political commissar of the provincial Military Command
Trưởng phòng Đoàn thể và các Hội = head of the office for mass organisations
Chánh Văn phòng Tỉnh ủy = chief of office of the Provincial Party Committee
Trưởng Ban Tuyên giáo Tỉnh ủy = head of the Provincial Commission for Propaganda
Trưởng Ban Tổ chức Huyện ủy = head of the District Organisation Commission
Phó Chủ nhiệm Ủy ban Kiểm tra Tỉnh ủy = deputy head of the Provincial Inspection Commission
Trưởng Ban Dân tộc tỉnh = head of the provincial Committee for Ethnic Affairs
""")
RANKS = [
    "Ủy viên Ban Thường vụ",
    "UVBTV",
    "UVBTV Tỉnh ủy",
    "Ủy viên BTV Huyện ủy",
    "Tỉnh ủy viên",
    "Huyện ủy viên",
    "UV BTV",
]
EVENTS = _terms("""
hội nghị giao ban công tác dân vận = meeting on mass mobilisation work
hội nghị tổng kết công tác dân vận = conference reviewing mass mobilisation work
hội nghị sơ kết phong trào thi đua "Dân vận khéo" = conference on the "Skilful mass mobilisation" movement
hội nghị tập huấn nghiệp vụ công tác dân vận = training course on mass mobilisation work
hội nghị triển khai quy chế dân chủ ở cơ sở = conference on grassroots democracy rules
hội nghị đối thoại với nhân dân = dialogue with the people
hội nghị gặp mặt người có uy tín trong đồng bào dân tộc thiểu số = meeting with prestigious minority people
hội thi "Dân vận khéo" = "Skilful mass mobilisation" contest
lễ phát động Tháng cao điểm vì người nghèo = launching ceremony of the month for the poor
lễ ký kết chương trình phối hợp công tác dân vận = signing of the cooperation programme on mass mobilisation
lễ ra quân làm công tác dân vận = launch of the mass mobilisation campaign
ngày hội Đại đoàn kết toàn dân tộc = great national unity festival
buổi làm việc về công tác tôn giáo = working session on religious affairs
hội nghị giám sát, phản biện xã hội = conference on social supervision and criticism
chương trình tặng quà Tết cho hộ nghèo = programme giving Tet gifts to poor households
lễ kỷ niệm Ngày truyền thống công tác dân vận của Đảng = anniversary of the Party's mass mobilisation work
hội nghị chuyên đề về hòa giải ở cơ sở = thematic conference on grassroots mediation
lễ khánh thành cầu dân sinh = inauguration of the rural bridge
""")
PERIODS = _terms("""
quý I = the first quarter
quý II = the second quarter
quý III = the third quarter
6 tháng đầu năm = the first six months
9 tháng đầu năm = the first nine months
năm 2019 = 2019
năm 2022 = 2022
năm 2023 = 2023
""")
ITEMS = _terms("""
suất quà = gifts
căn nhà Đại đoàn kết = great-unity houses
mô hình "Dân vận khéo" = "Skilful mass mobilisation" models
lượt người = people
hộ nghèo = poor households
thẻ bảo hiểm y tế = health insurance cards
ngày công lao động = days of labour
km đường giao thông nông thôn = km of rural roads
cuộc đối thoại = dialogues
hộ gia đình = families
con bò giống = breeding cows
tấn gạo = tonnes of rice
suất học bổng = scholarships
vụ việc hòa giải = mediated cases
m2 đất = square metres of land
tổ hòa giải = mediation groups
buổi tuyên truyền = propaganda sessions
hội viên = members
đơn thư khiếu nại = complaints
xe đạp = bicycles
""")
DEEDS = _terms("""
vận động nhân dân hiến = did the people donate
xây dựng được = were built
tổ chức được = were organised
trao tặng = were given
hỗ trợ = were provided as support
huy động = were mobilised
tiếp nhận = were received
""")
PAPERS = _terms("""
Kế hoạch = plan
Nghị quyết = resolution
Chỉ thị = directive
Quyết định = decision
Kết luận = conclusion
Hướng dẫn = guideline
Công văn = official letter
Chương trình = programme
Quy chế = regulation
""")
MARKS = _words("KH/TU NQ/TU CT/TU QĐ/TU KL/TW HD/BDVTU CV/BDV CTr/HU KH-UBND QĐ-TTg NQ/TW KH/HU")
SUBJECTS = _terms("""
tăng cường công tác dân vận trong tình hình mới = strengthening mass mobilisation in the new situation
thực hiện quy chế dân chủ ở cơ sở = carrying out grassroots democracy
phát huy vai trò người có uy tín = promoting the role of prestigious people
công tác hòa giải ở cơ sở = grassroots mediation
xây dựng nông thôn mới = building new rural areas
công tác tôn giáo = religious affairs
phòng, chống tảo hôn = preventing child marriage
chuyển đổi số trong công tác dân vận = digital transformation in mass mobilisation
giảm nghèo bền vững = sustainable poverty reduction
đối thoại trực tiếp giữa người đứng đầu cấp ủy với nhân dân = dialogue between Party leaders and the people
bảo vệ an ninh biên giới = protecting border security
""")
URGES = _lines("""
bám sát cơ sở, nắm chắc tâm tư, nguyện vọng của nhân dân
đổi mới phương thức vận động quần chúng theo hướng gần dân, sát dân
nhân rộng các mô hình hay, cách làm hiệu quả
giải quyết kịp thời kiến nghị chính đáng của người dân
chú trọng đào tạo cán bộ dân vận ở vùng sâu, vùng xa
tập trung tuyên truyền Nghị quyết Đại hội Đảng các cấp
nâng cao chất lượng hoạt động của tổ dân vận cộng đồng
công khai, minh bạch các khoản đóng góp của nhân dân
phối hợp chặt chẽ với lực lượng vũ trang và các đoàn thể
sớm khắc phục những hạn chế đã chỉ ra trong báo cáo
""")
WINNERS = _terms("""
tập thể = groups
cá nhân = individuals
tập thể và cá nhân = groups and individuals
gia đình tiêu biểu = exemplary families
""")
PRIZES = _terms("""
Bằng khen = certificates of merit
Giấy khen = commendations
Kỷ niệm chương = medals
cờ thi đua = emulation flags
""")
ACTS = _terms("""
trình bày báo cáo tổng kết = presented the summary report
thông qua báo cáo kết quả công tác = delivered the report on the results
công bố quyết định khen thưởng = announced the award decision
quán triệt các văn bản mới = explained the new documents
giới thiệu chuyên đề = introduced the special topic
phát động phong trào thi đua = launched the emulation movement
""")
FILLERS = _lines("""
Các đại biểu đã thảo luận, làm rõ những kết quả đạt được và khó khăn, hạn chế trong quá trình thực hiện.
Công tác dân vận của chính quyền tiếp tục có chuyển biến tích cực, tạo sự đồng thuận trong xã hội.
Tình hình nhân dân ổn định, an ninh chính trị và trật tự an toàn xã hội được giữ vững.
Nhiều mô hình mới ra đời từ cơ sở, góp phần xây dựng hệ thống chính trị vững mạnh.
Cấp ủy các cấp quan tâm hơn đến việc tiếp dân, giải quyết khiếu nại, tố cáo.
Không khí buổi gặp mặt diễn ra ấm cúng, thân tình.
Thời gian tới, các cơ quan sẽ tiếp tục đổi mới nội dung, hình thức hoạt động.
Mặt trận và các đoàn thể chính trị - xã hội đã bám sát nhiệm vụ được giao.
Bên cạnh đó vẫn còn một số nơi chưa thực sự quan tâm đến công tác vận động quần chúng.
Lực lượng vũ trang phát huy tốt vai trò tham gia phát triển kinh tế - xã hội ở vùng biên giới.
Đời sống của đồng bào dân tộc thiểu số từng bước được cải thiện.
Chương trình nhận được sự hưởng ứng của đông đảo cán bộ, đoàn viên, hội viên.
Ý kiến của các đơn vị tập trung vào việc nắm tình hình nhân dân và công tác phối hợp.
Bầu cử, sắp xếp đơn vị hành chính là những việc được nhân dân quan tâm trong kỳ.
""")
HONORIFICS = ["Đồng chí", "đồng chí", "Ông", "Bà", "ông", "đ/c", "Đ/c"]
DAYPARTS = _terms("""
Sáng = morning
Chiều = afternoon
Tối = evening
Ngày = day
""")
MONTHS = _words("January February March April May June July August September October November December")

# --- sentences -----------------------------------------------------------------------------------

OPENINGS = _lines("""
{daypart} {date}, tại {place}, {body} tổ chức {event}.
{daypart} {date}, {body} đã tổ chức {event} tại {place}.
{body} vừa tổ chức {event} vào ngày {date} tại {place}.
Tại {place}, {daypart_low} {date}, {body} phối hợp với {partner} tổ chức {event}.
{event_cap} do {body} tổ chức đã diễn ra {daypart_low} {date} ở {place}.
Vừa qua ({date}), {body} tổ chức {event}; địa điểm: {place}.
{place_cap} - {daypart} {date}, {event} được {body} tổ chức với sự tham gia của {partner}.
""")
OPENINGS_NO_PLACE = _lines("""
{daypart} {date}, {body} tổ chức {event}.
{daypart} {date}, {body} phối hợp với {partner} tổ chức {event}.
Thực hiện chương trình công tác, ngày {date} {body} đã tổ chức {event}.
""")
OPENINGS_NO_DATE = _lines("""
Tại {place}, {body} tổ chức {event}.
{body} vừa tổ chức {event} tại {place}.
Mới đây, {event} được {body} tổ chức ở {place}.
""")
CHAIRS = _lines("""
{who} chủ trì {event_short}.
{who} chủ trì.
Chủ trì {event_short} có {who}.
{who} chủ trì và điều hành {event_short}.
{event_short_cap} do {who} chủ trì.
{who} điều hành {event_short}.
Dưới sự chủ trì của {who}, {event_short} đã hoàn thành các nội dung đề ra.
""")
COCHAIRS = _lines("""
{who} và {who2} đồng chủ trì {event_short}.
Đồng chủ trì {event_short} có {who} và {who2}.
Các đồng chí: {who}; {who2} đồng chủ trì {event_short}.
""")
SPEAKERS = _lines("""
{who} phát biểu chỉ đạo tại {event_short}.
Phát biểu tại {event_short}, {who} đề nghị các đơn vị {urge}.
Phát biểu kết luận, {who} yêu cầu các cấp {urge}.
{who} phát biểu kết luận {event_short}.
Kết luận {event_short}, {who} nhấn mạnh cần {urge}.
Thay mặt lãnh đạo, {who} phát biểu, yêu cầu {urge}.
{who} phát biểu.
{who} phát biểu tại {event_short}
{who} phát biểu chỉ đạo
""")
ATTENDEES = _lines("""
Dự {event_short} có {who}; {who2}; đại diện các ban, ngành, đoàn thể.
Tham dự có {who} và {who2}.
Đến dự có các đồng chí: {who}; {who2} cùng đông đảo cán bộ, hội viên.
Cùng dự có {who}; {who2}; {who3}.
Về phía đại biểu khách mời có {who}, {who2}.
Tham dự {event_short}, về phía tỉnh có {who}; về phía địa phương có {who2}.
""")
CROWDS = _lines("""
Dự {event_short} có {crowd}.
Về dự {event_short} có {crowd}; đại diện lãnh đạo các phòng, ban liên quan.
Tham dự {event_short} có {crowd} và các đồng chí trong ban chỉ đạo.
Đại biểu dự {event_short} gồm: {crowd}.
""")
ATTENDEE = _lines("""
Đến dự {event_short} có {who}.
Tới dự có {who}.
Dự và chứng kiến có {who}.
{who} tới dự {event_short}.
""")
ACTING = _lines("""
{who} {act}.
Tại {event_short}, {who} {act}.
Thay mặt ban tổ chức, {who} {act} trước các đại biểu.
""")
AWARDS = _lines("""
{who} trao {prize} cho {number} {winner} có thành tích xuất sắc.
Nhân dịp này, {giver} tặng {prize} cho {number} {winner}.
Tại {event_short}, {number} {winner} được {giver} tặng {prize}.
{who} thay mặt {giver} trao {prize} tặng {number} {winner}.
""")
SHARES = _lines("""
Toàn địa phương có {number} {item}, trong đó {field} {number2} {item}, {field2} {number3} {item}.
Trong số {number} {item}, {field} có {number2}, {field2} có {number3}.
Năm qua đã {deed} {number} {item} ({field}: {number2}; {field2}: {number3}).
""")
FIELDS = _terms("""
lĩnh vực kinh tế = the economy
lĩnh vực giáo dục = education
lĩnh vực y tế = health care
vùng đồng bào dân tộc = ethnic minority areas
khối doanh nghiệp = businesses
lĩnh vực môi trường = the environment
khối trường học = schools
lĩnh vực quốc phòng = defence
""")
COUNTS = _lines("""
Trong {period}, toàn địa phương {deed} {number} {item}.
Đến nay, các cấp đã {deed} {approx}{number} {item}.
Theo báo cáo, {period} có {number} {item} được thực hiện; {number2} {item2}.
Kết quả đã {deed} {number} {item}, trong đó có {number2} {item2}.
Các đoàn thể {deed} hơn {number} {item}; {deed2} {number2} {item2} trong {period}.
Dịp này, ban tổ chức trao {number} {item} trị giá {money}.
Chương trình đã {deed} {number} {item} với tổng kinh phí {approx}{money}.
Các đơn vị {deed} {approx}{number} {item} trị giá {approx}{money}, {number2} {item2} cho hộ khó khăn.
{number} {item} trị giá {money} và {number2} {item2} đã được trao cho các hộ khó khăn.
""")
DOUBLE_AWARDS = _lines("""
Nhân dịp này, {giver} tặng {prize} cho {number} tập thể và {number2} cá nhân.
Dịp này, {giver} khen thưởng {number} tập thể, {number2} cá nhân; {partner} tặng {prize2} cho {number3} hộ.
{number} tập thể và {number2} cá nhân được nhận {prize} của {giver}; {number3} hộ được tặng {prize2}.
""")
DOCUMENTS = _lines("""
{body_low} ban hành {paper} số {code} về {subject}.
Các địa phương tiếp tục thực hiện {paper} số {code} ngày {paper_date} về {subject}.
{event_short_cap} quán triệt {paper} số {code} về {subject}.
Việc thực hiện {paper} {code} của cấp trên về {subject} đạt kết quả tốt.
""")
SIGNINGS = _lines("""
{who} và {who2} đã ký kết chương trình phối hợp về {subject}.
Tại {event_short}, {giver} và {partner} ký kết chương trình phối hợp về {subject}.
""")
CAPTIONS = _lines("""
Quang cảnh {event_short}
Các đại biểu dự {event_short}
Toàn cảnh {event_short}
""")

# --- questions -----------------------------------------------------------------------------------

QUESTIONS: dict[str, tuple[list[str], list[str]]] = {
    "chair": (
        _lines("""
        Ai chủ trì {e}?
        Ai là người chủ trì {e}?
        {e} do ai chủ trì?
        Người chủ trì {e} là ai?
        Ai điều hành {e}?
        Ai cầm trịch {e}?
        Đồng chí nào chủ trì {e}?
        {e} được đặt dưới sự chủ trì của ai?
        Cho biết người chủ trì {e}.
        {e} ai làm chủ toạ?
        """),
        _lines("""
        Who chaired {e}?
        Who presided over {e}?
        Who was the chair of {e}?
        {e} was chaired by whom?
        Who led {e}?
        Which official chaired {e}?
        """),
    ),
    "cochair": (
        _lines("""
        Ai đồng chủ trì {e} với {name}?
        {name} cùng ai chủ trì {e}?
        Ngoài {name}, ai chủ trì {e}?
        """),
        _lines("""
        Who co-chaired {e} with {name}?
        Besides {name}, who chaired {e}?
        """),
    ),
    "speak": (
        _lines("""
        Ai phát biểu tại {e}?
        Ai đã phát biểu ở {e}?
        Người phát biểu tại {e} là ai?
        Đồng chí nào phát biểu tại {e}?
        Ai có bài phát biểu tại {e}?
        """),
        _lines("""
        Who spoke at {e}?
        Who gave a speech at {e}?
        Who addressed {e}?
        Which official spoke at {e}?
        """),
    ),
    "urge": (
        _lines("""
        {name} yêu cầu điều gì?
        {name} đề nghị các đơn vị làm gì?
        {name} nhấn mạnh nội dung gì tại {e}?
        """),
        _lines("""
        What did {name} ask for?
        What did {name} stress at {e}?
        What did {name} ask the units to do?
        """),
    ),
    "attend": (
        _lines("""
        Ai đến dự {e}?
        Ai tham dự {e}?
        Những ai dự {e}?
        Có ai tới dự {e}?
        Đại biểu nào dự {e}?
        {e} có ai tham dự?
        """),
        _lines("""
        Who attended {e}?
        Who was present at {e}?
        Who came to {e}?
        Which official attended {e}?
        """),
    ),
    "role": (
        _lines("""
        {name} giữ chức vụ gì?
        {name} là ai?
        Chức vụ của {name} là gì?
        {name} làm chức gì?
        Đồng chí {name} đang giữ chức danh gì?
        {name} đảm nhận vị trí nào?
        """),
        _lines("""
        What is {name}'s position?
        What post does {name} hold?
        Who is {name}?
        What is the role of {name}?
        What office does {name} hold?
        """),
    ),
    "holder": (
        _lines("""
        Ai là {office}?
        {office} là ai?
        {office} tên là gì?
        Ai giữ chức {office}?
        Tên của {office} là gì?
        Đồng chí {office} tên gì?
        """),
        _lines("""
        Who is the {office}?
        What is the name of the {office}?
        Who holds the post of {office}?
        Name the {office}.
        """),
    ),
    "when": (
        _lines("""
        {e} diễn ra khi nào?
        {e} được tổ chức ngày nào?
        Khi nào {body} tổ chức {e}?
        {e} vào ngày bao nhiêu?
        {e} tổ chức hôm nào?
        Ngày nào diễn ra {e}?
        {body} tổ chức {e} khi nào?
        Thời gian tổ chức {e}?
        """),
        _lines("""
        When was {e} held?
        On what date did {e} take place?
        When did {body} hold {e}?
        What day was {e}?
        When did {e} happen?
        """),
    ),
    "where": (
        _lines("""
        {e} diễn ra ở đâu?
        {e} được tổ chức tại đâu?
        {body} tổ chức {e} ở đâu?
        Nơi diễn ra {e}?
        {e} tổ chức ở địa điểm nào?
        {e} họp ở chỗ nào?
        """),
        _lines("""
        Where was {e} held?
        Where did {e} take place?
        Where did {body} hold {e}?
        What was the venue of {e}?
        In which place was {e} organised?
        """),
    ),
    "body": (
        _lines("""
        Đơn vị nào tổ chức {e}?
        Cơ quan nào tổ chức {e}?
        {e} do ai tổ chức?
        {e} do cơ quan nào tổ chức?
        Ai đứng ra tổ chức {e}?
        """),
        _lines("""
        Who organised {e}?
        Which body organised {e}?
        Which agency held {e}?
        {e} was organised by whom?
        """),
    ),
    "event": (
        _lines("""
        {body} tổ chức hoạt động gì?
        Ngày {date}, {body} tổ chức sự kiện gì?
        {body} tổ chức gì ngày {date}?
        Ngày {date} diễn ra sự kiện nào?
        """),
        _lines("""
        What did {body} organise?
        What event took place on {date_en}?
        What did {body} hold on {date_en}?
        """),
    ),
    "act": (
        _lines("""
        Ai {act}?
        Ai đã {act} tại {e}?
        Người {act} là ai?
        Đồng chí nào {act}?
        """),
        _lines("""
        Who {act_en}?
        Who {act_en} at {e}?
        Which official {act_en}?
        """),
    ),
    "award": (
        _lines("""
        Ai trao {prize}?
        Ai là người trao {prize} tại {e}?
        {prize} do ai trao?
        """),
        _lines("""
        Who presented the {prize_en}?
        Who handed over the {prize_en} at {e}?
        """),
    ),
    "giver": (
        _lines("""
        Cơ quan nào tặng {prize}?
        {prize} do đơn vị nào tặng?
        Đơn vị nào khen thưởng {winner}?
        """),
        _lines("""
        Which body awarded the {prize_en}?
        Which agency gave the {prize_en}?
        """),
    ),
    "winners": (
        _lines("""
        Bao nhiêu {winner} được tặng {prize}?
        Có bao nhiêu {winner} được khen thưởng?
        Số {winner} được nhận {prize} là bao nhiêu?
        Mấy {winner} được trao {prize}?
        """),
        _lines("""
        How many {winner_en} received {prize_en}?
        How many {winner_en} were awarded?
        """),
    ),
    "count": (
        _lines("""
        Có bao nhiêu {item}?
        Bao nhiêu {item} đã được {deed}?
        Đã {deed} bao nhiêu {item}?
        Số {item} là bao nhiêu?
        Tổng số {item} là mấy?
        """),
        _lines("""
        How many {item_en} were there?
        How many {item_en} {deed_en}?
        What was the number of {item_en}?
        """),
    ),
    "share": (
        _lines("""
        {field} có bao nhiêu {item}?
        Có bao nhiêu {item} thuộc {field}?
        Bao nhiêu {item} ở {field}?
        """),
        _lines("""
        How many {item_en} were in {field_en}?
        How many {item_en} concerned {field_en}?
        """),
    ),
    "money": (
        _lines("""
        Tổng kinh phí là bao nhiêu?
        {item} trị giá bao nhiêu tiền?
        {item} trị giá bao nhiêu?
        Giá trị {item} là bao nhiêu?
        Số tiền là bao nhiêu?
        Chương trình hết bao nhiêu tiền?
        Kinh phí {e} bao nhiêu?
        """),
        _lines("""
        How much money was spent?
        What was the total cost?
        How much were the {item_en} worth?
        What was the value of the {item_en}?
        """),
    ),
    "code": (
        _lines("""
        {paper} về {subject} có số bao nhiêu?
        {paper} nào nói về {subject}?
        Số hiệu {paper} về {subject}?
        {paper} về {subject} là {paper} số mấy?
        """),
        _lines("""
        What is the number of the {paper_en} on {subject_en}?
        Which {paper_en} deals with {subject_en}?
        """),
    ),
    "subject": (
        _lines("""
        {paper} số {code} về việc gì?
        {paper} {code} nói về nội dung gì?
        Nội dung {paper} {code} là gì?
        """),
        _lines("""
        What is {paper_en} {code} about?
        What does {paper_en} No. {code} concern?
        """),
    ),
    "signer": (
        _lines("""
        Ai ký kết chương trình phối hợp?
        Ai đã ký với {name}?
        Chương trình phối hợp do ai ký?
        """),
        _lines("""
        Who signed the cooperation programme?
        Who signed the programme with {name}?
        """),
    ),
    "partner": (
        _lines("""
        {body} phối hợp với đơn vị nào?
        Đơn vị nào phối hợp với {body} tổ chức {e}?
        """),
        _lines("""
        Which body cooperated with {body}?
        With whom did {body} organise {e}?
        """),
    ),
}
