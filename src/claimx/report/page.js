// The review page. Everything from an article reaches the page as text nodes or attributes that
// cannot run: there is no innerHTML here, and the page's policy forbids it.
"use strict";

// ---------------------------------------------------------------- Elements

const $ = (id) => document.getElementById(id);

/** An element with attributes, listeners ("on…") and children; null and false are left out. */
function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// ---------------------------------------------------------------- Articles and records

const { articles, across } = JSON.parse($("data").textContent);
const records = new Map(); // by id
const KINDS = ["claim", "figure", "date"];
const PLURALS = { claim: "Claims", figure: "Figures", date: "Dates" };
const STANCES = { asserts: "✓", denies: "✕", doubts: "≈", asks: "?", wants: "→" };

/** The first words of a text, for an article without a title. */
function opening(text) {
  const line = text.trim().split("\n")[0];
  return line.length > 80 ? `${line.slice(0, 80).replace(/\s\S*$/, "")} …` : line;
}

articles.forEach((article, index) => {
  article.index = index;
  article.name = article.title || opening(article.text) || article.doc.split("/").pop();
  for (const record of article.records) {
    record.article = article;
    records.set(record.id, record);
  }
});
const byDocument = new Map(articles.map((article) => [article.id, article]));

/** Offsets count code points, JavaScript's strings UTF-16 units: where each begins, if they differ. */
function unit(article, offset) {
  if (article.units === undefined) {
    article.units = /[\ud800-\udfff]/.test(article.text) ? unitsOf(article.text) : null;
  }
  const place = offset - article.offset;
  return article.units ? article.units[place] : place;
}

function unitsOf(text) {
  const units = [0];
  for (const character of text) units.push(units[units.length - 1] + character.length);
  return units;
}

function textOf(article, span) {
  return article.text.slice(unit(article, span.start), unit(article, span.end));
}

function recordText(record) {
  const pieces = record.segments || [record];
  return pieces.map((piece) => textOf(record.article, piece)).join(" … ");
}

// What a reviewer corrected stands in place of what was found.
function stanceOf(record) {
  return (decisionOf(record)?.stance ?? record.stance) || null;
}

function speakerName(record) {
  const corrected = decisionOf(record)?.speaker;
  if (corrected !== null && corrected !== undefined) return corrected || null;
  if (!record.speaker) return null;
  return record.speaker.name || (record.speaker.start !== undefined ? textOf(record.article, record.speaker) : null);
}

const compactNumber = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const fullNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const MODIFIERS = {
  about: "about", more_than: "more than", less_than: "less than", at_least: "at least",
  at_most: "at most", nearly: "nearly", up_to: "up to", start: "start of", mid: "middle of",
  end: "end of", before: "before", after: "after",
};

function figureValue(record) {
  const ends = record.value !== undefined ? [record.value] : [record.low, record.high];
  const number = ends.filter((end) => end !== undefined).map((end) => fullNumber.format(end)).join(" – ");
  const change = { increase: "increase of", decrease: "decrease of" }[record.change];
  const per = record.per ? `per ${record.per}` : null;
  return [change, MODIFIERS[record.modifier], number, unitName(record), per].filter(Boolean).join(" ");
}

/** The unit as the article words it ("questions"), if that is the record's unit ("question"). */
function unitName(record) {
  if (!record.unit || record.unit === "percent") return record.unit ? "%" : null;
  const words = record.unit.split(" ");
  const worded = textOf(record.article, record).split(/\s+/).slice(-words.length).join(" ");
  return worded.toLowerCase().startsWith(record.unit.toLowerCase().slice(0, -1)) ? worded : record.unit;
}

function magnitude(record) {
  return record.value ?? record.high ?? record.low ?? 0;
}

function days(record) {
  if (!record.low) return record.value;
  const range = record.low === record.high ? record.low : `${record.low} to ${record.high}`;
  return [MODIFIERS[record.modifier], range].filter(Boolean).join(" ");
}

// ---------------------------------------------------------------- Decisions

const PREFIX = "claimx:";
const decisions = new Map(); // by record id

/** The browser's storage, or null where it keeps nothing (some do not for files). */
const storage = (() => {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return localStorage;
  } catch {
    return null;
  }
})();

function decisionOf(record) {
  return decisions.get(record.id);
}

function loadDecisions() {
  if (!storage) return;
  for (const article of articles) {
    try {
      const kept = JSON.parse(storage.getItem(PREFIX + article.sha256) || "[]");
      kept.filter((decision) => records.has(decision.id)).forEach((decision) => decisions.set(decision.id, decision));
    } catch {
      continue; // not ours
    }
  }
}

function keep(article) {
  const made = article.records.map(decisionOf).filter(Boolean);
  try {
    if (made.length) storage?.setItem(PREFIX + article.sha256, JSON.stringify(made));
    else storage?.removeItem(PREFIX + article.sha256);
  } catch {
    toast("This browser's storage is full: save your decisions as a file.");
  }
}

/** Sets fields of the record's decision; one without any content is removed. */
function decide(record, fields) {
  const decision = {
    id: record.id, doc: record.article.doc, kind: record.kind, text: recordText(record),
    decision: null, speaker: null, stance: null, comment: null,
    ...decisionOf(record), ...fields,
    by: $("reviewer").value.trim() || null, at: new Date().toISOString(),
  };
  const isEmpty = !decision.decision && decision.speaker === null && decision.stance === null && !decision.comment;
  if (isEmpty) decisions.delete(record.id);
  else decisions.set(record.id, decision);
  keep(record.article);
  redraw(record);
}

