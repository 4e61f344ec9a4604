"""Sources: what was loaded, how old it is, and what was rejected."""

from __future__ import annotations

import streamlit as st

from explorer.markup import joined, tag
from explorer.page import open_page
from explorer.source_list import sources_table
from explorer.wording import say

with open_page() as view:
    st.html(tag("h1", say("page.sources"), class_="k-page"))
    st.html(sources_table(view.manifest))
    st.html(tag("p", say("sources.rejects"), class_="k-quiet"))
    versions = sorted(view.manifest.versions.items())
    lines = joined(tag("li", say("sources.version", name=name, version=version)) for name, version in versions)
    run = tag("p", f"{view.manifest.run}, {view.manifest.engine}")
    st.html(tag("details", tag("summary", say("sources.built")), run, tag("ul", lines), class_="k-source"))
