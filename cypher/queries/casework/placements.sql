-- question: Where has this child been placed?
-- parameters: $id (person)
-- returns: one row a placement
SELECT l.id AS placement, l.system AS system, l.domain AS domain, l.setting AS setting, l.end_reason AS end_reason,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM PLACED_IN t
JOIN Placement l ON l.id = t.end_id
WHERE t.start_id = $id
ORDER BY placement
