import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { relationshipContract as api, type TouchpointRecord } from '../contract.ts';
import { expectations, touchpointKinds } from '../vocabulary.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { readRelationshipsAgain } from './actions.ts';
import { words } from './words.ts';

/** Corrects a touchpoint by a new entry that counts instead; the old one stays in the ledger. */
export function CorrectDialog({ entry, onClose }: { entry: TouchpointRecord; onClose: () => void }) {
  const [kind, setKind] = useState(entry.kind);
  const [subject, setSubject] = useState(entry.subject);
  const [body, setBody] = useState(entry.body ?? '');
  const [day, setDay] = useState<string | null>(localDay(entry.at));
  const [expectation, setExpectation] = useState(entry.expectation);
  const [reason, setReason] = useState('');
  const save = useMutation({
    mutationFn: async () => {
      await ask(api.correctTouchpoint, {
        params: { id: entry.id },
        body: {
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
          correction: {
            kind,
            subject: subject.trim(),
            body: body.trim() === '' ? null : body.trim(),
            expectation,
            ...(day === null || day === localDay(entry.at) ? {} : { at: onDay(entry.at, day) }),
          },
        },
      });
      await readRelationshipsAgain();
    },
    onSuccess: () => {
      notify(t('correct.saved', { what: subject.trim() }));
      onClose();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('correct.title')} onSend={() => save.mutate()}>
      <NativeSelect
        label={t('correct.what')}
        value={kind}
        data={touchpointKinds
          .filter((each) => each !== 'silence')
          .map((each) => ({ value: each, label: words(`kind.${each}`) }))}
        onChange={(event) => setKind(touchpointKinds.find((each) => each === event.currentTarget.value) ?? kind)}
      />
      <TextInput
        data-autofocus
        label={t('correct.subject')}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        maxLength={500}
        required
      />
      <Textarea
        label={t('correct.body')}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        maxLength={20_000}
        autosize
        minRows={2}
        maxRows={8}
      />
      <DateField label={t('correct.when')} value={day} onChange={setDay} required />
      <NativeSelect
        label={t('correct.how')}
        value={expectation === null ? '' : String(expectation)}
        data={[
          { value: '', label: t('correct.how none') },
          ...expectations.map((each) => ({ value: String(each), label: words(`expectation.${each}`) })),
        ]}
        onChange={(event) =>
          setExpectation(expectations.find((each) => String(each) === event.currentTarget.value) ?? null)
        }
      />
      <TextInput
        label={t('correct.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={500}
      />
      <p className={css.quiet}>{t('correct.note')}</p>
      {save.error && <QueryProblem error={save.error} />}
      <FormButtons
        send={t('correct.save')}
        busy={save.isPending}
        disabled={subject.trim() === '' || day === null}
        onCancel={onClose}
      />
    </FormDialog>
  );
}

function localDay(at: string): string {
  const date = new Date(at);
  return [
    date.getFullYear(),
    String(date.getMonth() + 1).padStart(2, '0'),
    String(date.getDate()).padStart(2, '0'),
  ].join('-');
}

/** The same time on another day. */
function onDay(at: string, day: string): string {
  const date = new Date(at);
  const [year, month, dayOfMonth] = day.split('-').map(Number);
  date.setFullYear(year!, month! - 1, dayOfMonth);
  return date.toISOString();
}
