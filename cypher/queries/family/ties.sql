-- question: Who is tied to this person, by which kin ties?
-- parameters: $id (person)
-- returns: one row a tie: its type, the person it starts at, the other person, its nature
SELECT t.tie AS tie, t.starts_at AS starts_at, t.other AS other, t.nature AS nature,
       t.ev_source AS ev_source, t.ev_domain AS ev_domain, t.ev_record AS ev_record, t.ev_from AS ev_from, t.ev_to AS ev_to,
       t.ev_basis AS ev_basis, t.ev_detail AS ev_detail, t.ev_confidence AS ev_confidence
FROM kin_tie t
WHERE t.person = $id
ORDER BY tie, other, starts_at, nature
