// GitHub's own reader of actions and workflows, and its own evaluator of expressions, as a witness.
//
// node tests/github_actions.mjs NODE_MODULES < {"action": text, "workflows": [text], "runs": [contexts]}
// prints what is wrong with each, and what `if`, `env` and `with` of each step are in each run.
// Packages: @actions/workflow-parser and @actions/expressions (github.com/actions/languageservices).
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { pathToFileURL } from "node:url";

// the packages import JSON in the way of bundlers
register("data:text/javascript," + encodeURIComponent(`
  export const load = (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
`));
const from = (name) => import(pathToFileURL(`${process.argv[2]}/@actions/${name}.js`));
const { NoOperationTraceWriter, parseWorkflow } = await from("workflow-parser/dist/index");
const { parseAction } = await from("workflow-parser/dist/actions/action-parser");
const { convertActionTemplate } = await from("workflow-parser/dist/actions/action-template");
const { data, Evaluator, Lexer, Parser } = await from("expressions/dist/index");

const asked = JSON.parse(readFileSync(0, "utf8"));
const wrong = (parsed) => parsed.context.errors.getErrors().map((error) => error.message);
const read = (parse, name, content) => parse({ name, content }, new NoOperationTraceWriter());

function evaluated(token, contexts) {
  const expression = token?.toJSON?.() ?? token;
  if (typeof expression === "string") return expression;
  // whether a step before failed is the runner's to know
  const success = { name: "success", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(true) };
  const tree = new Parser(new Lexer(expression.expr).lex().tokens, Object.keys(contexts), [success]).parse();
  const known = JSON.parse(JSON.stringify(contexts), data.reviver);
  return new Evaluator(tree, known, new Map([["success", success]])).evaluate().coerceString();
}

const mapped = (mapping, contexts) => Object.fromEntries(
  Array.from(mapping ?? [], ({ key, value }) => [key.value, evaluated(value, contexts)]));

const part = (mapping, name) => Array.from(mapping).find(({ key }) => key.value === name)?.value;

const action = read(parseAction, "action.yml", asked.action);
const errors = { action: wrong(action), workflows: asked.workflows.map(
  (text, number) => wrong(read(parseWorkflow, `.github/workflows/${number}.yml`, text))) };
const template = errors.action.length ? null : convertActionTemplate(action.context, action.value);
const written = template && Array.from(part(part(action.value, "runs"), "steps"));
const runs = (template ? asked.runs : []).map((contexts) => template.runs.steps.map((step, number) => ({
  name: step.name?.value ?? step.name, if: evaluated(step.if, contexts),
  env: mapped(step.env, contexts), with: mapped(part(written[number], "with"), contexts),
})));
console.log(JSON.stringify({ errors, runs }));
