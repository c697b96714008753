import { Button } from '@mantine/core';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { Working } from '../../../web/Working.tsx';
import { purchaseContract } from '../../contract.ts';
import { buyingStages } from '../../stages.ts';
import { t as words } from '../../web/messages.ts';
import { potentialContract as api, type WinModelFit } from '../contract.ts';
import { IntervalPicture } from './IntervalPicture.tsx';
import { t } from './messages.ts';
import css from './potential.module.css';

/** What the chance to win follows from: the weights in use as odds ratios, and every fit with its quality beside the baseline. */
export function WinModelPart() {
  const { data, error, refetch } = useAnswer(api.readWinModel);
  const fit = useAct(api.fitWinModel, { touches: [api.readWinModel, purchaseContract.readOpportunity] });
  const may = useMay('process:write');
  if (error) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={6} />;
  // A missing fact that changes nothing says nothing.
  const odds = data.odds.filter((odd) => odd.level !== 'unknown' || odd.ratio !== 1);
  const reach = Math.max(
    ...odds.flatMap(({ low, high }) => [Math.abs(Math.log(low)), Math.abs(Math.log(high))]),
    Math.log(2),
  );
  return (
    <section className={css.model}>
      <div className={css.head}>
        <h2>{t('model.title')}</h2>
        <span>{t(data.inUse === 'calibrated' ? 'model.calibrated' : 'model.shipped')}</span>
        <span>
          {t('model.decided', { decided: format.number(data.decided), since: format.number(data.sinceLastFit) })}
        </span>
        {may && (
          <Button
            size="xs"
            variant="default"
            loading={fit.isPending}
            onClick={() =>
              fit.mutate(
                {},
                {
                  onSuccess: (made) =>
                    notify(t(`model.fitted.${made.status}`, { events: made.events, needed: made.eventsNeeded })),
                },
              )
            }
          >
            {t('model.fit')}
          </Button>
        )}
      </div>
      {fit.isPending && <Working kind="win model" label={t('model.working')} />}
      <div className={css.scroll} role="region" aria-label={t('odds.title')} tabIndex={0}>
        <table className={css.table}>
          <caption>{t('odds.title')}</caption>
          <tbody>
            {odds.map((odd) => (
              <tr key={`${odd.field} ${odd.level}`}>
                <th scope="row">{fieldText(odd)}</th>
                <td className={css.wide}>
                  <IntervalPicture
                    at={Math.log(odd.ratio)}
                    low={Math.log(odd.low)}
                    high={Math.log(odd.high)}
                    from={-reach}
                    to={reach}
                    zero={0}
                  />
                  <span>
                    {format.number(odd.ratio, 2)} ({format.number(odd.low, 2)} … {format.number(odd.high, 2)})
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={css.small}>{t('odds.unit')}</p>
      </div>
      <Fits fits={data.fits} />
    </section>
  );
}

function Fits({ fits }: { fits: readonly WinModelFit[] }) {
  if (fits.length === 0) return <p className={css.note}>{t('fits.none')}</p>;
  return (
    <div className={css.scroll} role="region" aria-label={t('fits.title')} tabIndex={0}>
      <table className={css.table}>
        <caption>{t('fits.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fits.when')}</th>
            <th scope="col">{t('fits.result')}</th>
            <th scope="col">{t('fits.sales')}</th>
            <th scope="col">{t('fits.quality')}</th>
          </tr>
        </thead>
        <tbody>
          {fits.map((each) => (
            <tr key={each.version}>
              <th scope="row">
                {format.date(each.fittedAt, 'full')}
                <small>{each.memberName ?? t('fits.by itself')}</small>
              </th>
              <td>{t(`fits.status.${each.status}`)}</td>
              <td>
                {format.number(each.sales)}
                <small>
                  {t('fits.needed', { events: format.number(each.events), needed: format.number(each.eventsNeeded) })}
                </small>
              </td>
              <td className={css.wide}>{each.outOfTime && <Quality of={each.outOfTime} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Quality({ of: { calibrated, shipped } }: { of: NonNullable<WinModelFit['outOfTime']> }) {
  const short = (value: number | null) => (value === null ? '–' : format.number(value, 3));
  return (
    <>
      <span>{t('fits.auc', { fitted: short(calibrated.auc), shipped: short(shipped.auc) })}</span>
      <small>
        {t('fits.loss', {
          fitted: short(calibrated.logLoss),
          shipped: short(shipped.logLoss),
          constant: short(calibrated.constant.logLoss),
          brier: short(calibrated.brier),
          n: format.number(calibrated.n),
        })}
      </small>
    </>
  );
}

function fieldText({ field, level }: { field: string; level: string | null }): string {
  const stage = buyingStages.find((each) => field === `fit ${each}`);
  const name = stage
    ? t('field.fit', { stage: words(`stage.${stage}`).toLowerCase() })
    : field === 'trust' || field === 'interest' || field === 'age'
      ? t(`field.${field}`)
      : undefined;
  if (level === 'unknown') return t('odds.unknown', { field: name ?? field });
  if (field === 'sale type') {
    const type = saleTypes.find((each) => each === level);
    return t('field.sale type', { level: type ? words(`type.${type}`) : (level ?? '') });
  }
  return name ?? field;
}
