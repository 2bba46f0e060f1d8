const DATA = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);

const make = (tag, text, kind) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (kind) node.className = kind;
  return node;
};
const percent = (share) => `${Math.round(share * 100)} %`;
