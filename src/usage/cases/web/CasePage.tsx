import { Button, Menu, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePlace } from '../../../people/web/usePlace.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useKeys } from '../../../web/shell/keys.ts';
import { useMay } from '../../../web/session.ts';
import { SpotButton } from '../../spotted/web/SpotButton.tsx';
import { logFrom } from '../../../web/shell/log.ts';
import type { CaseDetail } from '../records.ts';
import { close, merge, remove, reopen, resume, solve, takeOut, waitFor } from './acting.ts';
import { CaseFacts } from './CaseFacts.tsx';
import css from './cases.module.css';
import { clockText } from './clockText.ts';
import { Composer } from './Composer.tsx';
import { Conversation } from './Conversation.tsx';
import { caseQuery } from './data.ts';
import { t } from './messages.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

const crumb = { label: t('case.crumb'), to: '/cases' };

/** One case: the conversation in the middle, what is known of it beside, the next answer below. */
export function CasePage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  return id === undefined ? null : <OneCase key={id} id={id} />;
}

function OneCase({ id }: { id: string }) {
  const { data: row, error, refetch } = useQuery(caseQuery(id));
  const accountId = row?.account?.id;
  const contactId = row?.contact?.id;
  useEffect(
    () =>
      accountId === undefined ? undefined : logFrom({ accountId, caseId: id, ...(contactId ? { contactId } : {}) }),
    [id, accountId, contactId],
  );
  if (error && !row)
    return (
      <Page title={t('title')} crumbs={[crumb]}>
        <PageHeader title={t('title')} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  return row ? <Known row={row} /> : <PageSkeleton />;
}

function Known({ row }: { row: CaseDetail }) {
  const [now] = useState(() => new Date());
  const [asking, setAsking] = useState<'reopen' | 'merge'>();
  const maySpot = useMay('spotted:write');
  const place = usePlace('/cases/', row.id);
  const clock = clockText(row, now);
  return (
    <Page
      title={row.subject}
      crumbs={[crumb, ...(row.account ? [{ label: row.account.name, to: `/accounts/${row.account.id}` }] : [])]}
      aside={<CaseFacts row={row} now={now} />}
    >
      <PageHeader
        title={row.subject}
        detail={
          row.account && (
            <Link to="/accounts/$id" params={{ id: row.account.id }}>
              {row.account.name}
            </Link>
          )
        }
        back={crumb}
        actions={
          <>
            {maySpot && row.account && <SpotButton about={{ accountId: row.account.id, caseId: row.id }} />}
            <HistoryButton of={{ kind: 'case', id: row.id }} name={row.subject} />
            {row.mayChange && row.mergedIntoId === null && <Actions row={row} onAsk={setAsking} />}
          </>
        }
        place={place}
      />
      <p className={css.state}>
        <b>{t(`state.${row.state}`)}</b>
        <span className={css.due} data-late={clock.late} data-soon={clock.soon}>
          {clock.text}
        </span>
        <span className={css.severity} data-severity={row.severity}>
          {t(`severity.${row.severity}`)} · {t(`kind.${row.kind}`)}
        </span>
        {row.reopened > 0 && <span className={css.small}>{t('reopened', { count: row.reopened })}</span>}
      </p>
      {row.mergedIntoId !== null && (
        <p className={css.notice}>
          {t('case.merged')}{' '}
          <Link to="/cases/$id" params={{ id: row.mergedIntoId }}>
            {t('case.go there')}
          </Link>
          {row.mayChange && (
            <Button size="xs" variant="default" onClick={() => void takeOut(row)}>
              {t('case.take out')}
            </Button>
          )}
        </p>
      )}
      <Conversation row={row} now={now} />
      {row.mayChange && row.mergedIntoId === null && <Composer row={row} />}
      {asking === 'reopen' && <ReopenDialog row={row} onClose={() => setAsking(undefined)} />}
      {asking === 'merge' && <MergeDialog row={row} onClose={() => setAsking(undefined)} />}
    </Page>
  );
}

function Actions({ row, onAsk }: { row: CaseDetail; onAsk: (what: 'reopen' | 'merge') => void }) {
  const live = row.state === 'open' || row.state === 'waiting';
  const navigate = useNavigate();
  useKeys(live ? [{ keys: 'shift+s', label: t('do.solve'), run: () => void solve(row) }] : []);
  return (
    <>
      {row.state === 'open' && (
        <Button size="xs" variant="default" onClick={() => void waitFor(row)}>
          {t('do.wait')}
        </Button>
      )}
      {row.state === 'waiting' && (
        <Button size="xs" variant="default" onClick={() => void resume(row)}>
          {t('do.resume')}
        </Button>
      )}
      {live && (
        <Button size="xs" variant="default" onClick={() => void solve(row)}>
          {t('do.solve')}
        </Button>
      )}
      {row.state === 'solved' && (
        <Button size="xs" variant="default" onClick={() => void close(row)}>
          {t('do.close')}
        </Button>
      )}
      {!live && (
        <Button size="xs" variant="default" onClick={() => onAsk('reopen')}>
          {t('do.reopen')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" aria-label={t('do.more')}>
            <Ellipsis size={14} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk('merge')}>{t('case.merge')}</Menu.Item>
          <Menu.Item
            onClick={() => {
              void remove(row);
              void navigate({ to: '/usage', search: { tab: 'cases' } });
            }}
          >
            {t('do.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function ReopenDialog({ row, onClose }: { row: CaseDetail; onClose: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={t('do.reopen')}
      onSend={() => {
        void reopen(row, reason);
        onClose();
      }}
    >
      <Textarea
        data-autofocus
        required
        autosize
        minRows={2}
        minLength={3}
        maxLength={1000}
        label={t('reopen.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" disabled={reason.trim().length < 3}>
        {t('do.reopen')}
      </Button>
    </FormDialog>
  );
}

function MergeDialog({ row, onClose }: { row: CaseDetail; onClose: () => void }) {
  const others = row.others.filter((each) => each.state !== 'closed');
  return (
    <Dialog onClose={onClose} title={t('case.merge title')}>
      <div className={css.stack}>
        <p>{t(others.length === 0 ? 'case.nothing to merge' : 'case.merge why')}</p>
        {others.map((each) => (
          <Button
            key={each.id}
            variant="default"
            justify="start"
            onClick={() => {
              void merge(row, each);
              onClose();
            }}
          >
            {each.subject}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
