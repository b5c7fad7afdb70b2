/** Draws the two channels of a recording as two lanes, customer above, agent below. */

export interface Peaks {
  left: readonly number[];
  right: readonly number[];
}

export interface Colours {
  played: string;
  customer: string;
  agent: string;
  middle: string;
}

const GAP = 1;
const BAR = 2;

function loudest(lane: readonly number[], from: number, to: number): number {
  let most = 0;
  for (let index = Math.floor(from); index < to && index < lane.length; index += 1) {
    most = Math.max(most, lane[index] ?? 0);
  }
  return most / 255;
}

export function drawLanes(canvas: HTMLCanvasElement, peaks: Peaks, share: number, colours: Colours): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  context.scale(scale, scale);
  const lanes: [readonly number[], number, string][] = [
    [peaks.left, height * 0.25, colours.customer],
    [peaks.right, height * 0.75, colours.agent],
  ];
  const bars = Math.max(1, Math.floor(width / (BAR + GAP)));
  for (const [lane, middle, colour] of lanes) {
    for (let bar = 0; bar < bars; bar += 1) {
      const level = loudest(lane, (bar * lane.length) / bars, ((bar + 1) * lane.length) / bars);
      const half = Math.max(0.75, level * (height * 0.25 - 4));
      context.fillStyle = bar / bars <= share ? colours.played : colour;
      context.fillRect(bar * (BAR + GAP), middle - half, BAR, half * 2);
    }
  }
  context.fillStyle = colours.middle;
  context.fillRect(0, height / 2 - 0.5, width, 1);
}
