import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { shoppingContract as api } from '../contract.ts';
import type { FormItem } from '../forms/contract.ts';
import type { FormField } from '../forms/form.ts';
import { t } from './formMessages.ts';
import css from './shopping.module.css';

/** What nearly every form asks. */
const usualFields = (): FormField[] => [
  { key: 'name', label: t('default.name'), kind: 'text', required: true, to: 'name' },
  { key: 'email', label: t('default.email'), kind: 'email', required: true, to: 'email' },
  { key: 'company', label: t('default.company'), kind: 'text', required: false, to: 'company' },
  { key: 'message', label: t('default.message'), kind: 'long text', required: false, to: 'message' },
];

/** Makes a form with the usual fields, not on the web yet, and opens its editor. */
export function useNewForm(): () => Promise<void> {
  const navigate = useNavigate();
  const create = useAct(api.createForm, { touches: [api.listForms] });
  return async () => {
    const made = await create.mutateAsync({
      input: { body: { name: t('new'), title: t('default.title'), fields: usualFields(), active: false } },
    });
    await navigate({ to: '/forms/$id', params: { id: made.id } });
  };
}

export function FormList({ onAdd }: { onAdd?: (() => void) | undefined }) {
  const navigate = useNavigate();
  const [now] = useState(() => Date.now());
  const forms = useRows(api.listForms, { query: { limit: '100' } }, { meta: { hears: ['form'] } });
  if (forms.problem && forms.rows.length === 0) return <QueryProblem error={forms.problem} />;
  return (
    <RecordTable
      label={t('name')}
      columns={columnsAt(now)}
      {...forms}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      onOpen={(row) => void navigate({ to: '/forms/$id', params: { id: row.id } })}
      phoneRow={phoneRow}
      empty={<EmptyState sentence={t('empty')} action={onAdd && <Button onClick={onAdd}>{t('new')}</Button>} />}
    />
  );
}

const columnsAt = (now: number): readonly Column<FormItem>[] => [
  {
    id: 'name',
    label: t('name'),
    width: 'minmax(200px, 2fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.name}</span>
        <span className={css.second}>{row.title}</span>
      </span>
    ),
  },
  {
    id: 'for',
    label: t('becomes'),
    width: 'minmax(160px, 1.5fr)',
    render: (row) => (
      <span className={css.two}>
        <span className={css.first}>{row.segment?.name}</span>
        <span className={css.second}>{row.campaign?.name}</span>
      </span>
    ),
  },
  { id: 'state', label: t('active'), width: '100px', render: (row) => t(row.active ? 'active' : 'off') },
  { id: 'in', label: t('received'), width: '90px', align: 'end', render: (row) => format.number(row.takenIn) },
  { id: 'waiting', label: t('waiting'), width: '110px', align: 'end', render: (row) => format.number(row.waiting) },
  {
    id: 'last',
    label: t('last'),
    width: '120px',
    render: (row) => (row.lastAt === null ? t('never') : format.day(row.lastAt, now)),
  },
];

const phoneRow = (row: FormItem) => (
  <span className={css.two}>
    <span className={css.first}>{row.name}</span>
    <span className={css.second}>{row.title}</span>
    <span className={css.second}>
      {t('received')} {format.number(row.takenIn)} · {t(row.active ? 'active' : 'off')}
    </span>
  </span>
);
