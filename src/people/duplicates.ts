import { distance, fold } from '../workspace/import/values/fold.ts';

/** What is known of a company or a person when we ask whether we have it already. Phones in E.164, e-mails in lower case. */
export type AccountLike = {
  name?: string | undefined;
  domain?: string | undefined;
  phone?: string | undefined;
  city?: string | undefined;
};
export type PersonLike = {
  name?: string | undefined;
  emails?: readonly string[];
  phones?: readonly string[];
  account?: string | undefined;
};

/** How alike, 0 to 1, and why, strongest first. From .9 they can be taken for the same, from .6 a person should look. */
export type Likeness = { score: number; reasons: LikenessReason[] };
export type LikenessReason =
  | 'same e-mail'
  | 'same phone'
  | 'same domain'
  | 'same name'
  | 'nearly the same name'
  | 'same name and account'
  | 'same name, other account'
  | 'other domain'
  | 'other city';

const legalForms = new Set(
  'ab|ag|aktiengesellschaft|aps|as|asa|bv|bvba|co|company|corp|corporation|cv|doo|ec|ek|eg|ev|gbr|gesmbh|gmbh|inc|incorporated|kft|kg|kgaa|kk|limited|llc|llp|lp|ltd|ltda|mbh|nv|oao|ohg|ooo|oy|oyj|plc|pte|pty|pvt|rt|sa|sarl|sas|scs|se|sl|sp|spa|spol|srl|sro|stiftung|ug|und|and|et|y|the|group|holding|holdings|zoo|z|o|cie'.split(
    '|',
  ),
);

/**
 * A company's name without accents, punctuation, legal form: `The Müller & Söhne GmbH & Co. KG` → `muller sohne`. A name
 * of nothing but such words is kept whole.
 */
export const companyKey = remembered((name: string): string => {
  // Dotted abbreviations are one word: `S.A.` is `sa`.
  const words = fold(
    /[./’']/.test(name) ? name.replaceAll(/\b(\p{L})[./](?=\p{L}\b)/gu, '$1').replaceAll(/[’']/g, '') : name,
  ).split(' ');
  const kept = words.filter((word) => !legalForms.has(word));
  return (kept.length > 0 ? kept : words).join(' ');
});

/** Without spaces too, for `GTXPro` against `GTX Pro`. */
export const squeezed = (name: string): string => fold(name).replaceAll(' ', '');

/** A person's name in one order, without titles: `Lewis, Dr. James` and `James Lewis` are the same. */
export const personKey = remembered((name: string): string =>
  fold(name)
    .split(' ')
    .filter((word) => word !== '' && !titles.has(word))
    .sort()
    .join(' '),
);

const titles = new Set(
  'mr|mrs|ms|miss|dr|prof|herr|frau|dipl|ing|mag|sir|madame|monsieur|mme|sr|jr|sra|ii|iii|phd|mba'.split('|'),
);

/** Under which one name a company or a person is found again; kept with the record. */
export const accountMatchKey = (name: string): string => companyKey(name).replaceAll(' ', '').slice(0, 200);
export const contactMatchKey = (name: string): string => personKey(name).replaceAll(' ', '').slice(0, 200);

/** Mailbox providers: the domain of such an address says nothing about the employer. */
const publicDomains = new Set(
  'gmail.com|googlemail.com|yahoo.com|yahoo.de|yahoo.co.uk|hotmail.com|outlook.com|live.com|msn.com|icloud.com|me.com|aol.com|gmx.de|gmx.net|gmx.at|web.de|t-online.de|freenet.de|mail.ru|yandex.ru|proton.me|protonmail.com|orange.fr|wanadoo.fr|free.fr|laposte.net|libero.it|163.com|qq.com'.split(
    '|',
  ),
);

/** The company's domain behind an e-mail address; undefined for a public mailbox. */
export function companyDomain(email: string): string | undefined {
  const domain = email.split('@')[1]?.toLowerCase();
  return domain && !publicDomains.has(domain) ? domain : undefined;
}

