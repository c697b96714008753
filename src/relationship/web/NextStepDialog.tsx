import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { dayOf } from '../../platform/days.ts';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { inDays } from '../../web/kit/days.ts';
import { keepDraft, readDraft } from '../../web/kit/drafts.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { PersonPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { useSession } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { relationshipContract as api } from '../contract.ts';
import { t } from './accountMessages.ts';
import { readRelationshipsAgain } from './actions.ts';
import { findMembers } from './HandOver.tsx';

interface NextStepDialogProps {
  account: AccountDetail;
  step: AccountDetail['nextStep'];
  onClose: () => void;
}

/** What, who, when: plans the next step or changes it. */
export function NextStepDialog({ account, step, onClose }: NextStepDialogProps) {
  const { member } = useSession();
  const draft = `next step ${account.id}`;
  const [what, setWhat] = useState(readDraft(draft) ?? step?.what ?? '');
  const [who, setWho] = useState<Pick | null>({ id: member.id, name: member.name });
  const [day, setDay] = useState<string | null>(step ? dayOf(new Date(step.dueAt)) : inDays(2));
  const save = useMutation({
    mutationFn: async () => {
      const body = { what: what.trim(), memberId: who?.id ?? null, dueAt: new Date(`${day}T09:00:00`).toISOString() };
      return step
        ? ask(api.changeNextStep, { params: { id: step.id }, body }, { ifMatch: step.version })
        : ask(api.setNextStep, { body: { accountId: account.id, ...body } });
    },
    onSuccess: async (saved) => {
      keepDraft(draft, undefined);
      notify(t('step.saved', { what: saved.what }));
      onClose();
      await readRelationshipsAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('step.title', { name: account.name })} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        label={t('step.what')}
        description={t('step.what hint')}
        value={what}
        maxLength={300}
        required
        onChange={(event) => {
          setWhat(event.currentTarget.value);
          keepDraft(draft, event.currentTarget.value);
        }}
      />
      <PersonPicker label={t('step.who')} value={who} onChange={setWho} search={findMembers} required />
      <DateField label={t('step.when')} value={day} onChange={setDay} required />
      {save.error && <QueryProblem error={save.error} />}
      <FormButtons
        send={t('step.save')}
        busy={save.isPending}
        disabled={what.trim() === '' || day === null}
        onCancel={onClose}
      />
    </FormDialog>
  );
}
