// ---- the rows: findings and utterances -----------------------------------------------------------------------------

const INTENTS = DATA.intents;
const texts = DATA.texts.map(([text, intent, scope, side, language, said, sure, doubt, x, y, file, pointer], order) => ({
  text, intent: INTENTS[intent], scope: DATA.scopes[scope], side: DATA.sides[side], language: DATA.languages[language],
  said: said < 0 ? "" : INTENTS[said], sure, doubt, x, y, place: `${DATA.files[file]}#${pointer}`,
  taken: said < 0 ? "unknown" : said === intent ? "right" : "wrong", doubtful: doubt >= DATA.doubtful ? "yes" : "no",
  find: `${text} ${INTENTS[intent]}`.toLowerCase(), order,
}));
const findings = DATA.findings.map(([severity, code, place, subject, message, excerpt], order) => ({
  severity, code, place, subject, message, excerpt, rank: { error: 0, warning: 1, note: 2 }[severity],
  find: `${code} ${place} ${subject} ${message} ${excerpt}`.toLowerCase(), order,
}));

const drawFinding = (finding) => {
  const row = make("tr");
  cell(row, finding.severity, `severity ${finding.severity} nowrap`);
  const code = cell(row, undefined, "nowrap");
  const link = make("a", finding.code);
  link.href = `#rule-${finding.code}`;
  code.append(link);
  const what = cell(row, finding.message);
  if (finding.excerpt) what.append(make("br"), make("q", finding.excerpt, "fine"));
  cell(row, finding.place, "place");
  return row;
};

const drawText = (item) => {
  const row = make("tr");
  cell(row, item.text, "said");
  cell(row, item.intent);
  cell(row, item.side, "nowrap");
  cell(row, item.said && item.said !== item.intent ? `${item.said} ${percent(item.sure)}` : "");
  cell(row, item.doubt >= DATA.doubtful ? percent(item.doubt) : "", "number");
  cell(row, item.place, "place");
  return row;
};

const showFindings = table("findings", findings, drawFinding, "rank");
const showTexts = table("texts", texts, drawText, "");

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.findings !== undefined) showFindings(JSON.parse(button.dataset.findings));
  if (button.dataset.texts !== undefined) showTexts(JSON.parse(button.dataset.texts));
  if (button.dataset.copy !== undefined) {
    const code = button.parentElement.querySelector("code");
    const done = () => say("copied");
    const select = () => { getSelection().selectAllChildren(code); say("selected: copy it with the keyboard"); };
    if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(done, select); else select();
  }
});
