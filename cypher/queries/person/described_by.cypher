// question: Which sources hold a record of this person?
// parameters: $id (person)
// returns: one row a source record, without what it says
MATCH (p:Person {id: $id})<-[:DESCRIBES]-(r:SourceRecord)
RETURN r.id AS record, r.system AS system, r.domain AS domain
ORDER BY record
