import { Menu } from '@mantine/core';
import type { Plot } from './plot.ts';
import { t } from './messages.ts';
import css from './RelationshipCurve.module.css';
import type { CurvePromise } from './types.ts';

interface PromiseLaneProps {
  plot: Plot;
  promises: readonly CurvePromise[];
  onSettle: (id: string, outcome: 'kept' | 'broken') => void;
}

/** The open promises of the lane can be settled where they are drawn: by a click, or by one key (E kept, B broken). */
export function PromiseLane({ plot, promises, onSettle }: PromiseLaneProps) {
  return promises.map((promise) => {
    const x = plot.time.x(Date.parse(promise.at));
    if ((promise.state !== 'open' && promise.state !== 'overdue') || x < plot.left || x > plot.right) return null;
    return (
      <Menu key={promise.id} position="top">
        <Menu.Target>
          <button
            type="button"
            className={css.promiseButton}
            style={{ left: x - 12, top: plot.lane - 12 }}
            aria-label={t('curve.settle', { label: promise.label })}
            title={t(`curve.promise ${promise.state}`, { label: promise.label })}
            onKeyDown={(event) => {
              const outcome = event.key === 'e' ? 'kept' : event.key === 'b' ? 'broken' : undefined;
              if (outcome === undefined || event.metaKey || event.ctrlKey) return;
              event.preventDefault();
              event.stopPropagation();
              onSettle(promise.id, outcome);
            }}
          />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{promise.label}</Menu.Label>
          <Menu.Item onClick={() => onSettle(promise.id, 'kept')}>{t('curve.kept')}</Menu.Item>
          <Menu.Item onClick={() => onSettle(promise.id, 'broken')}>{t('curve.broken')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    );
  });
}
