import { Select, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { campaignChannels, type Campaign } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './campaignMessages.ts';
import { t as shopping } from './messages.ts';
import { searchOfferings } from './SegmentDialog.tsx';
import css from './shopping.module.css';

export const searchSegments = async (text: string, signal: AbortSignal): Promise<readonly Pick[]> =>
  (await ask(api.listSegments, { query: { limit: '20', ...(text === '' ? {} : { text }) } }, { signal })).items.map(
    ({ id, name }) => ({ id, name }),
  );

const amounts = ['budget', 'cost', 'expectedRevenue'] as const;

/** A new campaign, or a change of one. */
export function CampaignDialog({ campaign, onClose }: { campaign: Campaign | null; onClose: () => void }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState({
    name: campaign?.name ?? '',
    channel: campaign?.channel ?? null,
    startsOn: campaign?.startsOn ?? null,
    endsOn: campaign?.endsOn ?? null,
    budget: campaign?.budget ?? '',
    cost: campaign?.cost ?? '',
    expectedRevenue: campaign?.expectedRevenue ?? '',
    description: campaign?.description ?? '',
  });
  const [segment, setSegment] = useState<Pick | null>(campaign?.segment ?? null);
  const [offering, setOffering] = useState<Pick | null>(campaign?.offering ?? null);
  const write = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const touches = [api.listCampaigns, api.readCampaign, api.readCampaignResults];
  const create = useAct(api.createCampaign, { touches });
  const change = useAct(api.changeCampaign, { touches });
  const wrong = (text: string) => text.trim() !== '' && !/^-?\d{1,16}(\.\d{1,2})?$/.test(text.trim());
  const save = async () => {
    const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
    const body = {
      ...draft,
      name: draft.name.trim(),
      budget: orNull(draft.budget),
      cost: orNull(draft.cost),
      expectedRevenue: orNull(draft.expectedRevenue),
      description: orNull(draft.description),
      segmentId: segment?.id ?? null,
      offeringId: offering?.id ?? null,
    };
    if (campaign === null) {
      const made = await create.mutateAsync({ input: { body } });
      onClose();
      void navigate({ to: '/campaigns/$id', params: { id: made.id } });
      return;
    }
    await change.mutateAsync({ input: { params: { id: campaign.id }, body }, options: { ifMatch: campaign.version } });
    notify(shopping('saved'));
    onClose();
  };
  const labels = { budget: t('budget'), cost: t('cost'), expectedRevenue: t('expected revenue') };
  return (
    <FormDialog
      onClose={onClose}
      size="lg"
      title={t(campaign === null ? 'new' : 'edit')}
      onSend={() => {
        if (amounts.some((each) => wrong(draft[each]))) return;
        void save().catch(() => {});
      }}
    >
      <div className={css.pair}>
        <TextInput
          label={t('name')}
          required
          maxLength={300}
          value={draft.name}
          onChange={(event) => write({ name: event.currentTarget.value })}
          data-autofocus
        />
        <Select
          label={t('channel')}
          clearable
          clearButtonProps={{ 'aria-label': web('app.clear') }}
          data={campaignChannels.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={draft.channel}
          onChange={(value) => write({ channel: campaignChannels.find((each) => each === value) ?? null })}
        />
        <DateField
          label={t('starts')}
          value={draft.startsOn}
          onChange={(startsOn) => write({ startsOn })}
          {...(draft.endsOn ? { latest: draft.endsOn } : {})}
        />
        <DateField
          label={t('ends')}
          value={draft.endsOn}
          onChange={(endsOn) => write({ endsOn })}
          {...(draft.startsOn ? { earliest: draft.startsOn } : {})}
        />
        <RecordPicker label={t('segment')} value={segment} onChange={setSegment} search={searchSegments} />
        <RecordPicker label={t('offering')} value={offering} onChange={setOffering} search={searchOfferings} />
        {amounts.map((each) => (
          <TextInput
            key={each}
            label={labels[each]}
            inputMode="decimal"
            value={draft[each]}
            error={wrong(draft[each]) ? t('amount') : undefined}
            onChange={(event) => write({ [each]: event.currentTarget.value })}
          />
        ))}
      </div>
      <Textarea
        label={t('description')}
        maxLength={20_000}
        autosize
        minRows={2}
        value={draft.description}
        onChange={(event) => write({ description: event.currentTarget.value })}
      />
      <FormButtons send={shopping('save')} busy={create.isPending || change.isPending} onCancel={onClose} />
    </FormDialog>
  );
}
