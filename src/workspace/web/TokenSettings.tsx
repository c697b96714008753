import { Button, Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Answer } from '../../platform/contract.ts';
import { useAct, useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Form, FormButtons, Refusal } from '../../web/kit/Form.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { useSession } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import { Part } from './Part.tsx';
import { Secret } from './Secret.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

type Token = Answer<typeof workspaceContract.revokeToken>;

export default function TokenSettings() {
  const { member: me } = useSession();
  const [now] = useState(() => Date.now());
  const [making, setMaking] = useState(false);
  const tokens = useRows(workspaceContract.listTokens, {}, { meta: { hears: ['token'] } });
  const members = useAnswer(workspaceContract.listMembers, { query: { limit: '200' } }).data?.items ?? [];
  const revoke = useAct(workspaceContract.revokeToken, { touches: [workspaceContract.listTokens] });
  return (
    <Part
      title={t('tokens')}
      intro={t('tokens.intro')}
      action={
        <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setMaking(true)}>
          {t('tokens.new')}
        </Button>
      }
    >
      {tokens.problem && <QueryProblem error={tokens.problem} />}
      {tokens.rows.length === 0 && !tokens.loading && <EmptyState sentence={t('tokens.empty')} />}
      <ul className={tokens.rows.length > 0 ? css.list : undefined}>
        {tokens.rows.map((token) => (
          <li key={token.id} className={css.row} data-off={hasEnded(token, now)}>
            <span className={css.main}>
              <span className={css.first}>
                {token.name}{' '}
                {token.memberId !== me.id && (
                  <span className={css.quiet}>
                    {t('tokens.of', { name: members.find((member) => member.id === token.memberId)?.name ?? '' })}
                  </span>
                )}
              </span>
              <span className={css.second}>{[scopesOf(token), endOf(token, now), usedOf(token, now)].join(' · ')}</span>
            </span>
            {!hasEnded(token, now) && (
              <ConfirmButton
                label={t('tokens.revoke')}
                confirm={t('tokens.revoke confirm', { name: token.name })}
                onConfirm={() =>
                  revoke.mutate(
                    { input: { params: { id: token.id } } },
                    { onSuccess: () => notify(t('tokens.revoke done')) },
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {tokens.hasMore && (
        <Button className={css.end ?? ''} variant="default" onClick={tokens.onMore}>
          {t('more')}
        </Button>
      )}
      {making && <TokenDialog onClose={() => setMaking(false)} />}
    </Part>
  );
}

const hasEnded = (token: Token, now: number) => token.revokedAt !== null || new Date(token.expiresAt).getTime() < now;

function scopesOf({ scopes }: Token): string {
  if (scopes.includes('write')) return t('tokens.write');
  return scopes.map((scope) => (scope === 'read' ? t('tokens.read') : scope)).join(', ');
}

function endOf(token: Token, now: number): string {
  if (token.revokedAt !== null) return t('tokens.revoked', { date: format.date(token.revokedAt) });
  return t(hasEnded(token, now) ? 'tokens.ended' : 'tokens.ends', { date: format.date(token.expiresAt, 'full') });
}

const usedOf = (token: Token, now: number) =>
  token.lastUsedAt === null ? t('tokens.unused') : t('tokens.used', { date: format.relative(token.lastUsedAt, now) });

function TokenDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<'read' | 'write'>('read');
  const [days, setDays] = useState('90');
  const make = useAct(workspaceContract.createToken, { touches: [workspaceContract.listTokens], quiet: true });
  const secret = make.data?.token;
  return (
    <Dialog onClose={onClose} title={t('tokens.new')} closeOnClickOutside={secret === undefined}>
      {secret === undefined ? (
        <Form onSend={() => make.mutate({ input: { body: { name, scopes: [scope], days: Number(days) } } })}>
          <TextInput
            label={t('tokens.name')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Input.Wrapper label={t('tokens.scope')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('tokens.scope')}
              data={[
                { value: 'read', label: t('tokens.read') },
                { value: 'write', label: t('tokens.write') },
              ]}
              value={scope}
              onChange={(value) => setScope(value === 'write' ? 'write' : 'read')}
            />
          </Input.Wrapper>
          <Select
            label={t('tokens.days')}
            allowDeselect={false}
            data={['7', '30', '90', '365'].map((value) => ({ value, label: t('tokens.days of', { count: value }) }))}
            value={days}
            onChange={(value) => value !== null && setDays(value)}
          />
          <Refusal error={make.error} />
          <FormButtons send={t('tokens.make')} busy={make.isPending} onCancel={onClose} />
        </Form>
      ) : (
        <div className={css.form}>
          <Secret label={t('tokens.token')} intro={t('tokens.shown')} value={secret} />
          <div className={css.buttons}>
            <Button onClick={onClose}>{t('tokens.done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
