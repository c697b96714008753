import { format } from '../../../web/format.ts';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { Figures, Space } from '../../web/parts.tsx';
import { QuarterOnPaper, QuarterPicker } from '../../web/QuarterPicker.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import type { ForceOverview } from '../records.ts';
import { AssignmentPart } from './AssignmentPart.tsx';
import { CostPart } from './CapacityParts.tsx';
import { CoveragePart } from './CoveragePart.tsx';
import { GoalsPart } from './GoalsPart.tsx';
import { t } from './messages.ts';
import { MixPart } from './MixPart.tsx';
import { OfForce } from './OfForce.tsx';
import { Organization } from './Organization.tsx';
import { TerritoriesPart } from './TerritoriesPart.tsx';

/** The quarter of the whole force on one screen. */
export function ForceSpace() {
  return (
    <Space space="force" question={t('question')} actions={<QuarterPicker />}>
      <QuarterOnPaper />
      <OfForce>
        {(of) => (
          <>
            {of.force.people !== null && (
              <p className={css.quiet}>{t(of.force.people.length === 1 ? 'of you' : 'of your people')}</p>
            )}
            <Quarter force={of.force} />
            <MixPart {...of} />
            <GoalsPart />
            <CoveragePart {...of} />
            <Organization {...of} />
            <TerritoriesPart />
            <CostPart {...of} />
            <AssignmentPart />
          </>
        )}
      </OfForce>
    </Space>
  );
}

function Quarter({ force }: { force: ForceOverview }) {
  const money = (value: number) => format.moneyShort(value, force.currency);
  const quarter = { owner: force.people?.join(','), from: force.period, until: force.until };
  const sales = force.mix.reduce((sum, row) => sum + row.sales, 0);
  const amount = force.mix.reduce((sum, row) => sum + row.amount, 0);
  // Where figures of single people are theirs alone, the uppermost teams tell of all below them.
  const loads =
    force.figures === 'individual'
      ? force.sellers
      : force.teams.flatMap(({ parentId, load }) =>
          load && !force.teams.some(({ id }) => id === parentId) ? [load] : [],
        );
  const carried = loads.reduce((sum, load) => sum + load.openSales, 0);
  const capacity = loads.reduce((sum, load) => sum + load.capacity, 0);
  return (
    <Figures
      items={[
        {
          label: t('figure.won'),
          value: (
            <SalesLink outcome="won" {...quarter} nothing={force.won === 0}>
              {money(force.won)}
            </SalesLink>
          ),
          detail: force.unrated.won.count > 0 ? <WithoutRate of={force.unrated.won} /> : undefined,
        },
        {
          label: t('figure.goal'),
          value: force.goal === null ? '–' : money(force.goal),
          detail: force.goal === null ? t('figure.no goal') : undefined,
        },
        {
          label: t('figure.gap'),
          value: force.goal === null ? '–' : money(Math.max(0, force.goal - force.won)),
          tone: force.goal !== null && force.goal <= force.won ? 'good' : undefined,
        },
        {
          label: t('figure.pipeline'),
          value: (
            <SalesLink outcome="open" {...quarter} nothing={sales === 0}>
              {money(amount)}
            </SalesLink>
          ),
          detail: (
            <>
              {t('figure.sales', { count: sales })}
              {force.unrated.mix.count > 0 && ' · '}
              <WithoutRate of={force.unrated.mix} />
            </>
          ),
        },
        {
          label: t('figure.capacity'),
          value: capacity === 0 ? '–' : format.percent(carried / capacity),
          detail: t('figure.carried', { open: carried, capacity }),
        },
      ]}
    />
  );
}
