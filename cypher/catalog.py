"""The catalogue: every question the product asks of the graph, by name.

Each is a file below ``queries/``; nothing builds Cypher from strings. All are anchored at one key, since both engines
answer such statements fastest, and a caller with many ids asks in a loop (design 4, rule 2).
"""

from __future__ import annotations

from cypher.query import Query
from cypher.rows import (
    AddressRow,
    CaseRow,
    ContactRow,
    CourtOrderRow,
    DescribingRow,
    HouseholdAtRow,
    HouseholdRow,
    MemberRow,
    NamesRow,
    PersonAtRow,
    PlacementRow,
    RecordRow,
    SchoolRow,
    ServiceRow,
    TieRow,
)

RECORDS = Query("person/records", RecordRow)
DESCRIBED_BY = Query("person/described_by", DescribingRow)
NAMES = Query("person/names", NamesRow)
CONTACT_POINTS = Query("person/contact_points", ContactRow)
SCHOOLS = Query("person/schools", SchoolRow)
TIES = Query("family/ties", TieRow)
HOUSEHOLDS_OF_PERSON = Query("home/households_of_person", HouseholdRow)
MEMBERS_OF_HOUSEHOLD = Query("home/members_of_household", MemberRow)
ADDRESSES_OF_HOUSEHOLD = Query("home/addresses_of_household", AddressRow)
ADDRESSES_OF_PERSON = Query("home/addresses_of_person", AddressRow)
PEOPLE_OF_ADDRESS = Query("home/people_of_address", PersonAtRow)
HOUSEHOLDS_OF_ADDRESS = Query("home/households_of_address", HouseholdAtRow)
ASSISTANCE_OF_ADDRESS = Query("home/assistance_of_address", ServiceRow)
ENROLMENTS = Query("services/enrolments", ServiceRow)
CASES = Query("casework/cases", CaseRow)
PEOPLE_OF_CASE = Query("casework/people_of_case", MemberRow)
PLACEMENTS = Query("casework/placements", PlacementRow)
CAREGIVERS_OF_PLACEMENT = Query("casework/caregivers_of_placement", PersonAtRow)
COURT_ORDERS = Query("casework/court_orders", CourtOrderRow)
PEOPLE_OF_COURT_ORDER = Query("casework/people_of_court_order", MemberRow)

CATALOGUE: tuple[Query[object], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Query))
