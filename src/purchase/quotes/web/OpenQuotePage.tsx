import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { queries } from '../../../web/queries.ts';
import { quotesContract as api, type OpenQuote } from '../contract.ts';
import { t } from './messages.ts';
import { QuoteBody } from './QuoteBody.tsx';
import css from './quote.module.css';

/** What the buyer sees behind the link. The secret stands behind the # of the address, so no server and no log sees it. */
export function OpenQuotePage() {
  const [secret] = useState(() => location.hash.slice(1));
  const seen = useQuery({
    queryKey: ['open quote', secret],
    queryFn: ({ signal }) => ask(api.seeQuote, { body: { secret } }, { signal }),
    retry: false,
    staleTime: Infinity,
  });
  useEffect(() => {
    document.title = seen.data ? `${t('title')} ${seen.data.number} · ${seen.data.firm}` : t('title');
  }, [seen.data]);
  return (
    <main className={css.open}>
      {seen.isPending && <BlockSkeleton height={320} />}
      {seen.isError && (
        <>
          <h1>{t('title')}</h1>
          <p className={css.words}>{t('open.unknown')}</p>
        </>
      )}
      {seen.data && <Shown quote={seen.data} secret={secret} />}
    </main>
  );
}

function Shown({ quote, secret }: { quote: OpenQuote; secret: string }) {
  const when = (at: string) => format.date(at, 'full');
  const name = quote.memberName ?? t('open.nobody');
  const over = quote.standing === 'expired' || quote.standing === 'withdrawn' || quote.standing === 'superseded';
  return (
    <div className={css.paper}>
      <header>
        <b>{quote.firm}</b>
        <span className={css.quiet}>
          {quote.number}, {t('issue', { issue: quote.issue })}
        </span>
      </header>
      <div>
        <h1>{over ? `${t('title')} ${quote.number}` : quote.saleName}</h1>
        {!over && <p className={css.quiet}>{[quote.accountName, quote.contactName].filter(Boolean).join(', ')}</p>}
      </div>
      {quote.standing === 'expired' && (
        <p className={css.note}>{t('open.expired', { when: when(quote.validUntil), name })}</p>
      )}
      {quote.standing === 'withdrawn' && <p className={css.note}>{t('open.withdrawn', { name })}</p>}
      {quote.standing === 'superseded' && <p className={css.note}>{t('open.superseded', { name })}</p>}
      {quote.standing === 'accepted' && quote.acceptedAt !== null && (
        <p className={css.note} data-tone="good" role="status">
          {t('open.accepted', { name: quote.acceptedBy ?? '', when: when(quote.acceptedAt) })}
        </p>
      )}
      {!over && (
        <>
          <QuoteBody quote={quote} />
          <p className={css.quiet}>
            {t('open.until', { when: when(quote.validUntil) })}{' '}
            {quote.memberName !== null && t('open.contact', { name: quote.memberName })}
          </p>
          <div>
            <Button variant="default" onClick={() => void savePdf(quote, secret)}>
              {t('open.pdf')}
            </Button>
          </div>
          {quote.standing === 'sent' && <Sign secret={secret} />}
        </>
      )}
    </div>
  );
}

function Sign({ secret }: { secret: string }) {
  const [name, setName] = useState('');
  const sign = useMutation({
    mutationFn: async () => ask(api.acceptQuote, { body: { secret, name } }),
    onSuccess: (quote) => queries.setQueryData(['open quote', secret], quote),
  });
  return (
    <Form className={css.sign} onSend={() => sign.mutate()}>
      <h2>{t('open.accept')}</h2>
      <TextInput
        required
        minLength={2}
        maxLength={200}
        autoComplete="name"
        label={t('open.name')}
        description={t('open.name hint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Refusal error={sign.error} />
      <Button type="submit" loading={sign.isPending}>
        {t('open.sign')}
      </Button>
    </Form>
  );
}

async function savePdf(quote: OpenQuote, secret: string): Promise<void> {
  const answer = await fetch(`/api${api.printOpenQuote.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  if (!answer.ok) return;
  const address = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement('a'), {
    href: address,
    download: `${quote.number}-${quote.issue}.pdf`,
  });
  link.click();
  URL.revokeObjectURL(address);
}
