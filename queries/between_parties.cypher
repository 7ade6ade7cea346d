// Question: By which journeys could goods have come from one named party to another, listed or not?
// Parameters:
//   $from STRING: name of the sender of the first leg in any letter case, its key or identifier
//   $to STRING: name of the receiver of the last leg in any letter case, its key or identifier, or a
//       name, alias or id of the list entry that it matches, or the code of a list; all that fit are used
//   $case STRING = "": the case as it was pushed; "" asks every case
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
//   certainty: certain where every day that the records allow gives a journey, else possible
//   basis: on what the end is listed on the day of the last leg; null where it is not listed
//
// A leg is onward from another where its consignor is the other's receiver, its class may carry on the
// other's (or ONWARD says so: relabelled goods, single consignments), and the wait from arrival to
// departure may lie in [min_wait, max_wait]. The walk goes backwards from the end, one seek in the index
// (inlane, arrives_first) a leg, and keeps the days [first, last] on which the leg in hand may depart so
// that all legs after it still fit: only journeys whose days can be chosen jointly are left. Nobody is met
// twice. A listed party between the two may hold, as any other.
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
WITH c, coalesce($min_wait, c.min_wait) AS min_wait, coalesce($max_wait, c.max_wait) AS max_wait,
  coalesce($max_legs, c.max_legs) AS max_legs
