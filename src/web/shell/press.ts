/** One key press: its spelling (`mod+shift+k`) and when it was, in milliseconds. */
export interface Press {
  key: string;
  at: number;
}

interface KeyEvent {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  timeStamp: number;
}

/** How long the second key of `g t` may take. */
const patience = 1000;

/** Spells a key event; undefined for a lone modifier. Control and ⌘ are both `mod`. */
export function pressed(event: KeyEvent): Press | undefined {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return undefined;
  const name = event.key.toLowerCase();
  const letter = /^[a-z]$/.test(name) || name.length > 1;
  const parts = [
    event.metaKey || event.ctrlKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    // “?” already says that shift was held.
    event.shiftKey && letter ? 'shift' : '',
    name === ' ' ? 'space' : name,
  ];
  return { key: parts.filter((part) => part !== '').join('+'), at: event.timeStamp };
}

/** Whether `way` (`j`, `mod+k`, `g t`) is what was just pressed, given the press before. */
export function matches(way: string, press: Press, previous?: Press): boolean {
  const [first, second] = way.split(' ');
  if (second === undefined) return first === press.key;
  return previous?.key === first && press.key === second && press.at - previous!.at <= patience;
}

/** How a key is shown: `⌘K` or `Ctrl K`, `Enter`, `G T`. One text per key cap. */
export function keyCaps(way: string, apple: boolean): string[] {
  return way.split(' ').map((press) => {
    const names = press.split('+').map((part) => (apple ? appleNames[part] : plainNames[part]) ?? part);
    const shown = names.map((name) => (name.length === 1 ? name.toUpperCase() : name));
    return shown.join(apple ? '' : ' ');
  });
}

const common: Record<string, string> = {
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};
const plainNames: Record<string, string> = { ...common, mod: 'Ctrl', alt: 'Alt', shift: 'Shift' };
const appleNames: Record<string, string> = { ...common, mod: '⌘', alt: '⌥', shift: '⇧' };
