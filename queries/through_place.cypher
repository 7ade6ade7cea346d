// Question: Which journeys from U.S. exporters to listed parties go through a country, a place or a party?
// Parameters:
//   $via STRING: a country (two letters), the code of a port or airport (five), or the name of a place or party
//   $case STRING = "": the case as it was pushed; "" asks every case
//   $exporter STRING = "": name of the exporter in any letter case, its key or identifier; "": any
//   $list STRING = "": code of the list, as EL or SDN; "": any
//   $max_legs INTEGER 1..6 = null: longest journey in legs; null: as in the settings of the push
//   $min_wait INTEGER 0..3650 = null: shortest wait at a holder in days, from arrival to next departure;
//       null: as in the settings of the push
//   $max_wait INTEGER 0..3650 = null: longest wait at a holder in days; null: as in the settings of the push
// Columns:
//   case: the case
//   exporter: name of the sender of the first leg
//   holders: names of those who had the goods between two legs, in order
//   end: name of the receiver of the last leg
//   start: why a chain may begin there: us, origin-only (U.S. goods abroad), fdp (foreign direct product)
//   class: commodity class of the first leg
//   shipment_ids: one per leg, in order of time
//   departs: departure of each leg as its record writes it; "" where it is assumed from the arrival
//   leg_ids: numbers of the legs in the case, in order of time
//   handed_to: names of the holders to whom a linked party handed the goods without a record
//   certainty: certain where every day that the records allow gives a journey, else possible
//   basis: on what the end is listed on the day of the last leg; the strongest
//   listed: name of the list entry, verbatim; null where the basis needs none
//   list: code of its list
//   entry_id: its identity in graphscan
//   through: what of the journey is there: holders, parties named between, waypoints
//
// A leg is onward from another where its consignor is the other's receiver, its class may carry on the
// other's (or ONWARD says so: relabelled goods, single consignments, goods that pass once between linked
// parties without a record where the case was pushed with through_affiliates), and the wait from arrival to
// departure may lie in [min_wait, max_wait]. The walk goes backwards from the end, one seek in the index
// (inlane, arrives_first) a leg, and keeps the days [first, last] on which the leg in hand may depart so
// that all legs after it still fit: only journeys whose days can be chosen jointly are left. Nobody is met
// twice, and nothing goes on from a leg that ends finally. A journey that begins abroad under a foreign
// direct product rule is left out where it is the tail of a longer one of its goods. A holder or a party named between
// is through a country where it is seated there; a waypoint where it lies there, the port of loading apart.
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
WITH c, coalesce($min_wait, c.min_wait) AS min_wait, coalesce($max_wait, c.max_wait) AS max_wait,
  coalesce($max_legs, c.max_legs) AS max_legs
