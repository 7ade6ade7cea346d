-- The rows of a case as `model.py` writes them: one view per kind of node or relationship. Nodes have
-- `key`, relationships `start` and `end`; the struct `properties` leaves out what is NULL or empty.

-- A value in a range index may have about 8,000 bytes, and a name in a record as many as it likes.
CREATE OR REPLACE TEMP MACRO graph_key(key) AS
  CASE WHEN strlen(key) > 1000 THEN left(key, 200) || '#' || sha256(key) ELSE key END;

-- What two spellings of one address share, and whether it is long enough to tell premises apart.
CREATE OR REPLACE TEMP MACRO graph_address(text) AS
  trim(regexp_replace(lower(strip_accents(text)), '[^\p{L}\p{N}]+', ' ', 'g'));
CREATE OR REPLACE TEMP MACRO graph_premises(plain) AS length(plain) >= 10 AND regexp_matches(plain, '[0-9]');

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
    graph_key(parties.key) AS key,
    {party_id: party_id, name: name, country: country, identifier: identifier, logistics: logistics,
     named: graph_key(lower(name)), named_in_full: CASE WHEN strlen(lower(name)) > 1000 THEN lower(name) END}
      AS properties
  FROM parties
  ORDER BY party_id;

CREATE OR REPLACE TEMP VIEW graph_entries AS
  SELECT
    entry_id AS key,
    {list: list_code, name: name, names: coalesce(spelt.names, [name]), source_id: source_id,
     citation: citation, countries: countries,
     listed_first: day_number(start_first), listed_last: day_number(start_last), listed_on: start_text,
     delisted_first: day_number(end_first), delisted_last: day_number(end_last), delisted_on: end_text}
      AS properties
  FROM entries
  LEFT JOIN (
    SELECT entry_id, list_sort(list_distinct(list(name))) AS names FROM list_names GROUP BY entry_id
  ) spelt USING (entry_id)
  WHERE entry_id IN (SELECT entry_id FROM leg_ends UNION SELECT entry_id FROM party_matches)
  ORDER BY entry_id;

CREATE OR REPLACE TEMP VIEW graph_leg_places AS
  SELECT
    leg_id, seq, kind, code, name, country,
    CASE WHEN code <> '' THEN code ELSE graph_key('name:' || name || '|' || coalesce(country, '')) END
      AS place
  FROM leg_places;

CREATE OR REPLACE TEMP VIEW graph_waypoints AS
  SELECT place AS key, {code: nullif(any_value(code), ''), name: min(name), country: min(country)} AS properties
  FROM graph_leg_places
  GROUP BY place
  ORDER BY place;

CREATE OR REPLACE TEMP VIEW graph_given_addresses AS
  SELECT DISTINCT party_id, graph_address(address) AS plain
  FROM (
    SELECT
      unnest([consignor, consignee, intermediate_consignee, ultimate_consignee, purchaser, end_user, notify])
        AS party_id,
      unnest([consignor_address, consignee_address, intermediate_consignee_address,
              ultimate_consignee_address, purchaser_address, end_user_address, notify_address]) AS address
    FROM shipment_parties JOIN shipments USING (file_id, row)
    UNION ALL
    SELECT party_id, address FROM party_facts
  )
  WHERE party_id IS NOT NULL AND graph_premises(plain);

CREATE OR REPLACE TEMP VIEW graph_listed_addresses AS
  SELECT DISTINCT entry_id, plain
  FROM (SELECT entry_id, graph_address(unnest(addresses)) AS plain FROM list_rows)
  WHERE graph_premises(plain) AND entry_id IN (SELECT key FROM graph_entries);

CREATE OR REPLACE TEMP VIEW graph_addresses AS
  SELECT graph_key(plain) AS key, {text: plain} AS properties
  FROM (SELECT plain FROM graph_given_addresses UNION SELECT plain FROM graph_listed_addresses)
  ORDER BY key;

