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
