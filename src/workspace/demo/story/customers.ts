/** The customers of the invented firm: one line each. What became of them stands in the stories. */
import { saleTypes } from '../../../relationship/vocabulary.ts';
import type { Customer } from './client.ts';

const table = `
key | name | trade | industry | city | country | employees | sale type | owner | hunter | technician | people | yearly | potential | offering | tags | more
brunnvik | Brunnvik Dairy | Dairy | Dairy | Växjö | SE | 310 | commercial | henrik | henrik | callum | 2 |  | 240000 | Whey water reuse | target 2 |
castelmar | Castelmar Hotels | Hospitality | Hotels | Rimini | IT | 450 | commercial | lucia | lucia | fabio | 3 |  | 380000 | Pool and spa water | chain |
oberlauten | Municipality of Oberlauten | Utility | Municipal utility | Oberlauten | AT | 85 | commercial | dario | dario | fabio | 2 |  | 520000 | Iron and manganese removal | public |
fennimore | Fennimore Textiles | Laundry | Textiles | Huddersfield | GB | 190 | commercial | me | me | callum | 2 |  | 175000 | Dye water recovery | target 2 |
amsel | Amsel-Hoyer family | Home | Household | Passau | DE |  | consumer | bastien | bastien | callum | 1 |  | 2900 | Home softener |  | household
solvara | Solvara Electronics | Electronics | Electronics | Eindhoven | NL | 620 | commercial | me | me | callum | 3 |  | 890000 | Ultrapure water loop | target 1, web |
alpmatt | Alpmatt Data Centres | Energy | Data centres | Zug | CH | 75 | commercial | henrik | henrik | fabio | 2 |  | 640000 | Cooling water treatment | target 1 |
riviere | Rivière household | Home | Household | Colmar | FR |  | consumer | bastien | bastien | fabio | 2 |  | 4200 | Well water filter |  | household
kastanje | Kastanje Brewery | Beverages | Breweries | Ghent | BE | 95 | commercial | dario | dario | callum | 2 |  | 260000 | Brew water plant | returning | known as customer
pelham | Pelham Laundry Group | Laundry | Laundries | Northampton | GB | 380 | commercial | jonas | henrik | birgit | 3 |  | 120000 | Rinse water reuse | lost |
torsby | Torsby Paper | Paper | Paper | Torsby | SE | 540 | commercial | henrik | henrik | callum | 3 |  | 760000 | White water clarification | tender |
odrada | Sint-Odrada Hospital | Health | Hospitals | Mechelen | BE | 1900 | commercial | lucia | lucia | callum | 3 |  | 430000 | Dialysis water | public, tender |
marquess | Marquess Foods | Food | Food | Grimsby | GB | 420 | commercial | me | me | callum | 3 |  | 310000 | Wash line reuse | target 1 |
teufenbach | Teufenbach Farm Shop | Growing | Horticulture | Leoben | AT | 14 | relationship | mirela | mirela | fabio | 1 |  | 9000 | Irrigation filters |  |
nordhavn | Nordhavn Brewing | Beverages | Breweries | Aarhus | DK | 260 | commercial | me | me | callum | 4 |  | 560000 | Brew water plant | target 1 |
ilmenwald | Ilmenwald Pharma | Pharma | Pharmaceuticals | Jena | DE | 870 | commercial | lucia | lucia | callum | 4 |  | 1400000 | Purified water loop | target 1 |
larvenstad | City of Larvenstad Waterworks | Utility | Municipal utility | Larvenstad | NO | 150 | commercial | henrik | henrik | callum | 3 |  | 690000 | UV stage | public, tender |
bergamasca | Bergamasca Coatings | Metal | Metal finishing | Bergamo | IT | 130 | commercial | dario | dario | fabio | 3 |  | 290000 | Rinse cascade recovery | referred |
okonjo | Okonjo family | Home | Household | Freising | DE |  | consumer | bastien | bastien | callum | 2 |  | 3100 | Home softener |  | household
orchard | Orchard Lane Greenhouses | Growing | Horticulture | Spalding | GB | 60 | commercial | tomas | tomas | callum | 2 |  | 180000 | Drain water disinfection |  |
rheinau | Rheinau Metal Finishing | Metal | Metal finishing | Mannheim | DE | 220 | commercial | katrin | dario | anselm | 3 | 21000 | 340000 | Ion exchange |  | known as customer
keltman | Keltman Bakeries | Food | Food | Lier | BE | 330 | commercial | jonas | lucia | callum | 2 | 12000 | 190000 | Steam boiler feed |  | known as customer
silbersee | Silbersee Spa | Hospitality | Hotels | Millstatt | AT | 120 | commercial | dario | dario | fabio | 2 |  | 230000 | Thermal water iron removal |  |
holmgaard | Holmgaard Fish | Food | Food | Skagen | DK | 170 | commercial | henrik | henrik | anselm | 3 |  | 205000 | Box washing reuse |  |
muehlhof | Mühlhof Beverages | Beverages | Beverages | Rosenheim | DE | 210 | commercial | katrin | dario | danuta | 4 | 46000 | 280000 | Rinse water reuse | reference |
trentham | Trentham Hospitals Trust | Health | Hospitals | Stoke-on-Trent | GB | 3100 | commercial | aoife | henrik | danuta | 4 | 58000 | 410000 | Sterile supply water | public, reference |
aurach | Stadtwerke Aurach | Energy | District heating | Aurach | DE | 280 | commercial | me | dario | birgit | 3 | 33000 | 350000 | Demin plant | public |
hartwell2 | Hartwell Bottling, Plant 2 | Beverages | Beverages | Shrewsbury | GB | 180 | commercial | katrin | henrik | callum | 2 | 9000 | 140000 | Rinse water reuse | framework | part of hartwell
lindqvist | Lindqvist Ice Cream | Dairy | Dairy | Kalmar | SE | 230 | commercial | me | henrik | callum | 3 |  | 80000 | CIP recovery | target 1 |
daponte | Da Ponte Ceramics | Metal | Ceramics | Faenza | IT | 145 | commercial | me | lucia | fabio | 3 |  | 60000 | Glaze water reuse |  |
vallmora | Vallmora Ham | Food | Food | Teruel | ES | 260 | commercial | jonas | lucia | fabio | 3 |  | 110000 | Brine recovery |  |
teixeira | Teixeira household | Home | Household | Braga | PT |  | consumer | bastien | bastien | fabio | 2 |  | 600 | Well filter |  | household
sulzbach | Gasworks Sulzbach | Energy | Energy | Sulzbach | DE | 340 | commercial | katrin | dario | birgit | 3 |  | 90000 | Condensate polishing |  |
brightwell | Brightwell Clinics | Health | Hospitals | Exeter | GB | 760 | commercial | me | henrik | birgit | 4 |  | 160000 | Dialysis water | target 1 |
ostrava | Ostrava Flat Glass | Metal | Glass | Ostrava | CZ | 690 | commercial | jonas | tomas | hedda | 3 |  | 130000 | Cooling water |  |
lindgren | Lindgren household | Home | Household | Lund | SE |  | consumer | bastien | bastien | birgit | 2 |  | 300 | Home softener |  | household
teal | Marsh & Teal Nurseries | Growing | Horticulture | Chichester | GB | 70 | commercial | jonas | henrik | callum | 2 |  | 45000 | Drain water disinfection |  |
fjordlund | Fjordlund Salmon | Food | Food | Ålesund | NO | 410 | commercial | katrin | henrik | birgit | 3 |  | 150000 | Ice water |  |
kaltenbach | Kaltenbach Cheese | Dairy | Dairy | Bregenz | AT | 155 | commercial | jonas | dario | fabio | 3 |  | 95000 | Whey water reuse | referred |
prinsen | Prinsen Chocolate | Food | Food | Leuven | BE | 290 | commercial | me | lucia | birgit | 3 |  | 120000 | Boiler feed |  |
marchetti | Marchetti household | Home | Household | Udine | IT |  | consumer | bastien | bastien | hedda | 2 |  | 300 | Home softener |  | household
astravial | Astra-Vial Packaging | Pharma | Pharmaceuticals | Brno | CZ | 330 | commercial | katrin | tomas | emil | 3 |  | 210000 | Purified water | target 1 |
heidental | Heidental Thermal Baths | Hospitality | Baths | Heidental | AT | 110 | commercial | jonas | dario | hedda | 2 |  | 70000 | Pool water | public |
corrigan | Corrigan Foods | Food | Food | Cork | IE | 520 | commercial | katrin | henrik | callum | 3 | 31000 | 240000 | Wash line reuse | new owner |
donauperle | Donauperle Mineral Water | Beverages | Beverages | Krems | AT | 160 | commercial | aoife | dario | goran | 3 | 42000 | 260000 | Rinse water reuse | reference |
sanktveit | Sankt Veit Hospital | Health | Hospitals | Sankt Veit | AT | 1300 | commercial | jonas | dario | emil | 4 | 39000 | 180000 | Legionella control | public |
vandermeer | Vandermeer Flowers | Growing | Horticulture | Aalsmeer | NL | 340 | commercial | me | lucia | birgit | 4 | 64000 | 300000 | Irrigation water | target 1 |
halden | Halden Board Mill | Paper | Paper | Halden | NO | 470 | commercial | katrin | henrik | callum | 3 | 71000 | 280000 | White water clarification |  |
polder | Polder Laundry | Laundry | Laundries | Zwolle | NL | 90 | relationship | mirela | mirela | danuta | 2 | 24000 | 38000 | Salt and resin | route |
meridian | Meridian Bottlers | Beverages | Beverages | Maribor | SI | 380 | commercial | me | dario | emil | 4 | 26000 | 330000 | Rinse water reuse | rescued |
albrecht | Albrecht Electroplating | Metal | Metal finishing | Pforzheim | DE | 115 | commercial | katrin | dario | fabio | 3 | 18000 | 120000 | Rinse cascade recovery |  |
bayside | Bayside Marina | Hospitality | Leisure | Poole | GB | 35 | relationship | mirela | mirela | callum | 1 | 13000 | 15000 | Pool chemicals | route |
novakova | Nováková household | Home | Household | Mikulov | CZ |  | consumer | bastien | bastien | goran | 1 | 160 | 300 | Home softener |  | household
bergquell | Bergquell Brewery | Beverages | Breweries | Kufstein | AT | 190 | commercial | me | dario | goran | 4 | 52000 | 160000 | Brew water plant | reference |
hopfgarten | Hopfgarten Brewery | Beverages | Breweries | Hopfgarten | AT | 70 | commercial | katrin | dario | goran | 3 | 24000 | 80000 | Brew water plant | referred, reference |
zirbenhof | Zirbenhof Hotel | Hospitality | Hotels | Hopfgarten | AT | 55 | commercial | jonas | dario | hedda | 2 | 11000 | 40000 | Hotel water | referred |
hartwell | Hartwell Bottling | Beverages | Beverages | Ludlow | GB | 560 | commercial | katrin | henrik | anselm | 4 | 88000 | 420000 | Rinse water reuse | framework, reference |
meissner | Meissner Vaccines | Pharma | Pharmaceuticals | Marburg | DE | 1500 | commercial | aoife | lucia | emil | 4 | 96000 | 500000 | Purified water loop | target 1, reference |
oresund | Öresund Chips | Electronics | Electronics | Malmö | SE | 280 | commercial | me | henrik | callum | 3 | 73000 | 350000 | Ultrapure water loop | target 1 |
lacvert | Lac Vert Waterworks | Utility | Municipal utility | Annecy | FR | 95 | commercial | jonas | lucia | hedda | 3 | 36000 | 150000 | UV stage | public, reference |
whitcombe | Whitcombe Laundry | Laundry | Laundries | Taunton | GB | 120 | commercial | katrin | henrik | anselm | 2 | 19000 | 65000 | Rinse water reuse |  |
gasthof | Gasthof Zum Anker | Hospitality | Hotels | Passau | DE | 22 | relationship | mirela | mirela | fabio | 1 | 5200 | 6000 | Dishwasher softeners | route |
kurpark | Kurpark Clinics | Health | Hospitals | Bad Füssing | DE | 480 | relationship | mirela | mirela | fabio | 3 | 29000 | 45000 | Cartridges | route |
ringhotel | Ring Hotels Group | Hospitality | Hotels | Linz | AT | 610 | relationship | me | mirela | hedda | 3 | 41000 | 60000 | Salt and cartridges | route |
delacroix | Delacroix family | Home | Household | Metz | FR |  | consumer | bastien | bastien | emil | 2 | 180 | 400 | Home softener |  | household
morgentau | Café Morgentau | Shop | Gastronomy | Salzburg | AT | 9 | retail | ingrid | ingrid | fabio | 1 | 420 | 600 | Carafe filters | shop |
aquarist | Aquarist Corner | Shop | Retail | Graz | AT | 4 | retail | ingrid | ingrid | fabio | 1 | 380 | 500 | Test strips | shop |
velo | Velo Workshop Nord | Shop | Retail | Kiel | DE | 6 | retail | ingrid | ingrid | callum | 1 | 90 | 200 | Descaler | shop |
`;

