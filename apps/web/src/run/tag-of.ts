import type { Run } from '@reprise/protocol'

export function tagOf(run: Run, key: string): string | undefined {
  return run.data?.tags.find((tag) => tag.key === key)?.value
}
