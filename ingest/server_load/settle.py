"""What a load that died between its commit on the server and the pointer left: settled before the next one begins."""

from __future__ import annotations

from graphmodel.home import Home
from graphmodel.snapshot import Run, follows, put_in_service
from graphmodel.stores.berths import berth_of
from graphmodel.stores.neo4j_keeper import GraphKeeper
from graphmodel.stores.neo4j_marker import WHOLE
from ingest.server_load.choice import run_in_service


def settle_service(home: Home) -> str | None:
    """Put the run in service that the server holds already, where a load died just before it could.

    Asks the server only if a finished run stands at the same place after the one in service.

    Returns:
        The run put in service, or None when there was nothing to settle.

    Raises:
        StoreUnavailable: The server is away, so nobody can say which of the two counts.
    """
    serving = run_in_service(home)
    berth = berth_of(serving) if serving else None
    if serving is None or berth is None or not any(follows(home, serving, run.name) for run in home.runs.iterdir()):
        return None
    with GraphKeeper(berth.login()) as keeper:
        marker = keeper.settled_marker()
    if marker is None or marker.state != WHOLE or not follows(home, serving, marker.run):
        return None
    put_in_service(home, Run(home.runs / marker.run))
    return marker.run
