// Small comforts on top of htmx. Everything on the desk also works without them.
"use strict";

const NEAR = 120; // pixels from the end that still count as reading the latest
let atEnd = false;

function failed(shown) {
  const note = document.getElementById("gagal");
  if (note) note.hidden = !shown;
}

function isReply(event) {
  return event.target.id === "kirim";
}

document.addEventListener("htmx:before:request", (event) => {
  if (!isReply(event)) return;
  failed(false);
  atEnd = true; // one's own words are always shown
});
document.addEventListener("htmx:error", (event) => isReply(event) && failed(true));
document.addEventListener("htmx:response:error", (event) => {
  if (isReply(event) && event.detail.ctx.response.status >= 500) failed(true);
});

// A new message is followed only by who was reading the latest one.
function look() {
  const end = document.getElementById("akhir");
  atEnd = end !== null && end.getBoundingClientRect().top < document.documentElement.clientHeight + NEAR;
}

function follow() {
  if (atEnd) document.getElementById("akhir")?.scrollIntoView({ block: "end" });
}

window.addEventListener("scroll", look, { passive: true });
new MutationObserver(follow).observe(document.body, { childList: true, characterData: true, subtree: true });
window.addEventListener("resize", follow);
look();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.target.id !== "teks") return;
  event.preventDefault();
  event.target.form?.requestSubmit();
});

// Who writes is there: that, and no letter of it, keeps the talk with them. The server counts it once in five minutes.
const STILL_HERE = 240000;
let told = -STILL_HERE;
document.addEventListener("input", (event) => {
  if (event.target.id !== "teks" || event.timeStamp - told < STILL_HERE) return;
  told = event.timeStamp;
  fetch(event.target.form.action.replace(/reply$/, "here"), { method: "POST" }).catch(() => (told = -STILL_HERE));
});

// What a lock screen would show of the draft. The server says the same of one that comes back (rules/lockscreen.py).
const HIDDEN = 40;
document.addEventListener("input", (event) => {
  const box = document.getElementById("layar");
  if (event.target.id !== "teks" || !box) return;
  const text = event.target.value.trim().replace(/\s+/g, " ");
  const begun = [...text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}_']+/gu)]
    .filter((one) => [...text.slice(0, one.index)].length < HIDDEN)
    .map((one) => one[0]);
  const said = ` ${begun.join(" ")} `;
  const telling = box.dataset.kata.split("|").filter((word) => word && said.includes(` ${word} `));
  const [line, words] = box.querySelectorAll("b");
  const letters = [...text];
  line.textContent = letters.slice(0, HIDDEN).join("").trimEnd() + (letters.length > HIDDEN ? "…" : "");
  words.textContent = telling.join(", ");
  words.parentElement.hidden = telling.length === 0;
  box.hidden = text === "";
});

// A page that is being left asks for no more news: what it would fetch may be gone by then.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "kirim") document.getElementById("kabar")?.remove();
});

// j and k go through the queue, Enter takes or opens.
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
  const rows = [...document.querySelectorAll(".antrean button:not([id^=lihat]), .antrean a")];
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
});
