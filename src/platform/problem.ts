/**
 * An error that a person or a program outside may see: RFC 9457. `detail` is one sentence that says what to do next;
 * it never carries a stack, a query or a path.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Further members of the problem, such as `errors` (where in the input) or `current` (the record as it is now). */
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.more = more;
    this.headers = headers;
  }
}

/** The same answer whether a record does not exist, was deleted, or may not be seen. */
export const notFound = (what: string) =>
  new Problem(404, 'not_found', `There is no such ${what}, or you may not see it.`);

export const forbidden = (what: string) =>
  new Problem(403, 'forbidden', `Your role does not allow you to ${what}. Ask an owner or manager of this workspace.`);

/** An edit of a record that somebody else changed in the meantime. `current` is the record as it is now. */
export const stale = (current: unknown) =>
  new Problem(
    412,
    'changed_meanwhile',
    'Somebody changed this record since you opened it. Compare with the current values and save again.',
    { current },
  );

export const invalid = (errors: { path: string; message: string }[]) =>
  new Problem(
    422,
    'invalid_input',
    `Please correct ${errors.length === 1 ? 'one field' : `${errors.length} fields`}: ${errors[0]?.path || 'input'}: ${errors[0]?.message}`,
    { errors },
  );

export const conflict = (code: string, detail: string, more: Record<string, unknown> = {}) =>
  new Problem(409, code, detail, more);
