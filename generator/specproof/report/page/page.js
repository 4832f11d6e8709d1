
"use strict";

const MARKS = { broken: "broken", survivor: "survivors", undecided: "undecided", redundant: "redundant" };
const HEADINGS = { operation: "Operations", schema: "Schemas", code: "Generated code", elsewhere: "Elsewhere in the document" };
const AT_ONCE = 200; // rows that a group shows before it asks
const FEW = 60; // matches up to which a filter opens the groups that hold them
const FIRST = 10; // of what needs attention

const { groups } = JSON.parse(document.getElementById("proof").textContent);
const byId = (id) => document.getElementById(id);
const asked = { words: [], show: "", keyword: "", property: "" };

/** An element with attributes and children; texts become text nodes, whatever they hold. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== "" && child !== null && child !== undefined));
  return made;
}

const classOf = (what) => "is-" + what.replace(/[^a-z0-9]/gi, "-");
const count = (number) => number.toLocaleString("en");
const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
const killed = (mutant) => mutant.verdict.endsWith("killed");
const survived = (mutant) => mutant.verdict.endsWith("survived");

function duration(seconds = 0) {
  if (seconds < 0.0005) return "";
  if (seconds < 1) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/* What the rows say, worked out once. */

for (const group of groups) {
  for (const row of group.rows) {
    row.group = group;
    row.marks ??= [];
    row.outcomes ??= [];
    row.mutants ??= [];
    row.detail ??= "";
    row.properties = [...new Set(row.outcomes.map((outcome) => outcome.property))];
    row.label = row.keyword ?? (group.kind === "schema" && !row.detail ? "as a whole" : row.properties.join(", "));
    row.text = [group.name, row.label, row.detail, row.pointer, row.location, row.enforced, ...row.properties,
      ...row.mutants.map((mutant) => mutant.change)].join(" ").toLowerCase();
  }
}
const rows = groups.flatMap((group) => group.rows);

function matches(row) {
  return (!asked.show || row.marks.includes(asked.show))
    && (!asked.keyword || row.keyword === asked.keyword)
    && (!asked.property || row.properties.includes(asked.property))
    && asked.words.every((word) => row.text.includes(word));
}

/* A row, and what it holds when it is opened. */

function whereIn(row) {
  const base = row.group.pointer;
  return row.pointer.startsWith(base) ? row.pointer.slice(base.length) : row.pointer;
}

function dots(mutants) {
  if (!mutants.length) return "";
  const scored = mutants.filter((mutant) => killed(mutant) || survived(mutant));
  const summary = scored.length ? `${scored.filter(killed).length} of ${scored.length} killed` : "equivalent";
  if (mutants.length > 12) return summary;
  const drawn = mutants.map((mutant) => element("i", { class: classOf(mutant.verdict) }));
  return element("span", { class: "dots", role: "img", "aria-label": summary, title: summary }, drawn);
}

function rowElement(row) {
  const code = row.group.kind === "code";
  const where = code ? row.location : whereIn(row);
  const summary = element("summary", {},
    element("span", { class: "what" }, element("b", {}, row.label), " ", row.detail, row.detail && " ",
      where ? element("code", {}, where) : "", row.marks.map((mark) => [" ", element("span", { class: `${classOf(mark)} mark` }, mark)])),
    element("span", { class: "way" }, row.enforced ?? ""),
    element("span", { class: "number", "data-label": "valid" }, row.inside ? count(row.inside) : ""),
    element("span", { class: "number", "data-label": "invalid" }, row.outside ? count(row.outside) : ""),
    element("span", { class: "number" }, dots(row.mutants)),
    element("span", { class: "number" }, duration(row.seconds)));
  const made = element("details", { class: "row" }, summary);
  made.addEventListener("toggle", () => { if (made.open && made.children.length === 1) made.append(rowBody(row)); });
  return made;
}

function rowBody(row) {
  const facts = [["pointer", row.group.kind === "code" ? "" : "#" + row.pointer], ["location", row.location ?? ""]].filter(([, value]) => value);
  return element("div", { class: "more-of" },
    facts.length ? element("dl", {}, facts.map(([name, value]) => [element("dt", {}, name), element("dd", {}, element("code", {}, value))])) : "",
    row.outcomes.length ? element("ul", {}, row.outcomes.map(outcomeElement)) : "",
    row.mutants.length ? element("ul", {}, row.mutants.map(mutantElement)) : "");
}

