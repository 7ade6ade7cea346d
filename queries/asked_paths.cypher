// Question: By which journeys could goods have come from some parties to others, through some and clear of others?
// Parameters:
//   $case STRING: the case as it was pushed
//   $from LIST = null: party_id of those at which journeys begin; null: U.S. exporters, and what may begin a journey abroad
//   $to LIST = null: party_id of those at which they end, listed or not; null: listed parties
//   $via LIST = []: what a journey must go through, all of it; each a map: {parties: [party_id, ...], places: [country of two
//       letters or UN/LOCODE, ...]}, and any of these will do
//   $avoid LIST = []: party_id of those who must not be between
//   $avoid_places LIST = []: countries (two letters) in which no leg may touch a place, the port of loading apart; ports
//       (UN/LOCODE) that no leg may touch
//   $hs STRING = "": first digits of the HS code of every leg
//   $class STRING = "": commodity class of every leg, as 8542 or advanced-computing; "": any
//   $eccn STRING = "": first characters of the ECCN of the first leg, in capitals
//   $after STRING = "": first day on which a leg may depart, YYYY-MM-DD
//   $before STRING = "": last day on which a leg may depart, YYYY-MM-DD
//   $min_quantity FLOAT = 0: legs that state a smaller quantity are left out, whatever the unit
//   $min_value FLOAT = 0: legs that state a smaller value (USD) are left out
//   $certain BOOLEAN = false: only journeys that are certain
//   $through_affiliates BOOLEAN = false: goods may pass once between two legs, without a record, between an owner and what it
//       holds at least half of, or two parties of one such owner
//   $direct_products BOOLEAN = true: journeys may begin abroad under a foreign direct product rule
//   $max_legs INTEGER 1..6 = null: longest journey in legs; null: as in the settings of the push
//   $min_wait INTEGER 0..3650 = null: shortest wait at a holder in days, from arrival to next departure;
//       null: as in the settings of the push
//   $max_wait INTEGER 0..3650 = null: longest wait at a holder in days; null: as in the settings of the push
//   $top INTEGER 0..1000000000 = 20: number of journeys, in the order of the answer; 0: all
// Columns:
//   case: the case
//   exporter: name of the sender of the first leg
//   holders: names of those who had the goods between two legs, in order
//   end: name of the receiver of the last leg
//   start: why a chain may begin there: us, origin-only (U.S. goods abroad), fdp (foreign direct product); null where senders
//       are given and none of these holds
//   class: commodity class of the first leg
//   shipment_ids: one per leg, in order of time
//   departs: departure of each leg as its record writes it; "" where it is assumed from the arrival
//   leg_ids: numbers of the legs in the case, in order of time
//   handed_to: names of the holders to whom a linked party handed the goods without a record
//   certainty: certain where every day that the records allow gives a journey, else possible
//   basis: on what the end is listed on the day of the last leg; the strongest; null where it is not listed
//   listed: name of the list entry, verbatim; null where the basis needs none
//   list: code of its list
//   entry_id: its identity in graphscan
//
// `graphscan neo4j paths` asks this file: it reads names, lists, countries and ports as `graphscan paths` does. Order: certain ones
// first, then the fewest legs, then the earliest first departure, then names. A score is not on the server.
// A leg is onward from another where its consignor is the other's receiver, its class may carry on the
// other's (or the goods were relabelled: another class, weight and units conserved within 3 %; or a logistics party
// sends on a single consignment: the same bill or container, else the same quantity), and the wait from arrival to departure may lie in
// [min_wait, max_wait]. The walk goes backwards from the end, one seek in the index (inlane, arrives_first) a leg,
// and keeps the days [first, last] on which the leg in hand may depart so that all legs after it still fit: only
// journeys whose days can be chosen jointly are left. Nobody is met twice. A listed party between the two may hold
// where parties are asked for that are not it. What begins abroad is found here: a leg of U.S. goods that no other
// leads to; under a foreign direct product rule, a journey that is no tail of a longer one of the same goods.
MATCH (c:Case {name: $case, complete: true})
WITH c, coalesce($min_wait, c.min_wait) AS min_wait, coalesce($max_wait, c.max_wait) AS max_wait,
  coalesce($max_legs, c.max_legs) AS max_legs, coalesce(c.follows, []) AS follows,
  CASE WHEN $after = '' THEN -9999999 ELSE duration.inDays(date('1970-01-01'), date($after)).days END AS after,
  CASE WHEN $before = '' THEN 9999999 ELSE duration.inDays(date('1970-01-01'), date($before)).days END AS before
