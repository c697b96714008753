import { Button } from '@mantine/core';
import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import { ProcedureEditor } from './ProcedureEditor.tsx';
import css from './sale.module.css';
import matrixCss from './matrix.module.css';
import type { Doing } from './WarningsPart.tsx';

interface ProcedurePartProps {
  sale: SaleDetail;
  editing: boolean;
  onDoing: (doing: Doing | undefined) => void;
}

/** How a system is bought: steps on the buyer's side with the critical path, and what we meet of what they require. */
export function ProcedurePart({ sale, editing, onDoing }: ProcedurePartProps) {
  const { procedure, forecast, compliance } = sale;
  const failed = compliance?.failedMustHaves.length ?? 0;
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('procedure.title')}</h2>
        {forecast && <span data-bad={(forecast.slipDays ?? 0) > 0}>{endText(forecast)}</span>}
        {procedure && procedure.requirements.length === 0 && (
          <span>
            {t(`bid.${procedure.bid}`)}
            {procedure.bidReason && `: ${procedure.bidReason}`}
          </span>
        )}
        {procedure && sale.mayChange && (
          <button type="button" className={css.link} onClick={() => onDoing('procedure')}>
            {t('procedure.edit')}
          </button>
        )}
      </div>
      {!procedure && (
        <>
          <p className={css.quiet}>{t('procedure.empty')}</p>
          {sale.mayChange && (
            <Button size="xs" variant="default" onClick={() => onDoing('procedure')}>
              {t('procedure.begin')}
            </Button>
          )}
        </>
      )}
      {procedure && procedure.steps.length > 0 && (
        <div className={css.scroll} role="region" aria-label={t('procedure.title')} tabIndex={0}>
          <table className={matrixCss.matrix}>
            <thead>
              <tr>
                <th scope="col">{t('procedure.step')}</th>
                <th scope="col">{t('procedure.buyer')}</th>
                <th scope="col">{t('procedure.document')}</th>
                <th scope="col">{t('procedure.due')}</th>
                <th scope="col">{t('procedure.end')}</th>
              </tr>
            </thead>
            <tbody>
              {procedure.steps.map((step) => {
                const ahead = forecast?.steps.find((each) => each.id === step.id);
                const critical = forecast?.criticalPath.includes(step.id) ?? false;
                return (
                  <tr key={step.id}>
                    <th scope="row">
                      {step.title}
                      {critical && <span className={matrixCss.must}>{t('procedure.critical')}</span>}
                      {ahead && <small className={matrixCss.state}>{stateText(procedure, step, ahead)}</small>}
                    </th>
                    <td>{step.buyer ?? ''}</td>
                    <td>{step.document ?? ''}</td>
                    <td>{step.dueOn ? format.date(step.dueOn) : ''}</td>
                    <td className={(ahead?.slipDays ?? 0) > 0 ? css.fails : undefined}>
                      {ahead ? format.date(step.doneOn ?? ahead.ends) : ''}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {procedure && procedure.requirements.length > 0 && compliance && (
        <>
          <div className={css.partHead}>
            <h2>{t('procedure.requirements')}</h2>
            <span>
              {t('procedure.compliance', {
                percent: format.percent(compliance.share),
                met: compliance.met,
                count: procedure.requirements.length,
              })}{' '}
              · {t(`bid.${procedure.bid}`)}
              {procedure.bidReason && `: ${procedure.bidReason}`}
            </span>
          </div>
          {failed > 0 && <p className={css.missing}>{t('procedure.failed', { count: failed })}</p>}
          <ul className={matrixCss.requirements}>
            {procedure.requirements.map((each) => (
              <li key={each.id}>
                <span data-answer={each.answer ?? 'open'}>{t(`answer.${each.answer ?? 'open'}`)}</span>
                {each.text}
                {each.mustHave && <span className={matrixCss.must}>{t('procedure.must')}</span>}
                {each.proof && <small>{each.proof}</small>}
              </li>
            ))}
          </ul>
        </>
      )}
      {editing && <ProcedureEditor sale={sale} onClose={() => onDoing(undefined)} />}
    </section>
  );
}

/** “waits, after Specification, 18 days of slack”. */
function stateText(procedure: NonNullable<SaleDetail['procedure']>, step: { after: string[] }, ahead: Ahead): string {
  const after = procedure.steps.filter((each) => step.after.includes(each.id)).map((each) => each.title);
  return [
    t(`procedure.state.${ahead.state}`),
    ...(after.length > 0 && ahead.state !== 'done' ? [t('procedure.waits for', { steps: format.list(after) })] : []),
    ...(ahead.slackDays > 0 && ahead.state !== 'done' ? [t('procedure.slack', { count: ahead.slackDays })] : []),
  ].join(', ');
}

type Ahead = NonNullable<SaleDetail['forecast']>['steps'][number];

function endText({ ends, slipDays }: NonNullable<SaleDetail['forecast']>): string {
  const when = format.date(ends);
  if (slipDays === null) return t('procedure.ends', { when });
  return slipDays > 0
    ? t('procedure.slips', { when, count: slipDays })
    : t('procedure.in time', { when, count: -slipDays });
}
