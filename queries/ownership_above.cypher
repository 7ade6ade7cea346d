// Question: Who holds interests in a party, and in those who do, on a day?
// Parameters:
//   $party STRING: the party: code of a list, id of a list entry, identifier, key or name of a party (in any
//       letter case), name or alias of a list entry; the first of these that fits, all parties that it fits
//   $day STRING: the day, YYYY-MM-DD, on which interests may hold
//   $case STRING = "": the case as it was pushed; "" asks every case
// Columns:
//   case: the case
//   level: 1 for interests in $party, 2 for interests in their owners, and so on; at most 6
//   owner: name of the owner
//   owner_country: its country
//   owned: name of the party that it holds an interest in
//   share_min: least share in percent; null where it is not known
//   share_max: greatest share in percent; null where it is not known
//   kind: shares, votes, board, nominee, consolidation or unknown
//   reach: direct, indirect or ultimate
//   surely: whether the interest holds on the day whatever its imprecise dates are
//   listed: list entries that the owner was recognised as
//   evidence: file and row of the interest
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
WITH c, duration.inDays(date('1970-01-01'), date($day)).days AS day
CALL (c) {
  CALL (c) {
    MATCH (p:Party)-[:MATCHES]->(:ListEntry {case: c.name, list: toUpper($party)}) RETURN p, 1 AS reading
    UNION
    MATCH (p:Party)-[:MATCHES]->(:ListEntry {case: c.name, id: $party}) RETURN p, 2 AS reading
    UNION
    MATCH (p:Party {case: c.name, identifier: $party}) RETURN p, 3 AS reading
    UNION
    MATCH (p:Party {case: c.name, key: $party}) RETURN p, 4 AS reading
    UNION
    MATCH (p:Party {case: c.name}) WHERE p.folded = left(toLower($party), 1000) RETURN p, 5 AS reading
    UNION
    MATCH (p:Party)-[:MATCHES]->(entry:ListEntry {case: c.name}) WHERE toLower($party) IN entry.folded
    RETURN p, 6 AS reading
  }
  WITH p, reading ORDER BY reading
  WITH collect([p, reading]) AS found
  UNWIND [one IN found WHERE one[1] = found[0][1] | one[0]] AS p
  RETURN DISTINCT p
}
WITH c, day, collect(p) AS below
CALL (day, below) {  // first level
  UNWIND below AS p
  MATCH (p)<-[o:OWNS]-(q:Party)
  WHERE NOT q IN below AND coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
  RETURN collect(DISTINCT q) AS level1
}
CALL (day, below, level1) {  // second level
  UNWIND level1 AS p
  MATCH (p)<-[o:OWNS]-(q:Party)
  WHERE NOT q IN below + level1 AND coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
  RETURN collect(DISTINCT q) AS level2
}
CALL (day, below, level1, level2) {  // third level
  UNWIND level2 AS p
  MATCH (p)<-[o:OWNS]-(q:Party)
  WHERE NOT q IN below + level1 + level2 AND coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
  RETURN collect(DISTINCT q) AS level3
}
CALL (day, below, level1, level2, level3) {  // fourth level
  UNWIND level3 AS p
  MATCH (p)<-[o:OWNS]-(q:Party)
  WHERE NOT q IN below + level1 + level2 + level3 AND coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
  RETURN collect(DISTINCT q) AS level4
}
CALL (day, below, level1, level2, level3, level4) {  // fifth level
  UNWIND level4 AS p
  MATCH (p)<-[o:OWNS]-(q:Party)
  WHERE NOT q IN below + level1 + level2 + level3 + level4 AND coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
  RETURN collect(DISTINCT q) AS level5
}
UNWIND [[1, below], [2, level1], [3, level2], [4, level3], [5, level4], [6, level5]] AS level
UNWIND level[1] AS p
MATCH (p)<-[o:OWNS]-(q:Party)
WHERE coalesce(o.from_first, -999999) <= day AND day < coalesce(o.to_last, 999999)
RETURN c.name AS case, level[0] AS level, q.name AS owner, q.country AS owner_country, p.name AS owned,
  o.share_min AS share_min, o.share_max AS share_max, o.kind AS kind, o.reach AS reach,
  coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999) AS surely,
  COLLECT { MATCH (q)-[:MATCHES]->(e:ListEntry) RETURN e.name + ' (' + e.list + ')' AS text ORDER BY text } AS listed,
  o.file + ':' + o.row AS evidence
ORDER BY case, level, owned, share_min DESC, owner, o.file, o.row
