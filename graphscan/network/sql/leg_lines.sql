CREATE OR REPLACE TEMP TABLE leg_lines AS
WITH keyed AS (
  SELECT path, file_id, row, shipment_id, consignor, receiver, class, role_order, role, role_country, consignment,
         min(role_order) OVER (
           PARTITION BY file_id, shipment_id, consignor, receiver, class) AS leg_role_order
  FROM received JOIN lines USING (file_id, row) JOIN files USING (file_id)
  WHERE consignor IS NOT NULL AND consignor <> receiver)
SELECT (dense_rank() OVER (
          ORDER BY path, shipment_id, leg_role_order, class, consignor, receiver) - 1)::INTEGER AS leg_id,
       file_id, row, receiver, role, role_order, role_country, consignment
FROM keyed
