import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Phone } from 'lucide-react';
import { alarmsContract } from '../../ownership/alarms/contract.ts';
import { playsContract } from '../../ownership/plays/contract.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { KeyHint } from '../../web/kit/KeyHint.tsx';
import { PhaseMark } from '../../web/kit/PhaseRibbon.tsx';
import { PositionBadge } from '../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { SidePanel } from '../../web/kit/SidePanel.tsx';
import { BlockSkeleton } from '../../web/kit/Skeletons.tsx';
import type { CurveRecord, TodayRecord } from '../contract.ts';
import { snoozeUntil } from './actions.ts';
import { relationshipQuery } from './data.ts';
import { movedBetween } from './lines.ts';
import { adviceText, reasonsText, useMoment } from './MomentCheck.tsx';
import { MovedTable } from './MovedTable.tsx';
import { Movement } from './Movement.tsx';
import { PanelCurve } from './PanelCurve.tsx';
import { playFor } from './plays.ts';
import { useMay } from '../../web/session.ts';
import { dayInSentence } from './phrases.ts';
import css from './TodayPanel.module.css';
import { sparkDays } from './TodayRows.tsx';
import { t } from './todayMessages.ts';

interface TodayPanelProps {
  row: TodayRecord;
  now: string;
  onOpen: () => void;
  onFinish: () => void;
  onSnooze: (until: Date) => void;
  onHandOver: () => void;
}

const snoozes = ['tomorrow', 'monday', 'week', 'month'] as const;

