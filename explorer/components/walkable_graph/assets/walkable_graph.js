// The walkable graph in the browser. Positions and words come from Python; only what changed is drawn anew; texts are
// written with textContent and fillText alone.

import "../kin360.vis_network/vis-network.min.js";
import { neighbourOf } from "./keyboard.js";
import { HALF, drawLabel, drawSymbol } from "./symbols.js";
import { drawSample, edgeOf } from "./ties.js";

const { DataSet, Network } = globalThis.vis;
const LABEL_WIDTH = 138;
const ZOOM_STEP = 1.3;
const READABLE = 0.6;
const standing = new WeakMap();

export default function (component) {
  const host = component.parentElement;
  let graph = standing.get(host);
  if (!graph) {
    graph = new WalkableGraph(host);
    standing.set(host, graph);
  }
  graph.send = (person) => component.setTriggerValue("event", { action: "expand", person });
  graph.show(component.data);
  return () => {
    graph.close();
    standing.delete(host);
  };
}

class WalkableGraph {
  constructor(host) {
    const find = (selector) => host.querySelector(selector);
    this.host = host;
    this.find = find;
    this.canvas = find(".canvas");
    this.font = getComputedStyle(find(".walk")).fontFamily;
    this.people = new Map();
    this.ties = new Map();
    this.nodes = new DataSet();
    this.edges = new DataSet();
    this.network = new Network(this.canvas, { nodes: this.nodes, edges: this.edges }, this.options());
    this.network.on("click", (event) => this.clicked(event));
    this.network.on("hoverNode", () => { this.canvas.style.cursor = "pointer"; });
    this.network.on("blurNode", () => { this.canvas.style.cursor = ""; });
    this.canvas.addEventListener("keydown", (event) => this.pressed(event));
    this.canvas.addEventListener("wheel", (event) => this.wheeled(event), { capture: true });
    find(".walk").addEventListener("click", (event) => this.button(event));
    this.canvas.walkableGraph = this;
  }

  options() {
    return {
      physics: false,
      layout: { improvedLayout: false, hierarchical: false },
      interaction: { dragNodes: false, hover: true, keyboard: false, selectConnectedEdges: false, multiselect: false },
      nodes: { shape: "custom", ctxRenderer: (call) => this.renderer(call) },
      edges: { chosen: false },
    };
  }

  // Take in what Python sent; draw only what is new or different.
  show(data) {
    const fresh = this.drawing !== data.drawing;
    if (fresh) this.forget();
    this.words = data.words;
    const added = data.people.filter((person) => !this.people.has(person.id)).map((person) => person.id);
    const changed = data.people.filter((person) => JSON.stringify(person) !== this.people.get(person.id)?.text);
    for (const person of changed) {
      this.people.set(person.id, { ...person, index: person.id === data.ego, text: JSON.stringify(person) });
    }
    this.keepOnly(this.people, new Set(data.people.map((person) => person.id)), this.nodes);
    this.nodes.update(changed.map(({ id, x, y }) => ({ id, x, y })));
    const ties = data.ties.filter((tie) => JSON.stringify(tie) !== this.ties.get(tie.id)?.text);
    for (const tie of ties) this.ties.set(tie.id, { ...tie, text: JSON.stringify(tie) });
    this.keepOnly(this.ties, new Set(data.ties.map((tie) => tie.id)), this.edges);
    this.edges.update(ties.map((tie) => edgeOf(tie, this.font)));
    this.label(data);
    // The walk stands in the address, so that it can be shared, and found again on the way back.
    if (data.address !== globalThis.location.search) globalThis.history.replaceState({}, "", data.address);
    if (fresh) {
      this.drawing = data.drawing;
      this.select(data.ego);
      this.fit();
    } else {
      this.select(this.selected);
      if (added.length) this.bringIntoSight(added);
      if (this.asked) this.say(added.length ? this.words.added.replace("{count}", added.length) : this.words.nobody_new);
    }
    this.asked = false;
    this.canvas.dataset.people = String(this.people.size);
  }

  keepOnly(held, ids, drawn) {
    const gone = [...held.keys()].filter((id) => !ids.has(id));
    for (const id of gone) held.delete(id);
    drawn.remove(gone);
  }

  forget() {
    this.people.clear();
    this.ties.clear();
    this.nodes.clear();
    this.edges.clear();
    this.selected = null;
  }

