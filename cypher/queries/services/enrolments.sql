-- question: In which services is or was this person enrolled?
-- parameters: $id (person)
-- returns: one row a service and case
SELECT s.id AS service, s.name AS name, s.agency AS agency, s.domain AS domain, t.case_key AS case_key,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM ENROLLED_IN t
JOIN Service s ON s.id = t.end_id
WHERE t.start_id = $id
ORDER BY service, case_key
