"""Casework's answers, kept between the runs of a page.

Every key holds the view's own key: snapshot, viewer, purpose, stage, policy epoch, day; so nothing kept for one viewer
is ever shown to another. The answers are frozen and shared by sessions as they are: nothing is copied on the way.
"""

from __future__ import annotations

from collections.abc import Hashable

import streamlit as st

from casework.family import Family, FamilyStep, family, neighbours
from casework.find import FindResult, Found, children_in_care, find_people
from casework.profile import Person360, person_360
from casework.view import View
from casework.why_one_person import WhyOne, why_one_person

GENERATIONS = 4


def found(view: View, text: str) -> FindResult:
    """People found for a text."""
    return _found(view.key, text, view)


def in_care_now(view: View) -> tuple[Found, ...]:
    """Children in open removal cases, the latest first."""
    return _in_care_now(view.key, view)


def sheet_of(view: View, person: str) -> Person360:
    """The Person 360."""
    return _sheet_of(view.key, person, view)


def family_of(view: View, person: str) -> Family:
    """The family within four generations."""
    return _family_of(view.key, person, view)


def step_from(view: View, person: str) -> FamilyStep:
    """One person's own ties."""
    return _step_from(view.key, person, view)


def why_of(view: View, person: str) -> WhyOne:
    """Why the records are one person."""
    return _why_of(view.key, person, view)


@st.cache_resource(max_entries=64, show_spinner=False)
def _found(key: Hashable, text: str, _view: View) -> FindResult:
    return find_people(_view, text)


@st.cache_resource(max_entries=64, show_spinner=False)
def _in_care_now(key: Hashable, _view: View) -> tuple[Found, ...]:
    return children_in_care(_view)


@st.cache_resource(max_entries=32, show_spinner=False)
def _sheet_of(key: Hashable, person: str, _view: View) -> Person360:
    return person_360(_view, person)


@st.cache_resource(max_entries=32, show_spinner=False)
def _family_of(key: Hashable, person: str, _view: View) -> Family:
    return family(_view, person, GENERATIONS)


@st.cache_resource(max_entries=2000, show_spinner=False)
def _step_from(key: Hashable, person: str, _view: View) -> FamilyStep:
    return neighbours(_view, person)


@st.cache_resource(max_entries=32, show_spinner=False)
def _why_of(key: Hashable, person: str, _view: View) -> WhyOne:
    return why_one_person(_view, person)
