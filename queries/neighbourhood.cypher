// Question: What is one or two steps around a party, as a graph for Browser and Bloom?
// Parameters:
//   $party STRING: the party: code of a list, id of a list entry, identifier, key or name of a party (in any
//       letter case), name or alias of a list entry; the first of these that fits, all parties that it fits
//   $case STRING = "": the case as it was pushed; "" asks every case
//   $limit INTEGER 1..100000 = 200: greatest number of paths
// Columns:
//   from: name of the party that was asked for
//   relation: types of the relationships on the path
//   to: name of what is at its other end
//   path: the path itself; Browser and Bloom draw it
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
CALL (c) {
  CALL (c) {
    MATCH (p:Party)-[:MATCHES]->(:ListEntry {case: c.name, list: toUpper($party)}) RETURN p, 1 AS reading
    UNION
    MATCH (p:Party)-[:MATCHES]->(:ListEntry {case: c.name, id: $party}) RETURN p, 2 AS reading
    UNION
    MATCH (p:Party {case: c.name, identifier: $party}) RETURN p, 3 AS reading
    UNION
    MATCH (p:Party {case: c.name, key: $party}) RETURN p, 4 AS reading
    UNION
    MATCH (p:Party {case: c.name}) WHERE p.folded = left(toLower($party), 1000) RETURN p, 5 AS reading
    UNION
    MATCH (p:Party)-[:MATCHES]->(entry:ListEntry {case: c.name}) WHERE toLower($party) IN entry.folded
    RETURN p, 6 AS reading
  }
  WITH p, reading ORDER BY reading
  WITH collect([p, reading]) AS found
  UNWIND [one IN found WHERE one[1] = found[0][1] | one[0]] AS p
  RETURN DISTINCT p
}
CALL (p) {
  MATCH path = (p)-[:SENT]->(s:Shipment)-[:TO]->(q:Party) RETURN path, q.name AS to, 4 AS kind, s.departs_last AS day
  UNION
  MATCH path = (p)<-[:TO]-(s:Shipment)<-[:SENT]-(q:Party) RETURN path, q.name AS to, 5 AS kind, s.departs_last AS day
  UNION
  MATCH path = (p)<-[:VIA]-(s:Shipment) RETURN path, s.shipment_id AS to, 6 AS kind, s.departs_last AS day
  UNION
  MATCH path = (p)-[:OWNS]-(q:Party) RETURN path, q.name AS to, 2 AS kind, 0 AS day
  UNION
  MATCH path = (p)-[:MATCHES]->(e:ListEntry) RETURN path, e.name AS to, 1 AS kind, 0 AS day
  UNION
  MATCH path = (p)-[:AT]->(a:Address)<-[:AT]-(q) RETURN path, q.name AS to, 3 AS kind, 0 AS day
}
RETURN p.name AS from, [r IN relationships(path) | type(r)] AS relation, to, path
ORDER BY kind, day DESC, to, from
LIMIT $limit
