-- question: What does each source say of this person?
-- parameters: $id (person)
-- returns: one row a source record, with the link that lays it on the person
SELECT r.id AS record, r.system AS system, r.agency AS agency, r.domain AS domain, r.record_key AS record_key,
       r.file AS file, r.line AS line, r.as_of AS as_of, r.given_name AS given_name, r.middle_name AS middle_name,
       r.surname AS surname, r.former_surname AS former_surname, r.suffix AS suffix, r.birth_date AS birth_date,
       r.death_date AS death_date, r.sex AS sex, r.race AS race, r.language AS language, r.tribe AS tribe,
       r.ssn_ending AS ssn_ending, r.person_number AS person_number, d.probability AS probability, d.basis AS basis
FROM DESCRIBES d
JOIN SourceRecord r ON r.id = d.start_id
WHERE d.end_id = $id
ORDER BY system, record_key
