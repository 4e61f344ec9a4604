// The standard symbols of genograms (McGoldrick, Gerson & Petry 2020), drawn on a canvas.

const INK = "#16202c";
const ACCENT = "#b35900";
const BADGE = "#0b4f79";
export const HALF = 24;

function outline(ctx, symbol, x, y, half) {
  ctx.beginPath();
  if (symbol === "male") ctx.rect(x - half, y - half, 2 * half, 2 * half);
  else if (symbol === "female") ctx.arc(x, y, half, 0, 2 * Math.PI);
  else {
    const reach = half * 1.2;
    ctx.moveTo(x, y - reach);
    ctx.lineTo(x + reach, y);
    ctx.lineTo(x, y + reach);
    ctx.lineTo(x - reach, y);
    ctx.closePath();
  }
}

// Square, circle or diamond; double outline for the index person, X through the deceased, "?" where nothing is known.
export function drawSymbol(ctx, person, x, y, { half = HALF, selected = false, hover = false, plus = !person.expanded } = {}) {
  ctx.save();
  ctx.setLineDash([]);
  if (selected) {
    ctx.lineWidth = 4;
    ctx.strokeStyle = ACCENT;
    outline(ctx, person.symbol, x, y, half + 9);
    ctx.stroke();
  }
  outline(ctx, person.symbol, x, y, half);
  ctx.fillStyle = hover ? "#e3edf5" : "#ffffff";
  ctx.fill();
  ctx.lineWidth = 2.2;
  ctx.strokeStyle = INK;
  ctx.stroke();
  if (person.index) {
    outline(ctx, person.symbol, x, y, half - 5);
    ctx.stroke();
  }
  if (person.nameless) {
    ctx.fillStyle = INK;
    ctx.font = `bold ${half}px sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("?", x, y);
  }
  if (person.deceased) {
    const arm = person.symbol === "male" ? half : half * 0.75;
    ctx.beginPath();
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x + arm, y - arm);
    ctx.lineTo(x - arm, y + arm);
    ctx.stroke();
  }
  if (plus) drawPlus(ctx, x + half * 0.95, y - half * 0.95, half * 0.42);
  ctx.restore();
}

// A badge at the corner: there may be relatives that are not drawn yet.
function drawPlus(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = BADGE;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = "#ffffff";
  ctx.stroke();
  const arm = radius * 0.55;
  ctx.beginPath();
  ctx.moveTo(x - arm, y);
  ctx.lineTo(x + arm, y);
  ctx.moveTo(x, y - arm);
  ctx.lineTo(x, y + arm);
  ctx.stroke();
}

// A name over at most two lines that fit the width; what does not fit ends in an ellipsis.
export function linesOf(ctx, name, width) {
  const words = name.split(/\s+/);
  const lines = [words.shift() ?? ""];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (ctx.measureText(longer).width <= width || lines.length === 2) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => {
    let text = line;
    while (text.length > 3 && ctx.measureText(text).width > width) text = `${text.slice(0, -2).trimEnd()}…`;
    return text;
  });
}

export function drawLabel(ctx, person, x, y, width, font, letters) {
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 5;
  ctx.strokeStyle = "#ffffff";
  let top = y;
  const write = (text) => {
    ctx.strokeText(text, x, top);
    ctx.fillText(text, x, top);
  };
  ctx.fillStyle = INK;
  ctx.font = `600 ${16 * letters}px ${font}`;
  for (const line of linesOf(ctx, person.name, width)) {
    write(line);
    top += 18 * letters;
  }
  ctx.font = `${14 * letters}px ${font}`;
  ctx.fillStyle = "#3a4754";
  for (const part of person.caption ? person.caption.split(" · ") : []) {
    for (const line of linesOf(ctx, part, width)) {
      write(line);
      top += 16 * letters;
    }
  }
  ctx.restore();
}
