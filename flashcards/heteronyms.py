"""Which reading a heteronym has that stands alone between words: one small rule for each character.

A rule sees the words around the character and their parts of speech, and gives a syllable or None for no opinion.
Words of two and more characters never come here: the table of words settles them. Parts of speech are those of
`wordtable`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_STOP = frozenset("，。；！？：、,;!?:\n”」』）)》…—（(“「『《")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两几半数多")


@dataclass(frozen=True, slots=True)
class Place:
    """A one-character word in its sentence."""

    words: Sequence[str]
    tags: Sequence[str]
    index: int

    @property
    def before(self) -> str:
        """The word before, empty at the beginning of a clause."""
        return self._at(self.index - 1)

    @property
    def after(self) -> str:
        """The word after, empty at the end of a clause."""
        return self._at(self.index + 1)

    @property
    def tag_before(self) -> str:
        """Part of speech of the word before, empty at the beginning of a clause."""
        return self.tags[self.index - 1] if self.before else ""

    @property
    def tag_after(self) -> str:
        """Part of speech of the word after, empty at the end of a clause."""
        return self.tags[self.index + 1] if self.after else ""

    def _at(self, index: int) -> str:
        if not 0 <= index < len(self.words) or self.words[index] in _STOP:
            return ""
        return self.words[index]

    def left(self, limit: int = 12) -> Sequence[str]:
        """The words of the clause before the place, nearest first."""
        found: list[str] = []
        for index in range(self.index - 1, max(-1, self.index - 1 - limit), -1):
            if not self._at(index):
                break
            found.append(self.words[index])
        return found

    def right(self, limit: int = 14) -> Sequence[tuple[str, str]]:
        """The words of the clause after the place with their parts of speech."""
        found: list[tuple[str, str]] = []
        for index in range(self.index + 1, min(len(self.words), self.index + 1 + limit)):
            if not self._at(index):
                break
            found.append((self.words[index], self.tags[index]))
        return found

    def after_number(self) -> bool:
        """Whether a numeral, or a pronoun that counts, stands right before."""
        return self.tag_before == "m" or self.before[-1:] in _NUMERALS or self.before in _COUNTING


_COUNTING = frozenset("这 那 各 每 某 此 该 哪 何 另 首 头 上 下 本 前 后 单 双 整 成 数 若干 一些 这些 那些".split())

Rule = Callable[[Place], str | None]

# 为 ---------------------------------------------------------------------------------------------------------------
# wéi: be, as, become (成为, 以…为, 为期); wèi: for, because of (为此, 为人民服务).
_MAKES = frozenset(  # verbs whose result follows 为
    "成 作 称 视 列 定 变 改 分 设 选 评 升 降 转 化 认 立 封 尊 拜 命名 定位 任命 当选 转变 转化 变更 更名 改名 改称 "
    "发展 演变 确定 定义 划分 翻译 译 解释 理解 归结 归纳 概括 描述 形容 推举 推选 聘 聘请 聘任 追认 列入 调整 提高 增 增加 "
    "减 减少 缩短 延长 扩大 扩展 上升 下降 提升 上调 下调 升级 晋升 改造 改编 改建 合并 统一 简称 俗称 誉 引 奉 指定 "
    "规定 设定 估计 预计 初步 折合 合 换算 分解 拆分 转换 视作 评选 评定 认定 鉴定 登记 注册 记 写 读 判 改判 化名 取名 "
    "起名 名 号 题 收 结 配 沦 贬 降级 降格 升格 扩建 扩编 整编 改组 改制 重组 缩小 修改 更改 替换 制作 打造 建设 培养 "
    "培育 塑造 凝聚 浓缩 汇聚 内化 外化 异化 转型 演化 进化 蜕变 恶化 升华 上升 落实 体现 表现 归 归类 归为 误 误认 引以 "
    "传 传为 解 释 训 推 举 荐 举荐 过继 收养 娶 嫁 抵 面积 体积 时间 长度 高度 宽度 温度 价格 总额 金额 总数".split()
)
_IS = frozenset(
    "仅 均 皆 即 系 则 亦 乃 实 原 应 约 不 最 更 尤 颇 甚 极 较 广 大 深 多 都 又 也 或 只 同 互 自 全 共 合 常 "
    "最高 最低 最大 最多 至多 最少 至少 大约 平均 基本 大多 主要 一律 大都 分别 依次 共计 合计 总计 现 曾 曾经".split()
)
_OFFERS = frozenset(
    "专门 是 要 想 愿意 能 会 可 来 去 在 可以 希望 能够 继续 开始 打算 准备 负责 致力于 必须 应该 应当 需要 敢 肯 "
    "有 旨在 还 就 并 而 正 将 已 一直 努力 共同 积极".split()
)
_FOR_WHOM = frozenset(
    "此 何 我 你 他 她 它 您 我们 你们 他们 她们 它们 自己 大家 谁 人民 国 国家 民 祖国 群众 老百姓 孩子 人们 什么 "
    "咱 咱们 之 了 着 啥 广大 全 您 别人 彼此 对方 母亲 父亲 双方".split()
)


def _wei(place: Place) -> str:  # noqa: C901, PLR0911 - one line for each use of the word reads best
    left, right = place.left(), place.right()
    if not right:
        return "wéi"
    if left and (left[0] in _MAKES or left[0][-1] in "成作称视列定变改"):
        return "wéi"
    after, tag = right[0]
    if "以" in left[:8] and not any(t == "v" for w, t in right[1:5]):
        return "wéi"
    if after in _FOR_WHOM:
        return "wèi"
    if any(w == "所" for w, _ in right[1:6]):
        return "wéi"  # 为…所…, passive
    if tag == "m" or after[0] in "0123456789":
        return "wéi" if not _does_something(right[2:]) else "wèi"
    if left and left[0] in _IS and not _does_something(right[1:]):
        return "wéi"
    if tag in ("v", "vn") and (not left or left[0] in _OFFERS):
        return "wèi"
    if _does_something(right[1:]):
        return "wèi"
    if any(w == "而" for w, _ in right):
        return "wèi"
    return "wéi" if left else "wèi"


def _does_something(right: Sequence[tuple[str, str]]) -> bool:
    """Whether the clause goes on with a verb: what precedes is then for whom or for what, 为经济发展提供动力."""
    for index, (word, tag) in enumerate(right):
        if tag == "uj" and index + 1 < len(right):
            continue
        if tag == "v" and word not in ("是", "有", "可", "含", "等"):
            following = right[index + 1][1] if index + 1 < len(right) else ""
            if following != "uj":
                return True
    return False


# 地 ---------------------------------------------------------------------------------------------------------------
_ADVERBIAL_ENDINGS = "性式化般样然"


def _de_or_ground(place: Place) -> str:
    before, tag = place.before, place.tag_before
    if not before or not place.after:
        return "dì"
    if place.tag_after[:1] in ("n", "u", "q", "m", "f", "s") and place.tag_after != "nz":
        return "dì" if tag[:1] not in ("d", "z", "i", "l", "a") or len(before) == 1 else "de"
    if tag[:1] in ("a", "d", "z", "i", "l", "o", "b") or before[-1] in _ADVERBIAL_ENDINGS or tag in ("ad", "vd"):
        return "de"
    if len(before) > 1 and before[-1] == before[-2]:
        return "de"
    if tag in ("v", "vn", "m", "q") and place.tag_after[:1] in ("v", "p", "d"):
        return "de"
    return "dì"


# 得 ---------------------------------------------------------------------------------------------------------------
def _get_or_must(place: Place) -> str:
    tag, after, tag_after = place.tag_before[:1], place.after, place.tag_after[:1]
    if tag in ("v", "a") and place.before not in ("会", "能", "可", "要", "是", "想", "所", "应", "该", "让"):
        return "de"
    if tag_after in ("m", "q", "n") or after in ("了", "到", "过", "不", "出"):
        return "dé"
    if tag in ("r", "n", "d") and (tag_after in ("v", "p", "d", "r") or after in ("把", "靠", "看", "先")):
        return "děi"
    return "dé"


# the others -------------------------------------------------------------------------------------------------------
_ONLY = frozenset("会 能 是 有 要 需 可 求 剩 见 用 做 为 想 知道 好 不过 得 在 占 需要 限 应 花 允许 靠".split())


def _only(place: Place) -> str:
    return (
        "zhī"
        if place.after_number()
        and place.after not in _ONLY
        and place.before not in ("本", "前", "后", "上", "下", "多", "若干", "数", "成", "该", "另", "此")
        else "zhǐ"
    )


_DEBTS = frozenset("钱 款 债 贷 本 清 账 帐 利 书 贷款 欠款 债务 本金 信用卡 房贷 月供 俗 乡 手 击 原 你 我 他".split())


def _still(place: Place) -> str:
    after = place.after
    if after in _DEBTS and (after not in ("你", "我", "他") or place.before in ("要", "来")):
        return "huán"
    if place.before in ("偿", "归", "未", "没", "需") and place.tag_after not in ("v", "d", "a"):
        return "huán"
    return "hái"


def _should(place: Place) -> str:
    if place.tag_before in ("", "p", "c", "nr", "ns", "nt", "n"):
        words = [word for word, _ in place.right()]
        asked = [
            i
            for i, word in enumerate(words)
            if word in ("邀请", "邀", "要求", "请求", "之邀", "约", "请", "邀约", "之约")
        ]
        if asked and not any(w in ("对", "将", "当", "该") for w in words[: asked[0]]) and asked[0] > 0:
            return "yìng"
    return "yīng"


_PLANTS = frozenset(
    "树 地 田 菜 花 粮 草 瓜 豆 下 上 了 着 过 粮食 蔬菜 水稻 小麦 玉米 大豆 棉花 果树 苹果 土豆 好 满 庄稼 疫苗".split()
)


def _kind(place: Place) -> str:
    if not place.after_number() and place.after in _PLANTS and place.tag_before != "uj":
        return "zhòng"
    return "zhǒng"


_AGAIN = frozenset(
    "返 启 回 获 夺 建 修 组 归 拾 燃 现 新 逢 塑 划 设 开 订 签 铺 张 装 写 读 拍 印 演 做 来 选 审 估 排 聚 见 登 置 游 "
    "生 制 走 述 提 申 奏 操 围 圆 温 过 温 出 上 复 叠 考 创 弹 定 录 播 抄 洗 塑 访 谈 构 算 判 造".split()
)


def _heavy(place: Place) -> str:
    if place.after_number():
        return "chóng" if place.after not in ("达", "约", "的") and place.tag_before == "m" else "zhòng"
    return "chóng" if place.after in _AGAIN and place.tag_before != "d" else "zhòng"


def _when(place: Place) -> str:
    if any(word in ("把", "将", "拿") for word in place.left(6)) and place.after not in ("上", "时", "着"):
        return "dàng"
    return "dāng"


_LENGTHS = frozenset("米 公里 里 厘米 毫米 千米 尺 寸 丈 英尺 英里 海里 微米 纳米 身 体 全 总 周 波 边 弦".split())


def _long_or_head(place: Place) -> str:
    after, tag_after = place.after, place.tag_after
    if (
        tag_after == "m"
        or after in ("约", "达", "度", "近", "逾", "超", "的", "于", "短", "期", "逾")
        or place.before in _LENGTHS
    ):
        return "cháng"
    if after in ("了", "出", "满", "大", "成", "着", "得", "高", "在", "过", "不", "胖", "错", "势", "起"):
        return "zhǎng"
    if place.tag_before in ("d", "a", "z") or not place.before:
        return "cháng"
    return "zhǎng" if place.tag_before[:1] in ("n", "j", "v", "b", "s") or place.before in ("副", "总") else "cháng"


_DRY = frozenset(
    "晒 烤 擦 风 吹 晾 烘 榨 喝 口 嘴 很 太 变 抹 抽 挤 未 不 较 偏 又 外强中 晒得 流 沥 晾晒 煮 熬".split()
)


def _dry_or_do(place: Place) -> str:
    return (
        "gān" if place.before in _DRY and place.after not in ("什么", "活", "事", "好", "得", "着", "下去") else "gàn"
    )


def _fall_or_pour(place: Place) -> str:
    if place.after in ("在", "地", "下", "了", "塌", "闭", "车", "班", "手", "卖") or (
        place.tag_before == "v" and place.tag_after != "v"
    ):
        return "dǎo"
    return "dào"


def _place_or_handle(place: Place) -> str:
    if place.after in ("于", "在", "罚款", "罚金", "死刑", "拘役", "有期徒刑", "无期徒刑", "以", "理", "拘留"):
        return "chǔ"
    if place.before in ("正", "仍", "尚", "均", "并", "同", "长期", "一直", "仍然", "单", "并单", "身", "地", "皆"):
        return "chǔ"
    return "chù"


_BANKS = frozenset(
    "该 本 我 外资 中资 国有 股份 城商 农商 大 贷款 开户 受托 合资 发卡 代理 结算 央 投 他 跨 总 分 支 商 "
    "银 农 工 建 中 招 交 托管 收单 主办 发钞 往来".split()
)


def _go_or_row(place: Place) -> str:
    if (
        place.after_number()
        and place.after not in ("人", "车", "不")
        and place.before not in ("此", "这", "那", "首", "单", "上", "下", "前", "后", "成", "整")
    ):
        return "háng"
    if place.before in _BANKS and place.tag_after != "v":
        return "háng"
    return "xíng"


def _measure(place: Place) -> str:
    return (
        "liáng"
        if place.after in ("了", "一量", "体温", "血压", "身高", "尺寸", "完", "得", "下", "过", "着", "腰围")
        and place.tag_before[:1] not in ("n", "v", "b")
        else "liàng"
    )


def _number_or_count(place: Place) -> str:
    if (
        place.before
        in (
            "要",
            "当",
            "只",
            "来",
            "去",
            "一",
            "可",
            "细",
            "默",
            "倒",
            "还",
            "也",
            "先",
        )
        and place.tag_before[:1] != "n"
    ):
        return "shǔ"
    return (
        "shǔ"
        if place.after in ("了", "着", "一数", "到", "完", "不", "得", "钱", "星星", "起")
        and place.tag_before[:1] not in ("n", "v", "m")
        else "shù"
    )


def _over(place: Place) -> str | None:
    """了 after 不 or 得: V不了, V得了, liǎo."""
    words, tags, index = place.words, place.tags, place.index
    if place.before in ("不", "得") and index > 1 and tags[index - 2][:1] == "v" and words[index - 2] not in _STOP:
        return "liǎo"
    return None


def _reached(place: Place) -> str | None:
    """着 after 不 or 得: V不着, zháo."""
    return "zháo" if place.before in ("不", "得", "没") and place.index > 1 else None


def _turn(place: Place) -> str | None:
    return "zhuàn" if place.after in ("圈", "个", "圈圈", "悠", "了圈") else None


def _rate_or_lead(place: Place) -> str:
    if place.after and (
        place.tag_after in ("n", "nt", "ns", "nr", "m", "r")
        or place.after in ("队", "团", "部", "军", "师", "众", "兵", "先")
    ):
        return "shuài"
    return "lǜ"


def _adjust_or_move(place: Place) -> str | None:
    return (
        "diào"
        if place.after in ("至", "到", "往", "任", "离", "入", "出", "派", "兵", "动", "集", "回", "走", "来", "去")
        else None
    )


def _false_or_leave(place: Place) -> str:
    return (
        "jià"
        if place.tag_before == "q"
        or place.before in ("休", "请", "放", "年", "产", "婚", "病", "事", "度", "丧", "探亲", "休完")
        else "jiǎ"
    )


def _year(place: Place) -> str | None:
    return "zǎi" if place.after_number() or place.before == "年" else None


def _roll(place: Place) -> str:
    return (
        "juàn" if place.after_number() or place.after in ("宗", "面", "本") or place.tag_before[:1] == "n" else "juǎn"
    )


def _shot(place: Place) -> str:
    return "dàn" if place.tag_before[:1] in ("n", "m", "b") or place.after_number() else "tán"


def _shop(place: Place) -> str:
    return "pù" if place.tag_before[:1] == "n" or place.after_number() else "pū"


def _tie(place: Place) -> str | None:
    return (
        "jì"
        if place.after in ("领带", "鞋带", "安全带", "上", "着", "好", "紧") and place.tag_before[:1] != "n"
        else None
    )


RULES: Mapping[str, Rule] = {
    "为": _wei,
    "地": _de_or_ground,
    "得": _get_or_must,
    "只": _only,
    "还": _still,
    "应": _should,
    "种": _kind,
    "重": _heavy,
    "当": _when,
    "长": _long_or_head,
    "干": _dry_or_do,
    "倒": _fall_or_pour,
    "处": _place_or_handle,
    "行": _go_or_row,
    "量": _measure,
    "数": _number_or_count,
    "了": _over,
    "着": _reached,
    "转": _turn,
    "率": _rate_or_lead,
    "调": _adjust_or_move,
    "假": _false_or_leave,
    "载": _year,
    "卷": _roll,
    "弹": _shot,
    "铺": _shop,
    "系": _tie,
}


def settle(words: Sequence[str], tags: Sequence[str], index: int) -> str | None:
    """The reading of the one-character word at *index* by its rule, None if it has none or the rule has no opinion."""
    rule = RULES.get(words[index])
    return rule(Place(words, tags, index)) if rule else None
