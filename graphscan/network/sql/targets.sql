CREATE OR REPLACE TEMP TABLE targets AS
SELECT party_id, entry_id, match, list_name, country_agrees, list_code, address_only,
       programs || CASE WHEN list_code = 'SSI'  -- the list of programs does not name the directive
         THEN list_transform(regexp_extract_all(coalesce(remarks, ''), 'Directive ([1-4])', 1), lambda n: 'DIRECTIVE ' || n)
         ELSE [] END AS programs,
       day_number(start_first) AS start_first, day_number(start_last) AS start_last,
       day_number(end_first) AS end_first, day_number(end_last) AS end_last
FROM party_matches JOIN entries USING (entry_id)
WHERE list_contains(?, list_code)
  AND NOT (list_code = 'SDN' AND lower(coalesce(entity_type, '')) IN ('individual', 'vessel', 'aircraft'))
  AND (start_first IS NULL OR ?::DATE IS NULL OR start_first <= ?::DATE)
