"""The explorer's entry: pages, the banner of fictional data, who is looking, how old the records are."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import streamlit as st

# Streamlit puts this folder on the path; our packages are found from the folder above it.
if str(Path(__file__).parent.parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent.parent))

from casework.opening import DEMO_VIEWER
from explorer.bootstrap import casework
from explorer.markup import Html, joined, tag
from explorer.page import PAGES, person_in_address, sidebar_links
from explorer.source_list import as_of_line
from explorer.wording import say
from graphmodel.errors import Kin360Error
from graphmodel.snapshot import Manifest

SIDEBAR_PIXELS = 230


def _manifest() -> Manifest | None:
    """What is loaded, or None; the page itself says why when it cannot be opened."""
    try:
        return casework().manifest()
    except Kin360Error:
        return None


def _pages() -> list[st.Page]:
    """The pages. Without icons: Streamlit fetches a page's icon from a font host, and nothing may leave here."""
    return [
        st.Page(f"views/{name}.py", title=say(f"page.{name}"), url_path=name, default=name == "find") for name in PAGES
    ]


STATIC = resources.files("explorer").joinpath("static")
st.set_page_config(
    page_title=say("app.name"),
    page_icon=str(STATIC.joinpath("kin360.svg")),
    layout="wide",
    initial_sidebar_state=SIDEBAR_PIXELS,
)
page = st.navigation(_pages(), position="hidden")
st.html(tag("style", Html(STATIC.joinpath("kin360.css").read_text("utf-8"))))
manifest = _manifest()
with st.sidebar:
    demo = say("app.demo") if DEMO_VIEWER.demo else ""
    as_of = as_of_line(manifest) if manifest else ""
    st.html(
        joined(
            (
                sidebar_links(page.url_path or PAGES[0], person_in_address()),
                tag("div", tag("b", demo), f"{DEMO_VIEWER.name}. ", say("app.demo_note"), class_="k-who"),
                tag("p", as_of, class_="k-quiet"),
            )
        )
    )
if manifest and manifest.fictional:
    st.html(tag("div", say("app.fictional"), class_="k-banner", role="note"))
page.run()
