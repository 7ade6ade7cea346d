CREATE OR REPLACE TEMP TABLE ports AS
SELECT DISTINCT leg_id, seq, code, kind FROM (
  SELECT leg_id, 0 AS seq, loading_port AS code, 'loading' AS kind
  FROM leg_lines JOIN lines USING (file_id, row)
  UNION ALL
  SELECT leg_id, generate_subscripts(codes, 1), unnest(codes), 'transshipment' FROM (
    SELECT leg_id, [trim(port) FOR port IN string_split(transshipment_ports, ';') IF trim(port) <> ''] AS codes
    FROM leg_lines JOIN lines USING (file_id, row) WHERE transshipment_ports IS NOT NULL)
  UNION ALL
  SELECT leg_id, 1000, discharge_port, 'discharge' FROM leg_lines JOIN lines USING (file_id, row))
WHERE code IS NOT NULL
