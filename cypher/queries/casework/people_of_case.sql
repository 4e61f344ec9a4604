-- question: Who is involved in this case?
-- parameters: $id (case)
-- returns: one row a person and role
SELECT t.start_id AS person, t.role AS role,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM INVOLVED_IN t
WHERE t.end_id = $id
ORDER BY person, role