CALL (c) {
  MATCH (ending:ListedEnd {case: c.name})
  WHERE $to IS NULL
  RETURN ending
  UNION ALL
  UNWIND $to AS number
  MATCH (:Party {case: c.name, party_id: number})<-[:TO]-(ending:Shipment)
  RETURN ending
}
CALL (after, before, ending) {
  WITH after, before, ending AS s
  MATCH (sender:Party)-[:SENT]->(s)-[:TO]->(receiver:Party)
  WHERE sender <> receiver AND s.departs_first <= s.arrives_last AND (NOT $certain OR s.end_certain)
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  RETURN {
    legs: [s], parties: [sender, receiver], first: s.departs_first,
    last: CASE WHEN s.departs_last < s.arrives_last THEN s.departs_last ELSE s.arrives_last END,
    handed: [], sure: s.end_certain
  } AS so_far1
}
CALL (c, min_wait, max_wait, max_legs, follows, after, before, so_far1) {  // second leg from the end
  RETURN so_far1 AS so_far2
  UNION ALL
  WITH c, min_wait, max_wait, follows, after, before, so_far1, head(so_far1.legs) AS next, head(so_far1.parties) AS holder
  WHERE size(so_far1.legs) = 1 AND max_legs > 1
  CALL (c, min_wait, max_wait, follows, so_far1, next, holder) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND so_far1.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far1.last - min_wait
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    MATCH (s:Shipment)
    WHERE s.consigned = c.name + '|' + holder.key
      AND so_far1.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far1.last - min_wait
      AND (any(mark IN s.marks WHERE mark IN next.marks) OR (s.quantity = next.quantity
        AND s.quantity_unit = next.quantity_unit
        AND none(kind IN coalesce(s.mark_kinds, []) WHERE kind IN coalesce(next.mark_kinds, []))))
      AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH c, next, holder
    WHERE next.weighed IS NOT NULL
    MATCH (s:Shipment)
    WHERE s.weighed = c.name + '|' + holder.key + '|' + next.quantity_unit
      AND next.gross_weight_kg * 0.9 <= s.gross_weight_kg <= next.gross_weight_kg * 1.1
      AND abs(s.gross_weight_kg - next.gross_weight_kg) <= 0.03 * CASE
        WHEN s.gross_weight_kg > next.gross_weight_kg THEN s.gross_weight_kg ELSE next.gross_weight_kg END
      AND abs(s.quantity - next.quantity) <= 0.03 * CASE
        WHEN s.quantity > next.quantity THEN s.quantity ELSE next.quantity END
      AND NOT s.inlane IN next.outlanes
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH follows, next, holder
    WHERE $through_affiliates
    CALL (holder) {
      MATCH (holder)-[h:HALF]-(other:Party)
      RETURN other, h.surely AS surely, h.first AS first, h.last AS last
      UNION
      MATCH (holder)<-[g:HALF]-(:Party)-[h:HALF]->(other:Party)
      WHERE other <> holder AND g.surely = h.surely AND g.first <= h.last AND h.first <= g.last
      RETURN other, h.surely AS surely, CASE WHEN g.first > h.first THEN g.first ELSE h.first END AS first,
        CASE WHEN g.last < h.last THEN g.last ELSE h.last END AS last
    }
    WITH follows, next, other, surely, first, last ORDER BY first, last
    WITH follows, next, other, collect(CASE WHEN NOT surely THEN [first, last] END) AS days,
      collect(CASE WHEN surely THEN [first, last] END) AS sure_days
    MATCH (other)<-[:TO]-(s:Shipment)
    WHERE NOT s.consignment AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [other] AS handed, days, sure_days
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE so_far1.first - max_wait <= s.arrives_last AND s.arrives_first <= so_far1.last - min_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN so_far1.parties)
    AND none(p IN [holder] + handed WHERE p.party_id IN $avoid)
    AND NOT (s.final AND ($to IS NULL OR coalesce(head(handed), holder).party_id IN $to))
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  WITH s, sender, handed, days, min_wait, max_wait, next, so_far1, CASE WHEN s.arrives_last < so_far1.last - min_wait
    THEN s.arrives_last ELSE so_far1.last - min_wait END AS arrives_last,
    so_far1.sure AND NOT s.arrives_assumed AND NOT s.consignment AND NOT next.departs_assumed
      AND next.departs_first - s.arrives_last >= min_wait AND next.departs_last - s.arrives_first <= max_wait
      AND (size(handed) = 0 OR next.departs_last <= reduce(until = s.arrives_first - 1, day IN sure_days | CASE
        WHEN day[0] <= until + 1 AND day[1] > until THEN day[1] ELSE until END)) AS sure
  WITH s, sender, handed, sure, so_far1, CASE WHEN size(handed) = 0 THEN arrives_last
    ELSE reduce(latest = -9999999, day IN days | CASE
      WHEN day[0] > so_far1.last OR day[1] < s.arrives_first
        OR day[1] < so_far1.first - max_wait OR day[0] - max_wait > arrives_last THEN latest
      WHEN day[1] >= arrives_last THEN arrives_last
      WHEN day[1] > latest THEN day[1] ELSE latest END) END AS arrives_last
  WHERE s.departs_first <= arrives_last AND (sure OR NOT $certain)
  RETURN {
    legs: [s] + so_far1.legs, parties: [sender] + handed + so_far1.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: so_far1.handed + [p IN handed | size(so_far1.parties)], sure: sure
  } AS so_far2
}
CALL (c, min_wait, max_wait, max_legs, follows, after, before, so_far2) {  // third leg from the end
  RETURN so_far2 AS so_far3
  UNION ALL
  WITH c, min_wait, max_wait, follows, after, before, so_far2, head(so_far2.legs) AS next, head(so_far2.parties) AS holder
  WHERE size(so_far2.legs) = 2 AND max_legs > 2
  CALL (c, min_wait, max_wait, follows, so_far2, next, holder) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND so_far2.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far2.last - min_wait
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    MATCH (s:Shipment)
    WHERE s.consigned = c.name + '|' + holder.key
      AND so_far2.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far2.last - min_wait
      AND (any(mark IN s.marks WHERE mark IN next.marks) OR (s.quantity = next.quantity
        AND s.quantity_unit = next.quantity_unit
        AND none(kind IN coalesce(s.mark_kinds, []) WHERE kind IN coalesce(next.mark_kinds, []))))
      AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH c, next, holder
    WHERE next.weighed IS NOT NULL
    MATCH (s:Shipment)
    WHERE s.weighed = c.name + '|' + holder.key + '|' + next.quantity_unit
      AND next.gross_weight_kg * 0.9 <= s.gross_weight_kg <= next.gross_weight_kg * 1.1
      AND abs(s.gross_weight_kg - next.gross_weight_kg) <= 0.03 * CASE
        WHEN s.gross_weight_kg > next.gross_weight_kg THEN s.gross_weight_kg ELSE next.gross_weight_kg END
      AND abs(s.quantity - next.quantity) <= 0.03 * CASE
        WHEN s.quantity > next.quantity THEN s.quantity ELSE next.quantity END
      AND NOT s.inlane IN next.outlanes
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH follows, next, holder
    WHERE $through_affiliates
    CALL (holder) {
      MATCH (holder)-[h:HALF]-(other:Party)
      RETURN other, h.surely AS surely, h.first AS first, h.last AS last
      UNION
      MATCH (holder)<-[g:HALF]-(:Party)-[h:HALF]->(other:Party)
      WHERE other <> holder AND g.surely = h.surely AND g.first <= h.last AND h.first <= g.last
      RETURN other, h.surely AS surely, CASE WHEN g.first > h.first THEN g.first ELSE h.first END AS first,
        CASE WHEN g.last < h.last THEN g.last ELSE h.last END AS last
    }
    WITH follows, next, other, surely, first, last ORDER BY first, last
    WITH follows, next, other, collect(CASE WHEN NOT surely THEN [first, last] END) AS days,
      collect(CASE WHEN surely THEN [first, last] END) AS sure_days
    MATCH (other)<-[:TO]-(s:Shipment)
    WHERE NOT s.consignment AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [other] AS handed, days, sure_days
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE so_far2.first - max_wait <= s.arrives_last AND s.arrives_first <= so_far2.last - min_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN so_far2.parties)
    AND none(p IN [holder] + handed WHERE p.party_id IN $avoid)
    AND NOT (s.final AND ($to IS NULL OR coalesce(head(handed), holder).party_id IN $to))
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  WITH s, sender, handed, days, min_wait, max_wait, next, so_far2, CASE WHEN s.arrives_last < so_far2.last - min_wait
    THEN s.arrives_last ELSE so_far2.last - min_wait END AS arrives_last,
    so_far2.sure AND NOT s.arrives_assumed AND NOT s.consignment AND NOT next.departs_assumed
      AND next.departs_first - s.arrives_last >= min_wait AND next.departs_last - s.arrives_first <= max_wait
      AND (size(handed) = 0 OR next.departs_last <= reduce(until = s.arrives_first - 1, day IN sure_days | CASE
        WHEN day[0] <= until + 1 AND day[1] > until THEN day[1] ELSE until END)) AS sure
  WITH s, sender, handed, sure, so_far2, CASE WHEN size(handed) = 0 THEN arrives_last
    ELSE reduce(latest = -9999999, day IN days | CASE
      WHEN day[0] > so_far2.last OR day[1] < s.arrives_first
        OR day[1] < so_far2.first - max_wait OR day[0] - max_wait > arrives_last THEN latest
      WHEN day[1] >= arrives_last THEN arrives_last
      WHEN day[1] > latest THEN day[1] ELSE latest END) END AS arrives_last
  WHERE s.departs_first <= arrives_last AND (sure OR NOT $certain)
  RETURN {
    legs: [s] + so_far2.legs, parties: [sender] + handed + so_far2.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: so_far2.handed + [p IN handed | size(so_far2.parties)], sure: sure
  } AS so_far3
}
CALL (c, min_wait, max_wait, max_legs, follows, after, before, so_far3) {  // fourth leg from the end
  RETURN so_far3 AS so_far4
  UNION ALL
  WITH c, min_wait, max_wait, follows, after, before, so_far3, head(so_far3.legs) AS next, head(so_far3.parties) AS holder
  WHERE size(so_far3.legs) = 3 AND max_legs > 3
  CALL (c, min_wait, max_wait, follows, so_far3, next, holder) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND so_far3.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far3.last - min_wait
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    MATCH (s:Shipment)
    WHERE s.consigned = c.name + '|' + holder.key
      AND so_far3.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far3.last - min_wait
      AND (any(mark IN s.marks WHERE mark IN next.marks) OR (s.quantity = next.quantity
        AND s.quantity_unit = next.quantity_unit
        AND none(kind IN coalesce(s.mark_kinds, []) WHERE kind IN coalesce(next.mark_kinds, []))))
      AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH c, next, holder
    WHERE next.weighed IS NOT NULL
    MATCH (s:Shipment)
    WHERE s.weighed = c.name + '|' + holder.key + '|' + next.quantity_unit
      AND next.gross_weight_kg * 0.9 <= s.gross_weight_kg <= next.gross_weight_kg * 1.1
      AND abs(s.gross_weight_kg - next.gross_weight_kg) <= 0.03 * CASE
        WHEN s.gross_weight_kg > next.gross_weight_kg THEN s.gross_weight_kg ELSE next.gross_weight_kg END
      AND abs(s.quantity - next.quantity) <= 0.03 * CASE
        WHEN s.quantity > next.quantity THEN s.quantity ELSE next.quantity END
      AND NOT s.inlane IN next.outlanes
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH follows, next, holder
    WHERE $through_affiliates
    CALL (holder) {
      MATCH (holder)-[h:HALF]-(other:Party)
      RETURN other, h.surely AS surely, h.first AS first, h.last AS last
      UNION
      MATCH (holder)<-[g:HALF]-(:Party)-[h:HALF]->(other:Party)
      WHERE other <> holder AND g.surely = h.surely AND g.first <= h.last AND h.first <= g.last
      RETURN other, h.surely AS surely, CASE WHEN g.first > h.first THEN g.first ELSE h.first END AS first,
        CASE WHEN g.last < h.last THEN g.last ELSE h.last END AS last
    }
    WITH follows, next, other, surely, first, last ORDER BY first, last
    WITH follows, next, other, collect(CASE WHEN NOT surely THEN [first, last] END) AS days,
      collect(CASE WHEN surely THEN [first, last] END) AS sure_days
    MATCH (other)<-[:TO]-(s:Shipment)
    WHERE NOT s.consignment AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [other] AS handed, days, sure_days
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE so_far3.first - max_wait <= s.arrives_last AND s.arrives_first <= so_far3.last - min_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN so_far3.parties)
    AND none(p IN [holder] + handed WHERE p.party_id IN $avoid)
    AND NOT (s.final AND ($to IS NULL OR coalesce(head(handed), holder).party_id IN $to))
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  WITH s, sender, handed, days, min_wait, max_wait, next, so_far3, CASE WHEN s.arrives_last < so_far3.last - min_wait
    THEN s.arrives_last ELSE so_far3.last - min_wait END AS arrives_last,
    so_far3.sure AND NOT s.arrives_assumed AND NOT s.consignment AND NOT next.departs_assumed
      AND next.departs_first - s.arrives_last >= min_wait AND next.departs_last - s.arrives_first <= max_wait
      AND (size(handed) = 0 OR next.departs_last <= reduce(until = s.arrives_first - 1, day IN sure_days | CASE
        WHEN day[0] <= until + 1 AND day[1] > until THEN day[1] ELSE until END)) AS sure
  WITH s, sender, handed, sure, so_far3, CASE WHEN size(handed) = 0 THEN arrives_last
    ELSE reduce(latest = -9999999, day IN days | CASE
      WHEN day[0] > so_far3.last OR day[1] < s.arrives_first
        OR day[1] < so_far3.first - max_wait OR day[0] - max_wait > arrives_last THEN latest
      WHEN day[1] >= arrives_last THEN arrives_last
      WHEN day[1] > latest THEN day[1] ELSE latest END) END AS arrives_last
  WHERE s.departs_first <= arrives_last AND (sure OR NOT $certain)
  RETURN {
    legs: [s] + so_far3.legs, parties: [sender] + handed + so_far3.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: so_far3.handed + [p IN handed | size(so_far3.parties)], sure: sure
  } AS so_far4
}
CALL (c, min_wait, max_wait, max_legs, follows, after, before, so_far4) {  // fifth leg from the end
  RETURN so_far4 AS so_far5
  UNION ALL
  WITH c, min_wait, max_wait, follows, after, before, so_far4, head(so_far4.legs) AS next, head(so_far4.parties) AS holder
  WHERE size(so_far4.legs) = 4 AND max_legs > 4
  CALL (c, min_wait, max_wait, follows, so_far4, next, holder) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND so_far4.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far4.last - min_wait
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    MATCH (s:Shipment)
    WHERE s.consigned = c.name + '|' + holder.key
      AND so_far4.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far4.last - min_wait
      AND (any(mark IN s.marks WHERE mark IN next.marks) OR (s.quantity = next.quantity
        AND s.quantity_unit = next.quantity_unit
        AND none(kind IN coalesce(s.mark_kinds, []) WHERE kind IN coalesce(next.mark_kinds, []))))
      AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH c, next, holder
    WHERE next.weighed IS NOT NULL
    MATCH (s:Shipment)
    WHERE s.weighed = c.name + '|' + holder.key + '|' + next.quantity_unit
      AND next.gross_weight_kg * 0.9 <= s.gross_weight_kg <= next.gross_weight_kg * 1.1
      AND abs(s.gross_weight_kg - next.gross_weight_kg) <= 0.03 * CASE
        WHEN s.gross_weight_kg > next.gross_weight_kg THEN s.gross_weight_kg ELSE next.gross_weight_kg END
      AND abs(s.quantity - next.quantity) <= 0.03 * CASE
        WHEN s.quantity > next.quantity THEN s.quantity ELSE next.quantity END
      AND NOT s.inlane IN next.outlanes
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH follows, next, holder
    WHERE $through_affiliates
    CALL (holder) {
      MATCH (holder)-[h:HALF]-(other:Party)
      RETURN other, h.surely AS surely, h.first AS first, h.last AS last
      UNION
      MATCH (holder)<-[g:HALF]-(:Party)-[h:HALF]->(other:Party)
      WHERE other <> holder AND g.surely = h.surely AND g.first <= h.last AND h.first <= g.last
      RETURN other, h.surely AS surely, CASE WHEN g.first > h.first THEN g.first ELSE h.first END AS first,
        CASE WHEN g.last < h.last THEN g.last ELSE h.last END AS last
    }
    WITH follows, next, other, surely, first, last ORDER BY first, last
    WITH follows, next, other, collect(CASE WHEN NOT surely THEN [first, last] END) AS days,
      collect(CASE WHEN surely THEN [first, last] END) AS sure_days
    MATCH (other)<-[:TO]-(s:Shipment)
    WHERE NOT s.consignment AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [other] AS handed, days, sure_days
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE so_far4.first - max_wait <= s.arrives_last AND s.arrives_first <= so_far4.last - min_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN so_far4.parties)
    AND none(p IN [holder] + handed WHERE p.party_id IN $avoid)
    AND NOT (s.final AND ($to IS NULL OR coalesce(head(handed), holder).party_id IN $to))
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  WITH s, sender, handed, days, min_wait, max_wait, next, so_far4, CASE WHEN s.arrives_last < so_far4.last - min_wait
    THEN s.arrives_last ELSE so_far4.last - min_wait END AS arrives_last,
    so_far4.sure AND NOT s.arrives_assumed AND NOT s.consignment AND NOT next.departs_assumed
      AND next.departs_first - s.arrives_last >= min_wait AND next.departs_last - s.arrives_first <= max_wait
      AND (size(handed) = 0 OR next.departs_last <= reduce(until = s.arrives_first - 1, day IN sure_days | CASE
        WHEN day[0] <= until + 1 AND day[1] > until THEN day[1] ELSE until END)) AS sure
  WITH s, sender, handed, sure, so_far4, CASE WHEN size(handed) = 0 THEN arrives_last
    ELSE reduce(latest = -9999999, day IN days | CASE
      WHEN day[0] > so_far4.last OR day[1] < s.arrives_first
        OR day[1] < so_far4.first - max_wait OR day[0] - max_wait > arrives_last THEN latest
      WHEN day[1] >= arrives_last THEN arrives_last
      WHEN day[1] > latest THEN day[1] ELSE latest END) END AS arrives_last
  WHERE s.departs_first <= arrives_last AND (sure OR NOT $certain)
  RETURN {
    legs: [s] + so_far4.legs, parties: [sender] + handed + so_far4.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: so_far4.handed + [p IN handed | size(so_far4.parties)], sure: sure
  } AS so_far5
}
CALL (c, min_wait, max_wait, max_legs, follows, after, before, so_far5) {  // sixth leg from the end
  RETURN so_far5 AS so_far6
  UNION ALL
  WITH c, min_wait, max_wait, follows, after, before, so_far5, head(so_far5.legs) AS next, head(so_far5.parties) AS holder
  WHERE size(so_far5.legs) = 5 AND max_legs > 5
  CALL (c, min_wait, max_wait, follows, so_far5, next, holder) {
    MATCH (s:Shipment)
    WHERE s.inlane IN next.outlanes
      AND so_far5.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far5.last - min_wait
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    MATCH (s:Shipment)
    WHERE s.consigned = c.name + '|' + holder.key
      AND so_far5.first - max_wait - c.longest_arrival <= s.arrives_first <= so_far5.last - min_wait
      AND (any(mark IN s.marks WHERE mark IN next.marks) OR (s.quantity = next.quantity
        AND s.quantity_unit = next.quantity_unit
        AND none(kind IN coalesce(s.mark_kinds, []) WHERE kind IN coalesce(next.mark_kinds, []))))
      AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH c, next, holder
    WHERE next.weighed IS NOT NULL
    MATCH (s:Shipment)
    WHERE s.weighed = c.name + '|' + holder.key + '|' + next.quantity_unit
      AND next.gross_weight_kg * 0.9 <= s.gross_weight_kg <= next.gross_weight_kg * 1.1
      AND abs(s.gross_weight_kg - next.gross_weight_kg) <= 0.03 * CASE
        WHEN s.gross_weight_kg > next.gross_weight_kg THEN s.gross_weight_kg ELSE next.gross_weight_kg END
      AND abs(s.quantity - next.quantity) <= 0.03 * CASE
        WHEN s.quantity > next.quantity THEN s.quantity ELSE next.quantity END
      AND NOT s.inlane IN next.outlanes
    RETURN s, [] AS handed, [] AS days, [] AS sure_days
    UNION ALL
    WITH follows, next, holder
    WHERE $through_affiliates
    CALL (holder) {
      MATCH (holder)-[h:HALF]-(other:Party)
      RETURN other, h.surely AS surely, h.first AS first, h.last AS last
      UNION
      MATCH (holder)<-[g:HALF]-(:Party)-[h:HALF]->(other:Party)
      WHERE other <> holder AND g.surely = h.surely AND g.first <= h.last AND h.first <= g.last
      RETURN other, h.surely AS surely, CASE WHEN g.first > h.first THEN g.first ELSE h.first END AS first,
        CASE WHEN g.last < h.last THEN g.last ELSE h.last END AS last
    }
    WITH follows, next, other, surely, first, last ORDER BY first, last
    WITH follows, next, other, collect(CASE WHEN NOT surely THEN [first, last] END) AS days,
      collect(CASE WHEN surely THEN [first, last] END) AS sure_days
    MATCH (other)<-[:TO]-(s:Shipment)
    WHERE NOT s.consignment AND (s.class = next.class OR 'unknown' IN [s.class, next.class]
      OR s.goods + '>' + next.goods IN follows)
    RETURN s, [other] AS handed, days, sure_days
  }
  MATCH (s)<-[:SENT]-(sender:Party)
  WHERE so_far5.first - max_wait <= s.arrives_last AND s.arrives_first <= so_far5.last - min_wait
    AND NOT sender IN handed AND none(p IN [sender] + handed WHERE p IN so_far5.parties)
    AND none(p IN [holder] + handed WHERE p.party_id IN $avoid)
    AND NOT (s.final AND ($to IS NULL OR coalesce(head(handed), holder).party_id IN $to))
    AND s.departs_last >= after AND s.departs_first <= before AND ($class = '' OR s.class = $class)
    AND ($hs = '' OR any(code IN s.codes WHERE code STARTS WITH $hs))
    AND ($min_quantity = 0 OR coalesce(s.quantity >= $min_quantity, true))
    AND ($min_value = 0 OR coalesce(s.value_usd >= $min_value, true))
    AND NOT EXISTS { MATCH (s)-[:VIA]->(p:Party) WHERE p.party_id IN $avoid }
    AND NOT EXISTS { MATCH (s)-[at:TOUCHES]->(w:Waypoint)
      WHERE w.code IN $avoid_places OR at.country IN $avoid_places AND at.kind <> 'loading' }
  WITH s, sender, handed, days, min_wait, max_wait, next, so_far5, CASE WHEN s.arrives_last < so_far5.last - min_wait
    THEN s.arrives_last ELSE so_far5.last - min_wait END AS arrives_last,
    so_far5.sure AND NOT s.arrives_assumed AND NOT s.consignment AND NOT next.departs_assumed
      AND next.departs_first - s.arrives_last >= min_wait AND next.departs_last - s.arrives_first <= max_wait
      AND (size(handed) = 0 OR next.departs_last <= reduce(until = s.arrives_first - 1, day IN sure_days | CASE
        WHEN day[0] <= until + 1 AND day[1] > until THEN day[1] ELSE until END)) AS sure
  WITH s, sender, handed, sure, so_far5, CASE WHEN size(handed) = 0 THEN arrives_last
    ELSE reduce(latest = -9999999, day IN days | CASE
      WHEN day[0] > so_far5.last OR day[1] < s.arrives_first
        OR day[1] < so_far5.first - max_wait OR day[0] - max_wait > arrives_last THEN latest
      WHEN day[1] >= arrives_last THEN arrives_last
      WHEN day[1] > latest THEN day[1] ELSE latest END) END AS arrives_last
  WHERE s.departs_first <= arrives_last AND (sure OR NOT $certain)
  RETURN {
    legs: [s] + so_far5.legs, parties: [sender] + handed + so_far5.parties, first: s.departs_first,
    last: CASE WHEN s.departs_last < arrives_last THEN s.departs_last ELSE arrives_last END,
    handed: so_far5.handed + [p IN handed | size(so_far5.parties)], sure: sure
  } AS so_far6
}
WITH c, min_wait, max_wait, follows, so_far6 AS way, head(so_far6.legs) AS first, last(so_far6.legs) AS ending
WHERE ($from IS NULL OR head(way.parties).party_id IN $from)
  AND ($eccn = '' OR toUpper(first.eccn) STARTS WITH $eccn)
