import { RepriseError } from '@reprise/protocol/errors'
import type { SFTPWrapper } from 'ssh2'
import type { SshConnection } from './connect.ts'

type Done<T> = (error?: Error | null, value?: T) => void

/** A channel of SFTP. Answers come in any order, and end with the connection: the library itself lets what is asked afterwards wait for ever. */
export interface Sftp {
  ask<T = void>(call: (sftp: SFTPWrapper, done: Done<T>) => void): Promise<T>
}

export async function openSftp({ client, closed }: SshConnection): Promise<Sftp> {
  const sftp = await startSubsystem(client)
  const waiting = new Set<(error: Error) => void>()
  let isBroken = false
  const breakOff = (): void => {
    isBroken = true
    for (const reject of waiting) reject(new Error('the server closed the connection'))
    waiting.clear()
  }
  sftp.on('error', breakOff)
  sftp.on('close', breakOff)
  void closed.then(breakOff)
  return {
    ask: <T>(call: (sftp: SFTPWrapper, done: Done<T>) => void) =>
      new Promise<T>((resolve, reject) => {
        if (isBroken) return reject(new Error('the server closed the connection'))
        waiting.add(reject)
        call(sftp, (error, value) => {
          waiting.delete(reject)
          if (error) reject(error)
          else resolve(value as T)
        })
      }),
  }
}

function startSubsystem(client: SshConnection['client']): Promise<SFTPWrapper> {
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new Error('the server closed the connection')))
    client.sftp((error, sftp) => {
      if (error === undefined) return resolve(sftp)
      if (!/Unable to start subsystem/.test(error.message)) return reject(error)
      const hint = 'Its sshd_config needs a line `Subsystem sftp internal-sftp`.'
      reject(new RepriseError('NOT_IMPLEMENTED', 'The server has no SFTP.', { hint, cause: error }))
    })
  })
}
