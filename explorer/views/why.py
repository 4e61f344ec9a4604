"""Why one person: the records side by side, what each link rests on, and links that were held back."""

from __future__ import annotations

import streamlit as st

from explorer.answers import why_of
from explorer.markup import joined, tag
from explorer.page import open_page, person_asked_for, person_tabs
from explorer.why_sheet import held_block, introduction, link_block, records_table
from explorer.wording import say

with open_page() as view:
    person = person_asked_for()
    why = why_of(view, person)
    st.html(tag("div", tag("h1", why.portrait.name), tag("span", say("page.why"), class_="k-sub"), class_="k-title"))
    person_tabs(person, "why")
    st.html(tag("p", introduction(why)))
    st.html(joined((tag("h2", say("why.records")), tag("div", records_table(why), class_="k-wide"))))
    if why.links:
        blocks = tag("div", joined(map(link_block, why.links)), class_="k-grid-wide")
        st.html(joined((tag("h2", say("why.links")), blocks)))
    st.html(tag("h2", say("why.held")))
    if why.held:
        st.html(tag("div", joined(map(held_block, why.held)), class_="k-grid-wide"))
        st.html(tag("p", say("why.held_do"), class_="k-quiet"))
    else:
        st.html(tag("p", say("why.held_none"), class_="k-none"))
