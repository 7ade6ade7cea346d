INSERT INTO leg_places BY NAME
WITH firms AS (
  SELECT DISTINCT leg_id, party_id, name, country
  FROM leg_lines g
  JOIN (SELECT file_id, row, firm FROM (SELECT file_id, row, consignee, intermediate_consignee,
          ultimate_consignee, purchaser, end_user FROM named)
        UNPIVOT (firm FOR r IN (consignee, intermediate_consignee, ultimate_consignee, purchaser, end_user)))
    USING (file_id, row)
  JOIN parties ON party_id = firm
  WHERE logistics IS NOT NULL AND firm <> g.receiver)
SELECT leg_id, (row_number() OVER (PARTITION BY leg_id ORDER BY seq, code, name) - 1)::INTEGER AS seq,
       code, name, country, kind
FROM (
  SELECT leg_id, seq, code, name, country, kind FROM ports JOIN port_names USING (code)
  UNION ALL
  SELECT leg_id, 999, '', name, country, 'logistics' FROM firms)
