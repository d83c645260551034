"""Words by which a person's name is recognised, or a place's told from it."""

from __future__ import annotations

# Family names that open hardly anything but a person's name.
FAMILY = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương đinh đoàn lương trịnh đào lưu tạ trương phùng
    vương quách triệu kiều nông lò giàng sùng thào hứa tống khổng lại mạc hầu lữ bế đàm lục mã cấn xa khà vừ vàng lầu
    thò tráng sầm hủn lành lô ngân quàng lường cầm tòng cà hạng cứ mùa phàn chảo tẩn lù ma hoàng hà doãn nghiêm
    tăng từ ông tôn thân thiều trang uông viên úng ngụy nhữ ninh phí phó quản giáp giang khúc khuất khương kha lã
    lạc liễu lộ lỗ mẫn bành bồ chử chúc chế cù diệp điểu đồng đổng đới hàn hàng hạ hùng hoa hồ lý tô trà triệu trác
    trầm bá biện cung cáp đậu điền đường gịp hờ giả cư vi lỳ sần chẩu chíu tằng voòng phù thượng
    rơ rơchâm siu ksor nay kpă kpuih rmah rah alê hồ pơloong bhling bling zơrâm coor arất ating blúp""".split()
)
# Those that open names of places just as often; alone they prove nothing.
DOUBTFUL = frozenset(
    "kim sơn thạch hà cao thái mai lâm chu hồ đồng ninh lạc giang hàn hoa bá ma lộ trà từ thân đường hàng lại hạ "
    "trang phó điền lý tô vi bạch danh ka châu nay quan ông tân an văn cư phù thượng xa đoàn viên nguyên vàng mùa "
    "lục liễu hùng cầm quản chế đàm cứ bồ".split()
)
MIDDLE = frozenset("thị văn đức hữu ngọc minh xuân quang thanh thu đình công bá duy quốc trọng thế".split())

KINSHIP = "ông|bà|anh|chị|em|cô|chú|bác|cụ|bạn|thầy|mẹ|cháu|già"
RANKS = """đồng chí|đ/c|đc|già làng|thầy giáo|cô giáo|thiếu úy|trung úy|thượng úy|đại úy|thiếu tá|trung tá|
thượng tá|đại tá|thiếu tướng|trung tướng|thượng tướng|đại tướng|binh nhất|binh nhì|hạ sĩ|trung sĩ|thượng sĩ|
chuẩn úy|đô đốc|phó đô đốc|chuẩn đô đốc|linh mục|giám mục|mục sư|bác sĩ|luật sư"""
TITLES = """nghệ nhân|nghệ sĩ|nghệ sỹ|nhà giáo|nhà báo|nhà văn|nhà thơ|nhạc sĩ|doanh nhân|kỹ sư|cử nhân|
bác sỹ|dược sĩ|y sĩ|thạc sĩ|thạc sỹ|tiến sĩ|tiến sỹ|phó giáo sư|giáo sư|GS|PGS|TS|ThS|BS|BSCK1|BSCK2|BSCKI|
BSCKII|KS|CN|LS|NSND|NSƯT|tổng giám mục|hồng y|nữ tu|tu sĩ|hòa thượng|thượng tọa|đại đức|ni sư|ni trưởng|
sư cô|sư thầy|nhà sư|sư ông|lục cả|giáo sĩ|phối sư|giáo hữu|thánh sư|anh hùng lao động|
anh hùng lực lượng vũ trang nhân dân|mẹ việt nam anh hùng|bà mẹ việt nam anh hùng|thí sinh|vận động viên|
chiến sĩ|thương binh|cựu chiến binh|liệt sĩ|trưởng thôn|trưởng bản|trưởng xóm|trưởng ấp|trưởng buôn"""

# Words after which a capitalised name is not a person's.
PLACES = """tỉnh|huyện|xã|phường|quận|thị trấn|thị xã|thành phố|TP|TX|TT|đặc khu|thôn|bản|làng|ấp|buôn|plei|
xóm|khóm|phum|sóc|khu|khu phố|tổ|tổ dân phố|khu dân cư|cụm|vùng|miền|đường|phố|quốc lộ|ngã tư|cầu|sông|suối|
núi|đèo|dốc|hồ|đầm|biển|đảo|chùa|đền|miếu|nhà thờ|giáo xứ|giáo họ|giáo phận|tịnh xá|thánh thất|THPT|THCS|TH|
tiểu học|mầm non|trung học|đại học|cao đẳng|học viện|bệnh viện|công ty|CP|TNHH|HTX|hợp tác xã|doanh nghiệp|
nhà máy|quỹ|giải|giải thưởng|huân chương|huy chương|phong trào|chiến dịch|tượng đài|bảo tàng|quảng trường|
nhà hát|ga|cảng|chợ|đồn|đội|bộ đội|đồng bào|dân tộc|người|tết|đảng bộ|tư tưởng|phong cách|đạo đức|TNCS|thời|
triều|báo|đài|hội trường|nhà văn hóa|lăng|di tích|ủy|hang|nông trường|lâm trường|xí nghiệp|khách sạn|
sân bay|cửa khẩu|hội thi|cuộc thi|tiểu phẩm|mô hình|tiếng|lễ hội"""
LEVELS = frozenset("tỉnh huyện xã phường quận trấn phố tp ủy bản thôn đoàn".split())

PROVINCES = """An Giang|Bà Rịa|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|
Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|
Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|
Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|
Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|
Thừa Thiên|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái|Hồ Chí Minh|Huế|Việt Nam|Hoàng Sa|
Trường Sa|Trung Quốc|Lào|Campuchia"""
