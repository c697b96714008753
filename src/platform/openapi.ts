import { z } from 'zod';
import type { Contract, Endpoint } from './contract.ts';

/** The OpenAPI 3.1 document of all contracts: everything in it is derived, nothing is written twice. */
export function openapi(contracts: Record<string, Contract>, about: { version: string; title: string }): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [slice, contract] of Object.entries(contracts)) {
    for (const [name, endpoint] of Object.entries(contract)) {
      const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
      (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(slice, name, endpoint);
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: about.title,
      version: about.version,
      description: 'A customer-lifecycle CRM that does not stop at the close.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags: Object.keys(contracts).map((slice) => ({ name: slice, description: `Endpoints of ${slice}` })),
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, made in settings.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session', description: 'Set by signing in.' },
      },
      schemas: { Problem: problemSchema },
      responses: Object.fromEntries(
        Object.entries(problems).map(([code, description]) => [
          `Problem${code}`,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

const problems: Record<string, string> = {
  400: 'The request cannot be understood.',
  401: 'Not signed in, or the token is not valid.',
  403: 'Your role does not allow this.',
  404: 'No such record, or you may not see it.',
  409: 'In conflict with what is there.',
  412: 'The record changed meanwhile; `current` holds it.',
  413: 'The body is too large.',
  415: 'The body is not of the expected type.',
  422: 'The input is not valid; `errors` says where.',
  428: 'If-Match is missing.',
  429: 'Too many attempts.',
  503: 'Busy or away: try again after Retry-After seconds.',
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string', description: 'A sentence that says what to do.' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    current: { description: 'The record as it is now, for 412.' },
  },
};

function operation(slice: string, name: string, e: Endpoint): object {
  const refusals = [
    ...(e.may === 'anyone' ? [] : [401]),
    ...(e.may.includes(':') ? [403] : []),
    ...(e.params ? [404] : []),
    400,
    ...(e.body ? [413, 415, 422] : [422]),
    ...(e.versioned ? [412, 428] : []),
    ...(e.status === 201 ? [409] : []),
    429,
    503,
  ];
  return {
    operationId: `${slice}.${name}`,
    tags: [slice],
    summary: e.summary,
    ...(e.may === 'anyone' ? { security: [] } : { 'x-permission': e.may }),
    parameters: [
      ...parameters(e.params, 'path'),
      ...parameters(e.query, 'query'),
      ...(e.versioned
        ? [
            {
              name: 'If-Match',
              in: 'header',
              required: true,
              schema: { type: 'string' },
              description: 'The version that was edited, from ETag.',
            },
          ]
        : []),
      ...(e.status === 201
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              schema: { type: 'string', minLength: 8, maxLength: 200 },
              description: 'The same key gives the same answer and does nothing twice.',
            },
          ]
        : []),
    ],
    ...(e.takes
      ? { requestBody: { required: true, content: { [e.takes]: { schema: { type: 'string', format: 'binary' } } } } }
      : e.body
        ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(e.body, 'input') } } } }
        : {}),
    responses: {
      [e.status ?? 200]: {
        description: 'As asked.',
        content: e.media
          ? { [e.media]: { schema: { type: 'string', format: 'binary' } } }
          : { 'application/json': { schema: schemaOf(e.answer, 'output') } },
      },
      ...Object.fromEntries(
        [...new Set(refusals)].map((code) => [code, { $ref: `#/components/responses/Problem${code}` }]),
      ),
    },
  };
}

function parameters(schema: Endpoint['params'], place: 'path' | 'query'): object[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, s]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: s,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Record<string, unknown>;
  return rest;
}
