import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { AccountDialog } from '../../people/web/AccountDialog.tsx';
import { AccountFilters } from '../../people/web/AccountFilters.tsx';
import { AccountTable } from '../../people/web/AccountTable.tsx';
import { t as people } from '../../people/web/messages.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { CampaignDialog } from './CampaignDialog.tsx';
import { CampaignList } from './CampaignList.tsx';
import { t as c } from './campaignMessages.ts';
import { FormList, useNewForm } from './FormList.tsx';
import { t as f } from './formMessages.ts';
import { t } from './messages.ts';
import { NeedFilters, NeedList } from './NeedList.tsx';
import { SegmentDialog } from './SegmentDialog.tsx';
import { SegmentList } from './SegmentList.tsx';
import css from './shopping.module.css';

const parts = ['needs', 'accounts', 'segments', 'campaigns', 'forms'] as const;
type Part = (typeof parts)[number];

/** Phase 1: who needs what we offer, how far evidence has brought them, and what is done to be noticed. */
export function Shopping() {
  const [view, onView] = useView();
  const part: Part = parts.find((each) => each === view['part']) ?? 'needs';
  const [adding, setAdding] = useState<Part>();
  const mayAccount = useMay('account:write');
  const maySegment = useMay('segment:write');
  const mayCampaign = useMay('campaign:write');
  const newForm = useNewForm();
  const close = () => setAdding(undefined);
  const add = {
    needs: maySegment ? t('segments.new') : undefined,
    accounts: mayAccount ? people('add account') : undefined,
    segments: maySegment ? t('segments.new') : undefined,
    campaigns: mayCampaign ? c('new') : undefined,
    forms: mayCampaign ? f('new') : undefined,
  }[part];
  const onAdd = () => (part === 'forms' ? void newForm() : setAdding(part));
  return (
    <Page title={t('title')} crumbs={[]} flush>
      <div className={css.screen}>
        <div className={css.head}>
          <PageHeader
            title={t('title')}
            actions={
              add !== undefined && (
                <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={onAdd}>
                  {add}
                </Button>
              )
            }
          />
          <p className={css.promise}>{t('promise')}</p>
          <Tabs
            label={t('parts')}
            tabs={parts.map((id) => ({ id, label: t(`part.${id}`) }))}
            value={part}
            onChange={(id) => onView(onlyPart(view, id))}
            panelId="shopping-part"
          />
          {part === 'needs' && <NeedFilters view={view} onView={onView} />}
          {part === 'accounts' && <AccountFilters view={view} onView={onView} />}
        </div>
        <div id="shopping-part" role="tabpanel" aria-label={t(`part.${part}`)} className={css.screen}>
          {part === 'needs' && <NeedList view={view} onAdd={maySegment ? () => setAdding('segments') : undefined} />}
          {part === 'accounts' && (
            <AccountTable view={{ ...view, phase: 'shopping' }} onView={onView} onAdd={() => setAdding('accounts')} />
          )}
          {part === 'segments' && <SegmentList onAdd={maySegment ? () => setAdding('segments') : undefined} />}
          {part === 'campaigns' && <CampaignList onAdd={mayCampaign ? () => setAdding('campaigns') : undefined} />}
          {part === 'forms' && <FormList onAdd={mayCampaign ? () => void newForm() : undefined} />}
        </div>
      </div>
      {adding === 'accounts' && <AccountDialog onClose={close} />}
      {(adding === 'segments' || adding === 'needs') && <SegmentDialog segment={null} onClose={close} />}
      {adding === 'campaigns' && <CampaignDialog campaign={null} onClose={close} />}
    </Page>
  );
}

/** Another part has other filters. */
const onlyPart = (view: Record<string, string | undefined>, part: Part): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.keys(view).map((key) => [key, undefined])),
  part: part === 'needs' ? undefined : part,
});
