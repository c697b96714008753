import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { findMembers } from '../../../relationship/web/HandOver.tsx';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PersonPicker } from '../../../web/kit/RecordPicker.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notifyProblem, notifyUndo, notify } from '../../../web/shell/toasts.ts';
import { spottedContract as api, type SpottedDetail } from '../contract.ts';
import type { Answering } from './AnswerDialog.tsx';
import { t } from './messages.ts';
import { readSpottedAgain } from './saveSpot.ts';
import css from './spotted.module.css';
import { newsText, stateText, toneOf } from './words.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

interface NoteDetailProps {
  id: string;
  now: string;
  onAnswer: (answering: Answering) => void;
  onOpen: (id: string) => void;
}

/** One note: what was seen, where it went, and what became of it step by step. */
export function NoteDetail({ id, now, onAnswer, onOpen }: NoteDetailProps) {
  const {
    data: note,
    error,
    refetch,
  } = useAnswer(api.readSpotted, { params: { id } }, { meta: { hears: ['spotted', 'notification', 'opportunity'] } });
  const maySeeSales = useMay('opportunity:read');
  if (error && !note) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!note) return <RowsSkeleton rows={6} height={32} />;
  return (
    <div className={css.detail}>
      <h3>{note.what}</h3>
      <p className={css.state} data-tone={toneOf(note)}>
        {stateText(note, now)}
      </p>
      <dl className={css.facts}>
        <Fact name={t('detail.where')}>
          <Link to="/accounts/$id" params={{ id: note.accountId }}>
            {note.accountName}
          </Link>
        </Fact>
        {note.forName && <Fact name={t('detail.for')}>{note.forName}</Fact>}
        {note.contactName && (
          <Fact name={t('detail.with')}>
            <Link to="/contacts/$id" params={{ id: note.contactId ?? '' }}>
              {note.contactName}
            </Link>
          </Fact>
        )}
        <Fact name={t('detail.urgency')}>{t(`urgency.${note.urgency}`)}</Fact>
        <Fact name={t('detail.may contact')}>{t(`may contact.${note.mayContact}`)}</Fact>
        <Fact name={t('detail.originator')}>{note.originatorName}</Fact>
        <Fact name={t('detail.recipient')}>
          {note.recipientName ?? t('nobody')} <span className={css.quiet}>{routedText(note.routed)}</span>
        </Fact>
      </dl>
      {note.first && (
        <p>
          {t('detail.first', { who: note.first.originatorName, when: format.date(note.first.notedAt, 'weekday') })}{' '}
          <button type="button" className={css.link} onClick={() => onOpen(note.first!.id)}>
            {t('detail.open first')}
          </button>
        </p>
      )}
      <div className={css.buttons}>
        {note.opportunityId && maySeeSales && (
          <Button component={Link} to={`/opportunities/${note.opportunityId}`} variant="default">
            {t('detail.sale')}
          </Button>
        )}
        {note.prospect && note.prospect.id !== note.accountId && (
          <Button component={Link} to={`/accounts/${note.prospect.id}`} variant="default">
            {t('detail.prospect', { name: note.prospect.name })}
          </Button>
        )}
      </div>
      <Actions note={note} onAnswer={onAnswer} />
      {note.addedBy.length > 0 && (
        <section>
          <h4>{t('detail.added')}</h4>
          <ul className={css.added}>
            {note.addedBy.map((added) => (
              <li key={added.id}>
                {added.what} <span className={css.quiet}>{added.originatorName}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h4>{t('detail.news')}</h4>
        <ol className={css.news}>
          {note.news.map((step) => (
            <li key={step.id}>
              <span>{newsText(step)}</span>
              <span className={css.quiet}>
                {[format.date(step.at, 'moment'), step.memberName].filter(Boolean).join(' · ')}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const routes = ['account owner', 'rule', 'team leader', 'manager', 'handed over', 'nobody'] as const;
function routedText(routed: string): string {
  const known = routes.find((each) => each === routed);
  return known === undefined ? '' : t(`detail.routed.${known}`);
}

function Actions({ note, onAnswer }: { note: SpottedDetail; onAnswer: (answering: Answering) => void }) {
  const [handing, setHanding] = useState(false);
  const act = useMutation({
    mutationFn: async (work: () => Promise<unknown>) => work(),
    onError: (error) => notifyProblem(problemText(error)),
    onSettled: readSpottedAgain,
  });
  const params = { id: note.id };
  const reopen = () => ask(api.reopenSpotted, { params });
  const withdraw = () =>
    act.mutate(async () => {
      await ask(api.withdrawSpotted, { params });
      notifyUndo(t('withdraw.done'), () => act.mutate(reopen));
    });
  const handTo = (member: { id: string; name: string }) =>
    act.mutate(async () => {
      const { version } = await ask(
        api.changeSpotted,
        { params, body: { recipientId: member.id } },
        { ifMatch: note.version },
      );
      setHanding(false);
      const before = note.recipientId;
      if (before === null) return notify(t('hand over.done', { who: member.name }));
      notifyUndo(t('hand over.done', { who: member.name }), () =>
        act.mutate(() => ask(api.changeSpotted, { params, body: { recipientId: before } }, { ifMatch: version })),
      );
    });
  const waits = note.state === 'noted';
  return (
    <>
      <div className={css.buttons}>
        <HistoryButton of={{ kind: 'spotted', id: note.id }} name={note.what} />
        {waits && note.mayAnswer && (
          <>
            <Button onClick={() => onAnswer({ note, how: 'accept' })}>{t('accept')}</Button>
            <Button variant="default" onClick={() => onAnswer({ note, how: 'decline' })}>
              {t('decline')}
            </Button>
            <Button variant="default" onClick={() => setHanding(!handing)} aria-expanded={handing}>
              {t('hand over')}
            </Button>
          </>
        )}
        {note.state === 'accepted' && note.becomes === 'prospect' && note.mayAnswer && (
          <Button onClick={() => onAnswer({ note, how: 'accept' })}>{t('make sale')}</Button>
        )}
        {((note.state === 'declined' && note.mayAnswer) || (note.state === 'withdrawn' && note.isMine)) && (
          <Button variant="default" onClick={() => act.mutate(reopen)}>
            {t('reopen')}
          </Button>
        )}
        {note.isMine && (waits || note.state === 'joined') && (
          <Button variant="default" onClick={withdraw}>
            {t('withdraw')}
          </Button>
        )}
        {note.isMine && note.state === 'joined' && (
          <Button variant="default" onClick={() => act.mutate(() => ask(api.separateSpotted, { params }))}>
            {t('separate')}
          </Button>
        )}
      </div>
      {handing && (
        <PersonPicker
          label={t('hand over.who')}
          value={null}
          search={findMembers}
          onChange={(pick) => pick && handTo(pick)}
        />
      )}
    </>
  );
}
