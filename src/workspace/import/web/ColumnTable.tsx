import { NativeSelect } from '@mantine/core';
import type { ColumnPlan, FilePlan, ImportPlan } from '../plan/plan.ts';
import { fieldAt } from '../targets/targets.ts';
import type { TargetName } from '../targets/names.ts';
import { choicesFor } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';

interface ColumnTableProps {
  plan: ImportPlan;
  file: FilePlan;
  target: TargetName;
  values: Readonly<Record<string, readonly string[]>>;
  onChange: (file: FilePlan) => void;
}

/** Every column with its first values, what it becomes, how sure that is and why. */
export function ColumnTable({ plan, file, target, values, onChange }: ColumnTableProps) {
  const choices = [
    ...choicesFor(target),
    {
      group: '—',
      items: [
        { value: 'custom', label: t('plan.custom') },
        { value: 'ignore', label: t('plan.ignored') },
      ],
    },
  ];
  const change = (before: ColumnPlan, next: ColumnPlan) =>
    onChange({ ...file, columns: file.columns.map((each) => (each === before ? next : each)) });
  return (
    <div className={css.scroll} role="group" aria-label={t('plan.columns')} tabIndex={0}>
      <table className={css.table} data-columns>
        <thead>
          <tr>
            <th scope="col">{t('plan.column')}</th>
            <th scope="col">{t('plan.field')}</th>
            <th scope="col">{t('plan.sure')}</th>
          </tr>
        </thead>
        <tbody>
          {file.columns.map((column, index) => (
            // A column may become two fields, so its name alone is no key.
            <tr key={`${column.column} ${index}`} data-quiet={column.ignore || column.field === null}>
              <th scope="row">
                <span className={css.columnName}>{column.column}</span>
                <span className={css.values}>{(values[column.column] ?? []).slice(0, 3).join(' · ')}</span>
              </th>
              <td>
                <NativeSelect
                  aria-label={`${t('plan.field')}: ${column.column}`}
                  size="xs"
                  value={column.ignore ? 'ignore' : (column.field ?? 'custom')}
                  data={choices}
                  onChange={(event) => change(column, chosen(column, event.currentTarget.value, plan, file))}
                />
                {column.reference && !column.ignore && column.field !== null && (
                  <Relation plan={plan} column={column} onChange={(next) => change(column, next)} />
                )}
              </td>
              <td className={css.sure}>
                <span data-level={level(column)}>{t(`sure.${level(column)}`)}</span>
                <span className={css.quiet}>{reasonOf(column.reason)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function level({ field, ignore, confidence }: ColumnPlan): 'certain' | 'likely' | 'guess' | 'unknown' {
  if (field === null && !ignore && confidence < 1) return 'unknown';
  return confidence >= 0.9 ? 'certain' : confidence >= 0.7 ? 'likely' : 'guess';
}

const reasonOf = (reason: string): string =>
  reason === 'preset' || reason === 'chosen before' || reason === 'chosen' ? t(`reason.${reason}`) : reason;

/** What a person chose. A field that points to other records starts with the way that fits the files. */
function chosen(column: ColumnPlan, value: string, plan: ImportPlan, file: FilePlan): ColumnPlan {
  const { reference: _, ...rest } = column;
  const base = { ...rest, confidence: 1, reason: 'chosen' };
  if (value === 'ignore') return { ...base, ignore: true };
  if (value === 'custom') return { ...base, ignore: false, field: null };
  const wanted = fieldAt(value)?.reference;
  if (!wanted) return { ...base, ignore: false, field: value };
  const table = plan.files.find((each) => each.target === wanted && each.key !== null && each !== file)?.table;
  const byId = table !== undefined && /\bid\b|id$/i.test(column.column);
  return {
    ...base,
    ignore: false,
    field: value,
    reference: { by: byId ? 'id' : 'name', ...(byId ? { table } : {}), none: [], ifMissing: 'leave' },
  };
}

const missing = ['create', 'leave', 'refuse'] as const;

/** How a column finds the record that it points to. */
function Relation({
  plan,
  column,
  onChange,
}: {
  plan: ImportPlan;
  column: ColumnPlan;
  onChange: (column: ColumnPlan) => void;
}) {
  const reference = column.reference ?? { by: 'name', none: [], ifMissing: 'leave' };
  const wanted = column.field === null ? undefined : fieldAt(column.field)?.reference;
  const tables = plan.files
    .filter((each) => each.target === wanted || each.table === reference.table)
    .map((each) => each.table);
  const by = reference.by === 'id' ? `id ${reference.table ?? ''}` : reference.by;
  return (
    <div className={css.relation}>
      <NativeSelect
        aria-label={`${column.column}: ${t('relation.by')}`}
        size="xs"
        value={by}
        data={[
          { value: 'name', label: `${t('relation.by')} ${t('relation.name')}` },
          { value: 'email', label: `${t('relation.by')} ${t('relation.email')}` },
          ...[...new Set([...tables, ...(reference.table === undefined ? [] : [reference.table])])].map((table) => ({
            value: `id ${table}`,
            label: `${t('relation.by')} ${t('relation.id')} ${table}`,
          })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const { table: _, ...rest } = reference;
          onChange({
            ...column,
            reference: value.startsWith('id ')
              ? { ...rest, by: 'id', table: value.slice(3) }
              : { ...rest, by: value === 'email' ? 'email' : 'name' },
          });
        }}
      />
      {reference.by === 'name' && (
        <NativeSelect
          aria-label={`${column.column}: ${t('relation.missing')}`}
          size="xs"
          value={reference.ifMissing}
          data={missing.map((value) => ({ value, label: `${t('relation.missing')}: ${t(`relation.${value}`)}` }))}
          onChange={(event) =>
            onChange({
              ...column,
              reference: {
                ...reference,
                ifMissing: missing.find((each) => each === event.currentTarget.value) ?? 'leave',
              },
            })
          }
        />
      )}
    </div>
  );
}
