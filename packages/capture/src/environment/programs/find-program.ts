import { findProgram as lookFor } from '../../programs/index.ts'

/** Where a program is that a command names, as the command itself would be found. */
export function findProgram(
  name: string,
  { env, folder }: { env: Readonly<Record<string, string | undefined>>; folder: string },
): string | undefined {
  return name === '' ? undefined : lookFor(name, { path: env['PATH'] ?? env['Path'], folder }).path
}
