import { Button, Checkbox, NumberInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../platform/contract.ts';
import { readAgain, useAct, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import { surveyContract as api } from '../contract.ts';
import { againstAsking } from '../voice.ts';
import { t } from './messages.ts';
import css from './surveys.module.css';

type Voice = Answer<typeof api.readVoice>;

/** What customers say of us, with the response rate beside every score; and whom to ask now. */
export function VoicePart() {
  const { data, error, refetch } = useAnswer(api.readVoice, {}, { meta: { hears: ['survey'] } });
  const [now] = useState(() => new Date());
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={8} />;
  const { satisfaction, effort, recommend } = data;
  return (
    <div className={css.part}>
      <div>
        <dl className={css.scores}>
          <Score
            label={t('satisfaction')}
            value={satisfaction.value === null ? '–' : format.percent(satisfaction.value)}
            of={satisfaction}
          />
          <Score label={t('effort')} value={effort.value === null ? '–' : format.number(effort.value, 1)} of={effort} />
          <Score
            label={t('recommend')}
            value={recommend.value === null ? '–' : format.signed(recommend.value, 0)}
            of={recommend}
          />
        </dl>
        <p className={css.quiet}>{t('since', { when: format.date(data.since, 'dayYear') })}</p>
      </div>
      <section>
        <h2>{t('answers')}</h2>
        {data.answers.length === 0 && <p className={css.quiet}>{t('answers none')}</p>}
        <ul className={css.list}>
          {data.answers.map((each) => (
            <li key={each.id}>
              <span className={css.who}>
                <Link to="/accounts/$id" params={{ id: each.account.id }}>
                  {each.account.name}
                </Link>{' '}
                <span className={css.quiet}>
                  {each.contactName}, {format.day(each.answeredAt, now)}
                </span>
              </span>
              <span>
                {each.kind === 'nps'
                  ? t('said.nps', { recommend: each.recommend ?? '' })
                  : t('said.case', { satisfaction: each.satisfaction ?? '', effort: each.effort ?? '' })}
              </span>
              {each.comment && <span className={css.said}>{each.comment}</span>}
            </li>
          ))}
        </ul>
      </section>
      <ToAsk programme={data.programme} now={now} />
    </div>
  );
}

function Score({ label, value, of }: { label: string; value: string; of: Voice['effort'] }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{value}</b>
        <span className={css.quiet}>
          {of.asked === 0
            ? t('rate none')
            : t('rate of', {
                answered: format.number(of.answered),
                asked: format.number(of.asked),
                percent: format.percent(of.answered / of.asked),
              })}
        </span>
      </dd>
    </div>
  );
}

const reasonText = (reason: string) => {
  const known = againstAsking.find((each) => each === reason);
  return known ? t(`against.${known}`) : reason;
};

/** Whether it asks by itself, what it did the last time, and why it does not. */
function programmeText({ automatic, mails, sharePercent, ranAt, askedLast }: Voice['programme']): string {
  if (!automatic) return t('programme.by hand');
  if (!mails) return t('programme.no mail');
  const draws = t('programme.draws', { percent: format.percent(sharePercent / 100) });
  return ranAt === null ? draws : `${draws} ${t('programme.ran', { when: format.date(ranAt), count: askedLast ?? 0 })}`;
}

function ToAsk({ programme, now }: { programme: Voice['programme']; now: Date }) {
  const { data } = useAnswer(api.listToAsk, {}, { meta: { hears: ['survey', 'contact', 'case'] } });
  const mayAsk = useMay('touchpoint:write');
  const put = async (contact: { id: string; name: string }) => {
    try {
      const { path, mailedTo } = await ask(api.askToRecommend, { body: { contactId: contact.id } });
      if (mailedTo === null) await navigator.clipboard.writeText(location.origin + path);
      notify(t(mailedTo === null ? 'ask.copied' : 'ask.mailed', { name: contact.name }));
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readAgain(api.listToAsk, api.readVoice);
  };
  return (
    <section>
      <h2>{t('ask')}</h2>
      <p className={css.quiet}>
        {t('ask.about', {
          every: programme.everyDays,
          after: programme.afterDays,
          quarantine: programme.quarantineDays,
        })}
      </p>
      <p className={css.quiet}>{programmeText(programme)}</p>
      <Programme key={programme.version} programme={programme} />
      {data?.items.length === 0 && <p className={css.quiet}>{t('ask.none')}</p>}
      <ul className={css.list}>
        {(data?.items ?? []).map((each) => {
          const blocked = each.against.filter((reason) => reason !== 'no address');
          return (
            <li key={each.contact.id}>
              <span className={css.who}>
                <Link to="/contacts/$id" params={{ id: each.contact.id }}>
                  {each.contact.name}
                </Link>{' '}
                <span className={css.quiet}>{each.account.name}</span>
              </span>
              <span className={css.said}>
                {[
                  each.lastAskedAt ? t('ask.again', { when: format.dayWithin(each.lastAskedAt, now) }) : '',
                  ...each.against.map(reasonText),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {mayAsk && blocked.length === 0 && (
                <Button size="xs" variant="default" onClick={() => void put(each.contact)}>
                  {t('ask.now')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Programme({ programme }: { programme: Voice['programme'] }) {
  const { version, everyDays, afterDays, quarantineDays, sharePercent, automatic } = programme;
  const [draft, setDraft] = useState({ everyDays, afterDays, quarantineDays, sharePercent, automatic });
  const save = useAct(api.saveProgramme, { touches: [api.readVoice, api.listToAsk] });
  if (!useMay('team:write')) return null;
  const number = (key: 'everyDays' | 'afterDays' | 'quarantineDays' | 'sharePercent', min: number, max: number) => (
    <NumberInput
      label={t(`programme.${key}`)}
      min={min}
      max={max}
      allowDecimal={false}
      value={draft[key]}
      onChange={(typed) => typeof typed === 'number' && setDraft({ ...draft, [key]: typed })}
    />
  );
  return (
    <Form
      className={css.programme}
      onSend={() =>
        save.mutate(
          { input: { body: { ...draft, basedOn: version } } },
          { onSuccess: () => notify(t('programme.saved')) },
        )
      }
    >
      {number('everyDays', 30, 1000)}
      {number('afterDays', 0, 1000)}
      {number('quarantineDays', 0, 365)}
      {number('sharePercent', 1, 100)}
      <Checkbox
        label={t('programme.automatic')}
        checked={draft.automatic}
        onChange={(event) => setDraft({ ...draft, automatic: event.currentTarget.checked })}
      />
      <Button type="submit" variant="default" loading={save.isPending}>
        {t('programme.save')}
      </Button>
    </Form>
  );
}
