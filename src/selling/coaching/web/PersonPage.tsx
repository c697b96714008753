import { getRouteApi, Link } from '@tanstack/react-router';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part, Space } from '../../web/parts.tsx';
import { t as selling } from '../../web/messages.ts';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { PersonDetail } from '../records.ts';
import { Agenda } from './Agenda.tsx';
import { Commitments } from './Commitments.tsx';
import { t } from './messages.ts';
import { OwnQuarter } from './OwnQuarter.tsx';
import { Passages } from './Passages.tsx';
import { Profile } from './Profile.tsx';

const route = getRouteApi('/inside/selling/coaching/$id');

/** One person: the agenda first, then what was agreed, then what the figures say and on how little they rest. */
export function PersonPage() {
  const { id } = route.useParams();
  const meta = { hears: ['coaching', 'opportunity'] };
  const { data, error, refetch } = useAnswer(api.readPerson, { params: { id } }, { meta });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <Space
      space="coaching"
      title={data.name}
      crumbs={[
        { label: selling('title'), to: '/selling' },
        { label: selling('space.coaching'), to: '/selling/coaching' },
      ]}
    >
      {data.figures === 'shown' && <OwnQuarter person={data} />}
      <Agenda person={data} />
      <div className={css.columns}>
        <Meetings person={data} />
        <Part title={t('commitments.title')} report="of the pair alone">
          <Commitments commitments={data.commitments} />
        </Part>
      </div>
      {data.figures === 'hidden' ? (
        <p className={css.question}>{t('sums only')}</p>
      ) : (
        <>
          <Profile person={data} />
          <Passages person={data} />
        </>
      )}
    </Space>
  );
}

function Meetings({ person }: { person: PersonDetail }) {
  return (
    <Part title={t('meetings.title')} detail={t('meetings.detail')} report="of the pair alone">
      {person.meetings.length === 0 ? (
        <EmptyState sentence={t('meetings.empty')} />
      ) : (
        <ul className={css.list}>
          {person.meetings.map((meeting) => (
            <li key={meeting.id}>
              <Link className={css.link} to="/selling/one-to-ones/$id" params={{ id: meeting.id }}>
                {format.date(meeting.plannedOn, 'full')}
              </Link>
              <span className={css.quiet}>
                {t('meetings.with', { who: person.isMe ? meeting.coachName : meeting.memberName })} ·{' '}
                {t(meeting.heldAt ? 'meetings.held' : 'meetings.planned')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