function saveFile() {
  if (!decisions.size) return toast("No decisions yet.");
  const lines = [...records.keys()].filter((id) => decisions.has(id)).map((id) => JSON.stringify(decisions.get(id)));
  const address = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "application/x-ndjson" }));
  el("a", { href: address, download: "decisions.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  toast(`${counted(decisions.size, "decision")} saved as decisions.jsonl`);
}

async function loadFile(file) {
  let taken = 0;
  try {
    for (const line of (await file.text()).split("\n").filter((one) => one.trim())) {
      const decision = JSON.parse(line);
      if (!records.has(decision.id)) continue;
      decisions.set(decision.id, decision);
      taken += 1;
    }
  } catch {
    return toast("Not a file of decisions: each line must be a JSON object.");
  }
  articles.forEach(keep);
  drawAll();
  toast(`${counted(taken, "decision")} loaded`);
}

function counted(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

let toastTimer = 0;
function toast(message) {
  $("toast").textContent = message;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => ($("toast").hidden = true), 4000);
}

// ---------------------------------------------------------------- State

const state = { article: articles[0] ?? null, kind: "claim", selected: null, view: "text" };
const NO_FILTERS = {
  q: "", speaker: "", stance: "", form: "", unit: "", min: "", max: "", type: "", from: "", to: "",
  confidence: "", status: "", sort: "text",
};
const filters = { ...NO_FILTERS };

function isEverywhere() {
  return $("everywhere").checked;
}

// ---------------------------------------------------------------- List of articles

function drawArticles() {
  const query = $("article-search").value.trim().toLowerCase();
  const found = articles.filter((article) => `${article.name} ${article.doc}`.toLowerCase().includes(query));
  const rows = found.map((article) => {
    const counts = KINDS.map((kind) => article.records.filter((record) => record.kind === kind).length);
    const open = article.records.length - article.records.filter(decisionOf).length;
    return el("li", {}, el("a", {
      href: `#${article.id}`, "aria-current": state.view === "text" && article === state.article ? "true" : null,
    },
    el("span", { class: "article-title" }, article.name),
    el("span", { class: "article-facts" },
      article.published ? el("time", {}, article.published.slice(0, 10)) : null,
      el("span", { title: KINDS.map((kind, index) => counted(counts[index], kind)).join(", ") }, counted(counts[0], "claim")),
      !open && article.records.length ? el("span", { class: "done" }, "✓ reviewed") : null)));
  });
  $("article-list").replaceChildren(...rows);
  if (!rows.length) $("article-list").append(el("li", { class: "empty" }, "No article matches."));
}

// ---------------------------------------------------------------- The article

// Wide marks before what lies in them, as they nest.
const LAYERS = ["claim", "quote", "speaker", "cue", "date", "figure"];

/** Everything that is marked in an article, with its place in UTF-16 units. */
function marksOf(article) {
  const made = new Map();
  const mark = (layer, span, record, classes = "") => {
    if (span?.start === undefined) return;
    const key = [layer, span.start, span.end, layer === "claim" ? record.id : ""].join();
    if (made.has(key)) made.get(key).ids.push(record.id);
    else made.set(key, { layer, classes, ids: [record.id], start: unit(article, span.start), end: unit(article, span.end) });
    return made.get(key);
  };
  for (const record of article.records) {
    if (record.kind !== "claim") {
      mark(record.kind, record, record);
      continue;
    }
    const stance = stanceOf(record);
    const classes = `${record.form} ${stance ? `stance-${stance}` : ""} ${decisionOf(record)?.decision ?? ""}`;
    const segments = record.segments.map((segment) => mark("claim", segment, record, classes));
    if (stance && stance !== "asserts") segments[segments.length - 1].ending = stance;
    (record.quotes || []).forEach((quote) => mark("quote", quote, record));
    mark("speaker", record.speaker, record);
    mark("cue", record.cue, record);
  }
  return [...made.values()].sort((a, b) =>
    LAYERS.indexOf(a.layer) - LAYERS.indexOf(b.layer) || b.end - b.start - (a.end - a.start) || a.start - b.start);
}

/** The paragraphs' places: lines, or in text that breaks its lines at a width what blank lines part. */
function* paragraphs(article) {
  const border = article.wrapped ? /\n[^\S\n]*(?:\n\s*)+/g : /\s*\n\s*/g;
  let start = 0;
  for (const match of article.text.matchAll(border)) {
    if (match.index > start) yield [start, match.index];
    start = match.index + match[0].length;
  }
  if (start < article.text.length) yield [start, article.text.length];
}

/** A paragraph with nested elements for the marks; those that cross each other are cut. */
function paragraph(article, [from, to], marks) {
  const edges = new Set([from, to]);
  for (const mark of marks) {
    if (mark.start > from) edges.add(mark.start);
    if (mark.end < to) edges.add(mark.end);
  }
  const places = [...edges].sort((a, b) => a - b);
  const node = el("p");
  const open = [];
  for (let index = 0; index + 1 < places.length; index += 1) {
    const [start, end] = [places[index], places[index + 1]];
    const active = marks.filter((mark) => mark.start <= start && mark.end >= end);
    let same = 0;
    while (same < open.length && open[same].mark === active[same]) same += 1;
    open.length = same;
    for (const mark of active.slice(same)) {
      const part = el("span", { class: `mark ${mark.layer} ${mark.classes}`, "data-ids": mark.ids.join(" ") });
      (open.at(-1)?.node ?? node).append(part);
      open.push({ mark, node: part });
    }
    (open.at(-1)?.node ?? node).append(article.text.slice(start, end));
    for (const { mark, node: part } of open) {
      if (mark.ending && mark.end === end) part.dataset.stance = `${STANCES[mark.ending]} ${mark.ending}`;
    }
  }
  return node;
}

function drawArticle() {
  const main = $("text");
  const article = state.article;
  if (state.view === "overview") return drawOverview(main);
  if (state.view === "across") return drawAcross(main);
  if (!article) return main.replaceChildren(empty("No articles", "There is nothing to review in this page."));
  const marks = marksOf(article);
  const body = el("div", { class: "body" });
  for (const place of paragraphs(article)) {
    body.append(paragraph(article, place, marks.filter((mark) => mark.start < place[1] && mark.end > place[0])));
  }
  const facts = [article.site, article.author, article.published?.slice(0, 10), article.doc].filter(Boolean);
  main.replaceChildren(el("article", { class: "story", lang: article.language ?? null },
    el("header", {},
      el("h2", { tabindex: "-1" }, article.name),
      el("p", { class: "facts" }, ...facts.map((fact) => el("bdi", {}, fact)), webLink(article.url))),
    body));
  if (state.selected) highlight(state.selected);
}

/** A link to the source if its address is one of the web, else nothing. */
function webLink(address) {
  if (!/^https?:\/\//i.test(address ?? "")) return null;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "Source ↗");
}

function empty(title, ...more) {
  return el("div", { class: "empty" }, el("h2", {}, title), el("p", {}, ...more));
}

function nodesOf(id) {
  return document.querySelectorAll(`#text [data-ids~="${id}"]`);
}

function highlight(record, name = "selected") {
  document.querySelectorAll(`#text .${name}`).forEach((node) => node.classList.remove(name));
  if (record) nodesOf(record.id).forEach((node) => node.classList.add(name));
}

// ---------------------------------------------------------------- Filters

function includes(text, part) {
  return (text ?? "").toLowerCase().includes(part.toLowerCase());
}

// Each takes a record and the filter's value, if it is set.
const TESTS = {
  q: (record, value) => includes(recordText(record), value) || includes(record.item, value) || includes(speakerName(record), value),
  speaker: (record, value) => speakerName(record) === value,
  stance: (record, value) => (stanceOf(record) ?? "none") === value,
  form: (record, value) => record.form === value,
  unit: (record, value) => (record.unit ?? "none") === value,
  min: (record, value) => magnitude(record) >= Number(value),
  max: (record, value) => magnitude(record) <= Number(value),
  type: (record, value) => record.type === value,
  from: (record, value) => (record.high ?? "") >= value,
  to: (record, value) => Boolean(record.low) && record.low <= value,
  confidence: (record, value) => (record.confidence ?? 1) <= Number(value),
  status: (record, value) => statusOf(record) === value,
};
const APPLIES = {
  claim: ["q", "speaker", "stance", "form", "confidence", "status"],
  figure: ["q", "unit", "min", "max", "confidence", "status"],
  date: ["q", "type", "from", "to", "confidence", "status"],
};
const ORDERS = {
  text: ["In text order", null],
  doubtful: ["Least confident first", (a, b) => (a.confidence ?? 1) - (b.confidence ?? 1)],
  speaker: ["By speaker", (a, b) => (speakerName(a) ?? "~").localeCompare(speakerName(b) ?? "~")],
  largest: ["Largest first", (a, b) => magnitude(b) - magnitude(a)],
  earliest: ["Earliest first", (a, b) => (a.low ?? "9").localeCompare(b.low ?? "9")],
};
const ORDERS_OF = { claim: ["text", "doubtful", "speaker"], figure: ["text", "doubtful", "largest"], date: ["text", "doubtful", "earliest"] };

function statusOf(record) {
  const decision = decisionOf(record);
  if (!decision) return "open";
  if (decision.decision === "reject") return "rejected";
  if (decision.speaker !== null || decision.stance !== null) return "corrected";
  return decision.decision === "accept" ? "accepted" : "open";
}

function inScope(kind) {
  const scope = isEverywhere() ? articles : [state.article].filter(Boolean);
  return scope.flatMap((article) => article.records.filter((record) => record.kind === kind));
}

function activeFilters(kind = state.kind) {
  return APPLIES[kind].filter((name) => filters[name] !== "");
}

function shown() {
  const active = activeFilters();
  const found = inScope(state.kind).filter((record) => active.every((name) => TESTS[name](record, filters[name])));
  const order = ORDERS_OF[state.kind].includes(filters.sort) ? ORDERS[filters.sort][1] : null;
  return order ? found.sort(order) : found;
}

/** A select of the values that the records have, the commonest first, with their counts. */
function choice(name, label, values, words = (value) => value) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (filters[name] && !counts.has(filters[name])) counts.set(filters[name], 0);
  const options = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 300).map(([value, count]) =>
    el("option", { value, selected: value === filters[name] }, `${words(value)} (${count})`));
  return field(label, el("select", { onchange: (event) => setFilter(name, event.target.value) },
    el("option", { value: "" }, "Any"), ...options));
}

