/** Those who are buying. */
import type { Story } from './client.ts';
import { add, happen } from './life.ts';
import { court, courtesy, meet, sell, sellAtHome } from './sellingStories.ts';

export const purchase: Record<string, Story> = {
  torsby: {
    next: ['Ask for the tender documents', 7],
    phaseSet: { ago: 25, to: 'purchase', evidence: 'Budget line confirmed in writing by purchasing' },
    lost: [
      [470, 'Fibre recovery', 155000, 'Competitor: knew the machine from the sister mill', 'involvement', 83],
      [172, 'Boiler feed', 128000, 'Competitor: half the delivery time', 'commitment', 89],
    ],
    ends: ['purchase', 'skepticism'],
    tell(life) {
      courtesy(life, 380, 110, 22);
      meet(life, 120, 8, 10);
      sell(life, {
        name: 'White water clarification',
        offering: 'Flotation plant',
        from: 60,
        to: 3,
        amount: 712000,
        outcome: 'open',
        stage: 'interest',
        inStage: 25,
        expectedIn: 160,
        n: null,
      });
      add(life, 7, 'objection', { by: 'hunter' });
    },
  },
  odrada: {
    next: ['Answer the second round of questions', 11],
    lost: [
      [400, 'Telemetry of the ring main', 43000, 'No decision: nobody wanted to own it', 'interest', 33],
      [450, 'Laundry of the hospital', 69000, 'Competitor: came with the building', 'involvement', 80],
    ],
    ends: ['purchase', 'skepticism'],
    tell(life) {
      courtesy(life, 330, 150, 26);
      meet(life, 160, 95, 6);
      sell(life, {
        name: 'Dialysis water, two wards',
        offering: 'Dialysis water',
        from: 90,
        to: 75,
        amount: 398000,
        outcome: 'open',
        stage: 'assessment',
        inStage: 66,
        expectedIn: 95,
        n: 3,
      });
      add(life, 60, 'proposal', {
        by: 'hunter',
        direction: 'outbound',
        subject: 'Tender submitted through the portal',
      });
      add(life, 34, 'objection', { by: 'hunter' });
      add(life, 18, 'outreach unanswered', { by: 'hunter' });
    },
  },
  marquess: {
    next: null,
    lost: [[330, 'Grease trap renewal', 64000, 'Competitor: cheaper standard unit', 'involvement', 70]],
    ends: ['purchase', 'skepticism'],
    tell(life) {
      courtesy(life, 420, 200, 24);
      meet(life, 230, 170, 6);
      sell(life, {
        name: 'Wash line 2, water reuse',
        offering: 'Wash line reuse',
        from: 165,
        to: 100,
        amount: 268000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 71,
        expectedIn: -9,
        n: 10,
      });
      happen(
        life,
        { 72: 'objection', 55: 'outreach unanswered', 38: 'reply', 22: 'objection', 13: 'outreach unanswered' },
        { by: 'hunter' },
      );
    },
  },
  teufenbach: {
    next: ['Leave a trial set of filters', 5],
    ends: ['purchase', 'skepticism'],
    tell(life) {
      meet(life, 80, 40, 5);
      sell(life, {
        name: 'Filter subscription',
        offering: 'Irrigation filters',
        from: 38,
        to: 4,
        amount: 5400,
        outcome: 'open',
        stage: 'assessment',
        inStage: 31,
        expectedIn: 30,
        n: null,
      });
      add(life, 37, 'proposal', { by: 'hunter', direction: 'outbound' });
      add(life, 20, 'reply', { by: 'hunter' });
      add(life, 12, 'objection', { by: 'hunter' });
    },
  },
  nordhavn: {
    next: ['Bring the signed penalty clause', 0.3],
    ends: ['purchase', 'peak'],
    tell(life) {
      courtesy(life, 340, 200, 24);
      meet(life, 250, 190, 7);
      court(life, 185, 130, 6);
      sell(life, {
        name: 'Brew water plant, line 3',
        offering: 'Brew water plant',
        from: 128,
        to: 1,
        amount: 512000,
        outcome: 'open',
        stage: 'action',
        inStage: 11,
        expectedIn: 6,
      });
    },
  },
  ilmenwald: {
    next: ['Design workshop with validation', 3],
    lost: [
      [510, 'Cooling tower package', 122000, 'No budget: moved to next year', 'assessment', 52],
      [236, 'Purified water, filling hall', 410000, 'Competitor: has the plant next door', 'commitment', 124],
    ],
    ends: ['purchase', 'peak'],
    tell(life) {
      courtesy(life, 360, 210, 20);
      meet(life, 250, 190, 6);
      court(life, 186, 110, 8);
      sell(life, {
        name: 'Purified water, building 7',
        offering: 'Purified water loop',
        from: 108,
        to: 2,
        amount: 1240000,
        outcome: 'open',
        stage: 'involvement',
        inStage: 23,
        expectedIn: 74,
        n: 13,
      });
    },
  },
  larvenstad: {
    next: ['Hand in the compliance list', 9],
    lost: [
      [310, 'Sludge thickening', 240000, 'Price in the public tender', 'action', 131],
      [430, 'Dosing at the reservoir', 176000, 'Price in the public tender', 'action', 126],
    ],
    ends: ['purchase', 'peak'],
    tell(life) {
      courtesy(life, 300, 170, 22);
      meet(life, 200, 150, 5);
      court(life, 146, 90, 7);
      sell(life, {
        name: 'UV stage, north works',
        offering: 'UV stage',
        from: 88,
        to: 3,
        amount: 655000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 16,
        expectedIn: 45,
        n: 14,
      });
    },
  },
  bergamasca: {
    next: ['Offer with three sizes', 2],
    lost: [[480, 'Dragout of the zinc bath', 87000, 'Offering: too small for their range', 'assessment', 44]],
    ends: ['purchase', 'peak'],
    tell(life) {
      meet(life, 170, 120, 5);
      court(life, 118, 70, 7);
      sell(life, {
        name: 'Rinse cascade recovery',
        offering: 'Rinse cascade recovery',
        from: 68,
        to: 2,
        amount: 274000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 9,
        expectedIn: 38,
        n: 14,
        source: 'Referral',
      });
    },
  },
  okonjo: {
    next: ['Call: which evening for the fitter?', 0.5],
    ends: ['purchase', 'peak'],
    tell(life) {
      add(life, 30, 'event attended');
      sellAtHome(life, {
        from: 27,
        to: 1,
        what: 'Home softener',
        amount: 3050,
        outcome: 'open',
        stage: 'commitment',
        expectedIn: 5,
      });
    },
  },
  orchard: {
    next: ['Trial column to the second house', 12],
    lost: [[260, 'Mist system', 47000, 'Withdrew: the house was sold', 'assessment', 38]],
    ends: ['purchase', 'peak'],
    tell(life) {
      meet(life, 190, 130, 6);
      court(life, 126, 80, 5);
      sell(life, {
        name: 'Drain water disinfection',
        offering: 'Drain water disinfection',
        from: 78,
        to: 3,
        amount: 164000,
        outcome: 'open',
        stage: 'involvement',
        inStage: 44,
        expectedIn: 60,
        n: 12,
        source: 'Trade fair',
      });
    },
  },
};
