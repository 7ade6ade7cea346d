"""Numbers of registers: which register a number is of, and numbers written beside a name.

Two different numbers of one register are two parties; a tax number and a register number are not
comparable.

Sources: ISO 17442-1:2020 (LEI, check digits by ISO/IEC 7064 MOD 97-10); GB 32100-2015 (the unified
social credit code of China, check character modulo 31).
"""

from __future__ import annotations

import re

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_CREDIT_CODE = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{2}\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}")
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BESIDE = re.compile(
    r"\b(?:vat|gstin?|tin|tax\s*id|usci|uscc|ein|inn|инн|iec|nit|ruc|cnpj|pan|lei)\b"
    r"[\s.:#]*(?:no\b|number\b)?[\s.:#]*((?=[\w./-]*\d)[\w./-]{5,})",
    re.IGNORECASE,
)
_LONGEST = 1_000


def register_of(number: str) -> str:
    """Of which register a normalised number is: `lei`, `uscc`, or how it is written.

    >>> register_of("529900T8BM49AURSDO55"), register_of("914403001922038216"), register_of("77-A")
    ('lei', 'uscc', '99-A')
    >>> register_of("7707083893") == register_of("7736050003")
    True
    """
    if _LEI.fullmatch(number) and int("".join(str(int(char, 36)) for char in number)) % 97 == 1:
        return "lei"
    if _CREDIT_CODE.fullmatch(number) and _credit_check(number) == number[-1]:
        return "uscc"
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", number))


def numbers_beside(text: str) -> tuple[str, ...]:
    """Tax and register numbers that a party field writes beside the name.

    >>> numbers_beside("MIREL LTD VAT NO. GB 123"), numbers_beside("OOO ORU, INN 7707083893")
    ((), ('7707083893',))
    """
    return tuple(found[1] for found in _BESIDE.finditer(text[:_LONGEST]))


def _credit_check(number: str) -> str:
    total = sum(_CREDIT_LETTERS.index(char) * pow(3, at, 31) for at, char in enumerate(number[:17]))
    return _CREDIT_LETTERS[-total % 31]
