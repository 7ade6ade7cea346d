-- Every address of the parties of the case, with the first row that gives it: $listed only those of
-- targets; else those that may be the premises of a listed party, and of firms that hold goods, for
-- a forwarder's address is many parties'. What is the same premises is not decided here, but few are
-- read: those with the same numbers ($keys), and those in which letters touch a number ($glued) that
-- have one of $numbers.
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
), numbered AS (
  SELECT address, regexp_matches(address, $glued) AS glued,
         list_transform(regexp_extract_all(address, '[0-9]+'), lambda n: CASE WHEN length(n) > 4 THEN '' WHEN ltrim(n, '0') = '' THEN '0' ELSE ltrim(n, '0') END) AS numbers
  FROM (SELECT DISTINCT address FROM said WHERE address IS NOT NULL AND NOT $listed)
), near AS (
  SELECT address FROM numbered
  WHERE array_to_string(list_sort(list_distinct(list_filter(numbers, lambda n: n <> ''))), ' ')
    IN (SELECT unnest($keys::TEXT[]))
  UNION
  SELECT address FROM (SELECT address, unnest(numbers) AS number FROM numbered WHERE glued)
  WHERE number IN (SELECT unnest($numbers::TEXT[]))
)
SELECT party_id, address, min({'path': path, 'file_id': file_id, 'row': said.row}) AS source
FROM said JOIN files USING (file_id) JOIN parties USING (party_id)
WHERE CASE WHEN $listed THEN party_id IN (SELECT party_id FROM targets)
      ELSE logistics IS NULL AND address IN (SELECT address FROM near) END
  AND address IS NOT NULL
GROUP BY party_id, address
ORDER BY party_id, address
