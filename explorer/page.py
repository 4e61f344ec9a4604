"""The frame of every page: a view held open for its run, the person it is about, and errors drawn where they arise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from casework.view import View
from explorer.bootstrap import casework
from explorer.markup import Html, joined, link, plain, tag
from explorer.wording import say
from graphmodel.errors import (
    GraphStoreError,
    Kin360Error,
    NoSnapshot,
    NotInView,
    SettingError,
    SnapshotError,
    StoreConflict,
    ViewRefused,
)

PERSON = "person"
"""Name of the person's id in the address of a page."""

PAGES = ("find", "person", "family", "why", "sources")
PERSON_PAGES = ("person", "family", "why")
_KINDS: tuple[tuple[type[Kin360Error], str], ...] = (
    (ViewRefused, "refused"),
    (SnapshotError, "snapshot"),
    (GraphStoreError, "snapshot"),
    (SettingError, "setting"),
)
_READ_AGAIN = "read again"
_LOG = logging.getLogger(__name__)


@contextmanager
def open_page() -> Iterator[View]:
    """A view for the run of a page. A failure is told on the page, with what to do; the page then stops.

    Records that were brought up to date while the page read them make it read again, once, before anybody is told.
    """
    try:
        with casework().view() as view:
            yield view
        st.session_state.pop(_READ_AGAIN, None)
    except Kin360Error as error:
        if isinstance(error, StoreConflict) and not st.session_state.get(_READ_AGAIN):
            st.session_state[_READ_AGAIN] = True
            st.rerun()
        show_error(error)
        st.stop()


def show_error(error: Kin360Error) -> None:
    """Say what happened, to what, and what to do."""
    if isinstance(error, NoSnapshot):
        empty_state(say("none.snapshot"), say("none.snapshot_do"))
        return
    if isinstance(error, NotInView):
        empty_state(say("none.person"), say("none.person_do"))
        st.html(link(say("page.find"), "find"))
        return
    _LOG.warning("page failed: %s: %s", type(error).__name__, error)
    title, advice = _told(error)
    st.error(f"**{plain(title)}**\n\n{advice}")
    # Pressing it runs the page again, which is all that is needed: the store connects anew by itself.
    st.button(say("error.retry"), type="primary")


def _told(error: Kin360Error) -> tuple[str, str]:
    """Title and text of a failure. What only a technician can act on stands last, for the caseworker to pass on."""
    if isinstance(error, GraphStoreError) and error.retry:
        return say("error.busy"), f"{say('error.busy_do')}\n\n:small[{plain(say('error.detail', detail=error))}]"
    kind = next((name for of, name in _KINDS if isinstance(error, of)), "other")
    subject = f" ({error.to})" if error.to else ""
    return say(f"error.{kind}"), f"{plain(error.what + subject)}\n\n{plain(error.do)}"


def empty_state(title: str, advice: str) -> None:
    """Nothing to show, and what to do about it. ``advice`` is our own wording and may hold Markdown."""
    st.info(f"**{plain(title)}**\n\n{advice}")


def person_in_address() -> str:
    """The id of the person that the page's address names; '' when it names none."""
    return st.query_params.get(PERSON, "")


def person_asked_for() -> str:
    """The person of this page; where its address names none, the page says so and stops."""
    person = person_in_address()
    if not person:
        empty_state(say("none.person_chosen"), say("none.person_chosen_do"))
        st.html(link(say("page.find"), "find"))
        st.stop()
    return person


def person_tabs(person: str, current: str) -> DeltaGenerator:
    """Links between the pages about one person; each carries the person in its address.

    Returns:
        The row they stand in, for what else a page wants there.
    """
    row = st.container(horizontal=True, gap="small", vertical_alignment="center", key="tabs")
    links = (
        link(say(f"page.{name}"), name, class_="k-tab k-here" if name == current else "k-tab", person=person)
        for name in PERSON_PAGES
    )
    row.html(tag("nav", joined(links), aria_label=say("page.child")), width="content")
    return row


def sidebar_links(current: str, person: str) -> Html:
    """The pages of the explorer; those about a person keep to the one being looked at."""
    return tag(
        "nav",
        joined(
            link(
                say(f"page.{name}"),
                name,
                class_="k-nav k-here" if name == current else "k-nav",
                **({PERSON: person} if person and name in PERSON_PAGES else {}),
            )
            for name in PAGES
        ),
        aria_label=say("app.name"),
    )