-- A lane is a party and what it receives: a class, and whether its codes are too short to tell.
CREATE OR REPLACE TEMP MACRO graph_goods(class, short_code) AS class || CASE WHEN short_code THEN '~' ELSE '' END;

-- `graph_follows` is filled before: which goods may carry on which, as the search has it.
CREATE OR REPLACE TEMP VIEW graph_lanes AS
  SELECT consignor, after, list(graph_key(parties.key) || '|' || before ORDER BY before) AS outlanes
  FROM (SELECT DISTINCT consignor, graph_goods(class, short_code) AS after FROM legs)
  JOIN graph_follows USING (after)
  JOIN parties ON party_id = consignor
  WHERE
    before = after
    OR (consignor, before) IN (SELECT (receiver, graph_goods(class, short_code)) FROM legs)
  GROUP BY consignor, after;

-- `graph_marks` is filled before: where chains may begin, and where those of direct products may end. `graph_known_by`
-- too: the numbers of bills and containers by which a single consignment is known, as the search has it.
CREATE OR REPLACE TEMP VIEW graph_shipments AS
  SELECT
    leg_id AS key,
    graph_key(consignors.key) AS consignor,
    graph_key(receivers.key) AS receiver,
    CASE WHEN NOT consignment THEN graph_key(receivers.key) || '|' || graph_goods(class, short_code) END AS inlane,
    outlanes,
    CASE WHEN NOT consignment AND gross_weight_kg > 0 AND quantity > 0
      THEN graph_key(receivers.key) || '|' || quantity_unit END AS weighed,
    CASE WHEN consignment THEN graph_key(receivers.key) END AS consigned,
    basis IS NOT NULL AS flag,
    {shipment_id: shipment_id, file: files.path, role: role, class: class, hs6: hs6, eccn: eccn,
     description: description, departs: departs_text, arrives: arrives_text,
     departs_first: departs_first, departs_last: departs_last,
     arrives_first: arrives_first, arrives_last: arrives_last,
     departs_assumed: departs_assumed, arrives_assumed: arrives_assumed, leaves_us: leaves_us,
     from_country: from_country, to_country: to_country, origin_country: origin_country,
     quantity: quantity, quantity_unit: quantity_unit, gross_weight_kg: gross_weight_kg,
     value_usd: value_usd, mode: mode, basis: basis, final: coalesce(final, false),
     end_certain: coalesce(certain, true), start: start, fdp_end: fdp_end,
     origin: origin, direct_product: direct_product, goods: graph_goods(class, short_code), codes: codes,
     marks: marks, mark_kinds: mark_kinds,
     consignment: consignment} AS properties
  FROM legs
  JOIN parties consignors ON consignors.party_id = legs.consignor
  JOIN parties receivers ON receivers.party_id = legs.receiver
  JOIN graph_marks USING (leg_id)
  JOIN graph_lanes ON graph_lanes.consignor = legs.consignor AND after = graph_goods(class, short_code)
  LEFT JOIN files USING (file_id)
  LEFT JOIN (
    SELECT leg_id, list_sort(list_distinct(list(hs_code))) AS codes
    FROM leg_rows JOIN shipments USING (file_id, row)
    WHERE hs_code <> ''
    GROUP BY leg_id
  ) coded USING (leg_id)
  LEFT JOIN (
    SELECT
      leg_id, list_sort(list(kind || '|' || mark)) AS marks, list_sort(list_distinct(list(kind))) AS mark_kinds
    FROM graph_known_by
    GROUP BY leg_id
  ) known USING (leg_id)
  LEFT JOIN (
    SELECT
      leg_id, any_value(strongest) AS basis, bool_or(final) AS final,
      bool_or(len(also_possible) = 0 AND basis = strongest) AS certain
    FROM graph_ranked_ends
    GROUP BY leg_id
  ) ends USING (leg_id)
  ORDER BY leg_id;

