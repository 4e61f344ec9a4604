"""A visit to the explorer in a real browser: going somewhere, waiting for it, and reaching into the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Visit:
    """A page of the explorer, with what it asked for elsewhere and what it complained of."""

    page: Page
    address: str
    strangers: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str = "/") -> None:
        """Open a path and wait until it is drawn."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until no run of the page is under way."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=30_000)

    @property
    def graph(self) -> Locator:
        """The drawing of the walkable graph."""
        return self.page.locator(".canvas")

    def wait_for_graph(self) -> None:
        """Wait until somebody is drawn."""
        self.graph.wait_for(timeout=30_000)
        self.page.wait_for_function("e => Number(e.dataset.people) > 0", arg=self.graph.element_handle())

    def drawn(self) -> int:
        """How many people are drawn."""
        return int(self.graph.get_attribute("data-people") or 0)

    def spot(self, person: str) -> dict[str, dict[str, float] | float]:
        """Where somebody is: on the screen (x, y) and on the sheet."""
        found: dict[str, dict[str, float] | float] = self.graph.evaluate(
            "(e, p) => e.walkableGraph.whereabouts(p)", person
        )
        return found

    def click_person(self, person: str) -> None:
        """Click somebody in the drawing."""
        spot = self.spot(person)
        self.page.mouse.click(float(spot["x"]), float(spot["y"]))  # type: ignore[arg-type]

    def wait_for_people(self, more_than: int, seconds: int = 10) -> None:
        """Wait until more people are drawn than there were."""
        self.page.wait_for_function(
            "([canvas, before]) => Number(canvas.dataset.people) > before",
            arg=[self.graph.element_handle(), more_than],
            timeout=seconds * 1000,
        )
