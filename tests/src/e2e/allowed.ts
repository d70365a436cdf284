import type { Part } from '@reprise/testing'

/**
 * What a machine lets a test do: to mount a disk, to act for another user. Unlike a part that `requirePart` asks for, nobody can install it,
 * so a test that may not is skipped by name under CI as well.
 */
export function ifAllowed(name: string, { reason }: { readonly reason?: string | undefined }): Part {
  return reason === undefined ? { missing: false, note: '' } : { missing: true, note: ` [needs: ${name}: ${reason}]` }
}
