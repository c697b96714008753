import { useEffect, useRef, useSyncExternalStore } from 'react';
import { pressed, matches, type Press } from './press.ts';

/** One thing a person can do by key, in the key sheet and in the command palette. */
export interface KeyBinding {
  /** `j`, `mod+k`, `shift+enter`, `g t` (one after the other), or several ways. Absent: palette only. */
  keys?: string | readonly string[];
  /** The verb, from the message catalogue. */
  label: string;
  run: () => void;
  /** Also while typing in a field or a dialog. */
  everywhere?: boolean;
  /** Left out of key sheet and palette (a second spelling of something listed). */
  unlisted?: boolean;
}

interface Layer {
  group: string;
  bindings: readonly KeyBinding[];
}

let layers: readonly Layer[] = [];
const listeners = new Set<() => void>();
let before: Press | undefined;

/** Until when what is typed is meant for a dialog that was asked for and is not there yet, and what was typed. */
let early = { until: 0, text: '' };

/** From now until the dialog takes it, what is typed is kept for it instead of being heard as keys; a dialog that never comes takes nothing. */
export const typeAhead = (): void => void (early = { until: Date.now() + 3000, text: '' });

/** What was typed ahead; keys are heard again. */
export function takeTyped(): string {
  const { text } = early;
  early = { until: 0, text: '' };
  return text;
}

/**
 * Offers keys while the calling component is on screen; the latest one on screen wins. `group` heads them in the key sheet.
 */
export function useKeys(bindings: readonly KeyBinding[], group = ''): void {
  const layer = useRef<Layer>({ group, bindings });
  const words = bindings.map((binding) => `${String(binding.keys)} ${binding.label}`).join('\n');
  useEffect(() => {
    layer.current.bindings = bindings;
    layer.current.group = group;
  });
  useEffect(() => {
    const mine = layer.current;
    // What a screen offers comes before what is offered everywhere, whichever was drawn first.
    layers = mine.group === '' ? [mine, ...layers] : [...layers, mine];
    tell();
    return () => {
      layers = layers.filter((other) => other !== mine);
      tell();
    };
  }, []);
  // A changed label must reach an open key sheet.
  useEffect(() => {
    if (words === '') return;
    layers = [...layers];
    tell();
  }, [words]);
}

/** What can be done now, the nearest component first: for the key sheet and the palette. */
export function useOfferedKeys(): readonly Layer[] {
  return useSyncExternalStore(subscribe, () => layers);
}

/** Listens on the window; the shell calls it once and stops it when it goes. */
export function listenForKeys(): () => void {
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (Date.now() < early.until && !isTyping(event.target)) {
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      early.text += event.key;
    }
    return;
  }
  const press = pressed(event);
  if (press === undefined || event.defaultPrevented) return;
  const previous = before;
  before = press;
  // Enter and space belong to the button or link that has the focus.
  if ((press.key === 'enter' || press.key === 'space') && isPressable(event.target)) return;
  const typing = isTyping(event.target);
  const meant = (isMeant: (way: string) => boolean): KeyBinding | undefined => {
    for (const layer of layers)
      for (const binding of layer.bindings) {
        if (binding.keys === undefined || (typing && binding.everywhere !== true)) continue;
        const ways = typeof binding.keys === 'string' ? [binding.keys] : binding.keys;
        if (ways.some((way) => isMeant(way) && matches(way, press, previous))) return binding;
      }
    return undefined;
  };
  // G then S goes somewhere, also where S alone does something to the row at hand.
  const binding = meant((way) => way.includes(' ')) ?? meant((way) => !way.includes(' '));
  if (binding === undefined) return;
  event.preventDefault();
  before = undefined;
  binding.run();
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, summary, [role=button], [role=tab]') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role=dialog], [role=menu]') !== null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
