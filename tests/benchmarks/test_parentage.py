"""The scorer of parentage, against small truths with planted faults."""

from __future__ import annotations

from pathlib import Path

from benchmarks.parentage import Share, Truth, read_truth, score_parentage
from benchmarks.snapshot_facts import ParentTie
from cypher.evidence import Assertion

# Ann is Cy's mother; Bob is Cy's stepfather; Dee is Ann's child as well, known by a household role alone.
ENTITIES = {"vital:a": "ANN", "snap:a": "ANN", "vital:b": "BOB", "snap:b": "BOB", "vital:c": "CY", "snap:c": "CY"}
ENTITIES |= {"snap:d": "DEE"}
PERSONS = {record: f"P-{entity}" for record, entity in ENTITIES.items()}


def the_truth() -> Truth:
    """What is true and what two sources state."""
    truth = Truth(dict(ENTITIES))
    for parent, child, nature in (("ANN", "CY", "biological"), ("BOB", "CY", "step"), ("ANN", "DEE", "biological")):
        truth.natures[parent, child].add(nature)
    truth.stated["vital", "tie"]["ANN", "CY"].add("biological")
    truth.stated["vital", "tie"]["BOB", "CY"].add("step")
    truth.stated["snap", "role"]["ANN", "DEE"].add("unknown")
    return truth


def tie(parent: str, child: str, nature: str, *said: tuple[str, str]) -> ParentTie:
    """A parent tie of the graph with its assertions, each as record and basis."""
    evidence = tuple(
        Assertion(record.partition(":")[0], "domain", record, "", "", basis, "", 0.9) for record, basis in said
    )
    return ParentTie(f"P-{parent}", f"P-{child}", nature, evidence)


CY_OF_ANN = tie("ANN", "CY", "biological", ("vital:a", "stated"))
CY_OF_BOB = tie("BOB", "CY", "step", ("vital:b", "stated"))
DEE_OF_ANN = tie("ANN", "DEE", "unknown", ("snap:a", "household role"))


def test_a_right_graph_scores_one_everywhere() -> None:
    """All that is stated stands in the graph, as it was said, and the role tie is counted apart."""
    score = score_parentage(the_truth(), PERSONS, [CY_OF_ANN, CY_OF_BOB, DEE_OF_ANN])
    assert (score.recall, score.recall_of_ties) == (Share(3, 3), Share(2, 2))
    assert (score.stated_pairs, score.stated_ties, score.role_ties) == (Share(2, 2), Share(2, 2), Share(1, 1))
    assert (score.roles_as_stated, score.natures_not_said) == (0, 0)


def test_a_missing_tie_costs_recall() -> None:
    """A pair that a source states and the graph lacks is not recalled."""
    assert score_parentage(the_truth(), PERSONS, [CY_OF_ANN, DEE_OF_ANN]).recall == Share(2, 3)


def test_a_wrong_nature_costs_the_tie_and_not_the_pair() -> None:
    """A stepfather made a birth father is the right pair in the wrong nature."""
    wrong = tie("BOB", "CY", "biological", ("vital:b", "stated"))
    score = score_parentage(the_truth(), PERSONS, [CY_OF_ANN, wrong, DEE_OF_ANN])
    assert (score.stated_pairs, score.stated_ties) == (Share(2, 2), Share(1, 2))


def test_a_role_promoted_to_a_statement_is_seen() -> None:
    """What only a household role says may not stand as stated."""
    promoted = tie("ANN", "DEE", "unknown", ("snap:a", "stated"))
    assert score_parentage(the_truth(), PERSONS, [promoted]).roles_as_stated == 1


def test_a_nature_that_no_role_said_is_seen() -> None:
    """'Child of the head' says nothing of birth."""
    embroidered = tie("ANN", "DEE", "biological", ("snap:a", "household role"))
    assert score_parentage(the_truth(), PERSONS, [embroidered]).natures_not_said == 1


def test_the_other_adult_gains_no_child_by_a_role() -> None:
    """A role towards the head that is laid on the spouse is no tie any source states."""
    silent = tie("BOB", "DEE", "unknown", ("snap:b", "household role"))
    score = score_parentage(the_truth(), PERSONS, [silent])
    assert (score.natures_not_said, score.role_ties) == (1, Share(0, 1))


def test_a_wrong_link_costs_as_it_costs_a_caseworker() -> None:
    """When Cy's records lie on Dee's person too, the tie of that person is of whom most records are of."""
    persons = PERSONS | {"snap:d": "P-CY"}
    score = score_parentage(the_truth(), persons, [CY_OF_ANN, CY_OF_BOB])
    assert score.recall == Share(3, 3)
    split = PERSONS | {"vital:a": "P-A1", "snap:a": "P-A2"}
    lost = [ParentTie("P-A2", "P-CY", "biological", CY_OF_ANN.evidence)]
    assert score_parentage(the_truth(), split, lost).recall == Share(0, 3)


def test_a_false_allegation_is_no_error_of_the_graph() -> None:
    """Putative fathers are counted apart from what is stated as fact."""
    alleged = tie("BOB", "DEE", "putative", ("vital:b", "stated"))
    score = score_parentage(the_truth(), PERSONS, [CY_OF_ANN, alleged])
    assert (score.stated_ties, score.putative_ties) == (Share(1, 1), Share(0, 1))


def test_truth_is_read_from_its_files(tmp_path: Path) -> None:
    """Records by system and key, natures by pair, statements by system and basis."""
    (tmp_path / "records.csv").write_text("record_id,entity_id,household_id,agency\na,ANN,,vital\n")
    (tmp_path / "parentage.csv").write_text("parent_id,child_id,nature,valid_from,valid_to\nANN,CY,biological,,\n")
    (tmp_path / "stated_parentage.csv").write_text(
        "system,parent_record,child_record,parent_id,child_id,nature,basis,true_nature,true_parent\n"
        "snap,a,c,ANN,CY,not stated,role,no,yes\n"
    )
    truth = read_truth(tmp_path)
    assert truth.entity_of_record == {"vital:a": "ANN"}
    assert truth.natures["ANN", "CY"] == {"biological"}
    assert truth.stated["snap", "role"]["ANN", "CY"] == {"unknown"}
    assert (truth.stated_pairs("tie"), truth.stated_pairs("role")) == (set(), {("ANN", "CY")})
