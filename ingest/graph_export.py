"""The graph in service as files: CSV that Neo4j's own import reads, or Parquet.

A protected address leaves by no route (750 ILCS 61/25): its street, unit, town, ZIP code and position are taken away,
and its id, which is a hash of them, is exchanged for one that nobody can work out. The one exception is CSV for a
server of the same custodian, which is another store of the same graph and asked for as such.
"""

from __future__ import annotations

import hmac
import shutil
from pathlib import Path

import duckdb
from pydantic import BaseModel, ConfigDict

from casework.view import PROTECTED_ADDRESS, AllowAll
from graphmodel.errors import SettingError, SnapshotError
from graphmodel.home import Home
from graphmodel.model.nodes import Address
from graphmodel.schema import neo4j_schema
from graphmodel.search_secret import search_secret
from ingest.build.workbench import parquet_file
from ingest.progress import ProgressSink, Silence
from ingest.server_load.choice import run_in_service
from ingest.server_load.import_files import quoted, write_import_files
from ingest.server_load.tables import CLASSES, Declared, rows_built

FORMATS = ("csv", "parquet")
_HIDDEN = ("unit", "city", "zip", "latitude", "longitude")
_ID_LENGTH = 12
_README = """The graph of run {run}{masked}, for Neo4j 5.26 or 2026 and newer.

Beside a stopped server, in this folder:

    NEO4J_HOME/bin/neo4j-admin database import full @import.args

then start it and run schema.cypher in its database. The files hold case data: keep them readable by one account only,
and remove them after the import. A server filled in this way is not one that Kin360 answers from; for that use
`kin360 graph import`.
"""


class Exported(BaseModel):
    """What an export wrote."""

    model_config = ConfigDict(frozen=True)
    run: str
    folder: str
    format: str
    masked: bool
    protected_addresses: int
    """How many addresses were masked."""
    rows: dict[str, int]
    """Node label or relationship type -> rows."""


def export_graph(
    home: Home, folder: Path, *, form: str = "csv", masked: bool = True, progress: ProgressSink | None = None
) -> Exported:
    """Write the graph in service into a new folder, readable by this account only.

    Args:
        home: The home.
        folder: Must not exist, or be empty.
        form: ``csv`` for Neo4j's import, or ``parquet``.
        masked: Whether protected addresses are taken away; may be False for ``csv`` alone.
        progress: Hears how far it is.

    Raises:
        SettingError: The folder is in use, the format unknown, or unmasked Parquet was asked for.
        SnapshotError: Nothing is in service, or its tables are gone.
        ViewRefused: The snapshot holds data that are not fictional.
    """
    run = run_in_service(home)
    if run is None or not run.tables.is_dir():
        raise SnapshotError("No snapshot with its tables is in service", to=str(home.root), do="Run `kin360 ingest`.")
    AllowAll().opens(run.manifest())
    _check(folder, form, masked=masked)
    sink = progress or Silence()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    hidden, source = 0, run.tables
    if masked or form == "parquet":
        source = folder / "tables"
        sink.stage("write tables", None)
        hidden = _write_tables(run.tables, source, search_secret(home), masked=masked)
    if form == "csv":
        _write_for_neo4j(
            source, folder, sink, _README.format(run=run.name, masked=", protected addresses masked" * masked)
        )
        if masked:
            shutil.rmtree(source)
    else:
        for path in source.iterdir():
            path.rename(folder / path.name)
        source.rmdir()
    sink.done()
    return Exported(
        run=run.name,
        folder=str(folder),
        format=form,
        masked=masked,
        protected_addresses=hidden,
        rows=rows_built(run.tables),
    )


def _check(folder: Path, form: str, *, masked: bool) -> None:
    if form not in FORMATS:
        raise SettingError(f"There is no format {form!r}", do=f"Use one of: {', '.join(FORMATS)}.")
    if not masked and form != "csv":
        raise SettingError(
            "Protected addresses leave only as CSV for a server of the same custodian (750 ILCS 61)",
            do="Leave --unmasked away, or say --format csv.",
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingError("The folder is in use already", to=str(folder), do="Name one that does not exist yet.")


def _write_for_neo4j(tables: Path, folder: Path, sink: ProgressSink, readme: str) -> None:
    files = write_import_files(tables, folder, sink)
    # Names without the folder, so that it may be moved; see @-files in Neo4j's operations manual on the import tool.
    arguments = [argument.replace(f"{folder}/", "./") for argument in files.arguments("neo4j")]
    texts = {
        "import.args": "\n".join(arguments) + "\n",
        "schema.cypher": "".join(f"{statement};\n" for statement in neo4j_schema()),
        "README.txt": readme,
    }
    for name, text in texts.items():
        (folder / name).touch(mode=0o600)
        (folder / name).write_text(text, "utf-8")


def _write_tables(tables: Path, folder: Path, secret: bytes, *, masked: bool) -> int:
    """Copy every table, protected addresses masked; returns how many there were."""
    folder.mkdir(mode=0o700)
    with duckdb.connect() as connection:
        addresses = quoted(parquet_file(tables, Address))
        select = f"SELECT id FROM read_parquet({addresses}) WHERE protected"
        ids = [row[0] for row in connection.execute(select).fetchall()] if masked else []
        connection.execute("CREATE TABLE hidden (id VARCHAR PRIMARY KEY, shown VARCHAR)")
        if ids:
            connection.executemany("INSERT INTO hidden VALUES (?, ?)", [[id_, _shown(secret, id_)] for id_ in ids])
        for declared in CLASSES:
            path = parquet_file(folder, declared)
            columns = ", ".join(_column(declared, field.name) for field in declared.arrow_schema())
            connection.execute(
                f"COPY (SELECT {columns} FROM read_parquet({quoted(parquet_file(tables, declared))}) t) "
                f"TO {quoted(path)} (FORMAT parquet)"
            )
            path.chmod(0o600)
    return len(ids)


def _shown(secret: bytes, id_: str) -> str:
    return "A" + hmac.digest(secret, b"masked address " + id_.encode(), "sha256").hex()[:_ID_LENGTH].upper()


def _column(declared: Declared, name: str) -> str:
    masked = f"coalesce((SELECT shown FROM hidden WHERE hidden.id = t.{name}), t.{name}) AS {name}"
    if declared is Address:
        is_hidden = "t.id IN (SELECT id FROM hidden)"
        if name == "id":
            return masked
        if name == "line":
            return f"CASE WHEN {is_hidden} THEN '{PROTECTED_ADDRESS}' ELSE line END AS line"
        return f"CASE WHEN {is_hidden} THEN NULL ELSE {name} END AS {name}" if name in _HIDDEN else name
    ends = {"start_id": getattr(declared, "start", None), "end_id": getattr(declared, "end", None)}
    return masked if ends.get(name) is Address else name
