import { Menu } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { SidePanel } from '../../web/kit/SidePanel.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { channels, type Channel } from '../vocabulary.ts';
import { t } from './accountMessages.ts';
import { accountPeopleQuery, membersQuery, timelineQuery, type TimelineChoice } from './data.ts';
import { QuickLog } from './QuickLog.tsx';
import css from './timeline.module.css';
import { TimelineEntry } from './TimelineEntry.tsx';
import { words } from './words.ts';

interface TimelineProps {
  account: AccountDetail;
  /** How many count, when known. */
  total: number | undefined;
  /** The entry that is shown in full; the curve can open one too. */
  opened: string | undefined;
  onOpened: (id: string | undefined) => void;
  /** During a replay: only what was known then. */
  asOf?: string | undefined;
}

type Who = { kind: 'colleague' | 'person'; id: string };

/** The ledger of one account beside its curve: newest first, each with its share, logged inline. */
export function Timeline({ account, total, opened, onOpened, asOf }: TimelineProps) {
  const [channel, setChannel] = useState<Channel>();
  const [who, setWho] = useState<Who>();
  const choice: TimelineChoice = {
    accountId: account.id,
    ...(channel === undefined ? {} : { channel: [channel] }),
    ...(who?.kind === 'colleague' ? { member: who.id } : {}),
    ...(who?.kind === 'person' ? { contactId: who.id } : {}),
    ...(asOf === undefined ? {} : { asOf }),
  };
  return (
    <SidePanel
      title={t('timeline.title')}
      actions={
        <>
          <KindMenu channel={channel} onChannel={setChannel} />
          <WhoMenu accountId={account.id} who={who} onWho={setWho} />
        </>
      }
    >
      {account.mayChange && asOf === undefined && <QuickLog account={account} />}
      <TimelineList
        choice={choice}
        filtered={channel !== undefined || who !== undefined}
        total={total}
        opened={opened}
        onOpened={onOpened}
        mayChange={account.mayChange && asOf === undefined}
      />
    </SidePanel>
  );
}

interface TimelineListProps {
  choice: TimelineChoice;
  filtered?: boolean;
  total?: number | undefined;
  opened?: string | undefined;
  onOpened: (id: string | undefined) => void;
  mayChange: boolean;
}

/** Entries under their months. For an account, or with a contact in the choice for everything one person took part in. */
export function TimelineList(props: TimelineListProps) {
  const { choice, filtered = false, total, opened, onOpened, mayChange } = props;
  const pages = useInfiniteQuery(timelineQuery(choice));
  if (pages.error && !pages.data) return <QueryProblem error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <RowsSkeleton rows={8} />;
  const entries = pages.data.pages.flatMap((page) => page.items);
  const replayed = choice.asOf !== undefined;
  if (entries.length === 0)
    return (
      <p className={css.empty}>
        {replayed ? t('timeline.empty then') : filtered ? t('timeline.empty filtered') : t('timeline.empty')}
      </p>
    );
  const months = Object.entries(Object.groupBy(entries, (entry) => format.date(entry.at, 'monthLong')));
  const left = filtered || total === undefined || replayed ? undefined : total - entries.length;
  return (
    <>
      {months.map(([month, members], i) => (
        <section key={month} aria-label={month}>
          <div className={css.month}>
            <h3>{month}</h3>
            {i === 0 && (
              <span aria-hidden="true">
                <span className="trust">{words('trust change')}</span>{' '}
                <span className="interest">{words('interest change')}</span>
              </span>
            )}
          </div>
          <ul>
            {members?.map((entry) => (
              <TimelineEntry
                key={entry.id}
                entry={entry}
                open={entry.id === opened}
                onOpen={(open) => onOpened(open ? entry.id : undefined)}
                mayChange={mayChange}
              />
            ))}
          </ul>
        </section>
      ))}
      {pages.hasNextPage && (
        <button
          type="button"
          className={css.more}
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {left !== undefined && left > 0 ? t('timeline.more', { count: left }) : t('timeline.earlier')}
        </button>
      )}
    </>
  );
}

function KindMenu({
  channel,
  onChannel,
}: {
  channel: Channel | undefined;
  onChannel: (channel: Channel | undefined) => void;
}) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.filter}>
          <span className="visually-hidden">{t('timeline.kinds')}: </span>
          {channel === undefined ? t('timeline.all kinds') : words(`channel.${channel}`)}
          <ChevronDown size={11} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Choice chosen={channel === undefined} label={t('timeline.all kinds')} onChoose={() => onChannel(undefined)} />
        {channels.map((each) => (
          <Choice
            key={each}
            chosen={channel === each}
            label={words(`channel.${each}`)}
            onChoose={() => onChannel(each)}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function WhoMenu({
  accountId,
  who,
  onWho,
}: {
  accountId: string;
  who: Who | undefined;
  onWho: (who: Who | undefined) => void;
}) {
  const people = useQuery(accountPeopleQuery(accountId)).data?.items ?? [];
  const members = useQuery(membersQuery).data?.items ?? [];
  const name =
    people.find((person) => person.contact.id === who?.id)?.contact.name ??
    members.find((member) => member.id === who?.id)?.name;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.filter}>
          <span className="visually-hidden">{t('timeline.people')}: </span>
          {name ?? t('timeline.everyone')}
          <ChevronDown size={11} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <Choice chosen={who === undefined} label={t('timeline.everyone')} onChoose={() => onWho(undefined)} />
        {people.length > 0 && <Menu.Label>{t('timeline.people')}</Menu.Label>}
        {people.map(({ contact }) => (
          <Choice
            key={contact.id}
            chosen={who?.id === contact.id}
            label={contact.name}
            onChoose={() => onWho({ kind: 'person', id: contact.id })}
          />
        ))}
        <Menu.Label>{t('timeline.ours')}</Menu.Label>
        {members.map((member) => (
          <Choice
            key={member.id}
            chosen={who?.id === member.id}
            label={member.name}
            onChoose={() => onWho({ kind: 'colleague', id: member.id })}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ chosen, label, onChoose }: { chosen: boolean; label: string; onChoose: () => void }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={chosen}
      rightSection={chosen && <Check size={14} aria-hidden="true" />}
      onClick={onChoose}
    >
      {label}
    </Menu.Item>
  );
}
