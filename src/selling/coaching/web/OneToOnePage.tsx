import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { relationshipContract } from '../../../relationship/contract.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Form } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useSession } from '../../../web/session.ts';
import { Part, Space } from '../../web/parts.tsx';
import { t as selling } from '../../web/messages.ts';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { OneToOne } from '../records.ts';
import { AgendaParts } from './AgendaParts.tsx';
import { Commitments } from './Commitments.tsx';
import { t } from './messages.ts';

const route = getRouteApi('/inside/selling/one-to-ones/$id');
const touches = [api.readOneToOne, api.readPerson, api.listPeople];

/** One conversation of two people: what was prepared, what was seen, what was agreed. */
export function OneToOnePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useAnswer(api.readOneToOne, { params: { id } }, { meta: { hears: ['coaching'] } });
  const currency = useAnswer(api.listPeople).data?.currency ?? 'EUR';
  const change = useAct(api.changeOneToOne, { touches });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const held = data.heldAt !== null;
  return (
    <Space
      space="coaching"
      title={t('meeting.title', { day: format.date(data.plannedOn, 'full') })}
      question={t('meeting.question', { member: data.memberName, coach: data.coachName })}
      crumbs={[
        { label: selling('title'), to: '/selling' },
        { label: selling('space.coaching'), to: '/selling/coaching' },
        { label: data.memberName, to: `/selling/coaching/${data.memberId}` },
      ]}
      actions={
        <Button
          variant={held ? 'default' : 'filled'}
          loading={change.isPending}
          onClick={() =>
            change.mutate({ input: { params: { id }, body: { held: !held } }, options: { ifMatch: data.version } })
          }
        >
          {t(held ? 'meeting.not held' : 'meeting.held')}
        </Button>
      }
    >
      <Part title={t('meeting.agenda')} report="of the pair alone">
        <AgendaParts agenda={data.agenda} currency={currency} />
      </Part>
      <div className={css.columns}>
        <Notes meeting={data} />
        <Part title={t('commitments.title')} report="of the pair alone">
          <Commitments commitments={data.commitments} />
          <Agree meeting={data} />
        </Part>
      </div>
    </Space>
  );
}

function Notes({ meeting }: { meeting: OneToOne }) {
  const session = useSession();
  const [body, setBody] = useState('');
  const [touchpointId, setTouchpointId] = useState<string | null>(null);
  const add = useAct(api.addNote, { touches });
  const remove = useAct(api.removeNote, { touches });
  return (
    <Part title={t('notes.title')} report="of the pair alone">
      {meeting.notes.length === 0 && <p className={css.quiet}>{t('notes.empty')}</p>}
      <ul className={css.list}>
        {meeting.notes.map((note) => (
          <li key={note.id}>
            <span>
              <span style={{ whiteSpace: 'pre-wrap' }}>{note.body}</span>
              {note.touchpoint && (
                <span className={css.second}>
                  {t('notes.touchpoint')}:{' '}
                  <Link className={css.link} to="/accounts/$id" params={{ id: note.touchpoint.accountId }}>
                    {note.touchpoint.subject}, {note.touchpoint.accountName}, {format.date(note.touchpoint.at)}
                  </Link>
                </span>
              )}
              <span className={css.second}>
                {t('notes.by', { who: note.authorName, day: format.date(note.at, 'moment') })}
              </span>
            </span>
            {note.authorId === session.member.id && (
              <Button size="xs" variant="subtle" onClick={() => remove.mutate({ input: { params: { id: note.id } } })}>
                {t('notes.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Form
        data-off-paper
        style={{ marginTop: 12 }}
        onSend={() => {
          add.mutate(
            { input: { params: { id: meeting.id }, body: { body, touchpointId } } },
            {
              onSuccess: () => {
                setBody('');
                setTouchpointId(null);
              },
            },
          );
        }}
      >
        <Textarea
          autosize
          minRows={2}
          maxLength={10_000}
          label={t('notes.body')}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <LookedAt meeting={meeting} value={touchpointId} onChange={setTouchpointId} />
        <div>
          <Button type="submit" loading={add.isPending} disabled={body.trim() === ''}>
            {t('notes.add')}
          </Button>
        </div>
      </Form>
    </Part>
  );
}

/** The newest contacts of the relationships on the agenda, or of this person. */
function LookedAt({
  meeting,
  value,
  onChange,
}: {
  meeting: OneToOne;
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const found = useAnswer(relationshipContract.listTouchpoints, { query: { member: meeting.memberId, limit: '50' } });
  return (
    <Select
      clearable
      searchable
      label={t('notes.touchpoint')}
      data={(found.data?.items ?? []).map((each) => ({
        value: each.id,
        label: `${format.date(each.at)} · ${each.subject}`,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}

function Agree({ meeting }: { meeting: OneToOne }) {
  const [what, setWhat] = useState('');
  const [who, setWho] = useState(meeting.memberId);
  const [dueOn, setDueOn] = useState<string | null>(inDays(14));
  const [development, setDevelopment] = useState(false);
  const [programmeId, setProgrammeId] = useState<string | null>(null);
  const trainings = useAnswer(api.listTrainings, undefined, { enabled: development });
  const agree = useAct(api.agree, { touches });
  return (
    <Form
      data-off-paper
      style={{ marginTop: 16 }}
      aria-label={t('agree.title')}
      onSend={() => {
        agree.mutate(
          {
            input: {
              params: { id: meeting.id },
              body: {
                what: what.trim(),
                memberId: who,
                dueOn: dueOn ?? '',
                kind: development ? 'development' : 'work',
                programmeId,
              },
            },
          },
          { onSuccess: () => setWhat('') },
        );
      }}
    >
      <TextInput
        label={t('agree.what')}
        maxLength={500}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <div className={css.row}>
        <Select
          allowDeselect={false}
          label={t('agree.who')}
          data={[
            { value: meeting.memberId, label: meeting.memberName },
            { value: meeting.coachId, label: meeting.coachName },
          ]}
          value={who}
          onChange={(value) => setWho(value ?? who)}
        />
        <DateField required label={t('agree.due')} value={dueOn} onChange={setDueOn} />
      </div>
      <Checkbox
        label={t('agree.development')}
        checked={development}
        onChange={(event) => setDevelopment(event.currentTarget.checked)}
      />
      {development && (trainings.data?.items.length ?? 0) > 0 && (
        <Select
          clearable
          label={t('agree.programme')}
          data={(trainings.data?.items ?? []).map((training) => ({
            value: training.id,
            label: training.nextOn
              ? t('agree.next', { name: training.name, day: format.date(training.nextOn) })
              : training.name,
          }))}
          value={programmeId}
          onChange={setProgrammeId}
        />
      )}
      <div>
        <Button
          type="submit"
          variant="default"
          loading={agree.isPending}
          disabled={what.trim() === '' || dueOn === null}
        >
          {t('agree.go')}
        </Button>
      </div>
    </Form>
  );
}
