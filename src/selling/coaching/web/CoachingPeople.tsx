import { Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useSession } from '../../../web/session.ts';
import { Part, Space, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { coachingContract as api, type CoachedPerson } from '../contract.ts';
import { t } from './messages.ts';

const figures = ['individual', 'aggregate'] as const;

/** Whom one coaches, oneself first, and what goes up from it. */
export function CoachingPeople() {
  const { data, error, refetch } = useAnswer(api.listPeople, undefined, { meta: { hears: ['coaching', 'opportunity'] } });
  return (
    <Space space="coaching" question={t('question')}>
      {error && !data ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={6} height={47} />
      ) : (
        <>
          {data.figures === 'aggregate' && <p className={css.question}>{t('sums only')}</p>}
          {data.items.length === 0 ? (
            <EmptyState sentence={t('empty')} />
          ) : (
            <div className={css.part}>
              <Table
                label={t('person')}
                head={[t('person'), t('best profile'), t('open sales'), t('won'), t('last met'), t('commitments')]}
              >
                {data.items.map((person) => (
                  <Row key={person.memberId} person={person} currency={data.currency} />
                ))}
              </Table>
            </div>
          )}
          {data.teams.length > 0 && (
            <Part title={t('teams.title')} detail={t('teams.detail')}>
              <Table label={t('teams.title')} head={[t('teams.team'), t('teams.people'), t('teams.held'), t('teams.kept')]}>
                {data.teams.map((team) => (
                  <tr key={team.teamId}>
                    <th scope="row">{team.teamName}</th>
                    <td>{format.number(team.people)}</td>
                    <td>{format.number(team.held)}</td>
                    <td>{team.kept + team.broken === 0 ? '–' : t('won of', { won: team.kept, closed: team.kept + team.broken })}</td>
                  </tr>
                ))}
              </Table>
            </Part>
          )}
          <Rule />
        </>
      )}
    </Space>
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
        {person.openSales === null || person.openAmount === null ? '–' : `${format.number(person.openSales)} · ${format.moneyShort(Number(person.openAmount), currency)}`}
        {person.stuck !== null && person.stuck > 0 && <span className={`${css.second} ${css.bad}`}>{t('stuck', { count: person.stuck })}</span>}
      </td>
      <td>{person.wonLastYear === null || person.closedLastYear === null ? '–' : t('won of', { won: person.wonLastYear, closed: person.closedLastYear })}</td>
      <td>
        {person.lastHeldOn ? format.date(person.lastHeldOn) : t('never')}
        {person.nextOn && <span className={css.second}>{t('next met', { day: format.date(person.nextOn) })}</span>}
      </td>
      <td>{format.number(person.openCommitments)}</td>
    </tr>
  );
}

/** The works council's setting: who decides about the workspace decides it. */
function Rule() {
  const { data } = useAnswer(api.readRule);
  const set = useAct(api.setRule, { touches: [api.readRule, api.listPeople, api.readPerson] });
  if (!data?.mayChange) return null;
  return (
    <Part title={t('rule.title')} detail={t('rule.detail')}>
      <Select
        allowDeselect={false}
        maw={360}
        aria-label={t('rule.title')}
        data={figures.map((value) => ({ value, label: t(`rule.${value}`) }))}
        value={data.figures}
        onChange={(value) => {
          const chosen = figures.find((each) => each === value);
          if (chosen) set.mutate({ input: { body: { figures: chosen } } });
        }}
      />
    </Part>
  );
}
