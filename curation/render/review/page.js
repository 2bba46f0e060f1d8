"use strict";
(() => {
  const DATA = JSON.parse(document.getElementById("data").textContent);
  const SERVED = DATA.mode === "served";
  const TOKEN = location.hash.slice(1);
  const LISTED = 300;
  const $ = (id) => document.getElementById(id);
  const NO_TASK = "(no task fits)";

  let items = [];
  let byId = new Map();
  let targets = {};
  let intents = {};
  let state = "";
  let store = "";
  let sure = 0.95;
  let current = "";
  const answers = new Map();
  const past = new Map();
  const batches = [];
  let unsaved = [];
  let sending = null;

  // ---- small helpers -------------------------------------------------------------------------------------------

  const make = (tag, text, kind) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  };
  const percent = (share) => `${Math.round(share * 100)} %`;
  const say = (words) => { $("said").textContent = words; };
  const waiting = (item) => item.state !== "decided" && !answers.has(item.id);
  const isSure = (item) => item.proposed.decision !== "" && item.proposed.confidence >= sure;
  const named = (item) => (item.kind === "link" ? item.intent : item.text);

  const remember = () => {
    try {
      const kept = { current, unsaved, reviewer: $("reviewer").value, answers: SERVED ? [] : [...answers], batches: SERVED ? [] : batches };
      localStorage.setItem(store, JSON.stringify(kept));
    } catch (error) { /* a browser that keeps nothing: the download and the server still do */ }
  };
  const recall = () => {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch (error) { return {}; }
  };

  const banner = (words, ...buttons) => {
    const place = $("banner");
    place.replaceChildren(make("span", words));
    for (const [label, act] of buttons) {
      const button = make("button", label);
      button.type = "button";
      button.addEventListener("click", () => { place.hidden = true; act(); });
      place.append(button);
    }
    place.hidden = false;
  };

  // ---- which questions are shown -------------------------------------------------------------------------------

  const views = {
    waiting,
    link: (item) => waiting(item) && item.kind === "link",
    utterance: (item) => waiting(item) && item.kind === "utterance",
    confident: (item) => waiting(item) && isSure(item),
    again: (item) => waiting(item) && (item.state === "stale" || item.state === "conflict"),
    answered: (item) => !waiting(item),
    all: () => true,
  };
  const shown = () => {
    const wanted = $("find").value.trim().toLowerCase();
    const fits = views[$("filter").value];
    const says = (item) => `${item.intent} ${item.text} ${item.proposed.task} ${item.proposed.into}`.toLowerCase();
    return items.filter((item) => (fits(item) || item.id === current) && (!wanted || says(item).includes(wanted)));
  };

  const showList = () => {
    const found = shown();
    const at = Math.max(found.findIndex((item) => item.id === current), 0);
    const first = Math.max(0, Math.min(at - LISTED / 2, found.length - LISTED));
    const part = found.slice(first, first + LISTED);
    $("list").replaceChildren(...part.map((item) => {
      const row = document.createElement("li");
      const button = make("button");
      button.type = "button";
      button.append(make("span", `${mark(item)} `, "mark"), make("span", named(item)));
      if (item.id === current) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => show(item.id));
      row.append(button);
      return row;
    }));
    const more = found.length > part.length ? `, ${part.length} around this one listed` : "";
    $("listed").textContent = `${found.length} shown${more}`;
    const chosen = $("list").querySelector("[aria-current]");
    if (chosen) chosen.scrollIntoView({ block: "nearest" });
    const left = items.filter(waiting).length;
    $("bar").max = Math.max(items.length, 1);
    $("bar").value = items.length - left;
    $("count").textContent = `${items.length - left} of ${items.length} answered, ${left} left`;
    document.body.dataset.unsaved = unsaved.length;
    $("group").disabled = !items.some((item) => waiting(item) && isSure(item));
    document.querySelector('[data-do="undo"]').disabled = batches.length === 0;
  };
  const mark = (item) => (answers.has(item.id) ? "\u2713" : { decided: "\u2713", stale: "!", conflict: "!", unsure: "?" }[item.state] || "\u2022");

  // ---- one question --------------------------------------------------------------------------------------------

  const show = (id, focus = true) => {
    current = id;
    const item = byId.get(id);
    $("card").hidden = !item;
    $("nothing").hidden = Boolean(item);
    $("nothing-static").hidden = SERVED;
    $("nothing-served").hidden = !SERVED;
    if (item) fill(item);
    showList();
    remember();
    if (focus) $("question").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };

  const fill = (item) => {
    const link = item.kind === "link";
    const given = answers.get(item.id);
    const chips = [link ? "intent" : "utterance", given ? "answered now" : item.state];
    $("chips").replaceChildren(...chips.map((word, n) => make("span", word, n ? `chip ${given ? "decided" : word}` : "chip")));
    $("title").textContent = named(item);
    const count = `${item.rows} ${item.rows === 1 ? "utterance" : "utterances"}`;
    const where = item.scope ? ` of ${item.scope}` : "";
    $("about").textContent = link ? `${count}, leads to no task` : `filed under ${item.intent}${where}, ${count} with this text`;
    $("proposal").replaceChildren(...proposalWords(item));
    $("reason").textContent = item.reason;
    fillTexts($("samples"), item.samples, !link);
    if (link && item.rows > item.samples.length) $("samples").append(make("li", `and ${item.rows - item.samples.length} more`, "mark"));
    $("samples-title").textContent = link ? "What people say" : `Like it, under ${item.intent}`;
    $("samples-title").hidden = item.samples.length === 0;
    $("beside-part").hidden = item.beside.length === 0;
    $("beside-title").textContent = `Like it, under ${item.beside.length ? item.beside[0].intent : ""}`;
    fillTexts($("beside"), item.beside, true);
    fillOptions(item);
    fillTargets(item, given);
    fillHistory(item, given);
    $("note").value = given ? given.note : "";
    $("keep-words").textContent = link ? "No task: keep as routing intent" : `Keep under ${item.intent}`;
    $("calibration").textContent = link ? DATA.calibration || "" : "";
  };

  const fillTexts = (place, rows, alike) => {
    place.replaceChildren(...rows.map((row) => {
      const line = make("li", row.text);
      if (alike && row.similarity > 0) line.append(make("span", ` ${row.similarity.toFixed(2)}`, "mark"));
      return line;
    }));
  };

  const proposalWords = (item) => {
    const proposed = item.proposed;
    if (!proposed.decision) return [make("span", "Nothing is proposed.")];
    const into = proposed.into ? `, rows also into ${proposed.into}` : "";
    const words = item.kind !== "link" ? (proposed.decision === "keep" ? `Proposed: keep under ${item.intent}` : `Proposed: move to ${proposed.into}`)
      : proposed.decision === "keep" ? "Proposed: no task fits, keep as routing intent"
      : `Proposed: ${proposed.task}${into}`;
    const sureness = proposed.confidence > 0 ? ` - ${percent(proposed.confidence)} sure` : "";
    return [make("strong", words), make("span", sureness)];
  };

  const fillOptions = (item) => {
    $("options-part").hidden = item.options.length === 0;
    $("options-title").textContent = item.kind === "link" ? "Where it could lead" : "Where it could belong";
    $("options").replaceChildren(...item.options.slice(0, 9).map((option, n) => optionRow(item, option, n)));
  };

  const optionRow = (item, option, n) => {
    const row = make("div", undefined, "option");
    const radio = document.createElement("input");
    Object.assign(radio, { type: "radio", name: "option", id: `option-${n}`, value: option.target });
    radio.addEventListener("change", () => choose(item, option.target));
    const label = make("label", option.target);
    label.htmlFor = radio.id;
    label.append(" ", make("kbd", String(n + 1)));
    const score = make("span", `${percent(option.score)} `, "score");
    const meter = make("span", undefined, "meter");
    meter.style.setProperty("--part", `${Math.round(option.score * 100)}%`);
    score.append(meter);
    row.append(radio, label, score, optionDetail(option));
    return row;
  };

  const optionDetail = (option) => {
    const detail = make("div", undefined, "detail");
    if (option.words.length) detail.append(make("p", `speaks for it: ${option.words.join(", ")}`));
    if (option.children.length) {
      const shares = option.children.slice(0, 4).map((child) => `${child.intent} ${percent(child.share)}`);
      detail.append(make("p", `inside it: ${shares.join(", ")}`));
    }
    for (const pair of option.pairs.slice(0, 3)) {
      const line = make("p", undefined, "pair");
      line.append(make("q", pair.text), make("span", " is like ", "mark"), make("q", pair.task_text), make("span", ` ${pair.similarity.toFixed(2)}`, "mark"));
      detail.append(line);
    }
    return detail;
  };

  const fillSelect = (select, names, empty, chosen) => {
    const nothing = make("option", empty);
    nothing.value = "";
    select.replaceChildren(nothing, ...names.map((name) => {
      const entry = make("option", name);
      entry.value = name;
      return entry;
    }));
    select.value = names.includes(chosen) ? chosen : "";
  };

  const fillTargets = (item, given) => {
    const link = item.kind === "link";
    const tasks = Object.keys(targets);
    const inScope = (intents[item.scope] || []).filter((name) => name !== item.intent);
    const names = link ? tasks : [...new Set([...inScope, ...(item.scope ? [] : tasks)])];
    $("target-label").textContent = link ? "Task" : "Intent";
    const proposed = link ? item.proposed.task : item.proposed.into;
    fillSelect($("target"), names, link ? "(none)" : "(stays)", given && given.target ? given.target : proposed);
    fillInto(item, given ? given.into : undefined);
  };

  const fillInto = (item, into) => {
    const target = $("target").value;
    const inside = item.kind === "link" ? targets[target] || [] : [];
    const option = item.options.find((one) => one.target === target);
    $("into-part").hidden = inside.length === 0;
    fillSelect($("into"), inside, "(no intent inside)", into === undefined ? (option ? option.into : "") : into);
    for (const radio of document.querySelectorAll('input[name="option"]')) radio.checked = radio.value === target;
    const rows = option ? option.rows_into : [];
    $("rows-into-part").hidden = item.kind !== "link" || rows.length === 0;
    $("rows-into").checked = false;
    $("rows-into-label").textContent = `${rows.length} of the texts go to another intent inside ${target}, one by one`;
    $("rows-into-list").replaceChildren(...rows.slice(0, 20).map((row) => make("li", `${row.text} \u2192 ${row.into}`)));
    $("accept-words").textContent = acceptWords(item, target);
    document.querySelector('[data-do="keep"]').hidden = target === "" && item.proposed.decision !== "";
    document.querySelector('[data-do="reject"]').disabled = target === "";
  };

  const acceptWords = (item, target) => {
    if (item.kind !== "link") return target ? `Move to ${target}` : `Keep under ${item.intent}`;
    if (!target && !item.proposed.decision) return "Choose a task";
    return target ? `Link to ${target}` : "No task: keep as routing intent";
  };

  const choose = (item, target) => {
    $("target").value = target;
    fillInto(item);
  };

  const fillHistory = (item, given) => {
    const lines = item.history.map((one) => {
      const target = [one.task, one.into].filter(Boolean).join(" / ");
      return [one.decision, target, one.reviewer && `by ${one.reviewer}`, one.date, one.note && `(${one.note})`].filter(Boolean).join(" ");
    });
    if (given) lines.push(`${given.decision} ${[given.target, given.into].filter(Boolean).join(" / ")} by ${given.reviewer}, now`);
    $("history-part").hidden = lines.length === 0;
    $("history").replaceChildren(...lines.map((line) => make("li", line)));
  };

  // ---- answers -------------------------------------------------------------------------------------------------

  const who = () => {
    const reviewer = $("reviewer").value.trim();
    if (reviewer) return reviewer;
    banner("Say who answers: fill in the field Reviewer.", ["Go there", () => $("reviewer").focus()]);
    return "";
  };

  const answerOf = (item, verb) => {
    const base = { id: item.id, fingerprint: item.fingerprint, decision: verb, target: "", into: "", note: $("note").value, rows: [] };
    const target = $("target").value;
    if (verb === "reject") {
      base.target = target || item.proposed.task || item.proposed.into;
      if (!base.target) { say("There is nothing to reject here."); return null; }
    }
    if (verb !== "accept") return base;
    if (!target && !item.proposed.decision && item.kind === "link") {
      say("Nothing is proposed here; choose a task, or keep it with k.");
      return null;
    }
    if (!target) return { ...base, decision: "keep" };
    const option = item.options.find((one) => one.target === target);
    const proposed = item.kind === "link" ? item.proposed.task : item.proposed.into;
    base.decision = target === proposed ? "accept" : "retarget";
    base.target = target;
    base.into = item.kind === "link" ? $("into").value : "";
    if ($("rows-into").checked && option) base.rows = option.rows_into;
    return base;
  };

  const acceptedAs = (item) => {
    const link = item.kind === "link";
    const keep = item.proposed.decision === "keep";
    const target = keep ? "" : link ? item.proposed.task : item.proposed.into;
    return { id: item.id, fingerprint: item.fingerprint, decision: keep ? "keep" : "accept", target, into: link && !keep ? item.proposed.into : "", note: "", rows: [] };
  };

  const give = (given) => {
    if (undoing) { say("One moment, please: the last answer is on its way."); return false; }
    const reviewer = who();
    if (!reviewer) return false;
    const date = $("date").value.trim();
    const batch = given.map((one) => ({ ...one, reviewer, date }));
    for (const one of batch) {
      if (answers.has(one.id)) past.set(one.id, [...(past.get(one.id) || []), answers.get(one.id)]);
      answers.set(one.id, one);
    }
    batches.push(batch.map((one) => one.id));
    if (SERVED) { unsaved.push(batch); send(); }
    remember();
    return true;
  };

  const act = (verb) => {
    const item = byId.get(current);
    if (verb === "undo") return undo();
    if (!item) return undefined;
    if (verb === "skip") return step(1);
    const given = answerOf(item, verb);
    const after = following(item);
    if (given && give([given])) {
      const what = { accept: "Accepted", retarget: "Linked", keep: "Kept", reject: "Rejected", unsure: "Left for somebody else" }[given.decision];
      say(`${what}: ${named(item).slice(0, 60)}${given.target ? ` \u2192 ${given.target}` : ""}`);
      show(after);
    }
    return undefined;
  };

  const following = (item) => {
    const found = shown();
    const at = found.findIndex((one) => one.id === item.id);
    const next = [...found.slice(at + 1), ...found.slice(0, at)].find((one) => views[$("filter").value](one) && one.id !== item.id);
    return next ? next.id : $("filter").value === "all" ? item.id : "";
  };

  const step = (by) => {
    const found = shown();
    const at = found.findIndex((item) => item.id === current);
    if (found.length) show(found[(at + by + found.length) % found.length].id);
  };

  // While an answer is taken back no other is given: the server takes back the last one it has.
  let undoing = false;
  const undo = async () => {
    if (undoing) return;
    undoing = true;
    try { await undoLast(); } finally { undoing = false; }
  };

  const undoLast = async () => {
    const last = batches[batches.length - 1];
    if (!last) return;
    if (SERVED && !(await takeBack())) return;
    batches.pop();
    for (const id of last) {
      const before = past.get(id);
      if (before && before.length) answers.set(id, before.pop());
      else answers.delete(id);
    }
    say(last.length > 1 ? `${last.length} answers taken back.` : `Taken back: ${named(byId.get(last[0])).slice(0, 60)}`);
    show(last[0]);
  };

  // ---- the sure ones together ----------------------------------------------------------------------------------

  const openBatch = () => {
    const found = items.filter((item) => waiting(item) && isSure(item));
    if (!found.length || $("batch").open) return;
    $("batch-title").textContent = `Accept ${found.length} proposals that are at least ${percent(sure)} sure`;
    $("batch-list").replaceChildren(...found.map((item) => {
      const row = document.createElement("li");
      const label = document.createElement("label");
      const box = document.createElement("input");
      Object.assign(box, { type: "checkbox", checked: true, value: item.id });
      const to = acceptedAs(item);
      label.append(box, ` ${named(item)} \u2192 ${to.target || (item.kind === "link" ? NO_TASK : "stays")}${to.into ? ` / ${to.into}` : ""}, ${percent(item.proposed.confidence)}`);
      row.append(label);
      return row;
    }));
    $("batch").showModal();
    $("batch-yes").focus();
  };

  const closeBatch = () => {
    const ticked = [...$("batch-list").querySelectorAll("input:checked")].map((box) => acceptedAs(byId.get(box.value)));
    $("batch").close();
    if (ticked.length && give(ticked)) {
      say(`${ticked.length} proposals accepted.`);
      const next = items.find(waiting);
      show(answers.has(current) ? (next ? next.id : "") : current);
    }
  };

  // ---- the server ----------------------------------------------------------------------------------------------

  const call = async (path, body) => {
    const options = { method: body ? "POST" : "GET", headers: { "X-Curation-Token": TOKEN }, cache: "no-store" };
    if (body) {
      options.headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(body);
    }
    const response = await fetch(path, options);
    const found = await response.json().catch(() => ({}));
    return { ok: response.ok, status: response.status, ...found };
  };

  // One request at a time: what is taken back must not overtake what is on its way.
  const send = () => {
    if (!sending) sending = sendAll().finally(() => { sending = null; });
    return sending;
  };

  const sendAll = async () => {
    while (unsaved.length) {
      const batch = unsaved[0];
      let result = { ok: false, error: "the server does not answer; is `curation review` still running?" };
      try { result = await call("answers", { state, answers: batch }); } catch (error) { /* said below */ }
      if (!result.ok) { complain("Not saved", result, send); return; }
      state = result.state;
      unsaved.shift();
      document.body.dataset.unsaved = unsaved.length;
      $("banner").hidden = true;
      remember();
    }
  };

  const complain = (what, result, again) => {
    if (result.status === 409) {
      banner(`${what}: decisions were changed by another tab or program. Your answers stay in this page.`, ["Read it again", () => location.reload()]);
    } else {
      banner(`${what}: ${result.error || "the server refused it"}. Your answers stay in this page.`, ["Try again", again]);
    }
  };

  const takeBack = async () => {
    if (sending) await sending;
    if (unsaved.length) {
      unsaved.pop();
      remember();
      if (!unsaved.length) $("banner").hidden = true;
      return true;
    }
    let result = { ok: false, error: "the server does not answer" };
    try { result = await call("undo", { state }); } catch (error) { /* said below */ }
    if (result.ok) state = result.state;
    else complain("Not taken back", result, undo);
    return result.ok;
  };

  const offerUnsaved = (kept) => {
    if (!kept.length) return;
    const count = kept.flat().length;
    const keep = () => {
      for (const batch of kept) {
        const there = batch.filter((one) => byId.has(one.id));
        for (const one of there) answers.set(one.id, one);
        if (there.length) { unsaved.push(there); batches.push(there.map((one) => one.id)); }
      }
      send();
      show(current);
    };
    banner(`${count} ${count === 1 ? "answer" : "answers"} of before not saved.`, ["Save them now", keep], ["Forget them", remember]);
  };

  // ---- the file ------------------------------------------------------------------------------------------------

  const cell = (value) => {
    const clean = String(value).replace(/[\u0000-\u001f\u007f]/g, " ");
    const inert = /^[=+\-@']/.test(clean) ? `'${clean}` : clean;
    return /[",\n\r]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
  };

  const sheet = () => {
    const header = ["kind", "intent", "utterance", "proposed", "proposed_into", "decision", "target", "into", "note", "reviewer", "date", "key"];
    const lines = [header];
    for (const [id, given] of answers) {
      const item = byId.get(id);
      if (!item) continue;
      const [proposed, into] = item.proposed_cells;
      lines.push([item.kind, item.intent, item.text, proposed, into, given.decision, given.target, given.into, given.note, given.reviewer, given.date, item.key]);
      for (const row of given.rows) {
        lines.push(["row", item.intent, row.text, "", "", "retarget", given.target, row.into, "", given.reviewer, given.date, row.key]);
      }
    }
    return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
  };

  const download = () => {
    if (SERVED) return;
    if (!answers.size) { say("There are no answers yet."); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([sheet()], { type: "text/csv" }));
    link.download = "curation-answers.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(`${answers.size} ${answers.size === 1 ? "answer" : "answers"} downloaded; take them over with: curation decide FOLDER curation-answers.csv`);
  };

  // ---- keys ----------------------------------------------------------------------------------------------------

  const keys = {
    a: () => act("accept"), k: () => act("keep"), x: () => act("reject"), u: () => act("unsure"),
    s: () => act("skip"), j: () => step(1), p: () => step(-1), z: () => act("undo"), Backspace: () => act("undo"),
    t: () => $("target").focus(), n: () => $("note").focus(), g: openBatch, d: download, "?": () => $("help").showModal(),
    r: () => {
      if ($("rows-into-part").hidden) say("No text goes to another intent here.");
      else $("rows-into").checked = !$("rows-into").checked;
    },
  };

  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const field = event.target instanceof Element && event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea");
    if (field) {
      if (event.key === "Escape") $("question").focus();
      else if (event.key === "Enter" && field.id === "target") { event.preventDefault(); act("accept"); }
      else if (event.key === "Enter") $("question").focus();
      return;
    }
    const item = byId.get(current);
    if (/^[1-9]$/.test(event.key) && item && item.options[event.key - 1]) {
      event.preventDefault();
      choose(item, item.options[event.key - 1].target);
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  };

  // ---- start ---------------------------------------------------------------------------------------------------

  const listen = () => {
    document.addEventListener("keydown", onKey);
    window.addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
    for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => act(button.dataset.do));
    $("filter").addEventListener("change", () => {
      const found = items.filter(views[$("filter").value]);
      show(found.some((item) => item.id === current) ? current : found.length ? found[0].id : "", false);
    });
    $("find").addEventListener("input", showList);
    $("target").addEventListener("change", () => fillInto(byId.get(current)));
    $("reviewer").addEventListener("change", () => { $("banner").hidden = true; remember(); });
    $("group").addEventListener("click", openBatch);
    $("batch-yes").addEventListener("click", closeBatch);
    $("batch-no").addEventListener("click", () => $("batch").close());
    $("download").addEventListener("click", download);
    $("help-open").addEventListener("click", () => $("help").showModal());
    $("help-close").addEventListener("click", () => $("help").close());
  };

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  };

  const start = (found) => {
    ({ items, targets, intents } = found.queue);
    DATA.calibration = found.queue.calibration;
    byId = new Map(items.map((item) => [item.id, item]));
    state = found.state || "";
    sure = found.accept_above === null ? sure : found.accept_above;
    store = `curation-review ${found.name}`;
    const kept = recall();
    $("reviewer").value = found.reviewer || kept.reviewer || "";
    $("date").value = found.date || today();
    $("download").hidden = SERVED;
    for (const [id, given] of kept.answers || []) if (byId.has(id)) answers.set(id, given);
    batches.push(...(kept.batches || []).filter((batch) => batch.every((id) => answers.has(id))));
    listen();
    const resumed = byId.has(kept.current) && waiting(byId.get(kept.current)) ? kept.current : "";
    const first = items.find(waiting);
    const before = kept.unsaved || [];
    show(resumed || (first ? first.id : ""), false);
    if (SERVED) offerUnsaved(before);
  };

  if (!SERVED) start(DATA);
  else {
    call("queue").then((found) => {
      if (found.ok) start(found);
      else banner(found.error || "The server does not know this page; open the address that `curation review` printed.");
    }).catch(() => banner("The server does not answer; is `curation review` still running?"));
  }
})();
