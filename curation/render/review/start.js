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
