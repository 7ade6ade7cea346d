// Question: Whom did suppliers of a listed party begin to supply with the same goods after the listing?
// Parameters:
//   $list STRING = "": code of the list, as EL or SDN; "": any
//   $listed STRING = "": name or id of the list entry; "": any
//   $days INTEGER 1..3650 = 365: days before and after the listing that are looked at
//   $case STRING = "": the case as it was pushed; "" asks every case
// Columns:
//   case: the case
//   listed: name of the listed party
//   listed_on: its listing as the list writes it
//   supplier: name of the sender
//   class: commodity class
//   before: number of legs to the listed party in the days before the listing
//   after: number of legs to it in the days after
//   substitute: name of a receiver to which the supplier had sent nothing of the class before
//   substitute_country: its country
//   legs: number of legs to the substitute in the days after the listing
//   first_day: first possible departure of these, YYYY-MM-DD
//   linked: owns or is owned by the listed party, or shares an address with it
//
// A leg counts as before where it certainly departed before the first possible day of the listing, as after
// where it certainly departed after the last one.
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
MATCH (entry:ListEntry {case: c.name})<-[:MATCHES]-(party:Party)
WHERE entry.id IS NOT NULL AND entry.listed_first IS NOT NULL AND ($list = '' OR entry.list = $list)
  AND ($listed = '' OR entry.id = $listed OR toLower($listed) IN entry.folded)
WITH DISTINCT c, entry, party
MATCH (party)<-[:TO]-(s:Shipment)<-[:SENT]-(sender:Party)
WITH c, entry, party, sender, s.class AS class,
  sum(CASE WHEN entry.listed_first - $days <= s.departs_first AND s.departs_last < entry.listed_first THEN 1 ELSE 0 END)
    AS before,
  sum(CASE WHEN entry.listed_last < s.departs_first AND s.departs_last <= entry.listed_last + $days THEN 1 ELSE 0 END)
    AS after
WHERE before > 0
MATCH (sender)-[:SENT]->(t:Shipment {class: class})-[:TO]->(other:Party)
WHERE other <> party
WITH c, entry, party, sender, class, before, after, other, min(t.departs_first) AS earliest,
  sum(CASE WHEN entry.listed_last < t.departs_first AND t.departs_last <= entry.listed_last + $days THEN 1 ELSE 0 END)
    AS legs
WHERE legs > 0 AND earliest > entry.listed_last
RETURN c.name AS case, entry.name AS listed, entry.listed_on AS listed_on, sender.name AS supplier, class, before,
  after, other.name AS substitute, other.country AS substitute_country, legs,
  toString(date('1970-01-01') + duration({days: earliest})) AS first_day,
  EXISTS { (other)-[:OWNS]-(party) } OR EXISTS { (other)-[:AT]->(:Address)<-[:AT]-(party) } AS linked
ORDER BY case, linked DESC, legs DESC, listed, supplier, class, substitute, sender.key, other.key, entry.id
