"""Family: every relative as a table, and the same family as a graph to walk in."""

from __future__ import annotations

import streamlit as st

from casework.family import Family
from explorer import family_walk as walking
from explorer.answers import family_of, step_from
from explorer.bootstrap import casework
from explorer.components.walkable_graph import Drawing, event_of, walkable_graph
from explorer.family_table import drawn_table, family_table, kept
from explorer.markup import tag
from explorer.page import empty_state, open_page, person_asked_for, person_tabs, show_error
from explorer.people_words import nearest_term
from explorer.wording import say
from graphmodel.errors import GraphStoreError, Kin360Error

GRAPH = "walk_event"
WALK = "walk"
DRAWN = "walk_drawn"
VIEWS = ("walk", "table")
SIDES = ("all", "maternal", "paternal")


def show_table(family: Family) -> None:
    """Filters and the table of relatives."""
    with st.container(horizontal=True, vertical_alignment="center"):
        side = st.segmented_control(
            say("family.filter.side"),
            SIDES,
            default="all",
            required=True,
            key="side",
            format_func=lambda name: say("family.filter.all") if name == "all" else say(f"person.call.{name}"),
            label_visibility="collapsed",
        )
        phone = st.checkbox(say("family.filter.phone"), key="phone")
        living = st.checkbox(say("family.filter.living"), key="living")
    chosen = None if side == "all" else side
    st.html(family_table(family, kept(family.relatives, side=chosen, phone=phone, living=living)))


@st.fragment
def show_graph(name: str, family: Family) -> None:
    """The graph and its table twin; a click runs this part of the page alone.

    Where relatives cannot be fetched just now, the graph stays as the browser has it, with the reason above it.
    """
    # Always there, so that a message does not move the graph to another place among the elements and redraw it.
    notice = st.container()
    walk = st.session_state.get(WALK)
    if walk is None or walk.name != name:
        walk = walking.at_first(name, family, st.query_params.get(WALK, ""))
    terms = {relative.brief.person: nearest_term(relative) for relative in family.relatives}
    try:
        with casework().view() as view:
            walk, drawing = walking.draw(walk, lambda person: step_from(view, person), terms)
        st.session_state[WALK], st.session_state[DRAWN] = walk, drawing
    except Kin360Error as error:
        with notice:
            show_error(error)
        last: Drawing | None = st.session_state.get(DRAWN)
        # Whoever was clicked stays asked for, and is fetched when this part of the page runs again.
        if not (isinstance(error, GraphStoreError) and error.retry and last and last.name == name):
            st.stop()
        drawing = last
    walkable_graph(drawing, walking.walk_words(), key=GRAPH, on_event=lambda: _step(drawing))
    st.html(drawn_table(drawing))


def _step(drawing: Drawing) -> None:
    """Runs before the part of the page that a click starts: one more person's relatives are asked for."""
    event = event_of(GRAPH, drawing)
    if event:
        st.session_state[WALK] = walking.expand(st.session_state[WALK], event.person)


with open_page() as opened:
    person = person_asked_for()
    with st.spinner(say("family.slow"), show_time=False):
        whole = family_of(opened, person)
    st.html(tag("div", tag("h1", whole.ego.name), tag("span", say("page.family"), class_="k-sub"), class_="k-title"))
    row = person_tabs(person, "family")
    if not whole.relatives:
        empty_state(say("family.none"), say("family.none_do"))
        st.stop()
    asked = st.query_params.get("as")
    shown = row.segmented_control(
        say("family.view"),
        VIEWS,
        default=asked if asked in VIEWS else "walk",
        required=True,
        key="as",
        on_change=lambda: st.query_params.update({"as": st.session_state["as"]}),
        format_func=lambda name: say(f"family.view.{name}"),
        label_visibility="collapsed",
    )
    if whole.truncated:
        st.warning(say("family.truncated"))
    if shown == "table":
        show_table(whole)
    else:
        show_graph(f"{opened.run.name}:{person}", whole)
