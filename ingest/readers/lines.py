"""Physical lines of a text file: decoded one by one, never longer than the limit, told apart from trailers."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graphmodel.errors import SourceError
from ingest.contracts.contract import Format
from ingest.readers.reader import MAX_LINE_BYTES

_SNIFF_BYTES = 4096
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
class Line:
    """One physical line without its line end.

    Attributes:
        number: From 1.
        text: The decoded text; undecodable bytes are replaced.
        fault: Why the line cannot be used, or None.
        ended: False for a last line that lacks its line end.
    """

    number: int
    text: str
    fault: str | None
    ended: bool


class LineFile:
    """A text file read line by line in constant memory.

    Args:
        path: The file.
        format: The contract's format: encoding, ``skip_prefixes``, trailer.

    Attributes:
        position: Bytes consumed.
        trailer: Text of the trailer line, once met.
        after_trailer: True when rows follow the trailer.
    """

    def __init__(self, path: Path, format: Format) -> None:
        self.path, self.format = path, format
        self.position = 0
        self.skipped = 0
        self.trailer: str | None = None
        self.after_trailer = False
        self._skip = tuple(format.skip_prefixes)

    def data(self) -> Iterator[Line]:
        """Every line that is neither skipped nor the trailer.

        Raises:
            SourceError: The file is empty, cannot be opened, or is no text of the contract's encoding.
        """
        for line in self.all():
            text = line.text
            if self._skip and text.startswith(self._skip):
                self.skipped += 1
            elif self.format.trailer_prefix and text.startswith(self.format.trailer_prefix):
                self.skipped += 1
                self.trailer = text
            else:
                if self.trailer is not None and text.strip():
                    self.after_trailer = True
                yield line

    def all(self) -> Iterator[Line]:
        """Every physical line; see ``data``."""
        encoding = _codec(self.format.encoding)
        try:
            with self.path.open("rb") as stream:
                self._sniff(stream, encoding)
                if encoding.startswith(("utf-16", "utf-32")):
                    yield from self._decode_lines(_Transcoded(stream, encoding, self.path), "utf-8")
                else:
                    yield from self._decode_lines(stream, encoding)
        except OSError as error:
            raise SourceError(f"The file cannot be read: {error.strerror}", to=self.path.name) from error

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

    def _sniff(self, stream: BinaryIO, encoding: str) -> None:
        head = stream.read(_SNIFF_BYTES)
        if not head:
            raise SourceError("The file is empty (0 bytes)", to=self.path.name, do="Ask the agency to send it again.")
        for magic, what in _MAGIC.items():
            if head.startswith(magic):
                raise SourceError(f"The file is {what}, not text", to=self.path.name, do="Unpack or export it first.")
        if not encoding.startswith(("utf-16", "utf-32")):
            if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) > len(head) // 4:
                raise SourceError(
                    f"The file looks like UTF-16 or binary data, its contract says {self.format.encoding}",
                    to=self.path.name,
                    do="Ask the agency for the agreed encoding, or set format.encoding in the contract.",
                )
            stream.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
        else:
            stream.seek(0)

    def _decode_lines(self, stream: BinaryIO | _Transcoded, encoding: str) -> Iterator[Line]:
        number = 0
        while raw := stream.readline(MAX_LINE_BYTES + 2):
            number += 1
            self.position += len(raw)
            ended = raw.endswith(b"\n")
            if not ended and len(raw) > MAX_LINE_BYTES:
                yield self._overlong(stream, raw, number, encoding)
                continue
            if ended:
                raw = raw[:-2] if raw.endswith(b"\r\n") else raw[:-1]
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError as error:
                fault = f"byte 0x{raw[error.start]:02X} at position {error.start + 1} is not {self.format.encoding}"
                yield Line(number, raw.decode(encoding, "replace"), fault, ended)
            else:
                yield Line(number, text, None, ended)

    def _overlong(self, stream: BinaryIO | _Transcoded, raw: bytes, number: int, encoding: str) -> Line:
        length, ended = len(raw), False
        while not ended and (more := stream.readline(MAX_LINE_BYTES)):
            length, ended = length + len(more), more.endswith(b"\n")
        self.position += length - len(raw)
        fault = f"line of {length:,} bytes; more than {MAX_LINE_BYTES:,} are no record"
        return Line(number, raw[:100].decode(encoding, "replace"), fault, ended)


class _Transcoded:
    """A stream in an encoding whose line ends are not single bytes, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, path: Path) -> None:
        self._stream, self._path = stream, path
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._buffer = b""
        self._done = False

    def readline(self, limit: int) -> bytes:
        while not self._done and b"\n" not in self._buffer and len(self._buffer) < limit:
            chunk = self._stream.read(1 << 16)
            self._done = not chunk
            try:
                self._buffer += self._decoder.decode(chunk, final=self._done).lstrip("\ufeff").encode()
            except UnicodeDecodeError as error:
                raise SourceError(f"The file is not {error.encoding}: {error.reason}", to=self._path.name) from error
        end = self._buffer.find(b"\n", 0, limit) + 1 or min(limit, len(self._buffer))
        line, self._buffer = self._buffer[:end], self._buffer[end:]
        return line


def _codec(name: str) -> str:
    return codecs.lookup(name).name
