import type { PlanProblem } from '../plan/rules.ts';
import css from './import.module.css';
import { t } from './messages.ts';

/** What stands in the way of a plan, and what is only good to know. */
export function PlanProblems({ problems }: { problems: readonly PlanProblem[] }) {
  const of = (severity: PlanProblem['severity']) => problems.filter((problem) => problem.severity === severity);
  const [errors, warnings] = [of('error'), of('warning')];
  return (
    <>
      {errors.length > 0 && <List title={t('plan.errors', { count: errors.length })} problems={errors} tone="error" />}
      {warnings.length > 0 && <List title={t('plan.warnings')} problems={warnings} tone="warning" />}
    </>
  );
}

function List({ title, problems, tone }: { title: string; problems: readonly PlanProblem[]; tone: string }) {
  return (
    <div className={css.problems} data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      <p>{title}</p>
      <ul>
        {problems.slice(0, 20).map(({ code, file = '', column = '', detail }) => (
          <li key={`${code} ${file} ${column} ${detail}`}>{t(`problem.${code}`, { file, column, detail })}</li>
        ))}
      </ul>
    </div>
  );
}
