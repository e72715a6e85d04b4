"""Lists of words that decide what a term can be."""

# Chinese words that render nothing by themselves.
FUNCTION_WORDS = frozenset(
    "的 了 和 与 及 以及 并 并且 在 是 为 对 从 以 于 等 等等 把 将 被 让 使 由 向 给 到 也 都 又 还 就 才 而 而且 "
    "但 但是 或 或者 要 会 能 能够 可以 应 应当 应该 必须 已 已经 正 正在 着 过 地 得 之 其 这 那 这些 那些 这个 "
    "一个 一些 我们 我 他们 各 每 个 所 上 下 中 里 内 外 前 后 间 时 没有 更 更加 很 最 较 比 更为 十分 非常 "
    "进一步 有 用 按 按照 根据 通过 随着 如 则 即 若 因 因为 由于 所以 同时 此外 其中 来 去 起 起来 出 做 项 件 名 "
    "位 家 条 只 次 年 月 日 第 多 余 约 近 超 超过 左右 以上 以下 全 本 该 此".split()
)
# English ones: fewer than the lexicon leaves out, for per capita, one country and opening up are what they are by them.
SMALL_WORDS = frozenset(
    "a an the of to in on at by for with from as and or but nor so than then that this these those it its his her "
    "their our your my we they he she you i us them him be is are was were been being am have has had having do "
    "does did will would shall should can could may might must also very too such some any into onto upon during "
    "via within among between while when where which who whom whose what how there here if s t whether through "
    "under about after before because since need make made more most other both all each every much many well".split()
)
# What reports do to things, and how: a term doesn't begin with it, whatever the thing is.
DEEDS = frozenset(
    "推进 推动 促进 加强 加快 加大 完善 建立 健全 构建 构筑 建成 坚持 深化 实施 实行 实现 提高 提升 扩大 改善 取得 "
    "支持 开展 落实 贯彻 鼓励 发挥 保持 处置 新建 改建 优化 强化 增强 增加 减少 降低 巩固 拓展 培育 打造 做强 做大 "
    "做优 确保 保障 维护 保护 解决 化解 防范 防止 打好 打赢 严肃 严厉 严格 积极 大力 着力 切实 扎实 全面 深入 持续 "
    "不断 继续 努力 认真 稳步 有序 有效 统筹 引导 制定 出台 召开 举办 成立 设立 创建 发展 建设 调整 规范 整顿 治理 "
    "关心 重视 突出 抓好 抓紧 搞好 办好 用好 管好 弘扬 繁荣 活跃 激发 释放 破除 打破 取消 下放 放宽 放开 缩小 消除 "
    "淘汰 扶持 帮助 组织 动员 团结 带领 领导 依靠 依法 按时 如期 基本 初步 充分 进行 参与 应对 完成 振兴 壮大 充实 "
    "提供 研究 探索 启动 试行 推行 推广 普及 尊重 保证 贯彻落实 建立健全 决胜 代表 高举 牢固 树立 紧紧 围绕".split()
)
# By themselves these are things too.
THINGS = frozenset("发展 建设 保障 保护 治理 领导 振兴 研究 组织 团结 扶持 调整 整顿".split())
# 不确定因素 and 非公有制经济 begin with them.
DENIALS = frozenset("不 非 无 未".split())
# The country is named more often in English.
COUNTRY = frozenset(("china", "chines"))
