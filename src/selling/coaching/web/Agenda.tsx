import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { Part } from '../../web/parts.tsx';
import { coachingContract as api } from '../contract.ts';
import type { PersonDetail } from '../records.ts';
import { AgendaParts } from './AgendaParts.tsx';
import { t } from './messages.ts';

/** The next one-to-one as it would be prepared now. */
export function Agenda({ person }: { person: PersonDetail }) {
  const { data, error } = useAnswer(
    api.prepareAgenda,
    { params: { id: person.memberId } },
    { meta: { hears: ['opportunity', 'next step', 'coaching'] } },
  );
  const [planning, setPlanning] = useState(false);
  return (
    <Part
      title={t('agenda.title')}
      detail={t(person.isMe ? 'agenda.mine' : 'agenda.detail')}
      actions={person.mayCoach && <Button onClick={() => setPlanning(true)}>{t('agenda.plan')}</Button>}
      report={{ report: 'coaching-agenda', search: { person: person.memberId } }}
    >
      {error ? (
        <QueryProblem error={error} />
      ) : data ? (
        <AgendaParts agenda={data} currency={person.currency} />
      ) : (
        <RowsSkeleton rows={3} height={47} />
      )}
      {planning && <PlanDialog person={person} onClose={() => setPlanning(false)} />}
    </Part>
  );
}

function PlanDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const go = useNavigate();
  const [on, setOn] = useState<string | null>(inDays(7));
  const plan = useAct(api.planOneToOne, { touches: [api.readPerson, api.listPeople] });
  return (
    <FormDialog
      onClose={onClose}
      title={t('agenda.plan')}
      onSend={() =>
        plan.mutate(
          { input: { params: { id: person.memberId }, body: { plannedOn: on ?? '' } } },
          { onSuccess: ({ id }) => void go({ to: '/selling/one-to-ones/$id', params: { id } }) },
        )
      }
    >
      <DateField required label={t('agenda.plan on')} value={on} onChange={setOn} />
      <Button type="submit" loading={plan.isPending} disabled={on === null}>
        {t('agenda.plan')}
      </Button>
    </FormDialog>
  );
}
