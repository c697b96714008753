/** Reasons that come with the product and have words of their own; a workspace keeps its own list. */
export const lossReasons = [
  'price',
  'offering',
  'competitor',
  'no decision',
  'no budget',
  'timing',
  'relationship',
  'procedure',
  'withdrew',
  'other',
] as const;
export const winReasons = [
  'offering',
  'price',
  'relationship',
  'service',
  'delivery time',
  'reference',
  'no alternative',
] as const;
