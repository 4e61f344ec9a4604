-- question: Which schools has this person attended?
-- parameters: $id (person)
-- returns: one row a school
SELECT s.id AS school, s.name AS name, s.district AS district, s.domain AS domain,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM ATTENDS t
JOIN School s ON s.id = t.end_id
WHERE t.start_id = $id
ORDER BY school
