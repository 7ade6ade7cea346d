// Question: Which parties are owned 50 percent or more by a party, or by parties that are, on a day?
// Parameters:
//   $party STRING: the party: code of a list, id of a list entry, identifier, key or name of a party (in any
//       letter case), name or alias of a list entry; the first of these that fits, all parties that it fits
//   $day STRING: the day, YYYY-MM-DD, on which interests must hold whatever their imprecise dates are
//   $case STRING = "": the case as it was pushed; "" asks every case
//   $percent INTEGER 1..100 = 50: percent from which ownership counts
// Columns:
//   case: the case
//   party: name of the party that is owned so
//   country: its country
//   round: 1 for those that $party owns, 2 for those that they own, and so on
//   percent: sum of the least direct shares that owners which count hold
//   owners: these owners, each with its least share in percent
//   evidence: file and row of each interest
//   more: true where the eighth round still found some: ask again from those
//
// A least fixpoint in rounds (31 CFR 587.406; 90 FR 47201): the least direct shares of all owners that
// count are added up and never multiplied; an indirect share counts alone, and is never added. Votes, board
// seats and nominees do not count. What cannot be excluded, `graphscan owners` says.
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
WITH c, day, collect(p) AS captured
CALL (day, captured) {  // first round
  WITH day, captured AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round1
}
CALL (day, captured, round1) {  // second round
  WITH day, captured + [own IN round1 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round2
}
CALL (day, captured, round1, round2) {  // third round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round3
}
CALL (day, captured, round1, round2, round3) {  // fourth round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] + [own IN round3 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round4
}
CALL (day, captured, round1, round2, round3, round4) {  // fifth round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] + [own IN round3 | own.party] + [own IN round4 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round5
}
CALL (day, captured, round1, round2, round3, round4, round5) {  // sixth round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] + [own IN round3 | own.party] + [own IN round4 | own.party] + [own IN round5 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round6
}
CALL (day, captured, round1, round2, round3, round4, round5, round6) {  // seventh round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] + [own IN round3 | own.party] + [own IN round4 | own.party] + [own IN round5 | own.party] + [own IN round6 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round7
}
CALL (day, captured, round1, round2, round3, round4, round5, round6, round7) {  // eighth round
  WITH day, captured + [own IN round1 | own.party] + [own IN round2 | own.party] + [own IN round3 | own.party] + [own IN round4 | own.party] + [own IN round5 | own.party] + [own IN round6 | own.party] + [own IN round7 | own.party] AS owners
  UNWIND owners AS owner
  MATCH (owner)-[o:OWNS]->(p:Party)
  WHERE NOT p IN owners AND o.kind = 'shares' AND coalesce(o.from_last, -999999) <= day AND day < coalesce(o.to_first, 999999)
  WITH p, collect({owner: owner, o: o}) AS held
  WITH p, held, reduce(share = 0.0, h IN held | share + CASE WHEN h.o.reach = 'direct' THEN coalesce(h.o.share_min, 0) ELSE 0 END)
    AS share
  WHERE share >= $percent OR any(h IN held WHERE h.o.reach <> 'direct' AND h.o.share_min >= $percent)
  RETURN collect({party: p, share: share, held: held}) AS round8
}
UNWIND [[1, round1], [2, round2], [3, round3], [4, round4], [5, round5], [6, round6], [7, round7], [8, round8]] AS round
UNWIND round[1] AS own
RETURN c.name AS case, own.party.name AS party, own.party.country AS country, round[0] AS round, own.share AS percent,
  COLLECT { UNWIND own.held AS h RETURN h.owner.name + ' ' + coalesce(toString(h.o.share_min), '?') AS text ORDER BY text }
    AS owners,
  COLLECT { UNWIND own.held AS h RETURN h.o.file + ':' + h.o.row AS text ORDER BY h.o.file, h.o.row } AS evidence,
  size(round8) > 0 AS more
ORDER BY case, round, party, own.party.key
