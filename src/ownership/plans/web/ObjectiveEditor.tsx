import { Button, NumberInput, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { inDays } from '../../../web/kit/days.ts';
import { plansContract as api, type PlanRecord } from '../contract.ts';
import { change } from './data.ts';
import { t } from './messages.ts';
import css from './plans.module.css';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';

interface Figure {
  id?: string;
  metric: string;
  unit: string;
  baseline: number | string;
  target: number | string;
  actual: number | string;
  confirmedBy: string;
  targetOn: string | null;
  was: number | null;
  measuredOn: string | null;
}
interface Aim {
  id?: string;
  title: string;
  weight: number | string;
  outcomes: Figure[];
}

/** Objectives and their figures in one form. */
export function ObjectiveEditor({ plan, onClose }: { plan: PlanRecord; onClose: () => void }) {
  const [aims, setAims] = useState<Aim[]>(() =>
    plan.objectives.map((objective) => ({
      id: objective.id,
      title: objective.title,
      weight: Math.round(objective.weight * 100) / 100,
      outcomes: objective.outcomes.map((o) => ({
        id: o.id,
        metric: o.metric,
        unit: o.unit ?? '',
        baseline: o.baseline,
        target: o.target,
        actual: o.actual ?? '',
        confirmedBy: o.confirmedBy ?? '',
        targetOn: o.targetOn,
        was: o.actual,
        measuredOn: o.measuredOn,
      })),
    })),
  );
  const aim = (at: number, part: Partial<Aim>) =>
    setAims(aims.map((each, i) => (i === at ? { ...each, ...part } : each)));
  const figure = (at: number, of: number, part: Partial<Figure>) =>
    aim(at, { outcomes: aims[at]!.outcomes.map((each, i) => (i === of ? { ...each, ...part } : each)) });
  const number = (value: number | string) => (typeof value === 'number' ? value : 0);
  const [today] = useState(() => inDays(0));
  const save = () =>
    change(() =>
      ask(
        api.saveObjectives,
        {
          params: { id: plan.id },
          body: {
            objectives: aims
              .filter((each) => each.title.trim() !== '')
              .map((each) => ({
                ...(each.id ? { id: each.id } : {}),
                title: each.title.trim(),
                weight: Math.max(0.01, number(each.weight)),
                outcomes: each.outcomes
                  .filter((o) => o.metric.trim() !== '')
                  .map((o) => {
                    const actual = typeof o.actual === 'number' ? o.actual : null;
                    return {
                      ...(o.id ? { id: o.id } : {}),
                      metric: o.metric.trim(),
                      unit: o.unit.trim() || null,
                      baseline: number(o.baseline),
                      target: number(o.target),
                      targetOn: o.targetOn,
                      actual,
                      measuredOn: actual === null ? null : actual === o.was ? o.measuredOn : today,
                      confirmedBy: o.confirmedBy.trim() || null,
                    };
                  }),
              })),
          },
        },
        { ifMatch: plan.version },
      ),
    );
  return (
    <FormDialog
      onClose={onClose}
      size="xl"
      title={t('objectives')}
      onSend={() => void save().then((taken) => taken && onClose())}
    >
      {aims.map((each, i) => (
        <fieldset key={i} className={css.aim}>
          <div className={css.row}>
            <TextInput
              className={css.wide ?? ''}
              label={t('objective')}
              value={each.title}
              maxLength={300}
              onChange={(event) => aim(i, { title: event.currentTarget.value })}
            />
            <NumberInput
              w={80}
              label={t('weight')}
              value={each.weight}
              min={0.01}
              max={1000}
              hideControls
              onChange={(weight) => aim(i, { weight })}
            />
            <Button
              variant="subtle"
              px={6}
              aria-label={t('remove')}
              onClick={() => setAims(aims.filter((_, at) => at !== i))}
            >
              <X size={14} aria-hidden="true" />
            </Button>
          </div>
          {each.outcomes.map((o, of) => (
            <div key={of} className={css.row}>
              <TextInput
                className={css.wide ?? ''}
                label={t('metric')}
                value={o.metric}
                maxLength={300}
                onChange={(event) => figure(i, of, { metric: event.currentTarget.value })}
              />
              <TextInput
                w={64}
                label={t('unit')}
                value={o.unit}
                maxLength={40}
                onChange={(event) => figure(i, of, { unit: event.currentTarget.value })}
              />
              <NumberInput
                w={80}
                label={t('baseline')}
                value={o.baseline}
                hideControls
                onChange={(baseline) => figure(i, of, { baseline })}
              />
              <NumberInput
                w={80}
                label={t('target')}
                value={o.target}
                hideControls
                onChange={(target) => figure(i, of, { target })}
              />
              <NumberInput
                w={80}
                label={t('actual')}
                value={o.actual}
                hideControls
                onChange={(actual) => figure(i, of, { actual })}
              />
              <TextInput
                w={130}
                label={t('confirmed by')}
                value={o.confirmedBy}
                maxLength={200}
                onChange={(event) => figure(i, of, { confirmedBy: event.currentTarget.value })}
              />
            </div>
          ))}
          <Button
            size="xs"
            variant="subtle"
            onClick={() =>
              aim(i, {
                outcomes: [
                  ...each.outcomes,
                  {
                    metric: '',
                    unit: '',
                    baseline: '',
                    target: '',
                    actual: '',
                    confirmedBy: '',
                    targetOn: null,
                    was: null,
                    measuredOn: null,
                  },
                ],
              })
            }
          >
            {t('add outcome')}
          </Button>
        </fieldset>
      ))}
      <div className={css.buttons}>
        <Button variant="default" onClick={() => setAims([...aims, { title: '', weight: 1, outcomes: [] }])}>
          {t('add objective')}
        </Button>
        <Button type="submit">{t('save')}</Button>
      </div>
    </FormDialog>
  );
}
