-- question: How can this person be reached?
-- parameters: $id (person)
-- returns: one row a telephone number or e-mail address
SELECT c.kind AS kind, c.value AS contact,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM REACHED_AT t
JOIN ContactPoint c ON c.id = t.end_id
WHERE t.start_id = $id
ORDER BY kind, contact
