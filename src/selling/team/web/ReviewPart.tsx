import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api, type ChangedSale } from '../contract.ts';
import { changeKinds, type ChangeKind } from '../review.ts';
import { BridgePicture } from './BridgePicture.tsx';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

/** Every sale that is not as it was, largest change first, and how the sum of open sales went. */
export function ReviewPart({ whose, since }: { whose: Whose; since: string }) {
  const meta = { hears: ['opportunity'] };
  const { data, error, refetch } = useAnswer(api.reviewPipeline, { query: { since, ...whose } }, { meta });
  const [only, setOnly] = useState<ChangeKind>();
  const listed = useAnswer(api.reviewPipeline, { query: { since, kind: only, ...whose } }, { meta }).data;
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={47} />;
  const money = (value: number) => format.moneyShort(value, data.currency);
  const kinds = changeKinds.filter((kind) => data.counts[kind] !== undefined);
  return (
    <Part
      title={t('review.title')}
      detail={t('review.detail', { day: format.date(data.since, 'long') })}
      report={{ report: 'team-changes', search: { ...whose, since } }}
    >
      {(data.bridge.start !== 0 || data.bridge.now !== 0 || data.items.length > 0) && (
        <BridgePicture review={data} only={only} onOnly={(part) => setOnly(only === part ? undefined : part)} />
      )}
      <WithoutRate of={data.unrated} />
      {kinds.length > 0 && (
        <Tabs
          look="chips"
          label={t('review.kinds')}
          tabs={[
            { id: 'all' as const, label: t('review.all'), count: data.items.length + data.more },
            ...kinds.map((id) => ({ id, label: t(`kind.${id}`), count: data.counts[id] })),
          ]}
          value={only ?? 'all'}
          onChange={(kind) => setOnly(kind === 'all' ? undefined : kind)}
        />
      )}
      {data.items.length === 0 ? (
        <p className={css.quiet}>{t('review.empty')}</p>
      ) : listed === undefined ? (
        <RowsSkeleton rows={3} height={47} />
      ) : (
        <Table
          label={t('review.title')}
          words={[1]}
          head={[t('review.sale'), t('review.what'), t('review.before'), t('review.now'), t('review.moved')]}
        >
          {listed.items.map((item) => (
            <tr key={item.id}>
              <th scope="row">
                <Link to="/opportunities/$id" params={{ id: item.id }}>
                  {item.name}
                </Link>
                <span className={css.second}>{[item.accountName, item.ownerName].filter(Boolean).join(' · ')}</span>
              </th>
              <td data-words>
                {item.kinds.map((kind) => (
                  <span
                    key={kind}
                    className={css.word}
                    data-tone={
                      kind === 'won'
                        ? 'strong'
                        : ['lost', 'slipped', 'shrank', 'moved back'].includes(kind)
                          ? 'bad'
                          : undefined
                    }
                    style={{ marginInlineEnd: 4 }}
                  >
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
              <td className={item.moved < 0 && item.kinds.every((kind) => kind !== 'won') ? css.bad : undefined}>
                {item.moved === 0 ? '' : `${item.moved > 0 ? '+' : ''}${money(item.moved)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {listed !== undefined && listed.more > 0 && (
        <p className={css.quiet}>{t('review.more', { count: listed.more })}</p>
      )}
    </Part>
  );
}

function State({ state, currency }: { state: ChangedSale['before']; currency: string }) {
  if (state === null) return null;
  return (
    <>
      {format.moneyShort(state.amount, currency)}
      <span className={css.second}>
        {[
          t(`stage.${state.stage}`),
          state.outcome !== 'open'
            ? t(`kind.${state.outcome}`)
            : state.expectedCloseOn
              ? format.date(state.expectedCloseOn)
              : t('no date'),
        ].join(' · ')}
      </span>
    </>
  );
}
