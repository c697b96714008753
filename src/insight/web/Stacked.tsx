import { Fragment, useState } from 'react';
import { EvidenceList, type EvidenceQuery } from './EvidenceList.tsx';
import css from './insight.module.css';
import { t } from './messages.ts';

interface StackedProps {
  label: string;
  /** What the first and the second part of a bar are. */
  parts: readonly [string, string];
  rows: readonly { name: string; values: readonly [number, number]; evidence: EvidenceQuery }[];
  show: (value: number) => string;
  /** What the figures of the records behind a bar are. */
  evidence: { amount: string; other?: string };
}

/** Horizontal bars of two parts, from an honest zero, each named, with its sum beside it and its records behind it. The table below is the same in figures. */
export function Stacked({ label, parts, rows, show, evidence }: StackedProps) {
  const [open, setOpen] = useState<number>();
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
      {rows.map(({ name, values, evidence: behind }, nth) => (
        <Fragment key={name}>
          <button
            type="button"
            className={css.behindBar}
            aria-label={t('evidence.open', { what: `${name}, ${show(values[0] + values[1])}` })}
            aria-expanded={open === nth}
            onClick={() => setOpen(open === nth ? undefined : nth)}
          >
            <span title={name}>{name}</span>
            <span aria-hidden="true">
              {values.map((value, i) => (
                <i key={parts[i]} data-part={i} style={{ inlineSize: `${(value / most) * 100}%` }} />
              ))}
            </span>
            <b>{show(values[0] + values[1])}</b>
          </button>
          {open === nth && <EvidenceList query={behind} labels={evidence} />}
        </Fragment>
      ))}
    </figure>
  );
}
