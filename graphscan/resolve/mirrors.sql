-- Pairs of rows that tell of one movement. Parameters: amount (share), gap, carried (days).
CREATE OR REPLACE TEMP TABLE mirror_rows AS
SELECT s.file_id, s.row, s.shipment_id, coalesce(s.line_no, '') AS line, s.status = 'amended' AS amended,
  coalesce(s.regime = 'import', false) AS arriving, coalesce(s.regime IN ('export', 're-export'), false) AS leaving,
  p.consignor, coalesce(p.consignee, p.ultimate_consignee, p.purchaser) AS receiver,
  left(coalesce(s.hs_code, ''), 6) AS hs6, left(coalesce(s.hs_code, ''), 4) AS hs4,
  s.departure_first, s.departure_last, s.arrival_first, s.arrival_last,
  s.quantity, coalesce(s.quantity_unit, '') AS unit, s.gross_weight_kg AS weight,
  nullif(regexp_replace(upper(coalesce(s.bill_number, '')), '[^A-Z0-9]', '', 'g'), '') AS bill,
  nullif(regexp_replace(upper(coalesce(s.house_bill_number, '')), '[^A-Z0-9]', '', 'g'), '') AS house
FROM shipments s JOIN shipment_parties p USING (file_id, row)
WHERE p.consignor IS NOT NULL AND coalesce(p.consignee, p.ultimate_consignee, p.purchaser) IS NOT NULL;

CREATE OR REPLACE TEMP MACRO near(a, b, share) AS
  abs(a - b) <= share * greatest(abs(a), abs(b));
-- Beside equal quantities a weight may be rounded to whole kilograms, as many customs write it.
CREATE OR REPLACE TEMP MACRO near_weight(a, b, share) AS
  near(a, b, share) OR (abs(a - b) <= 0.5 AND (a = round(a) OR b = round(b)));
CREATE OR REPLACE TEMP MACRO same_amount(quantity_a, unit_a, weight_a, quantity_b, unit_b, weight_b, share) AS
  coalesce(quantity_a > 0 AND quantity_b > 0 AND unit_a = unit_b AND near(quantity_a, quantity_b, share)
           AND coalesce(near_weight(weight_a, weight_b, share), true),
           weight_a > 0 AND weight_b > 0 AND near(weight_a, weight_b, share), false);

-- 1. A record that its own source has amended: the last amendment stands.
CREATE OR REPLACE TEMP TABLE mirror_pairs AS
SELECT a.file_id, a.row, b.file_id AS of_file_id, b.row AS of_row, 'amended' AS rule, 0 AS days
FROM mirror_rows a
JOIN mirror_rows b USING (file_id, shipment_id, line, consignor, hs4)
WHERE b.amended AND a.row < b.row
QUALIFY row_number() OVER (PARTITION BY a.file_id, a.row ORDER BY b.row DESC) = 1;

