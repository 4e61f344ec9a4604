// How each tie is drawn: a pattern of its own, never colour alone.

const STYLES = {
  biological: { dashes: false, color: "#16202c", width: 2 },
  adoptive: { dashes: [10, 6], color: "#16202c", width: 2 },
  legal: { dashes: [10, 6], color: "#5a3d8c", width: 2 },
  step: { dashes: [22, 6], color: "#16202c", width: 2 },
  foster: { dashes: [2, 6], color: "#16202c", width: 3 },
  uncertain: { dashes: [12, 5, 3, 5], color: "#6a7682", width: 2 },
  partner: { dashes: false, color: "#0b4f79", width: 3 },
  former_partner: { dashes: [6, 4], color: "#0b4f79", width: 3 },
  sibling: { dashes: [4, 4], color: "#2c6b3f", width: 2 },
  fictive: { dashes: [3, 9], color: "#8a3b12", width: 3 },
};

// A tie as vis-network draws it. Lines down the generations swing; lines along a row are straight unless somebody
// stands between.
export function edgeOf(tie, font) {
  const style = STYLES[tie.style];
  let smooth = { enabled: true, type: "cubicBezier", forceDirection: "vertical", roundness: 0.45 };
  if (tie.lane > 0) smooth = { enabled: true, type: "curvedCW", roundness: 0.12 + 0.12 * tie.lane };
  // A curve of no bend rather than no curve: vis-network leaves the words off a plain straight line.
  else if (tie.level) smooth = { enabled: true, type: "curvedCW", roundness: tie.over ? 0.18 : 0 };
  return {
    id: tie.id,
    from: tie.from,
    to: tie.to,
    dashes: style.dashes,
    width: style.width,
    color: { color: style.color, highlight: style.color, hover: style.color, inherit: false },
    label: tie.word || undefined,
    font: { size: 13, face: font, color: "#3a4754", strokeWidth: 4, strokeColor: "#ffffff", multi: false, align: "middle" },
    smooth,
    hoverWidth: 0,
    selectionWidth: 0,
    tie,
  };
}

export function drawSample(ctx, name, width, height) {
  const style = STYLES[name];
  ctx.setLineDash(style.dashes || []);
  ctx.strokeStyle = style.color;
  ctx.lineWidth = style.width;
  ctx.beginPath();
  ctx.moveTo(0, height / 2);
  ctx.lineTo(width, height / 2);
  ctx.stroke();
}
