/**
 * One HTTP request of the corpus, as data. Strings anywhere in `path`, `query` and `body` may hold `{{name}}`, which stands for a value
 * that an earlier exchange of the same scenario captured (see {@link ExchangeOptions.capture}).
 */
export interface Exchange {
  /** Says what the request is about; unique inside its scenario, since recordings are keyed by it. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent byte for byte after substitution: it is not normalised, so that `..` reaches the server. */
  readonly path: string
  readonly body?: RequestBody
  readonly headers?: Readonly<Record<string, string>>
  readonly capture?: Readonly<Record<string, string>>
  readonly pauseMs?: number
}

export type RequestBody =
  | { readonly json: unknown }
  | { readonly text: string }
  | { readonly base64: string }
  /** Sent with `Transfer-Encoding: chunked`, one chunk per string. */
  | { readonly chunks: readonly string[] }

export interface ExchangeOptions {
  /** Variable name → dotted path in the JSON answer, such as `run.info.run_id` or `experiments.0.name`. */
  readonly capture?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds to wait before the request, where the order of answers hangs on the server's clock. */
  readonly pauseMs?: number
}

/** Exchanges that run one after another on one server and share their captured variables. */
export interface Scenario {
  readonly name: string
  readonly exchanges: readonly Exchange[]
}

export type Query = Readonly<Record<string, string | number | readonly string[]>>

export function scenario(name: string, exchanges: readonly Exchange[]): Scenario {
  const names = new Set(exchanges.map((exchange) => exchange.name))
  if (names.size !== exchanges.length) {
    const twice = exchanges.find((exchange, index) => exchanges.findIndex((other) => other.name === exchange.name) !== index)
    throw new Error(`Scenario '${name}' has two exchanges named '${twice?.name}'.`)
  }
  return { name, exchanges }
}

/** A POST of a JSON body; a path without a leading slash is under `/api/2.0/mlflow/`. */
export function post(name: string, path: string, json: unknown, options: ExchangeOptions = {}): Exchange {
  return { name, method: 'POST', path: toPath(path), body: { json }, ...options }
}

export function get(name: string, path: string, query: Query = {}, options: ExchangeOptions = {}): Exchange {
  return { name, method: 'GET', path: toPath(path) + toQueryString(query), ...options }
}

/** Any method, path and body, where `post` and `get` would say too much. */
export function send(name: string, request: Omit<Exchange, 'name'>): Exchange {
  return { ...request, name, path: toPath(request.path) }
}

function toPath(path: string): string {
  return path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`
}

// Braces of placeholders stay as they are; the sender encodes the values that it puts in their place.
function toQueryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${key}=${encodeOutsidePlaceholders(String(one))}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function encodeOutsidePlaceholders(text: string): string {
  return text
    .split(/(\{\{\w+\}\})/)
    .map((part) => (part.startsWith('{{') ? part : encodeURIComponent(part)))
    .join('')
}
