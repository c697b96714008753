import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { positions } from '../../../relationship/vocabulary.ts';
import { useAnswer } from '../../../web/api.ts';
import { PositionMiniature } from '../../../web/kit/PositionBadge.tsx';
import { SidePanel } from '../../../web/kit/SidePanel.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { useSession } from '../../../web/session.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import type { CaseDetail } from '../records.ts';
import { caseKinds, severities } from '../words.ts';
import { change, copyLink, endLinks } from './acting.ts';
import css from './cases.module.css';
import { hoursText, when } from './clockText.ts';
import { t } from './messages.ts';

/** What is known of a case, and what can be changed of it at once. */
export function CaseFacts({ row, now }: { row: CaseDetail; now: Date }) {
  const locked = !row.mayChange || row.mergedIntoId !== null;
  return (
    <SidePanel title={t('case.facts')}>
      <Choices row={row} locked={locked} />
      <dl className={`${css.panelPart} ${css.facts}`}>
        <Whose row={row} />
        <Fact label={t('case.opened')}>
          {when(row.openedAt, now)}
          {row.channel && <span className={css.small}>{channelText(row.channel)}</span>}
        </Fact>
        <Promised row={row} now={now} />
      </dl>
      <CustomersLink row={row} now={now} locked={locked} />
      <OtherCases row={row} />
    </SidePanel>
  );
}

/** Who works on it, how severe it is and of what kind. */
function Choices({ row, locked }: { row: CaseDetail; locked: boolean }) {
  const members = useMembers();
  const { member } = useSession();
  const teams = useAnswer(workspaceContract.listTeams, {}, { meta: { hears: ['team'] } }).data?.items ?? [];
  return (
    <div className={css.facts}>
      <Select
        label={t('case.owner')}
        placeholder={t('nobody')}
        data={members.list.map((each) => ({ value: each.id, label: each.name }))}
        value={row.ownerId}
        disabled={locked}
        clearable
        searchable
        onChange={(ownerId) => void change(row, { ownerId }, { ownerId: row.ownerId })}
      />
      {row.ownerId === null && !locked && (
        <Button variant="default" onClick={() => void change(row, { ownerId: member.id }, { ownerId: null })}>
          {t('do.take')}
        </Button>
      )}
      {teams.length > 0 && (
        <Select
          label={t('case.team')}
          data={teams.map((each) => ({ value: each.id, label: each.name }))}
          value={row.teamId}
          disabled={locked}
          clearable
          onChange={(teamId) => void change(row, { teamId }, { teamId: row.teamId })}
        />
      )}
      <Select
        label={t('case.severity')}
        data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={row.severity}
        disabled={locked}
        allowDeselect={false}
        onChange={(value) => {
          const severity = severities.find((each) => each === value);
          if (severity && severity !== row.severity) void change(row, { severity }, { severity: row.severity });
        }}
      />
      <Select
        label={t('case.kind')}
        data={caseKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={row.kind}
        disabled={locked}
        allowDeselect={false}
        onChange={(value) => {
          const kind = caseKinds.find((each) => each === value);
          if (kind && kind !== row.kind) void change(row, { kind }, { kind: row.kind });
        }}
      />
    </div>
  );
}

/** The customer, where the relationship stands, and the person who asked. */
function Whose({ row }: { row: CaseDetail }) {
  const position = positions.find((each) => each === row.position);
  return (
    <>
      <Fact label={t('case.customer')}>
        {row.account ? (
          <Link to="/accounts/$id" params={{ id: row.account.id }}>
            {row.account.name}
          </Link>
        ) : (
          t('no account')
        )}
        {position && (
          <span className={css.small}>
            <PositionMiniature position={position} /> {web(`position.${position}`)}
          </span>
        )}
      </Fact>
      {row.contact && (
        <Fact label={t('case.contact')}>
          <Link to="/contacts/$id" params={{ id: row.contact.id }}>
            {row.contact.name}
          </Link>
          {row.contactEmails[0] && (
            <a href={`mailto:${row.contactEmails[0]}?subject=${encodeURIComponent(`Re: ${row.subject}`)}`}>
              {row.contactEmails[0]}
            </a>
          )}
        </Fact>
      )}
    </>
  );
}

/** By when we promised to answer and to solve it. */
function Promised({ row, now }: { row: CaseDetail; now: Date }) {
  if (!row.promised) return null;
  return (
    <>
      <Fact label={t('case.first')}>
        {row.firstRespondedAt
          ? t('case.given', { when: when(row.firstRespondedAt, now) })
          : row.firstResponseDueAt && t('due.first response', { when: when(row.firstResponseDueAt, now) })}
        <span className={css.small}>{promise(row.promised.firstResponseMinutes, row.promised.timeZone)}</span>
      </Fact>
      <Fact label={t('case.resolution')}>
        {row.resolutionDueAt && t('due.resolution', { when: when(row.resolutionDueAt, now) })}
        <span className={css.small}>{promise(row.promised.resolutionMinutes, row.promised.timeZone)}</span>
        {row.pausedMinutes > 0 && (
          <span className={css.small}>{t('case.paused', { time: hoursText(row.pausedMinutes) })}</span>
        )}
      </Fact>
    </>
  );
}

/** The page on which the customer sees it without signing in. */
function CustomersLink({ row, now, locked }: { row: CaseDetail; now: Date; locked: boolean }) {
  return (
    <section className={css.panelPart}>
      <h3>{t('link.title')}</h3>
      <p className={css.small}>
        {!row.link
          ? t('link.none')
          : row.link.seenAt
            ? t('link.seen', { when: when(row.link.madeAt, now), seen: when(row.link.seenAt, now) })
            : t('link.made', { when: when(row.link.madeAt, now) })}
      </p>
      {!locked && (
        <div className={css.buttons}>
          <Button variant="default" onClick={() => void copyLink(row)}>
            {t('link.copy')}
          </Button>
          {row.link && (
            <Button variant="subtle" onClick={() => void endLinks(row)}>
              {t('link.end')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** What else they asked, and what was merged into this. */
function OtherCases({ row }: { row: CaseDetail }) {
  return (
    <section className={css.panelPart}>
      <h3>{t('case.others')}</h3>
      {row.others.length + row.merged.length === 0 && <p className={css.small}>{t('case.no others')}</p>}
      <ul className={css.others}>
        {row.others.map((each) => (
          <li key={each.id}>
            <Link to="/cases/$id" params={{ id: each.id }}>
              {each.subject}
            </Link>
            <span className={css.small}> {t(`state.${each.state}`)}</span>
          </li>
        ))}
        {row.merged.map((each) => (
          <li key={each.id}>
            <Link to="/cases/$id" params={{ id: each.id }}>
              {t('case.merged here', { subject: each.subject })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{label}</dt>
      <dd className={css.two}>{children}</dd>
    </div>
  );
}

const promise = (minutes: number, zone: string) => t('case.promised', { time: hoursText(minutes), zone });

function channelText(channel: string): string {
  const known = (['call', 'mail', 'message', 'web', 'visit', 'service'] as const).find((each) => each === channel);
  return known ? t(`channel.${known}`) : channel;
}
