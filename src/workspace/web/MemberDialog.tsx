import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Answer } from '../../platform/contract.ts';
import { changedMeanwhile, readAgain } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { Form, FormButtons } from '../../web/kit/Form.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { t as web } from '../../web/messages/en.ts';
import { useMay, useSession } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import { businessRoles, covers, roles } from '../roles.ts';
import { Secret } from './Secret.tsx';
import { HistoryButton } from './HistoryButton.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

export type Member = Answer<typeof workspaceContract.getMember>;
type Teams = Answer<typeof workspaceContract.listTeams>['items'];

interface MemberDialogProps {
  /** Null: somebody new. */
  member: Member | null;
  teams: Teams;
  onClose: () => void;
}

/** Invites somebody, or changes a member, and makes the links that let them in. */
export function MemberDialog({ member: given, teams, onClose }: MemberDialogProps) {
  const session = useSession();
  const [member, setMember] = useState(given);
  const [draft, setDraft] = useState(() => draftOf(given));
  const [link, setLink] = useState<{ intro: string; address: string }>();
  const [why, setWhy] = useState<string>();
  const [busy, setBusy] = useState(false);
  const locked = member !== null && !covers(session.member.role, member.role);

  /** Runs one deed and tells what went wrong; a colleague's newer version is shown instead of ours. */
  const run = async (deed: () => Promise<void>) => {
    setBusy(true);
    setWhy(undefined);
    try {
      await deed();
    } catch (error) {
      const theirs = changedMeanwhile(error);
      if (theirs !== undefined && member !== null) {
        const current = await ask(workspaceContract.getMember, { params: { id: member.id } });
        setMember(current);
        setDraft(draftOf(current));
      }
      setWhy(theirs === undefined ? problemText(error) : t('changed meanwhile'));
    } finally {
      setBusy(false);
      await readAgain(workspaceContract.listMembers, workspaceContract.listTeams);
    }
  };
  const linked = async (to: Member) => {
    const { path, expiresAt, mailed } = await ask(workspaceContract.invite, { params: { id: to.id } });
    setLink({
      intro: t(mailed ? 'members.mailed invite' : 'members.link invite', {
        name: to.name,
        date: format.date(expiresAt, 'weekday'),
      }),
      address: location.origin + path,
    });
  };

  const submit = () => {
    const body = { ...draft, email: draft.email.trim() === '' ? null : draft.email };
    void run(async () => {
      if (member === null) {
        const made = await ask(workspaceContract.addMember, { body });
        setMember(made);
        await linked(made);
        return;
      }
      const { email, ...others } = body;
      setMember(
        await ask(
          workspaceContract.changeMember,
          { params: { id: member.id }, body: member.joined ? others : { ...others, email } },
          { ifMatch: member.version },
        ),
      );
      onClose();
    });
  };
  const setAccess = (enabled: boolean) =>
    void run(async () => {
      if (member === null) return;
      setMember(
        await ask(
          workspaceContract.setAccess,
          { params: { id: member.id }, body: { enabled } },
          { ifMatch: member.version },
        ),
      );
      notify(t(enabled ? 'members.enabled done' : 'members.disabled done', { name: member.name }));
    });
  const resetPassword = () =>
    void run(async () => {
      if (member === null) return;
      const { path, mailed } = await ask(workspaceContract.makePasswordReset, { params: { id: member.id } });
      setLink({
        intro: t(mailed ? 'members.mailed password' : 'members.link password', { name: member.name }),
        address: location.origin + path,
      });
    });

  return (
    <Dialog onClose={onClose} title={given === null ? t('members.invite title') : given.name}>
      {link ? (
        <div className={css.form}>
          <Secret label={t('members.link')} intro={link.intro} value={link.address} />
          <div className={css.buttons}>
            <Button onClick={onClose}>{t('tokens.done')}</Button>
          </div>
        </div>
      ) : (
        <>
          <Form onSend={submit}>
            <MemberFields
              member={member}
              draft={draft}
              teams={teams}
              locked={locked}
              onChange={(part) => setDraft({ ...draft, ...part })}
            />
            {why !== undefined && <p role="alert">{why}</p>}
            <FormButtons
              send={t(member === null ? 'members.invite do' : 'save')}
              busy={busy}
              disabled={locked}
              onCancel={onClose}
            >
              {member !== null && <HistoryButton of={{ kind: 'member', id: member.id }} name={member.name} />}
            </FormButtons>
          </Form>
          {member !== null && !locked && (
            <Access
              member={member}
              onLink={() => void run(() => linked(member))}
              onPassword={resetPassword}
              onAccess={setAccess}
            />
          )}
        </>
      )}
    </Dialog>
  );
}

