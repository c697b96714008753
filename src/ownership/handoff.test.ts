import { describe, expect, it } from 'vitest';

import {
  accept,
  giveBack,
  handoffState,
  introduce,
  missingFields,
  offer,
  override,
  packetFields,
  prefilled,
  tiesOfHunter,
  type Handoff,
  type HandoffResult,
  type Packet,
} from './handoff.ts';
import { checkpointDates, handoffRecords, nextDuty } from './handoffClock.ts';

const date = (day: number) => new Date(Date.UTC(2026, 2, day));
const fullPacket: Packet = Object.fromEntries(packetFields.map((field) => [field, 'known']));
const signed: Handoff = {
  account: 'Acme',
  signedAt: date(1),
  hunter: 'Hana',
  packet: fullPacket,
  events: [],
  onePerson: false,
};
const toFred = { by: 'Hana', farmer: 'Fred', freeCapacity: 3, at: date(2) };

function done(result: HandoffResult): Handoff {
  if ('refused' in result) throw new Error(result.refused.join(', '));
  return result.handoff;
}
const offered = done(offer(signed, toFred));

describe('a won customer cannot be dropped', () => {
  it('the hunter stays until the farmer has accepted and both have met the customer', () => {
    expect(tiesOfHunter(signed)).toEqual(['not accepted', 'no joint introduction']);
    expect(tiesOfHunter(offered)).toEqual(['not accepted', 'no joint introduction']);
    const accepted = done(accept(offered, { by: 'Fred', at: date(3) }));
    expect(tiesOfHunter(accepted)).toEqual(['no joint introduction']);
    expect(tiesOfHunter(introduce(accepted, { by: 'Fred', at: date(5) }))).toEqual([]);
  });

  it('an introduction alone does not free the hunter', () => {
    const introduced = introduce(offered, { by: 'Fred', at: date(2) });
    expect(handoffState(introduced)).toBe('offered');
    expect(tiesOfHunter(introduced)).toEqual(['not accepted']);
  });

  it('a returned handoff ties the hunter again, with the questions to answer', () => {
    const returned = done(giveBack(offered, { by: 'Fred', questions: ['Who pays?'], at: date(3) }));
    expect(handoffState(returned)).toBe('returned');
    expect(tiesOfHunter(returned)).toContain('not accepted');
    expect(handoffState(done(offer(returned, { ...toFred, at: date(4) })))).toBe('offered');
  });

  it('a leader may override with a reason, which stays in the record', () => {
    expect(override(signed, { by: 'Lea', reason: ' ', at: date(3) })).toEqual({ refused: ['no reason'] });
    const overridden = done(override(signed, { by: 'Lea', reason: 'Hana left the firm', at: date(3) }));
    expect(tiesOfHunter(overridden)).toEqual([]);
    expect(overridden.events.at(-1)).toMatchObject({ by: 'Lea', reason: 'Hana left the firm' });
  });
});

describe('what a handoff needs', () => {
  it('at most ten fields, filled from the sale first and never over what a person wrote', () => {
    expect(packetFields.length).toBeLessThanOrEqual(10);
    const packet = prefilled({ risks: 'Their IT is short of people', terms: ' ' }, { risks: 'none', terms: '30 days' });
    expect(packet).toEqual({ risks: 'Their IT is short of people', terms: '30 days' });
    expect(missingFields({ packet, onePerson: false })).toHaveLength(8);
  });

  it('a complete packet and a farmer with room who is somebody else', () => {
    const refused = offer(
      { ...signed, packet: { ...fullPacket, promises: '' } },
      { by: 'Hana', farmer: 'Hana', freeCapacity: 0, at: date(2) },
    );
    expect(refused).toEqual({ refused: ['packet incomplete', 'farmer is the hunter', 'farmer has no capacity'] });
    expect(offer(signed, { ...toFred, farmer: '' })).toEqual({ refused: ['no farmer named'] });
  });

  it('an answer of the farmer to whom it was offered, once', () => {
    expect(accept(signed, { by: 'Fred', at: date(2) })).toEqual({ refused: ['not offered'] });
    expect(accept(offered, { by: 'Gina', at: date(3) })).toEqual({ refused: ['only the farmer may answer'] });
    const accepted = done(accept(offered, { by: 'Fred', at: date(3) }));
    expect(accept(accepted, { by: 'Fred', at: date(3) })).toEqual({ refused: ['already accepted'] });
    expect(offer(accepted, toFred)).toEqual({ refused: ['already accepted'] });
    expect(giveBack(offered, { by: 'Fred', questions: [''], at: date(3) })).toEqual({ refused: ['no questions'] });
  });

  it('in a firm of one only a short self-check', () => {
    const alone = { ...signed, onePerson: true, packet: { 'why they bought': 'price' } };
    expect(missingFields(alone)).toEqual(['success metric', 'success date', 'promises', 'not promised']);
    expect(tiesOfHunter(alone)).toEqual(['not accepted']);
    expect(tiesOfHunter({ ...alone, packet: fullPacket })).toEqual([]);
  });
});

describe('the clock runs from the signature', () => {
  it('says who is next and how late', () => {
    expect(nextDuty(signed, date(2))).toEqual({ duty: 'offer', who: 'hunter', dueOn: date(3), lateDays: 0 });
    expect(nextDuty(offered, date(9))).toEqual({ duty: 'accept', who: 'farmer', dueOn: date(6), lateDays: 3 });
    const accepted = done(accept(offered, { by: 'Fred', at: date(9) }));
    expect(nextDuty(accepted, date(9))).toMatchObject({ duty: 'introduce', who: 'both' });
    expect(nextDuty(introduce(accepted, { by: 'Fred', at: date(10) }), date(12))).toBeNull();
  });

  it('sets checkpoints after 30, 60 and 90 days', () => {
    expect(checkpointDates(date(1)).map((d) => d.toISOString().slice(0, 10))).toEqual([
      '2026-03-31',
      '2026-04-30',
      '2026-05-30',
    ]);
  });

  it('shows both sides how often packets came back and how long they took', () => {
    const returned = done(giveBack(offered, { by: 'Fred', questions: ['Who pays?'], at: date(4) }));
    const again = done(accept(done(offer(returned, { ...toFred, at: date(5) })), { by: 'Fred', at: date(6) }));
    const { hunters, farmers } = handoffRecords([again, signed]);
    expect(hunters).toEqual([{ person: 'Hana', handoffs: 2, returned: 1, returnRate: 0.5, medianDays: 5 }]);
    expect(farmers).toEqual([{ person: 'Fred', handoffs: 2, returned: 1, returnRate: 0.5, medianDays: 1.5 }]);
  });
});
