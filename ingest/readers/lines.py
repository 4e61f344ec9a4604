"""Physical lines of a text file: decoded, never longer than the limit, told apart from trailers.

Lines come in blocks of about a megabyte, because a step a block is far quicker than a step a line; a block with
anything odd in it is taken apart line by line.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from graphmodel.errors import SourceError
from ingest.contracts.contract import Format
from ingest.readers.reader import MAX_LINE_BYTES

_SNIFF_BYTES = 4096
_BLOCK_BYTES = MAX_LINE_BYTES
_WIDE = ("utf-16", "utf-32")
# First bytes of what agencies send by mistake instead of the text file.
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive or Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word document",
    b"SQLite format 3": "a SQLite database",
}


@dataclass(slots=True)
class Block:
    """A run of lines without their line ends.

    Attributes:
        numbers: Line number of each, from 1.
        texts: The decoded lines; undecodable bytes are replaced.
        faults: Place in ``texts`` -> why that line cannot be used.
        cut: True when the last line lacks its line end: the file may have been cut off there.
    """

    numbers: Sequence[int]
    texts: list[str]
    faults: dict[int, str] = field(default_factory=dict)
    cut: bool = False


class _Bytes(Protocol):
    """What a block is read from."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""


class LineFile:
    """A text file read in constant memory.

    Args:
        path: The file.
        format: The contract's format: encoding, ``skip_prefixes``, trailer.

    Attributes:
        position: Bytes consumed.
        skipped: Lines the contract says are no data, the trailer among them.
        trailer: Text of the trailer line, once met.
        after_trailer: True when rows follow the trailer.
    """

    def __init__(self, path: Path, format: Format) -> None:
        self.path, self.format = path, format
        self.position = 0
        self.skipped = 0
        self.trailer: str | None = None
        self.after_trailer = False

    def blocks(self) -> Iterator[Block]:
        """All lines that are neither skipped nor the trailer.

        Raises:
            SourceError: The file is empty, cannot be opened, or is no text of the contract's encoding.
        """
        trailer = self.format.trailer_prefix
        marks = (*self.format.skip_prefixes, *([trailer] if trailer else []))
        for block in self._all():
            if marks and (marked := [i for i, text in enumerate(block.texts) if text.startswith(marks)]):
                yield self._without(block, set(marked))
            else:
                if self.trailer is not None and any(text.strip() for text in block.texts):
                    self.after_trailer = True
                yield block

    def trailer_fault(self, rows: int) -> str | None:
        """What the trailer says against ``rows`` rows having been met, or None when it agrees or none is due."""
        if self.format.trailer_prefix is None:
            return None
        if self.trailer is None:
            return (
                f"The file was cut off: it does not end with a line that begins with {self.format.trailer_prefix!r}."
                f" The {rows:,} rows before stand."
            )
        if self.after_trailer:
            return "Rows follow the trailer line: two files may have been joined."
        if self.format.trailer_count is None:
            return None
        start, length = self.format.trailer_count
        stated = self.trailer[start - 1 : start - 1 + length].strip()
        if not stated.isdecimal():
            return f"The trailer line states no number of rows where it should: {stated!r}."
        return None if int(stated) == rows else f"The trailer states {int(stated):,} rows, {rows:,} were found."

    def _without(self, block: Block, marked: set[int]) -> Block:
        kept = Block([], [], cut=block.cut)
        numbers: list[int] = []
        for place, text in enumerate(block.texts):
            if place not in marked:
                if self.trailer is not None and text.strip():
                    self.after_trailer = True
                if place in block.faults:
                    kept.faults[len(numbers)] = block.faults[place]
                numbers.append(block.numbers[place])
                kept.texts.append(text)
            else:
                self.skipped += 1
                if self.format.trailer_prefix and text.startswith(self.format.trailer_prefix):
                    self.trailer = text
        kept.numbers = numbers
        # When the marked line was the last, the line before it had its end.
        kept.cut = block.cut and len(block.texts) - 1 not in marked
        return kept

    def _all(self) -> Iterator[Block]:
        encoding = codecs.lookup(self.format.encoding).name
        try:
            with self.path.open("rb") as stream:
                self._sniff(stream, encoding)
                if encoding.startswith(_WIDE):
                    yield from self._cut_blocks(_Transcoded(stream, encoding, self.path), "utf-8")
                else:
                    yield from self._cut_blocks(stream, encoding)
        except OSError as error:
            raise SourceError(f"The file cannot be read: {error.strerror}", to=self.path.name) from error

    def _sniff(self, stream: BinaryIO, encoding: str) -> None:
        head = stream.read(_SNIFF_BYTES)
        if not head:
            raise SourceError("The file is empty (0 bytes)", to=self.path.name, do="Ask the agency to send it again.")
        for magic, what in _MAGIC.items():
            if head.startswith(magic):
                raise SourceError(f"The file is {what}, not text", to=self.path.name, do="Unpack or export it first.")
        stream.seek(0)
        if encoding.startswith(_WIDE):
            return
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) > len(head) // 4:
            raise SourceError(
                f"The file looks like UTF-16 or binary data; its contract says {self.format.encoding}",
                to=self.path.name,
                do="Ask the agency for the agreed encoding, or set format.encoding in the contract.",
            )
        if head.startswith(codecs.BOM_UTF8):
            stream.seek(len(codecs.BOM_UTF8))

    def _cut_blocks(self, stream: _Bytes, encoding: str) -> Iterator[Block]:
        number, rest = 1, b""
        while chunk := stream.read(_BLOCK_BYTES):
            self.position += len(chunk)
            whole, end, after = (rest + chunk).rpartition(b"\n")
            if not end and len(after) > MAX_LINE_BYTES:
                fault, rest = self._overlong(stream, after)
                yield Block([number], [after[:100].decode(encoding, "replace")], {0: fault})
                number += 1
                continue
            rest = after
            if end:
                block = self._decoded(whole, number, encoding)
                number += len(block.texts)
                yield block
        if rest:
            block = self._decoded(rest, number, encoding)
            block.cut = True
            yield block

    def _decoded(self, raw: bytes, number: int, encoding: str) -> Block:
        try:
            texts = raw.decode(encoding).split("\n")
            faults: dict[int, str] = {}
        except UnicodeDecodeError:
            texts, faults = self._line_by_line(raw.split(b"\n"), encoding)
        if any(map(_ends_with_return, texts)):
            texts = [text.removesuffix("\r") for text in texts]
        if len(raw) > MAX_LINE_BYTES:
            for place, text in enumerate(texts):
                if len(text) > MAX_LINE_BYTES:
                    faults[place], texts[place] = _too_long(len(text)), text[:100]
        return Block(range(number, number + len(texts)), texts, faults)

    def _line_by_line(self, lines: list[bytes], encoding: str) -> tuple[list[str], dict[int, str]]:
        texts: list[str] = []
        faults: dict[int, str] = {}
        for place, line in enumerate(lines):
            try:
                texts.append(line.decode(encoding))
            except UnicodeDecodeError as error:
                found = f"byte 0x{line[error.start]:02X} at position {error.start + 1}"
                faults[place] = f"{found} is not {self.format.encoding}"
                texts.append(line.decode(encoding, "replace"))
        return texts, faults

    def _overlong(self, stream: _Bytes, begun: bytes) -> tuple[str, bytes]:
        """Skip to the end of a line that is too long; returns the complaint and what was read beyond it."""
        length = len(begun)
        while chunk := stream.read(_BLOCK_BYTES):
            self.position += len(chunk)
            inside, end, after = chunk.partition(b"\n")
            length += len(inside)
            if end:
                return _too_long(length), after
        return _too_long(length), b""


class _Transcoded:
    """A stream in an encoding whose line ends are not single bytes, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, path: Path) -> None:
        self._stream, self._path = stream, path
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._first = True

    def read(self, size: int, /) -> bytes:
        """Some bytes of UTF-8; none at the end."""
        while True:
            chunk = self._stream.read(size)
            try:
                text = self._decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise SourceError(f"The file is not {error.encoding}: {error.reason}", to=self._path.name) from error
            if self._first and text:
                text, self._first = text.removeprefix("\ufeff"), False
            if text or not chunk:
                return text.encode()


def _ends_with_return(text: str) -> bool:
    return text.endswith("\r")


def _too_long(length: int) -> str:
    return f"line of {length:,} bytes; more than {MAX_LINE_BYTES:,} are no record"
