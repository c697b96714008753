import { Command, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contracts } from '../contracts.ts';
import { send } from '../platform/client.ts';
import type { Endpoint } from '../platform/contract.ts';
import { connection } from './connection.ts';
import { followed, waitedFor } from './following.ts';
import { print } from './output.ts';

/** Every endpoint as a command: `perennial api people listAccounts --text gear`. Derived, so that nothing can be forgotten. */
export function addEndpointCommands(program: Command): void {
  const api = program.command('api').description('Every endpoint as a command.');
  for (const [slice, contract] of Object.entries(contracts)) {
    const group = api.command(slice).description(`Endpoints of ${slice}`);
    for (const [name, endpoint] of Object.entries(contract)) addCommand(group, name, endpoint);
  }
}

interface Property {
  type?: string | string[];
  enum?: unknown[];
  description?: string;
}

function addCommand(group: Command, name: string, endpoint: Endpoint): void {
  const command = group.command(name).description(endpoint.summary);
  const params = Object.keys(properties(endpoint.params).properties);
  for (const param of params) command.argument(`<${param}>`);
  const query = properties(endpoint.query);
  const body = properties(endpoint.body);
  const fields = [
    ...Object.keys(query.properties),
    ...Object.keys(body.properties).filter((f) => !(f in query.properties)),
  ];
  for (const field of fields) {
    const property = query.properties[field] ?? body.properties[field] ?? {};
    const option = new Option(
      `--${dashed(field)} <value>`,
      property.enum ? `one of ${property.enum.join(', ')}` : (property.description ?? ''),
    );
    command.addOption(option);
  }
  if (endpoint.body) command.option('--data <json>', 'the body as JSON, or @file; the options above are laid over it');
  if (endpoint.takes) command.requiredOption('--file <path>', `what to send (${endpoint.takes})`);
  if (endpoint.versioned)
    command.requiredOption('--version-read <number>', 'the version that you read, against lost edits');
  if (endpoint.status === 201) command.option('--key <key>', 'Idempotency-Key: the same key does nothing twice');
  const goesOn = beginsWork(endpoint);
  if (goesOn) command.option('--wait', 'follow it to its end; Ctrl-C ends it');
  command.option('--json', 'raw JSON on one line, for other programs');
  command.action(async (...args: unknown[]) => {
    const options = args[params.length] as Record<string, string | boolean>;
    const given = (of: Record<string, Property>) =>
      Object.fromEntries(
        Object.entries(of).flatMap(([field, property]) => {
          const value = options[camel(dashed(field))];
          return value === undefined ? [] : [[field, typed(String(value), property)]];
        }),
      );
    const data =
      options.data === undefined
        ? {}
        : (JSON.parse(
            String(options.data).startsWith('@')
              ? readFileSync(String(options.data).slice(1), 'utf8')
              : String(options.data),
          ) as object);
    const server = await connection();
    const response = await waitedFor(server, (signal) =>
      send(
        server,
        endpoint,
        {
          params: Object.fromEntries(params.map((param, i) => [param, args[i]])) as never,
          query: given(query.properties),
          ...(endpoint.body && !endpoint.takes ? { body: { ...data, ...given(body.properties) } } : {}),
          ...(endpoint.takes ? { raw: readFileSync(String(options.file)) } : {}),
        },
        {
          signal,
          ifMatch: options.versionRead === undefined ? undefined : Number(options.versionRead),
          idempotencyKey: options.key as string | undefined,
        },
      ),
    );
    if (endpoint.media) {
      for await (const chunk of response.body ?? []) process.stdout.write(chunk);
      return;
    }
    const answer = (await response.json()) as { id?: string };
    print(
      goesOn && options.wait && answer.id !== undefined ? await followed(server, answer.id) : answer,
      Boolean(options.json),
    );
  });
}

/** Whether its answer is a record of work that a job does. */
function beginsWork({ method, path, answer }: Endpoint): boolean {
  const { state } = properties(answer).properties;
  return method === 'POST' && !path.endsWith('/cancel') && (state?.enum?.includes('waiting') ?? false);
}

function properties(schema: z.ZodType | undefined): { properties: Record<string, Property> } {
  if (!schema) return { properties: {} };
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>;
  };
  return { properties: json.properties ?? {} };
}

/** What was typed, as the field wants it: numbers, yes or no, JSON for lists and objects, otherwise text. */
function typed(value: string, property: Property): unknown {
  const types = [property.type ?? []].flat();
  if (value === 'null' && !types.includes('string')) return null;
  if (types.includes('number') || types.includes('integer')) return Number(value);
  if (types.includes('boolean')) return value === 'true';
  if (types.includes('array') || types.includes('object'))
    return /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value.split(',');
  return value;
}

const dashed = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
const camel = (name: string) => name.replace(/-([a-z])/g, (_, c: string) => c.toUpperCase());
