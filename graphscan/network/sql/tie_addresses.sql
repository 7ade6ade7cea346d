-- Every address of the parties of the case, with the first row that gives it: $listed only those of
-- targets; else those with one of the $numbers, and of firms that hold goods, for a forwarder's
-- address is many parties'.
WITH roles AS (
  SELECT s.file_id, s.row,
         unnest([p.consignor, p.consignee, p.intermediate_consignee, p.ultimate_consignee,
                 p.purchaser, p.end_user]) AS party_id,
         unnest([consignor_address, consignee_address, intermediate_consignee_address,
                 ultimate_consignee_address, purchaser_address, end_user_address]) AS address
  FROM shipments s JOIN shipment_parties p USING (file_id, row)
), said AS (
  SELECT party_id, address, file_id, row FROM roles
  UNION ALL
  SELECT party_id, address, file_id, row FROM party_facts
)
SELECT party_id, address, min({'path': path, 'file_id': file_id, 'row': said.row}) AS source
FROM said JOIN files USING (file_id) JOIN parties USING (party_id)
WHERE address IS NOT NULL
  AND CASE WHEN $listed THEN party_id IN (SELECT party_id FROM targets)
      ELSE logistics IS NULL
           AND list_has_any(list_transform(regexp_extract_all(address, '[0-9]+'), lambda n: ltrim(n, '0')), $numbers)
      END
GROUP BY party_id, address
ORDER BY party_id, address
