INSERT INTO legs BY NAME
WITH of_several AS (SELECT leg_id FROM leg_lines GROUP BY leg_id HAVING count(*) > 1),
of_one AS ( -- nearly every leg: nothing to gather, so no group for each of millions
  SELECT leg_id, l.file_id, l.shipment_id, l.consignor, g.receiver, g.role, l.class, l.short_code, g.consignment,
         CASE WHEN length(l.hs_code) >= 6 THEN [left(l.hs_code, 6)] ELSE [] END AS hs6,
         l.eccn, l.description, l.brand,
         l.departs_first, l.departs_last, l.arrives_first, l.arrives_last,
         l.departure_first IS NULL AS departs_assumed, l.arrival_first IS NULL AS arrives_assumed,
         (l.departure_text IS NOT NULL)::BIGINT AS departure_texts,
         (l.arrival_text IS NOT NULL)::BIGINT AS arrival_texts, l.departure_text, l.arrival_text,
         coalesce(l.dispatch_country, port_country, l.consignor_country) AS dispatched, g.role_country,
         l.origin_country, l.destination_country, l.trading_country, l.payer_country,
         l.ultimate_consignee_type, l.quantity, l.quantity_unit, l.gross_weight_kg, l.value_usd,
         l.mode, l.license_number, l.related_party
  FROM leg_lines g ANTI JOIN of_several USING (leg_id)
  JOIN lines l USING (file_id, row) LEFT JOIN port_countries USING (loading_port)),
summed AS (
  SELECT leg_id, any_value(l.file_id) AS file_id, any_value(l.shipment_id) AS shipment_id,
         any_value(l.consignor) AS consignor, any_value(g.receiver) AS receiver,
         arg_min(g.role, (g.role_order, l.row)) AS role, any_value(l.class) AS class,
         bool_or(l.short_code) AS short_code, bool_or(g.consignment) AS consignment,
         coalesce(list_sort(list(DISTINCT left(l.hs_code, 6))
           FILTER (length(l.hs_code) >= 6)), []) AS hs6,
         arg_min(l.eccn, l.row) AS eccn, arg_min(l.description, l.row) AS description,
         arg_min(l.brand, l.row) AS brand,
         min(l.departs_first) AS departs_first, max(l.departs_last) AS departs_last,
         min(l.arrives_first) AS arrives_first, max(l.arrives_last) AS arrives_last,
         bool_or(l.departure_first IS NULL) AS departs_assumed,
         bool_or(l.arrival_first IS NULL) AS arrives_assumed,
         count(DISTINCT l.departure_text) AS departure_texts,
         count(DISTINCT l.arrival_text) AS arrival_texts,
         any_value(l.departure_text) AS departure_text, any_value(l.arrival_text) AS arrival_text,
         arg_min(coalesce(l.dispatch_country, port_country, l.consignor_country), l.row) AS dispatched,
         arg_min(g.role_country, (g.role_order, l.row)) AS role_country,
         arg_min(l.origin_country, l.row) AS origin_country,
         arg_min(l.destination_country, l.row) AS destination_country,
         arg_min(l.trading_country, l.row) AS trading_country,
         arg_min(l.payer_country, l.row) AS payer_country,
         arg_min(l.ultimate_consignee_type, l.row) AS ultimate_consignee_type,
         CASE WHEN count(DISTINCT coalesce(l.quantity_unit, '')) = 1 THEN sum(l.quantity) END AS quantity,
         CASE WHEN count(DISTINCT coalesce(l.quantity_unit, '')) = 1 THEN any_value(l.quantity_unit) END
           AS quantity_unit,
         sum(l.gross_weight_kg) AS gross_weight_kg, sum(l.value_usd) AS value_usd,
         arg_min(l.mode, l.row) AS mode, arg_min(l.license_number, l.row) AS license_number,
         arg_min(l.related_party, l.row) AS related_party
  FROM leg_lines g SEMI JOIN of_several USING (leg_id)
  JOIN lines l USING (file_id, row) LEFT JOIN port_countries USING (loading_port)
  GROUP BY leg_id
),
gathered AS (FROM of_one UNION ALL BY NAME FROM summed),
placed AS (
  SELECT g.* EXCLUDE (dispatched, role_country), coalesce(dispatched, c.country) AS from_country,
         coalesce(role_country, r.country, destination_country) AS to_country
  FROM gathered g JOIN parties c ON c.party_id = consignor JOIN parties r ON r.party_id = receiver)
SELECT * EXCLUDE (departure_texts, arrival_texts, departure_text, arrival_text,
                  departs_first, departs_last, arrives_first, arrives_last),
       day_number(departs_first) AS departs_first, day_number(departs_last) AS departs_last,
       day_number(arrives_first) AS arrives_first, day_number(arrives_last) AS arrives_last,
       CASE WHEN departs_assumed THEN '' WHEN departure_texts = 1 THEN departure_text
            ELSE departs_first::TEXT || '..' || departs_last::TEXT END AS departs_text,
       CASE WHEN arrives_assumed THEN '' WHEN arrival_texts = 1 THEN arrival_text
            ELSE arrives_first::TEXT || '..' || arrives_last::TEXT END AS arrives_text,
       coalesce(list_contains(?, from_country), false)
         AND (NOT coalesce(list_contains(?, to_country), false)
              OR receiver IN (SELECT party_id FROM end_parties)) AS leaves_us
FROM placed
ORDER BY leg_id