function outcomeElement(outcome) {
  const tried = [outcome.inside && `${count(outcome.inside)} valid`, outcome.outside && `${count(outcome.outside)} invalid`];
  const summary = [outcome.how, ...tried, duration(outcome.seconds)].filter(Boolean).join(", ");
  return element("li", {}, element("span", { class: `${classOf(outcome.verdict)} verdict` }, outcome.verdict),
    element("span", {}, outcome.property), element("span", { class: "aside" }, summary), outcome.failure ? failureElement(outcome.failure) : "");
}

function failureElement(failure) {
  return element("div", { class: "failure" }, failure.message ? element("p", {}, failure.message) : "",
    element("pre", { tabindex: "0", "aria-label": "The value" }, failure.case),
    failure.command ? element("pre", { tabindex: "0", "aria-label": "Command that reproduces it" }, failure.command) : "");
}

function mutantElement(mutant) {
  const summary = [mutant.by && `by ${mutant.by}`, mutant.note, duration(mutant.seconds)].filter(Boolean).join(", ");
  return element("li", {}, element("span", { class: `${classOf(mutant.verdict)} verdict` }, mutant.verdict),
    element("span", {}, [mutant.change, mutant.detail].filter(Boolean).join(" ")), element("span", { class: "aside" }, summary));
}

/* Groups: their rows are made when they are opened. */

function groupElement(group) {
  group.counts = element("span", { class: "counts" });
  const summary = element("summary", { onclick: () => { group.wanted = !group.element.open; } },
    element("span", { class: "name" }, group.name), group.counts);
  group.body = element("div", { class: "rows" });
  group.element = element("details", { class: "group", ontoggle: () => { if (group.element.open) fill(group); } }, summary, group.body);
  return group.element;
}

const HEAD = ["Constraint", "enforced by", "valid", "invalid", "mutants", "time"];

function fill(group) {
  if (group.shown === group.found) return;
  group.shown = group.found;
  const head = element("div", { class: "head", "aria-hidden": "true" }, HEAD.map((text, at) => element("span", { class: at > 1 ? "number" : "" }, text)));
  group.body.replaceChildren(head);
  append(group, 0);
}

function append(group, from) {
  const left = group.found.length - from - AT_ONCE;
  group.body.append(...group.found.slice(from, from + AT_ONCE).map(rowElement));
  if (left <= 0) return;
  const more = element("button", { type: "button", class: "more", onclick: () => { more.remove(); append(group, from + AT_ONCE); } }, `Show ${count(left)} more`);
  group.body.append(more);
}

function countsOf(group, filtered) {
  const mutants = group.found.flatMap((row) => row.mutants).filter((mutant) => killed(mutant) || survived(mutant));
  const seconds = group.found.reduce((sum, row) => sum + (row.seconds ?? 0), 0);
  const promises = filtered ? `${count(group.found.length)} of ${count(group.rows.length)}` : plural(group.rows.length, "constraint", "constraints");
  const marks = ["broken", "survivor"].filter((mark) => group.found.some((row) => row.marks.includes(mark)));
  const summary = [promises, mutants.length ? `${count(mutants.filter(killed).length)} of ${plural(mutants.length, "mutant", "mutants")} killed` : "", duration(seconds)];
  return [...marks.map((mark) => element("span", { class: `${classOf(mark)} mark` }, mark)), ...summary.filter(Boolean).map((text) => element("span", {}, text))];
}

/* Filters. */

function apply() {
  const filtered = Boolean(asked.words.length || asked.show || asked.keyword || asked.property);
  let found = 0;
  for (const group of groups) {
    group.found = filtered ? group.rows.filter(matches) : group.rows;
    found += group.found.length;
  }
  for (const group of groups) {
    group.element.hidden = group.found.length === 0;
    group.counts.replaceChildren(...countsOf(group, filtered));
    group.element.open = group.found.length > 0 && (filtered && found <= FEW ? true : Boolean(group.wanted));
    if (group.element.open) fill(group);
  }
  for (const section of byId("results").children) section.hidden = ![...section.querySelectorAll(".group")].some((one) => !one.hidden);
  byId("status").textContent = filtered ? `${count(found)} of ${plural(rows.length, "constraint", "constraints")}` : plural(rows.length, "constraint", "constraints");
}

function show(mark) {
  for (const input of byId("show").querySelectorAll("input")) input.checked = input.value === mark;
  asked.show = mark;
  apply();
}

function search(text) {
  byId("search").value = text;
  asked.words = text.toLowerCase().split(/\s+/).filter(Boolean);
  apply();
}