  renderer({ ctx, id, x, y, state }) {
    const person = this.people.get(id);
    return {
      drawNode: () => {
        if (!person) return;
        drawSymbol(ctx, person, x, y, { selected: id === this.selected, hover: state.hover });
        drawLabel(ctx, person, x, y + HALF + 12, LABEL_WIDTH, this.font, this.letters());
      },
      nodeDimensions: { width: 2 * HALF, height: 2 * HALF },
    };
  }

  // Letters shrink less than the drawing does, so that names stay readable when much is in sight.
  letters() {
    return Math.min(1.3, Math.max(1, 0.8 / this.network.getScale()));
  }

  label(data) {
    const words = this.words;
    for (const button of this.host.querySelectorAll("button[data-do]")) {
      button.textContent = words.buttons[button.dataset.do];
      button.setAttribute("aria-label", words.button_titles[button.dataset.do] ?? button.textContent);
    }
    this.find(".bar").setAttribute("aria-label", words.toolbar);
    this.find(".hint").textContent = words.hint;
    this.canvas.setAttribute("aria-label", words.drawing);
    this.find(".panel").setAttribute("aria-label", words.panel);
    this.legend(data);
  }

  // Only what the drawing uses.
  legend(data) {
    const people = [...this.people.values()];
    const entries = [];
    const symbol = (name, person) => entries.push([words.symbols[name], (ctx) => drawSymbol(ctx, { expanded: true, ...person }, 12, 12, { half: 9 })]);
    const words = this.words;
    for (const shape of ["male", "female", "unknown"]) {
      if (people.some((person) => person.symbol === shape)) symbol(shape, { symbol: shape });
    }
    symbol("index", { symbol: this.people.get(data.ego)?.symbol ?? "unknown", index: true });
    if (people.some((person) => person.deceased)) symbol("deceased", { symbol: "male", deceased: true });
    if (people.some((person) => person.nameless)) symbol("nameless", { symbol: "unknown", nameless: true });
    if (people.some((person) => !person.expanded)) {
      entries.push([words.symbols.more, (ctx) => drawSymbol(ctx, { symbol: "unknown", expanded: true }, 12, 12, { half: 9, plus: true })]);
    }
    for (const style of [...new Set(data.ties.map((tie) => tie.style))].sort()) {
      entries.push([words.ties[style], (ctx) => drawSample(ctx, style, 46, 24), 46]);
    }
    const text = entries.map(([word]) => word).join("|");
    if (text === this.legendText) return;
    this.legendText = text;
    this.find(".legend").replaceChildren(...entries.map(([word, draw, width = 24]) => {
      const item = document.createElement("span");
      const canvas = document.createElement("canvas");
      const ratio = globalThis.devicePixelRatio || 1;
      canvas.width = width * ratio;
      canvas.height = 24 * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = "24px";
      canvas.setAttribute("aria-hidden", "true");
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      draw(ctx);
      item.append(canvas, document.createTextNode(word));
      return item;
    }));
  }

  select(id) {
    const person = this.people.get(id) ?? this.people.values().next().value;
    if (!person) return;
    const moved = this.selected !== person.id;
    this.selected = person.id;
    this.canvas.dataset.selected = person.id;
    const panel = this.find(".panel");
    panel.hidden = false;
    panel.querySelector("h3").textContent = person.name;
    panel.querySelector(".caption").textContent = person.caption;
    panel.querySelector("dl").replaceChildren(...person.facts.flatMap(([name, value]) => {
      const term = document.createElement("dt");
      const fact = document.createElement("dd");
      term.textContent = name;
      fact.textContent = value;
      return [term, fact];
    }));
    const open = panel.querySelector("a.main");
    open.href = person.href;
    open.textContent = this.words.open;
    const expand = panel.querySelector('[data-do="expand"]');
    expand.disabled = person.expanded;
    expand.textContent = person.expanded ? this.words.expanded : this.words.buttons.expand;
    expand.setAttribute("aria-label", expand.textContent);
    if (moved) this.say([person.name, person.caption].filter(Boolean).join(", "));
    this.network.redraw();
  }

  say(text) {
    this.find(".spoken").textContent = text;
  }

  clicked(event) {
    const id = event.nodes[0] ?? this.nodeAtLabel(event.pointer.canvas);
    if (id === undefined) return;
    this.select(id);
    this.expand(id);
  }

