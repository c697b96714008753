import { createInstance } from 'i18next';

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
const catalogue = createInstance();
void catalogue.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  returnEmptyString: false,
  resources: {},
  interpolation: { escapeValue: false },
});

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
  catalogue.addResourceBundle('en', slice, english, true, false);
  return (key, ...values) => {
    // Widened on purpose: i18next types its keys for one global catalogue, ours are typed per slice.
    const wide: string = key;
    return catalogue.t(wide, { ns: slice, ...values[0] });
  };
}

/** Adds the texts of one slice in another language; keys it does not have stay English. */
export function translate(language: string, slice: string, texts: Record<string, string>): void {
  catalogue.addResourceBundle(language, slice, texts, true, true);
}

export async function speak(language: string): Promise<void> {
  await catalogue.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = catalogue.dir(language);
}