CALL (c) {
  MATCH (receiver:Party)<-[:TO]-(s:ListedEnd {case: c.name})<-[:SENT]-(sender:Party)
  WHERE sender <> receiver AND s.departs_first <= s.arrives_last
  RETURN {
    legs: [s], parties: [sender, receiver], first: s.departs_first,
    last: CASE WHEN s.departs_last < s.arrives_last THEN s.departs_last ELSE s.arrives_last END, handed: [], sure: true
  } AS way1
}
CALL (c, min_wait, max_wait, max_legs, way1) {  // second leg from the end
  RETURN way1 AS way2
  UNION ALL
  WITH c, min_wait, max_wait, way1, head(way1.legs) AS next
  WHERE size(way1.legs) = 1 AND max_legs > 1
  CALL (c, min_wait, max_wait, way1, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way1.first - max_wait - c.longest_arrival <= s.arrives_first <= way1.last - min_wait
    RETURN s, null AS link, [] AS handed
    UNION ALL
    MATCH (holder:Party)<-[:TO]-(s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= way1.last - min_wait
    RETURN s, link, CASE WHEN link.linked_first IS NULL THEN [] ELSE [holder] END AS handed
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT s.final AND s.arrives_last >= way1.first - max_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN way1.parties)
  WITH s, sender, handed, link, max_wait, way1, CASE WHEN s.arrives_last < way1.last - min_wait
    THEN s.arrives_last ELSE way1.last - min_wait END AS arrives_last
  WITH s, sender, handed, link, way1, CASE WHEN link.linked_first IS NULL THEN arrives_last
    ELSE reduce(latest = -999999, i IN range(0, size(coalesce(link.linked_first, [])) - 1) | CASE
      WHEN link.linked_first[i] > way1.last OR link.linked_last[i] < s.arrives_first
        OR link.linked_last[i] < way1.first - max_wait OR link.linked_first[i] - max_wait > arrives_last THEN latest
      WHEN link.linked_last[i] < arrives_last THEN link.linked_last[i] ELSE arrives_last END) END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way1.legs, parties: [sender] + handed + way1.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: way1.handed + [p IN handed | size(way1.parties)], sure: way1.sure AND coalesce(link.linked_surely, true)
  } AS way2
}
CALL (c, min_wait, max_wait, max_legs, way2) {  // third leg from the end
  RETURN way2 AS way3
  UNION ALL
  WITH c, min_wait, max_wait, way2, head(way2.legs) AS next
  WHERE size(way2.legs) = 2 AND max_legs > 2
  CALL (c, min_wait, max_wait, way2, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way2.first - max_wait - c.longest_arrival <= s.arrives_first <= way2.last - min_wait
    RETURN s, null AS link, [] AS handed
    UNION ALL
    MATCH (holder:Party)<-[:TO]-(s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= way2.last - min_wait
    RETURN s, link, CASE WHEN link.linked_first IS NULL THEN [] ELSE [holder] END AS handed
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT s.final AND s.arrives_last >= way2.first - max_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN way2.parties)
  WITH s, sender, handed, link, max_wait, way2, CASE WHEN s.arrives_last < way2.last - min_wait
    THEN s.arrives_last ELSE way2.last - min_wait END AS arrives_last
  WITH s, sender, handed, link, way2, CASE WHEN link.linked_first IS NULL THEN arrives_last
    ELSE reduce(latest = -999999, i IN range(0, size(coalesce(link.linked_first, [])) - 1) | CASE
      WHEN link.linked_first[i] > way2.last OR link.linked_last[i] < s.arrives_first
        OR link.linked_last[i] < way2.first - max_wait OR link.linked_first[i] - max_wait > arrives_last THEN latest
      WHEN link.linked_last[i] < arrives_last THEN link.linked_last[i] ELSE arrives_last END) END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way2.legs, parties: [sender] + handed + way2.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: way2.handed + [p IN handed | size(way2.parties)], sure: way2.sure AND coalesce(link.linked_surely, true)
  } AS way3
}
CALL (c, min_wait, max_wait, max_legs, way3) {  // fourth leg from the end
  RETURN way3 AS way4
  UNION ALL
  WITH c, min_wait, max_wait, way3, head(way3.legs) AS next
  WHERE size(way3.legs) = 3 AND max_legs > 3
  CALL (c, min_wait, max_wait, way3, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way3.first - max_wait - c.longest_arrival <= s.arrives_first <= way3.last - min_wait
    RETURN s, null AS link, [] AS handed
    UNION ALL
    MATCH (holder:Party)<-[:TO]-(s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= way3.last - min_wait
    RETURN s, link, CASE WHEN link.linked_first IS NULL THEN [] ELSE [holder] END AS handed
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT s.final AND s.arrives_last >= way3.first - max_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN way3.parties)
  WITH s, sender, handed, link, max_wait, way3, CASE WHEN s.arrives_last < way3.last - min_wait
    THEN s.arrives_last ELSE way3.last - min_wait END AS arrives_last
  WITH s, sender, handed, link, way3, CASE WHEN link.linked_first IS NULL THEN arrives_last
    ELSE reduce(latest = -999999, i IN range(0, size(coalesce(link.linked_first, [])) - 1) | CASE
      WHEN link.linked_first[i] > way3.last OR link.linked_last[i] < s.arrives_first
        OR link.linked_last[i] < way3.first - max_wait OR link.linked_first[i] - max_wait > arrives_last THEN latest
      WHEN link.linked_last[i] < arrives_last THEN link.linked_last[i] ELSE arrives_last END) END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way3.legs, parties: [sender] + handed + way3.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: way3.handed + [p IN handed | size(way3.parties)], sure: way3.sure AND coalesce(link.linked_surely, true)
  } AS way4
}
CALL (c, min_wait, max_wait, max_legs, way4) {  // fifth leg from the end
  RETURN way4 AS way5
  UNION ALL
  WITH c, min_wait, max_wait, way4, head(way4.legs) AS next
  WHERE size(way4.legs) = 4 AND max_legs > 4
  CALL (c, min_wait, max_wait, way4, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way4.first - max_wait - c.longest_arrival <= s.arrives_first <= way4.last - min_wait
    RETURN s, null AS link, [] AS handed
    UNION ALL
    MATCH (holder:Party)<-[:TO]-(s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= way4.last - min_wait
    RETURN s, link, CASE WHEN link.linked_first IS NULL THEN [] ELSE [holder] END AS handed
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT s.final AND s.arrives_last >= way4.first - max_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN way4.parties)
  WITH s, sender, handed, link, max_wait, way4, CASE WHEN s.arrives_last < way4.last - min_wait
    THEN s.arrives_last ELSE way4.last - min_wait END AS arrives_last
  WITH s, sender, handed, link, way4, CASE WHEN link.linked_first IS NULL THEN arrives_last
    ELSE reduce(latest = -999999, i IN range(0, size(coalesce(link.linked_first, [])) - 1) | CASE
      WHEN link.linked_first[i] > way4.last OR link.linked_last[i] < s.arrives_first
        OR link.linked_last[i] < way4.first - max_wait OR link.linked_first[i] - max_wait > arrives_last THEN latest
      WHEN link.linked_last[i] < arrives_last THEN link.linked_last[i] ELSE arrives_last END) END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way4.legs, parties: [sender] + handed + way4.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: way4.handed + [p IN handed | size(way4.parties)], sure: way4.sure AND coalesce(link.linked_surely, true)
  } AS way5
}
CALL (c, min_wait, max_wait, max_legs, way5) {  // sixth leg from the end
  RETURN way5 AS way6
  UNION ALL
  WITH c, min_wait, max_wait, way5, head(way5.legs) AS next
  WHERE size(way5.legs) = 5 AND max_legs > 5
  CALL (c, min_wait, max_wait, way5, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way5.first - max_wait - c.longest_arrival <= s.arrives_first <= way5.last - min_wait
    RETURN s, null AS link, [] AS handed
    UNION ALL
    MATCH (holder:Party)<-[:TO]-(s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= way5.last - min_wait
    RETURN s, link, CASE WHEN link.linked_first IS NULL THEN [] ELSE [holder] END AS handed
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT s.final AND s.arrives_last >= way5.first - max_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN way5.parties)
  WITH s, sender, handed, link, max_wait, way5, CASE WHEN s.arrives_last < way5.last - min_wait
    THEN s.arrives_last ELSE way5.last - min_wait END AS arrives_last
  WITH s, sender, handed, link, way5, CASE WHEN link.linked_first IS NULL THEN arrives_last
    ELSE reduce(latest = -999999, i IN range(0, size(coalesce(link.linked_first, [])) - 1) | CASE
      WHEN link.linked_first[i] > way5.last OR link.linked_last[i] < s.arrives_first
        OR link.linked_last[i] < way5.first - max_wait OR link.linked_first[i] - max_wait > arrives_last THEN latest
      WHEN link.linked_last[i] < arrives_last THEN link.linked_last[i] ELSE arrives_last END) END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way5.legs, parties: [sender] + handed + way5.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: way5.handed + [p IN handed | size(way5.parties)], sure: way5.sure AND coalesce(link.linked_surely, true)
  } AS way6
}
WITH c, min_wait, max_wait, way6 AS way, head(way6.parties) AS exporter, last(way6.legs) AS ending
WHERE head(way.legs).start IN ['us', 'origin-only'] OR (head(way.legs).start = 'fdp' AND ending.fdp_end)
WITH c, min_wait, max_wait, collect({way: way, exporter: exporter, ending: ending}) AS found
WITH c, min_wait, max_wait, found, COLLECT {
    UNWIND found AS one RETURN DISTINCT [one.way.parties, one.way.handed, [s IN one.way.legs | s.class]]
  } AS walks
