import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { Answer } from '../../platform/contract.ts';
import { useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Avatar } from '../../web/kit/Avatar.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { t as web } from '../../web/messages/en.ts';
import { workspaceContract } from '../contract.ts';
import { changesOf, sentenceOf } from './auditWords.ts';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

type Happened = Answer<typeof workspaceContract.listEvents>['items'][number];

const kinds = [
  'account',
  'contact',
  'touchpoint',
  'opportunity',
  'import',
  'session',
  'member',
  'team',
  'token',
  'workspace',
] as const;

export default function AuditSettings() {
  const [now] = useState(() => Date.now());
  const [kind, setKind] = useState<string | null>(null);
  const [memberId, setMemberId] = useState<string | null>(null);
  const events = useRows(workspaceContract.listEvents, {
    query: { ...(kind ? { kind } : {}), ...(memberId ? { memberId } : {}) },
  });
  const members = useAnswer(workspaceContract.listMembers, { query: { limit: '200' } }).data?.items ?? [];
  const select = { placeholder: web('app.any'), clearable: true, clearButtonProps: { 'aria-label': web('app.clear') } };
  return (
    <Part title={t('audit')} intro={t('audit.intro')}>
      <div className={css.tools}>
        <Select
          {...select}
          label={t('audit.kind')}
          data={kinds.map((value) => ({ value, label: t(`audit.kind ${value}`) }))}
          value={kind}
          onChange={setKind}
        />
        <Select
          {...select}
          searchable
          label={t('audit.who')}
          data={members.map(({ id, name }) => ({ value: id, label: name }))}
          value={memberId}
          onChange={setMemberId}
        />
      </div>
      {events.problem && <QueryProblem error={events.problem} />}
      {events.rows.length === 0 && events.loading && <RowsSkeleton rows={8} />}
      {events.rows.length === 0 && !events.loading && !events.problem && (
        <p className={css.empty}>{t('audit.empty')}</p>
      )}
      <ul className={events.rows.length > 0 ? css.list : undefined}>
        {events.rows.map((event) => (
          <EventRow key={event.id} event={event} now={now} />
        ))}
      </ul>
      {events.hasMore && (
        <Button className={css.end ?? ''} variant="default" onClick={events.onMore} loading={events.loading}>
          {t('more')}
        </Button>
      )}
    </Part>
  );
}

function EventRow({ event, now }: { event: Happened; now: number }) {
  const who = event.memberName ?? t('audit.system');
  const changes = changesOf(event.detail);
  return (
    <li className={css.row}>
      <Avatar name={who} size={22} />
      <span className={css.main}>
        <span className={css.said}>
          <b>{who}</b> {sentenceOf(event.name, event.detail)}{' '}
          {event.via === 'token' && <span className={css.quiet}>({t('audit.token')})</span>}
        </span>
        {changes.length > 0 && <span className={`${css.second} ${css.wrap}`}>{changes.join(' · ')}</span>}
      </span>
      <time className={css.time} dateTime={event.at} title={format.date(event.at, 'full')}>
        {format.relative(event.at, now)}
      </time>
    </li>
  );
}
