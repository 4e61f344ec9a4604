"""What was loaded: each source with its agency, kind of data, as-of date, records and rejected rows."""

from __future__ import annotations

from explorer.markup import Child, Html, joined, table, tag
from explorer.wording import counted, say
from explorer.wording.telling import told_date
from graphmodel.snapshot import Manifest


def sources_table(manifest: Manifest) -> Html:
    """One row a source system."""
    columns = ("system", "agency", "domain", "agreement", "as_of", "records", "rejected", "problem")
    rows: list[list[Child]] = [
        [
            joined((tag("b", state.title), tag("div", state.system, class_="k-quiet"))),
            state.agency,
            state.domain.replace("_", " "),
            state.agreement or say("sources.no_agreement"),
            told_date(state.as_of) or say("person.as_of_unknown"),
            f"{state.records:,}",
            f"{state.rejected_rows:,}",
            state.error,
        ]
        for state in sorted(manifest.sources, key=lambda state: (state.title, state.system))
    ]
    return table([say(f"sources.{column}") for column in columns], rows, caption(manifest))


def caption(manifest: Manifest) -> str:
    """When the snapshot was built, and how much is in it."""
    return say(
        "sources.caption",
        when=f"{told_date(manifest.built_at.date().isoformat())}, {manifest.built_at:%H:%M} UTC",
        people=counted("person", manifest.counts.get("Person", 0)),
        records=counted("record", manifest.counts.get("SourceRecord", 0)),
        sources=counted("source", len(manifest.sources)),
    )


def as_of_line(manifest: Manifest) -> str:
    """The oldest and the newest day that the sources speak of; '' when none says."""
    days = sorted(state.as_of for state in manifest.sources if state.as_of)
    if not days:
        return ""
    if days[0] == days[-1]:
        return say("app.as_of_one", last=told_date(days[-1]))
    return say("app.as_of", first=told_date(days[0]), last=told_date(days[-1]))