function entry(name, label, type, more = {}) {
  return field(label, el("input", { type, value: filters[name], ...more, onchange: (event) => setFilter(name, event.target.value) }));
}

function field(label, control) {
  return el("label", {}, el("span", {}, label), control);
}

function drawFilters() {
  const scope = inScope(state.kind);
  const named = (value) => (value === "none" ? "not stated" : value);
  const orders = ORDERS_OF[state.kind].map((name) =>
    el("option", { value: name, selected: filters.sort === name }, ORDERS[name][0]));
  const own = {
    claim: () => [
      choice("speaker", "Speaker", scope.map(speakerName).filter(Boolean)),
      choice("stance", "Stance", scope.map((record) => stanceOf(record) ?? "none"), named),
      choice("form", "Form", scope.map((record) => record.form)),
    ],
    figure: () => [
      choice("unit", "Unit", scope.map((record) => record.unit ?? "none"), named),
      entry("min", "At least", "number", { step: "any" }),
      entry("max", "At most", "number", { step: "any" }),
    ],
    date: () => [
      choice("type", "Type", scope.map((record) => record.type)),
      entry("from", "From", "date"),
      entry("to", "To", "date"),
    ],
  }[state.kind]();
  $("filter-grid").replaceChildren(
    ...own,
    choice("status", "Review", scope.map(statusOf)),
    scope.some((record) => record.confidence !== undefined)
      ? entry("confidence", "Confidence at most", "number", { min: 0, max: 1, step: 0.05 }) : "",
    field("Sort", el("select", { onchange: (event) => setFilter("sort", event.target.value) }, ...orders)),
    el("button", { onclick: clearFilters }, "Clear filters"));
  const count = activeFilters().filter((name) => name !== "q").length;
  const order = ORDERS_OF[state.kind].includes(filters.sort) ? ORDERS[filters.sort][0].toLowerCase() : "in text order";
  $("filter-summary").textContent = `Filters${count ? ` (${count})` : ""} · ${order}`;
}

