"""Fixed-width text, the format of mainframe extracts."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.lines import LineFile
from ingest.readers.reader import Batch, Problem, Reader


class FixedWidthReader(Reader):
    """Cuts each line at the places the contract states. Header and trailer lines are named by their prefixes."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. Blank lines are no rows; a line shorter than the layout is rejected unless ``ragged``."""
        lines = LineFile(self.path, self.format)
        layout = {name: slice(start - 1, start - 1 + length) for name, (start, length) in self.format.widths.items()}
        cuts = {name: layout[name] for name in self.wanted if name in layout}
        needed = max((cut.stop for cut in layout.values()), default=0)
        texts: list[str] = []
        batch = Batch()
        count = 0
        for block in lines.blocks():
            for place, text in enumerate(block.texts):
                fault = block.faults.get(place)
                cut = block.cut and place == len(block.texts) - 1
                if fault is None and len(text) < needed and (cut or not self.format.ragged) and text.strip():
                    ending = "; the file ends inside this line" if cut else ""
                    fault = f"{len(text)} characters where the layout has {needed}{ending}"
                if fault is not None:
                    batch.rejects.append(Problem(block.numbers[place], None, text[:200], fault))
                elif text.strip():
                    # A NUL holds a place as a blank does.
                    texts.append(text.replace("\x00", " "))
                    batch.lines.append(block.numbers[place])
            if batch.full(lines.position):
                count += len(texts) + len(batch.rejects)
                yield _filled(batch, texts, cuts, lines.position)
                batch, texts = Batch(began=lines.position), []
        count += len(texts) + len(batch.rejects)
        if texts or batch.rejects:
            yield _filled(batch, texts, cuts, lines.position)
        self.skipped = lines.skipped
        self.error = lines.trailer_fault(count)

    def found_columns(self) -> set[str]:
        """The columns of the layout; the file has to be readable text."""
        next(LineFile(self.path, self.format).blocks(), None)
        return set(self.format.widths)


def _filled(batch: Batch, texts: list[str], cuts: dict[str, slice], position: int) -> Batch:
    batch.columns = {name: [text[cut] for text in texts] for name, cut in cuts.items()}
    batch.position = position
    return batch
