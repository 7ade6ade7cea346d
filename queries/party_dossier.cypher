// Question: What does the case hold of a party?
// Parameters:
//   $party STRING: name of the party in any letter case, its key or identifier, or a name, alias or id of the
//       list entry that it matches, or the code of a list; all that fit are used
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
