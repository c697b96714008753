/** What was typed and not yet saved, kept on this device so that a reload or a crash loses nothing. */

const prefix = 'perennial-draft ';

/** The draft under a name, or undefined. Names say what is edited: `account 0192… name`. */
export function readDraft(name: string): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; undefined forgets it. */
export function keepDraft(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
  } catch {
    // Storage may be full or switched off: then only this page remembers.
  }
}
