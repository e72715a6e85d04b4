"""Chinese units, and the words with numerals in them that count nothing."""

from __future__ import annotations

from reports.text.figures.figure import COUNT, JIN, MONTHS, MU, ORDINAL, PERCENT, TIMES, YEARS, Unit

YUAN, DOLLAR = Unit("yuan", "yuan"), Unit("dollar", "dollar")
TONNE, METRE = Unit("tonne", "tonne"), Unit("metre", "metre")
KILOMETRE, SQUARE_KILOMETRE = Unit("kilometre", "metre", 1000), Unit("square kilometre", "hectare", 100)
KILOGRAM, DEGREE = Unit("kilogram", "tonne", 0.001), Unit("degree", "degree")
KILOWATT_HOUR, CUBIC_METRE = Unit("kilowatt-hour", "watt-hour", 1000), Unit("cubic metre", "cubic metre")
FEN = Unit("fen", "yuan", 0.01)
HOUR, DAYS = Unit("hours", "hours"), Unit("days", "days")

UNITS = {
    "元": YUAN,
    "元人民币": YUAN,
    "块钱": YUAN,
    "毛钱": Unit("jiao", "yuan", 0.1),
    "分钱": FEN,
    "美元": DOLLAR,
    "美金": DOLLAR,
    "港元": Unit("Hong Kong dollar", "Hong Kong dollar"),
    "港币": Unit("Hong Kong dollar", "Hong Kong dollar"),
    "欧元": Unit("euro", "euro"),
    "日元": Unit("yen", "yen"),
    "英镑": Unit("pound", "pound"),
    "卢布": Unit("rouble", "rouble"),
    "%": PERCENT,
    "‰": Unit("per mille", "percent", 0.1),
    "个百分点": Unit("point", "point"),
    "百分点": Unit("point", "point"),
    "个基点": Unit("basis point", "point", 0.01),
    "基点": Unit("basis point", "point", 0.01),
    "倍": TIMES,
    "亩": MU,
    "公顷": Unit("hectare", "hectare"),
    "平方公里": SQUARE_KILOMETRE,
    "平方千米": SQUARE_KILOMETRE,
    "km2": SQUARE_KILOMETRE,
    "平方米": Unit("square metre", "hectare", 0.0001),
    "平米": Unit("square metre", "hectare", 0.0001),
    "m2": Unit("square metre", "hectare", 0.0001),
    "斤": JIN,
    "公斤": KILOGRAM,
    "千克": KILOGRAM,
    "kg": KILOGRAM,
    "克": Unit("gram", "tonne", 0.000001),
    "微克": Unit("microgram", "tonne", 1e-12),
    "千伏": Unit("kilovolt", "volt", 1000),
    "伏": Unit("volt", "volt"),
    "毫克": Unit("milligram", "tonne", 0.000000001),
    "吨": TONNE,
    "公里": KILOMETRE,
    "千米": KILOMETRE,
    "km": KILOMETRE,
    "米": METRE,
    "厘米": Unit("centimetre", "metre", 0.01),
    "毫米": Unit("millimetre", "metre", 0.001),
    "海里": Unit("nautical mile", "metre", 1852),
    "立方米": CUBIC_METRE,
    "方": CUBIC_METRE,
    "m3": CUBIC_METRE,
    "升": Unit("litre", "cubic metre", 0.001),
    "瓦": Unit("watt", "watt"),
    "千瓦": Unit("kilowatt", "watt", 1e3),
    "kw": Unit("kilowatt", "watt", 1e3),
    "兆瓦": Unit("megawatt", "watt", 1e6),
    "mw": Unit("megawatt", "watt", 1e6),
    "gw": Unit("gigawatt", "watt", 1e9),
    "吉瓦": Unit("gigawatt", "watt", 1e9),
    "千瓦时": KILOWATT_HOUR,
    "千瓦小时": KILOWATT_HOUR,
    "kwh": KILOWATT_HOUR,
    "度电": KILOWATT_HOUR,
    "兆瓦时": Unit("megawatt-hour", "watt-hour", 1e6),
    "摄氏度": DEGREE,
    "°c": DEGREE,
    "年": YEARS,
    "周年": YEARS,
    "周岁": YEARS,
    "岁": YEARS,
    "载": YEARS,
    "个年头": YEARS,
    "个世纪": Unit("century", "years", 100),
    "个月": MONTHS,
    "季度": Unit("quarter", "years", 0.25),
    "天": DAYS,
    "日": DAYS,
    "周": Unit("week", "days", 7),
    "小时": HOUR,
    "个小时": HOUR,
    "分钟": Unit("minute", "hours", 1 / 60),
    "世纪": ORDINAL,
    "届": ORDINAL,
    "期": ORDINAL,
    "号": ORDINAL,
    "人次": COUNT,
    "标箱": COUNT,
    "剂次": COUNT,
    "重量箱": COUNT,
    "个": COUNT,
}
COUNTED = "人名位户家套辆台所座处件项部种只头株棵艘架条张次例类间支枚列床篇批本门场口对级国省市县份宗"
# A unit's first character can begin another word: 升级 after 全国第4, 米 in 米其林, 方 in 方面 and 方案.
NOT_UNITS = (
    "升级|升至|升到|方面|方案|方式|方向|方针|方法|方位|周边|周期|日本|天然|天津|期间|年级|年代|个性|克服|克隆|米粉|里程"
)

# Here a numeral counts nothing.
IDIOMS = (
    "十分(?!之)|十足|十全十美|千方百计|千家万户|千千万万|千秋|千载难逢|千锤百炼|千军万马|千言万语|千山万水|千头万绪|千辛万苦|千差万别|万众|万无一失"
    "|万水千山|万象|万物|万事|百姓|百花齐放|百家争鸣|百货|百业|百废|百折不挠|百川|百尺竿头|百舸|百科|百分(?![之点])"
    "|五湖四海|四面八方|四通八达|三令五申|三角|三峡|三亚|三明|三门峡|三沙|四川|四平|九江|六安|五台|十堰|百色|百度|千岛湖|万宁|万州|万里长城|八达岭"
    "|五指山|三江源?|二连浩特|七台河|六盘水|半导体|半岛|半径|零售|零部件|零件|零碳|零星|零距离|零容忍|二氧化|一氧化|三聚氰胺|二元|二手|二维码|三维|三文鱼"
    "|一些|一定|一切|一般|一律|一致|一直|一旦|一样|一边|一面|一起|一体|一道|一度|一流|一贯|一系列|一揽子|一方面|进一步|统一|唯一|单一|专一|同一|一心"
    "|一如既往|一视同仁|万一|一线|一带|一路|一同|一举|一向|一共|一概|一经|一并|一再|一致|一手|一把手|一步到位|不二|二线|三线|四两拨千斤|半拉子|一池"
    "|上半[年场]|下半[年场]|最后一[公千]里|八九不离十|十有八九|八仙|八一|五一|七夕|六一|七一|十一黄金周|九九|三八|半壁|半途|半边天|星期[一二三四五六日]|周[一二三四五六日](?!年)|老百姓|一[一-龥]{1,2}不[一-龥]"
)
