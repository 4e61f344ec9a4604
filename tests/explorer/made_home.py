"""A made-up family in a real snapshot: staged by hand, built, loaded and put in service as an ingest does it.

Marcus Jones, 11, was removed from his mother Lucia on 20 October 2026 and sleeps at Rose Miller's. His father is dead;
nobody named one for his half brother Bo but a putative one. Uncle Ray's name carries markup, as extracts can.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from graphmodel.home import Home
from graphmodel.search_secret import search_secret
from graphmodel.snapshot import Run, begin_run, finish_run, put_in_service
from ingest.build.graph import build_graph
from ingest.build.side_files import write_side_files
from ingest.load import load_graph
from ingest.manifest import is_fictional, manifest_of, sources_of
from ingest.staging import TABLES, open_staging

MARCUS, ANA, BO, LUCIA, DWIGHT, CARMEN, JORGE, ELLA, RAY, TIM, ROSE, PAUL = (f"P{i:03d}" for i in range(1, 13))
SCRIPT_NAME = "<img src=x onerror=alert(1)> *Jones* [x](javascript:1)"

_SOURCES = {
    "cwis": ("Child welfare information", "Child and Family Services", "child_welfare", "2026-11-20"),
    "snap": ("SNAP", "Human Services", "snap", "2026-11-01"),
    "vital": ("Vital records", "Public Health", "vital_records", "2026-10-31"),
    "school": ("School enrolment", "Board of Education", "education", "2026-09-15"),
    "liheap": ("Energy assistance", "Commerce", "energy_assistance", "2026-11-05"),
    "support": ("Child support", "Healthcare and Family Services", "child_support", "2026-11-10"),
}
_OAK = {
    "street_number": "12", "street_name": "oak st", "city": "Peoria", "county": "Peoria", "state": "IL", "zip": "61602",
}  # fmt: skip
_ELM = {
    "street_number": "7",
    "street_name": "elm ave",
    "city": "Pekin",
    "county": "Tazewell",
    "state": "IL",
    "zip": "61554",
}


class _Staging:
    def __init__(self, path: Path, *, fictional: bool) -> None:
        self.connection = open_staging(path)
        self._lines = count(2)
        for system, (title, agency, domain, as_of) in _SOURCES.items():
            self._insert(
                "source_file", system=system, agency=agency, domain=domain, title=title, agreement=f"eMOU {system}",
                fictional=fictional, file=f"{system}.csv", sha256="0", bytes=1, as_of=as_of, rows_in=12,
                rows_loaded=11, rows_rejected=1, person_records=9, seconds=0.1, people_repeat="never", links="full",
            )  # fmt: skip

    def _insert(self, table: str, **values: Any) -> None:
        marks = ", ".join("?" for _ in values)
        self.connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))

    def add(self, table: str, system: str, **values: Any) -> None:
        if "file" in TABLES[table]:
            values = {"file": f"{system}.csv", "line": next(self._lines)} | values
        self._insert(table, system=system, **values)

    def record(
        self, record: str, person: str, given: str, surname: str, sex: str | None, born: str | None, **more: Any
    ) -> str:
        system, _, key = record.partition(":")
        _, agency, domain, as_of = _SOURCES[system]
        self.add(
            "person_record", system, record_id=record, agency=agency, domain=domain, record_key=key, as_of=as_of,
            given_name=given, surname=surname, sex=sex, birth_date=born, **more,
        )  # fmt: skip
        self._insert("identity", record_id=record, person_id=person, probability=0.97, basis="linked")
        return record

    def tie(self, kind: str, nature: str | None, start: str, end: str, **more: Any) -> None:
        self.add(
            "stated_tie", start.partition(":")[0], kind=kind, nature=nature, from_record=start, to_record=end, **more
        )


def make_home(root: Path, *, fictional: bool = True) -> Home:
    """Build the snapshot in ``root`` and put it in service."""
    home = Home(root).create()
    staging = _Staging(home.staging, fictional=fictional)
    _people(staging)
    _ties(staging)
    _facts(staging)
    _links(staging)
    run = begin_run(home)
    parquet = root / "load"
    report = build_graph(staging.connection, parquet, search_index=run.search_index, secret=search_secret(home))
    counts = load_graph(run, parquet)
    write_side_files(staging.connection, run)
    run.write_manifest(
        manifest_of(
            run,
            fictional=is_fictional(staging.connection),
            sources=sources_of(staging.connection),
            counts=counts,
            report=report,
        )
    )
    staging.connection.close()
    put_in_service(home, finish_run(Run(run.folder)))
    return home


def _people(s: _Staging) -> None:
    s.record(
        "cwis:100",
        MARCUS,
        "Marcus",
        "Jones",
        "male",
        "2015-02-03",
        middle_name="Lee",
        language="English",
        person_number="CW-100",
        ssn="900112222",
    )
    s.record(
        "snap:1",
        MARCUS,
        "Marcus",
        "Jones",
        "male",
        "2015-03-02",
        household_key="H1",
        household_role="child",
        household_from="2020-01-01",
        **_OAK,
    )
    s.record("vital:b1", MARCUS, "Marcus", "Jones", "male", "2015-02-03")
    s.record("school:s1", MARCUS, "Markus", "Jones", "male", "2015-02-03", **_OAK)
    s.record("cwis:101", ANA, "Ana", "Jones", "female", "2012-05-05")
    s.record(
        "snap:2",
        ANA,
        "Ana",
        "Jones",
        "female",
        "2012-05-05",
        household_key="H1",
        household_role="child",
        household_from="2020-01-01",
        **_OAK,
    )
    s.record(
        "snap:3",
        BO,
        "Bo",
        "Fernandez",
        "male",
        "2020-08-01",
        household_key="H1",
        household_role="child",
        household_from="2020-09-01",
        **_OAK,
    )
    s.record("cwis:102", LUCIA, "Lucia", "Fernandez", "female", "1985-04-11", language="Spanish", phone="2175550101")
    s.record(
        "snap:4",
        LUCIA,
        "Lucia",
        "Fernandez",
        "female",
        "1985-04-11",
        household_key="H1",
        household_role="head",
        household_from="2020-01-01",
        phone="2175550101",
        **_OAK,
    )
    s.record("vital:m1", LUCIA, "Lucia", "Fernandez", "female", "1985-04-11")
    s.record("vital:f1", DWIGHT, "Dwight", "Jones", "male", "1980-01-30", death_date="2021-05-06")
    s.record(
        "cwis:110",
        CARMEN,
        "Carmen",
        "Castellano",
        "female",
        "1960-06-01",
        phone="2175550102",
        address_protected=True,
        **_ELM,
    )
    s.record("cwis:111", JORGE, "Jorge", "Fernandez", "male", "1958-09-09", phone="2175550103")
    s.record("cwis:112", ELLA, "Ella", "Jones", "female", "1955-12-24", phone="3095550104", **_ELM)
    s.record("cwis:113", RAY, SCRIPT_NAME, "Jones", "male", "1983-07-07", phone="3095550105")
    s.record("cwis:114", TIM, "Tim", "Jones", "male", "2010-10-10")
    s.record("cwis:120", ROSE, "Rose", "Miller", "female", "1970-02-02", phone="3095550106", **_ELM)
    s.record("support:9", PAUL, "Paul", "Stone", "male", "1982")


def _ties(s: _Staging) -> None:
    birth = "biological"
    s.tie("PARENT_OF", birth, "vital:m1", "vital:b1")
    s.tie("PARENT_OF", birth, "vital:f1", "vital:b1")
    for child in ("cwis:100", "cwis:101"):
        s.tie("PARENT_OF", birth, "cwis:102", child)
    s.add("stated_tie", "cwis", kind="PARENT_OF", nature=birth, from_record="vital:f1", to_record="cwis:101")
    s.add("stated_tie", "cwis", kind="PARENT_OF", nature=birth, from_record="cwis:102", to_record="snap:3")
    s.add("stated_tie", "support", kind="PARENT_OF", nature="putative", from_record="support:9", to_record="snap:3")
    s.tie("PARENT_OF", birth, "cwis:110", "cwis:102")
    s.tie("PARENT_OF", birth, "cwis:111", "cwis:102")
    s.add("stated_tie", "cwis", kind="PARENT_OF", nature=birth, from_record="cwis:112", to_record="vital:f1")
    s.tie("PARENT_OF", birth, "cwis:112", "cwis:113")
    s.tie("PARENT_OF", birth, "cwis:113", "cwis:114")
    s.tie("PARTNER_OF", "married", "vital:m1", "vital:f1", status="divorced", valid_to="2019-03-01")
    s.tie("FICTIVE_TIE", "godparent", "cwis:120", "cwis:100")


def _facts(s: _Staging) -> None:
    s.add(
        "case_involvement",
        "cwis",
        record_id="cwis:100",
        case_key="C7",
        case_kind="removal",
        role="child",
        status="open",
        opened="2026-10-20",
    )
    s.add(
        "placement",
        "cwis",
        placement_key="PL1",
        case_key="C7",
        child_record="cwis:100",
        caregiver_record="cwis:120",
        setting="foster family home",
        valid_from="2026-10-21",
    )
    s.add(
        "court_order",
        "cwis",
        order_key="O1",
        kind="protection",
        child_record="cwis:100",
        valid_from="2026-10-22",
        detail="No contact with Lucia Fernandez.",
    )
    s.add(
        "attendance",
        "school",
        record_id="school:s1",
        school_key="L1",
        school_name="Lincoln Middle School",
        district="Peoria 150",
        grade="6",
        valid_from="2026-08-20",
    )
    s.add(
        "enrolment",
        "snap",
        record_id="snap:1",
        service="SNAP",
        status="active",
        case_key="S55",
        valid_from="2020-01-01",
    )
    s.add(
        "enrolment",
        "snap",
        record_id="snap:4",
        service="SNAP",
        status="active",
        case_key="S55",
        valid_from="2020-01-01",
    )
    s.add(
        "address_service",
        "liheap",
        service="Weatherization",
        status="completed",
        case_key="W3",
        valid_from="2024-02-01",
        **_OAK,
    )
    s.add("contact_point", "cwis", record_id="cwis:111", kind="phone", value="2175550103", safe="no")
    s.add("contact_point", "cwis", record_id="cwis:112", kind="phone", value="3095550104", safe="yes")


def _links(s: _Staging) -> None:
    s.connection.execute(
        "INSERT INTO link VALUES ('cwis:100', 'vital:b1', 14.2, 0.9999, 'scored', "
        "MAP {'given_name': 7.5, 'birth_date': 8.1, 'surname_and_address': -1.4})"
    )
    s.connection.execute(
        "INSERT INTO held_link VALUES ('snap:3', 'cwis:100', 9.1, 0.97, 'different birth dates in one household', "
        "'snap:3', 'snap:1', MAP {'surname_and_address': 9.0, 'given_name': -4.0})"
    )