UNWIND found AS one
WITH c, min_wait, max_wait, walks, one.way AS way, one.exporter AS exporter, one.ending AS ending
WHERE (head(way.legs).start <> 'fdp'
    OR none(walk IN walks WHERE size(walk[0]) > size(way.parties) AND walk[1] = way.handed
      AND walk[0][-size(way.parties)..] = way.parties AND walk[2][-size(way.legs)] = head(way.legs).class))
  AND ($exporter = '' OR exporter.folded = left(toLower($exporter), 1000) OR $exporter IN [exporter.key, exporter.identifier])
OPTIONAL MATCH (ending)-[:ENDS_AT {rank: 0}]->(entry:ListEntry)
WITH *
WHERE $list = '' OR entry.list = $list
WITH c, min_wait, max_wait, way, ending, entry, toLower($via) AS folded,
  [p IN way.parties[1..-1] WHERE p.country = toUpper($via) OR p.folded = toLower($via) | p.name] AS held
WITH *, COLLECT {
    UNWIND way.legs AS s
    MATCH (s)-[:VIA]->(p:Party)
    WHERE p.country = toUpper($via) OR p.folded = folded
    RETURN DISTINCT p.name
    UNION
    UNWIND way.legs AS s
    MATCH (s)-[touch:TOUCHES]->(w:Waypoint)
    WHERE w.code = toUpper($via) OR w.folded = folded OR (w.country = toUpper($via) AND touch.kind <> 'loading')
    RETURN DISTINCT coalesce(w.code, w.name) AS `p.name`
  } AS between
WHERE size(held) + size(between) > 0
RETURN c.name AS case, head(way.parties).name AS exporter,
  [p IN way.parties[1..-1] | p.name] AS holders, last(way.parties).name AS end, head(way.legs).start AS start,
  head(way.legs).class AS class,
  [s IN way.legs | s.shipment_id] AS shipment_ids, [s IN way.legs | s.departs] AS departs,
  [s IN way.legs | s.leg_id] AS leg_ids,
  reverse([at IN way.handed | way.parties[-at].name]) AS handed_to,
  CASE WHEN ending.end_certain AND way.sure AND all(i IN range(1, size(way.legs) - 1) WHERE
    NOT way.legs[i - 1].arrives_assumed AND NOT way.legs[i - 1].consignment AND NOT way.legs[i].departs_assumed
    AND way.legs[i].departs_first - way.legs[i - 1].arrives_last >= min_wait
    AND way.legs[i].departs_last - way.legs[i - 1].arrives_first <= max_wait)
    THEN 'certain' ELSE 'possible' END AS certainty,
  ending.basis AS basis, entry.name AS listed, entry.list AS list, entry.id AS entry_id,
  held + [name IN between WHERE NOT name IN held] AS through
ORDER BY case, exporter, holders, end, class, leg_ids