/** The proof of the focused row: where it stands, what moved it, the play, and whether to sell now. */
export function TodayPanel({ row, now, onOpen, onFinish, onSnooze, onHandOver }: TodayPanelProps) {
  const { data: curve, error, refetch } = useQuery(relationshipQuery(row.accountId, { months: 6 }));
  return (
    <SidePanel
      title={row.name}
      heading={<h2 className={css.name}>{row.name}</h2>}
      actions={
        <button type="button" className={css.enter} onClick={onOpen}>
          <span className="visually-hidden">{t('panel.enter')}</span>
          <KeyHint keys="enter" />
        </button>
      }
      footer={
        <div className={css.foot}>
          <Moment accountId={row.accountId} />
          <CallButton row={row} onFinish={onFinish} />
          <Menu position="top-start">
            <Menu.Target>
              <Button variant="default">{t('do.snooze')}</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('do.snooze until')}</Menu.Label>
              {snoozes.map((choice) => {
                const until = snoozeUntil(choice, now);
                return (
                  <Menu.Item
                    key={choice}
                    rightSection={<span className={css.when}>{format.date(until, 'weekday')}</span>}
                    onClick={() => onSnooze(until)}
                  >
                    {t(`snooze.${choice}`)}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={onHandOver}>
            {t('do.hand over')}
          </Button>
        </div>
      }
    >
      <p className={css.place}>
        <PhaseMark phase={row.phase} />
        <span aria-hidden="true">·</span>
        <PositionBadge position={row.position} probability={row.probability} onExplain={onOpen} />
      </p>
      <p className={css.levels}>
        <span>
          <Movement line="trust" value={row.trust} change={row.trustChange} named />{' '}
          <span className="trust">{t('in days', { count: sparkDays })}</span>
        </span>
        <Movement line="interest" value={row.interest} change={row.interestChange} named />
      </p>
      {error && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {!curve && !error && <BlockSkeleton height={320} />}
      {curve && (
        <>
          <PanelCurve curve={curve} />
          <Moved curve={curve} now={now} />
          {row.alarm ? <AlarmPlay accountId={row.accountId} now={curve.asOf} /> : <PlayList row={row} curve={curve} />}
        </>
      )}
    </SidePanel>
  );
}

function CallButton({ row, onFinish }: { row: TodayRecord; onFinish: () => void }) {
  if (!row.contact) return <Button onClick={onFinish}>{t('do.log')}</Button>;
  const icon = <Phone size={14} aria-hidden="true" />;
  const label = t('do.call', { name: row.contact.name.split(' ')[0]! });
  if (row.contact.phone === null)
    return (
      <Button leftSection={icon} onClick={onFinish}>
        {label}
      </Button>
    );
  return (
    <Button component="a" href={`tel:${row.contact.phone.replaceAll(/[^\d+]/g, '')}`} leftSection={icon}>
      {label}
    </Button>
  );
}

const day = 86_400_000;

/** The shares of the last month; of two when the month was quiet. */
function Moved({ curve, now }: { curve: CurveRecord; now: string }) {
  const to = Math.max(Date.parse(now), Date.parse(curve.asOf));
  const recent = curve.steps.some((step) => Date.parse(step.at) > to - 32 * day);
  const from = to - (recent ? 32 : sparkDays) * day;
  const moved = movedBetween(curve, from, to);
  return <MovedTable moved={moved} title={t('panel.moved since', { when: format.date(from) })} most={4} />;
}

/** The play of a running alarm, as far as it has come; before somebody takes the alarm on, what it will be. */
function AlarmPlay({ accountId, now }: { accountId: string; now: string }) {
  const { data } = useAnswer(
    alarmsContract.readWatch,
    { params: { id: accountId } },
    { meta: { hears: ['alarm'], accountId } },
  );
  const library = useAnswer(playsContract.listPlays, {}, { enabled: useMay('process:read') }).data;
  const alarm = data?.alarm;
  if (!alarm) return null;
  const shipped = library?.items.find((each) => each.key === alarm.play);
  const name = alarm.run?.name ?? shipped?.name ?? alarm.play;
  const steps =
    alarm.run?.steps ??
    (shipped?.steps ?? []).map((step) => ({ what: step.what, state: 'open' as const, memberName: null, dueAt: null }));
  const next = steps.findIndex((step) => step.state === 'open');
  return (
    <section className={css.play} aria-label={t('panel.play', { name })}>
      <div className={css.playHead}>
        <b>{t('panel.play', { name })}</b>
        {steps.length > 0 && (
          <span>{t('panel.play at', { at: next === -1 ? steps.length : next + 1, of: steps.length })}</span>
        )}
      </div>
      <ol hidden={steps.length === 0}>
        {steps.map((step, i) => (
          <li key={i} data-at={i === next} data-done={step.state !== 'open'}>
            <span className={css.number} aria-hidden="true">
              {i + 1}
            </span>
            <span>
              {step.what}
              {i === next && step.dueAt !== null && (
                <span className={css.stepWhen}>
                  {step.memberName} · {dayInSentence(step.dueAt, now)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PlayList({ row, curve }: { row: TodayRecord; curve: CurveRecord }) {
  const trouble = row.why.map((phrase) => phrase['at']).find((at) => typeof at === 'number');
  const began = typeof trouble === 'number' ? trouble : Date.parse(curve.asOf) - 30 * day;
  const happened = curve.steps.map((step) => ({ kind: step.kind, at: Date.parse(step.at) }));
  const play = playFor(row.group, happened, began);
  const numbers = Array.from({ length: play.of }, (_, i) => i + 1);
  const next = Math.min(play.done + 1, play.of);
  return (
    <section className={css.play} aria-label={t('panel.play', { name: t(`play.${play.name}`) })}>
      <div className={css.playHead}>
        <b>{t('panel.play', { name: t(`play.${play.name}`) })}</b>
        <span>{t('panel.play at', { at: next, of: play.of })}</span>
      </div>
      <ol>
        {numbers.map((number) => (
          <li key={number} data-at={number === next && play.done < play.of} data-done={number <= play.done}>
            <span className={css.number} aria-hidden="true">
              {number}
            </span>
            <span>
              {stepText(play.name, number)}
              {number === next && row.dueAt !== null && play.done < play.of && (
                <span className={css.stepWhen}>
                  {row.memberName} · {dayInSentence(row.dueAt, curve.asOf)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

type StepKey = Parameters<typeof t>[0] & `play.${string}.${number}`;

function stepText(name: string, number: number): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- plays.ts counts the steps that the catalogue words
  return t(`play.${name}.${number}` as StepKey);
}

/** Stands above the buttons because it can forbid selling; its place is kept while it is asked for. */
function Moment({ accountId }: { accountId: string }) {
  const moment = useMoment(accountId)?.moment;
  return (
    <div className={css.moment} data-light={moment?.light}>
      <b>{moment && adviceText(moment)}</b>
      <p>{moment && reasonsText(moment)}</p>
    </div>
  );
}