-- `graph_pairs` is filled before: links that no lane has. Where linked parties hand goods on without a record, the
-- stretches of days on which they possibly are linked, and whether they surely are from arrival to departure.
CREATE OR REPLACE TEMP VIEW graph_onward AS
  SELECT
    start,
    "end",
    {linked_first: linked_first, linked_last: linked_last, linked_surely: linked_surely} AS properties
  FROM graph_pairs
  ORDER BY start, "end";

CREATE OR REPLACE TEMP VIEW graph_via AS
  SELECT leg_id AS start, graph_key(key) AS "end", seq, role
  FROM leg_via JOIN parties USING (party_id)
  ORDER BY leg_id, seq;

CREATE OR REPLACE TEMP VIEW graph_places AS
  SELECT leg_id AS start, place AS "end", seq, {kind: kind, country: country} AS properties
  FROM graph_leg_places
  ORDER BY leg_id, seq;

CREATE OR REPLACE TEMP VIEW graph_ends AS
  SELECT
    leg_id AS start,
    entry_id AS "end",
    rank,
    {basis: basis, final: final, also_possible: also_possible, match: match, list_name: list_name,
     country_agrees: country_agrees, owner: parties.name} AS properties
  FROM graph_ranked_ends LEFT JOIN parties ON party_id = owner
  WHERE entry_id <> ''  -- a headquarters is an end, but no entry
  ORDER BY leg_id, rank;

CREATE OR REPLACE TEMP VIEW graph_matches AS
  SELECT
    graph_key(key) AS start,
    entry_id AS "end",
    {match: match, list_name: list_name, spelt: lower(list_name), country_agrees: country_agrees, score: score}
      AS properties
  FROM party_matches JOIN parties USING (party_id) JOIN entries USING (entry_id)
  ORDER BY party_id, entry_id;

CREATE OR REPLACE TEMP VIEW graph_interests AS
  SELECT
    graph_key(owners.key) AS start,
    graph_key(owneds.key) AS "end",
    files.path AS file,
    row,
    interest,
    {share_min: share_min::DOUBLE, share_max: share_max::DOUBLE, share_min_open: share_min_open,
     share_max_open: share_max_open, kind: ownership.kind, reach: reach, owner_kind: owner_kind,
     valid_from: valid_from_text, from_first: day_number(valid_from_first),
     from_last: day_number(valid_from_last), valid_to: valid_to_text,
     to_first: day_number(valid_to_first), to_last: day_number(valid_to_last)} AS properties
  FROM ownership_parties
  JOIN ownership USING (file_id, row, interest)
  JOIN files USING (file_id)
  JOIN parties owners ON owners.party_id = owner
  JOIN parties owneds ON owneds.party_id = owned
  ORDER BY file_id, row, interest;

-- `graph_half_owners` is filled before: who holds half of the equity or more, possibly and surely, as the search has it.
CREATE OR REPLACE TEMP VIEW graph_halves AS
  SELECT graph_key(owners.key) AS start, graph_key(owneds.key) AS "end", surely, first, last
  FROM graph_half_owners
  JOIN parties owners ON owners.party_id = owner
  JOIN parties owneds ON owneds.party_id = owned
  WHERE owner <> owned
  ORDER BY owner, owned, surely, first;

CREATE OR REPLACE TEMP VIEW graph_party_addresses AS
  SELECT graph_key(key) AS start, graph_key(plain) AS "end"
  FROM graph_given_addresses JOIN parties USING (party_id)
  ORDER BY party_id, plain;

CREATE OR REPLACE TEMP VIEW graph_entry_addresses AS
  SELECT entry_id AS start, graph_key(plain) AS "end" FROM graph_listed_addresses ORDER BY entry_id, plain;

