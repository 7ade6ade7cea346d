CREATE OR REPLACE TEMP TABLE lines AS
SELECT s.*, p.consignor, p.consignee, p.intermediate_consignee, p.ultimate_consignee,
       p.purchaser, p.end_user, class, short_code,
       coalesce(s.departure_first, s.arrival_first - longest) AS departs_first,
       coalesce(s.departure_last, s.arrival_last - shortest) AS departs_last,
       coalesce(s.arrival_first, s.departure_first + shortest) AS arrives_first,
       coalesce(s.arrival_last, s.departure_last + longest) AS arrives_last
FROM shipments s
JOIN shipment_parties p USING (file_id, row)
JOIN hs_classes h ON h.hs_code IS NOT DISTINCT FROM s.hs_code
JOIN transit t ON t.transit_mode = coalesce(s.mode, '')
WHERE ?::DATE IS NULL
   OR coalesce(s.departure_first, s.arrival_first - longest) <= ?::DATE
