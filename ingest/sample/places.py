"""Addresses of the sample state: real names of Illinois counties and cities, invented streets.

One address houses unrelated households one after another; buildings hold many at once.
"""

from __future__ import annotations

import random

from ingest.sample.people import Address

# City, county, first three digits of its ZIP codes.
CITIES: tuple[tuple[str, str, str], ...] = (
    ("Springfield", "Sangamon", "627"),
    ("Peoria", "Peoria", "616"),
    ("Rockford", "Winnebago", "611"),
    ("Champaign", "Champaign", "618"),
    ("Chicago", "Cook", "606"),
    ("Aurora", "Kane", "605"),
    ("Joliet", "Will", "604"),
    ("Waukegan", "Lake", "600"),
    ("Decatur", "Macon", "625"),
    ("Bloomington", "McLean", "617"),
    ("Belleville", "St. Clair", "622"),
    ("Cicero", "Cook", "608"),
    ("Elgin", "Kane", "601"),
    ("Quincy", "Adams", "623"),
    ("Carbondale", "Jackson", "629"),
    ("Danville", "Vermilion", "618"),
    ("Moline", "Rock Island", "612"),
    ("Kankakee", "Kankakee", "609"),
    ("DeKalb", "DeKalb", "601"),
    ("Alton", "Madison", "620"),
    ("Galesburg", "Knox", "614"),
    ("Effingham", "Effingham", "624"),
    ("Mount Vernon", "Jefferson", "628"),
    ("Freeport", "Stephenson", "610"),
    ("Ottawa", "LaSalle", "613"),
    ("Jacksonville", "Morgan", "626"),
    ("Charleston", "Coles", "619"),
    ("Macomb", "McDonough", "614"),
    ("Naperville", "DuPage", "605"),
    ("Crystal Lake", "McHenry", "600"),
)
STREETS = (
    "Alder Amber Aspen Basswood Bluestem Bobolink Bramble Briar Buckeye Buttonbush Canary Catalpa Cattail Cedar "
    "Cherry Clover Compass Coneflower Copper Coral Cottonwood Cricket Dogwood Dove Elder Elm Falcon Fawn Fern "
    "Field Finch Flint Foxglove Garnet Goldenrod Granite Harvest Hawthorn Hazel Heron Hickory Holly Indigo Iris "
    "Ivy Jasper Juniper Kestrel Killdeer Lantern Larch Laurel Lilac Linden Locust Lupine Magnolia Maple Marigold "
    "Meadow Milkweed Mulberry Oak Oriole Orchard Osage Pecan Pheasant Pine Plover Prairie Quail Quarry Redbud "
    "Ridge River Rosehill Sage Sandstone Sassafras Savanna Sedge Sorrel Sparrow Spruce Sumac Sycamore Tallgrass "
    "Teal Thistle Timber Trillium Turtle Verbena Walnut Willow Wren Yarrow"
)
KINDS = ("Street", "Avenue", "Drive", "Court", "Lane", "Road", "Place", "Boulevard", "Terrace", "Way")
WINDS = ("", "", "", "", "North ", "South ", "East ", "West ")


def abbreviate(street: str) -> str:
    """A street name as the post prints it: ``North Oak Street`` becomes ``N Oak St``."""
    short = {
        "Street": "St", "Avenue": "Ave", "Drive": "Dr", "Court": "Ct", "Lane": "Ln", "Road": "Rd", "Place": "Pl",
        "Boulevard": "Blvd", "Terrace": "Ter", "Way": "Way", "North": "N", "South": "S", "East": "E", "West": "W",
    }  # fmt: skip
    return " ".join(short.get(word, word) for word in street.split())


class AddressBook:
    """The homes of one town: vacant ones are let again before new ones are built."""

    def __init__(self, rng: random.Random, town: int) -> None:
        self._rng = rng
        self.city, self.county, prefix = CITIES[town % len(CITIES)]
        # A city drawn again for a further town gets other ZIP codes, so that towns share no address.
        first = (town // len(CITIES)) * 2
        self._zips = tuple(f"{prefix}{(first + i) % 100:02d}" for i in range(2))
        self._streets = [f"{rng.choice(WINDS)}{name} {rng.choice(KINDS)}" for name in rng.sample(STREETS.split(), k=60)]
        self._built: dict[tuple[str, str], bool] = {}
        self._vacant: list[Address] = []

    def _number(self, street: str) -> str:
        while True:
            number = str(self._rng.randrange(1, 60) * 100 + self._rng.randrange(1, 100))
            if (number, street) not in self._built:
                self._built[number, street] = True
                return number

    def build(self) -> Address:
        """A new home; one in eight buildings has several, the rest of which stand vacant."""
        rng = self._rng
        street = rng.choice(self._streets)
        place = (street, self.city, self.county, self._zips[self._streets.index(street) % 2])
        number = self._number(street)
        if rng.random() > 0.12:
            return Address(number, place[0], "", *place[1:])
        style = rng.choice(("{n}", "{f}{l}", "{f}0{n}"))
        units = [style.format(n=n, f=1 + n // 4, l="ABCD"[n % 4]) for n in range(1, rng.choice((4, 6, 8, 12)) + 1)]
        homes = [Address(number, place[0], unit, *place[1:]) for unit in dict.fromkeys(units)]
        self._vacant.extend(homes[1:])
        return homes[0]

    def let(self) -> Address:
        """A home to move into: a vacant one in most cases."""
        if self._vacant and self._rng.random() < 0.7:
            i = self._rng.randrange(len(self._vacant))
            self._vacant[i], self._vacant[-1] = self._vacant[-1], self._vacant[i]
            return self._vacant.pop()
        return self.build()

    def vacate(self, address: Address) -> None:
        """A home stands empty."""
        self._vacant.append(address)
