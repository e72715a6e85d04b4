"""English units and numerals as reports write them."""

from __future__ import annotations

from reports.text.figures.figure import COUNT, JIN, MONTHS, MU, PERCENT, TIMES, YEARS, Unit

YUAN, DOLLAR = Unit("yuan", "yuan"), Unit("dollar", "dollar")
TONNE, METRE = Unit("tonne", "tonne"), Unit("metre", "metre")
KILOMETRE, SQUARE_KILOMETRE = Unit("kilometre", "metre", 1000), Unit("square kilometre", "hectare", 100)
SQUARE_METRE = Unit("square metre", "hectare", 0.0001)
KILOGRAM, DEGREE = Unit("kilogram", "tonne", 0.001), Unit("degree", "degree")
KILOWATT, KILOWATT_HOUR = Unit("kilowatt", "watt", 1e3), Unit("kilowatt-hour", "watt-hour", 1e3)
MEGAWATT, GIGAWATT = Unit("megawatt", "watt", 1e6), Unit("gigawatt", "watt", 1e9)
CUBIC_METRE, HONG_KONG = Unit("cubic metre", "cubic metre"), Unit("Hong Kong dollar", "Hong Kong dollar")
POINT, LITRE = Unit("point", "point"), Unit("litre", "cubic metre", 0.001)

# Patterns; a plural s is allowed for by whoever reads them.
UNITS = {
    r"yuan|rmb|renminbi|cny": YUAN,
    r"jiao": Unit("jiao", "yuan", 0.1),
    r"fen": Unit("fen", "yuan", 0.01),
    r"(?:us |u\.s\. )?dollar|usd": DOLLAR,
    r"(?:hong kong |hk )dollar|hkd": HONG_KONG,
    r"euro": Unit("euro", "euro"),
    r"yen": Unit("yen", "yen"),
    r"%|percent(?!age)|per cent|pct": PERCENT,
    r"percentage[ -]point|percent point": POINT,
    r"basis point": Unit("basis point", "point", 0.01),
    r"mu": MU,
    r"hectare|ha": Unit("hectare", "hectare"),
    r"acre": Unit("acre", "hectare", 0.404686),
    r"square[ -]kilomet(?:er|re)|sq\.? ?km|km2": SQUARE_KILOMETRE,
    r"square[ -]met(?:er|re)|sq\.? ?m|m2": SQUARE_METRE,
    r"(?:metric )?ton(?:ne)?|t": TONNE,
    r"kilogram|kilo|kg": KILOGRAM,
    r"jin|catt(?:y|ie)": JIN,
    r"gram": Unit("gram", "tonne", 1e-6),
    r"milligram|mg": Unit("milligram", "tonne", 1e-9),
    r"microgram|μg": Unit("microgram", "tonne", 1e-12),
    r"kilovolt|kv": Unit("kilovolt", "volt", 1000),
    r"volt": Unit("volt", "volt"),
    r"kilomet(?:er|re)|km": KILOMETRE,
    r"met(?:er|re)": METRE,
    r"centimet(?:er|re)|cm": Unit("centimetre", "metre", 0.01),
    r"millimet(?:er|re)|mm": Unit("millimetre", "metre", 0.001),
    r"nautical mile": Unit("nautical mile", "metre", 1852),
    r"mile": Unit("mile", "metre", 1609.344),
    r"kilowatt|kw": KILOWATT,
    r"megawatt|mw": MEGAWATT,
    r"gigawatt|gw": GIGAWATT,
    r"watt": Unit("watt", "watt"),
    r"kilowatt[ -]?hour|kwh": KILOWATT_HOUR,
    r"megawatt[ -]?hour|mwh": Unit("megawatt-hour", "watt-hour", 1e6),
    r"gigawatt[ -]?hour|gwh": Unit("gigawatt-hour", "watt-hour", 1e9),
    r"terawatt[ -]?hour|twh": Unit("terawatt-hour", "watt-hour", 1e12),
    r"cubic[ -]met(?:er|re)|m3|cu\.? ?m": CUBIC_METRE,
    r"lit(?:er|re)": LITRE,
    r"degrees? celsius|degrees? centigrade|degree|°c": DEGREE,
    r"(?:straight |consecutive |successive |calendar |academic )?year": YEARS,
    r"decade": Unit("decades", "years", 10),
    r"centur(?:y|ie)": Unit("century", "years", 100),
    r"(?:straight |consecutive )?month": MONTHS,
    r"(?:straight |consecutive )?quarter": Unit("quarter", "years", 0.25),
    r"week": Unit("week", "days", 7),
    r"(?:working |business )?day": Unit("days", "days"),
    r"hour": Unit("hours", "hours"),
    r"minute": Unit("minute", "hours", 1 / 60),
    r"times": TIMES,
    r"people|person|resident|household|job|student|farmer|famil(?:y|ie)|worker|vehicle|school|count(?:y|ie)": COUNT,
}
CURRENCIES = {
    "us$": DOLLAR,
    "usd": DOLLAR,
    "$": DOLLAR,
    "hk$": HONG_KONG,
    "rmb": YUAN,
    "cny": YUAN,
    "¥": YUAN,
    "€": Unit("euro", "euro"),
    "£": Unit("pound", "pound"),
}
SCALES = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
}
SMALL = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
FRACTIONS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
    "thousandth": 1000,
}
FOLD = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "quintuple": 5, "twice": 2, "thrice": 3}
MONTH_NAMES = "january february march april may june july august september october november december".split()
