import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Avatar } from '../../web/kit/Avatar.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { useMay, useSession } from '../../web/session.ts';
import { workspaceContract } from '../contract.ts';
import { MemberDialog, type Member } from './MemberDialog.tsx';
import { Part } from './Part.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

export default function MemberSettings() {
  const mayChange = useMay('member:write');
  const { member: me } = useSession();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 150);
  const [open, setOpen] = useState<{ member: Member | null }>();
  const members = useRows(
    workspaceContract.listMembers,
    { query: { search, limit: '100' } },
    { meta: { hears: ['member', 'team'] } },
  );
  const teams = useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? [];

  return (
    <Part
      title={t('members')}
      intro={t('members.intro')}
      action={
        mayChange && (
          <Button leftSection={<UserPlus size={14} aria-hidden="true" />} onClick={() => setOpen({ member: null })}>
            {t('members.invite')}
          </Button>
        )
      }
    >
      <div className={css.tools}>
        <TextInput
          type="search"
          aria-label={t('members.search')}
          placeholder={t('members.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      {members.problem && <QueryProblem error={members.problem} />}
      {members.rows.length === 0 && members.loading && <RowsSkeleton rows={4} />}
      {members.rows.length === 0 && !members.loading && !members.problem && (
        <p className={css.empty}>{t('members.nobody')}</p>
      )}
      <ul className={members.rows.length > 0 ? css.list : undefined}>
        {members.rows.map((member) => (
          <li key={member.id}>
            <MemberRow
              member={member}
              mine={member.id === me.id}
              team={teams.find((team) => team.id === member.teamId)?.name}
              onOpen={mayChange ? () => setOpen({ member }) : undefined}
            />
          </li>
        ))}
      </ul>
      {members.hasMore && (
        <Button className={css.end ?? ''} variant="default" onClick={members.onMore}>
          {t('more')}
        </Button>
      )}
      {open && <MemberDialog member={open.member} teams={teams} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function MemberRow({
  member,
  mine,
  team,
  onOpen,
}: {
  member: Member;
  mine: boolean;
  team: string | undefined;
  onOpen?: (() => void) | undefined;
}) {
  const state = stateOf(member);
  const face = (
    <>
      <Avatar name={member.name} size={26} />
      <span className={css.main}>
        <span className={css.first}>
          {member.name} {mine && <span className={css.quiet}>({t('members.you')})</span>}
        </span>
        <span className={css.second}>{[member.email, team].filter(Boolean).join(' · ')}</span>
      </span>
      <span className={css.fact}>
        {t(`role.${member.role}`)}
        {member.businessRole !== null && <span className={css.second}>{t(`business.${member.businessRole}`)}</span>}
      </span>
      {state !== '' && <span className={`${css.fact} ${css.quiet}`}>{state}</span>}
    </>
  );
  if (onOpen === undefined) {
    return (
      <div className={css.row} data-look="person" data-off={member.disabledAt !== null}>
        {face}
      </div>
    );
  }
  return (
    <button type="button" className={css.row} data-look="person" data-off={member.disabledAt !== null} onClick={onOpen}>
      {face}
    </button>
  );
}

function stateOf(member: Member): string {
  if (member.disabledAt !== null) return t('members.disabled');
  if (member.joined) return '';
  return member.invitedUntil === null
    ? t('members.not joined')
    : t('members.invited until', { date: format.date(member.invitedUntil) });
}
