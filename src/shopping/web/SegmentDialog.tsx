import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { offeringsContract } from '../../offerings/contract.ts';
import { ask } from '../../web/connection.ts';
import { useAct } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { shoppingContract as api } from '../contract.ts';
import type { Segment } from '../segments/contract.ts';
import type { Rule } from '../segments/rule.ts';
import { t } from './messages.ts';
import { firstRule, RuleEditor } from './RuleEditor.tsx';
import css from './shopping.module.css';

export const searchOfferings = async (text: string, signal: AbortSignal): Promise<readonly Pick[]> =>
  (
    await ask(offeringsContract.listOfferings, { query: { limit: '20', ...(text === '' ? {} : { text }) } }, { signal })
  ).items.map(({ id, name }) => ({ id, name }));

/** A new segment, or a change of one: the need it has, and whom its rule finds, counted while it is written. */
export function SegmentDialog({ segment, onClose }: { segment: Segment | null; onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState(segment?.name ?? '');
  const [need, setNeed] = useState(segment?.need ?? '');
  const [description, setDescription] = useState(segment?.description ?? '');
  const [offering, setOffering] = useState<Pick | null>(segment?.offering ?? null);
  const [kind, setKind] = useState<'rule' | 'list'>(segment?.kind ?? 'rule');
  const [rule, setRule] = useState<Rule>(segment?.rule ?? firstRule);
  const touches = [api.listSegments, api.readSegment, api.listSegmentMembers, api.readSegmentFigures, api.listNeeds];
  const create = useAct(api.createSegment, { touches });
  const change = useAct(api.changeSegment, { touches });
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
  const save = async () => {
    const body = {
      name: name.trim(),
      need: orNull(need),
      description: orNull(description),
      offeringId: offering?.id ?? null,
      ...(kind === 'rule' ? { rule } : {}),
    };
    if (segment === null) {
      const made = await create.mutateAsync({ input: { body } });
      onClose();
      void navigate({ to: '/segments/$id', params: { id: made.id } });
      return;
    }
    await change.mutateAsync({ input: { params: { id: segment.id }, body }, options: { ifMatch: segment.version } });
    notify(t('saved'));
    onClose();
  };
  return (
    <FormDialog
      onClose={onClose}
      size="xl"
      title={t(segment === null ? 'segment.new title' : 'segment.edit title')}
      onSend={() => void save().catch(() => {})}
    >
      <div className={css.pair}>
        <TextInput
          label={t('segment.name')}
          required
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <RecordPicker label={t('segment.offering')} value={offering} onChange={setOffering} search={searchOfferings} />
      </div>
      <TextInput
        label={t('segment.need')}
        description={t('segment.need hint')}
        maxLength={500}
        value={need}
        onChange={(event) => setNeed(event.currentTarget.value)}
      />
      {segment === null && (
        <SegmentedControl
          aria-label={t('segment.kind')}
          data={[
            { value: 'rule', label: t('segment.kind rule') },
            { value: 'list', label: t('segment.kind list') },
          ]}
          value={kind}
          onChange={(value) => setKind(value === 'list' ? 'list' : 'rule')}
        />
      )}
      {kind === 'list' ? (
        <p className={css.words}>{t('segment.kind list hint')}</p>
      ) : (
        <>
          <RuleEditor rule={rule} onChange={setRule} />
          <Found rule={rule} />
        </>
      )}
      <Textarea
        label={t('segment.description')}
        maxLength={5000}
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <FormButtons send={t('save')} busy={create.isPending || change.isPending} onCancel={onClose} />
    </FormDialog>
  );
}

/** How many the rule finds, as it is written. */
function Found({ rule }: { rule: Rule }) {
  const [settled] = useDebouncedValue(rule, 250);
  const { data, isError } = useQuery({
    queryKey: [api.countSegment.path, settled],
    queryFn: ({ signal }) => ask(api.countSegment, { body: { rule: settled } }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (isError || !data) return <p className={css.found}>{t('segment.found wait')}</p>;
  return (
    <p className={css.found} aria-live="polite">
      <b>
        {t(data.about ? 'segment.found about' : 'segment.found', { count: data.count, of: format.number(data.of) })}
      </b>
      {data.some.length > 0 && `, ${t('segment.found some', { names: data.some.map((each) => each.name).join(', ') })}`}
    </p>
  );
}
