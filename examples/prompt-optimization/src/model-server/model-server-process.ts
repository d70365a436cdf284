// The model server as a process: prints its address, and ends when its standard input does, so that it never outlives the one that started it.
import type { AddressInfo } from 'node:net'
import { createModelServer } from './create-model-server.ts'

const server = createModelServer()
server.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1\n`)
})
process.stdin.resume().on('end', () => process.exit(0))
