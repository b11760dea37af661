"""Simplified ⇄ Traditional for showing. The only module that knows opencc, an optional package.

Only cards are converted; what is compared, remembered and looked up keeps the article's own characters.
"""

from collections.abc import Callable
from functools import cache

from flashcards.errors import ConfigError

_CONFIGURATIONS = {"simplified": "t2s", "traditional": "s2t"}


@cache
def converter(script: str) -> Callable[[str], str]:
    """Converts a text into *script*, `simplified` or `traditional`, character for character.

    Raises:
        ConfigError: the package is not installed.
    """
    try:
        from opencc import OpenCC  # noqa: PLC0415  optional
    except ImportError as error:
        message = (
            f"script: {script} needs OpenCC: install it by pip install 'flashcards-zh[scripts]', or set script: as-is"
        )
        raise ConfigError(message) from error
    convert = OpenCC(_CONFIGURATIONS[script]).convert

    def same_length(text: str) -> str:
        converted = str(convert(text))
        # A conversion that joins or splits characters would shift every offset: then character by character.
        return converted if len(converted) == len(text) else "".join(str(convert(char))[:1] or char for char in text)

    return same_length
