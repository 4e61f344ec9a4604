"""Small, safe pieces of HTML: every text from data is escaped, once, here.

>>> str(tag("b", "Smith & <script>"))
'<b>Smith &amp; &lt;script&gt;</b>'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import urlencode

FIRST_PAGE = "find"


class Html(str):
    """Text that is markup already. Only this module makes it."""

    __slots__ = ()


Child = Html | str | int | None


def tag(name: str, *children: Child, **attributes: str | int | None) -> Html:
    """An element. Children that are not Html are escaped; None is left out.

    Args:
        name: Element name, a word of our own.
        children: Texts and elements inside.
        attributes: Attributes by name; ``class_`` stands for ``class``, an underscore within for a hyphen.
    """
    inner = "".join(map(_escaped, children))
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{named}>{inner}</{name}>")


def joined(children: Iterable[Child], between: str = "") -> Html:
    """Several pieces after one another, with a text between them."""
    return Html(_escaped(between).join(_escaped(child) for child in children if child not in (None, "")))


def href(page: str, **query: str) -> str:
    """The address of a page of the explorer, seen from any other. The first page's own is the root.

    >>> href("person", person="P12")
    './person?person=P12'
    """
    path = "./" if page == FIRST_PAGE else f"./{page}"
    return f"{path}?{urlencode(query)}" if query else path


def link(label: Child, page: str, class_: str | None = None, **query: str) -> Html:
    """A link to a page of the explorer, such as ``link("Ana Ruiz", "person", person="P12")``.

    A plain link loads the page anew, which costs half a second, and keeps the browser's promises: back leads to where
    one was, a middle click opens a tab, an address can be shared. Streamlit's own page links put two entries into the
    browser's history, the first of them a page that never was.
    """
    return tag("a", label, href=href(page, **query), class_=class_)


def table(head: Iterable[Child], rows: Iterable[Iterable[Child]], caption: str, class_: str = "k-table") -> Html:
    """A table that a screen reader can read: caption, header cells, body."""
    cells = joined(tag("th", cell, scope="col") for cell in head)
    body = joined(tag("tr", joined(tag("td", cell) for cell in row)) for row in rows)
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", cells)),
        tag("tbody", body),
        class_=class_,
    )


def plain(text: str) -> str:
    r"""Text for a Streamlit element that reads Markdown, with every special character taken literally.

    >>> print(plain("*Al* [Ng](x) :red[y] $5"))
    \*Al\* \[Ng\]\(x\) \:red\[y\] \$5
    """
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~:$<>&])", r"\\\1", " ".join(text.split()))


def _escaped(child: Child) -> str:
    if child is None:
        return ""
    return child if isinstance(child, Html) else html.escape(str(child), quote=True)
