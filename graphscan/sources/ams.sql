-- Lines of U.S. manifests from the tables of one dump, all of it text: what `read_canonical` takes.
-- One line a tariff row; one a header that has none. (file_id, row) is that row's.
-- Layout: CBP Automated Manifest System, inbound vessel manifests (19 CFR 103.31), 11 tables.

CREATE OR REPLACE TEMP MACRO glued(a, b) AS   -- lines are cut at 35 characters, in the middle of words
  CASE WHEN a IS NULL THEN b WHEN b IS NULL THEN a
       WHEN length(a) >= 35 THEN a || b ELSE a || ', ' || b END;
CREATE OR REPLACE TEMP MACRO masked(address) AS   -- telephones, tax and social security numbers
  regexp_replace(regexp_replace(address,
    '(?i)(ssn|ssp|mrn|tel|fax|phone|ph|fx|tlf)[ .:#]*[0-9x(+][-0-9x()/. +]{5,}', '\1 ...', 'g'),
    '\(?[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}', '...', 'g');
CREATE OR REPLACE TEMP MACRO in_country(code, address) AS
  CASE WHEN regexp_full_match(code, '[A-Z]{2}') THEN code
       WHEN address IS NOT NULL THEN $in_address || address END;
CREATE OR REPLACE TEMP MACRO kilograms(amount, unit) AS
  CASE WHEN TRY_CAST(amount AS DOUBLE) > 0 THEN
    CASE lower(unit) WHEN 'kilograms' THEN amount
                     WHEN 'pounds' THEN CAST(round(CAST(amount AS DOUBLE) * 0.45359237, 6) AS TEXT)
                     WHEN 'metric tons' THEN CAST(CAST(amount AS DOUBLE) * 1000 AS TEXT)
                     ELSE amount || ' ' || coalesce(unit, '') END END;
CREATE OR REPLACE TEMP MACRO whole(digits) AS regexp_replace(digits, '\.0$', '');

CREATE OR REPLACE TEMP TABLE ams_bills AS
SELECT *, row_number() OVER (PARTITION BY folder, identifier ORDER BY file_id, row) AS nth
FROM ams_header;

CREATE OR REPLACE TEMP TABLE ams_numbers AS
SELECT folder, identifier, arg_min(master_bol_number, (file_id, row)) AS master,
  arg_min(house_bol_number, (file_id, row)) AS house,
  arg_min(bill_type_code, (file_id, row)) AS kind,
  (coalesce(max(trade_update_date), ''), coalesce(max(run_date), '')) AS updated
FROM ams_billgen GROUP BY ALL;

