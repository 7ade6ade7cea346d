INSERT INTO leg_via BY NAME
WITH stops AS (
  SELECT file_id, row, via_role, via_party FROM (
    SELECT file_id, row, purchaser, intermediate_consignee, consignee, ultimate_consignee FROM named)
  UNPIVOT (via_party FOR via_role IN
    (purchaser, intermediate_consignee, consignee, ultimate_consignee)))
SELECT leg_id, (row_number() OVER (PARTITION BY leg_id ORDER BY via_order, via_party) - 1)::INTEGER AS seq,
       via_party AS party_id, via_role AS role
FROM (
  SELECT leg_id, via_party, min(via_order) AS via_order, arg_min(v.via_role, via_order) AS via_role
  FROM leg_lines g
  JOIN legs USING (leg_id)
  JOIN via_roles v ON v.role = g.role
  JOIN stops n ON n.file_id = g.file_id AND n.row = g.row AND n.via_role = v.via_role
  JOIN parties p ON p.party_id = via_party
  WHERE via_party NOT IN (legs.consignor, legs.receiver) AND p.logistics IS NULL
  GROUP BY leg_id, via_party)
