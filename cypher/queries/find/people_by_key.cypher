// question: Who can be found by this key?
// parameters: $id (a search key), $most (rows)
// returns: person, and the systems and domains whose records give the key
MATCH (k:SearchKey {id: $id})<-[h:HAS_KEY]-(p:Person)
RETURN p.id AS person, h.ev_source AS sources, h.ev_domain AS domains
ORDER BY person
LIMIT $most
