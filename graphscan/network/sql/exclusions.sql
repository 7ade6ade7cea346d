INSERT INTO exclusions
SELECT 'self_leg', count(*) FROM received JOIN lines USING (file_id, row) WHERE consignor = receiver
UNION ALL
SELECT 'no_receiver', count(*) FROM lines ANTI JOIN received USING (file_id, row)
UNION ALL
SELECT 'no_consignor', count(*) FROM lines WHERE consignor IS NULL
UNION ALL
SELECT 'after_as_of', (SELECT count(*) FROM shipments ANTI JOIN mirrors USING (file_id, row)) - (SELECT count(*) FROM lines)
