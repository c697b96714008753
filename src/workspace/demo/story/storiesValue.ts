/** Established clients with realized value: who is asked for a referral, and who gave one. */
import type { Story } from './client.ts';
import { trouble } from './customerStories.ts';
import { add, happen } from './life.ts';
import { sell, sellAtHome } from './sellingStories.ts';
import { years } from './storiesUsage.ts';

export const value: Record<string, Story> = {
  bergquell: {
    next: null,
    lost: [[75, 'Wash water of the keg line', 58000, 'No budget: moved to next year', 'assessment', 47]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 650,
        days: 78,
        name: 'Brew water plant',
        offering: 'Brew water plant',
        amount: 356000,
        every: 12,
      });
      add(life, 268, 'referral', { person: 0, subject: 'Named us to the cheese makers in Bregenz' });
      add(life, 494, 'referral', { person: 0, subject: 'Named us to the brewers at Hopfgarten' });
      add(life, 130, 'renewal');
    },
  },
  hopfgarten: {
    next: ['Half-year figures with the brewmaster', 10],
    lost: [[150, 'Second keg washer', 46000, 'Price', 'commitment', 57]],
    added: [[110, 'Remote access', 14500, 19]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 400,
        days: 88,
        name: 'Brew water plant',
        offering: 'Brew water plant',
        amount: 214000,
        every: 13,
        source: 'Referral: Bergquell Brewery',
      });
      add(life, 246, 'referral', { person: 0, subject: 'Told the hotel next door who keeps the water soft' });
      add(life, 24, 'renewal');
    },
  },
  zirbenhof: {
    next: ['Offer filters for the annex', 6],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 196,
        days: 46,
        name: 'Hotel water, kitchen and spa',
        offering: 'Hotel water',
        amount: 88000,
        every: 9,
        source: 'Referral: Hopfgarten Brewery',
      });
      add(life, 22, 'referral', { person: 0, subject: 'Named us to guests from Passau, the Amsel-Hoyers' });
    },
  },
  hartwell: {
    next: ['Quarterly review with both plants', 9],
    lost: [
      [280, 'Syrup room, Plant 1', 131000, 'Withdrew: the new syrup was given up', 'involvement', 66],
      [4, 'Caustic recovery, Plant 1', 96000, 'No decision: board stopped it', 'involvement', 58],
      [420, 'Well pump house', 84000, 'Price', 'commitment', 91],
    ],
    added: [
      [30, 'Probes for both plants', 31000, 26],
      [390, 'Stand-by blower', 44000, 52],
    ],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 655,
        days: 74,
        name: 'Rinse reuse, framework',
        offering: 'Rinse water reuse',
        amount: 624000,
        every: 10,
      });
      add(life, 210, 'reference', { person: 0 });
    },
  },
  meissner: {
    next: ['Calendar for the validation visits', 8],
    lost: [[320, 'Clean-room humidifiers', 87000, 'Timing: could not wait for our delivery', 'commitment', 73]],
    added: [[70, 'Validation package', 52000, 47]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 640,
        days: 90,
        name: 'Purified water, building 2',
        offering: 'Purified water loop',
        amount: 982000,
        every: 10,
      });
      add(life, 170, 'renewal');
      sell(life, {
        name: 'Loop extension, building 2',
        offering: 'Purified water loop',
        from: 112,
        to: 3,
        amount: 58000,
        outcome: 'open',
        stage: 'action',
        inStage: 8,
        expectedIn: 6,
        n: 7,
      });
      trouble(life, 1.5, { severity: 'normal', days: null });
    },
  },
  oresund: {
    next: null,
    lost: [[260, 'Reclaim of rinse 3', 219000, 'No decision: board stopped it', 'action', 118]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 530,
        days: 150,
        name: 'Ultrapure water, line 7',
        offering: 'Ultrapure water loop',
        amount: 735000,
        every: 11,
      });
      add(life, 176, 'referral', { person: 0, subject: 'Named us to a coatings works in Bergamo' });
      add(life, 96, 'survey good');
    },
  },
  lacvert: {
    next: ['Plan the well rehabilitation', 13],
    lost: [
      [220, 'Well 4, remote sampling', 38000, 'No budget: moved to next year', 'assessment', 41],
      [118, 'Sludge dewatering', 164000, 'Price in the public tender', 'action', 137],
    ],
    added: [[160, 'Spare lamps and ballast', 19000, 22]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, { close: 570, days: 150, name: 'UV stage', offering: 'UV stage', amount: 410000, every: 13 });
      add(life, 120, 'reference', { person: 0 });
    },
  },
  whitcombe: {
    next: ['Ask whether their board has decided on the second tunnel', 5],
    lost: [[240, 'Lint filters', 23000, 'Price', 'commitment', 43]],
    added: [[205, 'Third tank', 22000, 35]],
    ends: ['usage', 'realized'],
    tell(life) {
      years(life, {
        close: 450,
        days: 170,
        name: 'Rinse reuse',
        offering: 'Rinse water reuse',
        amount: 142000,
        every: 12,
      });
      sell(life, {
        name: 'Water reuse, second tunnel',
        offering: 'Rinse water reuse',
        from: 76,
        to: 4,
        amount: 47000,
        outcome: 'open',
        stage: 'commitment',
        inStage: 12,
        expectedIn: 7,
        n: 6,
      });
    },
  },
  delacroix: {
    next: ['Thank them for the neighbours', 2],
    lost: [[200, 'Filter for the garden pump', 760, 'Price: cheaper on the web', 'commitment', 9]],
    ends: ['usage', 'realized'],
    tell(life) {
      sellAtHome(life, { from: 420, to: 402, what: 'Home softener', amount: 3080 });
      happen(life, {
        393: 'delivery on time',
        390: 'go-live',
        382: 'promise kept',
        340: 'survey good',
        300: 'first value',
        240: 'repeat order',
        190: 'service visit',
        140: 'value review',
        90: 'repeat order',
        52: 'referral',
        30: 'repeat order',
        20: 'service visit',
        9: 'value review',
        4: 'survey good',
      });
    },
  },
};
