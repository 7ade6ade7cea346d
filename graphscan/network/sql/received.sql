CREATE OR REPLACE TEMP TABLE received AS
WITH named AS (
  SELECT file_id, row, consignee AS receiver, 0 AS role_order, 'consignee' AS role,
         consignee_country AS role_country FROM lines
  UNION ALL SELECT file_id, row, intermediate_consignee, 1, 'intermediate_consignee',
         intermediate_consignee_country FROM lines
  UNION ALL SELECT file_id, row, ultimate_consignee, 2, 'ultimate_consignee',
         ultimate_consignee_country FROM lines
  UNION ALL SELECT file_id, row, purchaser, 3, 'purchaser', purchaser_country FROM lines
  UNION ALL SELECT file_id, row, end_user, 4, 'end_user', end_user_country FROM lines),
judged AS (
  SELECT named.*, logistics IS NOT NULL AND receiver NOT IN (SELECT party_id FROM end_parties)
           AS consignment
  FROM named JOIN parties ON party_id = receiver)
SELECT file_id, row, receiver, min(role_order) AS role_order,
       arg_min(role, role_order) AS role, arg_min(role_country, role_order) AS role_country,
       consignment
FROM judged WHERE NOT consignment
GROUP BY file_id, row, receiver, consignment
UNION ALL  -- nobody is named behind the first logistics party of the record: it may hold this one
SELECT file_id, row, arg_min(receiver, role_order), min(role_order), arg_min(role, role_order),
       arg_min(role_country, role_order), true
FROM judged
GROUP BY file_id, row HAVING bool_and(consignment)
