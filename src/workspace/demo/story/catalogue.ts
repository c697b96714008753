import type { SaleType } from '../../../relationship/vocabulary.ts';

/** What the demo company sells: one line each. */
export interface DemoOffering {
  key: string;
  name: string;
  code: string;
  line: string;
  kind: 'product' | 'service' | 'experience';
  /** In the workspace's currency, as text. */
  price: string;
  cost: string;
  unit: string | null;
  recurring: 'month' | 'year' | null;
  /** Prices in further currencies. */
  prices: Record<string, string>;
  /** The types of sale it is made for; null: nobody said so. */
  fits: SaleType[] | null;
  links: { kind: 'replaces' | 'goes with' | 'renews'; other: string }[];
  active: boolean;
}

const table = `key | name | code | line | kind | price | cost | unit | paid | prices | links
salt | Softener salt, 25 kg | SA-25 | Salt and resin | product | 9.80 | 5.10 | bag | | CHF 10.90, GBP 8.90 | goes with resin
pallet | Softener salt, pallet of 40 | SA-25P | Salt and resin | product | 352.00 | 204.00 | pallet | | CHF 392.00 | replaces salt10
salt10 | Softener salt, 10 kg | SA-10 | Salt and resin | product | 5.40 | 3.20 | bag | | | | no longer
resin | Ion exchange resin, 25 l | IX-25 | Salt and resin | product | 118.00 | 71.00 | bag | | GBP 104.00 | goes with salt
chlorine | Pool chlorine, 10 kg | PC-10 | Pool chemicals | product | 54.90 | 29.00 | bucket | | GBP 47.50 | goes with ph
ph | pH minus, 15 kg | PH-15 | Pool chemicals | product | 28.50 | 13.40 | bucket | | GBP 24.90 | goes with chlorine
fine | Cartridge, 5 micron | CT-5 | Cartridges | product | 7.40 | 2.90 | piece | | | goes with carbon
carbon | Cartridge, carbon block | CT-C | Cartridges | product | 18.60 | 8.10 | piece | | | goes with fine
dish | Dishwasher softener cartridge | CT-D | Cartridges | product | 32.00 | 15.50 | piece | |
softener | Home softener | HS-1 | Home | product | 1890.00 | 1050.00 | piece | | CHF 1990.00 | goes with homecare, goes with salt
well | Well filter | WF-1 | Home | product | 2450.00 | 1410.00 | piece | | | goes with homecare
homecare | Home care plan | HC-1 | Home | service | 12.50 | 4.00 | | month | | renews homecare0
homecare0 | Home care plan, first edition | HC-0 | Home | service | 9.90 | 4.00 | | month | | | no longer
test | Water test at home | WT-1 | Home | experience | 0.00 | 35.00 | visit | |
carafe | Carafe filters, pack of 6 | CF-6 | Shop | product | 24.90 | 9.80 | pack | | | goes with jug
jug | Carafe, 2.4 l | CF-J | Shop | product | 29.90 | 12.60 | piece | | | goes with carafe
strips | Test strips, 50 | TS-50 | Shop | product | 12.50 | 3.90 | pack | |
descaler | Descaler, 1 l | DS-1 | Shop | product | 9.90 | 3.10 | bottle | |
commissioning | Commissioning and training | PL-C | Plants | service | 9600.00 | 6100.00 | | |
spares | Spare parts, first year | PL-S | Plants | product | 5200.00 | 2900.00 | set | |
monitoring | Remote monitoring | PL-M | Plants | service | 390.00 | 95.00 | plant | month | | goes with care
care | Plant care contract | PL-K | Plants | service | 4800.00 | 2650.00 | plant | year | GBP 4200.00 | goes with monitoring
pilot | Pilot unit, 8 weeks | PL-P | Plants | experience | 12400.00 | 9100.00 | | |
uv | UV stage, 40 m³/h | PL-UV | Plants | product | 38500.00 | 24700.00 | piece | | GBP 33900.00 | goes with care
`;

/** Said for most lines; what is sold in the shop speaks for itself by its sales. */
const madeFor: Record<string, SaleType[]> = {
  'Salt and resin': ['relationship', 'retail'],
  'Pool chemicals': ['relationship'],
  Cartridges: ['relationship'],
  Home: ['consumer'],
  Plants: ['commercial'],
};

export const catalogue: readonly DemoOffering[] = table
  .trim()
  .split('\n')
  .slice(1)
  .map((text) => {
    const [key, name, code, line, kind, price, cost, unit, paid, prices = '', links = '', state = ''] = text
      .split('|')
      .map((cell) => cell.trim());
    return {
      key: key!,
      name: name!,
      code: code!,
      line: line!,
      kind: kind === 'service' || kind === 'experience' ? kind : 'product',
      price: price!,
      cost: cost!,
      unit: unit || null,
      fits: madeFor[line!] ?? null,
      recurring: paid === 'month' || paid === 'year' ? paid : null,
      prices: Object.fromEntries(
        prices.split(', ').flatMap((each) => (each === '' ? [] : [each.split(' ') as [string, string]])),
      ),
      links: links.split(', ').flatMap((each) => {
        const found = /^(replaces|goes with|renews) (\w+)$/.exec(each);
        return found ? [{ kind: found[1] as 'replaces' | 'goes with' | 'renews', other: found[2]! }] : [];
      }),
      active: state === '',
    };
  });

/** What one unit of a currency is worth in euro, and how many days ago that began. */
export const rates = [
  { currency: 'GBP', rate: '1.158', ago: 160, source: 'Central bank, monthly' },
  { currency: 'GBP', rate: '1.171', ago: 12, source: 'Central bank, monthly' },
  { currency: 'CHF', rate: '1.052', ago: 160, source: 'Central bank, monthly' },
  { currency: 'CHF', rate: '1.067', ago: 12, source: 'Central bank, monthly' },
  { currency: 'NOK', rate: '0.0861', ago: 12, source: 'Central bank, monthly' },
] as const;
