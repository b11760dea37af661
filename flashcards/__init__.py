"""Anki cloze decks from bilingual English/Chinese technology and policy news."""

__version__ = "0.1.0"
