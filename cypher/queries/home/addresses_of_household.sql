-- question: Where was this household?
-- parameters: $id (household)
-- returns: one row an address
SELECT a.id AS address, a.line AS line, a.city AS city, a.county AS county, a.state AS state, a.zip AS zip, a.protected AS protected,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM LOCATED_AT t
JOIN Address a ON a.id = t.end_id
WHERE t.start_id = $id
ORDER BY address
