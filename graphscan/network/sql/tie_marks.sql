-- What else than ownership ties parties: telephones and officers, by a key that equal ones share.
-- A name of one word tells nobody from another, nor does a number of fewer than seven digits.
CREATE OR REPLACE TEMP TABLE tie_marks AS
WITH facts AS (
  SELECT f.party_id, g.file_id, g.row, g.officers, g.phone
  FROM given_parties g JOIN party_facts f USING (file_id, row)
  QUALIFY count(*) OVER (PARTITION BY g.file_id, g.row) = 1
), said AS (
  SELECT party_id, 'phone' AS kind, unnest(string_split_regex(phone, '[;/]')) AS value, file_id, row
  FROM facts WHERE phone IS NOT NULL
  UNION ALL
  SELECT party_id, 'officer', unnest(string_split(officers, ';')), file_id, row
  FROM facts WHERE officers IS NOT NULL
  UNION ALL
  SELECT p.owned, 'officer', o.owner_name, o.file_id, o.row
  FROM ownership o JOIN ownership_parties p USING (file_id, row, interest)
  WHERE o.owner_kind = 'person' OR o.kind IN ('nominee', 'board')
  UNION ALL
  SELECT f.party_id, 'officer', coalesce(person.name, r.other), r.file_id, r.row
  FROM register_facts r
  JOIN given_parties g ON g.register = r.register AND g.ref = r.ref
  JOIN party_facts f ON f.file_id = g.file_id AND f.row = g.row
  LEFT JOIN given_parties person ON person.register = r.register AND person.ref = r.other
  WHERE r.what = 'officer'
), keyed AS (
  SELECT party_id, kind, trim(value) AS value, file_id, row,
         CASE kind WHEN 'phone' THEN ltrim(regexp_replace(value, '[^0-9]', '', 'g'), '0')
              ELSE array_to_string(list_sort(regexp_extract_all(lower(strip_accents(value)), '[\p{L}\p{M}]+')), ' ')
         END AS mark
  FROM said
)
SELECT party_id, keyed.kind, mark, min(value) AS value,
       min({'path': path, 'file_id': file_id, 'row': keyed.row}) AS source
FROM keyed JOIN files USING (file_id)
WHERE CASE keyed.kind WHEN 'phone' THEN length(mark) >= 7 ELSE contains(mark, ' ') END
GROUP BY party_id, keyed.kind, mark
