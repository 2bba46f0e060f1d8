const SERVED = DATA.mode === "served";
const TOKEN = location.hash.slice(1);
const LISTED = 300;
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
