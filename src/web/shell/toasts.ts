import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  message: string;
  /** `problem` stays until it is closed. */
  tone: 'done' | 'problem';
  undo?: (() => unknown) | undefined;
}

let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

/** Says that something was done, and offers to take it back (button and ⌘Z) while the message stands. */
export function notifyUndo(message: string, undo: () => unknown): void {
  add({ message, tone: 'done', undo });
}

/** Says that something was done. */
export function notify(message: string): void {
  add({ message, tone: 'done' });
}

/** Says that something failed; stays until the person closes it. */
export function notifyProblem(message: string): void {
  add({ message, tone: 'problem' });
}

export function closeToast(id: number): void {
  toasts = toasts.filter((toast) => toast.id !== id);
  tell();
}

/** Takes back the latest change that can be taken back; false when there is none. */
export function undoLatest(): boolean {
  const toast = toasts.findLast((candidate) => candidate.undo !== undefined);
  if (toast === undefined) return false;
  takeBack(toast);
  return true;
}

/** Takes back what a message tells of. When somebody was faster, or nothing can be reached, that is said. */
export function takeBack(toast: Toast): void {
  closeToast(toast.id);
  void (async () => toast.undo?.())().catch((error: unknown) =>
    notifyProblem(error instanceof Error ? error.message : String(error)),
  );
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts);
}

function add(toast: Omit<Toast, 'id'>): void {
  last += 1;
  // Three at most: an older message is no longer news.
  toasts = [...toasts, { ...toast, id: last }].slice(-3);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
