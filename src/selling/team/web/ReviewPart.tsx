import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api, type ChangedSale } from '../contract.ts';
import { BridgePicture, type BridgePart } from './BridgePicture.tsx';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

/** Every sale that is not as it was, largest change first, and how the sum of open sales went. */
export function ReviewPart({ whose, since }: { whose: Whose; since: string }) {
  const { data, error, refetch } = useAnswer(api.reviewPipeline, { query: { since, ...whose } }, { meta: { hears: ['opportunity'] } });
  const [only, setOnly] = useState<BridgePart>();
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={47} />;
  const money = (value: number) => format.moneyShort(value, data.currency);
  const items = only === undefined ? data.items : data.items.filter((item) => item.kinds.includes(only));
  return (
    <Part title={t('review.title')} detail={t('review.detail', { day: format.date(data.since, 'long') })} report={{ report: 'team-changes', search: { ...whose, since } }}>
      {(data.bridge.start !== 0 || data.bridge.now !== 0 || data.items.length > 0) && <BridgePicture review={data} only={only} onOnly={(part) => setOnly(only === part ? undefined : part)} />}
      {data.items.length === 0 ? (
        <p className={css.quiet}>{t('review.empty')}</p>
      ) : (
        <Table label={t('review.title')} words={[1]} head={[t('review.sale'), t('review.what'), t('review.before'), t('review.now'), t('review.moved')]}>
          {items.map((item) => (
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
      {only !== undefined && (
        <p className={css.quiet}>
          {t('review.only', { part: t(`bridge.${only}`) })}{' '}
          <button type="button" className={css.link} onClick={() => setOnly(undefined)}>
            {t('review.all')}
          </button>
        </p>
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
