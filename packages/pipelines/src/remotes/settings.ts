import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../config/index.ts'

export function textOf(settings: Settings, name: string): string | undefined {
  const value = settings.get(name)
  return typeof value === 'string' ? value : undefined
}

export function numberOf(settings: Settings, name: string): number | undefined {
  const value = settings.get(name)
  return typeof value === 'number' ? value : undefined
}

/** Throws for the first of these options that is set. */
export function refuseOptions(settings: Settings, names: readonly string[]): void {
  for (const name of names) {
    if (settings.has(name))
      throw new RepriseError('NOT_IMPLEMENTED', `Reprise can not do what the option '${name}' of the remote asks for.`, {
        hint: 'Use dvc for this remote, or another remote.',
      })
  }
}
