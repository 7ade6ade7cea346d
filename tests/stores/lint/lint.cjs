// Cypher files through Neo4j's own parser and semantic analysis, without a server: node lint.cjs FOLDER
// Ends with 1 on any error or warning. A name that the model does not have is a warning, so misspellings are found. It knows only the
// newest Cypher: the server tests EXPLAIN every file on 5.26 as well.
const fs = require("fs");
const path = require("path");
const { lintCypherQuery } = require(
  require.resolve("@neo4j-cypher/language-support", { paths: [process.cwd()] }),
);

const model = fs.readFileSync(path.join(__dirname, "../../../graphscan/stores/model.py"), "utf8");
const rows = fs.readFileSync(path.join(__dirname, "../../../graphscan/stores/graph.sql"), "utf8");
const loads = fs.readFileSync(path.join(__dirname, "../../../graphscan/stores/load.py"), "utf8");
const found = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);
const labels = ["Case", "ListedEnd", ...found(model, /label="(\w+)"/g)];
const relationshipTypes = found(model, /type="(\w+)"/g);
const propertyKeys = [
  ...found(rows, /"?(\w+)"?: /g),
  ...found(model + loads, /"(\w+)"/g),
  ...found(model, /\b(name|complete|fingerprint|imported|case)\b/g),
];

let bad = 0;
const folder = process.argv[2];
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".cypher")).sort()) {
  const text = fs.readFileSync(path.join(folder, file), "utf8");
  const values = { STRING: "x", INTEGER: 1, FLOAT: 1.5, BOOLEAN: true, LIST: [] };
  const parameters = Object.fromEntries(
    [...text.matchAll(/^\/\/ {3}\$(\w+) (STRING|INTEGER|FLOAT|BOOLEAN|LIST)/gm)].map((match) => [match[1], values[match[2]]]),
  );
  const schema = { labels, relationshipTypes, propertyKeys, parameters, databaseNames: ["neo4j"] };
  for (const told of lintCypherQuery(text, schema).diagnostics) {
    bad++;
    const at = `${file}:${told.range.start.line + 1}:${told.range.start.character + 1}`;
    console.log(`${at}: ${told.severity === 1 ? "error" : "warning"}: ${told.message.split("\n")[0]}`);
  }
}
process.exit(bad ? 1 : 0);
