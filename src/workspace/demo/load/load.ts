import type { Call } from '../../../platform/serve.ts';
import type { DemoCompany } from '../story/records.ts';

/** What every part of the loading is given: the told company, and the ids that its records get. */
export interface DemoLoad {
  call: Call;
  demo: DemoCompany;
  /** Key of a member → id; `me` is who loads the demo. */
  people: ReadonlyMap<string, string>;
  ids: DemoIds;
  /** Grows while loading: what does not go with a customer is taken away by its mark. */
  marks: Mark[];
}

/** Key of a record → its id. */
export type DemoIds = Record<'account' | 'contact' | 'opportunity' | 'case', ReadonlyMap<string, string>>;

/** What is to be kept of a record, so that the demo can be taken away again. */
export interface Mark {
  key: string;
  kind: string;
  record_id: string;
}
