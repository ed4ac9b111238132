import { lengthOf } from '../scale.ts';
import { Chart, type Shown } from './chart.tsx';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it; a judgement stands in it in words, since not everybody sees its colour. */
  readonly text: string;
  readonly tone?: 'good' | 'fair' | 'poor' | undefined;
}

const ROW = 44;
const TEXT = 15;

/** One bar under another, each with its label above it, so that long names fit on a phone. */
export function Bars({ of, bars }: { readonly of: Shown; readonly bars: readonly Bar[] }) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  if (bars.length === 0) return <p className="empty">{of.title}: nothing was measured yet.</p>;
  return (
    <Chart of={of} height={bars.length * ROW}>
      {bars.map(({ label, value, text, tone }, index) => (
        <g key={label} transform={`translate(0 ${index * ROW})`}>
          <text y={TEXT}>{label}</text>
          <text x="100%" y={TEXT} textAnchor="end">
            {text}
          </text>
          <rect className="chart-ground" y={TEXT + 8} width="100%" height={10} rx={3} />
          <rect
            className={tone ? `chart-${tone}` : 'chart-bar'}
            y={TEXT + 8}
            width={`${lengthOf(value, most, 100)}%`}
            height={10}
            rx={3}
          />
        </g>
      ))}
    </Chart>
  );
}
