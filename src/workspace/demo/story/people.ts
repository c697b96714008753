/** The customers' people, and one who changed employer. */
import { seededRandom, shuffled } from '../../../statistics/randomness.ts';
import { day, dayText } from './calendar.ts';
import type { Client } from './client.ts';
import { seedOf } from './life.ts';
import { familyNames, givenNames, titles, titlesOf } from './names.ts';
import type { DemoAffiliation, DemoContact } from './records.ts';

/** The champion who moved: where from, where to, and how many days ago. */
export const moved = {
  contact: 'halden/person 0',
  from: 'halden',
  to: 'torsby',
  leftAgo: 82,
  startedAgo: 75,
  title: 'Technical director',
};

export function contactsOf(
  clients: readonly Client[],
  now: number,
): { contacts: DemoContact[]; affiliations: DemoAffiliation[] } {
  const names = namePairs(clients.reduce((sum, client) => sum + client.people, 0));
  const contacts: DemoContact[] = [];
  const affiliations: DemoAffiliation[] = [];
  for (const client of clients) {
    const household = client.kind === 'household';
    const random = seededRandom(seedOf(`${client.key} people`));
    const offices = titlesOf[client.trade] ?? shuffled(titles, random);
    for (let i = 0; i < client.people; i++) {
      const [given, anyFamily] = names[contacts.length]!;
      const family = household ? client.name.split(' ')[0]! : anyFamily;
      const key = `${client.key}/person ${i}`;
      const goes = key === moved.contact;
      const title = goes ? moved.title : household ? 'Home owner' : offices[i % offices.length]!;
      const works = goes ? moved.to : client.key;
      const place = clients.find((c) => c.key === works)!;
      contacts.push({
        key,
        account: works,
        given,
        family,
        title,
        city: place.city,
        country: place.country,
        owner: place.owner,
        email: `${plain(given)}.${plain(family)}@${household ? 'mail' : works}.example`,
        phone: phone(place.country, contacts.length),
        createdAt: now - (720 - (seedOf(key) % 90)) * day,
      });
      const since = now - (800 + Math.floor(random() * 2400)) * day;
      affiliations.push({
        contact: key,
        account: client.key,
        title,
        from: dayText(since),
        until: goes ? dayText(now - moved.leftAgo * day) : null,
      });
      if (goes)
        affiliations.push({
          contact: key,
          account: moved.to,
          title,
          from: dayText(now - moved.startedAgo * day),
          until: null,
        });
    }
  }
  return { contacts, affiliations };
}

/** Names of which none comes twice. */
function namePairs(n: number): [string, string][] {
  const random = seededRandom(7);
  const given = shuffled(givenNames, random);
  const family = shuffled(familyNames, random);
  return Array.from({ length: n }, (_, i) => [
    given[i % given.length]!,
    family[(i + Math.floor(i / family.length)) % family.length]!,
  ]);
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

/** Numbers that nobody has: reserved for fiction where a country has such, otherwise no number begins so. */
const lines: Record<string, string> = {
  DE: '+493023125',
  GB: '+442079460',
  FR: '+331990000',
  AT: '+4310000',
  BE: '+3220000',
  CH: '+41440000',
  NL: '+31200000',
  IT: '+39020000',
  ES: '+349100000',
  DK: '+4500000',
  NO: '+4700000',
  SE: '+46800000',
  PT: '+351210000',
  CZ: '+420000000',
  SI: '+38610000',
  IE: '+353209100',
};
export const phone = (country: string, index: number): string =>
  `${lines[country] ?? '+4310000'}${String((index * 37) % 1000).padStart(3, '0')}`;
