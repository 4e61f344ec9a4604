"""Find a child: one search box, and what tells people of one name apart."""

from __future__ import annotations

import streamlit as st

from explorer.answers import found, in_care_now
from explorer.found_people import AGE_GROUPS, found_card, of_age_group
from explorer.markup import joined, plain, tag
from explorer.page import empty_state, open_page
from explorer.wording import counted, say
from explorer.wording.telling import told_list

st.html(tag("h1", say("page.find"), class_="k-page"))
text = st.text_input(
    say("find.label"), key="q", placeholder=say("find.placeholder"), type="search", bind="query-params"
)
with st.container(horizontal=True, vertical_alignment="center"):
    st.html(tag("span", say("find.hint", examples=say("find.examples")), class_="k-quiet"))
    group = st.segmented_control(
        say("find.age"),
        AGE_GROUPS,
        default="all",
        required=True,
        key="age",
        format_func=lambda name: say(f"find.age.{name}"),
        label_visibility="collapsed",
    )

with open_page() as view:
    if not text or not text.strip():
        st.html(tag("p", say("find.start"), class_="k-quiet"))
        in_care = of_age_group(in_care_now(view), group or "all")
        if in_care:
            st.html(tag("h2", say("find.in_care_now")))
            st.html(tag("ul", joined(tag("li", found_card(each)) for each in in_care), class_="k-found"))
        st.stop()
    result = found(view, text)
    people = of_age_group(result.people, group or "all")
    understood = say("find.understood", parts=told_list(list(result.understood))) if result.understood else ""
    if not result.people:
        ways = "\n".join(f"- {plain(way)}" for way in say("find.none_ways").split("|"))
        empty_state(say("find.none"), f"{plain(understood)}\n\n{say('find.none_do')}\n\n{ways}")
        st.stop()
    count = say("find.count", people=counted("person", len(people)))
    st.html(tag("p", tag("b", count), f" {understood}", class_="k-quiet", role="status"))
    if not people:
        st.html(tag("p", say("find.none_filtered", count=len(result.people)), class_="k-none"))
    st.html(tag("ul", joined(tag("li", found_card(each)) for each in people), class_="k-found"))
    if result.more:
        st.html(tag("p", say("find.more"), class_="k-quiet"))
