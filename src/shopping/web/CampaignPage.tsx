import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAct, useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { BlockSkeleton, PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { useMay, useSession } from '../../web/session.ts';
import { notifyUndo } from '../../web/shell/toasts.ts';
import type { Campaign } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { CampaignDialog } from './CampaignDialog.tsx';
import { Conversions } from './CampaignConversions.tsx';
import { CampaignLetters } from './CampaignLetters.tsx';
import { datesOf } from './CampaignList.tsx';
import { CampaignPeople } from './CampaignPeople.tsx';
import { CampaignTouchpoints } from './CampaignTouchpoints.tsx';
import { t } from './campaignMessages.ts';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

/** One campaign: what it cost, whom it reached, what it brought, seen three ways. */
export function CampaignPage() {
  const id = useParams({ strict: false, select: (params) => params.id }) ?? '';
  const { data, error } = useAnswer(api.readCampaign, { params: { id } }, { meta: { hears: ['campaign'] } });
  if (error && !data) return <QueryProblem error={error} />;
  return data ? <Read key={data.id} campaign={data} /> : <PageSkeleton />;
}

function Read({ campaign }: { campaign: Campaign }) {
  const [editing, setEditing] = useState(false);
  const { workspace } = useSession();
  const mayWrite = useMay('campaign:write');
  const mayDelete = useMay('campaign:delete');
  const touches = [api.readCampaign, api.listCampaigns];
  const remove = useAct(api.deleteCampaign, { touches });
  const restore = useAct(api.restoreCampaign, { touches });
  const input = { input: { params: { id: campaign.id } } };
  const money = (amount: string | null) =>
    amount === null ? undefined : format.money(Number(amount), workspace.currency);
  const facts = [
    [t('dates'), datesOf(campaign)],
    [t('segment'), campaign.segment?.name],
    [t('offering'), campaign.offering?.name],
    [t('budget'), money(campaign.budget)],
    [t('cost'), money(campaign.cost)],
    [t('expected revenue'), money(campaign.expectedRevenue)],
    [shopping('needs.owner'), campaign.owner?.name],
  ] as const;
  return (
    <Page title={campaign.name} crumbs={[{ label: shopping('title'), to: '/shopping' }]}>
      <PageHeader
        title={campaign.name}
        back={{ label: shopping('part.campaigns'), to: '/shopping?part=campaigns' }}
        actions={
          campaign.deletedAt === null && (
            <>
              <HistoryButton of={{ kind: 'campaign', id: campaign.id }} name={campaign.name} />
              {mayWrite && (
                <Button
                  variant="default"
                  leftSection={<Pencil size={14} aria-hidden="true" />}
                  onClick={() => setEditing(true)}
                >
                  {shopping('edit')}
                </Button>
              )}
              {mayDelete && (
                <Button
                  variant="default"
                  leftSection={<Trash2 size={14} aria-hidden="true" />}
                  onClick={() =>
                    void remove
                      .mutateAsync(input)
                      .then(() => notifyUndo(t('deleted', { name: campaign.name }), () => restore.mutate(input)))
                      .catch(() => {})
                  }
                >
                  {shopping('delete')}
                </Button>
              )}
            </>
          )
        }
      />
      {campaign.deletedAt !== null && (
        <div className={css.banner} role="status">
          {t('deleted banner')}
          {mayDelete && (
            <Button variant="default" onClick={() => restore.mutate(input)}>
              {shopping('restore')}
            </Button>
          )}
        </div>
      )}
      <div className={css.facts}>
        {facts.map(
          ([label, value]) =>
            value && (
              <span key={label}>
                {label}: <b>{value}</b>
              </span>
            ),
        )}
      </div>
      {campaign.description !== null && <p className={css.pre}>{campaign.description}</p>}
      <Results campaign={campaign} currency={workspace.currency} />
      <CampaignPeople campaign={campaign} />
      <CampaignTouchpoints campaign={campaign} />
      <CampaignLetters campaign={campaign} />
      {editing && <CampaignDialog campaign={campaign} onClose={() => setEditing(false)} />}
    </Page>
  );
}

const ways = ['first', 'last', 'even'] as const;

function Results({ campaign, currency }: { campaign: Campaign; currency: string }) {
  const { data, error } = useAnswer(
    api.readCampaignResults,
    { params: { id: campaign.id } },
    { meta: { hears: ['campaign', 'prospect', 'opportunity', 'touchpoint'] } },
  );
  if (error && !data) return <QueryProblem error={error} />;
  if (!data) return <BlockSkeleton height={220} />;
  const { results } = data;
  const cost = campaign.cost === null ? null : Number(campaign.cost);
  const budget = campaign.budget === null ? null : Number(campaign.budget);
  const rows = [
    { label: t('prospects'), of: (way: (typeof ways)[number]) => format.number(results.prospects[way], 1, 0) },
    {
      label: t('per prospect'),
      of: (way: (typeof ways)[number]) =>
        cost === null
          ? t('no cost')
          : results.prospects[way] === 0
            ? '–'
            : format.money(cost / results.prospects[way], currency),
    },
    { label: t('sales'), of: (way: (typeof ways)[number]) => format.number(results.sales[way], 1, 0) },
    { label: t('revenue'), of: (way: (typeof ways)[number]) => format.money(results.revenue[way], currency) },
    {
      label: t('against budget'),
      of: (way: (typeof ways)[number]) =>
        budget === null || budget === 0 ? t('no budget') : format.number(results.revenue[way] / budget, 1),
    },
  ];
  return (
    <section className={css.section} aria-label={t('results')}>
      <h2>{t('results')}</h2>
      <p className={css.words}>{t('results intro')}</p>
      <div className={css.scroll} role="region" aria-label={t('results table')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('results')}</th>
              {ways.map((way) => (
                <th key={way} scope="col" className={css.end}>
                  {t(way)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <td>{row.label}</td>
                {ways.map((way) => (
                  <td key={way} className={css.end}>
                    {row.of(way)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={css.words}>{t('within', { date: shopping('as of', { date: format.date(data.asOf, 'full') }) })}</p>
      <Conversions conversions={data.conversions} currency={currency} />
    </section>
  );
}
