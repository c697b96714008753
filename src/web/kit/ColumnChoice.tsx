import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Columns3 } from 'lucide-react';
import { t } from '../messages/en.ts';
import { shownColumns, type Column } from './columns.ts';
import type { View } from './view.ts';

interface ColumnChoiceProps<Row> {
  columns: readonly Column<Row>[];
  view: View;
  onView: (change: View) => void;
}

/** Which columns a table shows; the first one always stays. A phone stacks them, so there is nothing to choose. */
export function ColumnChoice<Row>({ columns, view, onView }: ColumnChoiceProps<Row>) {
  const phone = useMediaQuery('(max-width: 640px)', false);
  const shown = shownColumns(columns, view.columns).map((column) => column.id);
  const toggle = (id: string) => {
    const next = shown.includes(id) ? shown.filter((other) => other !== id) : [...shown, id];
    onView({ columns: columns.flatMap((column) => (next.includes(column.id) ? column.id : [])).join(',') });
  };
  if (phone) return null;
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
