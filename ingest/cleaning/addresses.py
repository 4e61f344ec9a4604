"""Cleaners of addresses: house number, street, unit, and whole address lines taken apart.

Street types and directions are shortened as USPS Publication 28 (Postal Addressing Standards, appendix C) does.
"""

from __future__ import annotations

import re

from ingest.cleaning.cleaner import UNREADABLE
from ingest.cleaning.names import capitals

_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "no": "n", "so": "s",
}  # fmt: skip
_TYPES = {
    "alley": "aly", "avenue": "ave", "av": "ave", "aven": "ave", "avenu": "ave", "avn": "ave", "avnue": "ave",
    "boulevard": "blvd", "boul": "blvd", "boulv": "blvd", "bvd": "blvd", "branch": "br", "bridge": "brg",
    "bypass": "byp", "causeway": "cswy", "center": "ctr", "centre": "ctr", "circle": "cir", "circ": "cir",
    "crcl": "cir", "circuit": "cct", "court": "ct", "courts": "cts", "cove": "cv", "creek": "crk", "crescent": "cres",
    "crossing": "xing", "drive": "dr", "driv": "dr", "drv": "dr", "estate": "est", "estates": "ests",
    "expressway": "expy", "extension": "ext", "freeway": "fwy", "garden": "gdn", "gardens": "gdns", "gateway": "gtwy",
    "glen": "gln", "green": "grn", "grove": "grv", "harbor": "hbr", "heights": "hts", "highway": "hwy",
    "highwy": "hwy", "hiway": "hwy", "hill": "hl", "hills": "hls", "hollow": "holw", "island": "is",
    "junction": "jct", "knoll": "knl", "knolls": "knls", "lake": "lk", "lakes": "lks", "landing": "lndg",
    "lane": "ln", "meadow": "mdw", "meadows": "mdws", "mount": "mt", "mountain": "mtn", "parkway": "pkwy",
    "parkwy": "pkwy", "pky": "pkwy", "place": "pl", "plaza": "plz", "point": "pt", "port": "prt", "prairie": "pr",
    "ranch": "rnch", "ridge": "rdg", "river": "riv", "road": "rd", "route": "rte", "shore": "shr", "shores": "shrs",
    "spring": "spg", "springs": "spgs", "square": "sq", "station": "sta", "street": "st", "str": "st", "strt": "st",
    "summit": "smt", "terrace": "ter", "terr": "ter", "trace": "trce", "track": "trak", "trail": "trl",
    "turnpike": "tpke", "valley": "vly", "view": "vw", "village": "vlg", "vista": "vis", "ro": "rd", "lp": "loop",
    "crossroad": "xrd", "manor": "mnr", "forest": "frst", "bend": "bnd", "bluff": "blf", "brook": "brk",
    "canyon": "cyn", "club": "clb", "corner": "cor", "field": "fld", "fields": "flds", "ford": "frd",
}  # fmt: skip
_ABBREVIATIONS = frozenset(_TYPES.values()) | {"way", "loop", "row", "run", "walk", "pike", "path", "pass", "mall"}
_TYPE_WORDS = _ABBREVIATIONS | _TYPES.keys()
_UNIT_WORDS = {
    "apt": "apt", "apartment": "apt", "aprt": "apt", "apmt": "apt", "apmnt": "apt", "ap": "apt", "aptmt": "apt",
    "aptmnt": "apt", "apartamento": "apt", "unit": "apt", "un": "apt", "u": "apt", "ste": "apt", "suite": "apt",
    "flat": "apt",
    "rm": "rm", "room": "rm", "lot": "lot", "spc": "spc", "space": "spc", "trlr": "trlr", "trailer": "trlr",
    "fl": "fl", "flr": "fl", "floor": "fl", "bldg": "bldg", "building": "bldg", "bsmt": "bsmt", "basement": "bsmt",
    "ph": "ph", "penthouse": "ph",
}  # fmt: skip
_NUMBER_WORDS = frozenset({"no", "number", "nbr", "num", "nr"})
_NOTHING = frozenset({"unknown", "unk", "n/a", "na", "none", "null", "homeless", "no address", "general delivery", "x"})
# States, territories and the armed forces' postal regions (USPS Publication 28, appendix B).
_STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR", "guam": "GU", "virgin islands": "VI", "american samoa": "AS", "aa": "AA", "ae": "AE",
    "ap": "AP", "mp": "MP",
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^\w\s/&'-]")
_ORDINAL_ZEROS = re.compile(r"^0+(?=\d)")
_UNIT_TEXT = re.compile(r"[^\w\s#-]")
_ORDINAL_END = re.compile(r"(?<=\d)(st|nd|rd|th)$")
_HYPHEN_IN_UNIT = re.compile(r"(?<=\d)-(?=[a-z]\b)")
_HOUSE = re.compile(r"^(?P<number>\d+[a-z]?(?:[-/]\d+[a-z]?)?(?:\s+\d/\d)?|[nsew]\d+[nsew]?\d*)\s+(?P<rest>.+)$", re.I)
_UNIT_START = re.compile(
    r"[\s,]+(?P<unit>(?:(?:apt|apartment|aprt|unit|ste|suite|flat|rm|room|lot|spc|space|trlr|trailer|fl|flr|floor|"
    r"bldg|building|bsmt|basement|ph|penthouse)\b\.?|#).*)$",
    re.I,
)
_POST_BOX = re.compile(r"^\s*p\.?\s*o\.?\s*box\s+(?P<box>\w+)", re.I)
_CITY_STATE_ZIP = re.compile(r"^(?P<city>.*?)[\s,]+(?P<state>[A-Za-z]{2})[\s,]+(?P<zip>\d{5})(?:-?\d{4})?$")