CALL (c, min_wait, max_wait, follows, way, first) {  // what leads to a first leg of U.S. goods abroad
  WITH c, min_wait, max_wait, follows, way, first
  WHERE first.origin AND $from IS NULL
  CALL (c, min_wait, max_wait, follows, way, first) {
    MATCH (b:Shipment)
    WHERE b.inlane IN first.outlanes
      AND first.departs_first - max_wait - c.longest_arrival <= b.arrives_first <= first.departs_last - min_wait
    RETURN b
    UNION ALL
    MATCH (b:Shipment)
    WHERE b.consigned = c.name + '|' + head(way.parties).key
      AND first.departs_first - max_wait - c.longest_arrival <= b.arrives_first <= first.departs_last - min_wait
      AND (any(mark IN b.marks WHERE mark IN first.marks) OR (b.quantity = first.quantity
        AND b.quantity_unit = first.quantity_unit
        AND none(kind IN coalesce(b.mark_kinds, []) WHERE kind IN coalesce(first.mark_kinds, []))))
      AND (b.class = first.class OR 'unknown' IN [b.class, first.class]
      OR b.goods + '>' + first.goods IN follows)
    RETURN b
    UNION ALL
    WITH c, way, first
    WHERE first.weighed IS NOT NULL
    MATCH (b:Shipment)
    WHERE b.weighed = c.name + '|' + head(way.parties).key + '|' + first.quantity_unit
      AND first.gross_weight_kg * 0.9 <= b.gross_weight_kg <= first.gross_weight_kg * 1.1
      AND abs(b.gross_weight_kg - first.gross_weight_kg) <= 0.03 * CASE
        WHEN b.gross_weight_kg > first.gross_weight_kg THEN b.gross_weight_kg ELSE first.gross_weight_kg END
      AND abs(b.quantity - first.quantity) <= 0.03 * CASE
        WHEN b.quantity > first.quantity THEN b.quantity ELSE first.quantity END
      AND NOT b.inlane IN first.outlanes
    RETURN b
  }
  WITH b, min_wait, max_wait, first
  WHERE b.arrives_last >= first.departs_first - max_wait AND b.arrives_first <= first.departs_last - min_wait
  RETURN count(b) > 0 AS led_to
}
WITH c, way, first, ending, CASE
    WHEN $from IS NOT NULL THEN first.start
    WHEN first.leaves_us THEN 'us'
    WHEN first.origin AND NOT led_to THEN 'origin-only'
    WHEN first.direct_product AND $direct_products AND ending.fdp_end THEN 'fdp' END AS start
