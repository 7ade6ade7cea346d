-- The rows of a case as `model.py` writes them: one view per kind of node or relationship. Each gives
-- the keys of the statement and one struct `properties`, whose NULLs are left out.

-- A value in a range index may have about 8,000 bytes, and a name in a record as many as it likes.
CREATE OR REPLACE TEMP MACRO graph_key(key) AS
  CASE WHEN strlen(key) > 1000 THEN left(key, 200) || '#' || sha256(key) ELSE key END;

-- `graph_speakers` is filled before: per leg the entry that a finding names. It has rank 0.
CREATE OR REPLACE TEMP VIEW graph_ranked_ends AS
  SELECT
    leg_ends.*, speakers.basis AS strongest,
    row_number() OVER (
      PARTITION BY leg_id
      ORDER BY
        leg_ends.entry_id = speakers.entry_id AND leg_ends.owner IS NOT DISTINCT FROM speakers.owner DESC,
        leg_ends.entry_id, leg_ends.owner NULLS FIRST
    ) - 1 AS rank
  FROM leg_ends JOIN graph_speakers speakers USING (leg_id);

CREATE OR REPLACE TEMP VIEW graph_parties AS
  SELECT
    graph_key(key) AS key,
    {party_id: party_id, name: name, country: country, identifier: identifier, logistics: logistics}
      AS properties
  FROM parties
  ORDER BY party_id;

CREATE OR REPLACE TEMP VIEW graph_entries AS
  SELECT
    entry_id,
    coalesce(spelt.names, [name]) AS names,
    {list: list_code, name: name, source_id: source_id, citation: citation, countries: countries,
     listed_first: start_first, listed_last: start_last, delisted_first: end_first,
     delisted_last: end_last} AS properties
  FROM entries
  LEFT JOIN (
    SELECT entry_id, list_sort(list_distinct(list(name))) AS names FROM list_names GROUP BY entry_id
  ) spelt USING (entry_id)
  WHERE entry_id IN (SELECT entry_id FROM leg_ends UNION SELECT entry_id FROM party_matches)
  ORDER BY entry_id;

CREATE OR REPLACE TEMP VIEW graph_shipments AS
  SELECT
    leg_id,
    graph_key(consignors.key) AS consignor,
    graph_key(receivers.key) AS receiver,
    {shipment_id: shipment_id, file: files.path, role: role, class: class, hs6: hs6, eccn: eccn,
     description: description, departs: departs_text, arrives: arrives_text,
     departs_first: departs_first, departs_last: departs_last,
     arrives_first: arrives_first, arrives_last: arrives_last,
     departs_assumed: departs_assumed, arrives_assumed: arrives_assumed, leaves_us: leaves_us,
     from_country: from_country, to_country: to_country, origin_country: origin_country,
     quantity: quantity, quantity_unit: quantity_unit, gross_weight_kg: gross_weight_kg,
     value_usd: value_usd, mode: mode, basis: basis, final: coalesce(final, false),
     end_certain: coalesce(certain, true)} AS properties
  FROM legs
  JOIN parties consignors ON consignors.party_id = legs.consignor
  JOIN parties receivers ON receivers.party_id = legs.receiver
  LEFT JOIN files USING (file_id)
  LEFT JOIN (
    SELECT
      leg_id, any_value(strongest) AS basis, bool_or(final) AS final,
      bool_or(len(also_possible) = 0 AND basis = strongest) AS certain
    FROM graph_ranked_ends
    GROUP BY leg_id
  ) ends USING (leg_id)
  ORDER BY leg_id;

CREATE OR REPLACE TEMP VIEW graph_via AS
  SELECT leg_id, graph_key(key) AS key, seq, role
  FROM leg_via JOIN parties USING (party_id)
  ORDER BY leg_id, seq;

CREATE OR REPLACE TEMP VIEW graph_ends AS
  SELECT
    leg_id,
    entry_id,
    rank,
    {basis: basis, final: final, also_possible: also_possible, match: match, list_name: list_name,
     country_agrees: country_agrees, owner: parties.name} AS properties
  FROM graph_ranked_ends LEFT JOIN parties ON party_id = owner
  ORDER BY leg_id, rank;

CREATE OR REPLACE TEMP VIEW graph_matches AS
  SELECT
    graph_key(key) AS key,
    entry_id,
    {match: match, list_name: list_name, country_agrees: country_agrees, score: score} AS properties
  FROM party_matches JOIN parties USING (party_id) JOIN entries USING (entry_id)
  ORDER BY party_id, entry_id;