function setFilter(name, value) {
  filters[name] = value;
  drawRecords();
}

function clearFilters() {
  Object.assign(filters, NO_FILTERS, { sort: filters.sort });
  $("search").value = "";
  drawRecords();
}

// ---------------------------------------------------------------- Cards

const CHUNK = 60; // cards are added as the list is scrolled
let list = [];
let drawn = 0;

function drawRecords() {
  $("tabs").replaceChildren(...KINDS.map((kind) => el("button", {
    "aria-pressed": String(kind === state.kind),
    onclick: () => { state.kind = kind; drawRecords(); },
  }, PLURALS[kind], el("span", { class: "number" }, String(inScope(kind).length)))));
  drawFilters();
  list = shown();
  drawn = 0;
  $("list").replaceChildren();
  more();
  const total = inScope(state.kind).length;
  const noun = state.kind;
  $("count").textContent = list.length === total ? "" : `${list.length.toLocaleString("en")} of ${counted(total, noun)}`;
  if (!list.length) {
    $("list").append(el("li", { class: "empty" }, total
      ? el("p", {}, `No ${noun} matches these filters. `, el("button", { onclick: clearFilters }, "Clear filters"))
      : el("p", {}, `No ${PLURALS[noun].toLowerCase()} found ${isEverywhere() ? "in these articles" : "in this article"}.`)));
  }
  drawProgress();
}

/** Adds the next cards, at least as far as number `least`. */
function more(least = 0) {
  const end = Math.min(list.length, Math.max(drawn + CHUNK, least + 1));
  const cards = [];
  for (; drawn < end; drawn += 1) cards.push(card(list[drawn]));
  $("list").append(...cards);
  if (drawn < list.length) watcher.observe($("list").lastElementChild);
}

const watcher = new IntersectionObserver((entries) => {
  for (const one of entries.filter((candidate) => candidate.isIntersecting)) {
    watcher.unobserve(one.target);
    if (one.target === $("list").lastElementChild) more();
  }
}, { rootMargin: "600px" });

function cardOf(id) {
  return document.querySelector(`#list > [data-id="${id}"]`);
}

function card(record) {
  const content = { claim: claimContent, figure: figureContent, date: dateContent }[record.kind](record);
  const status = statusOf(record);
  const decision = decisionOf(record);
  return el("li", {
    class: `card ${record.kind} ${status} ${stanceOf(record) ? `stance-${stanceOf(record)}` : ""}`, "data-id": record.id,
    tabindex: "-1", "aria-current": record === state.selected ? "true" : null,
    onclick: (event) => { if (!event.target.closest("a, button, input, select, textarea, label, form")) select(record); },
    onmouseenter: () => highlight(record, "hot"),
    onmouseleave: () => highlight(null, "hot"),
  },
  content,
  isEverywhere() ? el("p", { class: "where" }, el("a", { href: `#${record.id}` }, record.article.name)) : null,
  decision?.comment ? el("p", { class: "comment" }, decision.comment) : null,
  el("div", { class: "actions" },
    el("button", { class: "accept", "aria-pressed": String(decision?.decision === "accept"), title: "Accept (a)", onclick: () => toggle(record, "accept") }, "✓ Accept"),
    el("button", { class: "reject", "aria-pressed": String(decision?.decision === "reject"), title: "Reject (r)", onclick: () => toggle(record, "reject") }, "✕ Reject"),
    el("button", { title: "Correct or comment (e)", onclick: () => edit(record) }, record.kind === "claim" ? "Correct" : "Comment"),
    el("button", { class: "to-text", "aria-label": "In the text", onclick: () => { pane("text"); select(record); } }, "Text"),
    status === "corrected" ? el("span", { class: "status" }, "✎ corrected") : null,
    el("a", { class: "permalink", href: `#${record.id}`, title: "Link to this record", "aria-label": `Link to this ${record.kind}` }, "#")));
}

function claimContent(record) {
  const name = speakerName(record);
  const speaker = record.speaker ?? {};
  const mention = speaker.start === undefined ? null : textOf(record.article, speaker);
  const isCorrected = typeof decisionOf(record)?.speaker === "string";
  const differs = mention && name && !isCorrected && !name.includes(mention) && !mention.includes(name);
  const stance = stanceOf(record);
  const facts = [
    differs ? `“${mention}”` : null,
    record.cue ? textOf(record.article, record.cue) : null,
    speaker.resolved_by === "carried" ? "continued from the quote before" : null,
    record.said ? `on ${record.said}` : null,
  ].filter(Boolean);
  return el("div", {},
    el("div", { class: "card-head" },
      el("div", { class: "who" },
        name ? el("bdi", { class: "name" }, name) : el("span", { class: "name nobody" }, "No source named"),
        speaker.role && !isCorrected && !(name ?? "").endsWith(speaker.role) ? el("bdi", { class: "role" }, speaker.role) : null),
      confidence(record),
      stance ? el("span", { class: `chip stance-${stance}` }, `${STANCES[stance]} ${stance}`) : null),
    el("blockquote", {}, ...quoted(record)),
    el("p", { class: "facts" }, el("span", { class: `form ${record.form}` }, record.form), ...facts.map((fact) => el("bdi", {}, fact))),
    chips(record));
}

/** The content with quotation marks around what stands in them in the article. */
function quoted(record) {
  const parts = [];
  const quotes = record.quotes || [];
  record.segments.forEach((segment, index) => {
    if (index) parts.push(el("span", { class: "gap" }, " … "));
    let place = segment.start;
    for (const quote of quotes.filter((one) => one.start < segment.end && one.end > segment.start)) {
      const [start, end] = [Math.max(quote.start, segment.start), Math.min(quote.end, segment.end)];
      // In a mixed claim the marks stand in the text itself.
      parts.push(textOf(record.article, { start: place, end: start }));
      const marks = record.form === "direct" ? ["“", "”"] : ["", ""];
      parts.push(el("span", { class: "quoted" }, marks[0] + textOf(record.article, { start, end }) + marks[1]));
      place = end;
    }
    parts.push(textOf(record.article, { start: place, end: segment.end }));
  });
  return parts;
}