type Draft = ReturnType<typeof draftOf>;

const draftOf = (member: Member | null) => ({
  name: member?.name ?? '',
  email: member?.email ?? '',
  role: member?.role ?? ('seller' as const),
  businessRole: member?.businessRole ?? null,
  teamId: member?.teamId ?? null,
});

interface MemberFieldsProps {
  member: Member | null;
  draft: Draft;
  teams: Teams;
  /** Of a role that the person's own does not cover. */
  locked: boolean;
  onChange: (part: Partial<Draft>) => void;
}

function MemberFields({ member, draft, teams, locked, onChange }: MemberFieldsProps) {
  const { role: myRole } = useSession().member;
  return (
    <>
      <TextInput
        label={t('members.name')}
        required
        maxLength={100}
        value={draft.name}
        readOnly={locked}
        data-autofocus
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('members.email')}
        type="email"
        required={member === null}
        value={draft.email}
        readOnly={locked || member?.joined === true}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
      <Select
        label={t('members.role')}
        description={t(`may.${draft.role}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        data={roles
          .filter((role) => covers(myRole, role) || role === draft.role)
          .map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={draft.role}
        readOnly={locked}
        allowDeselect={false}
        onChange={(value) => onChange({ role: roles.find((role) => role === value) ?? draft.role })}
      />
      <Select
        label={t('members.business')}
        placeholder={t('none')}
        clearable
        clearButtonProps={{ 'aria-label': web('app.clear') }}
        data={businessRoles.map((role) => ({ value: role, label: t(`business.${role}`) }))}
        value={draft.businessRole}
        readOnly={locked}
        onChange={(value) => onChange({ businessRole: businessRoles.find((role) => role === value) ?? null })}
      />
      {teams.length > 0 && (
        <Select
          label={t('members.team')}
          placeholder={t('none')}
          clearable
          clearButtonProps={{ 'aria-label': web('app.clear') }}
          searchable
          data={teams.map((team) => ({ value: team.id, label: team.name }))}
          value={draft.teamId}
          readOnly={locked}
          onChange={(teamId) => onChange({ teamId })}
        />
      )}
    </>
  );
}

interface AccessProps {
  member: Member;
  onLink: () => void;
  onPassword: () => void;
  onAccess: (enabled: boolean) => void;
}

/** What lets a member in, or keeps them out. */
function Access({ member, onLink, onPassword, onAccess }: AccessProps) {
  const mayReset = useMay('workspace:write');
  return (
    <div className={css.apart}>
      {!member.joined && member.disabledAt === null && (
        <Button variant="default" onClick={onLink}>
          {t('members.new link')}
        </Button>
      )}
      {member.joined && member.disabledAt === null && mayReset && (
        <Button variant="default" onClick={onPassword}>
          {t('members.password link')}
        </Button>
      )}
      {member.disabledAt === null ? (
        <ConfirmButton
          label={t('members.disable')}
          confirm={t('members.disable confirm', { name: member.name })}
          onConfirm={() => onAccess(false)}
        />
      ) : (
        <Button variant="default" onClick={() => onAccess(true)}>
          {t('members.enable')}
        </Button>
      )}
    </div>
  );
}
