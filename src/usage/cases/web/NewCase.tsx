import { Button, Checkbox, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { searchAccounts } from '../../../people/web/find.ts';
import { usePeopleOf } from '../../../people/web/data.ts';
import { useDraft } from '../../../people/web/useDraft.ts';
import { ask } from '../../../web/connection.ts';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { useSession } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { caseContract as api } from '../contract.ts';
import { caseChannels, caseKinds, severities, type CaseKind, type Severity } from '../words.ts';
import css from './cases.module.css';
import { readCasesAgain } from './data.ts';
import { t } from './messages.ts';

/** Opens a case: who asks, what about, how grave. What was typed survives closing and reloading. */
export function NewCase({ account, onClose }: { account?: Pick; onClose: () => void }) {
  const { member } = useSession();
  const navigate = useNavigate();
  const [draft, write, forget] = useDraft(`new case ${account?.id ?? ''}`, { subject: '', body: '' });
  const [whom, setWhom] = useState<Pick | null>(account ?? null);
  const [contactId, setContactId] = useState<string | null>(null);
  const [kind, setKind] = useState<CaseKind>('request');
  const [severity, setSeverity] = useState<Severity>('normal');
  const [channel, setChannel] = useState<(typeof caseChannels)[number]>('call');
  const [take, setTake] = useState(false);
  const people = usePeopleOf(whom?.id);
  const save = useMutation({
    mutationFn: async () =>
      ask(api.createCase, {
        body: {
          subject: draft.subject,
          kind,
          severity,
          channel,
          accountId: whom?.id ?? null,
          contactId,
          ownerId: take ? member.id : null,
          ...(draft.body.trim() ? { body: draft.body.trim() } : {}),
        },
      }),
    onSuccess: async (made) => {
      forget();
      notify(t('new.done', { subject: made.subject }));
      onClose();
      void navigate({ to: `/cases/${made.id}` });
      await readCasesAgain();
    },
  });
  return (
    <FormDialog size="lg" onClose={onClose} title={t('new')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        label={t('new.subject')}
        maxLength={300}
        value={draft.subject}
        onChange={(event) => write({ subject: event.currentTarget.value })}
      />
      <div className={css.row}>
        <RecordPicker
          label={t('new.account')}
          value={whom}
          onChange={(pick) => {
            setWhom(pick);
            setContactId(null);
          }}
          search={searchAccounts}
        />
        <Select
          label={t('new.contact')}
          data={(whom ? (people ?? []) : []).map(({ contact }) => ({
            value: contact.id,
            label: contact.name,
          }))}
          value={contactId}
          onChange={setContactId}
          disabled={whom === null}
          clearable
          searchable
        />
      </div>
      <Textarea
        autosize
        minRows={3}
        label={t('new.body')}
        maxLength={20_000}
        value={draft.body}
        onChange={(event) => write({ body: event.currentTarget.value })}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('new.kind')}
        data={caseKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('new.severity')}
        data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={severity}
        onChange={setSeverity}
      />
      <div className={css.row}>
        <Select
          label={t('new.channel')}
          data={caseChannels.map((value) => ({ value, label: t(`channel.${value}`) }))}
          value={channel}
          allowDeselect={false}
          onChange={(value) => setChannel(caseChannels.find((each) => each === value) ?? 'call')}
        />
        <Checkbox
          mt={26}
          label={t('new.take')}
          checked={take}
          onChange={(event) => setTake(event.currentTarget.checked)}
        />
      </div>
      <Refusal error={save.error} kept={t('new.kept')} />
      <Button type="submit" loading={save.isPending}>
        {t('new.go')}
      </Button>
    </FormDialog>
  );
}
