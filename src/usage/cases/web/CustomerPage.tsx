import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDraft } from '../../../people/web/useDraft.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { queries } from '../../../web/queries.ts';
import { caseContract as api } from '../contract.ts';
import type { PublicCase } from '../records.ts';
import { Rating } from '../../surveys/web/Rating.tsx';
import css from './cases.module.css';
import { when } from './clockText.ts';
import { t } from './messages.ts';

/** The customer's own page, without signing in: where the request stands, what was written, and a place to reply. */
export function CustomerPage() {
  const secret = useLinkSecret();
  const { data, error } = useQuery({
    queryKey: ['case page', secret],
    queryFn: ({ signal }) => ask(api.seeCase, { body: { secret } }, { signal }),
    retry: false,
    staleTime: 20_000,
    refetchInterval: 60_000,
  });
  useEffect(() => {
    document.title = data ? `${data.subject} · ${data.firm}` : t('page.title');
  }, [data]);
  if (error && !data)
    return (
      <main className={css.public}>
        <h1>{t('page.over')}</h1>
        <p className={css.publicState}>{problemText(error)}</p>
      </main>
    );
  if (!data)
    return (
      <main className={css.public}>
        <h1 className="visually-hidden">{t('page.title')}</h1>
        <BlockSkeleton height={280} />
      </main>
    );
  return <Known request={data} secret={secret} />;
}

function Known({ request, secret }: { request: PublicCase; secret: string }) {
  const [now] = useState(() => new Date());
  const state =
    request.state === 'solved'
      ? t('page.state.solved', { when: request.solvedAt ? format.dayWithin(request.solvedAt, now) : '' })
      : t(`page.state.${request.state}`);
  return (
    <main className={css.public}>
      <p className={css.firm}>{request.firm}</p>
      <h1>{request.subject}</h1>
      <p className={css.publicState}>
        {state} {t('page.since', { when: format.dayWithin(request.openedAt, now) })}.
      </p>
      <section className={css.talk} aria-label={t('case.conversation')}>
        {request.messages.length === 0 && <p className={css.quiet}>{t('page.nothing')}</p>}
        {request.messages.map((each, i) => (
          <article key={i} className={css.message} data-kind={each.from === 'you' ? 'to customer' : 'from customer'}>
            <header>
              <b>{each.from === 'you' ? t('page.you') : each.author}</b>
              <time dateTime={each.at}>{when(each.at, now)}</time>
            </header>
            <p>{each.body}</p>
          </article>
        ))}
      </section>
      {request.mayRate && <Rating secret={secret} />}
      <Reply secret={secret} />
    </main>
  );
}

function Reply({ secret }: { secret: string }) {
  const [draft, write, forget] = useDraft(`case page ${secret.slice(0, 8)}`, { body: '' });
  const send = useMutation({
    mutationFn: () => ask(api.replyToCase, { body: { secret, body: draft.body } }),
    onSuccess: (page) => {
      forget();
      write({ body: '' });
      queries.setQueryData(['case page', secret], page);
    },
  });
  return (
    <Form onSend={() => send.mutate()}>
      <Textarea
        autosize
        minRows={3}
        maxLength={10_000}
        label={t('page.reply')}
        value={draft.body}
        onChange={(event) => write({ body: event.currentTarget.value })}
      />
      <Refusal error={send.error} kept={t('page.kept')} />
      {send.isSuccess && draft.body === '' && <p role="status">{t('page.sent')}</p>}
      <Button type="submit" size="lg" disabled={draft.body.trim() === ''} loading={send.isPending}>
        {t('page.send')}
      </Button>
    </Form>
  );
}

/** The secret stands behind the # of the address, so that no server and no log sees it. It stays, for a customer to keep the page. */
export function useLinkSecret(): string {
  const [secret] = useState(() => location.hash.slice(1));
  return secret.length >= 20 && secret.length <= 100 ? secret : '-'.repeat(20);
}
