import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useMay } from '../../web/session.ts';
import { notifyUndo } from '../../web/shell/toasts.ts';
import type { Campaign } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './campaignMessages.ts';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';
import { TouchpointLine } from './TouchpointLine.tsx';

/** The touchpoints that it brought, and those in its time that nobody put down to it. */
export function CampaignTouchpoints({ campaign }: { campaign: Campaign }) {
  const [which, setWhich] = useState<'touchpoints' | 'candidates'>('touchpoints');
  const mayRun = useMay('campaign:write');
  const found = useRows(
    api.listCampaignTouchpoints,
    {
      params: { id: campaign.id },
      query: { limit: '20', ...(which === 'candidates' ? { candidates: 'true' as const } : {}) },
    },
    { meta: { hears: ['campaign', 'touchpoint'] } },
  );
  const touches = [api.listCampaignTouchpoints, api.readCampaignResults, api.listCampaigns];
  const attribute = useAct(api.attribute, { touches });
  const takeBack = useAct(api.takeBackAttribution, { touches });
  const input = (touchpointId: string) => ({
    input: { params: { id: campaign.id }, body: { touchpointIds: [touchpointId] } },
  });
  return (
    <section className={css.section} aria-label={t('touchpoints')}>
      <Tabs
        label={t('touchpoints')}
        tabs={(['touchpoints', 'candidates'] as const).map((id) => ({ id, label: t(id) }))}
        value={which}
        onChange={setWhich}
      />
      {found.problem && <QueryProblem error={found.problem} />}
      {found.rows.length === 0 &&
        (found.loading ? <RowsSkeleton rows={3} /> : <p className={css.words}>{t(`${which} empty`)}</p>)}
      <ul className={found.rows.length > 0 ? css.list : undefined}>
        {found.rows.map((row) => (
          <li key={row.touchpointId} className={css.row}>
            <span className={css.two}>
              <Link to="/accounts/$id" params={{ id: row.account.id }} className={css.first}>
                {row.account.name}
              </Link>
              <TouchpointLine
                id={row.touchpointId}
                kind={row.kind}
                subject={[row.subject, ...(row.how === null ? [] : [t(`how.${row.how}`)])].join(' · ')}
              />
            </span>
            <span className={css.second}>{format.date(row.at, 'dayYear')}</span>
            {mayRun && (
              <Button
                variant="subtle"
                size="xs"
                onClick={() =>
                  which === 'candidates'
                    ? void attribute
                        .mutateAsync(input(row.touchpointId))
                        .then(() => notifyUndo(t('attributed'), () => takeBack.mutate(input(row.touchpointId))))
                        .catch(() => {})
                    : void takeBack
                        .mutateAsync(input(row.touchpointId))
                        .then(() => notifyUndo(t('taken back'), () => attribute.mutate(input(row.touchpointId))))
                        .catch(() => {})
                }
              >
                {t(which === 'candidates' ? 'attribute' : 'take back')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.hasMore && (
        <Button variant="default" onClick={found.onMore} loading={found.loading}>
          {shopping('more')}
        </Button>
      )}
    </section>
  );
}
