// ---- one table that is filtered, sorted and searched, a piece at a time -------------------------------------------

const SHOWN = 200;
const say = (words) => { $("said").textContent = words; };

const cell = (row, text, kind) => { const made = make("td", text, kind); made.dir = "auto"; row.append(made); return made; };

// Values of choices are JSON: a name may hold letters that markup would change.
const valueOf = (input) => (input.tagName === "SELECT" && input.value !== "" ? JSON.parse(input.value) : input.value);
const choose = (input, wanted) => {
  if (input.tagName !== "SELECT" || wanted === "") { input.value = wanted; return; }
  const known = [...input.options].find((option) => option.value !== "" && JSON.parse(option.value) === wanted);
  if (!known) input.add(new Option(wanted, JSON.stringify(wanted)));  // no text here has it: none is shown
  input.value = known ? known.value : JSON.stringify(wanted);
};
const byNumber = new Intl.Collator("en", { numeric: true }).compare;
const before = (a, b) => (typeof a === "string" ? byNumber(a, b) : a - b);

const table = (name, all, draw, order) => {
  const body = $(`${name}-body`);
  const inputs = [...document.querySelectorAll(`[data-table="${name}"]`)];
  let shown = SHOWN;
  let sorted = order;
  let up = false;
  const wanted = () => {
    const asked = inputs.filter((input) => input.value !== "").map((input) => [input.dataset.column, valueOf(input)]);
    return all.filter((row) => asked.every(([column, value]) =>
      column === "find" ? row.find.includes(value.toLowerCase()) : String(row[column]) === value));
  };
  const show = () => {
    const rows = wanted();
    if (sorted) rows.sort((a, b) => (before(a[sorted], b[sorted]) || a.order - b.order) * (up ? -1 : 1));
    body.replaceChildren(...rows.slice(0, shown).map(draw));
    $(`${name}-count`).textContent = `${rows.length.toLocaleString("en")} of ${all.length.toLocaleString("en")} shown`
      + (rows.length > shown ? `, the first ${shown.toLocaleString("en")} below` : "");
    $(`${name}-more`).hidden = rows.length <= shown;
  };
  for (const input of inputs) input.addEventListener("input", () => { shown = SHOWN; show(); });
  for (const button of document.querySelectorAll(`[data-sort="${name}"]`)) {
    button.addEventListener("click", () => {
      up = sorted === button.dataset.column ? !up : false;
      sorted = button.dataset.column;
      for (const other of document.querySelectorAll(`[data-sort="${name}"]`)) other.closest("th").removeAttribute("aria-sort");
      button.closest("th").setAttribute("aria-sort", up ? "descending" : "ascending");
      show();
    });
  }
  $(`${name}-more`).addEventListener("click", () => { shown *= 4; show(); });
  show();
  return (filters) => {
    for (const input of inputs) choose(input, filters[input.dataset.column] ?? "");
    shown = SHOWN;
    show();
    $(`${name}`).scrollIntoView();
    $(`${name}`).focus({ preventScroll: true });
    say(`${$(`${name}-count`).textContent}`);
  };
};
