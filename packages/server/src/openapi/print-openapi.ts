import { type Field, type FieldType, type MessageType, type Operation, operations, pathsOf } from '@reprise/protocol'
import { otherRoutes } from './other-routes.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of this server, printed from the same tables the routes are made from. */
export function printOpenApi(version: string): Json {
  const schemas: Json = {}
  const paths: Record<string, Json> = {}
  for (const [name, operation] of Object.entries(operations) as [string, Operation][]) {
    for (const [index, path] of pathsOf(operation).entries()) {
      paths[path] = {
        ...paths[path],
        ...Object.fromEntries(
          operation.methods.map((method) => [
            method.toLowerCase(),
            describeOperation(operation, { id: uniqueId(name, method, index), method, schemas }),
          ]),
        ),
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Reprise',
      version,
      description: "Experiment tracking. Paths under /api/2.0 and /ajax-api/2.0 speak MLflow's protocol.",
    },
    paths: { ...paths, ...otherRoutes },
    components: { schemas: { ...schemas, Error: errorSchema } },
  }
}

const errorSchema = {
  type: 'object',
  required: ['error_code', 'message'],
  properties: { error_code: { type: 'string' }, message: { type: 'string' }, hint: { type: 'string' } },
}

function uniqueId(name: string, method: string, index: number): string {
  return [name, method === 'GET' ? 'Get' : '', index === 0 ? '' : 'Ajax'].join('')
}

interface Place {
  readonly id: string
  readonly method: string
  readonly schemas: Json
}

function describeOperation(operation: Operation, { id, method, schemas }: Place): Json {
  const fields = Object.entries(operation.request.fields)
  const isInPath = ([name]: (typeof fields)[number]): boolean => operation.path.includes(`{${name}}`)
  const asked = method === 'GET' ? fields : fields.filter(isInPath)
  const input = {
    ...(asked.length === 0
      ? {}
      : { parameters: asked.map((field) => toParameter(...field, { schemas, in: isInPath(field) ? 'path' : 'query' })) }),
    ...(method === 'GET' ? {} : { requestBody: { required: true, content: json(reference(operation.request, schemas)) } }),
  }
  return {
    operationId: id,
    summary: operation.summary,
    ...input,
    responses: {
      200: { description: 'Done.', content: json(reference(operation.response, schemas)) },
      default: { description: 'What went wrong.', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  }
}

function toParameter(name: string, field: Field, { schemas, in: place }: { schemas: Json; in: 'path' | 'query' }): Json {
  return {
    name,
    in: place,
    required: field.presence === 'required',
    description: field.doc,
    schema: toSchema(field, schemas),
    ...(place === 'query' ? { explode: true } : {}),
  }
}

function reference(type: MessageType, schemas: Json): Json {
  if (!Object.hasOwn(schemas, type.name)) {
    const schema: Json = { type: 'object' }
    schemas[type.name] = schema
    const fields = Object.entries(type.fields)
    schema['properties'] = Object.fromEntries(
      fields.map(([name, field]) => [name, { ...toSchema(field, schemas), description: field.doc }]),
    )
    const needed = fields.filter(([, field]) => field.presence === 'required').map(([name]) => name)
    if (needed.length > 0) schema['required'] = needed
  }
  return { $ref: `#/components/schemas/${type.name}` }
}

function toSchema(field: Field, schemas: Json): Json {
  const one = typeSchema(field.type, schemas)
  const isList = field.presence === 'repeated'
  const bounds = field.most === undefined ? {} : { [isList ? 'maxItems' : 'maxLength']: field.most }
  return isList ? { type: 'array', items: one, ...bounds } : { ...one, ...bounds }
}

function typeSchema(type: FieldType, schemas: Json): Json {
  if (typeof type === 'object') return type.kind === 'enum' ? { type: 'string', enum: Object.keys(type.values) } : reference(type, schemas)
  return scalarSchemas[type]
}

const scalarSchemas = {
  string: { type: 'string' },
  int64: { type: 'integer', format: 'int64' },
  int32: { type: 'integer', format: 'int32' },
  double: {
    oneOf: [
      { type: 'number', format: 'double' },
      { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] },
    ],
  },
  bool: { type: 'boolean' },
  json: {},
} as const

function json(schema: Json): Json {
  return { 'application/json': { schema } }
}
