/** Established clients: most of the revenue, and what is lost when nobody looks. */
import type { Client } from './client.ts';
import { badStart, care, decline, firstValue, goodStart, rescue, route, trouble } from './customerStories.ts';
import { add, spread, type Life } from './life.ts';
import { background, court, meet, sell, sellAtHome } from './sellingStories.ts';

const commercial = { saleType: 'commercial' as const };
const routed = { saleType: 'relationship' as const };
const shop = { saleType: 'retail' as const };

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
function years(life: Life, { close, days, name, offering, amount, every = 14, until = 3, source }: Years): void {
  meet(life, close + days, close + days * 0.6, 5);
  court(life, close + days * 0.6, close + days * 0.4, 3);
  sell(life, { name, offering, from: close + days * 0.4, to: close, amount, n: 13, ...(source ? { source } : {}) });
  goodStart(life, close);
  firstValue(life, close - 118);
  care(life, close - 125, until + 30, every);
  for (const [after, kind] of [[26, 'value review'], [17, 'service visit'], [9, 'promise kept'], [0, 'reply']] as const) add(life, until + after, kind);
  background(life, close - 120, 8, 24);
}

/** A customer on a route: known for long, a framework order in our time, visits and orders since. */
function onRoute(life: Life, from: number, every: number, framework: { name: string; amount: number; ago: number }, until = 2): void {
  const offering = framework.name;
  add(life, from, 'visit');
  sell(life, { name: framework.name, offering, from: framework.ago + 40, to: framework.ago, amount: framework.amount, n: 5, by: 'owner' });
  firstValue(life, framework.ago - 60);
  route(life, framework.ago - 8, until, every);
  background(life, from, 10, 28);
}

/** Buys in the shop, now and then. */
function inShop(life: Life, from: number, to: number, n: number, amount: number): void {
  spread(life, from, to, n).forEach((ago, i) => {
    const name = life.say('repeat order');
    if (i % 4 === 0) {
      const sale = sell(life, { name: `${name} (${i + 1})`, offering: 'Shop', from: ago, to: ago, amount: amount + i * 3, n: null, by: 'owner', source: 'Shop' });
      add(life, ago, i === 0 ? 'order' : 'repeat order', { subject: name, sale: sale.key });
    } else add(life, ago, 'repeat order', { subject: name });
  });
  background(life, from, Math.max(2, to), 45);
}

