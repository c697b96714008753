import { format } from '../../../web/format.ts';
import { t } from './messages.ts';

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** What stands in a field of the packet, as people read it: the sale tells days as `2027-03-26` and amounts as `318000 EUR`, and so may whoever wrote it. */
export function packetText(text: string): string {
  if (text.trim().toLowerCase() === 'none') return t('packet.none');
  return text
    .replaceAll(/\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g, (day) => format.date(day, 'full'))
    .replaceAll(/(?<![\w.,])(\d+(?:\.\d{1,2})?) ([A-Z]{3})\b/g, (said, amount: string, currency: string) =>
      currencies.has(currency) ? format.money(Number(amount), currency) : said,
    );
}