/** Keys to look up before comparing: records that share none of them are not compared. Most telling first. */
export const accountKeys = (account: AccountLike): string[] =>
  [
    account.domain && `domain:${account.domain}`,
    account.name && companyKey(account.name) && `name:${companyKey(account.name)}`,
    account.phone && `phone:${account.phone}`,
  ].filter((key): key is string => Boolean(key));

export const personKeys = (person: PersonLike): string[] => [
  ...(person.emails ?? []).map((email) => `email:${email.toLowerCase()}`),
  ...(person.phones ?? []).map((phone) => `phone:${phone}`),
  ...(person.name && personKey(person.name) ? [`name:${personKey(person.name)}`] : []),
];

export function compareAccounts(a: AccountLike, b: AccountLike): Likeness {
  const reasons: LikenessReason[] = [];
  const name = nameLikeness(companyKey(a.name ?? ''), companyKey(b.name ?? ''));
  if (name === 1) reasons.push('same name');
  else if (name > 0) reasons.push('nearly the same name');
  const domains = compared(a.domain, b.domain);
  if (domains === 'same') reasons.push('same domain');
  if (compared(a.phone, b.phone) === 'same') reasons.push('same phone');
  if (domains === 'other') reasons.push('other domain');
  const otherCity = compared(a.city && fold(a.city), b.city && fold(b.city)) === 'other';
  if (otherCity && domains !== 'same') reasons.push('other city');
  // The same domain and no name to contradict it.
  const nameless = !a.name || !b.name;
  let score =
    name * 0.7 + (domains === 'same' ? (nameless ? 0.75 : 0.5) : 0) + (reasons.includes('same phone') ? 0.3 : 0);
  if (domains === 'other') score -= 0.25;
  if (reasons.includes('other city')) score -= 0.15;
  return { score: clamp(score), reasons };
}

export function comparePeople(a: PersonLike, b: PersonLike): Likeness {
  const reasons: LikenessReason[] = [];
  const name = nameLikeness(personKey(a.name ?? ''), personKey(b.name ?? ''));
  const email = shares(a.emails, b.emails);
  const phone = shares(a.phones, b.phones);
  const account = compared(a.account && companyKey(a.account), b.account && companyKey(b.account));
  if (email) reasons.push('same e-mail');
  if (phone) reasons.push('same phone');
  if (name === 1 && account === 'same') reasons.push('same name and account');
  else if (name === 1) reasons.push(account === 'other' ? 'same name, other account' : 'same name');
  else if (name > 0) reasons.push('nearly the same name');
  // A shared mailbox or switchboard (info@, the main number) with two names is two people.
  const stranger = a.name && b.name && name === 0;
  let score =
    (email ? 0.95 : 0) + (phone ? 0.4 : 0) + name * (account === 'same' ? 0.9 : account === 'other' ? 0.35 : 0.5);
  if (stranger) score = Math.min(score, 0.55);
  return { score: clamp(score), reasons };
}

/** 1 the same, .8 one slip of the finger or one name within the other, 0 otherwise. */
function nameLikeness(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (a === b || a.replaceAll(' ', '') === b.replaceAll(' ', '')) return 1;
  const longest = Math.max(a.length, b.length);
  if (longest >= 6 && distance(a, b, 2) <= (longest >= 12 ? 2 : 1)) return 0.8;
  const [short = [], long = []] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length);
  return short.length >= 2 && short.every((word) => long.includes(word)) ? 0.8 : 0;
}

function compared(a: string | undefined, b: string | undefined): 'same' | 'other' | 'unknown' {
  if (!a || !b) return 'unknown';
  return a === b ? 'same' : 'other';
}

const shares = (a: readonly string[] = [], b: readonly string[] = []): boolean => a.some((each) => b.includes(each));
const clamp = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;

/** The last answers are kept: rows of one file name the same companies again and again. */
function remembered(answer: (name: string) => string): (name: string) => string {
  const answers = new Map<string, string>();
  return (name) => {
    let known = answers.get(name);
    if (known === undefined) {
      known = answer(name);
      if (answers.size >= 5000) answers.clear();
      answers.set(name, known);
    }
    return known;
  };
}
