import css from './insight.module.css';

interface StackedProps {
  label: string;
  /** What the first and the second part of a bar are. */
  parts: readonly [string, string];
  rows: readonly { name: string; values: readonly [number, number] }[];
  show: (value: number) => string;
}

/** Horizontal bars of two parts, from an honest zero, each named and with its sum beside it. The table below is the same in figures. */
export function Stacked({ label, parts, rows, show }: StackedProps) {
  const most = Math.max(1, ...rows.map(({ values }) => values[0] + values[1]));
  return (
    <figure className={css.stacked} aria-label={label}>
      <figcaption>
        <span>
          <i data-part="0" /> {parts[0]}
        </span>
        <span>
          <i data-part="1" /> {parts[1]}
        </span>
      </figcaption>
      {rows.map(({ name, values }) => (
        <div key={name}>
          <span title={name}>{name}</span>
          <span aria-hidden="true">
            {values.map((value, i) => (
              <i key={parts[i]} data-part={i} style={{ inlineSize: `${(value / most) * 100}%` }} />
            ))}
          </span>
          <b>{show(values[0] + values[1])}</b>
        </div>
      ))}
    </figure>
  );
}
