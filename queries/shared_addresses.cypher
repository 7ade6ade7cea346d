// Question: Which parties share an address, with each other or with a listed party?
// Parameters:
//   $party STRING = "": name of one of the parties in any letter case, its key or identifier; "": any
//   $listed INTEGER 0..1 = 0: 1 for addresses that a list gives, or at which a listed party is
//   $most INTEGER 2..100000 = 20: leave out addresses with more parties: those of firms that lend theirs
//   $case STRING = "": the case as it was pushed; "" asks every case
// Columns:
//   case: the case
//   address: the address in its folded spelling: lower case, no accents, no punctuation
//   parties: names of the parties at it, with their countries
//   listed: list entries that give it, or that a party at it was recognised as
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
MATCH (a:Address {case: c.name})
WHERE a.key IS NOT NULL
WITH c, a, COLLECT { MATCH (a)<-[:AT]-(p:Party) RETURN p ORDER BY p.key } AS parties,
  COLLECT {
    MATCH (a)<-[:AT]-(e:ListEntry) RETURN e.name + ' (' + e.list + ')'
    UNION
    MATCH (a)<-[:AT]-(:Party)-[:MATCHES]->(e:ListEntry) RETURN e.name + ' (' + e.list + ')'
  } AS listed
WHERE size(parties) <= $most AND size(parties) > 0
  AND (size(parties) > 1 OR COUNT { (a)<-[:AT]-(:ListEntry) } > 0)
  AND ($listed = 0 OR size(listed) > 0)
  AND ($party = '' OR any(p IN parties WHERE p.folded = left(toLower($party), 1000) OR $party IN [p.key, p.identifier]))
UNWIND CASE WHEN size(listed) > 0 THEN listed ELSE [null] END AS entry
WITH c, a, parties, entry ORDER BY entry
WITH c, a, parties, collect(entry) AS listed
RETURN c.name AS case, a.text AS address, [p IN parties | p.name + coalesce(' (' + p.country + ')', '')] AS parties, listed
ORDER BY case, size(listed) DESC, size(parties) DESC, address
