CREATE OR REPLACE TEMP TABLE lines AS
WITH twins AS (   -- what the mirrors of a row add to it: a date that it lacks
  SELECT of_file_id AS file_id, of_row AS row,
         arg_min({first: m.departure_first, last: m.departure_last, text: m.departure_text},
                 (m.file_id, m.row)) FILTER (m.departure_first IS NOT NULL) AS departure,
         arg_min({first: m.arrival_first, last: m.arrival_last, text: m.arrival_text},
                 (m.file_id, m.row)) FILTER (m.arrival_first IS NOT NULL) AS arrival
  FROM mirrors JOIN shipments m USING (file_id, row) GROUP BY ALL),
told AS (       -- of two dates of one movement, the one within the other holds
  SELECT s.* REPLACE (
           if(departs, w.departure.first, s.departure_first) AS departure_first,
           if(departs, w.departure.last, s.departure_last) AS departure_last,
           if(departs, w.departure.text, s.departure_text) AS departure_text,
           if(arrives, w.arrival.first, s.arrival_first) AS arrival_first,
           if(arrives, w.arrival.last, s.arrival_last) AS arrival_last,
           if(arrives, w.arrival.text, s.arrival_text) AS arrival_text)
  FROM shipments s
  LEFT JOIN (
    SELECT t.*, t.departure IS NOT NULL AND coalesce(
             t.departure.first >= o.departure_first AND t.departure.last <= o.departure_last, true) AS departs,
           t.arrival IS NOT NULL AND coalesce(
             t.arrival.first >= o.arrival_first AND t.arrival.last <= o.arrival_last, true) AS arrives
    FROM twins t JOIN shipments o USING (file_id, row)) w USING (file_id, row)
  ANTI JOIN mirrors USING (file_id, row))
SELECT s.*, p.consignor, p.consignee, p.intermediate_consignee, p.ultimate_consignee,
       p.purchaser, p.end_user, class, short_code,
       coalesce(s.departure_first, s.arrival_first - longest) AS departs_first,
       coalesce(s.departure_last, s.arrival_last - shortest) AS departs_last,
       coalesce(s.arrival_first, s.departure_first + shortest) AS arrives_first,
       coalesce(s.arrival_last, s.departure_last + longest) AS arrives_last
FROM told s
JOIN shipment_parties p USING (file_id, row)
JOIN hs_classes h ON h.hs_code IS NOT DISTINCT FROM s.hs_code
JOIN transit t ON t.transit_mode = coalesce(s.mode, '')
WHERE ?::DATE IS NULL
   OR coalesce(s.departure_first, s.arrival_first - longest) <= ?::DATE
