"""How frequent words are in Chinese at large. The only module that knows wordfreq, an optional package.

Shown and nothing else: what is worth studying is decided without it, so that no deck depends on what is installed.
"""

from flashcards.errors import ConfigError


def zipf(word: str) -> float | None:
    """The Zipf frequency of a Simplified *word* by the large Chinese list of wordfreq, to two decimals.

    None if the list does not have the word itself: wordfreq's own look-up would guess from its parts, and rates 先进封装
    at 2.4 although nobody has counted it. It writes everything in small letters, and a few characters as others (干隆),
    so 乾隆 has none. The first call loads the list, 330,000 words, in 0.3 s.

    Raises:
        ConfigError: the package is not installed.
    """
    try:
        import wordfreq  # noqa: PLC0415  optional
    except ImportError as error:
        message = "zipf needs wordfreq: install it by pip install 'flashcards-zh[frequency]', or leave zipf out"
        raise ConfigError(message) from error
    # The dictionary is wordfreq's own and kept by it.
    frequency = wordfreq.get_frequency_dict("zh", wordlist="large").get(word.casefold())
    return None if frequency is None else round(wordfreq.freq_to_zipf(frequency), 2)
