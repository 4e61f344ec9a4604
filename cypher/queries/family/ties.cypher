// question: Who is tied to this person, by which kin ties?
// parameters: $id (person)
// returns: one row a tie; direction is out where the tie starts at the person, in where it ends there, both where it has no direction
MATCH (p:Person {id: $id})-[t:PARENT_OF]->(o:Person)
RETURN "PARENT_OF" AS kind, "out" AS direction, o.id AS other, t.nature AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})<-[t:PARENT_OF]-(o:Person)
RETURN "PARENT_OF" AS kind, "in" AS direction, o.id AS other, t.nature AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})-[t:PARTNER_OF]-(o:Person)
RETURN "PARTNER_OF" AS kind, "both" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})-[t:SIBLING_OF]-(o:Person)
RETURN "SIBLING_OF" AS kind, "both" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})-[t:GUARDIAN_OF]->(o:Person)
RETURN "GUARDIAN_OF" AS kind, "out" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})<-[t:GUARDIAN_OF]-(o:Person)
RETURN "GUARDIAN_OF" AS kind, "in" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})-[t:CAREGIVER_OF]->(o:Person)
RETURN "CAREGIVER_OF" AS kind, "out" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})<-[t:CAREGIVER_OF]-(o:Person)
RETURN "CAREGIVER_OF" AS kind, "in" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})-[t:FICTIVE_TIE]->(o:Person)
RETURN "FICTIVE_TIE" AS kind, "out" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
UNION ALL
MATCH (p:Person {id: $id})<-[t:FICTIVE_TIE]-(o:Person)
RETURN "FICTIVE_TIE" AS kind, "in" AS direction, o.id AS other, t.kind AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
