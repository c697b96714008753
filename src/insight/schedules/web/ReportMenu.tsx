import { ActionIcon, Menu } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import {
  ArrowDown,
  ArrowUp,
  Download,
  Ellipsis,
  LayoutDashboard,
  Mail,
  MoveHorizontal,
  Printer,
  X,
} from 'lucide-react';
import { useRef, useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { boardOf, isWide, moved, withoutReport, withOtherWidth } from '../../web/board.ts';
import { downloadText } from '../../web/csv.ts';
import { scheduleContract as api } from '../contract.ts';
import { asCsv } from '../letter.ts';
import { t } from './messages.ts';
import { ScheduleDialog } from './ScheduleDialog.tsx';
import { ToDashboard } from './ToDashboard.tsx';

export interface ReportMenuProps {
  /** One of those in `src/reports.ts`. */
  report: string;
  /** What it is called on the screen. */
  name: string;
  /** The filter of the screen, as far as this report heeds it. */
  search?: Record<string, string | undefined> | undefined;
}

/** What can be done with any table or picture: take it as a file, have it sent, keep it on a dashboard, print it alone. */
export default function ReportMenu({ report, name, search = {} }: ReportMenuProps) {
  const [view, setView] = useView();
  const onBoard = useLocation().pathname === '/insight' && view['report'] === undefined;
  const mayKeep = useMay('view:write');
  const [open, setOpen] = useState<'schedule' | 'dashboard'>();
  const button = useRef<HTMLButtonElement>(null);
  const now = Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
  // A day that somebody looks back to stands still; a letter and a dashboard look back from the day they are read.
  const { since: _, ...lasting } = now;
  const place = boardOf(view).indexOf(report);
  const move = (by: -1 | 1) => {
    setView(moved(view, report, by));
    focusOn(button.current);
  };
  const takeOff = () => {
    const card = button.current?.closest('[data-card]');
    focusOn((card?.nextElementSibling ?? card?.previousElementSibling)?.querySelector<HTMLElement>('[data-menu]'));
    setView(withoutReport(view, report));
    notifyUndo(t('menu.taken off', { name }), () => setView({ cards: view['cards'] }));
  };
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon ref={button} variant="subtle" color="gray" size={28} data-menu aria-label={t('menu', { name })}>
            <Ellipsis size={16} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Download size={14} aria-hidden="true" />}
            onClick={() => void download(report, name, now)}
          >
            {t('menu.file')}
          </Menu.Item>
          {mayKeep && (
            <Menu.Item leftSection={<Mail size={14} aria-hidden="true" />} onClick={() => setOpen('schedule')}>
              {t('schedule')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<Printer size={14} aria-hidden="true" />}
            onClick={() => printAlone(button.current?.closest('[data-part]'))}
          >
            {t('menu.print')}
          </Menu.Item>
          {onBoard ? (
            <>
              <Menu.Item
                leftSection={<ArrowUp size={14} aria-hidden="true" />}
                disabled={place <= 0}
                onClick={() => move(-1)}
              >
                {t('menu.up')}
              </Menu.Item>
              <Menu.Item
                leftSection={<ArrowDown size={14} aria-hidden="true" />}
                disabled={place === boardOf(view).length - 1}
                onClick={() => move(1)}
              >
                {t('menu.down')}
              </Menu.Item>
              <Menu.Item
                leftSection={<MoveHorizontal size={14} aria-hidden="true" />}
                onClick={() => setView(withOtherWidth(view, report))}
              >
                {t(isWide(view, report) ? 'menu.narrow' : 'menu.wide')}
              </Menu.Item>
              <Menu.Item leftSection={<X size={14} aria-hidden="true" />} onClick={takeOff}>
                {t('menu.off')}
              </Menu.Item>
            </>
          ) : (
            mayKeep && (
              <Menu.Item
                leftSection={<LayoutDashboard size={14} aria-hidden="true" />}
                onClick={() => setOpen('dashboard')}
              >
                {t('menu.board')}
              </Menu.Item>
            )
          )}
        </Menu.Dropdown>
      </Menu>
      {open === 'schedule' && (
        <ScheduleDialog reports={[report]} search={lasting} name={name} onClose={() => setOpen(undefined)} />
      )}
      {open === 'dashboard' && (
        <ToDashboard report={report} name={name} search={lasting} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

/** Once the menu has given the focus back to a button that may be elsewhere by then, or gone. */
const focusOn = (button: HTMLElement | null | undefined): void =>
  void setTimeout(() => (button?.focus(), button?.scrollIntoView({ block: 'nearest' })), 100);

async function download(report: string, name: string, search: Record<string, string>): Promise<void> {
  try {
    const { title, tables } = await ask(api.readReport, {
      query: { report, search: new URLSearchParams(search).toString() },
    });
    downloadText(name, asCsv([{ title, tables }]));
  } catch (error) {
    notifyProblem(problemText(error));
  }
}

/** The page with this part alone. */
function printAlone(part: Element | null | undefined): void {
  part?.setAttribute('data-printed', '');
  addEventListener('afterprint', () => part?.removeAttribute('data-printed'), { once: true });
  // The menu closes first, else it is on the paper.
  setTimeout(() => print(), 50);
}
