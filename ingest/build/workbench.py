"""The workbench of a build: the staging connection, the macros on it, and the writers of nodes and ties.

A subject module says in SQL which nodes there are and which assertions each tie has; the rules that hold for all of
them (one edge a distinct tie, parallel evidence in a fixed order, real dates from partial ones) stand here once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from graphmodel.errors import SnapshotError
from graphmodel.model.declaration import Node, Relationship
from graphmodel.model.relationships import Asserted
from ingest.build.evidence import ASSERTION_COLUMNS, confidence_sql, stated_basis_sql

# Partial ISO dates to the first and last day they may stand for; anything else to NULL.
_PREPARATION = """
CREATE OR REPLACE TEMP MACRO earliest_day(said) AS
    TRY_CAST(said || CASE length(said) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END AS DATE);
CREATE OR REPLACE TEMP MACRO latest_day(said) AS CASE length(said)
    WHEN 4 THEN TRY_CAST(said || '-12-31' AS DATE)
    WHEN 7 THEN last_day(TRY_CAST(said || '-01' AS DATE))
    ELSE TRY_CAST(said AS DATE) END;
CREATE OR REPLACE TEMP MACRO folded_words(said) AS
    trim(regexp_replace(lower(coalesce(said, '')), '[^a-z0-9]+', ' ', 'g'));
CREATE OR REPLACE TEMP TABLE build_source AS
    SELECT system, min(domain) AS domain, min(agency) AS agency FROM (
        SELECT system, domain, agency FROM source_file UNION ALL SELECT system, domain, agency FROM person_record)
    GROUP BY system;
CREATE OR REPLACE TEMP TABLE build_reject (
    system VARCHAR, file VARCHAR, line BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR);
CREATE OR REPLACE TEMP TABLE build_dropped (
    tie VARCHAR, reason VARCHAR, system VARCHAR, from_record VARCHAR, to_record VARCHAR);
"""
_MAY_BE_SILENT = tuple(name for name, field in Asserted.model_fields.items() if not field.is_required())
DANGLING = "names a person record that was not loaded"


@dataclass
class Workbench:
    """One build under way. ``folder`` receives one Parquet file a node or relationship class, named after it."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    secret: bytes
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.connection.execute(_PREPARATION)

    def parquet(self, declared: type[Node] | type[Relationship]) -> Path:
        """The file of a class."""
        return parquet_file(self.folder, declared)

    def write_nodes(self, node: type[Node], select: str, *, order: str = "id") -> None:
        """Write the nodes that ``select`` gives: a column for every property, one row an id.

        Args:
            node: The node class.
            select: SQL of the rows; it may give further columns to order by.
            order: SQL of the order. Nodes that are read together are read quickest when they lie together.
        """
        columns = [column.name for column in node.arrow_schema()]
        self._write(node, f"SELECT {', '.join(columns)} FROM ({select}) ORDER BY {order}")

    def write_ties(self, tie: type[Relationship], assertions: str) -> None:
        """Write one tie for each distinct pair and identity, with its assertions beside it.

        Args:
            tie: The relationship class, one that carries full evidence.
            assertions: SQL with ``start_id``, ``end_id``, the identity properties, and :data:`ASSERTION_COLUMNS`.
        """
        keys = ("start_id", "end_id", *tie.identity)
        said = ", ".join(f"coalesce(a.{column}, '') AS {column}" for column in ASSERTION_COLUMNS)
        key_list = ", ".join(keys)
        # The fields of the struct are in the order evidence is shown in: list_sort compares them one after another.
        gathered = f"""
            WITH said AS (SELECT DISTINCT {", ".join(f"a.{key}" for key in keys)}, {said} FROM ({assertions}) a),
            tied AS (
                SELECT {key_list}, list_sort(list({{
                        'source': source, 'record': record, 'from': said_from, 'to': said_to, 'domain': domain,
                        'basis': {stated_basis_sql("basis")}, 'detail': detail,
                        'confidence': {confidence_sql("basis", "domain")}}})) AS ev,
                    min(earliest_day(said_from)) AS valid_from,
                    CASE WHEN bool_or(said_from <> '' AND said_to = '') THEN NULL
                        ELSE max(latest_day(said_to)) END AS valid_to
                FROM said JOIN build_source ON build_source.system = said.source
                GROUP BY {key_list})
        """
        computed = {"tie": f"'{tie.type_}'", "starts_at": "start_id"}
        columns = []
        for column in tie.arrow_schema():
            name = column.name
            if name.startswith("ev_"):
                columns.append(f"{_said(name)} AS {name}")
            elif name in computed and name not in tie.identity:
                columns.append(f"{computed[name]} AS {name}")
            else:
                columns.append(name)
        self._write(tie, f"{gathered} SELECT {', '.join(columns)} FROM tied ORDER BY {key_list}")

    def write_rows(self, tie: type[Relationship], select: str) -> None:
        """Write ties that carry no full evidence, as ``select`` gives them in the columns of the class."""
        columns = ", ".join(column.name for column in tie.arrow_schema())
        self._write(tie, f"SELECT {columns} FROM ({select}) ORDER BY start_id, end_id")

    def _write(self, declared: type[Node] | type[Relationship], select: str) -> None:
        path = self.parquet(declared)
        self.connection.execute(f"COPY ({select}) TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
        written = pq.read_metadata(path)
        if not written.schema.to_arrow_schema().equals(declared.arrow_schema()):
            raise SnapshotError(
                "A built file does not have the columns of the graph model",
                to=path.name,
                do="This is a fault of the program; the earlier snapshot stays in service.",
            )
        self.counts[path.stem] = written.num_rows

    def note_dangling(self, table: str, column: str) -> None:
        """Write to the rejects of this build every row of a fact table whose ``column`` names no loaded record."""
        self.connection.execute(
            f"""INSERT INTO build_reject SELECT system, file, line, '{table}.{column}', {column}, '{DANGLING}'
                FROM {table} WHERE {column} IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM identity WHERE identity.record_id = {table}.{column})"""
        )


def _said(evidence: str) -> str:
    """SQL of one evidence list, as graphmodel.model.relationships.Asserted declares it."""
    values = f"[e['{evidence.removeprefix('ev_')}'] FOR e IN ev]"
    return f"CASE WHEN array_to_string({values}, '') <> '' THEN {values} END" if evidence in _MAY_BE_SILENT else values


def parquet_file(folder: Path, declared: type[Node] | type[Relationship]) -> Path:
    """Where a build puts the rows of a node or relationship class."""
    name = declared.label if issubclass(declared, Node) else declared.type_
    return folder / f"{name}.parquet"
