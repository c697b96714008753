import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { queries } from '../../../web/queries.ts';
import { plansContract as api, type MilestonePage } from '../contract.ts';
import { t } from './messages.ts';
import css from './plans.module.css';

/** What the buyer sees behind the link. The secret stands behind the # of the address, so no server and no log sees it. */
export function AcceptPage() {
  const [secret] = useState(() => location.hash.slice(1));
  const seen = useQuery({
    queryKey: ['open milestone', secret],
    queryFn: ({ signal }) => ask(api.seeMilestone, { body: { secret } }, { signal }),
    retry: false,
    staleTime: Infinity,
  });
  useEffect(() => {
    document.title = seen.data ? `${seen.data.title} · ${seen.data.firm}` : t('open.title');
  }, [seen.data]);
  return (
    <main className={css.page}>
      {seen.isPending && <BlockSkeleton height={240} />}
      {seen.isError && (
        <>
          <h1>{t('open.title')}</h1>
          <p>{t('open.unknown')}</p>
        </>
      )}
      {seen.data && <Shown milestone={seen.data} secret={secret} />}
    </main>
  );
}

function Shown({ milestone, secret }: { milestone: MilestonePage; secret: string }) {
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const answer = useMutation({
    mutationFn: async (accepted: boolean) =>
      ask(api.answerMilestone, { body: { secret, accepted, name: name.trim(), note: note.trim() || null } }),
    onSuccess: (after) => queries.setQueryData(['open milestone', secret], after),
  });
  return (
    <>
      <p className={css.quiet}>
        {milestone.firm} · {milestone.plan}
      </p>
      <h1>{milestone.title}</h1>
      {milestone.detail !== null && <p>{milestone.detail}</p>}
      <p>
        {milestone.outcome !== 'accepted' && t('open.intro', { firm: milestone.firm })}{' '}
        {milestone.deliveredAt !== null &&
          `${t('open.delivered', { when: format.date(milestone.deliveredAt, 'full') })}.`}{' '}
        {milestone.memberName !== null && t('open.contact', { name: milestone.memberName })}
      </p>
      {milestone.outcome === 'accepted' && milestone.at !== null && (
        <p className={css.good} role="status">
          {t('open.accepted', { name: milestone.by ?? '', when: format.date(milestone.at, 'full') })}
        </p>
      )}
      {milestone.outcome === 'declined' && <p role="status">{t('open.declined')}</p>}
      {milestone.outcome !== 'accepted' && (
        <Form onSend={() => answer.mutate(true)}>
          <TextInput
            size="lg"
            required
            label={t('open.name')}
            value={name}
            maxLength={200}
            autoComplete="name"
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            autosize
            minRows={2}
            label={t('open.note')}
            value={note}
            maxLength={2000}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {answer.error && <p role="alert">{problemText(answer.error)}</p>}
          <div className={css.buttons}>
            <Button
              size="lg"
              variant="default"
              disabled={name.trim().length < 2 || note.trim() === ''}
              title={note.trim() === '' ? t('open.note needed') : undefined}
              onClick={() => answer.mutate(false)}
            >
              {t('open.decline')}
            </Button>
            <Button size="lg" type="submit" loading={answer.isPending} disabled={name.trim().length < 2}>
              {t('open.accept')}
            </Button>
          </div>
        </Form>
      )}
    </>
  );
}
