import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import { useMembers } from '../../people/web/data.ts';
import { Deciding } from '../../people/web/Deciding.tsx';
import { useAccountEdit, type AccountChange } from '../../people/web/edits.ts';
import type { Account, AccountDetail } from '../../people/contract.ts';
import { format } from '../../web/format.ts';
import { Avatar } from '../../web/kit/Avatar.tsx';
import { Delta } from '../../web/kit/Delta.tsx';
import { DerivedNumber } from '../../web/kit/DerivedNumber.tsx';
import { KeyHint } from '../../web/kit/KeyHint.tsx';
import { PhaseRibbon } from '../../web/kit/PhaseRibbon.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { PersonPicker } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { useKeys } from '../../web/shell/keys.ts';
import type { CurveRecord } from '../contract.ts';
import { positions } from '../vocabulary.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { Explain, type Explained } from './Explain.tsx';
import { findMembers } from './HandOver.tsx';
import { useFinishNextStep } from './nextStep.ts';
import { NextStepDialog } from './NextStepDialog.tsx';
import { PhaseDialog } from './PhaseDialog.tsx';
import { dayInSentence } from './phrases.ts';

interface AccountFactsProps {
  account: AccountDetail;
  curve: CurveRecord;
  /** The curve is a replay: nothing is offered to be changed. */
  past: boolean;
}

/** Six facts in one line: phase, position, trust, interest, owner, next step. */
export function AccountFacts({ account, curve, past }: AccountFactsProps) {
  const [explained, setExplained] = useState<Explained>();
  const mayChange = account.mayChange && !past;
  return (
    <dl className={css.facts}>
      <Phase account={account} curve={curve} mayChange={mayChange} />
      <Position curve={curve} onExplain={() => setExplained('position')} />
      <Level line="trust" curve={curve} onExplain={() => setExplained('trust')} />
      <Level line="interest" curve={curve} onExplain={() => setExplained('interest')} />
      <Owner account={account} curve={curve} mayChange={mayChange} />
      <NextStep account={account} curve={curve} mayChange={mayChange} />
      {explained && (
        <Explain
          what={explained}
          account={account}
          curve={curve}
          mayChange={mayChange}
          onClose={() => setExplained(undefined)}
        />
      )}
    </dl>
  );
}

interface FactProps {
  account: AccountDetail;
  curve: CurveRecord;
  mayChange: boolean;
}

function Phase({ account, curve, mayChange }: FactProps) {
  const [changing, setChanging] = useState(false);
  const { phase, phaseSince } = curve.standing;
  const days = Math.max(1, Math.ceil((Date.parse(curve.asOf) - Date.parse(phaseSince)) / 86_400_000));
  return (
    <div className={css.fact} data-fact="phase">
      <dt>{t('fact.phase')}</dt>
      <dd>
        <PhaseRibbon phase={phase} />
        <span className={css.small}>
          {t('fact.since', { date: format.date(phaseSince, 'full'), count: days })}
          {mayChange && (
            <button type="button" className={css.link} onClick={() => setChanging(true)}>
              {t('change')}
            </button>
          )}
        </span>
      </dd>
      {changing && <PhaseDialog account={account} phase={phase} onClose={() => setChanging(false)} />}
    </div>
  );
}

function Position({ curve, onExplain }: { curve: CurveRecord; onExplain: () => void }) {
  const { position, probability, uncertain, override, probabilities } = curve.standing;
  const sure = override
    ? t('fact.set by', { who: override.memberName })
    : t('fact.sure', { percent: format.percent(probability) });
  return (
    <div className={css.fact}>
      <dt>{t('fact.position')}</dt>
      <dd>
        <span className={css.position}>
          <PositionMiniature position={position} />
          <b>{uncertain && !override ? web('position.uncertain') : web(`position.${position}`)}</b>
        </span>
        <span className={css.sure}>
          <Spread probabilities={probabilities} />
          <DerivedNumber what={t('fact.position')} onExplain={onExplain}>
            {sure}
          </DerivedNumber>
        </span>
      </dd>
    </div>
  );
}

/** The five probabilities as one bar, in the order of the cycle. */
function Spread({ probabilities }: { probabilities: CurveRecord['standing']['probabilities'] }) {
  return (
    <span className={css.spread} role="img" aria-label={t('fact.spread')}>
      {positions.map((position) => (
        <span
          key={position}
          style={{ flexGrow: probabilities[position], background: `var(--position-${position})` }}
          title={`${web(`position.${position}`)} ${format.percent(probabilities[position])}`}
        />
      ))}
    </span>
  );
}

