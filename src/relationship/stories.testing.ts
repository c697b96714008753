import { fromThem, on } from './touchpoints.testing.ts';
import type { LedgerEntry } from './ledger.ts';

const sale: LedgerEntry[] = [
  on(0, 'first contact'),
  on(5, 'reply', fromThem),
  on(14, 'meeting'),
  on(24, 'demonstration'),
  on(34, 'proposal'),
  on(45, 'close won', fromThem),
];

/** The hunter closes and leaves: nobody calls, a case, a late delivery, a complaint. */
export const hunterLeaves: LedgerEntry[] = [
  ...sale,
  on(70, 'case opened', fromThem),
  on(78, 'delivery late'),
  on(86, 'complaint', fromThem),
];

/** Everyone does what was promised. */
export const engaged: LedgerEntry[] = [
  ...sale,
  on(52, 'kick-off'),
  on(60, 'training'),
  on(70, 'case opened', fromThem),
  on(71, 'case solved'),
  on(80, 'delivery on time'),
  on(92, 'go-live'),
  on(120, 'value review'),
  on(150, 'value review'),
  on(170, 'repeat order', fromThem),
  on(185, 'referral', fromThem),
  on(200, 'value review'),
];

/** Eighteen months of a solution sale: a long way up, a bad start after the close, a recovery. */
export const eighteenMonths: LedgerEntry[] = [
  on(2, 'first contact'),
  on(16, 'reply', fromThem),
  on(30, 'call'),
  on(38, 'inquiry', fromThem),
  on(54, 'meeting'),
  on(58, 'event attended'),
  on(80, 'visit'),
  on(88, 'reply', fromThem),
  on(102, 'call'),
  on(117, 'meeting'),
  on(122, 'inquiry', fromThem),
  on(136, 'demonstration'),
  on(144, 'promise kept'),
  on(156, 'reply', fromThem),
  on(172, 'visit'),
  on(180, 'proposal', { direction: 'outbound' }),
  on(184, 'call'),
  on(192, 'negotiation'),
  on(197, 'promise kept'),
  on(207, 'negotiation'),
  on(214, 'review'),
  on(218, 'close won', fromThem),
  on(231, 'handoff'),
  on(246, 'kick-off late'),
  on(267, 'promise broken'),
  on(283, 'case opened', fromThem),
  on(302, 'complaint', fromThem),
  on(322, 'visit'),
  on(335, 'call'),
  on(340, 'promise kept', { direction: 'outbound' }),
  on(356, 'service visit'),
  on(362, 'training'),
  on(378, 'milestone accepted'),
  on(395, 'promise kept'),
  on(404, 'go-live'),
  on(414, 'review'),
  on(432, 'first value', { valueDelivered: true }),
  on(447, 'call'),
  on(459, 'value review'),
  on(478, 'inquiry', fromThem),
  on(492, 'service visit'),
  on(506, 'reply', fromThem),
  on(513, 'visit'),
  on(519, 'inquiry', fromThem),
];
