"""Shares in whole points, and words for sentences about numbers."""

from __future__ import annotations


def share_of(points: int, part: int, whole: int) -> int:
    """`points` times `part / whole`, rounded half up in whole numbers; 0 of nothing.

    >>> share_of(50, 1, 4), share_of(-50, 1, 3), share_of(50, 0, 0)
    (13, -17, 0)
    """
    if whole <= 0:
        return 0
    size = (2 * abs(points) * part + whole) // (2 * whole)
    return size if points >= 0 else -size


def listed_words(words: list[str]) -> str:
    """Words as English lists them.

    >>> listed_words(["A", "B", "C"])
    'A, B and C'
    """
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def some(part: int, whole: int, noun: str) -> str:
    """How many of how many.

    >>> some(1, 1, "leg"), some(2, 2, "leg"), some(3, 3, "leg"), some(1, 3, "leg")
    ('the only leg', 'both legs', 'all 3 legs', '1 of 3 legs')
    """
    if part != whole:
        return f"{part:,} of {whole:,} {noun}s"
    return {1: f"the only {noun}", 2: f"both {noun}s"}.get(whole, f"all {whole:,} {noun}s")


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, one full stop.

    >>> sentence("named by Acme Ltd.")
    'Named by Acme Ltd.'
    """
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def days(least: int, most: int) -> str:
    """A number of days, or the numbers that imprecise dates allow.

    >>> days(1, 1), days(3, 30)
    ('1 day', '3 to 30 days')
    """
    if least == most:
        return f"{most} day{'' if most == 1 else 's'}"
    return f"{least} to {most} days"
