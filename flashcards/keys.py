"""What a term is known by for ever: its Simplified headword, and a sense where it has one, as `法#fǎ`."""


def make_key(word: str, sense: str = "") -> str:
    """The key of *word*, in which a number sign of its own (C#) is written wide, so that it begins no sense.

    >>> make_key("法", "fǎ"), make_key("C#"), make_key("#号", "tag")
    ('法#fǎ', 'C＃', '＃号#tag')
    """
    base = word.replace("#", "＃")
    return f"{base}#{sense}" if sense else base


def split_key(key: str) -> tuple[str, str]:
    """Word and sense of *key*; the sense is empty if it has none.

    >>> split_key("法#fǎ"), split_key("C＃"), split_key("＃号#tag")
    (('法', 'fǎ'), ('C#', ''), ('#号', 'tag'))
    """
    base, _, sense = key.partition("#")
    return base.replace("＃", "#"), sense
