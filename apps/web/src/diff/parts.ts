/** What of two runs is held against each other, in the order of its tabs. */
export const diffParts = [
  ['values', 'Params and metrics'],
  ['code', 'Code'],
  ['environment', 'Environment'],
  ['data', 'Data'],
  ['logs', 'Logs'],
  ['files', 'Files'],
] as const

export type DiffPart = (typeof diffParts)[number][0]

export function isDiffPart(value: unknown): value is DiffPart {
  return diffParts.some(([name]) => name === value)
}
