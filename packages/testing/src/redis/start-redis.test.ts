import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { requirePart } from '../skips.ts'
import { ensureRedis } from './binaries.ts'
import { startRedis } from './start-redis.ts'

const part = requirePart('Redis', await ensureRedis())

describe.skipIf(part.missing)(`a Redis for tests${part.note}`, () => {
  test('answers on its own port, and is gone when it was stopped', async () => {
    const [one, two] = [await startRedis(), await startRedis()]
    expect(await ask(one.port, 'SET key one')).toBe('+OK\r\n')
    expect(await ask(two.port, 'GET key')).toBe('$-1\r\n')
    await one.stop()
    await expect(ask(one.port, 'PING')).rejects.toThrow('ECONNREFUSED')
    await two.stop()
  })
})

async function ask(port: number, command: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  socket.write(`${command}\r\nQUIT\r\n`)
  return (await text(socket)).replace(/\+OK\r\n$/, '')
}
