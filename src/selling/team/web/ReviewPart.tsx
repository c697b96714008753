import { Link } from '@tanstack/react-router';
import type { Answer } from '../../../platform/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api, type ChangedSale } from '../contract.ts';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

type Review = Answer<typeof api.reviewPipeline>;

/** Every sale that is not as it was, largest change first, and how the sum of open sales went. */
export function ReviewPart({ whose, since }: { whose: Whose; since: string }) {
  const { data, error, refetch } = useAnswer(api.reviewPipeline, { query: { since, ...whose } }, { meta: { hears: ['opportunity'] } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={47} />;
  const money = (value: number) => format.moneyShort(value, data.currency);
  return (
    <Part title={t('review.title')} detail={t('review.detail', { day: format.date(data.since, 'long') })} report={{ report: 'team-changes', search: { ...whose, since } }}>
      {(data.bridge.start !== 0 || data.bridge.now !== 0 || data.items.length > 0) && <BridgePicture review={data} />}
      {data.items.length === 0 ? (
        <p className={css.quiet}>{t('review.empty')}</p>
      ) : (
        <Table label={t('review.title')} words={[1]} head={[t('review.sale'), t('review.what'), t('review.before'), t('review.now'), t('review.moved')]}>
          {data.items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <Link to="/opportunities/$id" params={{ id: item.id }}>
                  {item.name}
                </Link>
                <span className={css.second}>{[item.accountName, item.ownerName].filter(Boolean).join(' · ')}</span>
              </th>
              <td data-words>
                {item.kinds.map((kind) => (
                  <span key={kind} className={css.word} data-tone={kind === 'won' ? 'strong' : ['lost', 'slipped', 'shrank', 'moved back'].includes(kind) ? 'bad' : undefined} style={{ marginInlineEnd: 4 }}>
                    {t(`kind.${kind}`)}
                  </span>
                ))}
              </td>
              <td>
                <State state={item.before} currency={data.currency} />
              </td>
              <td>
                <State state={item.now} currency={data.currency} />
              </td>
              <td className={item.moved < 0 && item.kinds.every((kind) => kind !== 'won') ? css.bad : undefined}>{item.moved === 0 ? '' : `${item.moved > 0 ? '+' : ''}${money(item.moved)}`}</td>
            </tr>
          ))}
        </Table>
      )}
      {data.more > 0 && <p className={css.quiet}>{t('review.more', { count: data.more })}</p>}
    </Part>
  );
}

function State({ state, currency }: { state: ChangedSale['before']; currency: string }) {
  if (state === null) return null;
  return (
    <>
      {format.moneyShort(state.amount, currency)}
      <span className={css.second}>
        {[t(`stage.${state.stage}`), state.outcome !== 'open' ? t(`kind.${state.outcome}`) : state.expectedCloseOn ? format.date(state.expectedCloseOn) : t('no date')].join(' · ')}
      </span>
    </>
  );
}

const parts = ['entered', 'grew', 'shrank', 'won', 'lost', 'left'] as const;
const width = 720;
const height = 150;
const top = 22;
const bottom = 34;

/** From what was open then to what is open now, in the steps that lead there. */
function BridgePicture({ review: { bridge, currency } }: { review: Review }) {
  const money = (value: number) => format.moneyShort(value, currency);
  const shown = parts.filter((part) => bridge[part] !== 0);
  const steps = shown.map((part, i) => {
    const from = shown.slice(0, i).reduce((level, before) => level + bridge[before], bridge.start);
    return { part, from, to: from + bridge[part] };
  });
  const bars = [{ part: 'start' as const, from: 0, to: bridge.start }, ...steps, { part: 'now' as const, from: 0, to: bridge.now }];
  const levels = bars.flatMap(({ from, to, part }) => (part === 'start' || part === 'now' ? [to] : [from, to]));
  const most = Math.max(1, ...levels);
  const least = Math.min(...levels);
  // Open sums are far larger than a week's changes: the axis begins below the lowest level, and the first and last bar say so by fading out.
  const floor = shown.length === 0 ? 0 : Math.max(0, least - (most - least) * 0.6);
  const y = (value: number) => top + ((most - Math.max(floor, value)) / (most - floor || 1)) * (height - top - bottom);
  const step = width / bars.length;
  return (
    <figure className={`${css.picture} ${css.wide}`} style={{ marginBottom: 14 }}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('bridge.aria', { start: money(bridge.start), now: money(bridge.now) })}>
        <defs>
          <linearGradient id="cut" x1="0" x2="0" y1="0" y2="1">
            <stop offset="55%" stopColor="var(--accent)" stopOpacity="0.85" />
            <stop offset="100%" stopColor="var(--accent)" stopOpacity={floor > 0 ? 0.1 : 0.85} />
          </linearGradient>
        </defs>
        {bars.map(({ part, from, to }, i) => {
          const whole = part === 'start' || part === 'now';
          const above = Math.min(y(from), y(to));
          const tall = whole ? height - bottom - y(to) : Math.max(2, Math.abs(y(from) - y(to)));
          const value = whole ? to : to - from;
          return (
            <g key={part}>
              <rect
                x={i * step + step * 0.16}
                width={step * 0.68}
                y={whole ? y(to) : above}
                height={Math.max(2, tall)}
                rx="2"
                fill={whole ? 'url(#cut)' : part === 'lost' || part === 'shrank' || part === 'left' ? 'var(--alarm)' : part === 'won' ? 'var(--position-realized)' : 'var(--accent)'}
              />
              <text x={i * step + step / 2} y={(whole ? y(to) : above) - 6} textAnchor="middle" className={css.label}>
                {whole ? money(value) : `${value > 0 ? '+' : ''}${money(value)}`}
              </text>
              <text x={i * step + step / 2} y={height - bottom + 18} textAnchor="middle" className={css.axis}>
                {t(`bridge.${part}`)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
