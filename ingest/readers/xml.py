"""XML, read as a stream: no document type, no entities, no network, constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.sax import make_parser  # type: ignore[import-untyped]
from lxml import etree

from graphmodel.errors import SourceError
from ingest.readers.reader import Batch, Reader
from ingest.readers.xml_paths import PathTree, parts

_PEEKED_ROWS = 50
_WHOLE = "^/"
_CHUNK = 1 << 16
_MAX_PROLOGUE = 1 << 20
MAX_BYTES_WITHOUT_ROW = 32 << 20
"""More of a file than this without a row is held in memory for nothing."""


class _RootMet(Exception):
    """The prologue is over."""


class _UntilRoot(ContentHandler):
    """Stops at the first element: only what stands before it can declare a document type."""

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - the name is SAX's
        """Stop."""
        raise _RootMet


class _Patient:
    """A stream that gives up when no row element comes: the parser keeps all it read since the last one."""

    def __init__(self, stream: BinaryIO, path: Path, row: str) -> None:
        self._stream, self._path, self._row = stream, path, row
        self.since_row = 0

    def read(self, size: int = -1) -> bytes:
        """As of any stream.

        Raises:
            SourceError: MAX_BYTES_WITHOUT_ROW went by.
        """
        if self.since_row > MAX_BYTES_WITHOUT_ROW:
            raise SourceError(
                f"No element {self._row!r} ends within {MAX_BYTES_WITHOUT_ROW:,} bytes",
                to=self._path.name,
                do="Check format.row of the contract against the file.",
            )
        chunk = self._stream.read(size)
        self.since_row += len(chunk)
        return chunk


class XmlReader(Reader):
    """Makes a row of every element named ``format.row`` (or of every ``each`` below it).

    ``line`` is the number of the row element, counted from 1.
    """

    def batches(self) -> Iterator[Batch]:
        """See Reader."""
        batch = Batch()
        rows: list[list[str]] = []
        for number, position, row in self._rows():
            batch.lines.append(number)
            batch.position = position
            rows.append([value or "" for value in row])
            if batch.full(position):
                batch.columns = dict(zip(self.wanted, zip(*rows, strict=True), strict=True))
                yield batch
                batch, rows = Batch(began=position), []
        if rows:
            batch.columns = dict(zip(self.wanted, zip(*rows, strict=True), strict=True))
            yield batch

    def found_columns(self) -> set[str]:
        """The wanted columns that at least one of the first rows has."""
        found: set[str] = set()
        for _, _, row in islice(self._rows(), _PEEKED_ROWS):
            found.update(name for name, value in zip(self.wanted, row, strict=True) if value is not None)
        if self.error and not found:
            raise self.fail(self.error)
        return found

    def _rows(self) -> Iterator[tuple[int, int, list[str | None]]]:
        """Element number, bytes consumed and values of each row. Damage ends it and sets ``error``."""
        self._refuse_document_type()
        # Columns of the whole stand beside those of the part; each column is read from one of the two.
        paths = [self.format.paths.get(name, name) for name in self.wanted]
        above = [place for place, path in enumerate(paths) if path.startswith(_WHOLE)]
        below = PathTree(["" if path.startswith(_WHOLE) else path for path in paths])
        whole = PathTree([paths[place].removeprefix(_WHOLE) for place in above])
        with self.path.open("rb") as stream:
            patient = _Patient(stream, self.path, str(self.format.row))
            events = etree.iterparse(
                patient,
                events=("end",),
                tag=f"{{*}}{self.format.row}",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                for number, (_, element) in enumerate(events, start=1):
                    patient.since_row = 0
                    shared = whole.read(element) if above else []
                    for part in parts(element, self.format.each or ""):
                        row = below.read(part)
                        for place, value in zip(above, shared, strict=True):
                            row[place] = value
                        yield number, stream.tell(), row
                    _forget(element)
            except etree.XMLSyntaxError as error:
                # The first complaint names the cause; the exception often only that the document did not end.
                said = events.error_log[0].message if len(events.error_log) else error.msg
                self.error = f"The XML cannot be read on: {said}. The rows before stand."

    def _refuse_document_type(self) -> None:
        """Raise SourceError when the file is empty, no XML, or declares a document type.

        Entities (billion laughs, external files) can only be declared there, and no agency extract needs one.
        """
        parser = make_parser()
        parser.forbid_dtd = True
        parser.setContentHandler(_UntilRoot())
        try:
            with self.path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    parser.feed(chunk)
                    if stream.tell() > _MAX_PROLOGUE:
                        raise self.fail("The XML has no element within its first megabyte")
                raise self.fail("The file is empty (0 bytes)" if stream.tell() == 0 else "The XML has no element")
        except _RootMet:
            return
        except DefusedXmlException as error:
            raise self.fail(
                "The XML declares a document type or entities, which extracts must not; nothing of it was read",
                do="Ask the agency for the file without a DOCTYPE, and ask why it has one.",
            ) from error
        except SAXParseException as error:
            raise self.fail(f"The file is not XML: {error.getMessage()}") from error
        except OSError as error:
            raise SourceError(f"The file cannot be read: {error.strerror}", to=self.path.name) from error


def _forget(element: etree._Element) -> None:
    """Free an element and all before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
