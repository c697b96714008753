import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { PersonDetail } from '../records.ts';
import { profileStatements, profiles, statements, type Answers } from '../profile.ts';
import { t } from './messages.ts';

/** The fit to the four seller profiles, each with what it rests on. */
export function Profile({ person }: { person: PersonDetail }) {
  const [answering, setAnswering] = useState(false);
  return (
    <Part
      title={t('profile.title')}
      detail={t('profile.detail')}
      actions={
        (person.isMe || person.mayCoach) && (
          <Button size="xs" variant="default" onClick={() => setAnswering(true)}>
            {t('profile.answer')}
          </Button>
        )
      }
      report={{ report: 'coaching-person', search: { person: person.memberId } }}
    >
      <ul className={css.list}>
        {person.profile.map((score) => (
          <li key={score.profile}>
            <span>
              <b>{t(`profile.${score.profile}`)}</b>
              <span className={css.second}>
                {score.answered.score === null
                  ? t('profile.not answered')
                  : t('profile.answered', {
                      count: score.answered.people,
                      score: format.percent(score.answered.score),
                    })}
                {' · '}
                {score.observed.closed === 0 ? (
                  t('profile.not observed', { type: t(`type.${score.saleType}`) })
                ) : (
                  <Link
                    className={css.link}
                    to="/purchase"
                    search={{ as: 'table', owner: person.memberId, saleType: score.saleType, outcome: 'won,lost' }}
                  >
                    {t('profile.observed', {
                      won: score.observed.won,
                      closed: score.observed.closed,
                      type: t(`type.${score.saleType}`),
                      everybody: score.observed.everybody === null ? '–' : format.percent(score.observed.everybody),
                    })}
                  </Link>
                )}
              </span>
            </span>
            <Likely score={score.score} low={score.low} high={score.high} />
          </li>
        ))}
      </ul>
      {person.answers.length > 0 && <Answered person={person} />}
      {answering && <AnswerDialog person={person} onClose={() => setAnswering(false)} />}
    </Part>
  );
}

/** What each who answered said, statement by statement: the person sees it all. */
function Answered({ person }: { person: PersonDetail }) {
  return (
    <details className={css.details} style={{ marginTop: 8 }}>
      <summary>{t('profile.who', { who: format.list(person.answers.map((each) => each.raterName)) })}</summary>
      <Table
        label={t('profile.title')}
        head={[t('profile.statement'), ...person.answers.map((each) => `${each.raterName}, ${format.date(each.at)}`)]}
      >
        {statements
          .filter((statement) => person.answers.some((each) => each.answers[statement] !== undefined))
          .map((statement) => (
            <tr key={statement}>
              <th scope="row">{t(`statement.${statement}`)}</th>
              {person.answers.map((each) => (
                <td key={each.raterName}>{each.answers[statement] ?? '–'}</td>
              ))}
            </tr>
          ))}
      </Table>
    </details>
  );
}

/** A score with its interval, on a scale on which the middle is as everybody. */
function Likely({ score, low, high }: { score: number | null; low: number; high: number }) {
  if (score === null) return <span className={css.quiet}>{t('profile.nothing')}</span>;
  const text = `${format.percent(score)} (${format.percent(low)} – ${format.percent(high)})`;
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 10 }}>
      <svg width="160" height="14" viewBox="0 0 160 14" aria-hidden="true">
        <line x1="0" x2="160" y1="7" y2="7" stroke="var(--line)" />
        <line x1="80" x2="80" y1="1" y2="13" stroke="var(--text-4)" strokeDasharray="1.5 2" />
        <rect x={160 * low} width={160 * (high - low)} y="4" height="6" rx="3" fill="var(--accent)" opacity="0.3" />
        <circle cx={160 * score} cy="7" r="4" fill="var(--accent)" />
      </svg>
      <span style={{ minWidth: 104, textAlign: 'end' }}>{text}</span>
    </span>
  );
}

function AnswerDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const [answers, setAnswers] = useState<Answers>({});
  const save = useAct(api.answerProfile, { touches: [api.readPerson, api.listPeople] });
  return (
    <FormDialog
      size="lg"
      onClose={onClose}
      title={person.isMe ? t('profile.answer me') : t('profile.answer about', { name: person.name })}
      onSend={() =>
        save.mutate({ input: { params: { id: person.memberId }, body: { answers } } }, { onSuccess: onClose })
      }
    >
      <p className={css.quiet}>{t('profile.scale')}</p>
      {profiles.flatMap((profile) =>
        profileStatements[profile].map((statement) => (
          <div key={statement} className={css.row} style={{ alignItems: 'center' }}>
            <span id={`s-${statement.replaceAll(' ', '-')}`}>{t(`statement.${statement}`)}</span>
            <SegmentedControl
              size="xs"
              aria-labelledby={`s-${statement.replaceAll(' ', '-')}`}
              data={['1', '2', '3', '4', '5']}
              value={answers[statement] === undefined ? '' : String(answers[statement])}
              onChange={(value) => setAnswers({ ...answers, [statement]: Number(value) })}
            />
          </div>
        )),
      )}
      <Button type="submit" loading={save.isPending} disabled={Object.keys(answers).length === 0}>
        {web('field.save')}
      </Button>
    </FormDialog>
  );
}
