/** Those who have just bought: the months in which a relationship is made or lost. */
import type { Story } from './client.ts';
import { badStart, care, goodStart, rescue, trouble } from './customerStories.ts';
import { add, happen, type Life } from './life.ts';
import { court, courtesy, meet, sell, sellAtHome } from './sellingStories.ts';

/** From the first letter to the signature `close` days ago, within `days`. */
function bought(
  life: Life,
  close: number,
  days: number,
  name: string,
  offering: string,
  amount: number,
  n = 17,
  source: string | null = null,
): void {
  courtesy(life, close + days + 120, close + days, 24);
  meet(life, close + days, close + days * 0.7, 6);
  court(life, close + days * 0.7, close + days * 0.45, 5);
  sell(life, { name, offering, from: close + days * 0.44, to: close, amount, n, ...(source ? { source } : {}) });
}

export const ownership: Record<string, Story> = {
  hartwell2: {
    phaseSet: {
      ago: 44,
      to: 'ownership',
      evidence: 'Delivered through the frame order of Plant 1; nobody here chose us',
    },
    next: ['Meet the shift leaders of Plant 2', 3],
    ends: ['ownership', 'skepticism'],
    tell(life) {
      courtesy(life, 90, 46, 14);
      add(life, 42, 'first contact', { subject: 'First talk with the shift leaders: “we were not asked”' });
      add(life, 33, 'outreach unanswered');
      add(life, 24, 'reply', { direction: 'outbound' });
      add(life, 11, 'outreach unanswered');
    },
  },
  lindqvist: {
    next: null,
    ends: ['ownership', 'peak'],
    tell(life) {
      bought(life, 3, 190, 'CIP recovery, two lines', 'CIP recovery', 318000);
    },
  },
  daponte: {
    next: ['Name the account manager to the plant', 0.2],
    ends: ['ownership', 'peak'],
    tell(life) {
      bought(life, 8, 160, 'Glaze water reuse', 'Glaze water reuse', 196000, 16);
    },
  },
  vallmora: {
    next: ['Hold the kick-off', 4],
    ends: ['ownership', 'peak'],
    tell(life) {
      bought(life, 14, 210, 'Brine recovery', 'Brine recovery', 254000);
      add(life, 9, 'handoff');
      add(life, 6, 'introduction', { person: 0 });
    },
  },
  teixeira: {
    next: ['Reassure before the cooling-off period ends', 2],
    ends: ['ownership', 'peak'],
    tell(life) {
      sellAtHome(life, { from: 21, to: 4, what: 'Well filter', amount: 3890 });
    },
  },
  sulzbach: {
    next: ['Date for the operator training', 3],
    ends: ['ownership', 'disillusionment'],
    tell(life) {
      bought(life, 74, 180, 'Condensate polishing', 'Condensate polishing', 276000);
      add(life, 68, 'handoff');
      add(life, 62, 'introduction', { person: 0 });
      add(life, 50, 'kick-off late');
      add(life, 34, 'milestone slipped');
      add(life, 16, 'outreach');
      trouble(life, 9, { severity: 'normal', days: null });
    },
  },
  brightwell: {
    next: ['Call the technical manager, name one date', 0.25],
    ends: ['ownership', 'disillusionment'],
    tell(life) {
      bought(life, 91, 200, 'Dialysis water, three clinics', 'Dialysis water', 438000);
      badStart(life, 91, 1);
    },
  },
  ostrava: {
    next: ['Book the late kick-off', 1],
    ends: ['ownership', 'disillusionment'],
    tell(life) {
      bought(life, 66, 170, 'Cooling water, furnace 2', 'Cooling water', 331000);
      badStart(life, 66, 5);
    },
  },
  lindgren: {
    next: ['Send the fitter, then call', 1],
    ends: ['ownership', 'disillusionment'],
    tell(life) {
      sellAtHome(life, { from: 62, to: 44, what: 'Home softener', amount: 3150 });
      add(life, 33, 'kick-off late');
      add(life, 25, 'promise broken');
      trouble(life, 17, { severity: 'normal', days: null, waiting: true });
      add(life, 7, 'complaint', { by: 'owner' });
    },
  },
  teal: {
    next: ['Kick-off with the crop manager', 2],
    ends: ['ownership', 'disillusionment'],
    tell(life) {
      bought(life, 58, 150, 'Drain water disinfection', 'Drain water disinfection', 158000, 15);
      add(life, 52, 'handoff');
      add(life, 41, 'outreach');
      add(life, 29, 'kick-off late');
    },
  },
  fjordlund: {
    next: ['Agree how first value is measured', 7],
    ends: ['ownership', 'enlightenment'],
    tell(life) {
      bought(life, 118, 190, 'Ice water plant', 'Ice water', 366000);
      goodStart(life, 118, 1.3);
    },
  },
  kaltenbach: {
    next: ['Second operator training', 5],
    ends: ['ownership', 'enlightenment'],
    tell(life) {
      bought(life, 104, 160, 'Whey water reuse', 'Whey water reuse', 224000, 16);
      goodStart(life, 104, 1.05);
      trouble(life, 22, { severity: 'normal', days: 2 });
      trouble(life, 3, { severity: 'low', days: null, waiting: true });
    },
  },
  prinsen: {
    next: ['Bring the acceptance papers', 3],
    ends: ['ownership', 'enlightenment'],
    tell(life) {
      bought(life, 138, 180, 'Boiler feed, hall 1', 'Boiler feed', 243000);
      add(life, 126, 'handoff');
      add(life, 111, 'kick-off late');
      add(life, 98, 'promise broken');
      add(life, 88, 'complaint', { person: 0 });
      rescue(life, 80, 9);
      add(life, 5, 'promise made', { subject: 'Promised the coolant analysis before their audit' });
    },
  },
  marchetti: {
    next: ['Call after the first month', 4],
    ends: ['ownership', 'enlightenment'],
    tell(life) {
      sellAtHome(life, { from: 72, to: 55, what: 'Home softener', amount: 2980 });
      happen(life, {
        46: 'delivery on time',
        44: 'training',
        37: 'go-live',
        30: 'promise kept',
        16: 'service visit',
        6: 'survey good',
      });
    },
  },
  astravial: {
    next: ['Write up the first savings with quality', 6],
    lost: [[88, 'Pure steam generator', 275000, 'Offering: validation asks for a second source', 'involvement', 71]],
    ends: ['ownership', 'realized'],
    tell(life) {
      bought(life, 196, 200, 'Purified water, vial line', 'Purified water', 512000, 18);
      goodStart(life, 196, 1.1);
      care(life, 84, 3, 9, { orders: false, reviews: false });
      happen(life, { 52: 'promise kept', 33: 'survey good', 12: 'reference' });
    },
  },
  heidental: {
    next: ['Measure chlorine use with them', 9],
    lost: [[52, 'Whirlpools without chlorine', 73000, 'Timing: after the season', 'interest', 29]],
    ends: ['ownership', 'realized'],
    tell(life) {
      bought(life, 172, 170, 'Pool water, four basins', 'Pool water', 287000, 16);
      goodStart(life, 172);
      care(life, 72, 2, 8, { orders: false, reviews: false });
      happen(life, { 45: 'promise kept', 24: 'survey good', 9: 'referral' });
    },
  },
};
