import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { Form } from '../../web/kit/Form.tsx';
import { keepDraft, readDraft } from '../../web/kit/drafts.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { openLog } from '../../web/shell/log.ts';
import { usual } from '../kinds.ts';
import type { TouchpointKind } from '../vocabulary.ts';
import { t } from './accountMessages.ts';
import { accountPeopleQuery } from './data.ts';
import { HowItWent } from './HowItWent.tsx';
import { TouchpointIcon } from './icons.tsx';
import { emptyDraft, isWorthKeeping, parseDraft, type LogDraft } from './logDraft.ts';
import { saveLog } from './saveLog.ts';
import css from './timeline.module.css';
import { words } from './words.ts';

const quick = ['call', 'visit', 'reply', 'service visit', 'note'] as const satisfies TouchpointKind[];

/** Logging where one reads: a line of text, whom, how it went. Everything else is in the dialog. */
export function QuickLog({ account }: { account: AccountDetail }) {
  const name = `quick log ${account.id}`;
  const [draft, setDraft] = useState<LogDraft>(() => parseDraft(readDraft(name)) ?? emptyDraft);
  const [active, setActive] = useState(draft.text !== '');
  const people = useQuery({ ...accountPeopleQuery(account.id), enabled: active }).data?.items ?? [];
  const change = (part: Partial<LogDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setActive(true);
    keepDraft(name, isWorthKeeping(next) ? JSON.stringify(next) : undefined);
  };
  const save = useMutation({
    mutationFn: () => saveLog({ ...draft, accountId: account.id }, account.name),
    onSuccess: () => {
      keepDraft(name, undefined);
      setDraft(emptyDraft);
      setActive(false);
    },
  });
  return (
    <Form
      className={css.quick}
      aria-label={t('quick.label')}
      onSend={() => {
        if (draft.text.trim() !== '') save.mutate();
      }}
    >
      <div className={css.kinds} role="group">
        {quick.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={draft.kind === kind}
            className={css.kind}
            onClick={() => change({ kind })}
          >
            <TouchpointIcon kind={kind} channel={usual[kind].channel} size={13} />
            {words(`channel.${usual[kind].channel}`)}
          </button>
        ))}
      </div>
      <textarea
        className={css.input}
        rows={active ? 2 : 1}
        aria-label={t('quick.label')}
        placeholder={t('quick.placeholder')}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onFocus={() => setActive(true)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      {active && (
        <>
          {people.length > 0 && (
            <div className={css.people} role="group" aria-label={t('entry.with')}>
              {people.slice(0, 4).map(({ contact }) => {
                const chosen = draft.contactIds.includes(contact.id);
                return (
                  <button
                    key={contact.id}
                    type="button"
                    className={css.person}
                    aria-pressed={chosen}
                    onClick={() =>
                      change({
                        contactIds: chosen
                          ? draft.contactIds.filter((each) => each !== contact.id)
                          : [...draft.contactIds, contact.id],
                      })
                    }
                  >
                    {contact.name}
                  </button>
                );
              })}
            </div>
          )}
          <HowItWent compact value={draft.expectation} onChange={(expectation) => change({ expectation })} />
          {save.error && <QueryProblem error={save.error} />}
          <div className={css.send}>
            <Button
              size="xs"
              variant="subtle"
              onClick={() => openLog({ accountId: account.id, channel: usual[draft.kind].channel })}
            >
              {t('quick.more')}
            </Button>
            <Button size="xs" type="submit" loading={save.isPending} disabled={draft.text.trim() === ''}>
              {t('quick.save')}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}
