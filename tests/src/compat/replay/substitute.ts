import type { RequestBody } from '../corpus/scenario.ts'

export type Variables = Map<string, string>

const PLACEHOLDER = /\{\{(\w+)\}\}/g

/** Puts the captured values in place; throws on a name that nothing captured, since the request would then test something else. */
function substitute(text: string, variables: Variables, encode: (value: string) => string = (value) => value): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = variables.get(name)
    if (value === undefined)
      throw new Error(`Nothing has captured '{{${name}}}' yet (captured so far: ${[...variables.keys()].join(', ')}).`)
    return encode(value)
  })
}

export function substitutePath(path: string, variables: Variables): string {
  return substitute(path, variables, encodeURIComponent)
}

/** The bytes to send, one buffer per chunk; a single buffer unless the body is to be chunked. */
export function toBuffers(body: RequestBody, variables: Variables): Buffer[] {
  if ('json' in body) return [Buffer.from(substitute(JSON.stringify(body.json), variables))]
  if ('text' in body) return [Buffer.from(substitute(body.text, variables))]
  if ('base64' in body) return [Buffer.from(body.base64, 'base64')]
  return body.chunks.map((chunk) => Buffer.from(substitute(chunk, variables)))
}

/** Reads `run.info.run_id` or `files.0.path` out of a parsed answer; undefined when there is no such string. */
export function readPath(value: unknown, path: string): string | undefined {
  let current = value
  for (const part of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Reflect.get(current, part)
  }
  return typeof current === 'string' ? current : undefined
}
