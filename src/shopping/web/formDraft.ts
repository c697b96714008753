import type { WebForm } from '../forms/contract.ts';

/** What of a form is written on its page. */
export type FormDraft = Pick<
  WebForm,
  | 'name'
  | 'title'
  | 'intro'
  | 'button'
  | 'thanks'
  | 'fields'
  | 'touchpointKind'
  | 'consent'
  | 'doubleOptIn'
  | 'sites'
  | 'active'
  | 'segment'
  | 'campaign'
  | 'owner'
>;

/** What each part of the page works on. */
export interface FormPartProps {
  draft: FormDraft;
  write: (part: Partial<FormDraft>) => void;
  readOnly: boolean;
}
