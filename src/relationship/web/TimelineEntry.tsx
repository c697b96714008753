import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { format } from '../../web/format.ts';
import { SpotButton } from '../../usage/spotted/web/SpotButton.tsx';
import { useMay } from '../../web/session.ts';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';
import type { TouchpointRecord } from '../contract.ts';
import { t } from './accountMessages.ts';
import { offerUndo, takeBack } from './actions.ts';
import { CorrectDialog } from './CorrectDialog.tsx';
import { TouchpointIcon } from './icons.tsx';
import { restore } from './restore.ts';
import css from './timeline.module.css';
import { words } from './words.ts';

interface TimelineEntryProps {
  entry: TouchpointRecord;
  open: boolean;
  onOpen: (open: boolean) => void;
  mayChange: boolean;
}

/** One touchpoint: what, when, who, and what it moved; opened, everything that was noted. */
export function TimelineEntry({ entry, open, onOpen, mayChange }: TimelineEntryProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) line.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const who = entry.contacts[0]?.name ?? entry.memberName ?? words('somebody');
  return (
    <li ref={line} className={css.entry} data-off={entry.supersededById !== null || entry.retracts} data-open={open}>
      <button type="button" className={css.line} aria-expanded={open} onClick={() => onOpen(!open)}>
        <TouchpointIcon kind={entry.kind} channel={entry.channel} />
        <span className={css.words}>
          <span className={css.subject}>{entry.subject}</span>
          <span className={css.foot}>
            <span>
              {t('timeline.by', { date: format.date(entry.at), who })}
              {entry.supersededById !== null && ` · ${t('timeline.corrected')}`}
              {entry.supersedesId !== null && !entry.retracts && ` · ${t('timeline.correction')}`}
              {entry.retracts && ` · ${t('timeline.taken back')}`}
            </span>
            {entry.moved && isNoticeable(entry.moved) && (
              <span className={css.shares}>
                <span className="trust">{format.signed(entry.moved.trust)}</span>
                <span className="interest">{format.signed(entry.moved.interest)}</span>
              </span>
            )}
          </span>
        </span>
      </button>
      {open && <Details entry={entry} mayChange={mayChange} />}
    </li>
  );
}

function Details({ entry, mayChange }: { entry: TouchpointRecord; mayChange: boolean }) {
  const [correcting, setCorrecting] = useState(false);
  const maySpot = useMay('spotted:write');
  const facts: [string, string][] = [
    ...(entry.contacts.length > 0
      ? [[t('entry.with'), format.list(entry.contacts.map((contact) => contact.name))] satisfies [string, string]]
      : []),
    ...(entry.expectation === null
      ? []
      : [[t('entry.how'), words(`expectation.${entry.expectation}`)] satisfies [string, string]]),
    ...fact(t('entry.promised'), entry.expectationSet),
    ...fact(t('entry.outcome'), entry.outcome),
    ...fact(t('entry.learnt'), entry.learnt),
  ];
  const remove = async () => {
    if (await takeBack(entry.id)) offerUndo(t('entry.taken back', { what: entry.subject }), () => restore(entry));
  };
  const changeable = mayChange && entry.supersededById === null && !entry.retracts && entry.kind !== 'silence';
  return (
    <div className={css.details}>
      {entry.body !== null && <p className={css.body}>{entry.body}</p>}
      {facts.length > 0 && (
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={css.source}>
        {t(entry.supersedesId === null ? 'entry.logged' : 'entry.corrected', {
          when: format.date(entry.recordedAt, 'moment'),
          who: entry.memberName ?? words('somebody'),
          source: words(`kind.${entry.kind}`).toLocaleLowerCase(format.locale),
        })}
      </p>
      {entry.supersedesId !== null && (
        <div className={css.actions}>
          <HistoryButton inRow of={{ kind: 'touchpoint', id: entry.id }} name={entry.subject} />
        </div>
      )}
      {changeable && (
        <div className={css.actions}>
          <Button size="xs" variant="default" onClick={() => setCorrecting(true)}>
            {t('entry.correct')}
          </Button>
          <Button size="xs" variant="default" onClick={() => void remove()}>
            {t('entry.take back')}
          </Button>
          {maySpot && (
            <SpotButton small about={{ accountId: entry.accountId, touchpointId: entry.id, ...contactOf(entry) }} />
          )}
        </div>
      )}
      {correcting && <CorrectDialog entry={entry} onClose={() => setCorrecting(false)} />}
    </div>
  );
}

function contactOf(entry: TouchpointRecord): { contactId?: string } {
  const [first] = entry.contacts;
  return first ? { contactId: first.id } : {};
}

/** What moved nothing carries no numbers. */
function isNoticeable({ trust, interest }: { trust: number; interest: number }): boolean {
  return Math.abs(trust) >= 0.05 || Math.abs(interest) >= 0.05;
}

function fact(name: string, value: string | null): [string, string][] {
  return value === null || value === '' ? [] : [[name, value]];
}
