"""Registers the component's assets with the running Streamlit.

Streamlit finds packaged components by scanning installed distributions for a pyproject.toml beside the import package
of the same name, which neither an editable install nor our several top-level packages have. The same registration is
therefore made here, on the runtime that asks: the tests' runtimes come and go.

vis-network is served from the pyvis wheel, which carries it with its licence (Apache-2.0 or MIT); nothing of it is
copied.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.components.v2 import component
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from graphmodel.errors import SettingError

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

NAME = "kin360.walkable_graph"
VIS_FOLDER = "lib/vis-9.1.2"
VIS_FILE = "vis-network.min.js"


def vis_network_file() -> Path:
    """The vis-network script inside the installed pyvis.

    Raises:
        SettingError: pyvis is another version and has none at that place.
    """
    # Found, not imported: importing pyvis brings in IPython, a second of waiting for a folder's name.
    spec = find_spec("pyvis")
    file = Path(spec.origin if spec and spec.origin else "pyvis").parent / VIS_FOLDER / VIS_FILE
    if not file.is_file():
        raise SettingError("pyvis does not carry vis-network 9.1.2", to=str(file), do="Run `make setup`.")
    return file


def register_assets() -> None:
    """Tell the running Streamlit where the assets lie; again is harmless."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is not None:
        return
    own = Path(str(resources.files("explorer.components.walkable_graph")))
    for name, root, folder in (
        ("walkable_graph", own, "assets"),
        ("vis_network", vis_network_file().parents[1], Path(VIS_FOLDER).name),
    ):
        config = ComponentConfig(name=name, asset_dir=folder)
        manifest = ComponentManifest(name="kin360", version=_version(), components=[config])
        manager.register_from_manifest(manifest, root)


@cache
def renderer() -> ComponentRenderer:
    """The mounting command. Call ``register_assets`` first, on every run."""
    html = resources.files("explorer.components.walkable_graph").joinpath("assets/walkable_graph.html")
    return component(NAME, html=html.read_text("utf-8"), css="walkable_graph.css", js="walkable_graph.js")


def _version() -> str:
    try:
        return version("kin360")
    except PackageNotFoundError:
        return "0"
