import pytest

from graphscan.cli import text


@pytest.mark.parametrize(
    "char", ["\x1b", "\r", "\n", "\t", "\x00", "\x9b", "\u202e", "\u2028", "\u2066"]
)
def test_what_steers_a_terminal_is_replaced(char: str) -> None:
    assert text.clean(f"a{char}b") == "a\ufffdb"


def test_names_in_other_scripts_stay_as_they_are() -> None:
    for name in ("华为技术有限公司", "شرکت\u200cها", "ООО «Ромашка»", "Şişecam"):
        assert text.clean(name) == name
