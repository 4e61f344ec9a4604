-- question: In which households has this person lived?
-- parameters: $id (person)
-- returns: one row a household and role
SELECT h.id AS household, h.system AS system, h.domain AS domain, t.role AS role,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM MEMBER_OF t
JOIN Household h ON h.id = t.end_id
WHERE t.start_id = $id
ORDER BY household, role
