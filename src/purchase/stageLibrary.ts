import type { SaleType } from '../relationship/vocabulary.ts';
import { commercialLibrary } from './library/commercial.ts';
import { consumerLibrary } from './library/consumer.ts';
import { relationshipLibrary } from './library/relationship.ts';
import { retailLibrary } from './library/retail.ts';
import type { StageLibrary } from './stages.ts';

export type ProcessLibrary = Readonly<Record<SaleType, StageLibrary>>;

/** What ships; a workspace starts from it and edits its own. */
export const shippedLibrary: ProcessLibrary = {
  commercial: commercialLibrary,
  relationship: relationshipLibrary,
  consumer: consumerLibrary,
  retail: retailLibrary,
};