export const customers: readonly Customer[] = read(table);

function read(text: string): Customer[] {
  const [head, ...lines] = text.trim().split('\n');
  const columns = head!.split(' | ');
  return lines.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return customer((column) => cells[columns.indexOf(column)] ?? '');
  });
}

function customer(cell: (column: string) => string): Customer {
  const more = cell('more').split(', ');
  const said = (beginning: string) => more.find((m) => m.startsWith(beginning))?.slice(beginning.length) ?? null;
  const saleType = saleTypes.find((type) => type === cell('sale type'));
  if (!saleType) throw new Error(`${cell('key')} has no sale type`);
  return {
    key: cell('key'),
    name: cell('name'),
    kind: more.includes('household') ? 'household' : 'organization',
    trade: cell('trade'),
    industry: cell('industry'),
    city: cell('city'),
    country: cell('country'),
    employees: cell('employees') === '' ? null : Number(cell('employees')),
    owner: cell('owner'),
    hunter: cell('hunter'),
    technician: cell('technician'),
    saleType,
    offering: cell('offering'),
    people: Number(cell('people')),
    tags: cell('tags') === '' ? [] : cell('tags').split(', '),
    yearly: Number(cell('yearly')),
    potential: Number(cell('potential')),
    parent: said('part of '),
    standing: said('known as ') === 'customer' ? 'customer' : 'prospect',
  };
}
