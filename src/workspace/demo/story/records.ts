/** The demo company as records with keys instead of ids: what is written into the database. */
import type { ChannelTimes } from '../../settings.ts';
import type {
  Channel,
  Direction,
  Effort,
  Expectation,
  Phase,
  Position,
  SaleType,
  TouchpointKind,
} from '../../../relationship/vocabulary.ts';
import type { ServiceRequest, Stage } from './life.ts';

/** All times are milliseconds since 1970; days are `2026-06-11`. */
export interface DemoAccount {
  key: string;
  kind: 'organization' | 'household';
  name: string;
  industry: string;
  city: string;
  country: string;
  employees: number | null;
  domain: string | null;
  phone: string;
  description: string;
  owner: string;
  parent: string | null;
  tags: readonly string[];
  saleType: SaleType;
  standing: 'prospect' | 'customer' | 'former';
  phase: { at: number; to: Phase; evidence: string } | null;
  /** Of the last 365 days and in sight, in euro. */
  revenue: number;
  potential: number;
  createdAt: number;
  ends: readonly [Phase, Position];
}

export interface DemoContact {
  key: string;
  account: string;
  given: string;
  family: string;
  email: string;
  phone: string;
  title: string;
  city: string;
  country: string;
  owner: string;
  createdAt: number;
}

export interface DemoAffiliation {
  contact: string;
  account: string;
  title: string;
  from: string;
  until: string | null;
}

export interface DemoTouchpoint {
  key: string;
  account: string;
  at: number;
  kind: TouchpointKind;
  member: string;
  subject: string;
  contacts: readonly string[];
  channel: Channel | null;
  direction: Direction | null;
  expectation: Expectation | null;
  effort: Effort | null;
  value: boolean;
  outcome: string | null;
  learnt: string | null;
  minutes: number | null;
  sale: string | null;
  request: string | null;
}

export interface DemoSale {
  key: string;
  account: string;
  contact: string;
  name: string;
  owner: string;
  saleType: SaleType;
  offering: string;
  stage: Stage;
  stageSince: number;
  outcome: 'open' | 'won' | 'lost';
  reason: string | null;
  amount: number;
  openedOn: string;
  expectedOn: string | null;
  closedOn: string | null;
  source: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface DemoCase {
  key: string;
  account: string;
  contact: string;
  subject: string;
  owner: string;
  channel: string;
  severity: ServiceRequest['severity'];
  state: ServiceRequest['state'];
  openedAt: number;
  solvedAt: number | null;
}

export interface DemoNextStep {
  key: string;
  account: string;
  what: string;
  member: string;
  dueAt: number;
  createdAt: number;
  doneAt: number | null;
}

/** A technician noticed something while at a customer's. */
export interface DemoSpotted {
  member: string;
  touchpoint: string;
  account: string;
  at: number;
  what: string;
  sale: string | null;
}

export interface DemoInfluence {
  from: string;
  to: string;
  kind: 'referral' | 'champion moved';
  at: number;
  evidence: string;
}

export interface DemoHandoff {
  account: string;
  sale: string;
  from: string;
  to: string;
  offeredAt: number;
  returned: { at: number; question: string } | null;
  acceptedAt: number | null;
}

export interface DemoCompany {
  channels: ChannelTimes;
  accounts: DemoAccount[];
  contacts: DemoContact[];
  affiliations: DemoAffiliation[];
  touchpoints: DemoTouchpoint[];
  sales: DemoSale[];
  cases: DemoCase[];
  nextSteps: DemoNextStep[];
  spotted: DemoSpotted[];
  influences: DemoInfluence[];
  handoffs: DemoHandoff[];
}
