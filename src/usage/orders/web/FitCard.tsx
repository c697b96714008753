import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { orderContract as api, type PurchaseFitRecord } from '../contract.ts';
import { t } from './messages.ts';
import css from './orders.module.css';

/** The latest fit with its date and n, or why there is none; it can be begun anew and cancelled. */
export function FitCard() {
  const mayFit = useMay('team:write');
  const { data } = useAnswer(api.listFits, { query: { limit: 20 } }, { meta: { hears: ['purchase fit'] } });
  const [open, setOpen] = useState(false);
  const fits = data?.items ?? [];
  const running = fits.find((fit) => fit.state === 'running' || fit.state === 'waiting');
  const told = fits.find((fit) => fit.state !== 'running' && fit.state !== 'waiting');
  const done = fits.find((fit) => fit.state === 'done');
  const spendRefused = done?.models?.find((model) => model.model === 'Gamma–Gamma')?.refused;
  const start = useAct(api.startFit, { touches: [api.listFits] });
  const cancel = useAct(api.cancelFit, { touches: [api.listFits] });
  return (
    <section className={css.fit} aria-label={t('fit.models')}>
      <div className={css.fitHead}>
        <p>
          {told ? fitText(told) : t('fit.none')}
          {done && <span className={css.quiet}> {termsText(done)}</span>}
          {spendRefused && <span className={css.quiet}> {t('fit.no value', { why: whyText(spendRefused) })}</span>}
        </p>
        <span className={css.end}>
          {done && (
            <Button variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('fit.models')}
            </Button>
          )}
          {mayFit && !running && (
            <Button
              variant="default"
              loading={start.isPending}
              onClick={() => start.mutate({ input: { body: {} } }, { onSuccess: () => notify(t('fit.started')) })}
            >
              {t(told ? 'fit.go' : 'fit.first')}
            </Button>
          )}
        </span>
      </div>
      {running && (
        <div className={css.running}>
          <ProgressBar label={t('fit.running')} done={Math.floor(running.progress * 100)} total={100} unit="percent" />
          {mayFit && (
            <Button
              variant="default"
              loading={cancel.isPending}
              onClick={() =>
                cancel.mutate(
                  { input: { params: { id: running.id } } },
                  { onSuccess: () => notify(t('fit.cancelled')) },
                )
              }
            >
              {t('fit.cancel')}
            </Button>
          )}
        </div>
      )}
      {open && done && <Models fit={done} />}
    </section>
  );
}

function Models({ fit }: { fit: PurchaseFitRecord }) {
  return (
    <div className={css.scroll} role="region" aria-label={t('fit.models')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('fit.model')}</th>
            <th scope="col">{t('fit.parameters')}</th>
            <th scope="col">{t('fit.loglikelihood')}</th>
            <th scope="col">{t('fit.n')}</th>
          </tr>
        </thead>
        <tbody>
          {(fit.models ?? []).map((model) => (
            <tr key={model.model}>
              <td>{model.model}</td>
              <td>
                {model.parameters
                  ? Object.entries(model.parameters)
                      .map(
                        ([name, value]) =>
                          `${name} ${format.number(value, 3)} (${format.number(model.standardErrors?.[name] ?? 0, 3)})`,
                      )
                      .join(', ')
                  : t('model.refused', { why: whyText(model.refused ?? '') })}
              </td>
              <td>{model.logLikelihood === null ? '' : format.number(model.logLikelihood, 2)}</td>
              <td>{format.number(model.customers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function fitText(fit: PurchaseFitRecord): string {
  const when = format.date(fit.startedAt, 'full');
  if (fit.state === 'done')
    return t('fit.done', {
      when,
      customers: format.number(fit.customers ?? 0),
      purchases: format.number(fit.purchases ?? 0),
      until: format.date(fit.untilOn, 'full'),
    });
  if (fit.state === 'refused') return t('fit.refused', { when, why: whyText(fit.reason ?? '') });
  return fit.state === 'cancelled'
    ? t('fit.was cancelled', { when })
    : t('fit.failed', { when, why: fit.reason ?? '' });
}

export const termsText = ({ terms }: PurchaseFitRecord): string =>
  t('fit.terms', {
    months: terms.months,
    discount: format.percent(terms.discount),
    margin: format.percent(terms.margin),
  });

function whyText(reason: string): string {
  const known = (
    ['too few customers', 'no repeat purchase', 'did not converge', 'not determined by the data'] as const
  ).find((each) => each === reason);
  return known ? t(`why.${known}`) : reason;
}
