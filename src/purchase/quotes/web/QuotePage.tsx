import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { today } from '../../../web/kit/days.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { quotesContract as api, type Quote } from '../contract.ts';
import { needsApproval } from '../quote.ts';
import { t } from './messages.ts';
import { QuoteBody } from './QuoteBody.tsx';
import css from './quote.module.css';
import { standingText, percentText } from './words.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

export const readQuotesAgain = () => readAgain(api.readQuote, api.listQuotes, api.listApprovals);

/** One quote: what it says, where it stands, and what can be done with it. */
export function QuotePage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  const { data, error, refetch } = useAnswer(
    api.readQuote,
    { params: { id: id ?? '' } },
    { meta: { hears: ['opportunity'] } },
  );
  if (error && !data)
    return (
      <Page title={t('title')} crumbs={[]}>
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data) return <PageSkeleton />;
  return <Known key={data.id} quote={data} />;
}

type Doing = 'ask' | 'approve' | 'decline' | 'withdraw';

function Known({ quote }: { quote: Quote }) {
  const [doing, setDoing] = useState<Doing>();
  const [link, setLink] = useState<string>();
  const sale = `/opportunities/${quote.opportunityId}`;
  const title = `${quote.number}, ${t('issue', { issue: quote.issue })}`;
  const above = needsApproval(quote.largestDiscount, quote.discountLimit);
  const unsent = ['draft', 'asked', 'approved', 'declined'].includes(quote.state);
  const send = useMutation({
    mutationFn: async () => ask(api.sendQuote, { params: { id: quote.id } }),
    onSuccess: async ({ path }) => {
      setLink(new URL(path, location.href).href);
      await readQuotesAgain();
    },
  });
  const maySend = quote.state === 'approved' || (quote.state === 'draft' && !above) || quote.standing === 'sent';
  return (
    <Page title={title} crumbs={[{ label: quote.saleName, to: sale }]}>
      <PageHeader
        title={title}
        detail={<span>{standingText(quote)}</span>}
        back={{ label: quote.saleName, to: sale }}
        actions={
          <>
            <HistoryButton of={{ kind: 'opportunity', id: quote.opportunityId }} name={quote.saleName} />
            <Button component="a" variant="default" size="xs" href={`/api/quotes/${quote.id}/pdf`} download>
              {t('page.pdf')}
            </Button>
            {quote.mayChange && (unsent || quote.state === 'sent') && (
              <Button variant="default" size="xs" onClick={() => setDoing('withdraw')}>
                {t('page.withdraw')}
              </Button>
            )}
            {quote.mayChange && quote.mayApprove && quote.state === 'asked' && (
              <>
                <Button variant="default" size="xs" onClick={() => setDoing('decline')}>
                  {t('page.decline')}
                </Button>
                <Button size="xs" onClick={() => setDoing('approve')}>
                  {t('page.approve')}
                </Button>
              </>
            )}
            {quote.mayChange && above && (quote.state === 'draft' || quote.state === 'declined') && (
              <Button size="xs" onClick={() => setDoing('ask')}>
                {t('page.ask')}
              </Button>
            )}
            {quote.mayChange && maySend && (
              <Button
                size="xs"
                variant={quote.state === 'sent' ? 'default' : 'filled'}
                loading={send.isPending}
                onClick={() => send.mutate()}
              >
                {t(quote.state === 'sent' ? 'page.link' : 'page.send')}
              </Button>
            )}
          </>
        }
      />
      <div className={css.paper}>
        <Refusal error={send.error} />
        <Standing quote={quote} above={above} />
        {unsent && quote.mayChange ? <Words quote={quote} /> : <Facts quote={quote} />}
        <QuoteBody quote={unsent && quote.mayChange ? { ...quote, introduction: null, terms: null } : quote} inside />
      </div>
      {doing && <Reasoned quote={quote} doing={doing} onClose={() => setDoing(undefined)} />}
      {link !== undefined && <LinkDialog link={link} onClose={() => setLink(undefined)} />}
    </Page>
  );
}

/** Where it stands, and why it may or may not be sent. */
function Standing({ quote, above }: { quote: Quote; above: boolean }) {
  const discount = percentText(quote.largestDiscount);
  const limit = quote.discountLimit === null ? '' : percentText(quote.discountLimit);
  const when = (at: string | null) => (at === null ? '' : format.date(at, 'full'));
  return (
    <div>
      {quote.acceptedBy !== null && (
        <p className={css.note} data-tone="good">
          {t('page.accepted', { name: quote.acceptedBy, when: when(quote.acceptedAt) })}
        </p>
      )}
      {quote.withdrawnReason !== null && (
        <p className={css.note}>{t('page.withdrawn', { reason: quote.withdrawnReason })}</p>
      )}
      {quote.standing === 'sent' && (
        <p className={css.note}>
          {t('page.sent', { when: when(quote.sentAt) })},{' '}
          {quote.seenAt === null ? t('page.not seen') : t('page.seen', { when: when(quote.seenAt) })}
        </p>
      )}
      {(quote.state === 'draft' ||
        quote.state === 'asked' ||
        quote.state === 'declined' ||
        quote.state === 'approved') && (
        <p className={css.note} data-tone={above && quote.state !== 'approved' ? 'bad' : undefined}>
          {quote.discountLimit === null
            ? t('page.no limit', { discount })
            : t(above ? 'page.above limit' : 'page.within limit', { discount, limit })}
        </p>
      )}
      {quote.state === 'asked' && (
        <p className={css.quiet}>
          {t('page.waiting', {
            name: quote.approverName ?? '',
            when: when(quote.askedAt),
            reason: quote.approvalReason ?? '',
          })}
        </p>
      )}
      {quote.decidedAt !== null && (
        <p className={css.quiet}>
          {t(quote.state === 'declined' ? 'page.declined' : 'page.approved', {
            name: quote.decidedByName ?? '',
            reason: quote.decisionReason ?? '',
          })}
        </p>
      )}
    </div>
  );
}

