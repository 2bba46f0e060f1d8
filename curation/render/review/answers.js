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
