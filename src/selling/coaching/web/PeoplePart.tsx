import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useSession } from '../../../web/session.ts';
import { Part, Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { CoachedPerson } from '../records.ts';
import { t } from './messages.ts';

/** Whom one coaches, oneself first, and what goes up from it. */
export function PeoplePart() {
  const { data, error, refetch } = useAnswer(api.listPeople, undefined, {
    meta: { hears: ['coaching', 'opportunity'] },
  });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={47} />;
  return (
    <>
      {data.figures === 'aggregate' && <p className={css.question}>{t('sums only')}</p>}
      {data.items.length === 0 ? (
        <EmptyState sentence={t('empty')} />
      ) : (
        <Part title={t('people.title')} report={{ report: 'coaching-people' }}>
          <Table
            label={t('person')}
            head={[t('person'), t('best profile'), t('open sales'), t('won'), t('last met'), t('commitments')]}
          >
            {data.items.map((person) => (
              <Row key={person.memberId} person={person} currency={data.currency} />
            ))}
          </Table>
        </Part>
      )}
      {data.teams.length > 0 && (
        <Part title={t('teams.title')} detail={t('teams.detail')} report={{ report: 'coaching-people' }}>
          <Table label={t('teams.title')} head={[t('teams.team'), t('teams.people'), t('teams.held'), t('teams.kept')]}>
            {data.teams.map((team) => (
              <tr key={team.teamId}>
                <th scope="row">{team.teamName}</th>
                <td>{format.number(team.people)}</td>
                <td>{format.number(team.held)}</td>
                <td>
                  {team.kept + team.broken === 0
                    ? '–'
                    : t('won of', { won: team.kept, closed: team.kept + team.broken })}
                </td>
              </tr>
            ))}
          </Table>
        </Part>
      )}
    </>
  );
}

function Row({ person, currency }: { person: CoachedPerson; currency: string }) {
  const session = useSession();
  return (
    <tr>
      <th scope="row">
        <Link to="/selling/coaching/$id" params={{ id: person.memberId }}>
          {person.name}
        </Link>
        <span className={css.second}>{person.memberId === session.member.id ? t('me') : (person.teamName ?? '')}</span>
      </th>
      <td>
        {person.best ? (
          <>
            {t(`profile.${person.best.profile}`)}
            <span className={css.second}>
              {format.percent(person.best.low)} – {format.percent(person.best.high)}
            </span>
          </>
        ) : (
          <span className={css.quiet}>–</span>
        )}
      </td>
      <td>
        {person.openSales === null || person.openAmount === null ? (
          '–'
        ) : (
          <SalesLink owner={person.memberId} outcome="open" nothing={person.openSales === 0}>
            {format.number(person.openSales)} · {format.moneyShort(Number(person.openAmount), currency)}
          </SalesLink>
        )}
        {person.stuck !== null && person.stuck > 0 && (
          <span className={`${css.second} ${css.bad}`}>{t('stuck', { count: person.stuck })}</span>
        )}
      </td>
      <td>
        {person.wonLastYear === null || person.closedLastYear === null ? (
          '–'
        ) : (
          <SalesLink
            owner={person.memberId}
            outcome="decided"
            from={inDays(-365)}
            nothing={person.closedLastYear === 0}
          >
            {t('won of', { won: person.wonLastYear, closed: person.closedLastYear })}
          </SalesLink>
        )}
      </td>
      <td>
        {person.lastHeldOn ? format.date(person.lastHeldOn) : t('never')}
        {person.nextOn && <span className={css.second}>{t('next met', { day: format.date(person.nextOn) })}</span>}
      </td>
      <td>{format.number(person.openCommitments)}</td>
    </tr>
  );
}
