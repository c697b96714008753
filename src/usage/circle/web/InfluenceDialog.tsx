import { Button, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { usePeopleOf } from '../../../people/web/data.ts';
import { searchAccounts } from '../../../people/web/find.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RecordPicker, type Pick } from '../../../web/kit/RecordPicker.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { t as web } from '../../../web/messages/en.ts';
import type { InfluenceAbout } from '../../../web/shell/log.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { influenceKinds } from '../../influence.ts';
import { circleContract as api } from '../contract.ts';
import css from './circle.module.css';
import { readCircleAgain } from './data.ts';
import { t } from './messages.ts';
import { sourceName } from './words.ts';

/** Notes who brought or helped whom, with what shows it. One end is known where it is opened. */
export function InfluenceDialog({ about, onClose }: { about: InfluenceAbout; onClose: () => void }) {
  const [today] = useState(() => inDays(0));
  const [kind, setKind] = useState<(typeof influenceKinds)[number]>(about.kind ?? 'referral');
  const [from, setFrom] = useState<Pick | null>(about.from ?? null);
  const [person, setPerson] = useState<string | null>(about.fromContact?.id ?? null);
  const [to, setTo] = useState<Pick | null>(about.to ?? null);
  const [on, setOn] = useState<string | null>(today);
  const [evidence, setEvidence] = useState('');
  const [would, setWould] = useState<'yes' | 'no' | null>(null);
  const people = usePeopleOf(from?.id);
  const save = useMutation({
    mutationFn: async () => {
      if (to === null) return undefined;
      return ask(api.addInfluence, {
        body: {
          kind,
          fromAccountId: from?.id ?? null,
          fromContactId: person,
          toAccountId: to.id,
          ...(on ? { happenedOn: on } : {}),
          evidence: evidence.trim(),
          wouldHaveCome: would,
          ...(about.opportunityId ? { opportunityId: about.opportunityId } : {}),
          ...(about.askId ? { askId: about.askId } : {}),
        },
      });
    },
    onSuccess: async (edge) => {
      if (!edge) return;
      notifyUndo(t('dialog.saved', { from: sourceName(edge), to: edge.toAccount.name }), () =>
        ask(api.removeInfluence, { params: { id: edge.id } })
          .then(readCircleAgain)
          .catch((error: unknown) => notifyProblem(problemText(error))),
      );
      onClose();
      await readCircleAgain();
    },
  });
  const ready = to !== null && (from !== null || person !== null) && evidence.trim() !== '';
  const options = [
    ...(about.fromContact ? [{ value: about.fromContact.id, label: about.fromContact.name }] : []),
    ...(people ?? [])
      .filter(({ contact }) => contact.id !== about.fromContact?.id)
      .map(({ contact }) => ({ value: contact.id, label: contact.name })),
  ];
  return (
    <FormDialog
      onClose={onClose}
      title={t('dialog.title')}
      onSend={() => {
        if (ready) save.mutate();
      }}
    >
      <Select
        label={t('dialog.kind')}
        data={influenceKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(influenceKinds.find((each) => each === value) ?? kind)}
      />
      <RecordPicker
        label={t('dialog.from account')}
        value={from}
        search={searchAccounts}
        onChange={(pick) => {
          setFrom(pick);
          setPerson(about.fromContact?.id ?? null);
        }}
      />
      {options.length > 0 && (
        <Select
          label={t('dialog.from person')}
          data={options}
          value={person}
          clearable
          searchable
          clearButtonProps={{ 'aria-label': web('app.clear') }}
          onChange={setPerson}
        />
      )}
      <RecordPicker label={t('dialog.to account')} value={to} search={searchAccounts} onChange={setTo} required />
      <Textarea
        required
        data-autofocus
        label={t('dialog.evidence')}
        placeholder={t('dialog.evidence example')}
        value={evidence}
        maxLength={2000}
        autosize
        minRows={2}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <DateField label={t('dialog.on')} value={on} onChange={setOn} latest={today} />
      <Would value={would} onChange={setWould} label={t('dialog.would')} />
      {save.error && <QueryProblem error={save.error} kept={t('dialog.kept')} />}
      {!ready && <p className={css.quiet}>{t('dialog.one side')}</p>}
      <Button type="submit" disabled={!ready} loading={save.isPending}>
        {t('dialog.save')}
      </Button>
    </FormDialog>
  );
}

interface WouldProps {
  label: string;
  value: 'yes' | 'no' | null;
  onChange: (value: 'yes' | 'no' | null) => void;
}

/** What the customer says: would they have come without? The workspace learns from it. */
export function Would({ label, value, onChange }: WouldProps) {
  return (
    <div className={css.choice}>
      <span>{label}</span>
      <div className={css.chips} role="group" aria-label={label}>
        {(['no', 'yes', null] as const).map((each) => (
          <button
            key={String(each)}
            type="button"
            className={css.chip}
            aria-pressed={each === value}
            onClick={() => onChange(each)}
          >
            {t(`dialog.would.${each ?? 'unknown'}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
