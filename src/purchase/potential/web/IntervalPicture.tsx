import css from './potential.module.css';

interface IntervalPictureProps {
  at: number;
  low: number;
  high: number;
  /** The ends of the scale, the same for all rows of a table, and where nothing would be. */
  from: number;
  to: number;
  zero: number;
}

const width = 180;
const height = 16;

/** An estimate with its interval on a scale; the figures stand beside it. */
export function IntervalPicture({ at, low, high, from, to, zero }: IntervalPictureProps) {
  const x = (value: number) => 4 + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (width - 8);
  return (
    <svg className={css.interval} width={width} height={height} aria-hidden="true">
      <line x1={4} x2={width - 4} y1={height / 2} y2={height / 2} stroke="var(--line-strong)" />
      <line x1={x(zero)} x2={x(zero)} y1={1} y2={height - 1} stroke="var(--text-3)" strokeDasharray="2 2" />
      <line
        x1={x(low)}
        x2={x(high)}
        y1={height / 2}
        y2={height / 2}
        stroke="var(--accent)"
        strokeWidth={4}
        strokeLinecap="round"
        opacity={0.45}
      />
      <circle cx={x(at)} cy={height / 2} r={3.5} fill="var(--accent)" />
    </svg>
  );
}
