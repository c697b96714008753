import { z } from 'zod';

/**
 * The contract kernel. An endpoint says everything that the outside may know of an operation; routing, validation,
 * permission, the typed client, the OpenAPI document, the command line and the isolation test are all derived from it.
 */

/** Any Zod schema, typed by its shape alone: far cheaper for the compiler than generics over Zod's own classes. */
type Shape = z.ZodType;
type In<S> = S extends { _zod: { input: infer I } } ? I : never;
type Out<S> = S extends { _zod: { output: infer O } } ? O : never;

export type Action = 'read' | 'write' | 'delete';
/** `anyone`: without signing in. `member`: whoever is signed in. Otherwise a right on a kind of record. */
export type Permission = 'anyone' | 'member' | `${string}:${Action}`;

export interface Endpoint<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  A extends Shape = Shape,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  /** One sentence, in the imperative, in the words of the business. */
  summary: string;
  may: Permission;
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  /** 200 unless told; 201 creates (and takes an Idempotency-Key). */
  status?: 200 | 201 | 202;
  /** An edit of a versioned record: needs If-Match, answers 412 when the record changed meanwhile. */
  versioned?: true;
  /** Largest body in bytes; 1 MB unless told. */
  bodyLimit?: number;
  /** Seconds the transaction may take; 5 unless told. */
  deadline?: number;
  /** Reads, and only reads, a good part of the workspace: asked as the role of reports, which finds out once for a question which accounts the person sees. */
  report?: true;
  /** The handler opens its own transactions through `call.transact`: long or streaming work. */
  ownTransactions?: true;
  /** The query that leaves nothing out, of a list that shows a part unless told: what an export of everything asks. */
  whole?: Record<string, string>;
  /** Answers with something else than JSON (a file, a stream): the media type. The handler returns a Response. */
  media?: string;
  /** Takes a body other than JSON: the media type. The handler reads `call.request`. */
  takes?: string;
}

export function endpoint<
  P extends Shape = z.ZodObject<{}>,
  Q extends Shape = z.ZodObject<{}>,
  B extends Shape = z.ZodUndefined,
  A extends Shape = Shape,
>(definition: Endpoint<P, Q, B, A>): Endpoint<P, Q, B, A> {
  return definition;
}

/** What a handler receives: everything validated. */
export interface Input<E> {
  params: E extends Endpoint<infer P> ? Out<P> : never;
  query: E extends Endpoint<Shape, infer Q> ? Out<Q> : never;
  body: E extends Endpoint<Shape, Shape, infer B> ? Out<B> : never;
}
/** What a handler returns, before it becomes JSON. */
export type Returns<E> = E extends Endpoint<Shape, Shape, Shape, infer A> ? In<A> : never;

/** What a client sends and receives. */
export interface Sends<E> {
  params?: E extends Endpoint<infer P> ? In<P> : never;
  query?: E extends Endpoint<Shape, infer Q> ? In<Q> : never;
  body?: E extends Endpoint<Shape, Shape, infer B> ? In<B> : never;
}
export type Answer<E> = E extends Endpoint<Shape, Shape, Shape, infer A> ? Out<A> : never;

/** A slice's endpoints by name. */
export type Contract = Record<string, Endpoint>;

/** A moment: on the wire ISO 8601 in UTC; a handler may return the Date it read. */
export const instant = z.iso.datetime({ offset: true }) as unknown as z.ZodType<string, string | Date>;
/** A calendar day, YYYY-MM-DD. */
export const day = z.iso.date();
export const id = z.uuid();
export const byId = z.object({ id });
/** An exact decimal amount as text ("1234.50"): never a float. */
export const decimal = z.string().regex(/^-?\d{1,16}(\.\d{1,2})?$/, 'Write an amount such as 1234.50');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'Write a currency code such as EUR');
/** A line of text that a person types: trimmed, bounded, without control characters. */
export const text = (most: number, least = 1) =>
  z
    .string()
    .trim()
    .min(least, least === 1 ? 'Must not be empty' : `At least ${least} characters`)
    .max(most, `At most ${most} characters`)
    .refine((s) => !hasControlCharacters(s), 'Contains control characters');
/** Each once. */
export const tags = z
  .array(text(50))
  .max(50)
  .overwrite((given) => [...new Set(given)]);
/** Values of fields that the customer added, by the field's key. */
export const custom = z
  .record(z.string().max(60), z.union([z.string().max(5000), z.number(), z.boolean(), z.null()]))
  .refine((c) => Object.keys(c).length <= 200, 'At most 200 custom fields');

/** Those that the newest records of a kind have, with values to choose from. */
export const ownFields = z.object({ items: z.array(z.object({ field: z.string(), values: z.array(z.string()) })) });

/** The query of every list. */
export const paging = {
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const page = <S extends Shape>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });
/** A query parameter that may be repeated or separated by commas. */
export const several = <S extends Shape>(item: S) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((v) => (Array.isArray(v) ? v : v.split(',')))
    .pipe(z.array(item).max(200) as unknown as z.ZodType<Out<S>[], string[]>);
/** A query parameter that is true or false. */
export const flag = z.enum(['true', 'false']).transform((v) => v === 'true');
export const done = z.object({ done: z.literal(true) });

function hasControlCharacters(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if ((c < 32 && c !== 9 && c !== 10 && c !== 13) || c === 127) return true;
  }
  return false;
}