def clean_street(value: str) -> str | None:
    """A street name in small letters with USPS abbreviations.

    >>> clean_street("North 20th Avnue"), clean_street("2nd ave"), clean_street("darlington ro northeast")
    ('n 20th ave', '2nd ave', 'darlington rd ne')
    >>> clean_street("N 07TH ST"), clean_street("St. Charles Street"), clean_street("UNKNOWN")
    ('n 7th st', 'st charles st', None)
    >>> clean_street("Avenue K"), clean_street("Lake View Drive"), clean_street("North Street")
    ('ave k', 'lk vw dr', 'north st')
    """
    lowered = " ".join(_NOT_LETTERS.sub(" ", value.lower()).split())
    if not lowered or lowered in _NOTHING or not any(sign.isalnum() for sign in lowered):
        return None
    words = [_ORDINAL_ZEROS.sub("", word) for word in lowered.split()]
    last = len(words) - 1
    done: list[str] = []
    followed_by_type_only = last == 1 and words[1] in _TYPE_WORDS
    for place, word in enumerate(words):
        if (
            word in _DIRECTIONS
            and (place in (0, last) or place == last - 1)
            and not (place == 0 and (followed_by_type_only or last == 0))
        ):
            done.append(_DIRECTIONS[word])
        else:
            done.append(_TYPES.get(word, word) if last else word)
    return " ".join(done)


def clean_number(value: str) -> str | None:
    """A house number in small letters, without leading zeros; UNREADABLE without a digit.

    >>> clean_number("0124"), clean_number("200R"), clean_number("30-31"), clean_number("#12"), clean_number("2044 A")
    ('124', '200r', '30-31', '12', '2044 a')
    >>> clean_number("none"), clean_number("Elm") == UNREADABLE
    (None, True)
    """
    text = " ".join(re.sub(r"[^\w\s/-]", "", value.lower()).split()).strip("-/")
    if not text or text in _NOTHING:
        return None
    return _ORDINAL_ZEROS.sub("", text) if any(sign.isdigit() for sign in text) else UNREADABLE


