import { Button, Menu } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { t } from '../messages/en.ts';
import { shownColumns, type Column } from './RecordTable.tsx';
import type { View } from './view.ts';

interface ColumnChoiceProps<Row> {
  columns: readonly Column<Row>[];
  view: View;
  onView: (change: View) => void;
}

/** Which columns a table shows; the first one always stays. */
export function ColumnChoice<Row>({ columns, view, onView }: ColumnChoiceProps<Row>) {
  const shown = shownColumns(columns, view.columns).map((column) => column.id);
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id];
    onView({ columns: columns.flatMap((column) => (next.includes(column.id) ? column.id : [])).join(',') });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Columns3 size={14} aria-hidden="true" />}>
          {t('table.columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map((column) => (
          <Menu.CheckboxItem key={column.id} checked={shown.includes(column.id)} onChange={() => toggle(column.id)}>
            {column.label}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
