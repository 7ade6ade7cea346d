-- The tables of a case, in the order of the way of the data. Text is '' where absent only in keys;
-- elsewhere absent is NULL. An imprecise date is three columns: X_first and X_last (DATE, both
-- possible days: the half-open interval [first, last + 1)) and X_text, the date as the source wrote it.
-- (file_id, row) is where a row came from; row is the record number, the header being row 1.

-- Days are compared as numbers: days since 1970-01-01.
CREATE MACRO day_number(day) AS (day - DATE '1970-01-01')::INTEGER;

CREATE TABLE case_version (
  version INTEGER NOT NULL,
  schema TEXT                     -- hash of this file, comments apart: another one is brought up to date
);
CREATE TABLE stages (             -- what a stage last ran on: with the same it is not run again
  name TEXT NOT NULL,
  input_hash TEXT NOT NULL, settings_hash TEXT NOT NULL, version TEXT NOT NULL,
  settings TEXT NOT NULL          -- JSON
);

-- runs: kept for good, in the order in which they were made ------------------------------------------
CREATE TABLE runs (
  run_id TEXT NOT NULL,           -- a hash of the manifest: the same run twice is one run
  seq INTEGER NOT NULL,           -- 1 is the first; a run made again is the latest again
  stage_key TEXT NOT NULL,        -- what it was searched on: the same need not be searched again
  manifest TEXT NOT NULL,         -- JSON: "run" of findings.json
  result TEXT NOT NULL            -- JSON: what the search found, by ids of that time
);
CREATE TABLE run_findings (
  run_id TEXT NOT NULL, rank INTEGER NOT NULL, finding_id TEXT NOT NULL, score DOUBLE NOT NULL,
  sha256 TEXT NOT NULL            -- of the finding as JSON
);
CREATE TABLE finding_bodies (     -- findings as JSON; runs that share one share its body
  sha256 TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE run_files (          -- the files of a run's folder, to tell whether it is whole
  run_id TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TABLE reports (            -- runs that were reported, in order, and since which run
  seq INTEGER NOT NULL, run_id TEXT NOT NULL, since TEXT NOT NULL
);

-- what people decided: it always wins, and a case of a later version keeps it ------------------------
CREATE TABLE judgements (         -- the last one about a pair counts
  seq INTEGER NOT NULL,           -- the order in which they were given
  one TEXT NOT NULL,              -- `parties.key`, as it is without judgements
  other TEXT NOT NULL,            -- another party's key, or an `entry_id` of a list
  verdict TEXT NOT NULL,          -- same, different, unsure
  judged_by TEXT NOT NULL, judged_on DATE NOT NULL, note TEXT NOT NULL
);

-- sources ---------------------------------------------------------------------------------------
CREATE TABLE files (
  file_id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,             -- relative to the folder that was given
  sha256 TEXT NOT NULL,
  kind TEXT NOT NULL,             -- shipments, ownership, parties, aliases, list, unreadable
  mapping TEXT NOT NULL,          -- how it was read: canonical shipments, consolidated screening list, ...
  rows BIGINT NOT NULL,           -- = loaded + quarantined + excluded
  loaded BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  excluded BIGINT NOT NULL
);
CREATE TABLE read_by (version TEXT NOT NULL);       -- the graphscan that read them: another one reads them anew
CREATE TABLE quarantine (
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,   -- row 0: the file as a whole
  field TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, cure TEXT NOT NULL
);
CREATE TABLE warnings (           -- loaded, but a value could not be used as it stands (an unknown HS code or port)
  file_id INTEGER NOT NULL, row BIGINT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE not_loaded (file_id INTEGER NOT NULL, reason TEXT NOT NULL, rows BIGINT NOT NULL);  -- excluded rows by reason
CREATE TABLE cannot_see (file_id INTEGER NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL);    -- what such a source never tells
CREATE TABLE fill_rates (file_id INTEGER NOT NULL, field TEXT NOT NULL, filled BIGINT NOT NULL);

CREATE TABLE shipment_layout (    -- the columns of shipments, always empty; canonical columns of the contract
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  shipment_id TEXT NOT NULL, line_no TEXT,
  departure_first DATE, departure_last DATE, departure_text TEXT,
  arrival_first DATE, arrival_last DATE, arrival_text TEXT,
  consignor_name TEXT, consignor_address TEXT, consignor_country TEXT, consignor_id TEXT,
  consignee_name TEXT, consignee_address TEXT, consignee_country TEXT, consignee_id TEXT,
  intermediate_consignee_name TEXT, intermediate_consignee_address TEXT,
  intermediate_consignee_country TEXT, intermediate_consignee_id TEXT,
  ultimate_consignee_name TEXT, ultimate_consignee_address TEXT,
  ultimate_consignee_country TEXT, ultimate_consignee_id TEXT,
  purchaser_name TEXT, purchaser_address TEXT, purchaser_country TEXT, purchaser_id TEXT,
  end_user_name TEXT, end_user_address TEXT, end_user_country TEXT, end_user_id TEXT,
  notify_name TEXT, notify_address TEXT, notify_country TEXT, notify_id TEXT,
  payer_name TEXT, payer_country TEXT, forwarder_name TEXT, carrier TEXT, ultimate_consignee_type TEXT,
  origin_country TEXT, dispatch_country TEXT, trading_country TEXT, destination_country TEXT,  -- ISO alpha-2
  loading_port TEXT, transshipment_ports TEXT, discharge_port TEXT,  -- as given, upper case; `;` between
  hs_code TEXT,                   -- digits only, as many as given, leading zero restored
  eccn TEXT, description TEXT, brand TEXT,
  quantity DOUBLE, quantity_unit TEXT, gross_weight_kg DOUBLE, value_usd DOUBLE,
  mode TEXT,                      -- sea, air, road, rail, post, fixed, inland or NULL
  vessel_imo TEXT, container_numbers TEXT, bill_number TEXT, house_bill_number TEXT,
  license_number TEXT, ftz_id TEXT, in_bond_code TEXT, regime TEXT,
  related_party BOOLEAN, routed BOOLEAN, status TEXT
);
CREATE TABLE shipment_lines (     -- what was loaded: has a further column once some file has a value in it (lines.py)
  file_id INTEGER NOT NULL, row BIGINT NOT NULL, shipment_id TEXT NOT NULL
);
CREATE VIEW shipments AS FROM shipment_layout UNION ALL BY NAME FROM shipment_lines;  -- one row is one line of one record
CREATE TABLE ownership (
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  owner_name TEXT NOT NULL, owner_country TEXT, owner_id TEXT,
  owned_name TEXT NOT NULL, owned_country TEXT, owned_id TEXT,
  share_min DECIMAL(9,6), share_max DECIMAL(9,6),   -- percent; both NULL: unknown
  share_min_open BOOLEAN NOT NULL, share_max_open BOOLEAN NOT NULL,
  kind TEXT NOT NULL, reach TEXT NOT NULL, owner_kind TEXT NOT NULL,
  valid_from_first DATE, valid_from_last DATE, valid_from_text TEXT,
  valid_to_first DATE, valid_to_last DATE, valid_to_text TEXT,  -- the first day it no longer holds
  interest INTEGER NOT NULL DEFAULT 0,  -- of several interests in one row: which
  -- Of registers only. Interests of one record in one party are never to be summed.
  register TEXT,                  -- BODS, FtM, GLEIF, ...: within it the numbers of parties are unique
  record TEXT, recorded_on DATE,  -- what the register calls the statement, and its day
  owner_ref TEXT, owned_ref TEXT  -- what it calls the parties; their names come from given_parties
);
CREATE TABLE given_parties (
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  name TEXT NOT NULL, country TEXT, address TEXT, identifier TEXT,
  incorporated_first DATE, incorporated_last DATE, incorporated_text TEXT,
  dissolved_first DATE, dissolved_last DATE, dissolved_text TEXT,
  industry TEXT, parent_name TEXT, headquarters_country TEXT, officers TEXT, phone TEXT,
  register TEXT, ref TEXT,        -- of a register: which, and what it calls the party
  kind TEXT                       -- company, person, fund, state, unknown
);
CREATE TABLE register_facts (     -- what a register says besides parties and interests
  file_id INTEGER NOT NULL, row BIGINT NOT NULL, register TEXT NOT NULL,
  what TEXT NOT NULL,             -- identifier, referent, officer, succession, undisclosed, replaced, closed
  ref TEXT NOT NULL,              -- of whom; of `undisclosed`, whose owner is declared not to be known
  other TEXT NOT NULL, detail TEXT NOT NULL,   -- in the register's own words
  said_on TEXT NOT NULL
);
CREATE TABLE given_aliases (
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  name TEXT, entry_id TEXT, alias TEXT NOT NULL, language TEXT
);
CREATE TABLE list_rows (          -- one row of an official list, as given
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  entry_id TEXT NOT NULL,         -- CONTRACT section 2
  list_code TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, entity_number TEXT,
  entity_type TEXT,               -- Entity, Individual, Vessel, Aircraft or NULL
  name TEXT NOT NULL,             -- verbatim
  alt_names TEXT[] NOT NULL, addresses TEXT[] NOT NULL, countries TEXT[] NOT NULL, programs TEXT[] NOT NULL,
  citation TEXT NOT NULL,         -- the Federal Register notice as given, '' where absent
  start_first DATE, start_last DATE, start_text TEXT,  -- start_date, else the year of the first FR volume, else NULL
  end_first DATE, end_last DATE, end_text TEXT,        -- end_date: the first day it is no longer listed
  license_requirement TEXT, license_policy TEXT, remarks TEXT,
  footnotes TEXT[] NOT NULL,      -- '1', '3', '4', '5', from the cited paragraph
  address_only BOOLEAN NOT NULL,  -- `Address 01`: an address, not a name
  extends_to_subsidiaries BOOLEAN NOT NULL,
  weak_names TEXT[]               -- those of alt_names that the list itself calls weak
);
CREATE TABLE list_parts (         -- of lists in several files: what is joined to the rows by their number
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  family TEXT NOT NULL,           -- the files that belong together: OFAC SDN, OFAC consolidated
  number TEXT NOT NULL, part TEXT NOT NULL,    -- alias, weak alias, address, comment, start, end, program
  value TEXT NOT NULL, country TEXT NOT NULL
);
CREATE TABLE list_snapshots (     -- a list as it once was, kept by what it holds
  snapshot_id TEXT NOT NULL,      -- the first 12 hex digits of the hash over its files
  feed TEXT NOT NULL,             -- snapshots of one feed follow each other
  name TEXT NOT NULL, sha256 TEXT NOT NULL,
  dated DATE NOT NULL,            -- the day that it is known since
  rows BIGINT NOT NULL, entries BIGINT NOT NULL
);
CREATE TABLE list_members (snapshot_id TEXT NOT NULL, row BIGINT NOT NULL, content TEXT NOT NULL);
CREATE TABLE list_contents (content TEXT NOT NULL, fields TEXT NOT NULL);  -- a row as JSON, kept once
CREATE TABLE lists_aside (path TEXT NOT NULL);  -- lists of the folder that a run into the past leaves out
CREATE VIEW entries AS            -- rows with equal ids are one entry; the first row speaks for it
  SELECT * FROM list_rows
  QUALIFY row_number() OVER (PARTITION BY entry_id ORDER BY file_id, row) = 1;

-- resolve ---------------------------------------------------------------------------------------
CREATE TABLE parties (
  party_id INTEGER NOT NULL,      -- dense, 0 .. n-1, in the order of `key`: the same for equal inputs
  key TEXT NOT NULL,              -- stable identity: 'id:...' or 'name:<normalised>|<country>'
  name TEXT NOT NULL,             -- the spelling met most often, then the first in order
  country TEXT,
  identifier TEXT,
  logistics TEXT                  -- NULL, or carrier, forwarder, bank: never a holder
);
CREATE TABLE shipment_parties (   -- the party of each role of a shipment row; NULL: no party there
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  consignor INTEGER, consignee INTEGER, intermediate_consignee INTEGER, ultimate_consignee INTEGER,
  purchaser INTEGER, end_user INTEGER, notify INTEGER
);
CREATE TABLE mirrors (            -- rows that tell of a movement which another row tells of: sources of one leg
  file_id INTEGER NOT NULL, row BIGINT NOT NULL, of_file_id INTEGER NOT NULL, of_row BIGINT NOT NULL,
  rule TEXT NOT NULL,             -- amended, same bill, export and import
  days INTEGER NOT NULL           -- between their dates
);
CREATE TABLE ownership_parties (
  file_id INTEGER NOT NULL, row BIGINT NOT NULL, owner INTEGER NOT NULL, owned INTEGER NOT NULL,
  interest INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE party_facts (        -- what the optional parties table says of a party
  party_id INTEGER NOT NULL, file_id INTEGER NOT NULL, row BIGINT NOT NULL,
  address TEXT, incorporated_first DATE, incorporated_last DATE, incorporated_text TEXT,
  industry TEXT, parent_name TEXT, headquarters_country TEXT
);
CREATE TABLE mentions_apart (     -- a mention without id or country that fits several parties: kept apart, reported
  party_id INTEGER NOT NULL, fits INTEGER NOT NULL
);
CREATE TABLE party_merges (       -- why several keys are one party: the links that joined them
  party_id INTEGER NOT NULL,
  one TEXT NOT NULL, other TEXT NOT NULL,  -- keys as they were before; the party bears the first of all
  score DOUBLE NOT NULL,          -- 0 to 1; 1: a judgement, or an equal number of a register
  reason TEXT NOT NULL
);
CREATE TABLE list_names (         -- every name of an entry, the verbatim one among them
  entry_id TEXT NOT NULL, name TEXT NOT NULL,
  normalised TEXT NOT NULL,       -- '' for what never recognises a party alone: an address, two letters, a place
  kind TEXT NOT NULL,             -- name, or alias
  core TEXT NOT NULL DEFAULT '',  -- without the legal form; '' where that says too little
  form TEXT NOT NULL DEFAULT ''   -- the legal form in its one spelling, '' for none or a mere Co
);
CREATE TABLE party_matches (      -- a party recognised as a listed entry; at most one row per pair, the best
  party_id INTEGER NOT NULL, entry_id TEXT NOT NULL,
  match TEXT NOT NULL,            -- exact, alias, id, address, fuzzy
  list_name TEXT NOT NULL,        -- the name or alias that matched
  country_agrees BOOLEAN,         -- NULL: one of them is not known
  score DOUBLE NOT NULL           -- 0 to 1
);

-- Candidates by content: a name that was compared with equal lists by equal code is not looked up again.
CREATE TABLE names_asked (index_hash TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE names_near (index_hash TEXT NOT NULL, name TEXT NOT NULL, list_name TEXT NOT NULL);

-- network ---------------------------------------------------------------------------------------
CREATE TABLE legs (
  leg_id INTEGER NOT NULL,        -- dense, 0 .. n-1, in the order of (file, shipment_id, role, class, receiver)
  file_id INTEGER NOT NULL, shipment_id TEXT NOT NULL,
  consignor INTEGER NOT NULL, receiver INTEGER NOT NULL, role TEXT NOT NULL,
  class TEXT NOT NULL, hs6 TEXT[] NOT NULL, eccn TEXT, description TEXT, brand TEXT,
  departs_first INTEGER NOT NULL, departs_last INTEGER NOT NULL,   -- day numbers (days since 1970-01-01)
  arrives_first INTEGER NOT NULL, arrives_last INTEGER NOT NULL,
  departs_assumed BOOLEAN NOT NULL, arrives_assumed BOOLEAN NOT NULL,
  departs_text TEXT NOT NULL, arrives_text TEXT NOT NULL,          -- at their own precision; '' where assumed
  leaves_us BOOLEAN NOT NULL,     -- the leg's sender is an exporter
  from_country TEXT, to_country TEXT, origin_country TEXT, destination_country TEXT, trading_country TEXT,
  payer_country TEXT, ultimate_consignee_type TEXT,
  quantity DOUBLE, quantity_unit TEXT, gross_weight_kg DOUBLE, value_usd DOUBLE,
  mode TEXT, license_number TEXT, related_party BOOLEAN,
  short_code BOOLEAN NOT NULL DEFAULT false, -- a code of fewer than six digits that begins an advanced-computing one
  consignment BOOLEAN NOT NULL DEFAULT false -- the receiver is a logistics party with nobody named behind it
);
CREATE TABLE leg_rows (leg_id INTEGER NOT NULL, file_id INTEGER NOT NULL, row BIGINT NOT NULL);
CREATE TABLE leg_via (leg_id INTEGER NOT NULL, seq INTEGER NOT NULL, party_id INTEGER NOT NULL, role TEXT NOT NULL);
CREATE TABLE leg_places (         -- waypoints in order: ports, and logistics parties (code '')
  leg_id INTEGER NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, country TEXT,
  kind TEXT NOT NULL              -- loading, transshipment, discharge, logistics
);
CREATE TABLE leg_ends (           -- every entry that makes the receiver of a leg a listed party on the leg's day
  leg_id INTEGER NOT NULL, entry_id TEXT NOT NULL,  -- '' where no entry stands behind it (headquarters)
  basis TEXT NOT NULL,            -- CONTRACT section 2
  final BOOLEAN NOT NULL,         -- on every day of the leg: nothing goes on from here
  also_possible TEXT[] NOT NULL,  -- weaker bases that the days of leg and listing allow as well
  match TEXT NOT NULL, list_name TEXT NOT NULL, country_agrees BOOLEAN,
  owner INTEGER,                  -- the listed party that owns the receiver, or the parent whose headquarters
                                  -- decide; NULL: the receiver itself
  proof TEXT NOT NULL             -- JSON: the fewest interests that prove an affiliate (or what parties say of
                                  -- headquarters), [{file_id, row}]
);
CREATE TABLE party_ties (         -- who shares premises, an officer or a telephone with a listed party
  party_id INTEGER NOT NULL, listed INTEGER NOT NULL,
  kind TEXT NOT NULL,             -- address, officer, phone
  value TEXT NOT NULL,            -- as the row of the party writes it
  sharing INTEGER NOT NULL,       -- parties that share it, these two among them
  file_id INTEGER NOT NULL, row BIGINT NOT NULL,   -- the row that says so of the party
  listed_file_id INTEGER NOT NULL, listed_row BIGINT NOT NULL  -- and of the listed one
);
CREATE TABLE exclusions (reason TEXT NOT NULL, count BIGINT NOT NULL);  -- self_leg, no_receiver, no_consignor, after_as_of
