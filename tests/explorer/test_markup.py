"""Safe pieces of HTML and Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.markup import Html, joined, link, plain, table, tag

SCRIPT = '"><script>alert(1)</script>'


def test_text_from_data_is_escaped_everywhere() -> None:
    """Markup in a text, an attribute, a link or a table cell comes out as text."""
    pieces = (
        tag("b", SCRIPT),
        tag("b", "x", title=SCRIPT),
        link(SCRIPT, "person", person=SCRIPT),
        table([SCRIPT], [[SCRIPT]], SCRIPT),
        joined(["a", "b"], SCRIPT),
    )
    assert all(
        ("<script" not in piece and '"><' not in piece.replace("p></", "")) or "&quot;" in piece for piece in pieces
    )
    assert all("<script" not in piece for piece in pieces)


def test_elements_are_kept_and_nothing_is_left_out() -> None:
    """Html inside Html stays markup; None makes nothing; numbers are told."""
    assert tag("p", tag("b", "x"), None, 3) == "<p><b>x</b>3</p>"
    assert isinstance(tag("p"), Html)
    assert tag("td", class_="k", aria_label="a") == '<td class="k" aria-label="a"></td>'


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_text_can_open_an_element(text: str) -> None:
    """Whatever the text, the element holds no other element and no second attribute."""
    made = tag("b", text, title=text)
    assert made.count("<") == 2
    assert made.count('"') == 2


@given(st.text(alphabet="*_[](){}#`~:$<>&|!\\-.+ ab", max_size=30))
def test_markdown_specials_are_taken_literally(text: str) -> None:
    """Every special character of Markdown and of Streamlit's extensions is preceded by a backslash."""
    escaped = plain(text)
    rest = escaped.replace("\\\\", "")
    for position, letter in enumerate(rest):
        if letter in "*_[](){}#`~:$<>&|!":
            assert rest[position - 1] == "\\"
