// Question: What is one or two steps around a party, as a graph for Browser and Bloom?
// Parameters:
//   $party STRING: name of the party in any letter case, its key or identifier, or a name, alias or id of the
//       list entry that it matches, or the code of a list; all that fit are used
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
  MATCH (p:Party {case: c.name}) WHERE p.folded = left(toLower($party), 1000) RETURN p
  UNION
  MATCH (p:Party {case: c.name, key: $party}) RETURN p
  UNION
  MATCH (p:Party {case: c.name, identifier: $party}) RETURN p
  UNION
  MATCH (p:Party)-[:MATCHES]->(entry:ListEntry {case: c.name})
  WHERE $party IN [entry.id, entry.list] OR toLower($party) IN entry.folded
  RETURN p
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
