-- Who is named in a receiving role: by the rows themselves (seq 0), and by what mirrors them. What was
-- amended since names nobody any more.
CREATE OR REPLACE TEMP TABLE mirrored AS
SELECT of_file_id AS file_id, of_row AS row,
       row_number() OVER (PARTITION BY of_file_id, of_row ORDER BY file_id, row) AS seq,
       p.consignee, p.intermediate_consignee, p.ultimate_consignee, p.purchaser, p.end_user,
       s.consignee_country, s.intermediate_consignee_country, s.ultimate_consignee_country,
       s.purchaser_country, s.end_user_country
FROM mirrors m JOIN shipment_parties p USING (file_id, row) JOIN shipments s USING (file_id, row)
WHERE rule <> 'amended' AND (of_file_id, of_row) IN (SELECT (file_id, row) FROM lines);

CREATE OR REPLACE TEMP VIEW named AS
SELECT file_id, row, 0 AS seq,
       consignee, intermediate_consignee, ultimate_consignee, purchaser, end_user,
       consignee_country, intermediate_consignee_country, ultimate_consignee_country,
       purchaser_country, end_user_country
FROM lines UNION ALL BY NAME FROM mirrored;
