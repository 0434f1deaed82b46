// The talk with grammY and a session in better-sqlite3, one durable commit a message: `grammy_bot.js TALK FILE`.
// Updates one after the other, as grammY's own polling takes them; the database is synchronous anyway.
// The same rounds on demand as rounds.py.
"use strict";

const fs = require("node:fs");
const readline = require("node:readline");
const Database = require("better-sqlite3");
const { Bot, InlineKeyboard, session } = require("grammy");

const FIRST_CHAT = 1_000_000;
const SENT_AT = 1_760_000_000;
const ME = {
  id: 501, is_bot: true, first_name: "Bot", username: "ukur_bot",
  can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false,
};

const talk = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const sent = { count: 0, last: new Map() };
const people = { turns: new Array(talk.contacts).fill(0), next: 0, updates: 0 };

function tell(row) {
  process.stdout.write(`${JSON.stringify(row)}\n`);
}

function update() {
  const number = people.next;
  const turn = people.turns[number]++;
  people.next = (number + 1) % people.turns.length;
  people.updates += 1;
  const person = { id: FIRST_CHAT + number, first_name: "Seseorang" };
  const text = turn ? talk.answers[(turn - 1) % talk.answers.length] : talk.opening;
  return {
    update_id: people.updates,
    message: {
      message_id: people.updates, date: SENT_AT, chat: { ...person, type: "private" },
      from: { ...person, is_bot: false }, text,
    },
  };
}

function asked(chat) {
  const turn = people.turns[chat - FIRST_CHAT] - 1;
  return talk.states[turn % talk.states.length].say.at(-1);
}

function storage(path) {
  const db = new Database(path);
  db.pragma("journal_mode = wal");
  db.pragma("synchronous = full");
  db.exec("create table if not exists session (key text primary key, value text not null)");
  const get = db.prepare("select value from session where key = ?");
  const put = db.prepare(
    "insert into session values (?, ?) on conflict (key) do update set value = excluded.value",
  );
  const drop = db.prepare("delete from session where key = ?");
  return {
    read: (key) => {
      const row = get.get(key);
      return row ? JSON.parse(row.value) : undefined;
    },
    write: (key, value) => void put.run(key, JSON.stringify(value)),
    delete: (key) => void drop.run(key),
  };
}

function after(here, text) {
  const state = talk.states[here];
  const plain = text.trim().toLowerCase();
  const found = state.choices.findIndex(
    ([label, also], n) =>
      plain === String(n + 1) || plain === label.toLowerCase() || also.some((word) => plain.includes(word)),
  );
  return found < 0 ? state.otherwise : state.choices[found][2];
}

async function ask(ctx, state) {
  for (const text of state.say.slice(0, -1)) await ctx.reply(text);
  const keyboard = new InlineKeyboard();
  for (const [label] of state.choices) keyboard.text(label, label).row();
  await ctx.reply(state.say.at(-1), state.choices.length ? { reply_markup: keyboard } : {});
}

const bot = new Bot("501:a-token-of-the-benchmark", { botInfo: ME });
bot.api.config.use(async (_previous, _method, payload) => {
  sent.count += 1;
  sent.last.set(payload.chat_id, payload.text);
  const chat = { id: payload.chat_id, type: "private" };
  return { ok: true, result: { message_id: sent.count, date: SENT_AT, chat, text: payload.text } };
});
bot.use(session({ initial: () => ({ at: null }), storage: storage(process.argv[3]) }));
bot.on("message:text", async (ctx) => {
  const here = ctx.session.at;
  if (here === null && ctx.message.text !== talk.opening) return;
  ctx.session.at = here === null ? 0 : after(here, ctx.message.text);
  await ask(ctx, talk.states[ctx.session.at]);
});

async function round(count) {
  const updates = Array.from({ length: count }, update);
  const before = sent.count;
  const began = process.hrtime.bigint();
  for (const one of updates) await bot.handleUpdate(one);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const chats = updates.map((one) => one.message.chat.id);
  const wrong = chats.filter((chat) => sent.last.get(chat) !== asked(chat)).length;
  tell({ seconds, messages: count, replies: sent.count - before, wrong });
}

async function main() {
  tell({ ready: true });
  for await (const line of readline.createInterface({ input: process.stdin })) await round(Number(line));
}

main();