WHERE $from IS NOT NULL OR start IS NOT NULL
WITH c, collect({way: way, first: first, ending: ending, start: start}) AS found
WITH c, found, COLLECT {
    UNWIND found AS one RETURN DISTINCT [one.way.parties, one.way.handed, [s IN one.way.legs | s.class]]
  } AS walks
UNWIND found AS one
WITH walks, one.way AS way, one.first AS first, one.ending AS ending, one.start AS start
WHERE $from IS NOT NULL OR start <> 'fdp'
  OR none(walk IN walks WHERE size(walk[0]) > size(way.parties) AND walk[1] = way.handed
    AND walk[0][-size(way.parties)..] = way.parties AND walk[2][-size(way.legs)] = first.class)
CALL (way) {  // whom and what the legs name on the way
  UNWIND way.legs AS s
  MATCH (s)-[:VIA]->(p:Party)
  WHERE size($via) > 0
  RETURN collect(DISTINCT p.party_id) AS named
}
CALL (way) {
  UNWIND way.legs AS s
  MATCH (s)-[at:TOUCHES]->(w:Waypoint)
  WHERE size($via) > 0
  WITH w.code AS code, CASE WHEN at.kind <> 'loading' THEN at.country END AS country
  RETURN collect(DISTINCT country) + collect(DISTINCT code) AS touched
}
WITH way, first, ending, start, [p IN way.parties[1..-1] | p.party_id] + named AS stops, touched
WHERE all(stop IN $via WHERE any(p IN stops WHERE p IN stop.parties)
  OR any(place IN touched WHERE place IN stop.places))
