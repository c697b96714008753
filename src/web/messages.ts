/**
 * The message catalogue. Every text a person reads comes from here, never from inside a component.
 *
 * Each slice keeps its words in `src/<slice>/web/messages.ts`:
 *
 *     export const t = messages('shopping', {
 *       'suspects_one': '{{count}} suspect',
 *       'suspects_other': '{{count}} suspects',
 *       'since': 'since {{date}}',
 *     });
 *
 * and its screens say `t('suspects', { count: 3 })`. Keys, plural forms and the names inside {{ }} are checked by the
 * compiler. Another language is added with `translate('de', 'shopping', { … })` before the first screen is drawn.
 */
type Texts = Readonly<Record<string, string>>;
const catalogue = new Map<string, Texts>();
let language = 'en';
let plurals = new Intl.PluralRules('en');
let numbers = new Intl.NumberFormat('en');

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type KeyOf<M> = { [K in keyof M & string]: K extends `${infer Base}_${Plural}` ? Base : K }[keyof M & string];
type TextOf<M, K extends string> = K extends keyof M ? M[K] : `${K}_other` extends keyof M ? M[`${K}_other`] : never;
type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Values<M, K extends string> = [NamesIn<TextOf<M, K>>] extends [never]
  ? []
  : [values: Record<NamesIn<TextOf<M, K>>, string | number>];

export type Translate<M extends Record<string, string>> = <K extends KeyOf<M>>(
  key: K,
  ...values: Values<M, K>
) => string;

/** Registers the English texts of one slice and answers its `t`. */
export function messages<const M extends Record<string, string>>(slice: string, english: M): Translate<M> {
  catalogue.set(`en ${slice}`, english);
  return (key, ...values) => {
    const named: Texts | Record<string, string | number> = values[0] ?? {};
    const text = textOf(`${language} ${slice}`, key, named) ?? textOf(`en ${slice}`, key, named) ?? key;
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => shown(name, named[name]));
  };
}

/** A count is written as the language writes numbers: 3,900. */
function shown(name: string, value: string | number | undefined): string {
  return name === 'count' && typeof value === 'number' ? numbers.format(value) : `${value ?? ''}`;
}

/** The text of a key: with a count, in the form that the language has for that number. */
function textOf(where: string, key: string, { count }: Readonly<Record<string, string | number>>): string | undefined {
  const texts = catalogue.get(where);
  const plural = typeof count === 'number' ? texts?.[`${key}_${plurals.select(count)}`] : undefined;
  return plural ?? texts?.[key] ?? (count === undefined ? undefined : texts?.[`${key}_other`]);
}

/** Adds the texts of one slice in another language; keys it does not have stay English. */
export function translate(into: string, slice: string, texts: Texts): void {
  catalogue.set(`${into} ${slice}`, { ...catalogue.get(`${into} ${slice}`), ...texts });
}

/** Says everything in a language from here on; the page runs in the direction of its script. */
export function speak(in_: string): void {
  language = in_;
  plurals = new Intl.PluralRules(in_);
  numbers = new Intl.NumberFormat(in_);
  if (typeof document === 'undefined') return;
  document.documentElement.lang = in_;
  document.documentElement.dir = /^(?:ar|ckb|dv|fa|he|ps|sd|ur|yi)\b/.test(in_) ? 'rtl' : 'ltr';
}
