// Question: How many chains of legs lead from U.S. exporters to listed parties, by number of legs?
// Parameters:
//   $case STRING = "": the case as it was pushed; "" asks every case
//   $max_legs INTEGER 1..6 = null: longest journey in legs; null: as in the settings of the push
//   $min_wait INTEGER 0..3650 = null: shortest wait at a holder in days, from arrival to next departure;
//       null: as in the settings of the push
//   $max_wait INTEGER 0..3650 = null: longest wait at a holder in days; null: as in the settings of the push
// Columns:
//   case: the case
//   legs: length of the chains in legs
//   chains: number of possible chains, certain ones included
//   certain: number of chains whose links and end are certain on every day that the records allow
//
// Chains are walks: a leg is onward from another where its consignor is the other's receiver, its class may
// carry on the other's (or ONWARD says so: relabelled goods, single consignments, goods that pass once
// between linked parties without a record where the case was pushed with through_affiliates), and the wait from
// arrival to departure may lie in [min_wait, max_wait]; with imprecise dates the days of a chain need not
// fit all at once. They are counted, never listed: per leg one number, the ways on from it to an end, one
// leg further back each time.
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
WITH c, coalesce($min_wait, c.min_wait) AS min_wait, coalesce($max_wait, c.max_wait) AS max_wait,
  coalesce($max_legs, c.max_legs) AS max_legs
