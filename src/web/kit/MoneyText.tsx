import { format } from '../format.ts';

interface MoneyTextProps {
  /** In units of the currency, not cents. */
  amount: number;
  /** ISO 4217, `EUR`. */
  currency: string;
  /** `short` (€1.84m) shows the exact amount on hover. */
  style?: 'short' | 'exact';
}

export function MoneyText({ amount, currency, style = 'short' }: MoneyTextProps) {
  const exact = format.money(amount, currency);
  if (style === 'exact') return <span>{exact}</span>;
  return <span title={exact}>{format.moneyShort(amount, currency)}</span>;
}