CREATE OR REPLACE TEMP VIEW graph_runs AS
  SELECT
    run_id AS key,
    {seq: seq, version: manifest::JSON ->> '$.version', as_of: manifest::JSON ->> '$.as_of',
     manifest: manifest} AS properties
  FROM runs
  ORDER BY seq;

CREATE OR REPLACE TEMP VIEW graph_bodies AS
  SELECT sha256, body::JSON AS body FROM finding_bodies WHERE sha256 IN (SELECT sha256 FROM run_findings);

CREATE OR REPLACE TEMP VIEW graph_findings AS
  SELECT
    sha256 AS key,
    {id: body ->> '$.id', kind: body ->> '$.kind', score: (body ->> '$.score')::DOUBLE,
     certainty: body ->> '$.certainty', basis: body ->> '$.basis', match: body ->> '$.match',
     exporter: body ->> '$.exporter.name', exporter_country: body ->> '$.exporter.country',
     intermediaries: body ->> '$.intermediaries[*].name',
     "end": body ->> '$.end.name', end_country: body ->> '$.end.country',
     listed: body ->> '$.listed.name', list: body ->> '$.listed.list', class: body ->> '$.commodity.class',
     legs: (body ->> '$.legs')::BIGINT, chains: (body ->> '$.chains')::BIGINT,
     chains_certain: (body ->> '$.chains_certain')::BIGINT,
     first_departure: body ->> '$.first_departure', last_departure: body ->> '$.last_departure'} AS properties
  FROM graph_bodies
  ORDER BY sha256;

CREATE OR REPLACE TEMP VIEW graph_found AS
  SELECT run_id AS start, sha256 AS "end", rank FROM run_findings ORDER BY run_id, rank;

CREATE OR REPLACE TEMP VIEW graph_named AS
  SELECT sha256 AS start, body ->> '$.listed.entry_id' AS "end"
  FROM graph_bodies
  WHERE body ->> '$.listed.entry_id' IN (SELECT key FROM graph_entries)
  ORDER BY sha256;

CREATE OR REPLACE TEMP VIEW graph_body_journeys AS
  SELECT sha256, body ->> '$.commodity.class' AS class, journey, rank, sha256 || ':' || rank AS key
  FROM (
    SELECT sha256, body, unnest(list) AS journey, unnest(range(len(list))) AS rank
    FROM (SELECT sha256, body, body -> '$.journeys[*]' AS list FROM graph_bodies)
  );

CREATE OR REPLACE TEMP VIEW graph_journeys AS
  SELECT
    key,
    {certainty: journey ->> '$.certainty', basis: journey ->> '$.basis',
     score: (journey ->> '$.score')::DOUBLE, shipment_ids: journey ->> '$.shipment_ids[*]',
     departs: journey ->> '$.departs[*]'} AS properties
  FROM graph_body_journeys
  ORDER BY key;

CREATE OR REPLACE TEMP VIEW graph_shown AS
  SELECT sha256 AS start, key AS "end", rank FROM graph_body_journeys ORDER BY sha256, rank;

-- A leg of a journey is one of the case's where the row behind it still is: runs outlive legs.
CREATE OR REPLACE TEMP VIEW graph_journey_legs AS
  SELECT DISTINCT journey_key AS start, legs.leg_id AS "end", seq
  FROM (
    SELECT journey_key, unnest(list) AS leg, unnest(range(len(list))) AS seq
    FROM (SELECT key AS journey_key, journey -> '$.legs[*]' AS list FROM graph_body_journeys)
  )
  JOIN files ON files.path = leg ->> '$.rows[0].file'
  JOIN leg_rows ON leg_rows.file_id = files.file_id AND leg_rows.row = (leg ->> '$.rows[0].row')::BIGINT
  JOIN legs ON legs.leg_id = leg_rows.leg_id AND legs.role = leg ->> '$.receiver.role'
  JOIN parties ON parties.party_id = legs.receiver AND parties.name = leg ->> '$.receiver.name'
  ORDER BY start, seq, "end";