function Facts({ quote }: { quote: Quote }) {
  return (
    <dl className={css.facts}>
      <div>
        <dt>{t('page.sale')}</dt>
        <dd>
          <Link to="/opportunities/$id" params={{ id: quote.opportunityId }} className={css.link}>
            {quote.saleName}
          </Link>
        </dd>
      </div>
      {quote.accountName && (
        <div>
          <dt>{t('page.for')}</dt>
          <dd>{[quote.accountName, quote.contactName].filter(Boolean).join(', ')}</dd>
        </div>
      )}
      <div>
        <dt>{t('page.until')}</dt>
        <dd>{format.date(quote.validUntil, 'full')}</dd>
      </div>
    </dl>
  );
}

/** Validity and words, as long as it has not left the house. */
function Words({ quote }: { quote: Quote }) {
  const [until, setUntil] = useState<string | null>(quote.validUntil);
  const [introduction, setIntroduction] = useState(quote.introduction ?? '');
  const [terms, setTerms] = useState(quote.terms ?? '');
  const changed =
    until !== quote.validUntil || introduction !== (quote.introduction ?? '') || terms !== (quote.terms ?? '');
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.changeQuote,
        {
          params: { id: quote.id },
          body: {
            ...(until ? { validUntil: until } : {}),
            introduction: introduction.trim() || null,
            terms: terms.trim() || null,
          },
        },
        { ifMatch: quote.version },
      ),
    onSuccess: async () => {
      notify(t('page.saved'));
      await readQuotesAgain();
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <div style={{ maxWidth: 220 }}>
        <DateField required label={t('page.until')} value={until} onChange={setUntil} earliest={today()} />
      </div>
      <Textarea
        autosize
        minRows={2}
        maxRows={10}
        label={t('page.introduction')}
        value={introduction}
        onChange={(event) => setIntroduction(event.currentTarget.value)}
      />
      <Textarea
        autosize
        minRows={2}
        maxRows={14}
        label={t('page.terms')}
        value={terms}
        onChange={(event) => setTerms(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      {changed && (
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'start' }}>
          {t('page.save')}
        </Button>
      )}
    </Form>
  );
}

/** Whatever is done with a reason. */
function Reasoned({ quote, doing, onClose }: { quote: Quote; doing: Doing; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [approver, setApprover] = useState<string | null>(null);
  const members = useMembers();
  const save = useMutation({
    mutationFn: async () => {
      const params = { id: quote.id };
      if (doing === 'ask')
        return ask(api.askApproval, { params, body: { reason, ...(approver ? { approverId: approver } : {}) } });
      if (doing === 'withdraw') return ask(api.withdrawQuote, { params, body: { reason } });
      return ask(api.decideApproval, { params, body: { approve: doing === 'approve', reason } });
    },
    onSuccess: async (saved) => {
      notify(
        doing === 'ask'
          ? t('told.asked', { name: saved.approverName ?? '' })
          : t(doing === 'withdraw' ? 'told.withdrawn' : doing === 'approve' ? 'told.approved' : 'told.declined'),
      );
      onClose();
      await readQuotesAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t(`${doing}.title`)} onSend={() => save.mutate()}>
      <Textarea
        data-autofocus
        required
        autosize
        minRows={2}
        label={t('page.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {doing === 'ask' && (
        <Select
          clearable
          searchable
          label={t('page.approver')}
          placeholder={t('page.approver any')}
          data={members.list.map((member) => ({ value: member.id, label: member.name }))}
          value={approver}
          onChange={setApprover}
        />
      )}
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t(`page.${doing}`)}
      </Button>
    </FormDialog>
  );
}

function LinkDialog({ link, onClose }: { link: string; onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title={t('send.title')}>
      <div className={css.form}>
        <p>{t('send.about')}</p>
        <TextInput
          data-autofocus
          readOnly
          label={t('send.label')}
          value={link}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className={css.tools}>
          <Button
            onClick={() => {
              void navigator.clipboard.writeText(link).then(() => notify(t('send.copied')));
            }}
          >
            {t('send.copy')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('send.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