function chips(record) {
  const inside = [...(record.figures || []), ...(record.dates || [])].map((id) => records.get(id)).filter(Boolean);
  if (!inside.length) return null;
  return el("p", { class: "chips" }, ...inside.map((one) =>
    el("a", { class: `chip ${one.kind}`, href: `#${one.id}`, title: one.kind === "figure" ? figureValue(one) : days(one) }, textOf(one.article, one))));
}

function confidence(record) {
  if (record.confidence === undefined) return null;
  const share = Math.round(record.confidence * 100);
  return el("span", { class: `confidence ${share < 50 ? "low" : ""}`, title: "How often a record like this is right" },
    el("meter", { min: 0, max: 1, low: 0.5, high: 0.8, optimum: 1, value: record.confidence, "aria-label": "Confidence" }), `${share}%`);
}

function snippet(record) {
  const { article } = record;
  const [start, end] = [unit(article, record.start), unit(article, record.end)];
  const before = article.text.slice(Math.max(0, start - 90), start).replace(/^\S*\s/, "");
  const after = article.text.slice(end, end + 90).replace(/\s\S*$/, "");
  return el("p", { class: "snippet" }, "… ", before, el("b", {}, article.text.slice(start, end)), after, " …");
}

function inClaim(record) {
  const claim = records.get(record.claim);
  if (!claim) return null;
  return el("a", { href: `#${claim.id}` }, `In a claim of ${speakerName(claim) ?? "no named source"}`);
}

function figureContent(record) {
  const periods = (record.period || []).map((id) => records.get(id)).filter(Boolean);
  const twin = records.get(record.equivalent);
  return el("div", {},
    el("div", { class: "card-head" },
      el("div", { class: "who" }, el("span", { class: "name value" }, figureValue(record)),
        record.item ? el("bdi", { class: "role" }, record.item) : null),
      confidence(record),
      el("span", { class: "chip measure" }, record.measure)),
    snippet(record),
    el("p", { class: "facts" },
      ...periods.map((date) => el("a", { href: `#${date.id}` }, `for ${textOf(date.article, date)}`)),
      twin ? el("a", { href: `#${twin.id}` }, `the same as ${textOf(twin.article, twin)}`) : null,
      inClaim(record)));
}

function dateContent(record) {
  return el("div", {},
    el("div", { class: "card-head" },
      el("div", { class: "who" }, el("span", { class: "name value" }, days(record)),
        el("bdi", { class: "role" }, textOf(record.article, record))),
      confidence(record),
      el("span", { class: "chip measure" }, record.type)),
    snippet(record),
    el("p", { class: "facts" }, record.value === days(record) ? null : el("code", {}, record.value), record.anchor ? el("span", {}, `counted from ${record.anchor}`) : null, inClaim(record)));
}

function toggle(record, value) {
  decide(record, { decision: decisionOf(record)?.decision === value ? null : value });
}

/** Opens the form under the card in which speaker, stance and comment are corrected. */
function edit(record) {
  const node = cardOf(record.id);
  const old = node?.querySelector("form");
  if (old) return old.remove();
  const decision = decisionOf(record);
  const isClaim = record.kind === "claim";
  const names = [...new Set(record.article.records.map((one) => speakerName(one)).filter(Boolean))];
  const listId = `names-${record.id}`;
  const others = isClaim && record.speaker?.entity
    ? record.article.records.filter((one) => one !== record && one.speaker?.entity === record.speaker.entity) : [];
  const speaker = el("input", { value: speakerName(record) ?? "", list: listId, placeholder: "No source named" });
  const stance = el("select", {}, el("option", { value: "" }, "not stated"), ...Object.keys(STANCES).map((value) =>
    el("option", { value, selected: stanceOf(record) === value }, value)));
  const comment = el("textarea", { rows: 2 }, decision?.comment ?? "");
  const all = el("input", { type: "checkbox" });
  const save = (event) => {
    event.preventDefault();
    const fields = { comment: comment.value.trim() || null };
    if (isClaim) {
      const name = speaker.value.trim();
      const found = record.speaker?.name ?? (record.speaker?.start !== undefined ? textOf(record.article, record.speaker) : "");
      fields.speaker = name === found ? null : name;
      fields.stance = stance.value === (record.stance ?? "") ? null : stance.value;
      if (all.checked) others.forEach((one) => decide(one, { speaker: fields.speaker }));
    }
    decide(record, fields);
    cardOf(record.id)?.focus();
  };
  node?.append(el("form", { class: "edit", onsubmit: save },
    isClaim ? field("Speaker", speaker) : null,
    isClaim ? el("datalist", { id: listId }, ...names.map((name) => el("option", { value: name }))) : null,
    others.length ? el("label", { class: "inline" }, all, ` Also for ${counted(others.length, "other claim")} of this speaker`) : null,
    isClaim ? field("Stance", stance) : null,
    field("Comment", comment),
    el("div", { class: "actions" }, el("button", { class: "primary", type: "submit" }, "Keep"),
      el("button", { type: "button", onclick: () => edit(record) }, "Cancel"))));
  node?.querySelector("form").scrollIntoView({ block: "nearest" });
  node?.querySelector("form input, form textarea")?.focus();
}

function redraw(record) {
  cardOf(record.id)?.replaceWith(card(record));
  if (record.article === state.article && state.view === "text") drawArticle();
  drawProgress();
}

function drawProgress() {
  const done = decisions.size;
  $("progress").max = Math.max(1, records.size);
  $("progress").value = done;
  $("progress-text").textContent = `${done.toLocaleString("en")} of ${counted(records.size, "record")} reviewed`;
}

// ---------------------------------------------------------------- Moving about

