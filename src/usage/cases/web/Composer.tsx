import { Button, Menu, NumberInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { useDraft } from '../../../people/web/useDraft.ts';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useSession } from '../../../web/session.ts';
import { useKeys } from '../../../web/shell/keys.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { caseContract as api } from '../contract.ts';
import type { CaseDetail } from '../records.ts';
import type { messageKinds } from '../words.ts';
import css from './cases.module.css';
import { readCasesAgain } from './data.ts';
import { t } from './messages.ts';

type Kind = (typeof messageKinds)[number];
type Next = 'wait' | 'solve' | undefined;

const hint = { 'to customer': 'write.to hint', note: 'write.note hint', 'from customer': 'write.from hint' } as const;

/** Where an answer, a note, or what the customer said is written. The text survives a reload. */
export function Composer({ row }: { row: CaseDetail }) {
  const [kind, setKind] = useState<Kind>('to customer');
  const [draft, write, forget] = useDraft(`case ${row.id}`, { body: '' });
  const [minutes, setMinutes] = useState<string | number>('');
  const box = useRef<HTMLTextAreaElement>(null);
  useKeys([
    { keys: 'r', label: t('write.to customer'), run: () => focus('to customer') },
    { keys: 'm', label: t('write.note'), run: () => focus('note') },
  ]);
  const focus = (next: Kind) => {
    setKind(next);
    requestAnimationFrame(() => box.current?.focus());
  };
  const send = useMutation({
    mutationFn: async (next: Next) =>
      ask(api.writeMessage, {
        params: { id: row.id },
        body: {
          kind,
          body: draft.body,
          ...(typeof minutes === 'number' ? { minutes } : {}),
          ...(kind === 'from customer' ? { channel: 'call' as const } : {}),
          ...(next ? { next } : {}),
        },
      }),
    onSuccess: async (made) => {
      forget();
      write({ body: '' });
      setMinutes('');
      if (kind === 'to customer')
        notify(made.mailedTo === null ? t('write.kept here') : t('write.mailed', { to: made.mailedTo }));
      await readCasesAgain();
    },
  });
  const empty = draft.body.trim() === '';
  return (
    <Form className={css.write} onSend={() => send.mutate(undefined)}>
      <div className={css.writeHead}>
        <Tabs<Kind>
          label={t('write.label')}
          look="switch"
          tabs={(['to customer', 'note', 'from customer'] as const).map((id) => ({ id, label: t(`write.${id}`) }))}
          value={kind}
          onChange={setKind}
        />
        {kind === 'to customer' && (
          <CannedAnswers
            row={row}
            onChoose={(body) => write({ body: [draft.body, body].filter(Boolean).join('\n\n') })}
          />
        )}
      </div>
      <Textarea
        ref={box}
        autosize
        minRows={3}
        maxRows={16}
        aria-label={t(hint[kind])}
        placeholder={t(hint[kind])}
        maxLength={20_000}
        value={draft.body}
        onChange={(event) => write({ body: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || empty) return;
          event.preventDefault();
          send.mutate(undefined);
        }}
      />
      <Refusal error={send.error} kept={t('new.kept')} />
      <div className={css.writeFoot}>
        <Button type="submit" disabled={empty} loading={send.isPending}>
          {t(kind === 'to customer' ? 'write.send' : kind === 'note' ? 'write.keep' : 'write.keep said')}
        </Button>
        {kind === 'to customer' && (
          <>
            <Button variant="default" disabled={empty || send.isPending} onClick={() => send.mutate('wait')}>
              {t('write.send wait')}
            </Button>
            <Button variant="default" disabled={empty || send.isPending} onClick={() => send.mutate('solve')}>
              {t('write.send solve')}
            </Button>
          </>
        )}
        {kind !== 'from customer' && (
          <NumberInput
            className={css.end ?? ''}
            w={110}
            aria-label={t('write.minutes')}
            placeholder={t('write.minutes')}
            min={0}
            max={10_000}
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
          />
        )}
      </div>
    </Form>
  );
}

/** Answers kept for questions that come again, with the names of this case in them. */
function CannedAnswers({ row, onChoose }: { row: CaseDetail; onChoose: (body: string) => void }) {
  const { member } = useSession();
  const canned = useAnswer(api.listCannedAnswers, {}, { meta: { hears: ['canned answer'] } }).data?.items ?? [];
  const fill = (body: string) =>
    body
      .replaceAll('{{contact}}', row.contact?.name ?? '')
      .replaceAll('{{subject}}', row.subject)
      .replaceAll('{{me}}', member.name);
  if (canned.length === 0) return null;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" rightSection={<ChevronDown size={13} aria-hidden="true" />}>
          {t('write.canned')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {canned.map((each) => (
          <Menu.Item key={each.id} onClick={() => onChoose(fill(each.body))}>
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
