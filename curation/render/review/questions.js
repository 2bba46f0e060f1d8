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