/** Shows the record on both sides; the address names it. */
function select(record, { focus = true, scroll = true } = {}) {
  const isElsewhere = record.article !== state.article || state.view !== "text";
  Object.assign(state, { article: record.article, view: "text" });
  if (isElsewhere) drawArticles();
  const before = state.selected;
  state.selected = record;
  if (isElsewhere) drawArticle();
  if (record.kind !== state.kind || (isElsewhere && !isEverywhere()) || !list.includes(record)) {
    state.kind = record.kind;
    if (!shown().includes(record)) clearFilters();
    drawRecords();
  }
  if (before) cardOf(before.id)?.removeAttribute("aria-current");
  highlight(record);
  const place = list.indexOf(record);
  if (place >= drawn) more(place);
  const node = cardOf(record.id);
  node?.setAttribute("aria-current", "true");
  if (location.hash !== `#${record.id}`) history.replaceState(null, "", `#${record.id}`);
  if (focus) node?.focus({ preventScroll: true });
  if (scroll) {
    node?.scrollIntoView({ block: "nearest" });
    nodesOf(record.id)[0]?.scrollIntoView({ block: "center" });
  }
}

function openArticle(article) {
  $("everywhere").checked = false;
  Object.assign(state, { article, view: "text", selected: null });
  pane("text");
  drawArticles();
  drawArticle();
  drawRecords();
  $("text").scrollTop = 0;
}

/** Follows the address: a record, an article, the overview, or filters ("#?kind=claim&speaker=…"). */
function follow() {
  const hash = location.hash.slice(1);
  if (records.has(hash)) {
    pane(window.matchMedia("(max-width: 1000px)").matches ? "records" : "text");
    return select(records.get(hash));
  }
  if (byDocument.has(hash)) return openArticle(byDocument.get(hash));
  if (hash === "overview" || (across && (hash === "across" || !articles.length))) {
    state.view = hash === "overview" ? "overview" : "across";
    $("everywhere").checked = articles.length > 1;
    pane("text");
    return drawAll();
  }
  if (hash.startsWith("?")) return followFilters(new URLSearchParams(location.hash.slice(2)));
  if (!state.article) return drawAll();
  return openArticle(state.article);
}

function followFilters(wanted) {
  Object.assign(filters, NO_FILTERS);
  for (const [name, value] of wanted) if (name in filters) filters[name] = value;
  if (KINDS.includes(wanted.get("kind"))) state.kind = wanted.get("kind");
  $("everywhere").checked = articles.length > 1;
  $("search").value = filters.q;
  $("filters").open = true;
  pane("records");
  drawAll();
}

function drawAll() {
  drawArticles();
  drawArticle();
  drawRecords();
}

function pane(name) {
  $("columns").dataset.pane = name;
  document.querySelectorAll("[data-pane]").forEach((node) => {
    if (node.tagName === "BUTTON") node.setAttribute("aria-pressed", String(node.dataset.pane === name));
  });
}

function step(by) {
  if (!list.length) return;
  const place = list.indexOf(state.selected);
  const next = place < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, place + by));
  select(list[next]);
}

function stepArticle(by) {
  const next = articles[(state.article?.index ?? 0) + by];
  if (next) location.hash = next.id;
}

/** Decides on the selected record and moves to the next. */
function decideAndStep(value) {
  if (!state.selected) return step(1);
  const record = state.selected;
  decide(record, { decision: value });
  if (value) step(1);
}

// In the order of the help: digits would come first in an object.
const KEYS = new Map([
  ["j", ["Next record", () => step(1)]],
  ["k", ["Previous record", () => step(-1)]],
  ["a", ["Accept, and move on", () => decideAndStep("accept")]],
  ["r", ["Reject, and move on", () => decideAndStep("reject")]],
  ["u", ["Undo the decision", () => decideAndStep(null)]],
  ["e", ["Correct or comment", () => state.selected && edit(state.selected)]],
  ["n", ["Next article", () => stepArticle(1)]],
  ["p", ["Previous article", () => stepArticle(-1)]],
  ["1", ["Claims", () => { state.kind = "claim"; drawRecords(); }]],
  ["2", ["Figures", () => { state.kind = "figure"; drawRecords(); }]],
  ["3", ["Dates", () => { state.kind = "date"; drawRecords(); }]],
  ["o", ["Overview", () => { location.hash = "overview"; }]],
  ["c", ["Across articles", () => { if (across) location.hash = "across"; }]],
  ["/", ["Search records", () => { pane("records"); $("search").focus(); }]],
  ["?", ["This help", () => $("help").showModal()]],
]);

function onKey(event) {
  const isTyping = event.target.closest?.("input, select, textarea, dialog[open]");
  if (event.key === "Escape" && event.target.closest?.("form.edit")) return edit(state.selected ?? records.get(event.target.closest("[data-id]").dataset.id));
  if (event.key === "Escape" && isTyping) return event.target.blur();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !KEYS.has(event.key)) return undefined;
  event.preventDefault();
  return KEYS.get(event.key)[1]();
}

// ---------------------------------------------------------------- Overview

const WIDTH = 640;
const LABEL = 190;
const MOST_COLUMNS = 60;

function drawOverview(main) {
  main.replaceChildren(el("div", { class: "overview" },
    el("h2", { tabindex: "-1" }, counted(articles.length, "article")),
    el("p", { class: "facts" }, ...KINDS.map((kind) => el("span", {}, counted([...records.values()].filter((one) => one.kind === kind).length, kind)))),
    section("Who speaks most", speakersChart(), "No claim names its source."),
    section("Figures by unit", figuresChart(), "No figures found."),
    section("Dates mentioned, over time", timeChart(), "No date could be placed in time.")));
}

