CREATE OR REPLACE TEMP TABLE received AS
WITH roles AS (
  SELECT file_id, row, seq, consignee AS receiver, 0 AS role_order, 'consignee' AS role,
         consignee_country AS role_country FROM named
  UNION ALL SELECT file_id, row, seq, intermediate_consignee, 1, 'intermediate_consignee',
         intermediate_consignee_country FROM named
  UNION ALL SELECT file_id, row, seq, ultimate_consignee, 2, 'ultimate_consignee',
         ultimate_consignee_country FROM named
  UNION ALL SELECT file_id, row, seq, purchaser, 3, 'purchaser', purchaser_country FROM named
  UNION ALL SELECT file_id, row, seq, end_user, 4, 'end_user', end_user_country FROM named),
judged AS (
  SELECT roles.*, role_order * 1000000 + seq AS place, logistics IS NOT NULL AND receiver NOT IN (SELECT party_id FROM end_parties)
           AS consignment
  FROM roles JOIN parties ON party_id = receiver)
SELECT file_id, row, receiver, min(role_order) AS role_order,
       arg_min(role, place) AS role, arg_min(role_country, place) AS role_country,
       consignment
FROM judged WHERE NOT consignment
GROUP BY file_id, row, receiver, consignment
UNION ALL  -- nobody is named behind the first logistics party of the record: it may hold this one
SELECT file_id, row, arg_min(receiver, place), min(role_order), arg_min(role, place),
       arg_min(role_country, place), true
FROM judged
GROUP BY file_id, row HAVING bool_and(consignment)