-- Every day of a dump gives a bill a new identifier: a record that amends or deletes names it by its numbers.
CREATE OR REPLACE TEMP TABLE ams_replaced AS
SELECT folder, identifier, bool_or(lower(record_status_indicator) IN ('amended', 'deleted')) OVER (
    PARTITION BY folder, carrier_code, kind, master, house
    ORDER BY updated, length(identifier), identifier ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later
FROM ams_bills JOIN ams_numbers USING (folder, identifier)
WHERE nth = 1 AND master IS NOT NULL;

CREATE OR REPLACE TEMP TABLE ams_withdrawn AS   -- header rows that are left out, with their tariff rows
SELECT b.file_id, b.row, b.folder, b.identifier, b.nth,
  CASE WHEN b.nth > 1 THEN 'the same record again'
       WHEN lower(b.record_status_indicator) = 'deleted' THEN 'deleted by the source'
       WHEN p.later THEN 'amended or deleted by a later record of its bill'
       WHEN n.kind = 'Master Bill' AND h.master IS NOT NULL
         THEN 'a master bill whose house bills are here' END AS reason
FROM ams_bills b
LEFT JOIN ams_numbers n USING (folder, identifier)
LEFT JOIN ams_replaced p USING (folder, identifier)
LEFT JOIN (SELECT DISTINCT folder, master FROM ams_numbers WHERE house IS NOT NULL) h
  ON h.folder = b.folder AND h.master = n.master;

CREATE OR REPLACE TEMP TABLE ams_party AS
SELECT role, folder, identifier, name, country_code,
  glued(glued(glued(line_1, line_2), line_3), line_4) AS lines,   -- telephones stand in the city column
  masked(glued(lines, place)) AS address
FROM (
  SELECT role, folder, identifier, arg_min(name, (file_id, row)) AS name,
    arg_min(country_code, (file_id, row)) AS country_code, arg_min(line_1, (file_id, row)) AS line_1,
    arg_min(line_2, (file_id, row)) AS line_2, arg_min(line_3, (file_id, row)) AS line_3,
    arg_min(line_4, (file_id, row)) AS line_4,
    arg_min(nullif(concat_ws(' ', city, state_province, zip_code), ''), (file_id, row)) AS place
  FROM (
    SELECT 'shipper' AS role, folder, identifier, file_id, row, shipper_party_name AS name,
      shipper_party_address_1 AS line_1, shipper_party_address_2 AS line_2,
      shipper_party_address_3 AS line_3, shipper_party_address_4 AS line_4,
      city, state_province, zip_code, country_code FROM ams_shipper
    UNION ALL
    SELECT 'consignee', folder, identifier, file_id, row, consignee_name, consignee_address_1,
      consignee_address_2, consignee_address_3, consignee_address_4, city, state_province, zip_code,
      country_code FROM ams_consignee
    UNION ALL
    SELECT 'notify', folder, identifier, file_id, row, notify_party_name, notify_party_address_1,
      notify_party_address_2, notify_party_address_3, notify_party_address_4, city, state_province,
      zip_code, country_code FROM ams_notifyparty
  ) GROUP BY ALL
);

CREATE OR REPLACE TEMP TABLE ams_goods AS
SELECT folder, identifier,
  left(string_agg(description_text, ' ' ORDER BY file_id, row), 2000) AS description,
  string_agg(DISTINCT container_number, ';' ORDER BY container_number)
    FILTER (WHERE container_number <> 'NC') AS containers
FROM ams_cargodesc GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE ams_said AS
SELECT folder, identifier, container_number, description_sequence_number,
  left(string_agg(description_text, ' ' ORDER BY file_id, row), 2000) AS description
FROM ams_cargodesc GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE ams_tariffs AS
SELECT *, count(*) OVER (PARTITION BY folder, identifier) AS lines FROM ams_tariff;

CREATE OR REPLACE TEMP TABLE ams_lines AS
SELECT
  coalesce(t.file_id, b.file_id) AS file_id, coalesce(t.row, b.row) AS row, w.reason,
  b.identifier AS shipment_id, t.description_sequence_number AS line_no,
  coalesce(b.actual_arrival_date, b.estimated_arrival_date) AS arrival_date,
  s.name AS consignor_name, s.address AS consignor_address,
  in_country(s.country_code, coalesce(s.lines, s.address)) AS consignor_country,
  c.name AS consignee_name, c.address AS consignee_address,
  in_country(c.country_code, coalesce(c.lines, c.address)) AS consignee_country,
  n.name AS notify_name, n.address AS notify_address,
  in_country(n.country_code, coalesce(n.lines, n.address)) AS notify_country,
  b.carrier_code AS carrier,
  trim(regexp_extract(b.foreign_port_of_lading, ',([^,]+)$', 1)) AS dispatch_country,
  CASE WHEN b.foreign_port_of_destination IS NULL THEN NULL
       ELSE trim(regexp_extract(b.foreign_port_of_destination, ',([^,]+)$', 1)) END AS destination_country,
  trim(regexp_replace(b.foreign_port_of_lading, ',[^,]+$', '')) AS loading_port,
  b.port_of_unlading AS discharge_port,
  whole(t.harmonized_number) AS hs_code,
  coalesce(d.description, g.description) AS description,
  CASE WHEN coalesce(t.lines, 1) = 1 AND whole(b.manifest_quantity) <> '0'
    THEN whole(b.manifest_quantity) END AS quantity,
  CASE WHEN coalesce(t.lines, 1) = 1 THEN b.manifest_unit END AS quantity_unit,
  CASE WHEN t.row IS NULL OR t.lines = 1
    THEN coalesce(kilograms(t.harmonized_weight, t.harmonized_weight_unit), kilograms(b.weight, b.weight_unit))
    ELSE kilograms(t.harmonized_weight, t.harmonized_weight_unit) END AS gross_weight_kg,
  nullif(whole(t.harmonized_value), '0') AS value_usd,
  CASE WHEN b.mode_of_transportation ILIKE 'vessel%' THEN 'sea'
       WHEN b.mode_of_transportation ILIKE 'air%' THEN 'air'
       WHEN b.mode_of_transportation ILIKE 'rail%' THEN 'rail'
       WHEN b.mode_of_transportation ILIKE 'truck%' THEN 'road' END AS mode,
  CASE WHEN b.conveyance_id_qualifier ILIKE 'IMO%' THEN b.conveyance_id END AS vessel_imo,
  coalesce(nullif(t.container_number, 'NC'), g.containers) AS container_numbers,
  r.master AS bill_number, r.house AS house_bill_number, b.in_bond_entry_type AS in_bond_code,
  CASE WHEN b.foreign_port_of_destination IS NOT NULL
         OR regexp_matches(b.in_bond_entry_type, '(?i)^(62|63)|exportation') THEN 'transit'
       ELSE 'import' END AS regime,
  lower(b.record_status_indicator) AS status
FROM ams_bills b
JOIN ams_withdrawn w USING (folder, identifier, nth)
LEFT JOIN ams_tariffs t ON b.nth = 1 AND t.folder = b.folder AND t.identifier = b.identifier
LEFT JOIN ams_numbers r ON r.folder = b.folder AND r.identifier = b.identifier
LEFT JOIN ams_party s ON s.role = 'shipper' AND s.folder = b.folder AND s.identifier = b.identifier
LEFT JOIN ams_party c ON c.role = 'consignee' AND c.folder = b.folder AND c.identifier = b.identifier
LEFT JOIN ams_party n ON n.role = 'notify' AND n.folder = b.folder AND n.identifier = b.identifier
LEFT JOIN ams_goods g ON g.folder = b.folder AND g.identifier = b.identifier
LEFT JOIN ams_said d ON d.folder = t.folder AND d.identifier = t.identifier
  AND d.container_number IS NOT DISTINCT FROM t.container_number
  AND d.description_sequence_number IS NOT DISTINCT FROM t.description_sequence_number;
