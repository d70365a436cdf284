import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { tell, tellError } from '../shell/messages.tsx'

/** A change that somebody makes. */
export interface Edit {
  /** What to say where it fails, before the reason: `The run could not be renamed.` */
  readonly failure: string
  /** What has to be read again. */
  readonly concerns: QueryKey
  /** Shows the change before the server has made it, and answers what takes it back. */
  readonly show?: () => () => void
  readonly send: () => Promise<unknown>
  /** What to say where it went well; nothing where one sees it. */
  readonly success?: string
  readonly undo?: () => void
}

/** Shows a change at once, makes it, and takes it back with a word where the server refuses or is away. Answers whether it was made. */
export async function makeEdit(queries: QueryClient, { failure, concerns, show, send, success, undo }: Edit): Promise<boolean> {
  // What is being read now would show the old state again.
  await queries.cancelQueries({ queryKey: concerns })
  const takeBack = show?.()
  try {
    await send()
  } catch (error) {
    takeBack?.()
    tellError(failure, error)
    return false
  } finally {
    void queries.invalidateQueries({ queryKey: concerns })
  }
  if (success !== undefined) tell(success, { undo })
  return true
}
