import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../config/index.ts'
import type { RemoteOptions } from './remote-store.ts'
import { textOf } from './settings.ts'

/**
 * A secret of a remote, such as its `password`; where `ask_password` says so, it is asked for. Throws UNAUTHENTICATED where nobody can be asked. What it
 * is for, ends the question.
 */
export async function secretOf(
  settings: Settings,
  name: 'password' | 'passphrase',
  { askPassword, of }: Pick<RemoteOptions, 'askPassword'> & { readonly of: string },
): Promise<string | undefined> {
  const given = textOf(settings, name)
  if (given !== undefined || settings.get(`ask_${name}`) !== true) return given
  if (askPassword === undefined)
    throw new RepriseError('UNAUTHENTICATED', `The remote asks for a ${name}, and nobody can be asked.`, {
      hint: `Set it with: reprise remote modify --local NAME ${name} …`,
    })
  return askPassword(`Enter a ${name} for ${of}: `)
}
