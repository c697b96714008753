import { Problem } from './problem.ts';

/** The body as JSON; undefined when there is none. */
export async function jsonBody(request: Request, limit: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  const bytes = await inTime(boundedBody(request, limit));
  if (bytes.length === 0) return undefined;
  if (!/^application\/(\w+\+)?json\b/.test(type))
    throw new Problem(415, 'not_json', 'Send the body as JSON with Content-Type: application/json.');
  try {
    // JSON.parse keeps __proto__ as an own key; nothing later may copy it into a prototype.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), (key, value: unknown) =>
      key === '__proto__' ? undefined : value,
    );
  } catch {
    throw new Problem(400, 'bad_json', 'The body is not valid JSON in UTF-8.');
  }
}

/** What a person types or a program sends in one piece is here by then; a body that trickles keeps its connection no longer. */
async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Problem(
            408,
            'body_too_slow',
            'The body did not arrive within 30 seconds. Send it again.',
            {},
            { connection: 'close' },
          ),
        ),
      30_000,
    );
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}

/** The whole body, or 413 as soon as it is larger than the limit. */
export async function boundedBody(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new Problem(413, 'too_large', `The body is larger than ${Math.round(limit / 1000)} kB. Send less at once.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
