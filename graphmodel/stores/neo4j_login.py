"""Where a Neo4j database is, who asks, and whom an encrypted connection trusts."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field, replace
from typing import Any

import neo4j

from graphmodel.errors import SettingError
from graphmodel.stores.berths import SCHEMES

CA_VARIABLE = "KIN360_NEO4J_CA"


@dataclass(frozen=True)
class Neo4jLogin:
    """Where a Neo4j database is and who asks.

    Args:
        uri: ``neo4j://host:port`` for routing, ``neo4j+s://`` with TLS, ``bolt://`` for one server.
        user: User name.
        password: Password; not shown when printed.
        database: Name of the database; naming it saves a round trip a query.
        ca: File in PEM form of the authorities that sign the server's certificate, and no others; with ``+s`` only.
            Those of this machine when None.
    """

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"
    ca: str | None = None

    @property
    def place(self) -> str:
        """The database and its server, for messages."""
        return f"{self.database} at {self.uri}"

    def direct(self) -> Neo4jLogin:
        """The same login without routing: one connection to the server that the address names."""
        return replace(self, uri=f"bolt{self.uri.removeprefix('neo4j').removeprefix('bolt')}")

    def driver_arguments(self) -> dict[str, Any]:
        """Address, credentials and trust, as the driver takes them.

        Raises:
            SettingError: The address is of no kind that the driver knows, or the authorities cannot be used with it.
        """
        scheme, _, rest = self.uri.partition("://")
        # The driver would also take http://, as a preview.
        if scheme not in SCHEMES:
            raise SettingError(
                "That is no address of a Neo4j server", to=self.uri, do=f"It begins with one of {', '.join(SCHEMES)}."
            )
        login = {"auth": (self.user, self.password)}
        if self.ca is None:
            return {"uri": self.uri, **login}
        if not scheme.endswith("+s"):
            raise SettingError(
                f"{CA_VARIABLE} is set, and the address checks no certificate",
                to=self.uri,
                do="Write neo4j+s:// or bolt+s://, or take the setting away.",
            )
        _check_readable(self.ca)
        # The driver takes authorities of one's own only beside an address without +s.
        trust = {"encrypted": True, "trusted_certificates": neo4j.TrustCustomCAs(self.ca)}
        return {"uri": f"{scheme.removesuffix('+s')}://{rest}", **login, **trust}


def _check_readable(ca: str) -> None:
    """The driver reads the file at its first connection only, where a wrong one would look like a lost server."""
    try:
        ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise SettingError(
            f"The file of authorities cannot be read: {error}", to=ca, do=f"{CA_VARIABLE} names a file in PEM form."
        ) from error
