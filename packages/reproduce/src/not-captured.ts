import type { RunRecord } from '@reprise/protocol'

const lost: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'SKIPPED'])

/** What of a run is not in its record, in words: so much a reproduction can not look at. */
export function listNotCaptured({ items, code, inputs, outputs }: RunRecord): string[] {
  const files = [...code.files, ...inputs, ...outputs]
  return [
    ...items
      .filter(({ status, detail = '' }) => lost.has(status) && !/^(?:It was not asked for|Of 0 )/.test(detail))
      .map(({ name, detail }) => `${name}: ${detail ?? 'no reason is known'}`),
    ...(code.not_kept === undefined || code.kind === 'FILES' ? [] : [`code: ${code.not_kept}`]),
    ...files.flatMap(({ path, not_kept: why }) => (why === undefined ? [] : [`${path}: ${why}`])),
  ]
}
