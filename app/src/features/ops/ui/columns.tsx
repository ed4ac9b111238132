import { lengthOf } from '../scale.ts';
import { Chart, type Shown } from './chart.tsx';

export interface Column {
  readonly label: string;
  readonly value: number;
  /** A part of the value, drawn at its foot in another colour: what failed. */
  readonly failed?: number;
}

const [HEIGHT, FOOT, HEAD] = [200, 24, 24] as const;
const PLOT = HEIGHT - FOOT - HEAD;

/** One column beside another, over time: the first and the last are named, and the highest. */
export function Columns({
  of,
  columns,
  unit,
}: {
  readonly of: Shown;
  readonly columns: readonly Column[];
  readonly unit: string;
}) {
  const most = Math.max(...columns.map(({ value }) => value), 0);
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last || most === 0) return <p className="empty">{of.title}: nothing was measured yet.</p>;
  const each = 100 / columns.length;
  const base = HEAD + PLOT;
  return (
    <Chart of={of} height={HEIGHT}>
      <text y={15}>
        at most {most} {unit}
      </text>
      <line className="chart-axis" x1={0} x2="100%" y1={base} y2={base} />
      {columns.map(({ label, value, failed = 0 }, index) => {
        const height = lengthOf(value, most, PLOT);
        const part = lengthOf(failed, most, PLOT);
        const at = { x: `${index * each + each * 0.1}%`, width: `${each * 0.8}%` };
        return (
          <g key={label}>
            <rect className="chart-bar" {...at} y={base - height} height={height} />
            {part > 0 ? <rect className="chart-poor" {...at} y={base - part} height={part} /> : null}
          </g>
        );
      })}
      <text y={HEIGHT - 6}>{first.label}</text>
      <text x="100%" y={HEIGHT - 6} textAnchor="end">
        {last.label}
      </text>
    </Chart>
  );
}
