"""The component's assets."""

from __future__ import annotations

from importlib import resources

from explorer.components.walkable_graph.registration import vis_network_file

ASSETS = resources.files("explorer.components.walkable_graph").joinpath("assets")


def test_vis_network_comes_from_the_installed_pyvis() -> None:
    """The script served to the browser is the one of the pyvis wheel, with its licence in its head."""
    text = vis_network_file().read_text("utf-8")[:1000]
    assert "@version 9.1.2" in text
    assert "Apache 2.0 License" in text


def test_the_browser_side_never_writes_markup_and_names_no_other_host() -> None:
    """No asset uses innerHTML or its like, evaluates text, or names an address outside."""
    for asset in ASSETS.iterdir():
        text = asset.read_text("utf-8")
        for danger in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "http://",
            "https://",
        ):
            assert danger not in text, (asset.name, danger)