export const usage: readonly Client[] = [
  { ...commercial, key: 'corrigan', name: 'Corrigan Foods', trade: 'Food', industry: 'Food', city: 'Cork', country: 'IE', employees: 520, owner: 'katrin', hunter: 'henrik', technician: 'callum', offering: 'Wash line reuse', people: 3, yearly: 31000, potential: 240000, tags: ['new owner'], phaseSet: { ago: 60, to: 'usage', evidence: 'Runs the plant it took over with the works; the new management does not know us' }, next: ['Meet the new operations director', 4], ends: ['usage', 'skepticism'],
    tell(life) { add(life, 58, 'note', { subject: 'Works sold: new owner, new directors, our plant stays' }); add(life, 51, 'outreach'); add(life, 40, 'outreach unanswered'); add(life, 27, 'first contact', { subject: 'First call with the new operations director' }); add(life, 16, 'outreach'); add(life, 9, 'outreach unanswered'); } },
  { ...commercial, key: 'donauperle', name: 'Donauperle Mineral Water', trade: 'Beverages', industry: 'Beverages', city: 'Krems', country: 'AT', employees: 160, owner: 'aoife', hunter: 'dario', technician: 'anselm', offering: 'Rinse water reuse', people: 3, yearly: 42000, potential: 260000, tags: ['reference'], next: ['Plan the second skid with production', 4], ends: ['usage', 'peak'],
    tell(life) { years(life, { close: 560, days: 150, name: 'Rinse reuse', offering: 'Rinse water reuse', amount: 268000, until: 120, every: 18 }); sell(life, { name: 'Second skid, glass line', offering: 'Rinse water reuse', from: 96, to: 5, amount: 231000, n: 14, by: 'owner', source: 'Existing customer' }); } },
  { ...commercial, key: 'sanktveit', name: 'Sankt Veit Hospital', trade: 'Health', industry: 'Hospitals', city: 'Sankt Veit', country: 'AT', employees: 1300, owner: 'jonas', hunter: 'dario', technician: 'anselm', offering: 'Legionella control', people: 4, yearly: 39000, potential: 180000, tags: ['public'], next: ['Introduce the new module to hygiene', 6], ends: ['usage', 'peak'],
    tell(life) { years(life, { close: 600, days: 120, name: 'Legionella control', offering: 'Legionella control', amount: 174000, until: 130, every: 19 }); sell(life, { name: 'Remote monitoring, all wings', offering: 'Remote monitoring', from: 90, to: 9, amount: 96000, n: 14, by: 'owner', source: 'Existing customer' }); } },
  { ...commercial, key: 'vandermeer', name: 'Vandermeer Flowers', trade: 'Growing', industry: 'Horticulture', city: 'Aalsmeer', country: 'NL', employees: 340, owner: 'me', hunter: 'lucia', technician: 'danuta', offering: 'Irrigation water', people: 4, yearly: 64000, potential: 300000, tags: ['target 1'], next: ['Call with a firm date for the pump', 0.2], ends: ['usage', 'disillusionment'],
    tell(life) { years(life, { close: 640, days: 85, name: 'Irrigation water, 12 ha', offering: 'Irrigation water', amount: 392000, until: 84, every: 13 }); decline(life, 80, 42, ['outreach unanswered', 'sponsor left', 'invoice overdue']); trouble(life, 36, { severity: 'severe', days: 12, late: true, reopened: 11, subject: 'Dosing pump in house 4 stops at night' }); add(life, 9, 'complaint', { person: 1 }); add(life, 4, 'promise broken', { person: 1, subject: 'New pump promised for this week did not come' }); } },
  { ...commercial, key: 'halden', name: 'Halden Board Mill', trade: 'Paper', industry: 'Paper', city: 'Halden', country: 'NO', employees: 470, owner: 'katrin', hunter: 'henrik', technician: 'birgit', offering: 'White water clarification', people: 3, yearly: 71000, potential: 280000, next: ['Meet the new technical director', 2], lost: [[330, 'Save-all, machine 2', 143000, 'No decision: board stopped it']], ends: ['usage', 'disillusionment'],
    tell(life) { years(life, { close: 590, days: 130, name: 'White water clarification', offering: 'Flotation plant', amount: 468000, until: 120, every: 15 }); decline(life, 112, 8, ['case opened', 'case solved late', 'sponsor left', 'outreach unanswered', 'invoice overdue', 'outreach unanswered', 'outage', 'complaint']); trouble(life, 14, { severity: 'high', days: null }); } },
  { ...routed, key: 'polder', name: 'Polder Laundry', trade: 'Laundry', industry: 'Laundries', city: 'Zwolle', country: 'NL', employees: 90, owner: 'mirela', hunter: 'mirela', technician: 'danuta', offering: 'Salt and resin', people: 2, yearly: 24000, potential: 38000, tags: ['route'], next: null, ends: ['usage', 'disillusionment'],
    tell(life) { onRoute(life, 720, 13, { name: 'Salt and resin, framework', amount: 31000, ago: 660 }, 110); decline(life, 100, 10, ['case opened', 'case solved late', 'outreach unanswered', 'invoice overdue', 'survey poor', 'outreach unanswered']); } },
  { ...commercial, key: 'meridian', name: 'Meridian Bottlers', trade: 'Beverages', industry: 'Beverages', city: 'Maribor', country: 'SI', employees: 380, owner: 'me', hunter: 'dario', technician: 'goran', offering: 'Rinse water reuse', people: 4, yearly: 26000, potential: 330000, tags: ['rescued'], next: ['Send the report on the syrup room', 0.3], ends: ['usage', 'enlightenment'],
    tell(life) {
      meet(life, 600, 520, 8); court(life, 515, 420, 10); sell(life, { name: 'Rinse reuse, two lines', offering: 'Rinse water reuse', from: 412, to: 318, amount: 448000, n: 19 });
      badStart(life, 318, 218); rescue(life, 206, 128); add(life, 118, 'go-live'); add(life, 106, 'review'); firstValue(life, 92);
      for (const [ago, kind] of [[80, 'service visit'], [68, 'value review'], [52, 'inquiry'], [40, 'service visit'], [29, 'reply'], [16, 'visit'], [11, 'promise made'], [3, 'inquiry']] as const) add(life, ago, kind, kind === 'promise made' ? { subject: 'Promised the report on the syrup room', person: 0 } : {});
      background(life, 300, 20, 30);
    } },
  { ...commercial, key: 'albrecht', name: 'Albrecht Electroplating', trade: 'Metal', industry: 'Metal finishing', city: 'Pforzheim', country: 'DE', employees: 115, owner: 'katrin', hunter: 'dario', technician: 'emil', offering: 'Rinse cascade recovery', people: 3, yearly: 18000, potential: 120000, next: ['Check the chrome figures with them', 8], lost: [[300, 'Pickling line', 98000, 'Competitor: cheaper standard unit']], ends: ['usage', 'enlightenment'],
    tell(life) { years(life, { close: 480, days: 180, name: 'Rinse cascade recovery', offering: 'Rinse cascade recovery', amount: 187000, until: 220, every: 17 }); decline(life, 210, 130, ['case opened', 'case reopened', 'complaint', 'outreach unanswered', 'survey poor']); rescue(life, 118, 22); add(life, 9, 'call'); } },
  { ...routed, key: 'bayside', name: 'Bayside Marina', trade: 'Hospitality', industry: 'Leisure', city: 'Poole', country: 'GB', employees: 35, owner: 'mirela', hunter: 'mirela', technician: 'callum', offering: 'Pool chemicals', people: 1, yearly: 13000, potential: 15000, tags: ['route'], next: ['Spring order and visit', 5], ends: ['usage', 'enlightenment'],
    tell(life) { onRoute(life, 560, 19, { name: 'Pool chemicals, framework', amount: 16000, ago: 500 }, 130); decline(life, 120, 80, ['case opened', 'case solved late', 'complaint', 'outreach unanswered']); for (const [ago, kind] of [[66, 'visit'], [55, 'promise kept'], [41, 'service visit'], [27, 'visit'], [12, 'repeat order']] as const) add(life, ago, kind); } },
  { key: 'novakova', name: 'Nováková household', kind: 'household', trade: 'Home', industry: 'Household', city: 'Mikulov', country: 'CZ', employees: null, owner: 'bastien', hunter: 'bastien', technician: 'goran', saleType: 'consumer', offering: 'Home softener', people: 1, yearly: 160, potential: 300, next: ['Yearly service', 12], ends: ['usage', 'enlightenment'],
    tell(life) { sellAtHome(life, { from: 330, to: 312, what: 'Home softener', amount: 2890 }); for (const [ago, kind] of [[303, 'delivery on time'], [300, 'go-live'], [268, 'promise kept'], [240, 'survey good'], [150, 'repeat order'], [75, 'value review'], [31, 'service visit'], [18, 'promise kept'], [6, 'survey good']] as const) add(life, ago, kind); trouble(life, 150, { severity: 'low', days: 9, late: true }); } },
  { ...commercial, key: 'bergquell', name: 'Bergquell Brewery', trade: 'Beverages', industry: 'Breweries', city: 'Kufstein', country: 'AT', employees: 190, owner: 'me', hunter: 'dario', technician: 'anselm', offering: 'Brew water plant', people: 4, yearly: 52000, potential: 160000, tags: ['reference'], next: null, ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 650, days: 78, name: 'Brew water plant', offering: 'Brew water plant', amount: 356000, every: 12 }); add(life, 268, 'referral', { person: 0, subject: 'Named us to the cheese makers in Bregenz' }); add(life, 494, 'referral', { person: 0, subject: 'Named us to the brewers at Hopfgarten' }); add(life, 130, 'renewal'); } },
  { ...commercial, key: 'hopfgarten', name: 'Hopfgarten Brewery', trade: 'Beverages', industry: 'Breweries', city: 'Hopfgarten', country: 'AT', employees: 70, owner: 'katrin', hunter: 'dario', technician: 'anselm', offering: 'Brew water plant', people: 3, yearly: 24000, potential: 80000, tags: ['referred', 'reference'], next: ['Half-year figures with the brewmaster', 10], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 400, days: 88, name: 'Brew water plant', offering: 'Brew water plant', amount: 214000, every: 13, source: 'Referral: Bergquell Brewery' }); add(life, 246, 'referral', { person: 0, subject: 'Told the hotel next door who keeps the water soft' }); add(life, 24, 'renewal'); } },
  { ...commercial, key: 'zirbenhof', name: 'Zirbenhof Hotel', trade: 'Hospitality', industry: 'Hotels', city: 'Hopfgarten', country: 'AT', employees: 55, owner: 'jonas', hunter: 'dario', technician: 'anselm', offering: 'Hotel water', people: 2, yearly: 11000, potential: 40000, tags: ['referred'], next: ['Offer filters for the annex', 6], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 196, days: 46, name: 'Hotel water, kitchen and spa', offering: 'Hotel water', amount: 88000, every: 9, source: 'Referral: Hopfgarten Brewery' }); add(life, 22, 'referral', { person: 0, subject: 'Named us to guests from Passau, the Amsel-Hoyers' }); } },
  { ...commercial, key: 'hartwell', name: 'Hartwell Bottling', trade: 'Beverages', industry: 'Beverages', city: 'Ludlow', country: 'GB', employees: 560, owner: 'katrin', hunter: 'henrik', technician: 'callum', offering: 'Rinse water reuse', people: 4, yearly: 88000, potential: 420000, tags: ['framework', 'reference'], next: ['Quarterly review with both plants', 9], lost: [[280, 'Syrup room, Plant 1', 131000, 'Need went away']], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 655, days: 74, name: 'Rinse reuse, framework', offering: 'Rinse water reuse', amount: 624000, every: 10 }); add(life, 210, 'reference', { person: 0 }); } },
  { ...commercial, key: 'meissner', name: 'Meissner Vaccines', trade: 'Pharma', industry: 'Pharmaceuticals', city: 'Marburg', country: 'DE', employees: 1500, owner: 'aoife', hunter: 'lucia', technician: 'emil', offering: 'Purified water loop', people: 4, yearly: 96000, potential: 500000, tags: ['target 1', 'reference'], next: ['Calendar for the validation visits', 8], lost: [[320, 'Clean-room humidifiers', 87000, 'Delivery time']], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 640, days: 90, name: 'Purified water, building 2', offering: 'Purified water loop', amount: 982000, every: 10 }); add(life, 170, 'renewal'); trouble(life, 1.5, { severity: 'normal', days: null }); } },
  { ...commercial, key: 'oresund', name: 'Öresund Chips', trade: 'Electronics', industry: 'Electronics', city: 'Malmö', country: 'SE', employees: 280, owner: 'me', hunter: 'henrik', technician: 'birgit', offering: 'Ultrapure water loop', people: 3, yearly: 73000, potential: 350000, tags: ['target 1'], next: null, lost: [[260, 'Reclaim of rinse 3', 219000, 'No decision: board stopped it']], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 530, days: 150, name: 'Ultrapure water, line 7', offering: 'Ultrapure water loop', amount: 735000, every: 11 }); add(life, 176, 'referral', { person: 0, subject: 'Named us to a coatings works in Bergamo' }); add(life, 96, 'survey good'); } },
  { ...commercial, key: 'lacvert', name: 'Lac Vert Waterworks', trade: 'Utility', industry: 'Municipal utility', city: 'Annecy', country: 'FR', employees: 95, owner: 'jonas', hunter: 'lucia', technician: 'hedda', offering: 'UV stage', people: 3, yearly: 36000, potential: 150000, tags: ['public', 'reference'], next: ['Plan the well rehabilitation', 13], lost: [[220, 'Well 4, remote sampling', 38000, 'No decision: budget moved to next year']], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 570, days: 150, name: 'UV stage', offering: 'UV stage', amount: 410000, every: 13 }); add(life, 120, 'reference', { person: 0 }); } },
  { ...commercial, key: 'whitcombe', name: 'Whitcombe Laundry', trade: 'Laundry', industry: 'Laundries', city: 'Taunton', country: 'GB', employees: 120, owner: 'katrin', hunter: 'henrik', technician: 'callum', offering: 'Rinse water reuse', people: 2, yearly: 19000, potential: 65000, next: ['Ask about the second tunnel', 12], lost: [[240, 'Lint filters', 23000, 'Price']], ends: ['usage', 'realized'],
    tell(life) { years(life, { close: 450, days: 170, name: 'Rinse reuse', offering: 'Rinse water reuse', amount: 142000, every: 12 }); } },
  { ...routed, key: 'gasthof', name: 'Gasthof Zum Anker', trade: 'Hospitality', industry: 'Hotels', city: 'Passau', country: 'DE', employees: 22, owner: 'mirela', hunter: 'mirela', technician: 'emil', offering: 'Dishwasher softeners', people: 1, yearly: 5200, potential: 6000, tags: ['route'], next: ['Visit on the usual day', 6], ends: ['usage', 'realized'],
    tell(life) { onRoute(life, 700, 14, { name: 'Softener salt, framework', amount: 6400, ago: 640 }); add(life, 21, 'value review'); } },
  { ...routed, key: 'kurpark', name: 'Kurpark Clinics', trade: 'Health', industry: 'Hospitals', city: 'Bad Füssing', country: 'DE', employees: 480, owner: 'mirela', hunter: 'mirela', technician: 'emil', offering: 'Cartridges', people: 3, yearly: 29000, potential: 45000, tags: ['route'], next: ['Take the quarterly order', 2], lost: [[200, 'Kitchen softeners', 14000, 'Price']], ends: ['usage', 'realized'],
    tell(life) { onRoute(life, 715, 12, { name: 'Cartridges, framework', amount: 34000, ago: 655 }); add(life, 33, 'value review'); add(life, 15, 'survey good'); trouble(life, 2, { severity: 'low', days: null }); } },
  { ...routed, key: 'ringhotel', name: 'Ring Hotels Group', trade: 'Hospitality', industry: 'Hotels', city: 'Linz', country: 'AT', employees: 610, owner: 'me', hunter: 'mirela', technician: 'anselm', offering: 'Salt and cartridges', people: 3, yearly: 41000, potential: 60000, tags: ['route'], next: ['Route visit, take the quarterly order', 3], ends: ['usage', 'realized'],
    tell(life) { onRoute(life, 720, 11, { name: 'Salt and cartridges, framework', amount: 47000, ago: 660 }); } },
  { key: 'delacroix', name: 'Delacroix family', kind: 'household', trade: 'Home', industry: 'Household', city: 'Metz', country: 'FR', employees: null, owner: 'bastien', hunter: 'bastien', technician: 'hedda', saleType: 'consumer', offering: 'Home softener', people: 2, yearly: 180, potential: 400, next: ['Thank them for the neighbours', 2], ends: ['usage', 'realized'],
    tell(life) { sellAtHome(life, { from: 420, to: 402, what: 'Home softener', amount: 3080 }); for (const [ago, kind] of [[393, 'delivery on time'], [390, 'go-live'], [382, 'promise kept'], [340, 'survey good'], [300, 'first value'], [240, 'repeat order'], [190, 'service visit'], [140, 'value review'], [90, 'repeat order'], [52, 'referral'], [30, 'repeat order'], [20, 'service visit'], [9, 'value review'], [4, 'survey good']] as const) add(life, ago, kind); } },
  { ...shop, key: 'morgentau', name: 'Café Morgentau', trade: 'Shop', industry: 'Gastronomy', city: 'Salzburg', country: 'AT', employees: 9, owner: 'ingrid', hunter: 'ingrid', technician: 'anselm', offering: 'Carafe filters', people: 1, yearly: 420, potential: 600, tags: ['shop'], next: null, ends: ['usage', 'realized'],
    tell(life) { inShop(life, 520, 4, 24, 38); add(life, 26, 'survey good'); } },
  { ...shop, key: 'aquarist', name: 'Aquarist Corner', trade: 'Shop', industry: 'Retail', city: 'Graz', country: 'AT', employees: 4, owner: 'ingrid', hunter: 'ingrid', technician: 'anselm', offering: 'Test strips', people: 1, yearly: 380, potential: 500, tags: ['shop'], next: null, ends: ['usage', 'enlightenment'],
    tell(life) { inShop(life, 300, 30, 9, 29); } },
  { ...shop, key: 'velo', name: 'Velo Workshop Nord', trade: 'Shop', industry: 'Retail', city: 'Kiel', country: 'DE', employees: 6, owner: 'ingrid', hunter: 'ingrid', technician: 'goran', offering: 'Descaler', people: 1, yearly: 90, potential: 200, tags: ['shop'], next: null, ends: ['usage', 'disillusionment'],
    tell(life) { inShop(life, 400, 190, 7, 24); add(life, 176, 'survey poor'); } },
];
