/** Customers who are buying again, and prospects whose pilot runs: with doubts, with proof, with value realized. */
import type { Story } from './client.ts';
import { care, firstValue, goodStart, trouble } from './customerStories.ts';
import { happen } from './life.ts';
import { background, court, meet, sell } from './sellingStories.ts';

export const expansion: Record<string, Story> = {
  rheinau: {
    next: ['Bring the reference customer along', 2],
    lost: [[300, 'Chrome bath column', 52000, 'Timing: could not wait for our delivery', 'involvement', 49]],
    ends: ['purchase', 'disillusionment'],
    tell(life) {
      background(life, 500, 90, 20);
      care(life, 480, 260, 22, { orders: false, reviews: false });
      sell(life, {
        name: 'Zero-discharge evaporator',
        offering: 'Evaporator',
        from: 120,
        to: 64,
        amount: 318000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 39,
        expectedIn: 20,
        n: 8,
      });
      happen(
        life,
        {
          58: 'promise broken',
          49: 'objection',
          37: 'complaint',
          29: 'outreach unanswered',
          19: 'objection',
          9: 'reply',
        },
        { person: 0 },
      );
    },
  },
  keltman: {
    next: ['Visit the bakery with finance', 4],
    ends: ['purchase', 'disillusionment'],
    tell(life) {
      background(life, 380, 70, 22);
      care(life, 360, 190, 26, { orders: false, reviews: false });
      sell(life, {
        name: 'Boiler feed, bakery 2',
        offering: 'Steam boiler feed',
        from: 110,
        to: 70,
        amount: 147000,
        outcome: 'open',
        stage: 'involvement',
        inStage: 48,
        expectedIn: 33,
        n: 6,
      });
      trouble(life, 62, { severity: 'high', days: 11, late: true });
      happen(life, { 44: 'objection', 33: 'complaint', 21: 'outreach unanswered', 11: 'objection' }, { person: 0 });
    },
  },
  silbersee: {
    next: ['Pilot results to the owner family', 3],
    lost: [
      [410, 'Steam bath water', 138000, 'No decision: the owners changed', 'commitment', 97],
      [520, 'Kitchen and laundry water', 64000, 'Price', 'involvement', 69],
    ],
    ends: ['purchase', 'enlightenment'],
    tell(life) {
      meet(life, 260, 210, 5);
      court(life, 205, 150, 6);
      sell(life, {
        name: 'Iron removal for the thermal pool',
        offering: 'Thermal water iron removal',
        from: 148,
        to: 66,
        amount: 212000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 21,
        expectedIn: 30,
        n: 11,
      });
      happen(
        life,
        { 60: 'milestone accepted', 46: 'service visit', 28: 'milestone accepted', 12: 'reply' },
        { person: 0 },
      );
    },
  },
  holmgaard: {
    next: ['Agree on the success measure', 6],
    ends: ['purchase', 'enlightenment'],
    tell(life) {
      meet(life, 300, 240, 6);
      court(life, 236, 170, 6);
      sell(life, {
        name: 'Box washing, water reuse',
        offering: 'Box washing reuse',
        from: 165,
        to: 72,
        amount: 188000,
        outcome: 'open',
        stage: 'involvement',
        inStage: 29,
        expectedIn: 52,
        n: 10,
      });
      happen(
        life,
        { 66: 'milestone accepted', 49: 'call', 33: 'service visit', 14: 'milestone accepted' },
        { person: 0 },
      );
    },
  },
  muehlhof: {
    next: ['Price for the syrup room', 5],
    phaseSet: { ago: 34, to: 'purchase', evidence: 'Expansion sale opened: asked for an offer for the syrup room' },
    lost: [
      [190, 'Label washer', 61000, 'Competitor: took it into the line’s contract', 'commitment', 64],
      [33, 'Rinsing of the new tanks', 52000, 'Competitor: came with the tanks', 'assessment', 45],
    ],
    added: [[240, 'Spare skid of pumps', 38000, 34]],
    ends: ['purchase', 'realized'],
    tell(life) {
      meet(life, 725, 690, 4);
      sell(life, {
        name: 'Rinse reuse, hall A',
        offering: 'Rinse water reuse',
        from: 685,
        to: 560,
        amount: 342000,
        n: 16,
      });
      goodStart(life, 560);
      firstValue(life, 440);
      care(life, 430, 40, 13);
      background(life, 430, 20, 26);
      happen(life, { 37: 'value review', 26: 'inquiry', 20: 'promise kept', 11: 'reference', 5: 'call' });
      sell(life, {
        name: 'Syrup room',
        offering: 'Purification skid',
        from: 34,
        to: 4,
        amount: 176000,
        outcome: 'open',
        stage: 'assessment',
        inStage: 20,
        expectedIn: 66,
        n: null,
        by: 'owner',
        source: 'Existing customer',
      });
    },
  },
  trentham: {
    next: ['Board paper with the infection figures', 10],
    phaseSet: { ago: 41, to: 'purchase', evidence: 'Expansion sale opened: second site in the capital plan' },
    added: [[150, 'Second sampling station', 24000, 41]],
    ends: ['purchase', 'realized'],
    tell(life) {
      meet(life, 728, 700, 3);
      sell(life, {
        name: 'Sterile supply, main site',
        offering: 'Sterile supply water',
        from: 698,
        to: 590,
        amount: 289000,
        n: 14,
      });
      goodStart(life, 590);
      firstValue(life, 470);
      care(life, 460, 45, 13);
      background(life, 460, 20, 24);
      happen(life, { 45: 'value review', 32: 'visit', 19: 'reference', 12: 'promise kept', 6: 'reply' });
      sell(life, {
        name: 'Sterile supply, second site',
        offering: 'Sterile supply water',
        from: 41,
        to: 5,
        amount: 305000,
        outcome: 'open',
        stage: 'interest',
        inStage: 37,
        expectedIn: 120,
        n: null,
        by: 'owner',
        source: 'Existing customer',
      });
    },
  },
  aurach: {
    next: ['Revised offer for the make-up plant', 2],
    phaseSet: { ago: 22, to: 'purchase', evidence: 'Expansion sale opened: asked for a second demin line' },
    ends: ['purchase', 'realized'],
    tell(life) {
      meet(life, 720, 690, 4);
      sell(life, { name: 'Demin plant', offering: 'Demin plant', from: 684, to: 570, amount: 405000, n: 15 });
      goodStart(life, 570);
      firstValue(life, 452);
      care(life, 445, 30, 14);
      background(life, 440, 20, 26);
      happen(life, { 39: 'value review', 28: 'survey good', 17: 'promise kept', 13: 'inquiry', 8: 'visit', 4: 'call' });
      sell(life, {
        name: 'Second demin line',
        offering: 'Demin plant',
        from: 22,
        to: 3,
        amount: 338000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 8,
        expectedIn: 40,
        n: null,
        by: 'owner',
        source: 'Existing customer',
      });
    },
  },
};