  // A name is as good a target as its symbol.
  nodeAtLabel({ x, y }) {
    return [...this.people.values()].find(
      (person) => Math.abs(person.x - x) < LABEL_WIDTH / 2 && y > person.y - HALF && y < person.y + HALF + 64,
    )?.id;
  }

  expand(id) {
    if (this.people.get(id)?.expanded) return;
    this.asked = true;
    this.send(id);
  }

  button(event) {
    const action = event.target.closest("button[data-do]")?.dataset.do;
    if (action === "in") this.zoom(ZOOM_STEP);
    else if (action === "out") this.zoom(1 / ZOOM_STEP);
    else if (action === "fit") this.fit();
    else if (action === "centre") this.centre();
    else if (action === "expand") this.expand(this.selected);
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.startsWith("Arrow")) {
      const from = this.people.get(this.selected);
      const next = from && neighbourOf(event.key, from, [...this.people.values()], this.tiedTo(from.id));
      if (next) {
        this.select(next.id);
        this.bringIntoSight([next.id]);
      }
    } else if (event.key === "Enter") this.expand(this.selected);
    else if (event.key === "o") this.find("a.main").click();
    else if (event.key === "+" || event.key === "=") this.zoom(ZOOM_STEP);
    else if (event.key === "-") this.zoom(1 / ZOOM_STEP);
    else if (event.key === "0") this.fit();
    else if (event.key === "c") this.centre();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  tiedTo(id) {
    const tied = new Set();
    for (const tie of this.ties.values()) {
      if (tie.from === id) tied.add(tie.to);
      if (tie.to === id) tied.add(tie.from);
    }
    return tied;
  }

  // The wheel scrolls the page until the drawing has been chosen: nobody is trapped on the way down.
  wheeled(event) {
    const root = this.canvas.getRootNode();
    if (!event.ctrlKey && root.activeElement !== this.canvas) event.stopPropagation();
  }

  zoom(factor) {
    this.network.moveTo({ scale: Math.min(2, Math.max(0.08, this.network.getScale() * factor)) });
  }

  // Everybody in sight, but never larger than life.
  fit() {
    this.frame([...this.people.values()], 1.1);
  }

  frame(people, largest) {
    const [left, right, top, bottom] = this.bounds(people);
    const scale = Math.min(largest, this.canvas.clientWidth / (right - left), this.canvas.clientHeight / (bottom - top));
    this.network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: scale || 1 });
  }

  centre() {
    const person = this.people.get(this.selected);
    this.network.moveTo({ position: { x: person.x, y: person.y }, scale: Math.max(READABLE, this.network.getScale()) });
  }

  // Move the sheet, never the people; only as far as it takes, and only when somebody would be out of sight.
  bringIntoSight(ids) {
    const scale = this.network.getScale();
    const { x, y } = this.network.getViewPosition();
    const across = this.canvas.clientWidth / scale / 2;
    const down = this.canvas.clientHeight / scale / 2;
    const shown = [...ids, this.selected].map((id) => this.people.get(id));
    const [left, right, top, bottom] = this.bounds(shown);
    if (right - left > 2 * across || bottom - top > 2 * down) {
      this.frame(shown, scale);
      return;
    }
    const shift = (low, high, middle, half) => Math.max(0, high - middle - half) + Math.min(0, low - middle + half);
    const position = { x: x + shift(left, right, x, across), y: y + shift(top, bottom, y, down) };
    if (position.x !== x || position.y !== y) this.network.moveTo({ position });
  }

  // The part of the sheet that people and their labels take up.
  bounds(people) {
    const xs = people.map((person) => person.x);
    const ys = people.map((person) => person.y);
    return [Math.min(...xs) - 80, Math.max(...xs) + 80, Math.min(...ys) - 45, Math.max(...ys) + 125];
  }

  // Where somebody is on the screen, in page pixels; for tests and for tools that assist.
  whereabouts(id) {
    const person = this.people.get(id);
    const point = this.network.canvasToDOM({ x: person.x, y: person.y });
    const box = this.canvas.getBoundingClientRect();
    return { x: box.left + point.x, y: box.top + point.y, sheet: this.network.getPosition(id) };
  }

  close() {
    this.network.destroy();
  }
}
