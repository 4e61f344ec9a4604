-- question: Which households were at this address?
-- parameters: $id (address)
-- returns: one row a household
SELECT h.id AS household, h.system AS system, h.domain AS domain,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM LOCATED_AT t
JOIN Household h ON h.id = t.start_id
WHERE t.end_id = $id
ORDER BY household