function section(title, chart, nothing) {
  return el("section", {}, el("h3", {}, title), chart ?? el("p", { class: "empty" }, nothing));
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (name === null || name === undefined) continue;
    if (groups.has(name)) groups.get(name).push(item);
    else groups.set(name, [item]);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

function shortened(text, most = 26) {
  return [...text].length > most ? [...text].slice(0, most - 1).join("") + "…" : text;
}

function chart(height, label, ...children) {
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": label, class: "chart" }, ...children);
}

function ofKind(kind) {
  return [...records.values()].filter((record) => record.kind === kind);
}

function speakersChart() {
  const groups = grouped(ofKind("claim"), speakerName).slice(0, 15);
  if (!groups.length) return null;
  const most = groups[0][1].length;
  const rows = groups.map(([name, claims], index) => {
    const width = ((WIDTH - LABEL - 50) * claims.length) / most;
    const href = `#?${new URLSearchParams({ kind: "claim", speaker: name })}`;
    return svg("a", { href, "aria-label": `${name}: ${counted(claims.length, "claim")}` },
      svg("text", { x: LABEL - 8, y: index * 26 + 18, class: "label" }, shortened(name)),
      svg("rect", { x: LABEL, y: index * 26 + 4, width: Math.max(2, width), height: 19, rx: 3, class: "bar" }),
      svg("text", { x: LABEL + width + 7, y: index * 26 + 18, class: "value" }, String(claims.length)));
  });
  return chart(groups.length * 26 + 6, "Claims by speaker", ...rows);
}

/** A row for each unit, its figures as dots from the smallest to the largest. */
function figuresChart() {
  const groups = grouped(ofKind("figure").filter((one) => Number.isFinite(magnitude(one))), (one) => one.unit).slice(0, 12);
  if (!groups.length) return null;
  const rows = groups.map(([name, figures], index) => {
    const y = index * 40 + 20;
    const [place, least, most] = scale(figures.map(magnitude), LABEL + 12, WIDTH - 30);
    const href = `#?${new URLSearchParams({ kind: "figure", unit: name, sort: "largest" })}`;
    return svg("g", {},
      svg("a", { href, "aria-label": `${name}: ${counted(figures.length, "figure")}` },
        svg("text", { x: LABEL - 8, y: y + 5, class: "label" }, `${shortened(name, 20)} (${figures.length})`)),
      svg("line", { x1: LABEL, x2: WIDTH - 20, y1: y, y2: y, class: "axis" }),
      ...figures.map((one) => svg("a", { href: `#${one.id}`, "aria-label": `${textOf(one.article, one)} ${one.item ?? ""}` },
        svg("circle", { cx: place(magnitude(one)), cy: y, r: 5.5, class: "dot" },
          svg("title", {}, `${textOf(one.article, one)}${one.item ? ` · ${one.item}` : ""}`)))),
      svg("text", { x: LABEL, y: y + 19, class: "tick" }, compactNumber.format(least)),
      most > least ? svg("text", { x: WIDTH - 20, y: y + 19, class: "tick last" }, compactNumber.format(most)) : "");
  });
  return chart(groups.length * 40 + 4, "Figures by unit", ...rows);
}

/** Where a value stands between two places: by its logarithm where values differ in size. */
function scale(values, from, to) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const by = least >= 0 && most / Math.max(least, 1) > 50 ? (value) => Math.log10(1 + value) : (value) => value;
  const place = (value) => (most > least ? from + ((to - from) * (by(value) - by(least))) / (by(most) - by(least)) : from);
  return [place, least, most];
}

/** Counts of dates by day, month, year or decade, whichever makes few enough columns. */
function timeChart() {
  const dates = ofKind("date").filter((one) => one.low && one.high && /^\d{4}/.test(one.low)).sort((a, b) => a.low.localeCompare(b.low));
  if (!dates.length) return null;
  const columns = timeColumns(dates);
  const most = Math.max(...columns.map(({ some }) => some.length));
  const width = (WIDTH - 40) / columns.length;
  const every = Math.ceil(columns.length / 8);
  const nodes = columns.map(({ name, some }, index) => {
    const height = (110 * some.length) / most;
    const x = 20 + index * width;
    const title = `${name}: ${counted(some.length, "date")}`;
    const wanted = { kind: "date", from: some[0]?.low ?? "", to: some.at(-1)?.low ?? "", sort: "earliest" };
    return svg("g", {},
      some.length ? svg("a", { href: `#?${new URLSearchParams(wanted)}`, "aria-label": title },
        svg("rect", { x: x + 1, y: 126 - height, width: Math.max(1, Math.min(width - 2, 60)), height, rx: 2, class: "bar date" }, svg("title", {}, title)),
        width > 16 || some.length === most ? svg("text", { x: x + 1 + Math.min(width - 2, 60) / 2, y: 121 - height, class: "tick middle" }, String(some.length)) : "") : "",
      index % every === 0 ? svg("text", { x: x + 1, y: 144, class: "tick" }, name) : "");
  });
  return chart(150, "Dates mentioned, over time", svg("line", { x1: 20, x2: WIDTH - 20, y1: 126, y2: 126, class: "axis" }), ...nodes);
}

/** The columns with their dates: the few dates far from all others share one at either end. */
function timeColumns(dates) {
  const inner = dates.slice(Math.floor(dates.length * 0.05), Math.ceil(dates.length * 0.95));
  const cut = [10, 7, 4, 3].find((length) => periods(inner, length).length <= MOST_COLUMNS) ?? 3;
  const all = periods(dates, cut);
  const names = all.length <= MOST_COLUMNS ? all : periods(inner, cut);
  const groups = new Map(grouped(dates, (one) => one.low.slice(0, cut)));
  const columns = names.map((name) => ({ name: cut === 3 ? `${name}0s` : name, some: groups.get(name) ?? [] }));
  const early = dates.filter((one) => one.low.slice(0, cut) < names[0]);
  const late = dates.filter((one) => one.low.slice(0, cut) > names.at(-1));
  if (early.length) columns.unshift({ name: "earlier", some: early });
  if (late.length) columns.push({ name: "later", some: late });
  return columns;
}

