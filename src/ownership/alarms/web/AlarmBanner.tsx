import { Button, Menu, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { signalText } from '../../../relationship/web/phrases.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { FormButtons } from '../../../web/kit/Form.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { relationshipContract } from '../../../relationship/contract.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notifyProblem } from '../../../web/shell/toasts.ts';
import { alarmMoves } from '../../alarm.ts';
import type { AlarmRecord, WatchRecord } from '../contract.ts';
import { move, readAlarmsAgain, watchQuery } from './data.ts';
import css from './alarms.module.css';
import { t } from './messages.ts';

/** Over an account: the running alarm with its reasons and its play; without one, the expected dip, said in a line. */
export function AlarmBanner({ accountId }: { accountId: string }) {
  const may = useMay('alarm:read');
  const { data } = useQuery({ ...watchQuery(accountId), enabled: may });
  const [now] = useState(() => new Date());
  if (!data) return null;
  if (data.alarm) return <Running alarm={data.alarm} watch={data} now={now} />;
  if (data.dip?.dip !== 'expected') return null;
  return (
    <p className={css.expected}>
      <b>{t('dip.expected')}</b>{' '}
      {t('dip.expected why', {
        depth: format.number(data.dip.depth),
        sale: web(`sale.${data.saleType}`),
        norm: format.number(data.dip.norm.depth),
        days: format.number(data.dip.norm.days),
        basis: t(`dip.${data.dip.norm.origin}`, { n: data.dip.norm.n }),
      })}
      {data.forecastAt !== null && ` ${t('forecast', { when: format.date(data.forecastAt) })}.`}
    </p>
  );
}

function Running({ alarm, watch, now }: { alarm: AlarmRecord; watch: WatchRecord; now: Date }) {
  const mayMove = useMay('alarm:write');
  const [ending, setEnding] = useState<'lost' | 'false alarm'>();
  const norm = alarm.dip.norm;
  const open = alarm.state === 'open';
  return (
    <section className={css.banner} data-state={alarm.state} aria-label={t('alarm')}>
      <div className={css.bannerHead}>
        <TriangleAlert size={15} aria-hidden="true" />
        <b className={css.severity}>{t(`severity.${alarm.severity as 1 | 2 | 3}`)}</b>
        <span>{t('for', { name: alarm.memberName ?? t('nobody') })}</span>
        <span data-late={open && Date.parse(alarm.answerBy) < now.getTime()}>
          {open ? t('answer by', { when: format.dayWithin(alarm.answerBy, now) }) : t(`state.${alarm.state}`)}
        </span>
        {mayMove && (
          <span className={css.bannerActions}>
            {open && (
              <Button
                size="xs"
                onClick={() => void move(alarm, 'acknowledged')}
                title={t('take on hint', { play: alarm.play })}
              >
                {t('take on')}
              </Button>
            )}
            {alarm.state === 'acknowledged' && (
              <Button size="xs" onClick={() => void move(alarm, 'in recovery')}>
                {t('in recovery')}
              </Button>
            )}
            {alarmMoves[alarm.state].includes('recovered') && (
              <Button
                size="xs"
                variant={alarm.state === 'in recovery' ? 'filled' : 'default'}
                onClick={() => void move(alarm, 'recovered')}
              >
                {t('recovered')}
              </Button>
            )}
            <Menu position="bottom-end">
              <Menu.Target>
                <Button size="xs" variant="default" aria-label={t('end go')}>
                  …
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setEnding('false alarm')}>{t('false alarm')}</Menu.Item>
                <Menu.Item onClick={() => setEnding('lost')}>{t('lost')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </span>
        )}
      </div>
      <ul className={css.reasons}>
        {alarm.signals.map((signal) => (
          <li key={signal.kind} data-severity={signal.severity}>
            {signalText(signal.kind, signal.amount ?? 0)}{' '}
            <span className={css.quiet}>{t('since', { when: format.date(signal.since) })}</span>
          </li>
        ))}
        {alarm.dip.dip === 'bad' && (
          <li>
            {t('dip.bad')}:{' '}
            {t(`dip.${alarm.dip.because as 'too deep' | 'too long' | 'severe signal'}`, {
              norm: format.number(norm.depth),
              days: format.number(norm.days),
            })}{' '}
            <span className={css.quiet}>({t(`dip.${norm.origin}`, { n: norm.n })})</span>
          </li>
        )}
      </ul>
      {alarm.run ? (
        <Steps run={alarm.run} mayMove={mayMove} now={now} />
      ) : (
        <p className={css.quietLine}>{t('play not yet', { name: alarm.play })}</p>
      )}
      {!open && watch.signals.length === 0 && watch.dip?.dip === 'none' && (
        <p className={css.gone}>{t('signals gone')}</p>
      )}
      <p className={css.model}>
        {t('model', {
          percent: format.percent(watch.probability ?? alarm.probability),
          threshold: format.percent(alarm.threshold),
          version: alarm.modelVersion,
        })}
      </p>
      {ending && <End alarm={alarm} to={ending} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function Steps({ run, mayMove, now }: { run: NonNullable<AlarmRecord['run']>; mayMove: boolean; now: Date }) {
  const done = run.steps.filter((step) => step.state !== 'open').length;
  const tick = async (step: (typeof run.steps)[number]) => {
    try {
      if (step.state === 'open')
        await ask(
          relationshipContract.finishNextStep,
          { params: { id: step.nextStepId }, body: { dropped: false } },
          { ifMatch: step.version },
        );
      else
        await ask(relationshipContract.reopenNextStep, { params: { id: step.nextStepId } }, { ifMatch: step.version });
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readAlarmsAgain();
  };
  return (
    <div className={css.run}>
      <p className={css.runHead}>
        <b>{t('play', { name: run.name })}</b>{' '}
        <span className={css.quiet}>{t('play at', { done, of: run.steps.length })}</span>
      </p>
      <ol className={css.steps}>
        {run.steps.map((step) => (
          <li key={step.nextStepId} data-state={step.state}>
            <label>
              <input
                type="checkbox"
                checked={step.state !== 'open'}
                disabled={!mayMove}
                onChange={() => void tick(step)}
              />
              <span>{step.what}</span>
            </label>
            <span className={css.quiet}>
              {step.memberName} · {format.day(step.dueAt, now)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function End({ alarm, to, onClose }: { alarm: AlarmRecord; to: 'lost' | 'false alarm'; onClose: () => void }) {
  const [note, setNote] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={t(to)}
      onSend={() => void move(alarm, to, note.trim()).then((taken) => taken && onClose())}
    >
      <Textarea
        data-autofocus
        required={to === 'false alarm'}
        autosize
        minRows={2}
        maxLength={1000}
        label={t(to === 'lost' ? 'why lost' : 'why false')}
        {...(to === 'lost' ? {} : { description: t('why false hint') })}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons send={t('end go')} disabled={to === 'false alarm' && note.trim() === ''} onCancel={onClose} />
    </FormDialog>
  );
}
