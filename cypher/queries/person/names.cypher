// question: Under which names and birth dates is this person on record?
// parameters: $id (person)
// returns: one row a source record: the names and the birth date it states
MATCH (p:Person {id: $id})<-[:DESCRIBES]-(r:SourceRecord)
RETURN r.id AS record, r.system AS system, r.domain AS domain, r.given_name AS given_name, r.surname AS surname,
       r.former_surname AS former_surname, r.birth_date AS birth_date
ORDER BY record
