// Question: Which findings has the latest run of a case, best first?
// Parameters:
//   $exporter STRING = "": name of the exporter in any letter case; "": any
//   $listed STRING = "": name of the listed party or code of its list; "": any
//   $case STRING = "": the case as it was pushed; "" asks every case
//   $limit INTEGER 1..100000 = 100: greatest number of rows
// Columns:
//   case: the case
//   run: id of the run
//   rank: place in the run, 1 being the best
//   id: id of the finding, as `graphscan show` takes it
//   score: sum of the points of its best journey
//   certainty: certain or possible
//   basis: on what the end is listed; the strongest
//   exporter: name of the exporter
//   intermediaries: names of holders and parties between, in order of travel
//   end: name of the end
//   listed: name of the list entry, verbatim
//   list: code of its list
//   class: commodity class
//   chains: number of possible chains on the route
//   journeys: number of journeys that are shown
//   first_departure: YYYY-MM-DD
//   last_departure: YYYY-MM-DD
MATCH (c:Case {complete: true})
WHERE $case = '' OR c.name = $case
CALL (c) {
  MATCH (run:Run {case: c.name})
  RETURN run ORDER BY run.seq DESC LIMIT 1
}
MATCH (run)-[found:FOUND]->(f:Finding)
WHERE ($exporter = '' OR toLower(f.exporter) = toLower($exporter))
  AND ($listed = '' OR f.list = $listed OR toLower(f.listed) = toLower($listed))
RETURN c.name AS case, run.id AS run, found.rank AS rank, f.id AS id, f.score AS score, f.certainty AS certainty,
  f.basis AS basis, f.exporter AS exporter, coalesce(f.intermediaries, []) AS intermediaries, f.end AS end,
  f.listed AS listed, f.list AS list, f.class AS class, f.chains AS chains, COUNT { (f)-[:SHOWS]->(:Journey) } AS journeys,
  f.first_departure AS first_departure, f.last_departure AS last_departure
ORDER BY case, rank, id
LIMIT $limit
