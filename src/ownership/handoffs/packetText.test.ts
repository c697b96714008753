import { expect, it } from 'vitest';
import { packetText } from './web/packetText.ts';

it('days and amounts of a packet are written as everywhere else, and nothing else is touched', () => {
  expect(packetText('2027-03-26')).toBe('26 March 2027');
  expect(packetText('12 × CIP skid. 318000 EUR. 36 months')).toBe('12 × CIP skid. €318,000. 36 months');
  expect(packetText('Report by March (to Amina Hollweg), due 2027-03-01\nA spare pump, no date')).toBe(
    'Report by March (to Amina Hollweg), due 1 March 2027\nA spare pump, no date',
  );
  expect(packetText('none')).toBe('None');
  for (const text of ['Order 2027-99-01', 'Line 3 CIP', 'DN 50 PVC, 12 BAR', 'Batch 20270326', 'None of them knew'])
    expect(packetText(text)).toBe(text);
});
