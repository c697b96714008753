import { Agent, request } from 'node:http';

/** A lean client: what asks shares the machine with what answers, so it must cost little. Fails on any answer but success. */
export function asker(address: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(address);

  return (token: string, path: string, body?: object): Promise<string> =>
    new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        ...(text === undefined
          ? {}
          : {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              'idempotency-key': crypto.randomUUID(),
            }),
      };
      const sent = request(
        { agent, hostname, port, path, method: text === undefined ? 'GET' : 'POST', headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const answer = Buffer.concat(chunks).toString();
            if (response.statusCode! < 300) resolve(answer);
            else reject(new Error(`${path}: ${response.statusCode} ${answer.slice(0, 300)}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
}
