import { NativeSelect, TextInput } from '@mantine/core';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { duplicateChoices, type ImportPlan, type PlanDefaults } from '../plan/plan.ts';
import { targetNames } from '../targets/names.ts';
import { targetName } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';

const orders = ['dmy', 'mdy', 'ymd'] as const;

/** How the files are read where they do not say, and what becomes of records that are there already. */
export function PlanSettings({ plan, onChange }: { plan: ImportPlan; onChange: (plan: ImportPlan) => void }) {
  const { defaults } = plan;
  const set = (change: Partial<PlanDefaults>) => onChange({ ...plan, defaults: { ...defaults, ...change } });
  const used = targetNames.filter((target) => doubled.has(target) && plan.files.some((file) => file.target === target));
  return (
    <section className={css.settings}>
      <h2 className={css.heading}>{t('plan.settings')}</h2>
      <div className={css.fields}>
        <TextInput
          label={t('plan.currency')}
          value={defaults.currency}
          maxLength={3}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <TextInput
          label={t('plan.country')}
          value={defaults.country}
          maxLength={2}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() })}
        />
        <TextInput
          label={t('plan.zone')}
          value={defaults.timeZone}
          onChange={(event) => set({ timeZone: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('plan.order')}
          value={defaults.dateOrder}
          data={orders.map((value) => ({ value, label: t(`plan.${value}`) }))}
          onChange={(event) => set({ dateOrder: orders.find((each) => each === event.currentTarget.value) ?? 'dmy' })}
        />
        <NativeSelect
          label={t('plan.sale type')}
          value={defaults.saleType}
          data={saleTypes.map((value) => ({ value, label: t(`sale.${value}`) }))}
          onChange={(event) =>
            set({ saleType: saleTypes.find((each) => each === event.currentTarget.value) ?? 'commercial' })
          }
        />
        {used.map((target) => (
          <NativeSelect
            key={target}
            label={t('plan.duplicate of', { what: targetName(target, 2) })}
            value={plan.duplicates[target] ?? 'update'}
            data={duplicateChoices.map((value) => ({ value, label: t(`plan.${value}`) }))}
            onChange={(event) =>
              onChange({
                ...plan,
                duplicates: {
                  ...plan.duplicates,
                  [target]: duplicateChoices.find((each) => each === event.currentTarget.value) ?? 'update',
                },
              })
            }
          />
        ))}
      </div>
    </section>
  );
}

/** What happened once is never changed by a file that comes again: these can be. */
const doubled: ReadonlySet<string> = new Set(['offering', 'campaign', 'account', 'contact', 'opportunity', 'case']);
