/** How the facts of a sale become the columns of a model. A fact that is not known is a category of its own. */

/** Facts frozen at the moment of prediction: nothing that became known later may be among them. */
export type SaleFacts = Readonly<Record<string, number | string | null | undefined>>;

export type Field =
  | {
      name: string;
      kind: 'number';
      /** Enters as (value − centre) / scale, kept within ± limit. */
      centre: number;
      scale: number;
      limit: number;
      /** Default weight in log-odds per unit, and how far from it the data may easily move it (standard deviation). */
      weight: number;
      spread: number;
    }
  | {
      name: string;
      kind: 'category';
      /** Default weight per level; a level that is not listed counts as unknown. */
      weights: Readonly<Record<string, number>>;
      spread: number;
    };

/** `level` is null for the slope of a number. */
export type Column = { field: string; level: string | null; weight: number; spread: number };

export const unknown = 'unknown';

/** The columns that the fields stand for, one after another, each field's `unknown` last. */
export function columnsOf(fields: readonly Field[]): Column[] {
  return fields.flatMap((field) => {
    const unknownColumn: Column = { field: field.name, level: unknown, weight: 0, spread: field.spread };
    if (field.kind === 'number')
      return [{ field: field.name, level: null, weight: field.weight, spread: field.spread }, unknownColumn];
    const known = Object.entries(field.weights).filter(([level]) => level !== unknown);
    return [
      ...known.map(([level, weight]) => ({ field: field.name, level, weight, spread: field.spread })),
      { ...unknownColumn, weight: field.weights[unknown] ?? 0 },
    ];
  });
}

/** The row of one sale in the order of `columnsOf`. */
export function rowOf(fields: readonly Field[], facts: SaleFacts): number[] {
  return fields.flatMap((field) => {
    const value = facts[field.name];
    if (field.kind === 'number') {
      if (typeof value !== 'number' || !Number.isFinite(value)) return [0, 1];
      return [Math.max(-field.limit, Math.min(field.limit, (value - field.centre) / field.scale)), 0];
    }
    const levels = Object.keys(field.weights).filter((level) => level !== unknown);
    const row = levels.map((level) => (level === value ? 1 : 0));
    return [...row, row.some((cell) => cell === 1) ? 0 : 1];
  });
}

/** Category fields for columns found in a file, all levels as they occur, without any default opinion. */
export function categoryFields(names: readonly string[], sales: readonly SaleFacts[], spread: number): Field[] {
  return names.map((name) => {
    const levels = [...new Set(sales.map((sale) => sale[name]))].filter((value) => typeof value === 'string');
    return { name, kind: 'category', weights: Object.fromEntries(levels.map((level) => [level, 0])), spread };
  });
}
