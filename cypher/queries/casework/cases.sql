-- question: In which agency cases is this person involved?
-- parameters: $id (person)
-- returns: one row a case and role
SELECT c.id AS case_id, c.system AS system, c.domain AS domain, c.kind AS kind, c.status AS status, c.opened AS opened, c.closed AS closed, c.detail AS detail, t.role AS role,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM INVOLVED_IN t
JOIN AgencyCase c ON c.id = t.end_id
WHERE t.start_id = $id
ORDER BY case_id, role
