/** Those who have not bought yet, or think of coming back. */
import type { Story } from './client.ts';
import { care, decline, firstValue, goodStart } from './customerStories.ts';
import { add, happen } from './life.ts';
import { background, court, courtesy, meet, sell, sellAtHome } from './sellingStories.ts';

export const shopping: Record<string, Story> = {
  brunnvik: {
    next: ['Call about the whey figures', 6],
    lost: [[560, 'Cheese brine', 88000, 'Timing: after the move of the dairy', 'interest', 24]],
    ends: ['shopping', 'skepticism'],
    tell(life) {
      courtesy(life, 320, 100, 18);
      meet(life, 120, 6, 9);
    },
  },
  castelmar: {
    next: ['Find out who decides on the spa', 9],
    lost: [
      [330, 'Legionella check, three houses', 42000, 'No decision: budget moved to next year', 'assessment', 61],
      [58, 'Kitchens of two houses', 37000, 'Price', 'assessment', 40],
    ],
    ends: ['shopping', 'skepticism'],
    tell(life) {
      courtesy(life, 540, 200, 25);
      meet(life, 210, 12, 12);
    },
  },
  oberlauten: {
    next: null,
    lost: [[290, 'Iron filters, well 2', 188000, 'Price in the public tender', 'assessment', 64]],
    ends: ['shopping', 'skepticism'],
    tell(life) {
      courtesy(life, 400, 160, 22);
      meet(life, 170, 30, 8);
    },
  },
  fennimore: {
    next: ['Send the dye water test report', 0.1],
    lost: [[225, 'Dye water trial', 36000, 'No budget: moved to next year', 'interest', 26]],
    ends: ['shopping', 'skepticism'],
    tell(life) {
      courtesy(life, 260, 90, 20);
      meet(life, 95, 3, 8);
    },
  },
  amsel: {
    next: ['Send the hardness map', 3],
    ends: ['shopping', 'skepticism'],
    tell(life) {
      add(life, 20, 'outreach');
      add(life, 17, 'first contact', { by: 'owner' });
      add(life, 15, 'mail opened');
      add(life, 8, 'outreach unanswered', { by: 'owner' });
    },
  },
  solvara: {
    next: ['Qualify: who pays for the rinse reuse?', 1],
    ends: ['shopping', 'peak'],
    tell(life) {
      courtesy(life, 150, 70, 16);
      meet(life, 110, 70, 5);
      court(life, 68, 2, 12);
    },
  },
  alpmatt: {
    next: ['Agree a date for the site walk', 4],
    lost: [[250, 'Blowdown of tower 2', 36000, 'No budget: moved to next year', 'interest', 31]],
    ends: ['shopping', 'peak'],
    tell(life) {
      courtesy(life, 200, 90, 20);
      meet(life, 100, 60, 5);
      court(life, 58, 3, 10);
    },
  },
  riviere: {
    next: ['Agree an evening for the demonstration', 1],
    ends: ['shopping', 'peak'],
    tell(life) {
      add(life, 24, 'event attended');
      sellAtHome(life, {
        from: 22,
        to: 2,
        what: 'Well water filter',
        amount: 4150,
        outcome: 'open',
        stage: 'assessment',
        expectedIn: 14,
      });
      add(life, 3, 'inquiry', { by: 'owner' });
      add(life, 2, 'reply', { by: 'owner' });
      add(life, 1.2, 'call', { by: 'owner' });
    },
  },
  kastanje: {
    next: ['Offer a look at the new controls', 5],
    ends: ['shopping', 'realized'],
    tell(life) {
      courtesy(life, 420, 120, 30);
      add(life, 118, 'reference', { by: 'owner' });
      happen(
        life,
        {
          104: 'call',
          92: 'visit',
          78: 'review',
          61: 'meeting',
          47: 'referral',
          33: 'visit',
          21: 'reply',
          12: 'review',
          6: 'inquiry',
        },
        { by: 'owner', expectation: 1 },
      );
    },
  },
  pelham: {
    next: null,
    ends: ['shopping', 'disillusionment'],
    tell(life) {
      meet(life, 720, 660, 6);
      sell(life, {
        name: 'Rinse reuse for two sites',
        offering: 'Rinse water reuse',
        from: 655,
        to: 520,
        amount: 286000,
        n: 15,
      });
      goodStart(life, 520, 0.9);
      firstValue(life, 415);
      care(life, 405, 300, 15);
      background(life, 400, 120, 24);
      decline(life, 292, 190, [
        'case opened',
        'case solved late',
        'outreach unanswered',
        'sponsor left',
        'invoice overdue',
        'case opened',
        'promise broken',
        'outreach unanswered',
        'complaint',
      ]);
      add(life, 96, 'cancellation', {
        person: 1,
        learnt: 'Nobody had spoken with them for eleven weeks before the complaint.',
      });
    },
  },
};
