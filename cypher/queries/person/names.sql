-- question: Under which names and birth dates is this person on record?
-- parameters: $id (person)
-- returns: one row a source record: the names and the birth date it states
SELECT r.id AS record, r.system AS system, r.domain AS domain, r.given_name AS given_name, r.surname AS surname,
       r.former_surname AS former_surname, r.birth_date AS birth_date
FROM DESCRIBES d
JOIN SourceRecord r ON r.id = d.start_id
WHERE d.end_id = $id
ORDER BY record
