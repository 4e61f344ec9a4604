"""Person 360: the first look in one screen, and below it the journey, services, relatives and every fact."""

from __future__ import annotations

import streamlit as st

from explorer.answers import sheet_of
from explorer.markup import link, tag
from explorer.page import open_page, person_asked_for, person_tabs
from explorer.person_details import coverage_lines, facts_table, journey_table, services_tables
from explorer.person_sheet import first_look, headline
from explorer.relatives_near import near_table
from explorer.wording import say

with open_page() as view:
    person = person_asked_for()
    sheet = sheet_of(view, person)
    st.html(headline(sheet))
    person_tabs(person, "person")
    st.html(first_look(sheet))
    journey, services, relatives, facts = st.tabs(
        [say(f"person.tab.{name}") for name in ("journey", "services", "relatives", "facts")]
    )
    with journey:
        st.html(journey_table(sheet))
    with services:
        st.html(services_tables(sheet))
    with relatives:
        st.html(coverage_lines(sheet))
        st.html(link(say("person.open_family"), "family", person=person))
        st.html(near_table(sheet))
    with facts:
        st.html(tag("div", facts_table(sheet)))
