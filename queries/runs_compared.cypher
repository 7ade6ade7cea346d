// Question: Which findings are new, gone or changed between two runs of a case?
// Parameters:
//   $before STRING = "": id of the earlier run; "": the one before the latest
//   $after STRING = "": id of the later run; "": the latest
//   $case STRING = "": the case as it was pushed; "" asks every case
// Columns:
//   case: the case
//   change: new, gone or changed
//   id: id of the finding
//   exporter: name of the exporter
//   end: name of the end
//   listed: name of the list entry, verbatim
//   score_before: its score in the earlier run; null where it is new
//   score_after: its score in the later run; null where it is gone
//   certainty_before: certain or possible; null where it is new
//   certainty_after: certain or possible; null where it is gone
//   basis_before: on what the end was listed; null where it is new
//   basis_after: on what the end is listed; null where it is gone
//   chains_before: number of possible chains; null where it is new
//   chains_after: number of possible chains; null where it is gone
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
CALL (c) {
  MATCH (run:Run {case: c.name})
  WHERE run.id IS NOT NULL
  WITH run ORDER BY run.seq DESC
  WITH collect(run) AS runs
  RETURN CASE WHEN $after = '' THEN runs[0] ELSE head([r IN runs WHERE r.id = $after]) END AS later,
    CASE WHEN $before = '' THEN runs[1] ELSE head([r IN runs WHERE r.id = $before]) END AS earlier
}
CALL (earlier, later) {
  MATCH (later)-[:FOUND]->(new:Finding)
  WHERE earlier IS NOT NULL
  OPTIONAL MATCH (earlier)-[:FOUND]->(old:Finding {id: new.id})
  WITH old, new WHERE old IS NULL OR old <> new
  RETURN old, new
  UNION ALL
  MATCH (earlier)-[:FOUND]->(old:Finding)
  WHERE later IS NOT NULL AND NOT EXISTS { (later)-[:FOUND]->(:Finding {id: old.id}) }
  RETURN old, null AS new
}
WITH c, old, new, coalesce(new, old) AS one
RETURN c.name AS case, CASE WHEN old IS NULL THEN 'new' WHEN new IS NULL THEN 'gone' ELSE 'changed' END AS change,
  one.id AS id, one.exporter AS exporter, one.end AS end, one.listed AS listed, old.score AS score_before,
  new.score AS score_after, old.certainty AS certainty_before, new.certainty AS certainty_after,
  old.basis AS basis_before, new.basis AS basis_after, old.chains AS chains_before, new.chains AS chains_after
ORDER BY case, change DESC, coalesce(new.score, old.score) DESC, id
