import { NativeSelect } from '@mantine/core';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { insightContract as api, retentionBases, type RetentionRow } from '../contract.ts';
import { Answered } from './Answered.tsx';
import css from './insight.module.css';
import { t } from './messages.ts';
import { ReportTable, type ReportProps } from './Report.tsx';

/** How much of last year's revenue the same customers bring this year: gross, net, and how many of them stayed. */
export function RetentionReport({ view, onView, compact }: ReportProps) {
  const basis = retentionBases.find((each) => each === view['retentionBy']) ?? 'revenue';
  const saleType = basis === 'revenue' ? saleTypes.find((each) => each === view['type']) : undefined;
  const answer = useAnswer(api.readRetention, { query: { basis, ...(saleType ? { saleType } : {}) } });
  return (
    <Answered answer={answer}>
      {(data) => {
        const rows = data.items.filter((row) => row.customers > 0);
        const latest = rows[0];
        const money = (amount: number) => format.moneyShort(amount, data.currency);
        return (
          <>
            <h2 className={css.heading}>{t('retention.title')}</h2>
            {latest && (
              <p className={css.figure}>
                <b>{format.percent(latest.after / latest.before)}</b>{' '}
                {t('retention.latest', { gross: format.percent(latest.kept / latest.before), stayed: format.percent(latest.stayed / latest.customers), customers: format.number(latest.customers), until: format.date(latest.until, 'full') })}
              </p>
            )}
            <p className={css.intro}>{t(`retention.about.${basis}`)}</p>
            <NativeSelect size="xs" className={css.by} label={t('by')} value={basis} data={retentionBases.map((value) => ({ value, label: t(`by.${value}`) }))} onChange={(event) => onView({ retentionBy: event.currentTarget.value === 'revenue' ? undefined : event.currentTarget.value })} />
            {rows.length === 0 ? (
              <EmptyState sentence={t('retention.none')} />
            ) : (
              <>
                <Lines rows={rows.toReversed()} />
                {!compact && (
                  <ReportTable
                    name={t('retention.title')}
                    columns={[t('retention.until'), t('retention.customers'), t('retention.stayed'), t('retention.before'), t('retention.after'), t('retention.gross'), t('retention.net'), t('retention.fresh')].map((label) => ({ label }))}
                    evidence={{ amount: t('retention.before'), other: t('retention.after') }}
                    rows={rows.map((row) => ({
                      evidence: { report: 'retention', by: basis, key: row.until, ...(saleType ? { saleType } : {}) },
                      cells: [row.until, row.customers, row.stayed / row.customers, row.before, row.after, row.kept / row.before, row.after / row.before, row.fresh],
                      shown: [format.date(row.until, 'dayYear'), format.number(row.customers), format.percent(row.stayed / row.customers), money(row.before), money(row.after), format.percent(row.kept / row.before), format.percent(row.after / row.before), money(row.fresh)],
                    }))}
                  />
                )}
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}

const width = 900;
const height = 220;
const left = 72;
const right = 150;
const bottom = 24;
const top = 14;

/** Net and gross over the quarters, named at their ends; 100 % is what the year before brought. */
function Lines({ rows }: { rows: readonly RetentionRow[] }) {
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
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={css.picture} role="img" aria-label={t('retention.title')}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={width - right} y1={y(share)} y2={y(share)} stroke={share === 1 ? 'var(--line-strong)' : 'var(--grid)'} />
          <text x={left - 8} y={y(share) + 4} textAnchor="end">
            {format.percent(share)}
          </text>
        </g>
      ))}
      {rows.map((row, i) => (
        <text key={row.until} x={x(i)} y={height - 6} textAnchor="middle">
          {format.date(row.until, 'monthYear')}
        </text>
      ))}
      {lines.map(({ name, values, color }, l) => (
        <g key={name}>
          <polyline points={values.map((value, i) => `${x(i)},${y(value)}`).join(' ')} fill="none" stroke={color} strokeWidth={2} />
          {values.map((value, i) => (
            <circle key={rows[i]!.until} cx={x(i)} cy={y(value)} r={3} fill={color}>
              <title>{`${name}, ${format.date(rows[i]!.until, 'monthYear')}: ${format.percent(value)}, n = ${rows[i]!.customers}`}</title>
            </circle>
          ))}
          <text x={width - right + 10} y={ends[l]}>{`${name} ${format.percent(values.at(-1)!)}`}</text>
        </g>
      ))}
    </svg>
  );
}
