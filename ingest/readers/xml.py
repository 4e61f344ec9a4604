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
        plan = [self._path(name) for name in self.wanted]
        values: list[list[str]] = [[] for _ in plan]
        batch = Batch()
        for number, position, part, whole in self._rows():
            batch.lines.append(number)
            batch.position = position
            for column, (above, steps, attribute) in zip(values, plan, strict=True):
                column.append(_at(whole if above else part, steps, attribute))
            if batch.full(position):
                batch.columns = dict(zip(self.wanted, values, strict=True))
                yield batch
                batch, values = Batch(began=position), [[] for _ in plan]
        if batch.lines:
            batch.columns = dict(zip(self.wanted, values, strict=True))
            yield batch

    def found_columns(self) -> set[str]:
        """The wanted columns that at least one of the first rows has."""
        plan = [(name, *self._path(name)) for name in self.wanted]
        found: set[str] = set()
        for _, _, part, whole in islice(self._rows(), _PEEKED_ROWS):
            found.update(name for name, above, steps, at in plan if _has(whole if above else part, steps, at))
        if self.error and not found:
            raise self.fail(self.error)
        return found

    def _path(self, name: str) -> tuple[bool, list[str], str | None]:
        path = self.format.paths.get(name, name)
        above = path.startswith(_WHOLE)
        steps = [step for step in path.removeprefix(_WHOLE).split("/") if step and step != "."]
        attribute = steps.pop()[1:] if steps and steps[-1].startswith("@") else None
        return above, steps, attribute

    def _rows(self) -> Iterator[tuple[int, int, etree._Element, etree._Element]]:
        """Element number, bytes consumed, row and the element it is part of. Damage ends it and sets ``error``."""
        self._refuse_document_type()
        each = [step for step in (self.format.each or "").split("/") if step]
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
                    for part in _all(element, each) if each else [element]:
                        yield number, stream.tell(), part, element
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


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and (tag == name or tag.rpartition("}")[2] == name):
            yield child


def _all(element: etree._Element, steps: list[str]) -> list[etree._Element]:
    found = [element]
    for step in steps:
        found = [child for parent in found for child in _children(parent, step)]
    return found


def _first(element: etree._Element, steps: list[str]) -> etree._Element | None:
    found: etree._Element | None = element
    for step in steps:
        found = next(_children(found, step), None) if found is not None else None
    return found


def _at(element: etree._Element, steps: list[str], attribute: str | None) -> str:
    found = _first(element, steps)
    if found is None:
        return ""
    return str((found.get(attribute) if attribute else found.text) or "")


def _has(element: etree._Element, steps: list[str], attribute: str | None) -> bool:
    found = _first(element, steps)
    return found is not None and (attribute is None or found.get(attribute) is not None)
