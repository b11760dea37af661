"""Which reading a heteronym has among these words: a table of neighbours, and rules for the five that need more.

The table is data/readings/contexts.tsv. 为, 地, 得, 了 and 着 depend on the build of the clause and are functions
here: a list of named conditions each, the first that holds decides. All of them see words with their parts of speech
(those of `wordtable`) and give syllables or None for no opinion; then the dictionary's reading stands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from flashcards.errors import LexiconError
from flashcards.model import Location

FILE = Path(__file__).parent / "data" / "readings" / "contexts.tsv"

_STOP = frozenset("，。；！？：,;!?:\n”」』）)》…—（(“「『《")
_NEAR = 8  # words that `…` looks over; a modifier of an object is rarely longer
_CLAUSE = 16  # words of a clause that a rule looks at, to either side


@dataclass(frozen=True, slots=True)
class Place:
    """A word in its clause: what stands before it, nearest first, and after it, each with its part of speech."""

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]


def place(pieces: Sequence[tuple[str, str]], index: int) -> Place:
    """The surroundings of the word at *index*, up to the ends of its clause."""
    before, after = pieces[max(0, index - _CLAUSE) : index], pieces[index + 1 : index + 1 + _CLAUSE]
    return Place(_clause(reversed(before)), _clause(after))


def _clause(pieces: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    inside = takewhile(lambda piece: piece[0] not in _STOP, pieces)
    return tuple([piece for piece in inside if piece[1] != "space"])


@dataclass(frozen=True, slots=True)
class _Side:
    words: frozenset[str]
    endings: tuple[str, ...]
    near: frozenset[str]
    tags: tuple[str, ...]
    edge: bool
    not_words: frozenset[str]
    not_tags: tuple[str, ...]

    def fits(self, words: Sequence[tuple[str, str]]) -> bool:
        word, tag = words[0] if words else ("", "")
        if word in self.not_words or _is(tag, self.not_tags) or (not word and "$" in self.not_words):
            return False
        if not (self.words or self.endings or self.near or self.tags or self.edge):
            return True
        return (
            word in self.words
            or _is(tag, self.tags)
            or (self.edge and not word)
            or bool(self.endings and word.endswith(self.endings))
            or any(other in self.near or (kind == "m" and other[-1] in self.near) for other, kind in words[:_NEAR])
        )


def _is(tag: str, kinds: tuple[str, ...]) -> bool:
    """Whether *tag* is of one of the *kinds*; verbal nouns, vn, are not verbs."""
    return bool(kinds) and tag.startswith(kinds) and (tag != "vn" or "vn" in kinds)


def _side(text: str) -> _Side:
    items = text.split(" ")
    return _Side(
        words=frozenset(i for i in items if i[0] not in "*^$<~…!"),
        endings=tuple(i[1:] for i in items if i[0] == "~"),
        near=frozenset(i[1:] for i in items if i[0] == "…"),
        tags=tuple(i[1:-1] for i in items if i[0] == "<"),
        edge=any(i in ("^", "$") for i in items),
        not_words=frozenset(i[1:] for i in items if i[0] == "!" and i[1] != "<"),
        not_tags=tuple(i[2:-1] for i in items if i[:2] == "!<"),
    )


@cache
def contexts(file: Path = FILE) -> Mapping[str, tuple[tuple[str, _Side, _Side], ...]]:
    """Word → its lines of the table: reading, side before, side after.

    Raises:
        LexiconError: a line without four columns.
    """
    found: dict[str, list[tuple[str, _Side, _Side]]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise LexiconError("a line needs word, reading, before and after", Location(str(file), number))
        word, reading, before, after = columns
        found.setdefault(word, []).append((reading, _side(before), _side(after)))
    return {word: tuple(lines) for word, lines in found.items()}


# 为 ---------------------------------------------------------------------------------------------------------------
# wéi: be, as, become (成为, 以…为, 为期); wèi: for, because of (为此, 为人民服务).

_MAKES = frozenset(  # verbs whose result follows 为
    "命名 定位 任命 当选 转变 转化 变更 更名 改名 改称 发展 演变 确定 定义 划分 翻译 解释 理解 归结 归纳 概括 描述 形容 推举 推选 聘请 "
    "聘任 追认 列入 调整 提高 增加 减少 缩短 延长 扩大 扩展 上升 下降 提升 上调 下调 升级 晋升 改造 改编 改建 合并 统一 简称 俗称 "
    "指定 规定 设定 估计 预计 初步 折合 换算 分解 拆分 转换 评定 认定 鉴定 登记 注册 化名 取名 起名 降级 降格 升格 扩建 扩编 整编 改组 "
    "改制 重组 缩小 修改 更改 替换 打造 建设 培养 培育 塑造 凝聚 浓缩 汇聚 内化 外化 异化 转型 演化 进化 蜕变 恶化 升华 落实 体现 表现 "
    "归类 误认 引以 举荐 过继 收养 限定 设计 电离 推算 测定 核定 公认 尊称 通称 统称 合称 并称 誉 奉 传 约 写 记 号 名 罢 拜 出 封 "
    "召 署 迁 授 除 补 娶 嫁 引 读 判 合 折 题 收 结 配 沦 贬 归 解 训 推 举 荐 抵 释".split()
)
_MAKING = frozenset("成作称视列定变改选评任升降立尊译分化辟更命认封转设划编聘誉")
_NAMED = frozenset(
    "目的 目标 任务 宗旨 职责 主题 功能 作用 用途 内容 重点 方式 方法 特点 意 意思 含意 含义 本意 初衷 原因 结果".split()
)
_IS = frozenset(
    "仅 均 皆 即 系 则 亦 乃 实 原 应 约 不 最 更 尤 颇 甚 极 较 广 大 深 多 都 又 也 或 只 同 互 自 共 合 常 最高 最低 最大 最多 至多 "
    "最少 至少 大约 平均 基本 大多 主要 一律 大都 分别 依次 共计 合计 总计 现 曾 曾经 其 其中 以下 正式".split()
)
_WANTS = frozenset(
    "专门 专 是 要 想 愿意 愿 能 会 可 来 去 在 可以 希望 能够 继续 开始 打算 准备 负责 致力于 必须 应该 应当 需要 敢 肯 有 旨在 还 就 并 "
    "而 正 将 已 一直 努力 共同 积极 再次 亲自 比 让 仍然 没有 无需 不断 率先 纷纷 也 都 已经 正在 主动 全力 持续 进一步 有效 先后 特".split()
)
_WHAT_IT_IS = frozenset("负 零 正 例 由 首 准 限 止 主".split())
_FOR_WHOM = frozenset(
    "此 何 我 你 他 她 它 您 我们 你们 他们 她们 它们 自己 大家 谁 人民 祖国 群众 老百姓 人们 什么 咱 咱们 之 了 着 啥 别人 彼此 对方 "
    "人民群众 孩子们 国家".split()
)
_DOES_FOR = frozenset(  # what is done for somebody
    "提供 带来 注入 创造 贡献 作出 做出 打下 奠定 赢得 争取 开辟 增添 增光 服务 送 送上 献 保驾护航 铺平 铺路 撑腰 代言 代工 节省 新建 "
    "修建 建造 筹集 筹款 加油 喝彩 鼓掌 助威 助力 支付 举办 设计 准备 制定 设立 搭建 夺得 复仇 报仇 作序 辩护 辩解 祈祷 庆祝 担心 操心 "
    "感到 开 买 找 做 写 想 办 建 留下 树立 指明 扫清 积累 输送 培养 量身 定制 保障 护航 谋 谋求 谋取 解决 点赞 打开 拓展 贷款 提出 "
    "付出 奋斗 牺牲 工作 站台 背书 埋单 买单 出谋划策 减负 松绑 赋能 添砖加瓦 支撑 开设 送行 送别 祝福 欢呼 呐喊 承担 分担 省 说话".split()
)


def _does_something(right: Sequence[tuple[str, str]]) -> bool:
    """Whether the clause goes on with what is done, 为经济发展提供动力; a verb before 的 belongs to its noun."""
    for index, (word, tag) in enumerate(right):
        if word in _DOES_FOR:
            return True
        following = right[index + 1][1] if index + 1 < len(right) else ""
        if tag.startswith("v") and following in ("ul", "ug", "uz"):
            return True
        plain_verb = tag == "v" and len(word) > 1 and following not in ("", "uj") and word != "属下"
        if plain_verb and not any(t == "uj" for _, t in right[index:]):
            return True
    return False


def _wei(at: Place) -> str:
    before, tag_before = at.before[0] if at.before else ("", "")
    after, tag_after = at.after[0] if at.after else ("", "")
    rest = at.after[1:]
    conditions: tuple[tuple[bool, str], ...] = (
        (not after, "wéi"),  # 视之为。
        (after in _WHAT_IT_IS or (before == "图" and len(at.before) == 1), "wéi"),  # 电价为负, 图为一家工厂
        (tag_before in ("vn", "n") and any(word in _DOES_FOR for word, _ in rest[:8]), "wèi"),  # 高铁建设为…铺平道路
        (before in _MAKES or (before[-1:] in _MAKING and tag_before[:1] in ("v", "d", "p", "z", "x")), "wéi"),
        (after in _FOR_WHOM, "wèi"),  # 为此
        (any(word == "所" for word, _ in at.after[:7]), "wéi"),  # 为…所…, passive
        (any(word == "以" for word, _ in at.before[1:9]) and not any(w in _DOES_FOR for w, _ in rest), "wéi"),  # 以…为
        (
            any(word in ("名", "作", "称", "把", "将") for word, _ in at.before[1:6])
            and tag_before[:1] in ("v", "n")
            and not _does_something(rest),
            "wéi",
        ),
        (tag_after in ("m", "mx"), "wèi" if any(w in _DOES_FOR for w, _ in rest) else "wéi"),
        (before in _IS, "wèi" if any(w in _DOES_FOR for w, _ in rest) else "wéi"),
        (before in _NAMED, "wéi"),  # 目的为保护
        (tag_after[:1] == "v" and tag_after != "vn", "wèi"),  # 为实现目标
        (_does_something(rest), "wèi"),
        (tag_before in ("uj", "q") or before in _WANTS, "wèi" if any(t[:1] == "v" for _, t in rest) else "wéi"),
        (not before and any(t == "v" for _, t in rest) and rest[-1][1] != "n", "wèi"),
    )
    return next((reading for holds, reading in conditions if holds), "wéi")


# 地 ---------------------------------------------------------------------------------------------------------------
# de after an adverbial before a verb, dì ground, place.

_MORE = frozenset("更 很 越 较 最 越来越 非常 十分 相当 太 极 多么 这么 那么 如此 过".split())
_ACTS = ("v", "d", "p", "a", "z", "r", "i", "l", "x", "o")


def _de_or_ground(at: Place) -> str:
    before, tag = at.before[0] if at.before else ("", "")
    second = at.before[1][0] if len(at.before) > 1 else ""
    after, tag_after = at.after[0] if at.after else ("", "")
    acts = tag_after.startswith(_ACTS) and after not in (
        "为",
        "是",
        "在",
        "有",
        "和",
        "与",
        "及",
        "位于",
        "处于",
        "出台",
        "的",
    )
    adverbial = tag[:1] in ("a", "d", "z", "i", "l", "o", "b") or tag == "vd"
    conditions: tuple[tuple[bool, str], ...] = (
        (not before or before in ("等", "之", "两", "多地", "各", "三", "其", "此", "该", "本", "在", "当"), "dì"),
        (not after, "de" if tag in ("d", "z") and len(before) > 1 else "dì"),  # 渐渐地，
        (len(before) == 1, "de" if acts and (second in _MORE or tag in ("z", "o")) else "dì"),  # 更快地 | 更多|地区
        (len(before) > 2 and tag[:1] in ("i", "l", "z", "o", "d", "a"), "de"),
        (before[-1:] == before[-2:-1] and tag[:1] != "n", "de"),  # 慢慢地
        (adverbial and not tag_after.startswith(("n", "u", "q", "m", "f")), "de"),
        (adverbial and tag != "b" and tag_after in ("vn", "m", "nr", "nz", "ns"), "de"),
        (
            tag in ("v", "vn", "m", "q", "n", "nr", "an", "x") and acts and tag_after != "a",
            "de",
        ),  # 愤怒地爆发, 形象地称为
    )
    return next((reading for holds, reading in conditions if holds), "dì")


# 得 ---------------------------------------------------------------------------------------------------------------
# de after a verb before its complement, děi must, dé get.

_NO_COMPLEMENT = frozenset("会 能 可 要 是 想 所 应 该 让 使 由 须 便 就 制".split())


def _get_or_must(at: Place) -> str:
    before, tag = at.before[0] if at.before else ("", "")
    after, tag_after = at.after[0] if at.after else ("", "")
    must = tag_after[:1] in ("v", "p", "d") and after not in (
        "不",
        "很",
        "出",
        "到",
        "过",
        "了",
        "来",
        "起",
        "上",
        "下",
    )
    conditions: tuple[tuple[bool, str], ...] = (
        (not before or not after, "dé"),
        (after in ("很", "多", "不得了", "要命", "慌", "厉害", "太"), "de"),  # 含蓄得多, 头痛得很
        (tag[:1] in ("v", "a") and before not in _NO_COMPLEMENT, "de"),
        (after == "比" and tag != "r", "de"),  # 进步得比预期快
        (after in ("了", "过", "到", "出", "分", "票", "知", "名", "奖", "子"), "dé"),  # 得了冠军
        ((tag[:1] in ("r", "d", "t") or (tag[:1] == "n" and len(before) > 1)) and must, "děi"),  # 各国得加倍努力
        (
            before in ("总", "还", "必", "须", "都", "就", "也", "只")
            and (must or tag_after[:1] in ("r", "t", "s", "b", "x")),
            "děi",
        ),
        (tag in ("n", "r") and len(before) > 1 and tag_after in ("r", "n") and after not in ("其", "它"), "děi"),
        (after in ("加倍", "马上", "首先"), "děi"),  # 问题得双方商量, 各国得加倍努力
    )
    return next((reading for holds, reading in conditions if holds), "dé")


# 了, 着 -----------------------------------------------------------------------------------------------------------
def _finish(at: Place) -> str | None:
    """Liǎo in V不了 and V得了."""
    complement = bool(at.before) and at.before[0][0] in ("不", "得") and len(at.before) > 1
    return "liǎo" if complement and at.before[1][1][:1] == "v" else None


def _reach(at: Place) -> str | None:
    """Zháo in V不着 and V得着."""
    return "zháo" if at.before and at.before[0][0] in ("不", "得", "没") else None


RULES: Mapping[str, Callable[[Place], str | None]] = {
    "为": _wei,
    "地": _de_or_ground,
    "得": _get_or_must,
    "了": _finish,
    "着": _reach,
}


@cache
def contested() -> frozenset[str]:
    """The words that `settle` may have an opinion on."""
    return frozenset(RULES) | frozenset(contexts())


def settle(pieces: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """The words whose neighbours say how they are read, as index and reading; without them the dictionary's stands.

    Args:
        pieces: the words of a text, each with its part of speech.
    """
    words = contested()
    for index, (word, _) in enumerate(pieces):
        if word in words and (reading := _opinion(word, place(pieces, index))):
            yield index, reading


def _opinion(word: str, at: Place) -> str | None:
    """The reading of *word* by its rule or by the table of neighbours."""
    if word in RULES:
        return RULES[word](at)
    lines = contexts().get(word, ())
    return next((reading for reading, left, right in lines if left.fits(at.before) and right.fits(at.after)), None)
