"""Progress: one protocol for all who tell, a silent listener and one that draws."""

from __future__ import annotations

import io

from rich.console import Console

from ingest.progress import ProgressBars, ProgressSink, Silence


def tell(sink: ProgressSink) -> None:
    """Two stages, the second without a known size."""
    sink.stage("read snap.csv", 200)
    sink.advance(150)
    sink.advance(50)
    sink.stage("link: train", None)
    sink.done()
    sink.advance(1)
    sink.done()


def test_bars_show_stages_counts_and_rates() -> None:
    """Each stage is a line with its name, how many of how many, and a rate; a stage of unknown size ends as done."""
    out = io.StringIO()
    with ProgressBars(Console(file=out, force_terminal=True, width=120, color_system=None)) as bars:
        tell(bars)
    last = out.getvalue()
    assert "read snap.csv" in last
    assert "200/200" in last
    assert "/s" in last
    assert "link: train" in last


def test_silence_says_nothing_and_is_a_listener() -> None:
    """The silent listener and the drawing one both answer the protocol."""
    tell(Silence())
    assert isinstance(Silence(), ProgressSink)
    assert isinstance(ProgressBars(), ProgressSink)
