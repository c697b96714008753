/** Established clients in motion: a new owner, a new module, decline, rescue. */
import type { Story } from './client.ts';
import { badStart, care, decline, firstValue, goodStart, rescue, trouble } from './customerStories.ts';
import { add, happen, type Life } from './life.ts';
import { background, court, meet, sell, sellAtHome } from './sellingStories.ts';

interface Years {
  close: number;
  days: number;
  name: string;
  offering: string;
  amount: number;
  every?: number;
  until?: number;
  source?: string;
}

/** A sale, a good start, a first value, and years of care until `until` days ago. */
export function years(life: Life, { close, days, name, offering, amount, every = 14, until = 3, source }: Years): void {
  meet(life, close + days, close + days * 0.6, 5);
  court(life, close + days * 0.6, close + days * 0.4, 3);
  sell(life, { name, offering, from: close + days * 0.4, to: close, amount, n: 13, ...(source ? { source } : {}) });
  goodStart(life, close);
  firstValue(life, close - 118);
  care(life, close - 125, until + 30, every);
  happen(life, { 26: 'value review', 17: 'service visit', 9: 'promise kept', 0: 'reply' }, {}, until);
  background(life, close - 120, 8, 24);
}

export const usage: Record<string, Story> = {
  corrigan: {
    phaseSet: {
      ago: 60,
      to: 'usage',
      evidence: 'Runs the plant it took over with the works; the new management does not know us',
    },
    next: ['Meet the new operations director', 4],
    lost: [[520, 'Wash line, hall 2', 97000, 'No decision: new owner looks first', 'assessment', 58]],
    ends: ['usage', 'skepticism'],
    tell(life) {
      add(life, 58, 'note', { subject: 'Works sold: new owner, new directors, our plant stays' });
      add(life, 51, 'outreach');
      add(life, 40, 'outreach unanswered');
      add(life, 27, 'first contact', { subject: 'First call with the new operations director' });
      add(life, 16, 'outreach');
      add(life, 9, 'outreach unanswered');
    },
  },
  donauperle: {
    next: ['Plan the second skid with production', 4],
    lost: [[170, 'Cap rinsing', 54000, 'Procedure: our bid came a day late', 'action', 74]],
    ends: ['usage', 'peak'],
    tell(life) {
      years(life, {
        close: 560,
        days: 150,
        name: 'Rinse reuse',
        offering: 'Rinse water reuse',
        amount: 268000,
        until: 120,
        every: 18,
      });
      sell(life, {
        name: 'Second skid, glass line',
        offering: 'Rinse water reuse',
        from: 96,
        to: 5,
        amount: 231000,
        n: 14,
        by: 'owner',
        source: 'Existing customer',
      });
    },
  },
  sanktveit: {
    next: ['Introduce the new module to hygiene', 6],
    lost: [
      [130, 'Dialysis water, ward 3', 188000, 'Relationship: the head nurse trusts the other one', 'involvement', 86],
      [440, 'Laundry softening', 52000, 'No budget: moved to next year', 'interest', 22],
    ],
    added: [[255, 'Flushing stations', 33000, 38]],
    ends: ['usage', 'peak'],
    tell(life) {
      years(life, {
        close: 600,
        days: 120,
        name: 'Legionella control',
        offering: 'Legionella control',
        amount: 174000,
        until: 130,
        every: 19,
      });
      sell(life, {
        name: 'Remote monitoring, all wings',
        offering: 'Remote monitoring',
        from: 90,
        to: 9,
        amount: 96000,
        n: 14,
        by: 'owner',
        source: 'Existing customer',
      });
    },
  },
  vandermeer: {
    next: ['Call with a firm date for the pump', 0.2],
    lost: [[140, 'Second reservoir', 118000, 'No decision: waits for the water board', 'assessment', 63]],
    ends: ['usage', 'disillusionment'],
    tell(life) {
      years(life, {
        close: 640,
        days: 85,
        name: 'Irrigation water, 12 ha',
        offering: 'Irrigation water',
        amount: 392000,
        until: 84,
        every: 13,
      });
      decline(life, 80, 42, ['outreach unanswered', 'sponsor left', 'invoice overdue']);
      trouble(life, 36, {
        severity: 'severe',
        days: 12,
        late: true,
        reopened: 11,
        subject: 'Dosing pump in house 4 stops at night',
      });
      add(life, 9, 'complaint', { person: 1 });
      add(life, 4, 'promise broken', { person: 1, subject: 'New pump promised for this week did not come' });
    },
  },
  halden: {
    next: ['Meet the new technical director', 2],
    lost: [
      [330, 'Save-all, machine 2', 143000, 'No decision: board stopped it', 'commitment', 104],
      [26, 'Seal water of the vacuum pumps', 94000, 'No decision: waits for the new director', 'assessment', 51],
    ],
    added: [[290, 'Stand-by pump', 27000, 29]],
    ends: ['usage', 'disillusionment'],
    tell(life) {
      years(life, {
        close: 590,
        days: 130,
        name: 'White water clarification',
        offering: 'Flotation plant',
        amount: 468000,
        until: 120,
        every: 15,
      });
      decline(life, 112, 8, [
        'case opened',
        'case solved late',
        'sponsor left',
        'outreach unanswered',
        'invoice overdue',
        'outreach unanswered',
        'outage',
        'complaint',
      ]);
      trouble(life, 14, { severity: 'high', days: null });
    },
  },
  meridian: {
    next: ['Send the report on the syrup room', 0.3],
    ends: ['usage', 'enlightenment'],
    tell(life) {
      meet(life, 600, 520, 8);
      court(life, 515, 420, 10);
      sell(life, {
        name: 'Rinse reuse, two lines',
        offering: 'Rinse water reuse',
        from: 412,
        to: 318,
        amount: 448000,
        n: 19,
      });
      badStart(life, 318, 218);
      rescue(life, 206, 128);
      add(life, 118, 'go-live');
      add(life, 106, 'review');
      firstValue(life, 92);
      happen(life, {
        80: 'service visit',
        68: 'value review',
        52: 'inquiry',
        40: 'service visit',
        29: 'reply',
        16: 'visit',
        3: 'inquiry',
      });
      add(life, 11, 'promise made', { subject: 'Promised the report on the syrup room', person: 0 });
      background(life, 300, 20, 30);
    },
  },
  albrecht: {
    next: ['Check the chrome figures with them', 8],
    lost: [[300, 'Pickling line', 98000, 'Competitor: cheaper standard unit', 'commitment', 77]],
    ends: ['usage', 'enlightenment'],
    tell(life) {
      years(life, {
        close: 480,
        days: 180,
        name: 'Rinse cascade recovery',
        offering: 'Rinse cascade recovery',
        amount: 187000,
        until: 220,
        every: 17,
      });
      decline(life, 210, 130, ['case opened', 'case reopened', 'complaint', 'outreach unanswered', 'survey poor']);
      rescue(life, 118, 22);
      add(life, 9, 'call');
    },
  },
  novakova: {
    next: ['Yearly service', 12],
    lost: [[120, 'Kitchen filter', 890, 'Withdrew within the cooling-off period', 'action', 12]],
    ends: ['usage', 'enlightenment'],
    tell(life) {
      sellAtHome(life, { from: 330, to: 312, what: 'Home softener', amount: 2890 });
      happen(life, {
        303: 'delivery on time',
        300: 'go-live',
        268: 'promise kept',
        240: 'survey good',
        150: 'repeat order',
        75: 'value review',
        31: 'service visit',
        18: 'promise kept',
        6: 'survey good',
      });
      trouble(life, 150, { severity: 'low', days: 9, late: true });
    },
  },
};
