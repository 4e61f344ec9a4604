"""Slashed paths into an XML element, all followed in one walk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree


class PathTree:
    """The paths of several columns, sharing their first steps.

    A path is steps parted by ``/``, the last one an ``@attribute`` or not. Each step is the first child of that name,
    whatever its namespace. ``.`` or nothing is the element itself.

    Args:
        paths: One path a column.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._size = len(paths)
        self._root = _Step()
        self._names: dict[str, str] = {}
        for place, path in enumerate(paths):
            steps = [step for step in path.split("/") if step and step != "."]
            attribute = steps.pop()[1:] if steps and steps[-1].startswith("@") else None
            step = self._root
            for name in steps:
                step = step.children.setdefault(name, _Step())
            if attribute is None:
                step.texts.append(place)
            else:
                step.attributes.append((attribute, place))

    def read(self, element: etree._Element) -> list[str | None]:
        """One value a column: text or attribute, None where the element has no such part."""
        values: list[str | None] = [None] * self._size
        self._walk(element, self._root, values)
        return values

    def _walk(self, element: etree._Element, step: _Step, values: list[str | None]) -> None:
        for place in step.texts:
            values[place] = element.text or ""
        for attribute, place in step.attributes:
            values[place] = element.get(attribute)
        if not step.children:
            return
        left = step.children.copy()
        for child in element:
            tag = child.tag
            name = self._names.get(tag)
            if name is None:
                name = self._names[tag] = local_name(tag)
            found = left.pop(name, None)
            if found is not None:
                self._walk(child, found, values)


class _Step:
    """What is wanted of one element: its text, attributes and children."""

    __slots__ = ("attributes", "children", "texts")

    def __init__(self) -> None:
        self.texts: list[int] = []
        self.attributes: list[tuple[str, int]] = []
        self.children: dict[str, _Step] = {}


def local_name(tag: object) -> str:
    """A tag without its namespace; "" for what is no element (comments, entities)."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parts(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """All elements at a path below an element; the element itself for an empty path."""
    step, _, rest = path.strip("/").partition("/")
    if not step:
        yield element
        return
    for child in element:
        if local_name(child.tag) == step:
            yield from parts(child, rest)
