"""What is fuzzed: every reader of bytes and of text."""

from __future__ import annotations

from tests.fuzz import of_files, of_texts
from tests.fuzz.target import Target
from tests.ingest.formats.making import SHEET, WORD, XML

QUERY_WORDS = (
    "NEAR/",
    "NEAR",
    " OR ",
    " AND ",
    " NOT ",
    '"',
    "(",
    ")",
    "-",
    "*",
    "zh:",
    "en:",
    "heading:",
    "place:",
    "year:",
    "speaker:",
    "2015..2020",
    "改革",
    "reform",
    "新质生产力",
)
REPORT_WORDS = (
    "政府工作报告",
    "届",
    "会议上",
    "年",
    "月",
    "日",
    "一、",
    "（一）",
    "各位代表",
    "[1]",
    "Report on the Work of ",
)
FIGURE_WORDS = (
    "万",
    "亿",
    "百分之",
    "成",
    "倍",
    "亩",
    "million",
    " percent",
    "hundred ",
    "twenty-",
    "%",
    "个百分点",
    "yuan",
)
ADDRESS_WORDS = ("q=", "&place=", "&from=", "&to=", "&page=", "&sort=", "&level=", "&kind=", "&both=", "%00", "%ff")
OAI_WORDS = (
    "verb=ListRecords",
    "&metadataPrefix=oai_dc",
    "&from=",
    "&until=",
    "&set=",
    "&resumptionToken=",
    "2026-01-31",
)

WORD_TAGS = (
    *("w:p", "w:r", "w:t", "w:t", "w:tbl", "w:tr", "w:tc", "w:pPr", "w:rPr", "w:ins", "w:del", "w:txbxContent", "w:br"),
    *('w:pStyle w:val="a"', "w:numPr", 'w:numId w:val="7"', 'w:ilvl w:val="0"', "w:vanish", "w:instrText", "w:sdt"),
    *('w:footnoteReference w:id="1"', 'w:footnote w:id="1"', 'w:abstractNum w:abstractNumId="1"', 'w:lvl w:ilvl="0"'),
    *(
        'w:num w:numId="7"',
        'w:abstractNumId w:val="1"',
        'w:start w:val="9"',
        'w:lvlText w:val="%1"',
        'w:name w:val="toc 1"',
    ),
    *('w:numFmt w:val="upperRoman"', 'w:style w:styleId="a"', 'w:basedOn w:val="a"', 'w:lvlOverride w:ilvl="0"'),
)
WORD_ROOT = (f'{XML}<w:document xmlns:w="{WORD}">', "</w:document>")
SHEET_TAGS = (
    'row r="1"',
    'c r="A1" t="inlineStr"',
    "is",
    "t",
    "v",
    'c r="B2" t="s"',
    'c r="XFD9" t="b"',
    "f",
    'c t="d"',
    "row",
)
SHEET_ROOT = (f'{XML}<worksheet xmlns="{SHEET}"><sheetData>', "</sheetData></worksheet>")
TMX_TAGS = (
    "tu",
    'tuv xml:lang="zh-CN"',
    'tuv xml:lang="en-US"',
    "seg",
    "seg",
    "ph",
    "bpt",
    "hi",
    "prop",
    "note",
    'tuv lang="zh"',
)
HTML_TAGS = (
    *(
        "p",
        "div",
        "h1",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "a href=x",
        "sup",
        "br",
        "span",
        "svg",
        "math",
        "template",
        "select",
    ),
    *('div class="nav"', 'p style="display:none"', "header", "script", "li", "b", "ruby", "rt", "form", "p hidden"),
)

