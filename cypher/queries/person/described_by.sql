-- question: Which sources hold a record of this person?
-- parameters: $id (person)
-- returns: one row a source record, without what it says
SELECT r.id AS record, r.system AS system, r.domain AS domain
FROM DESCRIBES d
JOIN SourceRecord r ON r.id = d.start_id
WHERE d.end_id = $id
ORDER BY record
