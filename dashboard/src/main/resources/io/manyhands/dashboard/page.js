"use strict";
// Everything that comes from the program is set as text, never as markup.

const INTERVAL = 1000;
const PATIENCE = 5000;
const cards = new Map();

function element(kind, className, text) {
  const made = document.createElement(kind);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 1) return "just now";
  if (seconds < 60) return Math.floor(seconds) + " s";
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + " min " + Math.floor(seconds % 60) + " s";
  return Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
}

function number(value) {
  return value.toLocaleString("en");
}

function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB");
}

function table(headings, rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const [text, className] of headings) head.append(element("th", className, text));
  const body = made.createTBody();
  for (const cells of rows) {
    const row = body.insertRow();
    for (const [text, className] of cells) row.append(element("td", className, text));
  }
  const box = element("div", "scroll");
  box.append(made);
  return box;
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function makeChart(box, data) {
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
  const line = (label, name, width) => ({
    label, stroke: colour(name), width, points: { show: false },
    value: (_, v) => v === null || v === undefined ? "" : number(v),
  });
  return new uPlot({
    width: Math.max(300, box.clientWidth), height: 150,
    legend: { live: true }, cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [{ ...axis, space: 90, values: (_, ticks) => ticks.map(clock) }, { ...axis, size: 60, values: (_, ticks) => ticks.map(number) }],
    series: [{ label: "time", value: (_, v) => v === null || v === undefined ? "" : clock(v) }, line("ended each second", "--calm", 2), line("of them not with a value", "--bad", 1.5)],
  }, data, box);
}

class Card {
  constructor(index) {
    this.root = element("section", "card");
    this.title = element("div", "title");
    this.name = element("h2");
    this.about = element("span");
    this.title.append(this.name, this.about);
    this.numbers = element("div", "numbers");
    this.chartBox = element("div", "chart");
    this.rest = element("div");
    this.root.append(this.title, this.numbers, this.chartBox, this.rest);
    document.getElementById("workers").append(this.root);
    this.index = index;
  }

  show(state, now) {
    this.root.classList.toggle("ended", state.ended);
    this.name.textContent = state.name;
    this.about.textContent = state.kind
      + (state.limited ? ", " + number(state.parallelism) + " at once" : ", no limit")
      + ", " + number(state.workers) + " up"
      + (state.spares > 0 ? ", up to " + number(state.spares) + " spare" : "")
      + (state.ended ? ", closed" : "");
    this.showNumbers(state);
    this.showChart(state.history);
    const tops = [...this.rest.querySelectorAll(".scroll")].map(each => each.scrollTop);
    this.rest.replaceChildren(...this.running(state), ...this.stuck(state), ...this.failures(state, now));
    [...this.rest.querySelectorAll(".scroll")].forEach((each, index) => { each.scrollTop = tops[index] ?? 0; });
  }

  showNumbers(state) {
    const last = state.history[1].at(-1) ?? 0;
    const all = [
      ["queued", state.queued], ["running", state.runningCount], ["succeeded", state.succeeded],
      ["failed", state.failed, true], ["timed out", state.timedOut, true], ["worker lost", state.lost, true],
      ["cancelled", state.cancelled], ["retried", state.retried], ["each second", state.ended ? 0 : Math.round(last)],
    ];
    this.numbers.replaceChildren(...all.map(([text, value, isBad]) => {
      const box = element("div", isBad && value > 0 ? "bad" : "");
      box.append(element("b", "", number(value)), element("span", "", text));
      return box;
    }));
  }

  showChart(history) {
    const data = history.slice(0, 3);
    if (!this.chart) {
      this.chart = makeChart(this.chartBox, data);
    } else {
      this.chart.setData(data);
    }
  }

  resize() {
    if (this.chart) this.chart.setSize({ width: Math.max(300, this.chartBox.clientWidth), height: 150 });
  }

  running(state) {
    if (state.running.length === 0) return [];
    const rows = [...state.running].sort((one, other) => other.millis - one.millis).map(each => [
      [each.worker, "who"],
      [each.item ? each.name + ", item " + number(each.number) : each.name + "-" + each.number, ""],
      [duration(each.millis), "time"],
    ]);
    const more = state.runningCount > rows.length ? " (" + rows.length + " of " + number(state.runningCount) + ")" : "";
    return [element("h3", "", "Running" + more), table([["worker", "who"], ["task", ""], ["seen for", "time"]], rows)];
  }

  stuck(state) {
    if (state.stuck.length === 0) return [];
    const rows = state.stuck.map(each => [
      [each.worker, "who"], [each.task + " " + (each.stack[0] ? "at " + each.stack[0] : ""), "sentence"],
      [duration(each.millis), "time"],
    ]);
    return [element("h3", "", "Stuck: they ignore their interrupt"), table([["worker", "who"], ["task", ""], ["for", "time"]], rows)];
  }

  failures(state, now) {
    if (state.failures.length === 0) return [];
    const rows = [...state.failures].reverse().map(each => [
      [each.what, "who"], [each.sentence, "sentence"], [duration(now - each.at) + (now - each.at < 1000 ? "" : " ago"), "time"],
    ]);
    return [element("h3", "", "Failures, the latest first"), table([["what", "who"], ["why", ""], ["when", "time"]], rows)];
  }
}

function showDeadlocks(deadlocks, now) {
  const section = document.getElementById("deadlocks");
  section.hidden = deadlocks.length === 0;
  document.getElementById("deadlock-list").replaceChildren(...deadlocks.map(waiters => {
    const rows = waiters.map(each => [
      [each.thread + (each.task ? ", task " + each.task : "") + ", process " + each.pid, "who"],
      ["has " + (each.has || "nothing") + ", waits for " + each.waitsFor
        + each.stack.map(frame => "\n  at " + frame).join(""), ""],
      [duration(now - each.since), "time"],
    ]);
    const made = table([["thread", "who"], ["has and waits for", ""], ["for", "time"]], rows);
    for (const cell of made.querySelectorAll("td:nth-child(2)")) {
      const [first, ...stack] = cell.textContent.split("\n");
      cell.replaceChildren(document.createTextNode(first), element("pre", "", stack.join("\n")));
    }
    return made;
  }));
}

function show(state) {
  document.getElementById("program").textContent = "process " + state.pid;
  showDeadlocks(state.deadlocks, state.now);
  state.workers.forEach((each, index) => {
    if (!cards.has(index)) cards.set(index, new Card(index));
    cards.get(index).show(each, state.now);
  });
  for (const [index, card] of cards) {
    if (index >= state.workers.length) {
      card.root.remove();
      cards.delete(index);
    }
  }
}

function say(text, isLost) {
  const contact = document.getElementById("contact");
  contact.textContent = text;
  contact.classList.toggle("lost", isLost);
}

let lastContact = null;

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch("state", { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
      if (!answer.ok) throw new Error("status " + answer.status);
      show(await answer.json());
      lastContact = new Date();
      say("live", false);
    } catch (lost) {
      say(lastContact ? "no contact since " + lastContact.toLocaleTimeString() : "no contact", true);
    }
  }
  setTimeout(look, INTERVAL);
}

addEventListener("resize", () => cards.forEach(card => card.resize()));
look();
