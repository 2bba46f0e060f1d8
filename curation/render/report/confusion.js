// ---- what is taken for what ----------------------------------------------------------------------------------------

const MOST_INTENTS = 40;

const confusion = () => {
  const scope = valueOf($("confusion-scope"));
  const judged = texts.filter((item) => item.scope === scope && item.said);
  const counts = new Map();
  const wrong = new Map();
  for (const item of judged) {
    const key = JSON.stringify([item.intent, item.said]);
    counts.set(key, (counts.get(key) || 0) + 1);
    if (item.said !== item.intent) for (const name of [item.intent, item.said]) wrong.set(name, (wrong.get(name) || 0) + 1);
  }
  const everyone = [...new Set(judged.map((item) => item.intent))].sort();
  const most = [...everyone].sort((a, b) => (wrong.get(b) || 0) - (wrong.get(a) || 0) || (a < b ? -1 : 1)).slice(0, MOST_INTENTS);
  const names = everyone.filter((name) => most.includes(name));
  $("confusion-note").textContent = names.length < everyone.length
    ? `The ${names.length} intents with most wrong answers, of ${everyone.length}.` : "";
  const head = make("tr");
  head.append(make("td", ""));
  for (const name of names) { const th = make("th"); th.scope = "col"; const span = make("span", name); span.title = name; th.append(span); head.append(th); }
  $("confusion-head").replaceChildren(head);
  $("confusion-body").replaceChildren(...names.map((given) => {
    const row = make("tr");
    const th = make("th", given);
    th.scope = "row";
    th.title = given;
    row.append(th);
    const whole = judged.filter((item) => item.intent === given).length || 1;
    for (const said of names) {
      const count = counts.get(JSON.stringify([given, said])) || 0;
      const td = make("td");
      if (count) {
        const share = count / whole;
        if (given !== said) td.className = share > 0.3 ? "heat3" : share > 0.1 ? "heat2" : "heat1";
        const button = make("button", String(count), given === said ? "own" : "");
        button.type = "button";
        button.setAttribute("aria-label", `${count} of ${given} taken for ${said}`);
        button.addEventListener("click", () => showTexts({ scope, intent: given, said }));
        td.append(button);
      }
      row.append(td);
    }
    return row;
  }));
};

if ($("confusion-scope")) {
  $("confusion-scope").addEventListener("input", confusion);
  confusion();
}
