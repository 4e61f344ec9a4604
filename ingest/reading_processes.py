"""Reads and cleans extracts in processes beside the one that fills the staging database.

DuckDB takes one writer, and reading and cleaning are Python, which uses one core a process. So reading processes take
file after file, the largest first, and leave every batch as an Arrow file in a spool folder; the staging process takes
the batches of one file after another, in its own order, whichever process read them. Nothing of the outcome depends on
who was quicker.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyarrow as pa

from graphmodel.errors import Kin360Error, SourceError
from ingest.cleaned_rows import CleanedBatch, CleanerCache, read_cleaned
from ingest.contracts.catalog import Matched
from ingest.cycle_collection import no_cycle_collection

WORTH_BYTES = 20_000_000
"""Fewer bytes of extracts are read sooner than further processes have started."""

_MOST_PROCESSES = 4


class ReadingDied(SourceError):
    """A reading process ended without having told how its file went: a fault of the machine or of the program."""


class _Word(NamedTuple):
    """What a reading process tells: a batch of a file, or why there is none."""

    place: int | None
    """Which file; None where the process itself failed."""
    batch: CleanedBatch | None = None
    rows: Path | None = None
    """Where the rows of the batch lie."""
    last: bool = False
    broken: str | None = None


def worth_processes(files: Sequence[Matched]) -> bool:
    """Whether further processes would read these files sooner than this one alone."""
    return len(files) > 1 and _cores() > 1 and sum(file.path.stat().st_size for file in files) >= WORTH_BYTES


class ReadingProcesses:
    """Processes that read files; a context manager, which ends them.

    They notice that this process is gone by their pipe to it, and end then.

    Args:
        files: What will be asked for, each once.
        spool: Folder for the batches on their way; it is emptied first, and removed at the end.
    """

    def __init__(self, files: Sequence[Matched], spool: Path) -> None:
        self._files, self._spool = list(files), spool
        self._places = {file.name: place for place, file in enumerate(files)}
        self._told: list[deque[_Word]] = [deque() for _ in files]
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> Self:
        shutil.rmtree(self._spool, ignore_errors=True)
        self._spool.mkdir(mode=0o700)
        spawning = multiprocessing.get_context("spawn")
        sizes = [file.path.stat().st_size for file in self._files]
        largest_first = sorted(range(len(sizes)), key=lambda place: (-sizes[place], place))
        # Kept here: the lock goes with the last of this process's references to it.
        self._taken = spawning.Value("i", 0)
        for number in range(min(_cores(), _MOST_PROCESSES, len(self._files))):
            mine, theirs = spawning.Pipe(duplex=False)
            process = spawning.Process(
                target=_read_files,
                args=(self._files, largest_first, self._taken, self._spool, theirs),
                name=f"kin360 reading {number + 1}",
                daemon=True,
            )
            process.start()
            # Only the child holds the sending end now, so that its death is an end of file here.
            theirs.close()
            self._pipes.append(mine)
            self._processes.append(process)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for pipe in self._pipes:
            pipe.close()
        shutil.rmtree(self._spool, ignore_errors=True)

    def batches(self, file: Matched) -> Iterator[CleanedBatch]:
        """The batches of a file, as `read_cleaned` gives them.

        Raises:
            ReadingDied: The process that read it is gone.
            ValueError: It could not be read, for a reason that is not the file's own; the message says which.
        """
        told = self._told[self._places[file.name]]
        while True:
            while not told:
                self._listen()
            word = told.popleft()
            if word.broken is not None:
                raise ValueError(word.broken)
            yield _fetched(word)
            if word.last:
                return

    def _listen(self) -> None:
        """Take in what the processes have told, waiting for the next word if there is none."""
        if not self._pipes:
            raise _died("the reading processes ended before all files were read")
        for pipe in wait(self._pipes):
            assert isinstance(pipe, Connection)
            try:
                word: _Word = pipe.recv()
            except EOFError:
                self._pipes.remove(pipe)
                pipe.close()
                continue
            if word.place is None:
                raise _died(word.broken or "")
            self._told[word.place].append(word)


def _read_files(
    files: Sequence[Matched], order: Sequence[int], taken: Synchronized[int], spool: Path, pipe: Connection
) -> None:
    """What a reading process does: take the next file nobody has taken, until there is none."""
    # Ctrl-C goes to every process of the terminal; the staging process decides what it means, and ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cache = CleanerCache()
    try:
        with no_cycle_collection():
            while True:
                with taken.get_lock():
                    turn = taken.value
                    taken.value += 1
                if turn >= len(order):
                    return
                _read_file(order[turn], files[order[turn]], cache, spool, pipe)
    except BrokenPipeError:
        return  # The staging process is gone.
    except BaseException:
        pipe.send(_Word(None, broken=traceback.format_exc()))


def _read_file(place: int, file: Matched, cache: CleanerCache, spool: Path, pipe: Connection) -> None:
    held: _Word | None = None
    try:
        for number, batch in enumerate(read_cleaned(file, cache)):
            # One batch behind, because only at the end it is known which one was the last.
            if held is not None:
                pipe.send(held)
            held = _spooled(place, batch, spool / f"{place}-{number}.arrow")
    except BrokenPipeError:
        raise
    except (Kin360Error, OSError, ValueError) as broken:
        held = _Word(place, broken=str(broken))
    if held is not None:
        pipe.send(held._replace(last=True))


def _spooled(place: int, batch: CleanedBatch, path: Path) -> _Word:
    if batch.rows is None:
        return _Word(place, batch)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, batch.rows.schema) as writer:
        writer.write_table(batch.rows)
    return _Word(place, replace(batch, rows=None), path)


def _fetched(word: _Word) -> CleanedBatch:
    assert word.batch is not None
    if word.rows is None:
        return word.batch
    with pa.OSFile(str(word.rows), "rb") as stream:
        rows = pa.ipc.open_stream(stream).read_all()
    word.rows.unlink()
    return replace(word.batch, rows=rows)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _died(what: str) -> ReadingDied:
    return ReadingDied(
        f"Reading the extracts stopped: {what.strip()}",
        do="Free memory or disk space if either ran out, and run `kin360 ingest` again; if not, report this.",
    )