TARGETS = {
    target.name: target
    for target in (
        Target("archive", of_files.archive, "zip"),
        Target("archive-names", of_files.member_names, "names"),
        Target("word", of_files.bytes_format("word"), "docx"),
        Target("word-document", of_files.word_part("document"), "word xml", tags=WORD_TAGS, root=WORD_ROOT),
        Target("word-numbering", of_files.word_part("numbering"), "word xml", tags=WORD_TAGS, root=WORD_ROOT),
        Target("word-styles", of_files.word_part("styles"), "word xml", tags=WORD_TAGS, root=WORD_ROOT),
        Target("word-footnotes", of_files.word_part("footnotes"), "word xml", tags=WORD_TAGS, root=WORD_ROOT),
        Target("workbook", of_files.workbook, "xlsx", native=True),
        Target("workbook-sheet", of_files.sheet, "sheet", native=True, tags=SHEET_TAGS, root=SHEET_ROOT),
        Target("pdf", of_files.pdf, "pdf", native=True),
        Target("pdf-layout", of_files.pdf_layout),
        Target("tmx", of_files.text_format("tmx"), "tmx", tags=TMX_TAGS, root=("<tmx><body>", "</body></tmx>")),
        Target(
            "web-page",
            of_files.text_format("web_page"),
            "html",
            native=True,
            tags=HTML_TAGS,
            root=("<html><body>", "</body>"),
        ),
        Target("separated", of_files.text_format("separated"), "csv"),
        Target("markdown", of_files.text_format("markdown"), "md"),
        Target("table-rows", of_files.table, "csv"),
        Target("decoding", of_files.decoding, "bytes"),
        Target("any-file", of_files.reading, "bytes"),
        Target("cleaning", of_texts.cleaning, words=REPORT_WORDS),
        Target("header", of_texts.header, words=REPORT_WORDS),
        Target("header-given", of_texts.given, words=REPORT_WORDS),
        Target("pairing-and-outline", of_texts.pairs, words=REPORT_WORDS),
        Target("merging", of_texts.merging, words=REPORT_WORDS),
        Target("whole-report", of_texts.understand, words=REPORT_WORDS),
        Target(
            "fold",
            of_texts.each(
                "reports.text.fold.fold",
                "reports.text.fold.fold_with_offsets",
                "reports.text.simplified.is_traditional",
            ),
        ),
        Target("scripts", of_texts.scripts),
        Target("pinyin", of_texts.pinyin, words=("中(zhōng)", "(jiàn)")),
        Target(
            "dates",
            of_texts.each("reports.text.dates.chinese_date", "reports.text.dates.english_date"),
            words=REPORT_WORDS,
        ),
        Target(
            "numerals",
            of_texts.each(
                "reports.text.numerals.chinese_number",
                "reports.text.numerals.roman_number",
                "reports.text.numerals.english_ordinal",
            ),
            words=FIGURE_WORDS,
        ),
        Target(
            "figures",
            of_texts.each(
                "reports.text.figures.chinese.figures_zh",
                "reports.text.figures.english.figures_en",
                "reports.text.evidence.figures",
            ),
            words=FIGURE_WORDS,
        ),
        Target("figures-matched", of_texts.two_sides("reports.text.figures.matching.match"), words=FIGURE_WORDS),
        Target("figures-aloud", of_texts.aloud, words=FIGURE_WORDS),
        Target(
            "headings",
            of_texts.each(
                "reports.text.headings.chinese_heading",
                "reports.text.headings.english_heading",
                "reports.text.headings.run_in",
                "reports.text.headings.is_unnumbered",
            ),
            words=REPORT_WORDS,
        ),
        Target(
            "sentences", of_texts.each("reports.text.sentences.sentences_zh", "reports.text.sentences.sentences_en")
        ),
        Target("beads", of_texts.two_sides("reports.text.beads.beads")),
        Target(
            "places",
            of_texts.each(
                "reports.text.places.named",
                "reports.text.places.found_in",
                "reports.text.places.unknown_place",
                "reports.text.places.place_above",
            ),
            words=("自治区", "市", "县", "人民代表大会", " Prefecture"),
        ),
        Target("person-names", of_texts.people),
        Target(
            "words",
            of_texts.each(
                "reports.text.segment.cut",
                "reports.text.words.words",
                "reports.text.terms.tokens.chinese_tokens",
                "reports.text.terms.tokens.english_tokens",
                "reports.text.lexicon.chinese_words",
            ),
        ),
        Target("query", of_texts.query, words=QUERY_WORDS),
        Target("address", of_texts.parameters, "address", words=ADDRESS_WORDS),
        Target("api-parameters", of_texts.api, "address", words=ADDRESS_WORDS),
        Target("harvesting", of_texts.harvesting, "address", words=OAI_WORDS),
        Target("citations", of_texts.citing),
    )
}
