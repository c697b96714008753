import type { Contract } from './platform/contract.ts';

/** The API page, made from the contracts: what there is, in the order of the business. The details are in /openapi.json. */
export function docsPage(contracts: Record<string, Contract>, nonce: string): string {
  const slices = Object.entries(contracts).map(
    ([slice, contract]) =>
      `<h2 id="${slice}">${slice}</h2><table><tbody>${Object.entries(contract)
        .map(
          ([name, e]) => `
    <tr><td><code class="m">${e.method}</code></td><td><code>/api${e.path}</code></td><td>${escape(e.summary)}</td><td class="p">${e.may}</td><td class="n"><code>perennial api ${slice} ${name}</code></td></tr>`,
        )
        .join('')}</tbody></table>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Perennial API</title><style nonce="${nonce}">
    :root { color-scheme: light dark } body { font: 14px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2rem auto; padding: 0 1rem } table { width: 100%; border-collapse: collapse } td { padding: .3rem .6rem .3rem 0; border-top: 1px solid #8883; vertical-align: top }
    .m { font-weight: 600 } .p, .n { color: #777 } h2 { margin-top: 2rem; text-transform: capitalize } @media (max-width: 700px) { .n, .p { display: none } }</style></head><body><main>
    <h1>Perennial API</h1><p>JSON over HTTP. Sign in with a token: <code>Authorization: Bearer …</code> (made in settings). The machine-readable document is <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
    <p>Creates take an <code>Idempotency-Key</code>; edits send the version they edited in <code>If-Match</code>; lists are paged by <code>cursor</code>; errors are RFC 9457 problems with a <code>code</code> and a sentence.</p>
    <nav>${Object.keys(contracts)
      .map((s) => `<a href="#${s}">${s}</a>`)
      .join(' · ')}</nav>${slices.join('')}</main></body></html>`;
}

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
