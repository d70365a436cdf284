import type { RunRecord } from '@reprise/protocol'

/** What of a run is not in its record, in words: so much a reproduction can not look at. */
export function listNotCaptured({ items, code, inputs, outputs }: RunRecord): string[] {
  const files = [...code.files, ...inputs, ...outputs]
  return [
    ...items
      .filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'SKIPPED')
      .map(({ name, detail }) => `${name}: ${detail ?? 'no reason is known'}`),
    ...(code.not_kept === undefined ? [] : [`code: ${code.not_kept}`]),
    ...files.flatMap(({ path, not_kept: why }) => (why === undefined ? [] : [`${path}: ${why}`])),
  ]
}
