"""Opens casework once for the process that serves the explorer."""

from __future__ import annotations

import streamlit as st

from casework.opening import Casework
from graphmodel.home import Home


@st.cache_resource(show_spinner=False, on_release=Casework.close)
def _opened(root: str) -> Casework:
    """One Casework a home and process: snapshots are opened once and shared by all sessions."""
    return Casework.from_environment()


def casework() -> Casework:
    """Casework over the home that KIN360_HOME names now."""
    return _opened(str(Home.from_environment().root))
