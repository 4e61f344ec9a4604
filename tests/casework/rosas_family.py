"""One hand-made family, for staging, and the ids of its people.

Mia (born 2015) was removed on 2026-10-02 and lives with her mother's sister Ana. Her mother is Rosa; Rosa's husband
Carl is not her father: child support names Dan, vital records name nobody. Theo is Rosa's and Carl's. Rosa and Ana are
daughters of Elena. Godmother: Gwen. SNAP counts Carl as head, Mia as his 'child'.
"""

from __future__ import annotations

from datetime import date

from staged import Staged

TODAY = date(2026, 11, 22)
MIA, ROSA, ANA, ELENA = "P000000000MIA", "P00000000ROSA", "P000000000ANA", "P0000000ELENA"
CARL, DAN, THEO, GWEN = "P00000000CARL", "P000000000DAN", "P00000000THEO", "P00000000GWEN"


def stage_people(staged: Staged) -> None:
    """Stage every source record of the family."""
    home = {
        "street_number": "12",
        "street_name": "oak st",
        "city": "Springfield",
        "county": "Sangamon",
        "state": "IL",
        "zip": "62701",
    }
    add = staged.record
    add("vital:1", MIA, given_name="Mia", surname="Ruiz", birth_date="2015-03-09", sex="female")
    add("welfare:1", MIA, given_name="Mia", surname="Ruiz", birth_date="2015-09-03", sex="female", language="Spanish")
    add(
        "snap:4",
        MIA,
        given_name="Mia",
        surname="Ruiz",
        birth_date="2015-03-09",
        sex="female",
        household_key="H1",
        household_role="child",
        household_from="2020-01-01",
        **home,
    )
    add("vital:2", ROSA, given_name="Rosa", surname="Ruiz", former_surname="Vega", birth_date="1990-05", sex="female")
    add(
        "snap:2",
        ROSA,
        given_name="Rosa",
        surname="Ruiz",
        birth_date="1990-05-17",
        sex="female",
        phone="2175550123",
        household_key="H1",
        household_role="spouse",
        household_from="2020-01-01",
        **home,
    )
    add(
        "snap:1",
        CARL,
        given_name="Carl",
        surname="Ruiz",
        birth_date="1988-01-02",
        sex="male",
        household_key="H1",
        household_role="head",
        household_from="2020-01-01",
        ssn="812345678",
        **home,
    )
    add(
        "snap:3",
        THEO,
        given_name="Theo",
        surname="Ruiz",
        birth_date="2021-07-01",
        sex="male",
        household_key="H1",
        household_role="biological child",
        household_from="2021-07-01",
        **home,
    )
    add("vital:3", THEO, given_name="Theo", surname="Ruiz", birth_date="2021-07-01", sex="male")
    add(
        "welfare:2",
        ANA,
        given_name="Ana",
        surname="Vega",
        birth_date="1986-11-30",
        sex="female",
        phone="2175550188",
        street_number="7",
        street_name="elm ave",
        city="Decatur",
        state="IL",
        zip="62521",
    )
    add("vital:4", ANA, given_name="Ana", surname="Vega", birth_date="1986-11-30", sex="female")
    add("vital:5", ELENA, given_name="Elena", surname="Vega", birth_date="1960", sex="female", death_date="2022-02-02")
    add("support:1", DAN, given_name="Daniel", surname="Osei", birth_date="1987-06-06", sex="male")
    add("support:2", MIA, given_name="Mia", surname="Ruiz", birth_date="2015-03-09")
    hidden = {"street_number": "44", "street_name": "hidden ln", "city": "Peoria", "state": "IL", "zip": "61602"}
    add(
        "welfare:3",
        GWEN,
        given_name="Gwen",
        surname="Park",
        birth_date="1970-01-01",
        sex="female",
        address_protected=True,
        **hidden,
    )
    add("snap:9", GWEN, given_name="Gwen", surname="Park", birth_date="1970-01-01", sex="female", **hidden)
    add("welfare:4", THEO, given_name="Theo", surname="Ruiz", birth_date="2021-07-01", sex="male")
    add("welfare:5", DAN, given_name="Dan", surname="Osei", birth_date="1987-06-06", sex="male")


def stage_facts(staged: Staged) -> None:
    """Stage the ties, care, services and links of the family."""
    tie, add = staged.tie, staged.add
    tie("PARENT_OF", "biological", "vital:2", "vital:1")
    tie("PARENT_OF", "biological", "vital:2", "vital:3")
    tie("PARENT_OF", "biological", "vital:5", "vital:2")
    tie("PARENT_OF", "biological", "vital:5", "vital:4")
    tie("PARENT_OF", "putative", "support:1", "support:2")
    tie("FICTIVE_TIE", "godparent", "welfare:3", "welfare:1")
    add(
        "case_involvement",
        system="welfare",
        record_id="welfare:1",
        case_key="W1",
        case_kind="removal",
        role="child",
        status="open",
        opened="2026-10-02",
    )
    add(
        "placement",
        system="welfare",
        placement_key="L1",
        case_key="W1",
        child_record="welfare:1",
        caregiver_record="welfare:2",
        setting="Foster Family Home (Relative)",
        valid_from="2026-10-03",
    )
    add(
        "court_order",
        system="welfare",
        order_key="O1",
        kind="legal custody",
        child_record="welfare:1",
        holder_record="welfare:2",
        valid_from="2026-10-05",
    )
    add(
        "court_order",
        system="welfare",
        order_key="O2",
        kind="protection",
        child_record="welfare:4",
        holder_record="welfare:5",
        valid_from="2026-10-05",
        detail="No contact",
    )
    add(
        "attendance",
        system="school",
        record_id="welfare:1",
        school_key="S1",
        school_name="Lincoln Elementary",
        grade="5",
        valid_from="2024-08-20",
    )
    add(
        "enrolment",
        system="snap",
        record_id="snap:4",
        service="SNAP",
        status="active",
        case_key="H1",
        valid_from="2020-01-01",
    )
    add(
        "enrolment",
        system="snap",
        record_id="snap:2",
        service="SNAP",
        status="closed",
        case_key="H0",
        valid_from="2011-01-01",
        valid_to="2012-01-01",
    )
    add(
        "address_service",
        system="weather",
        service="Weatherization",
        status="completed",
        case_key="X1",
        street_number="12",
        street_name="oak st",
        city="Springfield",
        state="IL",
        zip="62701",
        valid_from="2023-04-01",
        detail="attic insulation",
    )
    add("contact_point", system="welfare", record_id="welfare:2", kind="phone", value="2175550199", safe="no")
    staged.connection.execute(
        "INSERT INTO link VALUES ('support:2', 'vital:1', 11.5, 0.9996, 'scored', MAP {'prior': -10.0, 'name': 21.5})"
    )
    staged.connection.execute(
        "INSERT INTO held_link VALUES"
        " ('snap:1', 'support:1', 7.0, 0.99, 'first_name', 'snap:1', 'support:1', MAP {'name': 7.0})"
    )
