import type { Throughput } from '../../api/types';

/** Geometry of the plot, in the units of its view box. */
export const plot = {
  width: 720,
  height: 208,
  left: 44,
  right: 712,
  top: 20,
  bottom: 180,
} as const;

export interface Tick {
  at: number;
  value: number;
}

export interface Plot {
  curve: string;
  area: string;
  rows: Tick[];
  columns: { at: number; time: string }[];
  bands: { from: number; to: number; host: string }[];
  last: { x: number; y: number } | null;
  least: number;
  most: number;
}

/** The next of 3, 6, 15, 30, 60, 150, ... : it divides into three round steps. */
function niceTop(most: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(most, 3) / 3));
  const step = [1, 2, 5, 10].find((one) => one * scale * 3 >= most) ?? 10;
  return step * scale * 3;
}

const round = (value: number) => Math.round(value * 10) / 10;

export function plotOf({ points, throttled }: Throughput): Plot {
  const times = points.map(({ at }) => Date.parse(at));
  const from = times[0] ?? 0;
  const span = Math.max((times.at(-1) ?? 0) - from, 1);
  const rates = points.map((point) => point.messages_per_second);
  const top = niceTop(Math.max(0, ...rates));
  const clamp = (x: number) => Math.min(Math.max(x, plot.left), plot.right);
  const x = (time: number) =>
    round(clamp(plot.left + ((time - from) / span) * (plot.right - plot.left)));
  const y = (rate: number) => round(plot.bottom - (rate / top) * (plot.bottom - plot.top));

  const corners = points.map((point, index) => ({
    x: x(times[index] ?? from),
    y: y(point.messages_per_second),
  }));
  const curve = corners.map((corner) => `${corner.x},${corner.y}`).join(' ');
  return {
    curve,
    area:
      curve &&
      `${corners[0]?.x ?? 0},${plot.bottom} ${curve} ${corners.at(-1)?.x ?? 0},${plot.bottom}`,
    rows: [0, 1, 2, 3].map((third) => ({ at: y((top / 3) * third), value: (top / 3) * third })),
    columns:
      points.length < 2
        ? []
        : [0, 1, 2, 3, 4].map((quarter) => {
            const time = from + (span / 4) * quarter;
            return { at: x(time), time: new Date(time).toISOString() };
          }),
    bands: throttled
      .map((band) => ({
        from: x(Date.parse(band.from)),
        to: x(Date.parse(band.to)),
        host: band.host,
      }))
      .filter((band) => band.to > band.from),
    last: corners.at(-1) ?? null,
    least: Math.min(...rates),
    most: Math.max(0, ...rates),
  };
}