-- 2. Two records of one bill, or an export and an import record of equal goods between equal parties.
CREATE OR REPLACE TEMP TABLE mirror_candidates AS
WITH left_over AS (   -- a record that was amended since is met as it was, too: the other customs may know that only
  SELECT r.*, coalesce(m.of_row, r.row) AS standing
  FROM mirror_rows r LEFT JOIN mirror_pairs m ON m.file_id = r.file_id AND m.row = r.row
),
-- Three joins on equality in place of one on a choice: parallel records of one relation do not meet
-- all. Each carries both rows along: joined back, they could be planned as a product of all rows.
met AS (
  SELECT a, b FROM left_over a JOIN left_over b
    ON a.consignor = b.consignor AND a.receiver = b.receiver AND a.hs4 = b.hs4
  WHERE a.leaving AND b.arriving AND a.file_id <> b.file_id
  UNION
  SELECT a, b FROM left_over a JOIN left_over b
    ON a.consignor = b.consignor AND a.receiver = b.receiver AND a.hs4 = b.hs4 AND a.bill = b.bill
  UNION
  SELECT a, b FROM left_over a JOIN left_over b
    ON a.consignor = b.consignor AND a.receiver = b.receiver AND a.hs4 = b.hs4 AND a.house = b.house
),
paired AS (
  SELECT a.file_id AS of_file_id, a.standing AS of_row, b.file_id AS file_id, b.standing AS row,
    coalesce(a.bill = b.bill OR a.house = b.house, false) AS same_bill,
    coalesce(a.bill <> b.bill AND coalesce(a.house <> b.house, true), false) AS other_bill,
    a.leaving AND b.arriving AND a.file_id <> b.file_id AS crossing,
    coalesce(
      greatest(0, (b.departure_first - a.departure_last), (a.departure_first - b.departure_last)),
      greatest(0, (b.arrival_first - a.arrival_last), (a.arrival_first - b.arrival_last)),
      greatest(0, (a.departure_first - b.arrival_last))
        + greatest(0, (b.arrival_first - a.departure_last) - $carried)) AS days
  FROM met
  WHERE (a.file_id, a.shipment_id) <> (b.file_id, b.shipment_id)
    AND (starts_with(a.hs6, b.hs6) OR starts_with(b.hs6, a.hs6))
    AND same_amount(a.quantity, a.unit, a.weight, b.quantity, b.unit, b.weight, $amount)
    AND ((a.leaving AND b.arriving)
         OR (NOT (b.leaving AND a.arriving) AND (a.file_id, a.standing) < (b.file_id, b.standing)))
)
SELECT of_file_id, of_row, file_id, row, bool_or(same_bill) AS same_bill, min(days) AS days,
  CASE WHEN bool_or(same_bill) THEN 'same bill' ELSE 'export and import' END AS rule
FROM paired
WHERE days <= $gap AND (same_bill OR (crossing AND NOT other_bill))
GROUP BY ALL;

-- One record mirrors one record. Between equally near ones without a bill nothing is decided.
-- In one statement with the amended: DuckDB 2.0.0 loses many rows added to a table that was made of none.
CREATE OR REPLACE TEMP TABLE mirror_pairs AS
FROM mirror_pairs UNION ALL
SELECT file_id, row, of_file_id, of_row, rule, days FROM (
  SELECT *,
    rank() OVER (PARTITION BY file_id, row ORDER BY same_bill DESC, days) AS nearest,
    count(*) OVER (PARTITION BY file_id, row, same_bill, days) AS as_near,
    rank() OVER (PARTITION BY of_file_id, of_row, file_id ORDER BY same_bill DESC, days) AS of_nearest,
    count(*) OVER (PARTITION BY of_file_id, of_row, file_id, same_bill, days) AS of_as_near
  FROM mirror_candidates)
WHERE nearest = 1 AND of_nearest = 1
  AND ((as_near = 1 AND of_as_near = 1) OR (same_bill AND as_near = 1));

DELETE FROM mirrors;
INSERT INTO mirrors
WITH RECURSIVE up AS (   -- a mirror of a mirror is a mirror of the record that stands
  SELECT file_id, row, of_file_id, of_row, rule, days FROM mirror_pairs
  UNION
  SELECT u.file_id, u.row, m.of_file_id, m.of_row, u.rule, u.days
  FROM up u JOIN mirror_pairs m ON m.file_id = u.of_file_id AND m.row = u.of_row
)
SELECT file_id, row, of_file_id, of_row, rule, days FROM up
WHERE NOT EXISTS (FROM mirror_pairs m WHERE m.file_id = of_file_id AND m.row = of_row)
  AND (file_id, row) <> (of_file_id, of_row)
QUALIFY row_number() OVER (PARTITION BY file_id, row ORDER BY of_file_id, of_row) = 1
ORDER BY file_id, row;

DROP TABLE mirror_rows;
DROP TABLE mirror_pairs;
DROP TABLE mirror_candidates;
