// Question: What does the case hold of a party?
// Parameters:
//   $party STRING: the party: code of a list, id of a list entry, identifier, key or name of a party (in any
//       letter case), name or alias of a list entry; the first of these that fits, all parties that it fits
//   $case STRING = "": the case as it was pushed; "" asks every case
// Columns:
//   case: the case
//   party: its name
//   key: its key in the case
//   country: its country
//   identifier: its identifier, null where no record gives one
//   logistics: carrier, forwarder or bank; null for others
//   listed: the list entries that it was recognised as, with list and kind of match
//   sent: number of legs that it sent
//   sent_to: whom it sent most legs to, with their number, at most ten
//   received: number of legs that it received
//   received_from: from whom it received most legs, with their number, at most ten
//   between: number of legs whose record names it between consignor and receiver
//   classes: commodity classes of these legs, most legs first
//   first_day: first possible departure of these legs, YYYY-MM-DD
//   last_day: last possible departure of these legs, YYYY-MM-DD
//   owners: who holds an interest in it, with percent and kind
//   owned: in whom it holds an interest, with percent and kind
//   addresses: addresses that records give, in their folded spelling
//   findings: findings of the latest run whose journeys its legs are part of
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
WITH c, p
RETURN c.name AS case, p.name AS party, p.key AS key, p.country AS country, p.identifier AS identifier,
  p.logistics AS logistics,
  COLLECT {
    MATCH (p)-[m:MATCHES]->(e:ListEntry)
    RETURN e.name + ' (' + e.list + ', ' + m.match + ')' AS text ORDER BY text
  } AS listed,
  COUNT { (p)-[:SENT]->(:Shipment) } AS sent,
  COLLECT {
    MATCH (p)-[:SENT]->(s:Shipment)-[:TO]->(q:Party)
    WITH q, count(s) AS legs ORDER BY legs DESC, q.key LIMIT 10
    RETURN q.name + ' (' + legs + ')'
  } AS sent_to,
  COUNT { (p)<-[:TO]-(:Shipment) } AS received,
  COLLECT {
    MATCH (p)<-[:TO]-(s:Shipment)<-[:SENT]-(q:Party)
    WITH q, count(s) AS legs ORDER BY legs DESC, q.key LIMIT 10
    RETURN q.name + ' (' + legs + ')'
  } AS received_from,
  COUNT { (p)<-[:VIA]-(:Shipment) } AS between,
  COLLECT {
    MATCH (p)-[:SENT|TO|VIA]-(s:Shipment)
    WITH s.class AS class, count(s) AS legs
    RETURN class ORDER BY legs DESC, class
  } AS classes,
  head(COLLECT {
    MATCH (p)-[:SENT|TO|VIA]-(s:Shipment)
    RETURN toString(date('1970-01-01') + duration({days: s.departs_first})) ORDER BY s.departs_first LIMIT 1
  }) AS first_day,
  head(COLLECT {
    MATCH (p)-[:SENT|TO|VIA]-(s:Shipment)
    RETURN toString(date('1970-01-01') + duration({days: s.departs_last})) ORDER BY s.departs_last DESC LIMIT 1
  }) AS last_day,
  COLLECT {
    MATCH (p)<-[o:OWNS]-(q:Party)
    RETURN q.name + ' (' + coalesce(toString(o.share_min), '?') + '-' + coalesce(toString(o.share_max), '?')
      + ' %, ' + o.kind + ')' AS text ORDER BY o.share_min DESC, text, o.file, o.row
  } AS owners,
  COLLECT {
    MATCH (p)-[o:OWNS]->(q:Party)
    RETURN q.name + ' (' + coalesce(toString(o.share_min), '?') + '-' + coalesce(toString(o.share_max), '?')
      + ' %, ' + o.kind + ')' AS text ORDER BY o.share_min DESC, text, o.file, o.row
  } AS owned,
  COLLECT { MATCH (p)-[:AT]->(a:Address) RETURN a.text ORDER BY a.text } AS addresses,
  COLLECT {
    MATCH (run:Run {case: c.name})
    WITH run ORDER BY run.seq DESC LIMIT 1
    MATCH (p)-[:SENT|TO|VIA]-(:Shipment)<-[:LEG]-(:Journey)<-[:SHOWS]-(f:Finding)<-[:FOUND]-(run)
    WITH DISTINCT f
    RETURN f.id ORDER BY f.score DESC, f.id
  } AS findings
ORDER BY case, key
