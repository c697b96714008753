import { Button, NumberInput, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { findMembers } from '../../../relationship/web/HandOver.tsx';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { PersonPicker } from '../../../web/kit/RecordPicker.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { notify } from '../../../web/shell/toasts.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { spottedContract } from '../contract.ts';
import { urgencies, type SpottedRules } from '../spotted.ts';
import { t } from './messages.ts';
import css from './spotted.module.css';

/** What the workspace decides: the clock, the first note, who answers, and whether there is a leaderboard. */
export function RulesDialog({ onClose }: { onClose: () => void }) {
  const workspace = useAnswer(workspaceContract.getWorkspace).data;
  const members = useAnswer(workspaceContract.listMembers, { query: { limit: 200 } }).data?.items;
  return (
    <Dialog onClose={onClose} title={t('rules.title')}>
      {workspace && members ? (
        <Rules
          rules={workspace.settings.spotted}
          version={workspace.version}
          recipient={members.find((member) => member.id === workspace.settings.spotted.recipientId) ?? null}
          onClose={onClose}
        />
      ) : (
        <RowsSkeleton rows={5} height={40} />
      )}
    </Dialog>
  );
}

interface RulesProps {
  rules: SpottedRules;
  version: number;
  recipient: { id: string; name: string } | null;
  onClose: () => void;
}

function Rules({ rules: before, version, recipient: named, onClose }: RulesProps) {
  const [rules, setRules] = useState(before);
  const [recipient, setRecipient] = useState(named);
  const save = useMutation({
    mutationFn: () =>
      ask(
        workspaceContract.changeWorkspace,
        { body: { settings: { spotted: { ...rules, recipientId: recipient?.id ?? null } } } },
        { ifMatch: version },
      ),
    onSuccess: async () => {
      notify(t('rules.saved'));
      onClose();
      await readAgain(workspaceContract.getWorkspace, spottedContract.readLeaderboard);
    },
  });
  const days = (label: string, value: number, onChange: (days: number) => void) => (
    <NumberInput
      key={label}
      label={label}
      value={value}
      min={1}
      max={365}
      allowDecimal={false}
      onChange={(typed) => typeof typed === 'number' && typed >= 1 && onChange(typed)}
    />
  );
  return (
    <Form onSend={() => save.mutate()}>
      <fieldset className={css.row}>
        <legend>{t('rules.answer')}</legend>
        {urgencies.map((urgency) =>
          days(t(`urgency.${urgency}`), rules.answerDays[urgency], (value) =>
            setRules({ ...rules, answerDays: { ...rules.answerDays, [urgency]: value } }),
          ),
        )}
      </fieldset>
      {days(t('rules.first'), rules.firstNoteDays, (firstNoteDays) => setRules({ ...rules, firstNoteDays }))}
      <PersonPicker label={t('rules.recipient')} value={recipient} search={findMembers} onChange={setRecipient} />
      <Switch
        label={t('rules.board')}
        checked={rules.leaderboard}
        onChange={(event) => setRules({ ...rules, leaderboard: event.currentTarget.checked })}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('rules.save')}
      </Button>
    </Form>
  );
}
