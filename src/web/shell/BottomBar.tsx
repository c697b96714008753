import { Drawer } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { CircleCheck, Ellipsis, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { format } from '../format.ts';
import { t } from '../messages/en.ts';
import css from './BottomBar.module.css';
import { CurveMark } from './CurveMark.tsx';
import { destinations, footDestinations, type ShellData } from './destinations.ts';

/** The phone's bar: the two places people live in, Log in the middle, search, and everything else. */
export function BottomBar({ data, onLog, onSearch }: { data: ShellData; onLog: () => void; onSearch: () => void }) {
  const [open, setOpen] = useState(false);
  const here = useRouterState({ select: (state) => state.location.pathname.split('/')[1] });
  const rest = [...destinations.slice(2), ...footDestinations];
  return (
    <nav className={css.bar} aria-label={t('app.phone navigation')}>
      <Link to="/today" className={css.item} data-here={here === 'today'}>
        <CircleCheck size={20} aria-hidden="true" />
        {t('to.today')}
      </Link>
      <Link to="/relationships" className={css.item} data-here={here === 'relationships'}>
        <CurveMark size={20} />
        {t('to.accounts')}
      </Link>
      <button type="button" className={css.item} data-log onClick={onLog}>
        <span className={css.pill}>
          <Plus size={20} aria-hidden="true" />
        </span>
        {t('bar.log')}
      </button>
      <button type="button" className={css.item} onClick={onSearch}>
        <Search size={20} aria-hidden="true" />
        {t('to.search')}
      </button>
      <button
        type="button"
        className={css.item}
        data-here={rest.some((destination) => destination.id === here)}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Ellipsis size={20} aria-hidden="true" />
        {t('app.more')}
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size="auto"
        title={t('app.more')}
        classNames={{ content: css.sheet ?? '' }}
        closeButtonProps={{ 'aria-label': t('app.close'), size: 44 }}
      >
        <ul className={css.rest}>
          {rest.map(({ id, icon: Icon }) => (
            <li key={id}>
              <Link to={`/${id}`} className={css.row} onClick={() => setOpen(false)}>
                <Icon size={18} />
                <span>{t(`to.${id}`)}</span>
                {data.counts[id] !== undefined && <span className={css.count}>{format.number(data.counts[id])}</span>}
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </nav>
  );
}
