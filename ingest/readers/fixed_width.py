"""Fixed-width text, the format of mainframe extracts."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.lines import LineFile
from ingest.readers.reader import ROWS_PER_BATCH, Batch, Problem, Reader


class FixedWidthReader(Reader):
    """Cuts each line at the places the contract states. Header and trailer lines are named by their prefixes."""

    def batches(self) -> Iterator[Batch]:
        """See Reader. Blank lines are no rows; a line shorter than the layout is rejected unless ``ragged``."""
        lines = LineFile(self.path, self.format)
        layout = {name: slice(start - 1, start - 1 + length) for name, (start, length) in self.format.widths.items()}
        cuts = {name: layout[name] for name in self.wanted if name in layout}
        needed = max((cut.stop for cut in layout.values()), default=0)
        shortest = 1 if self.format.ragged else needed
        texts: list[str] = []
        batch = Batch()
        count = 0
        for line in lines.data():
            text = line.text.replace("\x00", " ") if "\x00" in line.text else line.text
            if not text.strip() and line.fault is None:
                continue
            count += 1
            if line.fault:
                batch.rejects.append(Problem(line.number, None, text[:200], line.fault))
            elif len(text) < shortest or (not line.ended and len(text) < needed):
                cut = "; the file ends inside this line" if not line.ended else ""
                reason = f"{len(text)} characters where the layout has {needed}{cut}"
                batch.rejects.append(Problem(line.number, None, text[:200], reason))
            else:
                texts.append(text)
                batch.lines.append(line.number)
            if len(texts) + len(batch.rejects) >= ROWS_PER_BATCH:
                yield _filled(batch, texts, cuts, lines)
                batch, texts = Batch(), []
        if texts or batch.rejects:
            yield _filled(batch, texts, cuts, lines)
        self.skipped = lines.skipped
        self.error = lines.trailer_fault(count)

    def found_columns(self) -> set[str]:
        """The columns of the layout; the file has to be readable text."""
        next(LineFile(self.path, self.format).all(), None)
        return set(self.format.widths)


def _filled(batch: Batch, texts: list[str], cuts: dict[str, slice], lines: LineFile) -> Batch:
    batch.columns = {name: [text[cut] for text in texts] for name, cut in cuts.items()}
    batch.position = lines.position
    return batch