def clean_unit(value: str) -> str | None:
    """A unit within a building: a word for its kind (``apt`` unless another is said) and its number.

    >>> clean_unit("apt # 109"), clean_unit("aprt 109"), clean_unit("Unit 109"), clean_unit("#109"), clean_unit("109")
    ('apt 109', 'apt 109', 'apt 109', 'apt 109', 'apt 109')
    >>> clean_unit("5th fl"), clean_unit("fl 1 unit 10087"), clean_unit("apt number 23 c"), clean_unit("-")
    ('fl 5', 'fl 1 apt 10087', 'apt 23c', None)
    >>> clean_unit("ground floor"), clean_unit("3rd fl no 78"), clean_unit("109 fl 2")
    ('fl ground', 'fl 3 apt 78', 'apt 109 fl 2')
    """
    words = _UNIT_TEXT.sub(" ", _HYPHEN_IN_UNIT.sub("", value.lower())).replace("#", " ").split()
    if not words or " ".join(words) in _NOTHING or not any(c.isalnum() for c in "".join(words)):
        return None
    parts: list[list[str]] = []
    for place, word in enumerate(words):
        kind = _UNIT_WORDS.get(word)
        if word in _NUMBER_WORDS or word == "-":
            # "3rd floor number 78": the number is of another part than the floor.
            if parts and len(parts[-1]) > 1:
                parts.append(["apt"])
            continue
        if kind == "fl" and parts and _names_a_floor(parts[-1], last=place == len(words) - 1):
            parts[-1] = ["fl", _ORDINAL_END.sub("", parts[-1][0])]
        elif kind:
            parts.append([kind])
        else:
            number = _ORDINAL_ZEROS.sub("", word)
            if parts and (parts[-1][0] in _UNIT_WORDS.values()):
                parts[-1].append(number)
            else:
                parts.append([number])
    said = [_unit_part(part) for part in parts if part != ["apt"]]
    return " ".join(said) or None


def address_line(value: str) -> tuple[str | None, str | None, str | None]:
    """House number, street and unit of one address line.

    >>> address_line("1200 N Main Street Apt #4B")
    ('1200', 'n main st', 'apt 4b')
    >>> address_line("PO Box 77"), address_line("Elm Court"), address_line("UNKNOWN")
    ((None, 'po box 77', None), (None, 'elm ct', None), (None, None, None))
    """
    text = " ".join(value.split()).strip(" ,")
    box = _POST_BOX.match(text)
    if box:
        return None, f"po box {box['box'].lower()}", None
    unit = None
    found = _UNIT_START.search(text)
    if found:
        unit, text = clean_unit(found["unit"]), text[: found.start()]
    house = _HOUSE.match(text)
    if not house:
        return None, clean_street(text), unit
    return clean_number(house["number"]), clean_street(house["rest"]), unit


def address_full(
    value: str,
) -> tuple[str | None, str | None, str | None, str | None, str | None, str | None]:
    """House number, street, unit, city, state and ZIP code of ``line, city, state zip``.

    >>> address_full("12 Oak Ave, Apt 3, SPRINGFIELD, IL 62701-1234")
    ('12', 'oak ave', 'apt 3', 'Springfield', 'IL', '62701')
    >>> address_full("Homeless")
    (None, None, None, None, None, None)
    """
    text = " ".join(value.split()).strip(" ,")
    if text.lower() in _NOTHING:
        return None, None, None, None, None, None
    match = _CITY_STATE_ZIP.match(text)
    if not match:
        return (*address_line(text), None, None, None)
    line, _, city = match["city"].rpartition(",")
    zip_code = None if match["zip"] in ("00000", "99999") else match["zip"]
    return (*address_line(line), clean_place(city), match["state"].upper(), zip_code)


def clean_place(value: str) -> str | None:
    """A city or county for display, without the word County.

    >>> clean_place("MOUNT  CARROLL"), clean_place("cook county"), clean_place("unknown")
    ('Mount Carroll', 'Cook', None)
    """
    text = re.sub(r"\s+county$", "", " ".join(value.split()), flags=re.I).strip(" ,")
    if text.lower() in _NOTHING or not any(sign.isalpha() for sign in text):
        return None
    return capitals(text)


def clean_state(value: str) -> str | None:
    """A state as its two capitals, from those or from its English name; UNREADABLE for anything else.

    >>> clean_state("il"), clean_state("New  York"), clean_state("XX"), clean_state("Anytown") == UNREADABLE
    ('IL', 'NY', None, True)
    """
    text = " ".join(value.lower().split()).strip(".")
    if not text or text in _NOTHING or text in ("xx", "zz", "-"):
        return None
    if text.upper() in _STATES.values():
        return text.upper()
    return _STATES.get(text, UNREADABLE)


def _names_a_floor(part: list[str], *, last: bool) -> bool:
    """Whether a lone word before "floor" says which: 5th, ground, or 5 when nothing follows."""
    if len(part) != 1 or part[0] in _UNIT_WORDS.values():
        return False
    return last or not part[0].isdigit()


def _unit_part(part: list[str]) -> str:
    kinds = set(_UNIT_WORDS.values())
    if part[0] not in kinds:
        return f"apt {''.join(part)}"
    return f"{part[0]} {''.join(part[1:])}".strip()
