-- question: Who cares for the child in this placement?
-- parameters: $id (placement)
-- returns: one row a caregiver
SELECT t.end_id AS person,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM PROVIDED_BY t
WHERE t.start_id = $id
ORDER BY person
