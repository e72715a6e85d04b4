"""Lines that a web portal put around the report: date and source, font size, print, share, read aloud."""

import re

from reports.ingest.plan import Line
from reports.text.fold import fold

# Whole lines only, and only such as no report has; the text is folded and without spaces.
PORTAL = re.compile(
    r"我在听,请说话\(\d+s\)|抱歉,没听清,请再说一遍吧?"
    r"|权威发布[|丨:].*"
    r"|(?:日期|时间|发布时间|发布日期|发表时间|更新时间)[::].{0,30}"
    r"|(?:来源|信息来源|文章来源|稿源|作者|编辑|责任编辑|责编|审核|浏览次数|阅读次数|点击数|阅读数|访问量)[::].{0,40}"
    r"|[【\[(]?(?:字号|字体)[::]?.{0,20}"
    r"|(?:下载|打印|打印本页|关闭|关闭窗口|分享|分享到|收藏|返回顶部|朗读|下一页|上一页|首页|扫一扫.{0,30})"
    r"|\W+|\(完\)|图\d{0,3}\.?(?:png|jpe?g|gif)?|\d{4}-\d{2}-\d{2}(?:\d{2}:\d{2}(?::\d{2})?)?"
)

# A portal's lines are short.
LONGEST = 80


def clean(lines: list[Line]) -> list[Line]:
    """Return the lines without those that are a portal's."""
    return [line for line in lines if len(line.text) > LONGEST or not PORTAL.fullmatch(_bare(line.text))]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