/** The names of the days, months, years or decades from the first date to the last. */
function periods(dates, length) {
  const [first, last] = [dates[0].low.slice(0, length), dates.at(-1).low.slice(0, length)];
  if (length <= 4) return Array.from({ length: Math.min(400, Number(last) - Number(first) + 1) }, (_, index) => String(Number(first) + index).padStart(length, "0"));
  const names = [];
  const day = new Date(`${first.padEnd(10, "-01")}T00:00:00Z`);
  for (; day.toISOString().slice(0, length) <= last && names.length < 400; length === 10 ? day.setUTCDate(day.getUTCDate() + 1) : day.setUTCMonth(day.getUTCMonth() + 1)) {
    names.push(day.toISOString().slice(0, length));
  }
  return names;
}

// ---------------------------------------------------------------- Across articles

const GROUPS = { figure: "Figures", quote: "Quotations", claim: "Claims" };
const AGREEMENTS = {
  conflict: "✕ conflict", speakers: "✕ several speakers", denied: "✕ claimed and denied", same: "✓ same",
  rounded: "≈ rounded", bounds: "≥ bounds", updated: "↑ updated", shortened: "… shortened", altered: "≠ altered",
  occasion: "one occasion",
};

function drawAcross(main) {
  const conflicts = across.groups.filter((group) => group.conflict);
  const kinds = Object.entries(GROUPS).map(([kind, name]) => [name, across.groups.filter((group) => group.kind === kind && !group.conflict)]);
  main.replaceChildren(el("div", { class: "overview across" },
    el("h2", { tabindex: "-1" }, "Across articles"),
    el("p", { class: "facts" }, el("span", {}, counted(across.groups.length, "group")), el("span", {}, counted(conflicts.length, "conflict")),
      across.leftOut ? el("span", {}, `${across.leftOut.toLocaleString("en")} more: claimx compare prints them`) : null),
    section("Conflicts", conflicts.length ? el("div", {}, ...conflicts.map(groupOf)) : null, "No conflict was found."),
    ...kinds.filter(([, some]) => some.length).map(([name, some]) => section(name, el("div", {}, ...some.map(groupOf)))),
    across.people.length ? section("People and bodies", peopleTable()) : null));
}

function groupOf(group) {
  const title = group.kind === "figure" ? group.what : shortened(group.what, 140);
  return el("article", { class: `group${group.conflict ? " conflict" : ""}` },
    el("h4", {}, el("span", { class: "chip" }, AGREEMENTS[group.word] ?? group.word), " ", title),
    table(["Words", "By", "Article"], group.members.map((member) => [
      [el("span", { class: member.outlier ? "outlier" : null }, member.text), member.note ? el("span", { class: "note" }, member.note) : null],
      [member.by ?? "–"],
      [el("a", { href: member.href }, member.where), member.published ? el("time", { class: "note" }, member.published) : null],
    ])),
    el("p", { class: "note" }, `${group.reason} · ${Math.round(group.confidence * 100)}% sure`));
}

function peopleTable() {
  return table(["Name", "Roles", "Also", "Articles", "Claims"], across.people.map((one) => [
    [one.name], [shortened(one.roles.join("; "), 120)], [shortened(one.aliases.join(", "), 120)], [String(one.docs)], [String(one.claims)],
  ]));
}

/** A table of cells, each a list of nodes and texts; it scrolls where it is too wide. */
function table(heads, rows) {
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": heads.join(", ") }, el("table", {},
    el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, ...cell)))))));
}

// ---------------------------------------------------------------- Start

const THEMES = ["auto", "light", "dark"];

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  $("theme").textContent = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[name];
  storage?.setItem(`${PREFIX}theme`, name);
}

function start() {
  loadDecisions();
  setTheme(THEMES.includes(storage?.getItem(`${PREFIX}theme`)) ? storage.getItem(`${PREFIX}theme`) : "auto");
  $("theme").onclick = () => setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % 3]);
  $("reviewer").value = storage?.getItem(`${PREFIX}reviewer`) ?? "";
  $("reviewer").onchange = () => storage?.setItem(`${PREFIX}reviewer`, $("reviewer").value.trim());
  $("save").onclick = saveFile;
  $("load").onclick = () => $("file").click();
  $("file").onchange = async (event) => {
    if (event.target.files[0]) await loadFile(event.target.files[0]);
    event.target.value = ""; // the same file can be loaded again
  };
  $("keys").onclick = () => $("help").showModal();
  $("help-list").append(...[...KEYS].flatMap(([key, [words]]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
  $("legend").append(...[["claim direct", "direct claim"], ["claim mixed", "mixed claim"], ["claim indirect", "indirect claim"],
    ["quote", "quotation"], ["speaker", "speaker"], ["cue", "cue"], ["figure", "figure"], ["date", "date"],
    ...Object.keys(STANCES).map((stance) => [`claim stance-${stance}`, `${STANCES[stance]} ${stance}`])].map(([name, words]) =>
    el("span", { class: `mark ${name}` }, words)));
  $("article-search").oninput = drawArticles;
  $("search").oninput = () => setFilter("q", $("search").value.trim());
  $("everywhere").onchange = drawRecords;
  document.body.classList.toggle("single", articles.length < 2);
  document.body.classList.toggle("alone", !articles.length && Boolean(across));
  $("across-link").hidden = !across;
  document.querySelectorAll("button[data-pane]").forEach((node) => (node.onclick = () => pane(node.dataset.pane)));
  $("text").addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || String(getSelection())) return;
    const ids = mark.dataset.ids.split(" ");
    const next = ids[(ids.indexOf(state.selected?.id) + 1) % ids.length];
    pane(window.matchMedia("(max-width: 1000px)").matches ? "records" : "text");
    select(records.get(next));
  });
  $("text").addEventListener("mouseover", (event) => {
    document.querySelectorAll("#list .hot").forEach((node) => node.classList.remove("hot"));
    const ids = event.target.closest(".mark")?.dataset.ids.split(" ") ?? [];
    ids.forEach((id) => cardOf(id)?.classList.add("hot"));
  });
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", follow);
  if (articles.length > 1 && !location.hash) state.view = "text";
  follow();
  drawProgress();
}

start();