OPTIONAL MATCH (ending)-[:ENDS_AT {rank: 0}]->(entry:ListEntry)
WITH way, first, ending, start, entry, CASE WHEN way.sure THEN 'certain' ELSE 'possible' END AS certainty,
  [p IN way.parties | p.name] AS names, [s IN way.legs | s.leg_id] AS leg_ids
ORDER BY certainty, size(leg_ids), first.departs_first, names, first.class, leg_ids
WITH collect({way: way, first: first, ending: ending, start: start, entry: entry, certainty: certainty}) AS found
UNWIND CASE WHEN $top = 0 THEN found ELSE found[..$top] END AS one  // LIMIT would need hundreds of times the memory
RETURN $case AS case, head(one.way.parties).name AS exporter,
  [p IN one.way.parties[1..-1] | p.name] AS holders, last(one.way.parties).name AS end, one.start AS start,
  one.first.class AS class, [s IN one.way.legs | s.shipment_id] AS shipment_ids,
  [s IN one.way.legs | s.departs] AS departs, [s IN one.way.legs | s.leg_id] AS leg_ids,
  reverse([at IN one.way.handed | one.way.parties[-at].name]) AS handed_to, one.certainty AS certainty,
  one.ending.basis AS basis, one.entry.name AS listed, one.entry.list AS list, one.entry.id AS entry_id