function buildFilters() {
  const choice = (value, label, total) => element("label", {},
    element("input", { type: "radio", name: "show", value, ...(total || !value ? {} : { disabled: "" }), onchange: () => show(value) }),
    element("span", value ? { class: classOf(value) } : {}, `${label} `, element("b", {}, count(total))));
  byId("show").append(choice("", "all", rows.length),
    ...Object.entries(MARKS).map(([mark, label]) => choice(mark, label, rows.filter((row) => row.marks.includes(mark)).length)));
  byId("show").querySelector("input").checked = true;
  const choose = (id, values) => {
    byId(id).append(...[...new Set(values)].sort().map((value) => element("option", { value }, value)));
    byId(id).addEventListener("change", () => { asked[id] = byId(id).value; apply(); });
  };
  choose("keyword", groups.filter((group) => group.kind !== "code").flatMap((group) => group.rows).map((row) => row.keyword).filter(Boolean));
  choose("property", rows.flatMap((row) => row.properties));
  let waiting;
  byId("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => search(byId("search").value), 80); });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").hidden = false;
}

function keys(event) {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "Escape" && event.target === byId("search")) {
    search("");
  }
}

/* What needs attention, before everything else. */

function attention() {
  const broken = rows.flatMap((row) => row.outcomes.filter((outcome) => outcome.verdict === "broken").map((outcome) => [row, outcome]));
  const alive = rows.flatMap((row) => row.mutants.filter(survived).map((mutant) => [row, mutant]));
  const lists = [
    listed("broken", plural(broken.length, "failed check", "failed checks"), broken, ([row, outcome]) => [about(row, outcome.property, row.detail), outcome.failure ? failureElement(outcome.failure) : ""]),
    listed("survivor", plural(alive.length, "surviving mutant", "surviving mutants"), alive, ([row, mutant]) => [about(row, mutant.change ?? "", mutant.detail), mutant.note ? element("p", {}, mutant.note) : ""]),
  ].filter(Boolean);
  byId("attention").append(...lists);
  byId("attention").hidden = lists.length === 0;
}

function about(row, what, detail) {
  const name = element("button", { type: "button", class: "subject", onclick: () => visit(row) }, row.group.name);
  return element("div", {}, name, ` ${[what, row.keyword, detail].filter(Boolean).join(" ")} `, element("code", {}, row.location || whereIn(row)));
}

function listed(mark, heading, items, draw) {
  if (!items.length) return null;
  const list = element("ul", {}, items.slice(0, FIRST).map((item) => element("li", { class: classOf(mark) }, draw(item))));
  const rest = items.length > FIRST ? element("button", { type: "button", class: "more", onclick: () => { show(mark); byId("filters").scrollIntoView(); } }, `Show all ${count(items.length)}`) : "";
  return element("div", {}, element("h2", {}, heading), list, rest);
}

function visit(row) {
  Object.assign(asked, { words: [], show: "", keyword: "", property: "" });
  byId("keyword").value = byId("property").value = byId("search").value = "";
  row.group.wanted = true;
  show("");
  const at = row.group.found.indexOf(row);
  while (row.group.body.querySelectorAll(".row").length <= at) row.group.body.querySelector(".more").click();
  const target = row.group.body.querySelectorAll(".row")[at];
  target.open = true;
  target.scrollIntoView({ block: "center" });
  target.firstElementChild.focus({ preventScroll: true });
}

/* The legend's counts filter, too. */

function buildLegend() {
  for (const [name, mark] of [["broken", "broken"], ["survived", "survivor"]]) {
    for (const item of document.querySelectorAll(`.legend .${classOf(name)}`)) {
      if (!rows.some((row) => row.marks.includes(mark))) continue;
      item.replaceChildren(element("button", { type: "button", onclick: () => { show(mark); byId("filters").scrollIntoView(); } }, ...item.childNodes));
    }
  }
}

/* Light and dark: the reader's choice stays where the browser lets it. */

function buildTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  const now = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const label = () => { button.textContent = now() === "dark" ? "Light" : "Dark"; };
  try { document.documentElement.dataset.theme = localStorage.getItem("specproof-theme") ?? ""; } catch { /* no storage for files */ }
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = now() === "dark" ? "light" : "dark";
    try { localStorage.setItem("specproof-theme", document.documentElement.dataset.theme); } catch { /* as above */ }
    label();
  });
  dark.addEventListener("change", label);
  button.hidden = false;
  label();
}

function buildResults() {
  for (const [kind, heading] of Object.entries(HEADINGS)) {
    const own = groups.filter((group) => group.kind === kind);
    if (own.length) byId("results").append(element("section", { "aria-label": heading }, element("h2", {}, heading), own.map(groupElement)));
  }
}

byId("notice").remove();
buildTheme();
buildResults();
buildFilters();
buildLegend();
attention();
apply();
document.addEventListener("keydown", keys);
addEventListener("beforeprint", () => {
  for (const group of groups.filter((one) => !one.element.hidden)) {
    group.element.open = true;
    fill(group);
  }
});
