"""Finds contracts, and the contract of each file."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from graphmodel.errors import ContractError, SettingError, SourceError
from ingest.contracts.contract import Contract
from ingest.contracts.problems import find_problems, validation_problems
from ingest.contracts.vocabulary import used_columns
from ingest.readers.choose import open_reader

TRUTH_FOLDER = "truth"
"""Folders of this name hold what a load must never see: the answers to score it by."""


@dataclass(frozen=True)
class Matched:
    """A file and its contract.

    Attributes:
        path: Where the file is.
        name: The file's path below the folder given, with ``/``; its name in staging and reports.
        contract: The contract it is read by.
    """

    path: Path
    name: str
    contract: Contract


@dataclass(frozen=True)
class Unmatched:
    """A file no contract claims, and why."""

    path: Path
    name: str
    reason: str


@dataclass
class MatchResult:
    """Files of a folder, in the order of their names."""

    matched: list[Matched] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)


def load_contract(path: Path) -> Contract:
    """Read and check one contract.

    Raises:
        ContractError: Naming the file, each field that is wrong, and what would be valid there.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContractError(f"The contract cannot be read: {error}", to=str(path), do="Check the path.") from error
    return parse_contract(text, str(path))


def parse_contract(text: str, name: str) -> Contract:
    """The contract written in ``text``.

    Args:
        text: TOML.
        name: What errors call it.

    Raises:
        ContractError: See ``load_contract``.
    """
    try:
        contract = Contract.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ContractError(f"The contract is not TOML: {error}", to=name, do="Mend the line named.") from error
    except ValidationError as error:
        problems = validation_problems(error)
    else:
        problems = find_problems(contract)
        if not problems:
            return contract
    listed = "; ".join(str(problem) for problem in problems)
    raise ContractError(
        f"The contract is wrong: {listed}", to=name, do="Run `kin360 source check` on it after mending."
    )


def load_contracts(extra: Path | None = None) -> list[Contract]:
    """All contracts that come with Kin360, and those of a folder of the agency's own, by system and title.

    A system may have several contracts, for files of different layout. An own contract replaces all packaged ones
    of its system.

    Args:
        extra: A folder searched for ``*.toml``, also below.

    Raises:
        ContractError: A contract is wrong.
        SettingError: ``extra`` is no folder.
    """
    packaged = [
        parse_contract(found.read_text(encoding="utf-8"), found.name) for found in _tomls(resources.files(__package__))
    ]
    own: list[Contract] = []
    if extra is not None:
        if not extra.is_dir():
            raise SettingError("The folder of contracts does not exist", to=str(extra), do="Name an existing folder.")
        own = [load_contract(path) for path in sorted(extra.rglob("*.toml"))]
    replaced = {contract.system for contract in own}
    kept = [contract for contract in packaged if contract.system not in replaced]
    return sorted([*kept, *own], key=lambda c: (c.system, c.title, c.files))


def match_files(folder: Path, contracts: Sequence[Contract]) -> MatchResult:
    """The contract of every file of a folder (or of the one file given).

    A file belongs to a contract when one of the contract's patterns fits its name (or its path below the folder) and
    it has the contract's required columns. Of several, the one that requires most columns is taken, then the first
    by system. A file that cannot be opened for its columns is given to the first contract that fits by name, so that
    its load reports what is wrong with it. Hidden files, read-me files and everything below a folder called ``truth``
    are passed over.

    Raises:
        SettingError: The folder does not exist.
    """
    if not folder.exists():
        raise SettingError("There is no such folder or file", to=str(folder), do="Name the folder of extracts.")
    result = MatchResult()
    paths = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if _is_extract(p, folder))
    for path in sorted(paths, key=lambda p: _name(p, folder)):
        name = _name(path, folder)
        fitting = [contract for contract in contracts if _fits(name, contract)]
        chosen, reason = _choose(path, fitting)
        if chosen is not None:
            result.matched.append(Matched(path, name, chosen))
        else:
            result.unmatched.append(Unmatched(path, name, reason))
    return result


def _choose(path: Path, fitting: Sequence[Contract]) -> tuple[Contract | None, str]:
    reasons: list[str] = []
    # Most demanding first: a contract that asks for no columns would otherwise take every file of its name.
    for contract in sorted(fitting, key=lambda c: (-len(c.required_columns), c.system, c.title)):
        wanted = tuple(dict.fromkeys((*contract.required_columns, *used_columns(contract))))
        try:
            found = open_reader(path, contract.format, wanted).found_columns()
        except SourceError:
            return contract, ""
        missing = [column for column in contract.required_columns if column not in found]
        if not missing:
            return contract, ""
        reasons.append(f"it lacks {', '.join(missing)} of {contract.system}")
    return None, "; ".join(reasons) or "no contract has a file pattern that fits its name"


def _fits(name: str, contract: Contract) -> bool:
    base = name.rpartition("/")[2].lower()
    return any(fnmatch(base, p.lower()) or fnmatch(name.lower(), p.lower()) for p in contract.files)


def _is_extract(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith(".") for part in parts)
    truth = any(part.lower() == TRUTH_FOLDER for part in parts[:-1])
    return not hidden and not truth and not parts[-1].lower().startswith("readme") and path.is_file()


def _name(path: Path, folder: Path) -> str:
    return path.name if path == folder else path.relative_to(folder).as_posix()


def _tomls(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda i: i.name):
        if item.is_dir():
            found.extend(_tomls(item))
        elif item.name.endswith(".toml"):
            found.append(item)
    return found
