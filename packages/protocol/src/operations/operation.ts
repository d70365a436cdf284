import type { InputOf, MessageOf, MessageType } from '../schema/field.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** One thing a server can be asked: where it is, what it takes, what it answers. */
export interface Operation<Request extends MessageType = MessageType, Response extends MessageType = MessageType> {
  /** Other methods answer 405. The first is the one our client uses. */
  readonly methods: readonly Method[]
  /** After the version prefix; see {@link pathsOf}. A name in braces is a required field of the request that stands in the path. */
  readonly path: string
  /** `mlflow`: under /api/2.0 and /ajax-api/2.0. `ajax`: under /ajax-api/2.0 alone. `reprise`: our own, under /api/reprise/1. `internal`: asked
   * by the server that has the store, under no path. */
  readonly family: 'mlflow' | 'ajax' | 'reprise' | 'internal'
  /** Reads may run beside writes, on other threads; a write that was answered is durable. */
  readonly effect: 'read' | 'write'
  /**
   * Where requests are held to their messages: what is not known is refused, and so is a body beyond so many bytes. Others are as lenient as
   * MLflow's.
   */
  readonly strict?: { readonly bodyBytes: number }
  readonly summary: string
  readonly request: Request
  readonly response: Response
}

/** What a handler gets. */
export type RequestOf<Op extends Operation> = MessageOf<Op['request']['fields']>
/** What a caller passes. */
export type InputFor<Op extends Operation> = InputOf<Op['request']['fields']>
/** What a caller gets back. */
export type ResponseOf<Op extends Operation> = MessageOf<Op['response']['fields']>
/** What a handler answers: repeated fields may be left out. */
export type AnswerOf<Op extends Operation> = InputOf<Op['response']['fields']>

const prefixes = {
  mlflow: ['/api/2.0', '/ajax-api/2.0'],
  ajax: ['/ajax-api/2.0'],
  reprise: ['/api/reprise/1'],
  internal: [],
} as const satisfies Record<Operation['family'], readonly string[]>

/** Every path under which an operation answers; our client uses the first. */
export function pathsOf(operation: Operation): readonly string[] {
  return prefixes[operation.family].map((prefix) => prefix + operation.path)
}

const placeholder = /\{(\w+)\}/g

/** The path of one request: fields that stand in braces, filled in. */
export function fillPath(path: string, fields: Readonly<Record<string, unknown>>): string {
  return path.replace(placeholder, (_, name: string) => {
    const value = fields[name] ?? ''
    return encodeURIComponent((typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed())
  })
}

/** Whether a path, as our client asks it, is one of an operation. */
export function isPathOf(operation: Operation, path: string): boolean {
  const [own = ''] = pathsOf(operation)
  return own === path || (own.includes('{') && new RegExp(`^${own.replace(placeholder, '[^/]+')}$`).test(path))
}

/** Declares an operation, keeping the exact types of its messages. */
export function operation<const Request extends MessageType, const Response extends MessageType>(
  declared: Operation<Request, Response>,
): Operation<Request, Response> {
  return declared
}
