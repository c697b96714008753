import {
  ChartNoAxesColumn,
  CircleCheck,
  CircleHelp,
  Flag,
  KeyRound,
  PencilLine,
  RefreshCw,
  Settings,
  Target,
} from 'lucide-react';
import type { ComponentType } from 'react';
import type { Phase } from '../../relationship/vocabulary.ts';
import { CurveMark } from './CurveMark.tsx';

/** Where the rail leads. The address of each is `/` and its id; `key` follows G. */
export interface Destination {
  id: 'today' | 'relationships' | Phase | 'selling' | 'insight' | 'settings' | 'help';
  icon: ComponentType<{ size?: number }>;
  key: string;
  /** Starts a new group in the rail. */
  first?: boolean;
  phase?: Phase;
}

export const destinations: readonly Destination[] = [
  { id: 'today', icon: CircleCheck, key: 't' },
  { id: 'relationships', icon: CurveMark, key: 'r' },
  { id: 'shopping', icon: Target, key: 's', first: true, phase: 'shopping' },
  { id: 'purchase', icon: PencilLine, key: 'p', phase: 'purchase' },
  { id: 'ownership', icon: KeyRound, key: 'o', phase: 'ownership' },
  { id: 'usage', icon: RefreshCw, key: 'u', phase: 'usage' },
  { id: 'selling', icon: Flag, key: 'e', first: true },
  { id: 'insight', icon: ChartNoAxesColumn, key: 'i' },
];

/** At the foot of the rail. */
export const footDestinations: readonly Destination[] = [
  { id: 'settings', icon: Settings, key: ',' },
  { id: 'help', icon: CircleHelp, key: 'h' },
];

/** What the shell shows about the workspace; the screens' owner loads it and passes it in. */
export interface ShellData {
  workspace: { id: string; name: string };
  workspaces: readonly { id: string; name: string }[];
  person: { name: string };
  /** Open things per destination; absent ones show no count. */
  counts: Partial<Record<Destination['id'], number>>;
  alarms: number;
}

/** One record that search found. `to` is its address in the product. */
export interface Hit {
  id: string;
  title: string;
  detail?: string;
  to: string;
}

/** Records for a text as typed so far; an earlier question may be cancelled. */
export type SearchRecords = (text: string, signal: AbortSignal) => Promise<readonly Hit[]>;
