import { useMemo, useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { PositionMiniature } from '../../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import type { Column } from '../../../web/kit/columns.ts';
import { RecordTable } from '../../../web/kit/RecordTable.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import type { Answer } from '../../../platform/contract.ts';
import { t as web } from '../../../web/messages/en.ts';
import { assetContract as api, type DueRenewal } from '../contract.ts';
import { ContractDialog } from './ContractDialog.tsx';
import { StartPlay } from '../../../relationship/web/StartPlay.tsx';
import { t } from './messages.ts';
import css from './assets.module.css';

type Renewals = Answer<typeof api.renewals>;

/** What comes up for renewal, month by month, how likely each is lost and why; and how much is kept. */
export function RenewalsPart() {
  const { data, error, refetch } = useAnswer(
    api.renewals,
    { query: { months: 18 } },
    { meta: { hears: ['contract', 'case', 'next step', 'touchpoint'] } },
  );
  const [opened, setOpened] = useState<string>();
  const columns = useMemo(() => (data ? columnsAt(data) : []), [data]);
  const groupOf = useMemo(() => (data ? groupsOf(data) : undefined), [data]);
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={10} />;
  const chosen = data.items.find((each) => each.id === opened);
  return (
    <>
      <div className={css.top}>
        <Kept data={data} />
        {data.more && <p className={css.quiet}>{t('more')}</p>}
      </div>
      <RecordTable
        label={t('list')}
        columns={columns}
        rows={data.items}
        rowId={idOf}
        rowName={nameOf}
        groupOf={groupOf}
        onOpen={(row) => setOpened(row.id)}
        phoneRow={phoneRow}
        empty={<EmptyState sentence={t('empty')} />}
      />
      {chosen && <ContractDialog row={chosen} onClose={() => setOpened(undefined)} />}
    </>
  );
}

const idOf = (row: DueRenewal) => row.id;
const nameOf = (row: DueRenewal) => row.name;

function Kept({ data }: { data: Renewals }) {
  const { retention, curve, hazard } = data;
  return (
    <div className={css.kept}>
      <dl>
        <div>
          <dt>{t('kept.gross')}</dt>
          <dd>{retention.gross === null ? '–' : format.percent(retention.gross, 1)}</dd>
        </div>
        <div>
          <dt>{t('kept.net')}</dt>
          <dd>{retention.net === null ? '–' : format.percent(retention.net, 1)}</dd>
        </div>
      </dl>
      <p className={css.about}>
        {retention.customers === 0
          ? t('kept.none')
          : t('kept.about', {
              customers: format.number(retention.customers),
              from: format.date(retention.from, 'dayYear'),
              lost: format.number(retention.lost),
            })}{' '}
        {hazard.calibrated
          ? t('hazard.own', { decisions: hazard.decisions })
          : t('hazard.default', { losses: hazard.losses, needed: hazard.needed })}
      </p>
      <Curve curve={curve} />
    </div>
  );
}

/** The renewal curve: the share still there after each renewal, with its table in words. */
function Curve({ curve }: { curve: Renewals['curve'] }) {
  if (curve.refused !== null)
    return (
      <p className={css.about}>
        {t('curve.refused', {
          why: curve.refused === 'too few customers' ? t('curve.too few customers') : t('curve.not determined'),
          n: format.number(curve.customers),
        })}
      </p>
    );
  const shares = [1, ...curve.survival];
  const x = (i: number) => 4 + (i / (shares.length - 1)) * 172;
  const y = (share: number) => 4 + (1 - share) * 44;
  const words = curve.survival
    .map((share, i) => t('curve.point', { count: i + 1, percent: format.percent(share) }))
    .join(', ');
  return (
    <figure className={css.curve}>
      <svg viewBox="0 0 180 56" width="180" height="56" role="img" aria-label={`${t('curve.title')}: ${words}`}>
        <line x1="4" x2="176" y1={y(0)} y2={y(0)} stroke="var(--line-strong)" />
        <path
          d={shares.map((share, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(share).toFixed(1)}`).join('')}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.8"
        />
        {curve.survival.map((share, i) => (
          <circle key={i} cx={x(i + 1)} cy={y(share)} r="2" fill="var(--accent)">
            <title>{t('curve.point', { count: i + 1, percent: format.percent(share) })}</title>
          </circle>
        ))}
      </svg>
      <figcaption className={css.quiet}>
        {t('curve.title')}.{' '}
        {t('curve.about', {
          n: format.number(curve.customers),
          alpha: format.number(curve.alpha ?? 0, 2),
          beta: format.number(curve.beta ?? 0, 2),
          loglikelihood: format.number(curve.logLikelihood ?? 0, 1),
          expected: format.number(curve.expected ?? 0, 1),
        })}
      </figcaption>
    </figure>
  );
}

/** Headings by month with what is at stake in it; what should have been renewed stands first. */
function groupsOf(data: Renewals) {
  const keyOf = (row: DueRenewal) => (row.renewsOn < data.asOf ? 'overdue' : row.renewsOn.slice(0, 7));
  const byMonth = Map.groupBy(data.items, keyOf);
  return (row: DueRenewal) => {
    const key = keyOf(row);
    const own = byMonth.get(key) ?? [];
    const sum = format.moneyShort(
      own.reduce((total, each) => total + Number(each.yearly), 0),
      data.currency,
    );
    const month = key === 'overdue' ? t('overdue') : format.date(`${key}-01`, 'monthLong');
    return { id: key, label: t('month', { month, sum }), count: own.length };
  };
}

const columnsAt = (data: Renewals): readonly Column<DueRenewal>[] => [
  {
    id: 'contract',
    label: t('column.contract'),
    width: 'minmax(150px, 1.5fr)',
    render: (row) => <Two first={row.accountName ?? ''} second={row.name} strong />,
  },
  {
    id: 'renews',
    label: t('column.renews'),
    width: '132px',
    render: (row) => (
      <Two
        first={format.date(row.renewsOn, 'dayYear')}
        second={
          row.noticeDays > 0
            ? t(daysBefore(row.renewsOn, row.noticeDays) < data.asOf ? 'notice was' : 'notice by', {
                when: format.date(daysBefore(row.renewsOn, row.noticeDays), 'day'),
              })
            : ''
        }
      />
    ),
  },
  {
    id: 'yearly',
    label: t('column.yearly'),
    width: '90px',
    align: 'end',
    render: (row) => format.moneyShort(Number(row.yearly), row.currency),
  },
  { id: 'risk', label: t('column.risk'), width: '112px', render: (row) => <Risk row={row} /> },
  {
    id: 'relationship',
    label: t('column.relationship'),
    width: 'minmax(140px, 1.1fr)',
    render: (row) => <Standing row={row} />,
  },
  {
    id: 'next',
    label: t('column.next'),
    width: 'minmax(120px, 1.2fr)',
    render: (row) =>
      row.nextStep ? (
        <Two first={row.nextStep.what} second={format.day(row.nextStep.dueAt, data.asOf)} />
      ) : (
        <span className={css.bad}>{t('no step')}</span>
      ),
  },
  {
    id: 'play',
    label: t('column.play'),
    width: '172px',
    render: (row) =>
      row.play ? (
        <Two first={row.play.name} second={t('play at', { done: row.play.done, of: row.play.of })} />
      ) : (
        <StartPlay accountId={row.accountId} play={row.alarm?.play ?? 'prepare the renewal'} />
      ),
  },
  { id: 'owner', label: t('column.owner'), width: 'minmax(96px, .8fr)', render: (row) => row.ownerName ?? '' },
];

const daysBefore = (day: string, days: number) => new Date(Date.parse(day) - days * 86_400_000).toISOString();

function Risk({ row }: { row: DueRenewal }) {
  return (
    <span className={css.risk} data-high={row.risk.probability >= 0.25}>
      <span className={css.bar} aria-hidden="true">
        <span style={{ inlineSize: `${Math.round(row.risk.probability * 100)}%` }} />
      </span>
      {format.percent(row.risk.probability)}
    </span>
  );
}

function Standing({ row }: { row: DueRenewal }) {
  const facts = [
    row.trust === null ? '' : t('trust', { count: Math.round(row.trust) }),
    row.openSevereCases > 0 ? t('severe cases', { count: row.openSevereCases }) : '',
    row.use === null ? '' : t(row.use >= 1 ? 'use up' : 'use down', { percent: format.percent(Math.abs(row.use - 1)) }),
  ].filter(Boolean);
  return (
    <span className={css.standing}>
      {row.position && <PositionMiniature position={row.position} />}
      <Two first={row.position ? web(`position.${row.position}`) : ''} second={facts.join(', ')} />
    </span>
  );
}

function Two({ first, second, strong = false }: { first: string; second: string; strong?: boolean }) {
  return (
    <span className={css.two}>
      <span data-strong={strong}>{first}</span>
      <span className={css.quiet}>{second}</span>
    </span>
  );
}

const phoneRow = (row: DueRenewal) => (
  <div className={css.phone}>
    <b>{row.accountName}</b>
    <span className={css.quiet}>{row.name}</span>
    <span className={css.phoneFoot}>
      {format.date(row.renewsOn, 'dayYear')} · {format.moneyShort(Number(row.yearly), row.currency)} <Risk row={row} />
    </span>
  </div>
);