CALL (c) {
  MATCH (p:Party {case: c.name}) WHERE p.folded = left(toLower($to), 1000) RETURN p
  UNION
  MATCH (p:Party {case: c.name, key: $to}) RETURN p
  UNION
  MATCH (p:Party {case: c.name, identifier: $to}) RETURN p
  UNION
  MATCH (p:Party)-[:MATCHES]->(entry:ListEntry {case: c.name})
  WHERE $to IN [entry.id, entry.list] OR toLower($to) IN entry.folded
  RETURN p
}
WITH c, min_wait, max_wait, max_legs, collect(p) AS targets
CALL (targets) {
  UNWIND targets AS receiver
  MATCH (receiver)<-[:TO]-(s:Shipment)<-[:SENT]-(sender:Party)
  WHERE sender <> receiver AND s.departs_first <= s.arrives_last
  RETURN {
    legs: [s], parties: [sender, receiver], first: s.departs_first,
    last: CASE WHEN s.departs_last < s.arrives_last THEN s.departs_last ELSE s.arrives_last END
  } AS way1
}
CALL (c, min_wait, max_wait, max_legs, targets, way1) {  // second leg from the end
  RETURN way1 AS way2
  UNION ALL
  WITH c, min_wait, max_wait, targets, way1, head(way1.legs) AS next
  WHERE size(way1.legs) = 1 AND max_legs > 1
  CALL (c, min_wait, max_wait, way1, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way1.first - max_wait - c.longest_arrival <= s.arrives_first <= way1.last - min_wait
    RETURN s
    UNION ALL
    MATCH (s:Shipment)-[:ONWARD]->(next)
    WHERE s.arrives_first <= way1.last - min_wait
    RETURN s
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT (s.final AND head(way1.parties) IN targets) AND NOT sender IN way1.parties
    AND s.arrives_last >= way1.first - max_wait
  WITH s, sender, way1, CASE WHEN s.arrives_last < way1.last - min_wait
    THEN s.arrives_last ELSE way1.last - min_wait END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way1.legs, parties: [sender] + way1.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END
  } AS way2
}
CALL (c, min_wait, max_wait, max_legs, targets, way2) {  // third leg from the end
  RETURN way2 AS way3
  UNION ALL
  WITH c, min_wait, max_wait, targets, way2, head(way2.legs) AS next
  WHERE size(way2.legs) = 2 AND max_legs > 2
  CALL (c, min_wait, max_wait, way2, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way2.first - max_wait - c.longest_arrival <= s.arrives_first <= way2.last - min_wait
    RETURN s
    UNION ALL
    MATCH (s:Shipment)-[:ONWARD]->(next)
    WHERE s.arrives_first <= way2.last - min_wait
    RETURN s
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT (s.final AND head(way2.parties) IN targets) AND NOT sender IN way2.parties
    AND s.arrives_last >= way2.first - max_wait
  WITH s, sender, way2, CASE WHEN s.arrives_last < way2.last - min_wait
    THEN s.arrives_last ELSE way2.last - min_wait END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way2.legs, parties: [sender] + way2.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END
  } AS way3
}
CALL (c, min_wait, max_wait, max_legs, targets, way3) {  // fourth leg from the end
  RETURN way3 AS way4
  UNION ALL
  WITH c, min_wait, max_wait, targets, way3, head(way3.legs) AS next
  WHERE size(way3.legs) = 3 AND max_legs > 3
  CALL (c, min_wait, max_wait, way3, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way3.first - max_wait - c.longest_arrival <= s.arrives_first <= way3.last - min_wait
    RETURN s
    UNION ALL
    MATCH (s:Shipment)-[:ONWARD]->(next)
    WHERE s.arrives_first <= way3.last - min_wait
    RETURN s
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT (s.final AND head(way3.parties) IN targets) AND NOT sender IN way3.parties
    AND s.arrives_last >= way3.first - max_wait
  WITH s, sender, way3, CASE WHEN s.arrives_last < way3.last - min_wait
    THEN s.arrives_last ELSE way3.last - min_wait END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way3.legs, parties: [sender] + way3.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END
  } AS way4
}
CALL (c, min_wait, max_wait, max_legs, targets, way4) {  // fifth leg from the end
  RETURN way4 AS way5
  UNION ALL
  WITH c, min_wait, max_wait, targets, way4, head(way4.legs) AS next
  WHERE size(way4.legs) = 4 AND max_legs > 4
  CALL (c, min_wait, max_wait, way4, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way4.first - max_wait - c.longest_arrival <= s.arrives_first <= way4.last - min_wait
    RETURN s
    UNION ALL
    MATCH (s:Shipment)-[:ONWARD]->(next)
    WHERE s.arrives_first <= way4.last - min_wait
    RETURN s
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT (s.final AND head(way4.parties) IN targets) AND NOT sender IN way4.parties
    AND s.arrives_last >= way4.first - max_wait
  WITH s, sender, way4, CASE WHEN s.arrives_last < way4.last - min_wait
    THEN s.arrives_last ELSE way4.last - min_wait END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way4.legs, parties: [sender] + way4.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END
  } AS way5
}
CALL (c, min_wait, max_wait, max_legs, targets, way5) {  // sixth leg from the end
  RETURN way5 AS way6
  UNION ALL
  WITH c, min_wait, max_wait, targets, way5, head(way5.legs) AS next
  WHERE size(way5.legs) = 5 AND max_legs > 5
  CALL (c, min_wait, max_wait, way5, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND way5.first - max_wait - c.longest_arrival <= s.arrives_first <= way5.last - min_wait
    RETURN s
    UNION ALL
    MATCH (s:Shipment)-[:ONWARD]->(next)
    WHERE s.arrives_first <= way5.last - min_wait
    RETURN s
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE NOT (s.final AND head(way5.parties) IN targets) AND NOT sender IN way5.parties
    AND s.arrives_last >= way5.first - max_wait
  WITH s, sender, way5, CASE WHEN s.arrives_last < way5.last - min_wait
    THEN s.arrives_last ELSE way5.last - min_wait END AS arrives_last
  WHERE s.departs_first <= arrives_last
  RETURN {
    legs: [s] + way5.legs, parties: [sender] + way5.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END
  } AS way6
}
WITH c, min_wait, max_wait, way6 AS way, head(way6.parties) AS sender, last(way6.legs) AS ending
WHERE sender.folded = left(toLower($from), 1000) OR $from IN [sender.key, sender.identifier]
RETURN c.name AS case, sender.name AS exporter,
  [p IN way.parties[1..-1] | p.name] AS holders, last(way.parties).name AS end, head(way.legs).start AS start,
  head(way.legs).class AS class,
  [s IN way.legs | s.shipment_id] AS shipment_ids, [s IN way.legs | s.departs] AS departs,
  [s IN way.legs | s.leg_id] AS leg_ids,
  CASE WHEN ending.end_certain AND all(i IN range(1, size(way.legs) - 1) WHERE
    NOT way.legs[i - 1].arrives_assumed AND NOT way.legs[i - 1].consignment AND NOT way.legs[i].departs_assumed
    AND way.legs[i].departs_first - way.legs[i - 1].arrives_last >= min_wait
    AND way.legs[i].departs_last - way.legs[i - 1].arrives_first <= max_wait)
    THEN 'certain' ELSE 'possible' END AS certainty, ending.basis AS basis
ORDER BY case, exporter, holders, end, class, leg_ids
