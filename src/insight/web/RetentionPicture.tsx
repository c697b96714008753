import { useState } from 'react';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { Mark } from '../../web/charts/Mark.tsx';
import { format } from '../../web/format.ts';
import type { RetentionRow } from '../contract.ts';
import { EvidenceList } from './EvidenceList.tsx';
import css from './insight.module.css';
import { t } from './messages.ts';

const width = 900;
const height = 220;
const left = 72;
const right = 150;
const bottom = 24;
const top = 14;

/** Net and gross over the quarters, named at their ends; 100 % is what the year before brought. */
export function RetentionPicture({
  rows,
  basis,
  saleType,
}: {
  rows: readonly RetentionRow[];
  basis: string;
  saleType: SaleType | undefined;
}) {
  const [open, setOpen] = useState<string>();
  const net = rows.map((row) => row.after / row.before);
  const gross = rows.map((row) => row.kept / row.before);
  const most = Math.max(1.1, ...net);
  const x = (i: number) => left + ((width - left - right) * i) / Math.max(1, rows.length - 1);
  const y = (share: number) => height - bottom - (share / most) * (height - bottom - top);
  const lines = [
    { name: t('retention.net'), values: net, color: 'var(--accent)' },
    { name: t('retention.gross'), values: gross, color: 'var(--trust)' },
  ];
  const ends = lines.map(({ values }) => y(values.at(-1)!) + 4);
  // Names that would lie on each other stand below one another.
  if (Math.abs(ends[0]! - ends[1]!) < 22) ends[0] = ends[1]! - 22;
  const every = Math.ceil(rows.length / 6);
  const step = (width - left - right) / Math.max(1, rows.length - 1);
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} className={css.picture} role="group" aria-label={t('retention.title')}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line
              x1={left}
              x2={width - right}
              y1={y(share)}
              y2={y(share)}
              stroke={share === 1 ? 'var(--line-strong)' : 'var(--grid)'}
            />
            <text x={left - 8} y={y(share) + 4} textAnchor="end">
              {format.percent(share)}
            </text>
          </g>
        ))}
        {rows.map(
          (row, i) =>
            (rows.length - 1 - i) % every === 0 && (
              <text
                key={row.until}
                x={x(i)}
                y={height - 6}
                textAnchor={i === 0 ? 'start' : i === rows.length - 1 ? 'end' : 'middle'}
                data-between={((rows.length - 1 - i) / every) % 2 === 1 || undefined}
              >
                {format.date(row.until, 'monthYear')}
              </text>
            ),
        )}
        {lines.map(({ name, values, color }, l) => (
          <g key={name}>
            <polyline
              points={values.map((value, i) => `${x(i)},${y(value)}`).join(' ')}
              fill="none"
              stroke={color}
              strokeWidth={2}
            />
            {values.map((value, i) => (
              <circle key={rows[i]!.until} cx={x(i)} cy={y(value)} r={3} fill={color} />
            ))}
            <text x={width - right + 10} y={ends[l]}>{`${name} ${format.percent(values.at(-1)!)}`}</text>
          </g>
        ))}
        {rows.map((row, i) => (
          <Mark
            key={row.until}
            label={t('evidence.open', {
              what: `${format.date(row.until, 'monthYear')}: ${t('retention.net')} ${format.percent(net[i]!)}, ${t('retention.gross')} ${format.percent(gross[i]!)}, n = ${row.customers}`,
            })}
            open={open === row.until}
            onOpen={() => setOpen(open === row.until ? undefined : row.until)}
          >
            <rect
              data-catch
              x={x(i) - Math.min(step, 120) / 2}
              width={Math.min(step, 120)}
              y={top}
              height={height - bottom - top}
            />
          </Mark>
        ))}
      </svg>
      {open !== undefined && (
        <EvidenceList
          query={{ report: 'retention', by: basis, key: open, ...(saleType ? { saleType } : {}) }}
          labels={{ amount: t('retention.before'), other: t('retention.after') }}
        />
      )}
    </>
  );
}
