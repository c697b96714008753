import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { words } from '../../relationship/web/words.ts';
import { useAct, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useMay } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { answerKinds, memberStates, type Campaign, type CampaignMember } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './campaignMessages.ts';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';

const touches = [api.listCampaignMembers, api.readCampaign, api.listCampaignTouchpoints, api.readCampaignResults];

/** Who belongs to it, and how each answered. */
export function CampaignPeople({ campaign }: { campaign: Campaign }) {
  const [state, setState] = useState<string>('all');
  const [answering, setAnswering] = useState<CampaignMember>();
  const mayRun = useMay('campaign:write');
  const mayLog = useMay('touchpoint:write');
  const people = useRows(
    api.listCampaignMembers,
    { params: { id: campaign.id }, query: { limit: '50', ...(state === 'all' ? {} : { state }) } },
    { meta: { hears: ['campaign'] } },
  );
  const add = useAct(api.addCampaignMembers, { touches });
  const remove = useAct(api.removeCampaignMember, { touches });
  return (
    <section className={css.section} aria-label={t('members')}>
      <div className={css.headline}>
        <h2>{t('members')}</h2>
        {mayRun && campaign.segment && (
          <Button
            variant="default"
            loading={add.isPending}
            onClick={() =>
              void add
                .mutateAsync({ input: { params: { id: campaign.id }, body: {} } })
                .then(({ added }) => notify(t('added', { count: added })))
                .catch(() => {})
            }
          >
            {t('add segment')}
          </Button>
        )}
      </div>
      <Tabs
        label={t('members')}
        look="chips"
        tabs={[
          { id: 'all', label: shopping('needs.all') },
          ...memberStates.map((id) => ({ id: id as string, label: t(`state.${id}`), count: campaign.members[id] })),
        ]}
        value={state}
        onChange={setState}
      />
      {people.problem && <QueryProblem error={people.problem} />}
      {people.rows.length === 0 &&
        (people.loading ? <RowsSkeleton rows={3} /> : <p className={css.words}>{t('people empty')}</p>)}
      <ul className={people.rows.length > 0 ? css.list : undefined}>
        {people.rows.map((row) => (
          <li key={row.id} className={css.row}>
            <span className={css.two}>
              <Link to="/accounts/$id" params={{ id: row.account.id }} className={css.first}>
                {[row.contact?.name, row.account.name].filter(Boolean).join(', ')}
              </Link>
              <span className={css.second}>
                {t(`state.${row.state}`)}, {format.date(row.stateAt, 'dayYear')}
                {row.mayWrite !== null && ` · ${t(row.mayWrite ? 'may write' : 'may not write')}`}
              </span>
            </span>
            {mayLog && (
              <Button variant="default" size="xs" onClick={() => setAnswering(row)}>
                {t('answer')}
              </Button>
            )}
            {mayRun && (
              <Button variant="subtle" size="xs" onClick={() => remove.mutate({ input: { params: { id: row.id } } })}>
                {t('remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {people.hasMore && (
        <Button variant="default" onClick={people.onMore} loading={people.loading}>
          {shopping('more')}
        </Button>
      )}
      {answering && <AnswerDialog member={answering} onClose={() => setAnswering(undefined)} />}
    </section>
  );
}

function AnswerDialog({ member, onClose }: { member: CampaignMember; onClose: () => void }) {
  const [answer, setAnswer] = useState<'responded' | 'declined'>('responded');
  const [kind, setKind] = useState<(typeof answerKinds)[number]>('reply');
  const [subject, setSubject] = useState('');
  const note = useAct(api.noteAnswer, { touches });
  return (
    <FormDialog
      onClose={onClose}
      title={t('answer of', { name: member.contact?.name ?? member.account.name })}
      onSend={() => {
        void note
          .mutateAsync({
            input: { params: { id: member.id }, body: { answer, kind, subject } },
            options: { ifMatch: member.version },
          })
          .then(() => {
            notify(t('answer done'));
            onClose();
          })
          .catch(() => {});
      }}
    >
      <SegmentedControl
        aria-label={t('answer')}
        data={(['responded', 'declined'] as const).map((value) => ({ value, label: t(`answer.${value}`) }))}
        value={answer}
        onChange={(value) => setAnswer(value === 'declined' ? 'declined' : 'responded')}
      />
      <Select
        label={t('answer kind')}
        data={answerKinds.map((value) => ({ value, label: words(`kind.${value}`) }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(answerKinds.find((each) => each === value) ?? 'reply')}
      />
      <TextInput
        label={t('answer what')}
        required
        maxLength={500}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        data-autofocus
      />
      <FormButtons send={t('answer')} busy={note.isPending} onCancel={onClose} />
    </FormDialog>
  );
}