CALL (c) {
  MATCH (s:ListedEnd {case: c.name})
  WITH s, CASE WHEN s.end_certain THEN 1 ELSE 0 END AS certain, CASE WHEN s.fdp_end THEN 1 ELSE 0 END AS fdp
  RETURN collect({leg: s, chains: 1, certain: certain, fdp: fdp, fdp_certain: certain * fdp}) AS ways1
}
CALL (c, min_wait, max_wait, max_legs, ways1) {  // second leg from the end
  UNWIND CASE WHEN max_legs > 1 THEN ways1 ELSE [] END AS way
  WITH c, min_wait, max_wait, way, way.leg AS next
  CALL (c, min_wait, max_wait, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND next.departs_first - max_wait - c.longest_arrival <= s.arrives_first <= next.departs_last - min_wait
    RETURN s, null AS link
    UNION ALL
    MATCH (s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= next.departs_last - min_wait AND (link.linked_first IS NULL
      OR any(i IN range(0, size(coalesce(link.linked_first, [])) - 1) WHERE link.linked_first[i] <= next.departs_last
        AND s.arrives_first <= link.linked_last[i] AND link.linked_first[i] - max_wait <= s.arrives_last
        AND next.departs_first - max_wait <= link.linked_last[i]))
    RETURN s, link
  }
  WITH s, way, coalesce(link.linked_surely, true) AND NOT s.arrives_assumed AND NOT next.departs_assumed
    AND NOT s.consignment AND next.departs_first - s.arrives_last >= min_wait
    AND next.departs_last - s.arrives_first <= max_wait AS sure
  WHERE s.arrives_last >= way.leg.departs_first - max_wait AND NOT s.final
  WITH s, sum(way.chains) AS chains, sum(CASE WHEN sure THEN way.certain ELSE 0 END) AS certain,
    sum(way.fdp) AS fdp, sum(CASE WHEN sure THEN way.fdp_certain ELSE 0 END) AS fdp_certain
  RETURN collect({leg: s, chains: chains, certain: certain, fdp: fdp, fdp_certain: fdp_certain}) AS ways2
}
CALL (c, min_wait, max_wait, max_legs, ways2) {  // third leg from the end
  UNWIND CASE WHEN max_legs > 2 THEN ways2 ELSE [] END AS way
  WITH c, min_wait, max_wait, way, way.leg AS next
  CALL (c, min_wait, max_wait, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND next.departs_first - max_wait - c.longest_arrival <= s.arrives_first <= next.departs_last - min_wait
    RETURN s, null AS link
    UNION ALL
    MATCH (s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= next.departs_last - min_wait AND (link.linked_first IS NULL
      OR any(i IN range(0, size(coalesce(link.linked_first, [])) - 1) WHERE link.linked_first[i] <= next.departs_last
        AND s.arrives_first <= link.linked_last[i] AND link.linked_first[i] - max_wait <= s.arrives_last
        AND next.departs_first - max_wait <= link.linked_last[i]))
    RETURN s, link
  }
  WITH s, way, coalesce(link.linked_surely, true) AND NOT s.arrives_assumed AND NOT next.departs_assumed
    AND NOT s.consignment AND next.departs_first - s.arrives_last >= min_wait
    AND next.departs_last - s.arrives_first <= max_wait AS sure
  WHERE s.arrives_last >= way.leg.departs_first - max_wait AND NOT s.final
  WITH s, sum(way.chains) AS chains, sum(CASE WHEN sure THEN way.certain ELSE 0 END) AS certain,
    sum(way.fdp) AS fdp, sum(CASE WHEN sure THEN way.fdp_certain ELSE 0 END) AS fdp_certain
  RETURN collect({leg: s, chains: chains, certain: certain, fdp: fdp, fdp_certain: fdp_certain}) AS ways3
}
CALL (c, min_wait, max_wait, max_legs, ways3) {  // fourth leg from the end
  UNWIND CASE WHEN max_legs > 3 THEN ways3 ELSE [] END AS way
  WITH c, min_wait, max_wait, way, way.leg AS next
  CALL (c, min_wait, max_wait, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND next.departs_first - max_wait - c.longest_arrival <= s.arrives_first <= next.departs_last - min_wait
    RETURN s, null AS link
    UNION ALL
    MATCH (s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= next.departs_last - min_wait AND (link.linked_first IS NULL
      OR any(i IN range(0, size(coalesce(link.linked_first, [])) - 1) WHERE link.linked_first[i] <= next.departs_last
        AND s.arrives_first <= link.linked_last[i] AND link.linked_first[i] - max_wait <= s.arrives_last
        AND next.departs_first - max_wait <= link.linked_last[i]))
    RETURN s, link
  }
  WITH s, way, coalesce(link.linked_surely, true) AND NOT s.arrives_assumed AND NOT next.departs_assumed
    AND NOT s.consignment AND next.departs_first - s.arrives_last >= min_wait
    AND next.departs_last - s.arrives_first <= max_wait AS sure
  WHERE s.arrives_last >= way.leg.departs_first - max_wait AND NOT s.final
  WITH s, sum(way.chains) AS chains, sum(CASE WHEN sure THEN way.certain ELSE 0 END) AS certain,
    sum(way.fdp) AS fdp, sum(CASE WHEN sure THEN way.fdp_certain ELSE 0 END) AS fdp_certain
  RETURN collect({leg: s, chains: chains, certain: certain, fdp: fdp, fdp_certain: fdp_certain}) AS ways4
}
CALL (c, min_wait, max_wait, max_legs, ways4) {  // fifth leg from the end
  UNWIND CASE WHEN max_legs > 4 THEN ways4 ELSE [] END AS way
  WITH c, min_wait, max_wait, way, way.leg AS next
  CALL (c, min_wait, max_wait, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND next.departs_first - max_wait - c.longest_arrival <= s.arrives_first <= next.departs_last - min_wait
    RETURN s, null AS link
    UNION ALL
    MATCH (s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= next.departs_last - min_wait AND (link.linked_first IS NULL
      OR any(i IN range(0, size(coalesce(link.linked_first, [])) - 1) WHERE link.linked_first[i] <= next.departs_last
        AND s.arrives_first <= link.linked_last[i] AND link.linked_first[i] - max_wait <= s.arrives_last
        AND next.departs_first - max_wait <= link.linked_last[i]))
    RETURN s, link
  }
  WITH s, way, coalesce(link.linked_surely, true) AND NOT s.arrives_assumed AND NOT next.departs_assumed
    AND NOT s.consignment AND next.departs_first - s.arrives_last >= min_wait
    AND next.departs_last - s.arrives_first <= max_wait AS sure
  WHERE s.arrives_last >= way.leg.departs_first - max_wait AND NOT s.final
  WITH s, sum(way.chains) AS chains, sum(CASE WHEN sure THEN way.certain ELSE 0 END) AS certain,
    sum(way.fdp) AS fdp, sum(CASE WHEN sure THEN way.fdp_certain ELSE 0 END) AS fdp_certain
  RETURN collect({leg: s, chains: chains, certain: certain, fdp: fdp, fdp_certain: fdp_certain}) AS ways5
}
CALL (c, min_wait, max_wait, max_legs, ways5) {  // sixth leg from the end
  UNWIND CASE WHEN max_legs > 5 THEN ways5 ELSE [] END AS way
  WITH c, min_wait, max_wait, way, way.leg AS next
  CALL (c, min_wait, max_wait, next) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND next.departs_first - max_wait - c.longest_arrival <= s.arrives_first <= next.departs_last - min_wait
    RETURN s, null AS link
    UNION ALL
    MATCH (s:Shipment)-[link:ONWARD]->(next)
    WHERE s.arrives_first <= next.departs_last - min_wait AND (link.linked_first IS NULL
      OR any(i IN range(0, size(coalesce(link.linked_first, [])) - 1) WHERE link.linked_first[i] <= next.departs_last
        AND s.arrives_first <= link.linked_last[i] AND link.linked_first[i] - max_wait <= s.arrives_last
        AND next.departs_first - max_wait <= link.linked_last[i]))
    RETURN s, link
  }
  WITH s, way, coalesce(link.linked_surely, true) AND NOT s.arrives_assumed AND NOT next.departs_assumed
    AND NOT s.consignment AND next.departs_first - s.arrives_last >= min_wait
    AND next.departs_last - s.arrives_first <= max_wait AS sure
  WHERE s.arrives_last >= way.leg.departs_first - max_wait AND NOT s.final
  WITH s, sum(way.chains) AS chains, sum(CASE WHEN sure THEN way.certain ELSE 0 END) AS certain,
    sum(way.fdp) AS fdp, sum(CASE WHEN sure THEN way.fdp_certain ELSE 0 END) AS fdp_certain
  RETURN collect({leg: s, chains: chains, certain: certain, fdp: fdp, fdp_certain: fdp_certain}) AS ways6
}
UNWIND [[1, ways1], [2, ways2], [3, ways3], [4, ways4], [5, ways5], [6, ways6]] AS level
UNWIND level[1] AS way
WITH c, level[0] AS legs, way
WHERE way.leg.start IS NOT NULL
WITH c, legs, sum(CASE WHEN way.leg.start = 'fdp' THEN way.fdp ELSE way.chains END) AS chains,
  sum(CASE WHEN way.leg.start = 'fdp' THEN way.fdp_certain ELSE way.certain END) AS certain
WHERE chains > 0
RETURN c.name AS case, legs, chains, certain
ORDER BY case, legs