function Level({ line, curve, onExplain }: { line: 'trust' | 'interest'; curve: CurveRecord; onExplain: () => void }) {
  const { value, low, high, change } = curve.standing[line];
  return (
    <div className={css.fact} data-fact="level">
      <dt className={line}>{web(`line.${line}`)}</dt>
      <dd>
        <span className={`${css.level} ${line}`}>
          <DerivedNumber what={web(`line.${line}`)} onExplain={onExplain}>
            <span className={css.figure}>{format.number(value)}</span>
          </DerivedNumber>{' '}
          <Delta value={change} />
        </span>
        <span className={css.small}>
          {t('fact.period', { range: format.number((high - low) / 2), count: curve.standing.changeDays })}
        </span>
      </dd>
    </div>
  );
}

function Owner({ account, curve, mayChange }: FactProps) {
  const [open, setOpen] = useState(false);
  const edit = useAccountEdit();
  const members = useMembers();
  const name = account.owner?.name;
  const face = (
    <span className={css.owner}>
      {name !== undefined && <Avatar name={name} />}
      <span className={css.ownerName}>{name ?? t('fact.no owner')}</span>
    </span>
  );
  return (
    <div className={css.fact} data-fact="owner">
      <dt>{t('fact.owner')}</dt>
      <dd>
        {mayChange ? (
          <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus width={260}>
            <Popover.Target>
              <button type="button" className={css.edit} onClick={() => setOpen(!open)}>
                {face}
              </button>
            </Popover.Target>
            <Popover.Dropdown>
              <Deciding
                close={() => setOpen(false)}
                send={(body: AccountChange, overwrite) => edit(account, body, t('fact.owner'), overwrite)}
                words={(record: Account) => members.nameOf(record.ownerId) ?? t('fact.no owner')}
              >
                {(go) => (
                  <PersonPicker
                    label={t('owner.choose', { name: account.name })}
                    value={account.owner}
                    search={findMembers}
                    onChange={(pick) => go({ ownerId: pick?.id ?? null })}
                  />
                )}
              </Deciding>
            </Popover.Dropdown>
          </Popover>
        ) : (
          face
        )}
        <span className={css.small}>
          {t('fact.owner of sale type', { type: web(`sale.${curve.standing.saleType}`) })}
        </span>
      </dd>
    </div>
  );
}

function NextStep({ account, curve, mayChange }: FactProps) {
  const [editing, setEditing] = useState(false);
  const finish = useFinishNextStep(account);
  const step = account.nextStep;
  useKeys(
    mayChange
      ? [
          step
            ? { keys: 'e', label: t('fact.done'), run: () => finish(step) }
            : { keys: 'e', label: t('fact.plan'), run: () => setEditing(true) },
        ]
      : [],
  );
  const late = step !== null && Date.parse(step.dueAt) < Date.parse(curve.asOf);
  return (
    <div className={css.fact} data-fact="next">
      <dt>{t('fact.next step')}</dt>
      <dd>
        {step ? (
          <>
            <button
              type="button"
              className={css.step}
              title={t('step.edit')}
              disabled={!mayChange}
              onClick={() => setEditing(true)}
            >
              {step.what}
            </button>
            <span className={css.stepFoot}>
              <span
                data-alarm={late || dayInSentence(step.dueAt, curve.asOf) === dayInSentence(curve.asOf, curve.asOf)}
              >
                {t(late ? 'fact.overdue' : 'fact.due', { when: dayInSentence(step.dueAt, curve.asOf) })}
              </span>
              {mayChange && (
                <Button size="xs" variant="default" rightSection={<KeyHint keys="e" />} onClick={() => finish(step)}>
                  {t('fact.done')}
                </Button>
              )}
            </span>
          </>
        ) : (
          <>
            <span className={css.quiet}>{t('fact.no next step')}</span>
            {mayChange && (
              <span className={css.stepFoot}>
                <Button
                  size="xs"
                  variant="default"
                  rightSection={<KeyHint keys="e" />}
                  onClick={() => setEditing(true)}
                >
                  {t('fact.plan')}
                </Button>
              </span>
            )}
          </>
        )}
      </dd>
      {editing && <NextStepDialog account={account} step={step} onClose={() => setEditing(false)} />}
    </div>
  );
}
