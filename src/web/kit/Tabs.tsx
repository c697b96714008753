import { useEffect, useRef, type ReactNode } from 'react';
import { format } from '../format.ts';
import css from './Tabs.module.css';

interface Tab<Id extends string> {
  id: Id;
  label: string;
  count?: number | undefined;
  icon?: ReactNode;
}

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  /** `line` heads a section, `switch` chooses between views of the same thing, `chips` filters a list. */
  look?: 'line' | 'switch' | 'chips';
  /** The id of the element that shows the chosen tab. */
  panelId?: string;
}

/** Tabs with counts; arrows move between them. The screen keeps the value, usually in the URL. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, look = 'line', panelId }: TabsProps<Id>) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen the strip scrolls: the chosen tab stands in it. Only the strip moves, never the page.
  const place = tabs.findIndex((tab) => tab.id === value);
  useEffect(() => {
    const strip = list.current;
    const chosen = strip?.querySelectorAll<HTMLElement>('[role=tab]')[place];
    if (!strip || !chosen) return;
    const [outer, inner] = [strip.getBoundingClientRect(), chosen.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right)
      strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }, [place]);
  const move = (to: number) => {
    const next = tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(next)]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className={css.tabs} data-look={look}>
      {tabs.map((tab, i) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          className={css.tab}
          aria-selected={tab.id === value}
          aria-controls={panelId}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(i + 1);
            else if (event.key === 'ArrowLeft') move(i - 1);
            else if (event.key === 'Home') move(0);
            else if (event.key === 'End') move(-1);
            else return;
            event.preventDefault();
          }}
        >
          {tab.icon}
          {tab.label}
          {tab.count !== undefined && <span className={css.count}>{format.number(tab.count)}</span>}
        </button>
      ))}
    </div>
  );
}
