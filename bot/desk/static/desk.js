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

// A page that is being left asks for no more news: what it would fetch may be gone by then.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "kirim") document.getElementById("kabar")?.remove();
});
