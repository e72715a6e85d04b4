from reports.ingest import formats


def numbered(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in formats.read(text).lines if line.text]


def test_plain_lines_keep_their_numbers() -> None:
    assert numbered("一\r\n\r\n二\n三") == [(1, "一"), (3, "二"), (4, "三")]


def test_front_matter_becomes_facts() -> None:
    document = formats.read("---\nsource: https://example.org/a\ntitle: 2015年政府工作报告\n---\n\n各位代表：")
    assert document.facts == {"source": "https://example.org/a", "title": "2015年政府工作报告"}
    assert [(line.number, line.text) for line in document.lines if line.text] == [(6, "各位代表：")]


def test_headings_and_bold_lose_their_marks() -> None:
    assert numbered("## 一、回顾\n\n**二、展望**\n\n文中**着重**处") == [
        (1, "一、回顾"),
        (3, "二、展望"),
        (5, "文中着重处"),
    ]


def test_comments_are_left_out_and_lines_keep_their_numbers() -> None:
    assert numbered("<!-- 新华社\n3月15日电 -->\n\n**政府工作报告**") == [(4, "政府工作报告")]


def test_asterisks_of_a_plain_text_stay() -> None:
    assert numbered("注：*为预计数") == [(1, "注：*为预计数")]
