/** Established customers of the route, of the homes and of the shop: small, many, and regular. */
import type { Story } from './client.ts';
import { decline, firstValue, route, trouble } from './customerStories.ts';
import { add, happen, spread, type Life } from './life.ts';
import { background, sell } from './sellingStories.ts';

/** A customer on a route: known for long, a framework order in our time, visits and orders since. */
function onRoute(
  life: Life,
  from: number,
  every: number,
  framework: { name: string; amount: number; ago: number },
  until = 2,
): void {
  const offering = framework.name;
  add(life, from, 'visit');
  sell(life, {
    name: framework.name,
    offering,
    from: framework.ago + 40,
    to: framework.ago,
    amount: framework.amount,
    n: 5,
    by: 'owner',
  });
  firstValue(life, framework.ago - 60);
  route(life, framework.ago - 8, until, every);
  background(life, from, 10, 28);
}

/** Buys in the shop, now and then. */
function inShop(life: Life, from: number, to: number, n: number, amount: number): void {
  spread(life, from, to, n).forEach((ago, i) => {
    const name = life.say('repeat order');
    if (i % 4 === 0) {
      const sale = sell(life, {
        name,
        nth: i + 1,
        offering: 'Shop',
        from: ago,
        to: ago,
        amount: amount + i * 3,
        n: null,
        by: 'owner',
        source: 'Shop',
      });
      add(life, ago, i === 0 ? 'order' : 'repeat order', { subject: name, sale: sale.key });
    } else add(life, ago, 'repeat order', { subject: name });
  });
  background(life, from, Math.max(2, to), 45);
}

export const routine: Record<string, Story> = {
  polder: {
    next: null,
    lost: [[260, 'Softener rental', 9800, 'Competitor: lends it for nothing', 'assessment', 19]],
    ends: ['usage', 'disillusionment'],
    tell(life) {
      onRoute(life, 720, 13, { name: 'Salt and resin, framework', amount: 31000, ago: 660 }, 110);
      decline(life, 100, 10, [
        'case opened',
        'case solved late',
        'outreach unanswered',
        'invoice overdue',
        'survey poor',
        'outreach unanswered',
      ]);
    },
  },
  bayside: {
    next: ['Spring order and visit', 5],
    ends: ['usage', 'enlightenment'],
    tell(life) {
      onRoute(life, 560, 19, { name: 'Pool chemicals, framework', amount: 16000, ago: 500 }, 130);
      decline(life, 120, 80, ['case opened', 'case solved late', 'complaint', 'outreach unanswered']);
      happen(life, { 66: 'visit', 55: 'promise kept', 41: 'service visit', 27: 'visit', 12: 'repeat order' });
    },
  },
  gasthof: {
    next: ['Visit on the usual day', 6],
    ends: ['usage', 'realized'],
    tell(life) {
      onRoute(life, 700, 14, { name: 'Softener salt, framework', amount: 6400, ago: 640 });
      add(life, 21, 'value review');
    },
  },
  kurpark: {
    next: ['Take the quarterly order', 2],
    lost: [[200, 'Kitchen softeners', 14000, 'Price', 'commitment', 27]],
    ends: ['usage', 'realized'],
    tell(life) {
      onRoute(life, 715, 12, { name: 'Cartridges, framework', amount: 34000, ago: 655 });
      add(life, 33, 'value review');
      add(life, 15, 'survey good');
      trouble(life, 2, { severity: 'low', days: null });
    },
  },
  ringhotel: {
    next: ['Route visit, take the quarterly order', 3],
    ends: ['usage', 'realized'],
    tell(life) {
      onRoute(life, 720, 11, { name: 'Salt and cartridges, framework', amount: 47000, ago: 660 });
    },
  },
  morgentau: {
    next: null,
    ends: ['usage', 'realized'],
    tell(life) {
      inShop(life, 520, 4, 24, 38);
      add(life, 26, 'survey good');
    },
  },
  aquarist: {
    next: null,
    ends: ['usage', 'enlightenment'],
    tell(life) {
      inShop(life, 300, 30, 9, 29);
    },
  },
  velo: {
    next: null,
    ends: ['usage', 'disillusionment'],
    tell(life) {
      inShop(life, 400, 190, 7, 24);
      add(life, 176, 'survey poor');
    },
  },
};
